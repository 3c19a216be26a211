"""Letters that look like a code of a control are letters; what the program writes into text files is found again to the letter."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_explain_figure import said

from wageaudit import read
from wageaudit.reports.data import safe
from wageaudit.text import as_written, guard, harmless, unguarded
from wageaudit.values import Fault, label

TELLING = st.text(
    st.one_of(
        st.sampled_from(list("\\x1b5cu2029ae8'=+-@|% \t\r\n\x01\x1b\x7f\x9b\u202a\u2066\u200e\ufeff\uff1d")),
        st.characters(exclude_characters="\x00", exclude_categories=["Cs"]),
    ),
    max_size=12,
)
CODES = ["a\\x1bb", "\\x5cx1b", "\\u202e", "\\x5c", "C:\\x86\\bin", "\\\\x1b", "a\x1bb", "\\", "\\x5c\x1b"]


@given(TELLING)
@settings(max_examples=2000)
def test_what_is_made_harmless_is_found_again_and_steers_nothing(text: str) -> None:
    """For every text, those with codes in them too; and two texts never become one."""
    assert as_written(harmless(text)) == text
    assert unguarded(guard(text)) == text
    written = safe(text)
    assert unguarded(as_written(written)) == text
    assert not set(written) & {"\x01", "\x1b", "\x7f", "\x9b", "\u202a", "\u2066"}


def log(ids: list[str], more: str = "") -> str:
    """A canonical table of these workers; more: the header of a column besides."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    tail = [more] if more else []
    writer.writerow(["worker_id", "started_at", "ended_at", "pay", "currency", *tail])
    for at, worker in enumerate(ids):
        place = f"2024-06-03T{at // 60 % 24:02d}:{at % 60:02d}"
        writer.writerow([worker, f"{place}:00Z", f"{place}:30Z", "0.10", "USD", *["x.csv" for _ in tail]])
    return out.getvalue()


def ids_of(path: Path) -> list[str]:
    """The ids that a file is read with."""
    found: list[str] = read([str(path)]).table.column("worker_id").to_pylist()
    return found


@pytest.mark.parametrize("many", [1, 2000], ids=["the exact way", "the fast way, if it proves clean"])
def test_in_an_export_the_four_characters_are_four_characters(many: int, tmp_path: Path) -> None:
    """Read either way, no code is taken for a control; a control is one."""
    path = tmp_path / "log.csv"
    path.write_bytes(log(CODES * many).encode())
    assert ids_of(path) == CODES * many


@pytest.mark.parametrize("many", [1, 500], ids=["a small table", "a large one"])
def test_a_table_of_the_programs_own_is_found_again_to_the_letter(
    many: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Convert, and convert that: the same bytes; its ids are those of the export, controls and look-alikes apart."""
    first, second, third = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv"))
    first.write_bytes(log([*CODES, "'=1", "''=1", "'\u202a=x", "\uff1d1"] * many).encode())
    assert said(capfd, "convert", first, "-o", second, "-q")[0] == 0
    assert b"\x1b" not in second.read_bytes()
    assert b"a\\x5cx1bb" in second.read_bytes()
    assert ids_of(second) == ids_of(first)
    assert said(capfd, "convert", second, "-o", third, "-q")[0] == 0
    ours = [line.split(b",x.csv")[0] for line in second.read_bytes().replace(b"a.csv", b"b.csv").splitlines()]
    assert third.read_bytes().splitlines() == ours


@given(st.lists(TELLING, min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_ids_go_through_a_table_of_the_programs_own(ids: list[str]) -> None:
    """As a canonical table with source_file holds them."""
    from wageaudit.engine import tasks_from_rows
    from wageaudit.files import Source
    from wageaudit.options import Options
    from wageaudit.readers import canonical

    def kept(one: str) -> bool:
        try:
            return label(one) != "" and label(label(one)) == label(one)
        except Fault:
            return False

    rows = [
        {"worker_id": one, "started_at": f"2024-06-03T10:0{at}:00Z", "pay": "1", "currency": "USD"}
        for at, one in enumerate(ids)
        if kept(one)
    ]
    known = tasks_from_rows(rows, Options()).table
    if not known.num_rows:
        return
    text = log([safe(one) for one in known.column("worker_id").to_pylist()], "source_file").encode()
    source = Source("t.csv", "t.csv", "", "t", len(text), lambda: text)
    again = canonical.READER.read([source], Options()).table
    assert again.column("worker_id").to_pylist() == known.column("worker_id").to_pylist()


def test_a_title_of_an_export_stays_as_it_is_in_every_format(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], sample_data: Path
) -> None:
    """Mechanical Turk's: JSON has the four characters, CSV the code of its backslash, the screen no control."""
    text = (sample_data / "mturk_batch_results.csv").read_text("utf-8")
    title = next(csv.DictReader(io.StringIO(text)))["Title"]
    path = tmp_path / "batch.csv"
    path.write_text(text.replace(title, "say \\x1b[2J"), "utf-8")
    given_options = ("--country", "US", "--by", "project")
    _, out, _ = said(capfd, "audit", path, *given_options, "--format", "json", "-q")
    assert "say \\x1b[2J" in {row["project"] for row in json.loads(out)}
    _, out, _ = said(capfd, "audit", path, *given_options, "--format", "csv", "-q")
    assert "say \\x5cx1b[2J" in out
