"""`wageaudit verify` of what a batch shared: by its own manifest hashed, beside the batch's computed again with the key."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from batches import members

from wageaudit.batch import Sharing, run
from wageaudit.batch.executors import Here
from wageaudit.cli import main
from wageaudit.disclosure import Rule
from wageaudit.manifest import ManifestFault, as_json, seal, shared
from wageaudit.options import Options
from wageaudit.pseudonyms import Key, key_text

KEY, OTHER = Key(bytes(range(32))), Key(bytes(range(1, 33)))


STRANGER = "was put among what is shared by somebody else: the program wrote no such file; take it out, or be sure that it may be passed on"


def verified(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of wageaudit verify."""
    capfd.readouterr()
    with pytest.raises(SystemExit) as left:
        main(["verify", *map(str, arguments)])
    out, err = capfd.readouterr()
    assert "Traceback" not in err
    return int(left.value.code or 0), out, err


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Members' files and what a batch made and shared of them, under a rule that is not the usual one."""
    place = tmp_path_factory.mktemp("campaign")
    members(place / "members", 12, 8)
    (place / "key").write_text(key_text(KEY), encoding="utf-8")
    (place / "other").write_text(key_text(OTHER), encoding="utf-8")
    sharing = Sharing(KEY, Rule(threshold=7))
    run(str(place / "members"), str(place / "out"), Options(country="KE"), Here(), sharing=sharing)
    return place


@pytest.fixture
def place(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same in a folder of its own, to be changed; stand in it."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("wageaudit.cli.batch.executor", lambda *_: Here())
    return tmp_path


def raised(path: Path) -> None:
    """Write a table with one more worker in its first row."""
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    at = lines[0].index("workers")
    lines[1][at] = str(int(lines[1][at]) + 1)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    path.write_text(out.getvalue(), encoding="utf-8")


def resealed(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change a manifest as somebody does who knows how it is sealed."""
    found = json.loads(path.read_bytes())
    change(found)
    path.write_bytes(as_json({**found, "sha256": seal(found)}))


def test_what_is_shared_is_hashed_by_its_own_manifest(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """From anywhere, without members' files; what was not done is said, and the hash that somebody else may keep."""
    shutil.copytree(place / "out" / "share", place / "published")
    shutil.rmtree(place / "members")
    code, said, told = verified(capfd, "published/manifest.json")
    assert (code, said.count("\n")) == (0, 1)
    assert said.startswith("identical: 13 shared files have the SHA-256")
    assert "they were not computed again" in said
    assert "only from the members' files" in told
    assert "wageaudit verify results/manifest.json --key FILE" in told
    assert hashlib.sha256((place / "published" / "manifest.json").read_bytes()).hexdigest() in told
    shutil.move(place / "published" / "manifest.json", place / "kept.json")
    assert verified(capfd, "kept.json", "--outputs", "published")[0] == 0


@pytest.mark.parametrize(
    ("manifest", "before"), [("out/share/manifest.json", ""), ("out/manifest.json", "share/")]
)
def test_what_was_changed_removed_or_added_is_named(
    manifest: str, before: str, place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """By the share's own manifest, and by the batch's beside which it lies."""
    share = place / "out" / "share"
    raised(share / "summary.csv")
    (share / "total.csv").unlink()
    (share / "notes").mkdir()
    (share / "notes" / "members.txt").write_text("Rasoa", encoding="utf-8")
    code, said, _ = verified(capfd, manifest)
    assert code == 1
    assert said.splitlines() == [
        "3 things differ from the manifest:",
        f"  output {before}summary.csv is not the file that was written",
        f"  output {before}total.csv is not there",
        f"  {before}notes/members.txt {STRANGER}",
    ]


def test_beside_the_batch_it_is_hashed_and_with_the_key_computed_again(
    place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Under the rule that its manifest tells; without the key the screen says that it was not, and what to type."""
    code, said, told = verified(capfd, "out/manifest.json")
    assert code == 0
    first, second = said.splitlines()
    assert "computed again they are the same bytes" in first
    assert second.endswith("they were not computed again")
    assert "add  --key FILE" in told
    code, said, told = verified(capfd, "out/manifest.json", "--key", "key")
    assert (code, told) == (0, ""), said
    assert "13 shared files are what their manifest says, and computed again they are the same bytes" in said
    raised(place / "out" / "share" / "total.csv")
    code, said, _ = verified(capfd, "out/manifest.json", "--key", "key")
    assert code == 1
    assert "output share/total.csv is not the file that was written: row 2, column workers, it says" in said


def test_a_share_that_was_forged_with_its_manifest_shows_when_it_is_computed_again(
    place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Hashes and seal fit; the figures do not, and the batch's own manifest names another manifest of what is shared."""
    share = place / "out" / "share"
    raised(share / "total.csv")
    data = (share / "total.csv").read_bytes()
    now = {"name": "total.csv", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    resealed(
        share / "manifest.json",
        lambda found: found.update(
            outputs=[now if one["name"] == now["name"] else one for one in found["outputs"]]
        ),
    )
    assert verified(capfd, "out/share/manifest.json")[0] == 0
    code, said, _ = verified(capfd, "out/manifest.json")
    assert (code, said.splitlines()[1:]) == (
        1,
        ["  output share/manifest.json is not the file that was written"],
    )
    code, said, _ = verified(capfd, "out/manifest.json", "--key", "key")
    assert code == 1
    assert "output share/total.csv, computed again, is not the same: row 2, column workers" in said
    assert "output share/manifest.json, computed again, is not the same" in said


def test_a_share_without_its_manifest_or_with_a_broken_one_is_told(
    place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing is claimed of it."""
    path = place / "out" / "share" / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b'"threshold": 7', b'"threshold": 3'))
    code, said, _ = verified(capfd, "out/manifest.json")
    assert code == 1
    assert "share/manifest.json: was changed after it was written" in said
    path.unlink()
    code, said, _ = verified(capfd, "out/manifest.json")
    assert code == 1
    assert "share/manifest.json is not there" in said


def test_a_share_that_was_taken_away_whole_is_told_and_so_is_what_lies_in_its_place(
    place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The batch's own manifest says that one was made; where it went it is verified by its own."""
    shutil.move(place / "out" / "share", place / "published")
    code, said, _ = verified(capfd, "out/manifest.json")
    gone = "what was shared is not there: share/ was taken away whole; where it is now, type  wageaudit verify share/manifest.json"
    assert (code, said.splitlines()) == (1, ["1 thing differs from the manifest:", f"  {gone}"])
    assert verified(capfd, "published/manifest.json")[0] == 0
    (place / "out" / "share").mkdir()
    (place / "out" / "share" / "members.txt").write_text("Rasoa", encoding="utf-8")
    code, said, _ = verified(capfd, "out/manifest.json")
    strange = "share/members.txt lies where what is shared would, and the program wrote no such file; take it out, or be sure that"
    assert (code, said.splitlines()[1:]) == (1, [f"  {gone}", f"  {strange} it may be passed on"])


@pytest.mark.slow
def test_beside_a_batch_that_shared_nothing_a_share_is_another_runs_and_a_file_a_stranger(
    place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Its manifest says of none."""
    run(str(place / "members"), str(place / "plain"), Options(country="KE"), Here())
    assert verified(capfd, "plain/manifest.json")[0] == 0
    (place / "plain" / "share").mkdir()
    assert verified(capfd, "plain/manifest.json")[0] == 0
    (place / "plain" / "share" / "members.txt").write_text("Rasoa", encoding="utf-8")
    code, said, _ = verified(capfd, "plain/manifest.json")
    assert code == 1
    assert "share/members.txt lies where what is shared would, and the program wrote no such file" in said
    shutil.rmtree(place / "plain" / "share")
    shutil.copytree(place / "out" / "share", place / "plain" / "share")
    code, said, _ = verified(capfd, "plain/manifest.json")
    another = "  share/manifest.json is of another run: these results were made without  --share"
    assert (code, said.splitlines()[1:]) == (1, [another])


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (
            ("out/manifest.json", "--key", "other"),
            3,
            f"is the key {OTHER.id}; what is shared was made with {KEY.id}",
        ),
        (("out/share/manifest.json", "--key", "key"), 2, "from what is shared nothing can be computed again"),
        (("alone/manifest.json", "--key", "key"), 2, "nothing shared lies beside this manifest"),
    ],
)
def test_a_key_that_is_another_or_of_no_use_is_refused_first(
    arguments: tuple[str, ...], code: int, reason: str, place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """In one sentence with its mend; nothing is computed."""
    (place / "alone").mkdir()
    shutil.copy(place / "out" / "manifest.json", place / "alone")
    left, said, told = verified(capfd, *arguments, "--inputs", place)
    assert (left, said) == (code, "")
    assert reason in told
    assert len(told.splitlines()) == 2


HOSTILE = {
    "a file above": {"outputs": [{"name": "../key", "size": 1, "sha256": "a" * 64}]},
    "an absolute file": {"outputs": [{"name": "/etc/hostname", "size": 1, "sha256": "a" * 64}]},
    "a name that is none": {"outputs": [{"name": 1, "size": 1, "sha256": "a" * 64}]},
    "a hash that is none": {"outputs": [{"name": "a", "size": 1, "sha256": "z" * 64}]},
    "a part too many": {"outputs": [{"name": "a", "size": 1, "sha256": "a" * 64, "path": "b"}]},
    "outputs that are none": {"outputs": None},
    "a rule that is none": {"withheld": []},
    "numbers of a rule that are none": {"withheld": {"threshold": True}},
    "a path of a member": {"inputs": ["members/anna.csv"]},
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_manifest_of_a_share_is_refused(kind: str, made: Path) -> None:
    """Sealed by whoever wrote it: no file out of its folder is opened, no part that no share's manifest has passes."""
    found = json.loads((made / "out" / "share" / "manifest.json").read_bytes())
    assert shared(as_json(found)) == found
    changed = found | HOSTILE[kind]
    with pytest.raises(ManifestFault):
        shared(as_json({**changed, "sha256": seal(changed)}))


def test_a_rule_that_protects_nobody_is_refused(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A sealed manifest with a threshold of one, and the key: nothing is made under it."""
    resealed(place / "out" / "share" / "manifest.json", lambda found: found["withheld"].update(threshold=1))
    code, said, told = verified(capfd, "out/manifest.json", "--key", "key")
    assert (code, said) == (3, "")
    assert "is not as manifests are written" in told
