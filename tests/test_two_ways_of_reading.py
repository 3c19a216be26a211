"""The fast way and the exact way of reading a canonical file say the same of the same bytes."""

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wageaudit import Options, read
from wageaudit.arrays import MONEY
from wageaudit.errors import WageauditError
from wageaudit.readers import canonical
from wageaudit.readers.base import Reading
from wageaudit.readers.canonical.clean import SMALL
from wageaudit.readers.canonical.judging import _amounts

HEADER = "worker_id,task_id,started_at,ended_at,task_count,pay,currency,country"
PLAIN = "w{n},t{at},2024-03-04T10:00:00Z,2024-03-04T10:05:00Z,1,0.05,USD,MG"
ODD = {
    "an id that says nothing": PLAIN.replace("t{at}", "n/a"),
    "an id with a no-break space": PLAIN.replace("t{at}", "t{at}\u00a0"),
    "a country that is none": PLAIN.replace("MG", "XX"),
    "a country by a reserved code": PLAIN.replace("MG", "UK"),
    "a negative count": PLAIN.replace(",1,", ",-1,"),
    "a vast count": PLAIN.replace(",1,", ",10000000000,"),
    "an exponent": PLAIN.replace("0.05", "5e-2"),
    "a plus": PLAIN.replace("0.05", "+0.05"),
    "seven decimals": PLAIN.replace("0.05", "0.0500001"),
    "seven decimals of which the last is none": PLAIN.replace("0.05", "0.0500000"),
    "decimals that one float holds no more": PLAIN.replace("0.05", "0.05000000000000000001"),
    "an amount beyond what floats tell apart": PLAIN.replace("0.05", "1000000000.000001"),
    "a point first": PLAIN.replace("0.05", ".05"),
    "a point last": PLAIN.replace("0.05", "5."),
    "no pay": PLAIN.replace("0.05", ""),
    "no currency": PLAIN.replace("USD", ""),
    "an unknown currency": PLAIN.replace("USD", "usd"),
    "an end before the start": PLAIN.replace("10:05:00Z", "09:05:00Z"),
    "a wall clock": PLAIN.replace("10:00:00Z", "10:00:00"),
    "an hour alone": PLAIN.replace("10:05:00Z", "11Z"),
    "a year out of range": PLAIN.replace("2024-03-04T10:00:00Z", "1024-03-04T10:00:00Z"),
    "a word of another language": PLAIN.replace("MG", "Madagascar"),
}
ROWS = 1200  # more than the fast way looks at


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("every", [1, 2, ROWS], ids=["every row", "every other", "one row"])
def test_both_ways_give_one_table_and_the_same_problems(
    odd: str, every: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a file proves clean or not decides how fast it is read, never what it says."""
    path = tmp_path / "log.csv"
    rows = [(odd if at % every == 0 else PLAIN).format(at=at, n=at % 3) for at in range(ROWS)]
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")

    def found() -> tuple[object, object]:
        try:
            reading = read([str(path)], Options())
        except WageauditError as refusal:  # a refusal is an answer too, and must be the same
            return type(refusal).__name__, str(refusal)
        wanted = [name for name in reading.table.column_names if name != "source_file"]
        return reading.table.select(wanted).to_pylist(), reading.problems

    either = found()
    monkeypatch.setattr(canonical, "_fast", lambda *_: None)
    assert either == found()


def written(micro: int, places: int) -> str:
    """So many millionths with at least so many decimals, zeros at their end left out as far as that goes."""
    whole, rest = divmod(abs(micro), 10**6)
    decimals = f"{rest:06}"[: max(places, len(f"{rest:06}".rstrip("0")))]
    return f"{'-' if micro < 0 else ''}{whole}{'.' if decimals else ''}{decimals}"


@given(
    st.lists(
        st.none() | st.builds(written, st.integers(-(10**12), 10**12) | st.integers(1 - 10**18, 10**18 - 1), st.integers(0, 6)),
        min_size=1,
        max_size=30,
    )
)  # fmt: skip
def test_amounts_are_what_is_written_to_the_last_digit(texts: list[str | None]) -> None:
    """By floats where they are sure, else by decimals: most blank or none, short beside long."""
    cells = pa.chunked_array([pa.array(texts, pa.string())])
    assert _amounts(cells).to_pylist() == cells.cast(MONEY).to_pylist()


def twice(path: Path, rows: list[str], monkeypatch: pytest.MonkeyPatch) -> Reading:
    """A file read both ways, which say the same, notes included."""
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    fast = read([str(path)], Options())
    assert path.stat().st_size > SMALL  # below, there is but one way
    with monkeypatch.context() as only:
        only.setattr(canonical, "_fast", lambda *_: None)
        exact = read([str(path)], Options())
    assert fast.table.to_pylist() == exact.table.to_pylist()
    assert (fast.problems, fast.files) == (exact.problems, exact.files)
    return fast


def test_blank_cells_of_every_kind_are_no_doubt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most exports leave cells empty: ids, words, ends, counts and amounts that are none keep a file on the fast way."""
    taken = []
    fast = canonical._fast
    monkeypatch.setattr(canonical, "_fast", lambda *given: taken.append(fast(*given)) or taken[-1])
    header = "worker_id,task_id,platform,started_at,ended_at,task_count,pay,bonus,currency,country"
    full = ["t{at}", "loom", "2024-03-04T10:05:00Z", "1", "0.25"]
    rows = []
    for at in range(ROWS):
        task, platform, end, count, bonus = ["" if at % 7 == kind else cell for kind, cell in enumerate(full)]
        rows.append(
            f"w{at % 3},{task},{platform},2024-03-04T10:00:00Z,{end},{count},0.05,{bonus},USD,MG".format(
                at=at
            )
        )
    path = tmp_path / "log.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    table = read([str(path)], Options()).table
    assert path.stat().st_size > SMALL
    assert taken[0] is not None
    for name, kind in (("task_id", 0), ("ended_at", 2), ("bonus", 4)):
        assert table.column(name).null_count == len(range(kind, ROWS, 7))


KIND = "w{n},{task},2024-03-{day:02}T{hour:02}:{minute:02}:00Z,1,0.05,USD,MG,approved,boxes"
NAMED = "worker_id,{task},started_at,task_count,pay,currency,country,status,{project}"


@pytest.mark.parametrize(
    ("task", "project", "read_as", "note"),
    [
        ("Tarea", "batch_name", "project", "Tarea read as project: it repeats, so it is no id"),
        ("Task", "project", "", "Task not read as task_id: it repeats, so it is no id"),
        ("ID", "batch_name", "project", "ID read as project: it repeats, so it is no id"),
        ("task_id", "batch_name", "task_id", ""),
    ],
)
def test_what_repeats_is_no_id_both_ways(
    task: str, project: str, read_as: str, note: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kinds of task under another name than task_id; under that name they are what it says."""
    header = NAMED.format(task=task, project=project)
    rows = [
        KIND.format(n=at % 3, task=f"kind{at % 7}", day=at % 28 + 1, hour=at % 24, minute=at % 60)
        for at in range(ROWS)
    ]
    found = twice(tmp_path / "log.csv", [header, *rows], monkeypatch)
    named = [name for name in ("task_id", "project") if name in found.table.column_names]
    values = {name: set(found.table.column(name).to_pylist()) for name in named}
    kinds = {f"kind{at}" for at in range(7)}
    assert [name for name, own in values.items() if own == kinds] == ([read_as] if read_as else [])
    assert [one for one in found.files[0].notes if "repeats" in one] == ([note] if note else [])


@pytest.mark.parametrize("again", ["the same row", "a payment", "another worker", "one id taken again"])
def test_ids_stay_ids_both_ways(again: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that stands twice, a bonus for a task, a task of two workers; and under a name that says id, one of many."""
    header = NAMED.format(task="assignment_id" if "id" in again else "Tarea", project="activity")
    rows = [
        KIND.format(n=0, task=f"t{at}", day=at % 28 + 1, hour=at % 24, minute=0).replace("boxes", "task")
        for at in range(ROWS)
    ]
    moved = rows[0].replace("2024-03-01", "2024-03-09")
    more = {
        "the same row": rows[0],
        "a payment": moved.replace(",task", ",payment"),
        "another worker": moved.replace("w0", "w1"),
        "one id taken again": moved,
    }
    found = twice(tmp_path / "log.csv", [header, *rows, more[again]], monkeypatch)
    assert set(found.table.column("task_id").to_pylist()) == {f"t{at}" for at in range(ROWS)}
    assert not [one for one in found.files[0].notes if "repeats" in one]
