"""Where `wageaudit verify` finds what a batch read: where the batch found it, which its own folder remembers and no manifest tells."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from batches import members

from wageaudit.batch import run
from wageaudit.batch.executors import Here
from wageaudit.cli import main
from wageaudit.files import HOME, Workplace
from wageaudit.options import Options
from wageaudit.recording import home

ROSTER = "worker_id,country,timezone\nW000,KE,Africa/Nairobi\n"


def verified(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of wageaudit verify."""
    capfd.readouterr()
    with pytest.raises(SystemExit) as left:
        main(["verify", *map(str, arguments)])
    out, err = capfd.readouterr()
    return int(left.value.code or 0), out, err


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder where nothing of the batch is; members and results lie deep in others."""
    (tmp_path / "here").mkdir()
    members(tmp_path / "far" / "union" / "logs", 3, 8)
    (tmp_path / "far" / "roster.csv").write_text(ROSTER, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


def made(place: Path) -> Path:
    """The manifest of a batch that was given absolute paths."""
    options = Options(country="KE", roster_file=str(place / "far" / "roster.csv"))
    run(str(place / "far" / "union" / "logs"), str(place / "results" / "out"), options, Here())
    return place / "results" / "out" / "manifest.json"


def test_inputs_named_by_absolute_paths_are_found_without_being_told(
    elsewhere: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The folder of members and a file of options, from any folder; the manifest itself holds no path of this machine."""
    manifest = made(elsewhere)
    assert str(elsewhere) not in manifest.read_text(encoding="utf-8")
    code, said, told = verified(capfd, manifest)
    assert (code, told) == (0, ""), said
    assert json.loads(manifest.read_text())["arguments"] == ["union/logs"]
    (elsewhere / "far" / "union" / "logs" / "member 001.csv").unlink()
    code, said, _ = verified(capfd, manifest)
    assert code == 1
    assert "input member 001.csv is no longer there" in " ".join(said.split())


def test_relative_names_are_found_from_another_folder_too(
    elsewhere: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder that the batch was started in is remembered."""
    monkeypatch.chdir(elsewhere / "far")
    run("union", str(elsewhere / "results" / "out"), Options(country="KE"), Here())
    monkeypatch.chdir(elsewhere / "here")
    assert verified(capfd, elsewhere / "results" / "out" / "manifest.json")[0] == 0


@pytest.mark.parametrize("kept", [None, b"", b"nonsense", b'["/nowhere"]\n00000000\n', b"{}\n"])
def test_where_nothing_is_remembered_the_mend_names_what_to_look_for(
    elsewhere: Path, capfd: pytest.CaptureFixture[str], kept: bytes | None
) -> None:
    """The private folder may be deleted after a campaign, or be another's; what is asked for is told by its name, and then found."""
    manifest = made(elsewhere)
    remembered = manifest.parent / ".wageaudit" / HOME
    remembered.unlink() if kept is None else remembered.write_bytes(kept)
    code, said, told = verified(capfd, manifest)
    assert (code, said) == (3, "")
    assert "union/logs: is not there" in told
    assert "say which folder union/logs is in:  --inputs FOLDER" in told
    assert verified(capfd, manifest, "--inputs", elsewhere / "far")[0] == 0


def test_a_folder_that_is_named_goes_before_what_is_remembered(
    elsewhere: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A copy of the inputs is what is verified; one in which a byte differs is told."""
    manifest = made(elsewhere)
    copy = elsewhere / "copy"
    shutil.copytree(elsewhere / "far", copy)
    assert verified(capfd, manifest, "--inputs", copy)[0] == 0
    log = copy / "union" / "logs" / "member 000.csv"
    log.write_bytes(log.read_bytes().replace(b"KES", b"USD", 1))
    code, said, _ = verified(capfd, manifest, "--inputs", copy)
    assert code == 1
    assert "input member 000.csv is not the file that was read" in " ".join(said.split())


def test_what_is_remembered_is_the_folder_that_names_start_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of absolute paths the folder they share, of others the one stood in; nothing of it is among the results."""
    monkeypatch.chdir(tmp_path)
    assert home([str(tmp_path / "a" / "b"), str(tmp_path / "a" / "c.csv")]) == str(tmp_path / "a")
    assert home(["a/b", "c.csv"]) == str(tmp_path)
    assert home(["../x"]) == str(tmp_path.parent)
    members(tmp_path / "logs", 1, 3)
    run("logs", "out", Options(country="KE"), Here())
    assert Workplace("out").known(HOME, list) == [str(tmp_path)]
    results = [
        path for path in (tmp_path / "out").rglob("*") if path.is_file() and ".wageaudit" not in path.parts
    ]
    assert not [path for path in results if str(tmp_path).encode() in path.read_bytes()]
