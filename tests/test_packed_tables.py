"""A canonical table inside a gz or a zip is read as fast as a plain one, and says the same."""

from __future__ import annotations

import gzip
import importlib
import zipfile
from pathlib import Path

import pytest

from wageaudit import Options, read
from wageaudit.errors import InputRefused
from wageaudit.readers import canonical

CLEAN = importlib.import_module("wageaudit.readers.canonical.clean")  # a function of this name hides it
HEADER = "worker_id,task_id,started_at,ended_at,pay,currency,country"
ROW = "w{worker},t{at},2024-03-04T10:00:{second:02}Z,2024-03-04T10:01:00Z,0.25,USD,MG"


def log(rows: int) -> bytes:
    """A clean file of so many rows."""
    lines = [HEADER, *(ROW.format(worker=at % 7, at=at, second=at % 60) for at in range(rows))]
    return ("\n".join(lines) + "\n").encode()


def packed(folder: Path, kind: str, data: bytes) -> Path:
    """The bytes in an archive of this kind, or plain."""
    path = folder / f"log.csv{kind}"
    if kind == ".gz":
        path.write_bytes(gzip.compress(data))
    elif kind == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("log.csv", data)
    else:
        path.write_bytes(data)
    return path


@pytest.mark.parametrize("kind", [".gz", ".zip"])
def test_a_clean_table_in_an_archive_takes_the_fast_way(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In several pieces, as the plain file beside it."""
    data = log(4_000)
    plain = read([str(packed(tmp_path, "", data))])
    monkeypatch.setattr(canonical, "_exact", lambda *_: pytest.fail("the exact way was taken"))
    monkeypatch.setattr(CLEAN, "PIECE", 1 << 15)
    found = read([str(packed(tmp_path, kind, data))])
    own = [name for name in found.table.column_names if name != "source_file"]
    assert found.table.select(own).to_pydict() == plain.table.select(own).to_pydict()
    assert not found.problems
    assert [file.rows_read for file in found.files] == [4_000]


def test_a_packed_table_is_as_long_as_what_it_unpacks_to(tmp_path: Path) -> None:
    """Small when packed: the fast way looks at its rows all the same, and its first fault is told by the exact one."""
    data = log(4_000) + b"w1,t,2024-03-04T10:00:00Z,2024-03-04T10:01:00Z,a dime,USD,MG\n"
    found = read([str(packed(tmp_path, ".gz", data))], Options())
    assert [(problem.row, problem.column) for problem in found.problems] == [(4_002, "pay")]
    assert found.rows == 4_000


def test_a_torn_archive_is_refused(tmp_path: Path) -> None:
    """Before anything is cut into pieces."""
    path = packed(tmp_path, ".gz", log(4_000))
    path.write_bytes(path.read_bytes()[:-900])
    with pytest.raises(InputRefused, match="is not whole"):
        read([str(path)])
