"""The fast way and the exact way of reading a canonical file say the same of the same bytes."""

from pathlib import Path

import pytest

from wageaudit import Options, read
from wageaudit.errors import WageauditError
from wageaudit.readers import canonical

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
