"""A batch on a Dask cluster: real scheduler, real workers, one of them killed; and folders that a URL names."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import dask_parts
import pytest
from batches import batch, command, environment, members, mixed, published
from dask_parts import Part

from wageaudit.batch import Paging, Sharing, run
from wageaudit.batch.executors import Cluster, Here
from wageaudit.disclosure import Rule
from wageaudit.errors import InputRefused, WrongUse
from wageaudit.options import Options
from wageaudit.pseudonyms import Key, key_text

CHOSEN = Options(country="KE")
KEY = Key(bytes(range(32)))
PATIENCE = 120  # [s]
fsspec = pytest.importorskip("fsspec")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[Part]]]:
    """Give the address of a scheduler on this machine alone, and its two worker processes."""
    pytest.importorskip("distributed")
    place = tmp_path / "cluster"
    place.mkdir()
    with dask_parts.cluster(place) as parts:
        yield parts


def figures(out: Path) -> dict[str, bytes]:
    """Return all results but the manifest, which says how the folder was named."""
    return {name: data for name, data in published(out).items() if name != "manifest.json"}


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_gives_the_bytes_of_one_process(
    tmp_path: Path, sample_data: Path, cluster: tuple[str, list[Part]]
) -> None:
    """What the lost worker had under way is done again by the other."""
    address, workers = cluster
    folder, out = members(mixed(tmp_path / "logs", sample_data), 400, 120), tmp_path / "out"
    going = subprocess.Popen(
        command(folder, "-o", out, "--country", "KE", "--scheduler", address),
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    kept = out / ".wageaudit" / "read"
    for _ in range(PATIENCE * 100):
        if going.poll() is not None or (kept.is_dir() and len(list(kept.iterdir())) > 60):
            break
        time.sleep(0.01)
    assert going.poll() is None, "the run was over before a worker could be killed"
    workers[0].kill()
    _, told = going.communicate(timeout=PATIENCE * 2)
    assert going.returncode == 4, told.decode()
    run(str(folder), str(tmp_path / "here"), CHOSEN, Here())
    assert published(out) == published(tmp_path / "here")


@pytest.mark.slow
def test_pages_made_on_a_cluster_are_the_bytes_of_one_process(
    tmp_path: Path, sample_data: Path, cluster: tuple[str, list[Part]]
) -> None:
    """Every member's page, the page of the whole, the page that may be passed on; in a language, with problems in it."""
    pytest.importorskip("vl_convert")
    address, _ = cluster
    folder, out = members(mixed(tmp_path / "logs", sample_data), 24, 30), tmp_path / "out"
    key = tmp_path / "campaign.key"
    key.write_text(key_text(KEY), encoding="ascii")
    key.chmod(0o600)
    chosen = ("--country", "KE", "--pages", "--lang", "fr", "--share", "--key", key)
    done = batch(folder, "-o", out, *chosen, "--scheduler", address)
    assert done.returncode == 4, done.stderr
    sharing, paging = Sharing(KEY, Rule()), Paging("fr")
    run(str(folder), str(tmp_path / "here"), CHOSEN, Here(), sharing=sharing, paging=paging)
    made = published(out)
    assert made == published(tmp_path / "here")
    pages = [name for name in made if name.endswith(".html")]
    assert {"report.html", "share/report.html"} < set(pages)
    assert len(pages) > 30
    again = batch(folder, "-o", out, *chosen, "--jobs", "1")
    assert again.returncode == 4, again.stderr
    assert published(out) == made


def test_a_scheduler_that_does_not_answer_is_wrong_use(tmp_path: Path) -> None:
    """Told in a sentence, with what starts one."""
    pytest.importorskip("distributed")
    folder = members(tmp_path / "logs", 1, 3)
    done = batch(folder, "-o", tmp_path / "out", "--scheduler", "nonsense://x")
    assert done.returncode == 2, done.stderr
    assert "no scheduler answers" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_worker_with_another_version_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would count otherwise, and nobody would know which file."""
    monkeypatch.setattr("wageaudit.batch.units.ReadJob", _other)
    monkeypatch.setattr("wageaudit.batch.identity._on_cluster", lambda: True)
    with pytest.raises(WrongUse, match="another version"):
        run(str(members(tmp_path / "logs", 1, 3)), str(tmp_path / "out"), CHOSEN, Here())


def _other(*given: object) -> object:
    from wageaudit.batch.reading import ReadJob

    return ReadJob(*given[:3], program="of last year")  # type: ignore[arg-type]


def test_a_folder_named_by_a_url_gives_the_bytes_of_the_folder(tmp_path: Path, sample_data: Path) -> None:
    """Every file is fetched, told by its name below the URL, and read as it would be here."""
    folder = mixed(tmp_path / "logs", sample_data)
    run(str(folder), str(tmp_path / "here"), CHOSEN, Here())
    done = run(folder.as_uri(), str(tmp_path / "out"), CHOSEN, Here())
    assert figures(tmp_path / "out") == figures(tmp_path / "here")
    again = run(folder.as_uri(), str(tmp_path / "out"), CHOSEN, Here())
    assert (done.read, again.read, again.audited) == (done.files, 0, 0)
    assert list((tmp_path / "out" / ".wageaudit").rglob("copy-*")) == []


def test_a_store_that_is_no_file_system_is_read_by_its_url(tmp_path: Path) -> None:
    """Here one in memory, as an object store would be."""
    folder = members(tmp_path / "logs", 3, 10)
    store = fsspec.filesystem("memory")
    for path in folder.iterdir():
        store.pipe_file(f"/union/logs/{path.name}", path.read_bytes())
    try:
        done = run("memory://union/logs", str(tmp_path / "out"), CHOSEN, Here())
        run(str(folder), str(tmp_path / "here"), CHOSEN, Here())
        assert figures(tmp_path / "out") == figures(tmp_path / "here")
        store.pipe_file("/union/logs/member 001.csv", b"a,b\n1,2\n")
        assert run("memory://union/logs", str(tmp_path / "out"), CHOSEN, Here()).run.refused == 1
        assert done.run.refused == 0
    finally:
        store.rm("/union", recursive=True)


def test_urls_that_lead_nowhere_are_told(tmp_path: Path) -> None:
    """No store, no folder."""
    with pytest.raises(WrongUse, match="cannot be used"):
        run("nosuchstore://x/y", str(tmp_path / "out"), CHOSEN, Here())
    with pytest.raises(InputRefused, match="is not a folder"):
        run((tmp_path / "none").as_uri(), str(tmp_path / "out"), CHOSEN, Here())


def test_without_dask_the_scheduler_is_wrong_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what installs it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(WrongUse, match="needs Dask"):
        Cluster("tcp://127.0.0.1:1")
