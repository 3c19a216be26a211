"""How long each reader takes, as a ratio to a bare read of the same bytes.

Bare is: pyarrow.csv as text, json.loads for JSON, openpyxl's cells for a workbook, pypdf's text for a PDF. Every file is
a sample of this project made larger: its rows over and over, each time a day later and with ids of their own.
"""

from __future__ import annotations

import argparse
import csv
import gc
import io
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
from packed import bare_invoice, bare_workbook, invoice, workbook

from wageaudit.files import Source, sources
from wageaudit.options import Options
from wageaudit.readers import head_of
from wageaudit.readers.base import Reader, Reading

SAMPLES = Path(__file__).resolve().parent.parent / "sample_data"
ROWS = 100_000
DAYS = 9_000  # the dates of a sample are moved on by at most so many, and then by seconds
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ISO = re.compile(r"\b(\d{4})([-/]?)(\d\d)\2(\d\d)(?=\b|T)")
SLASHES = re.compile(r"\b(\d\d?)/(\d\d?)/(\d{4}|\d\d)\b")
WORDED = re.compile(r"\b([A-Z][a-z]{2}) (\d\d) (\d\d:\d\d:\d\d [A-Z]{3,4}) (\d{4})\b")
Repeat = Callable[[str, int], str]


@dataclass(frozen=True)
class Format:
    """A sample, and how its rows are repeated.

    ids: columns or keys that get a number of their own in each repetition; workers: those that get one of 500.
    """

    name: str
    sample: str
    ids: tuple[str, ...] = ()
    workers: tuple[str, ...] = ()
    delimiter: str = ""  # "" is not a table
    quoted: bool = False
    ends: str = "\n"
    day_first: bool = False
    under: tuple[str, ...] = ()  # keys on the way to the list that is repeated, in JSON
    rows: int = ROWS
    options: Mapping[str, object] = field(default_factory=dict)
    packed: str = ""  # ".xlsx" or ".pdf": the file is no text

    @property
    def file(self) -> str:
        """The name of the file that is made."""
        return f"{self.name.replace(', ', '_')}{self.packed or Path(self.sample).suffix}"


MONEY: Mapping[str, object] = {"piece_rate": Decimal("0.1"), "currency": "USD"}
HERE: Mapping[str, object] = {"timezone": "Africa/Nairobi", "country": "KE"}
FORMATS = (
    Format("mturk", "mturk_batch_results.csv", ("AssignmentId", "HITId"), ("WorkerId",), ",", quoted=True, ends="\r\n"),
    Format("mturk_clt", "mturk_results.tsv", ("assignmentid", "hitid"), ("workerid",), "\t", rows=ROWS // 10),
    Format("mturk_api", "mturk_saved_by_program/assignments.jsonl", ("AssignmentId", "HITId"), ("WorkerId",), options=MONEY),
    Format("mturk_worker", "hit_tracker_backup.json", ("hit_id", "assignment_id"), under=("hits",)),
    Format("crowdflower", "crowdflower_f1234567.csv", ("_id",), ("_worker_id",), ",", options={**MONEY, "per": "page"}),
    Format("toloka", "toloka_pool.tsv", ("ASSIGNMENT:assignment_id",), ("ASSIGNMENT:worker_id",), "\t", ends="\r\n", options=MONEY),
    Format("prolific", "prolific_study.csv", ("Submission id",), ("Participant id",), ",", options=MONEY),
    Format("uber, states", "paris_driver/10 - Driver Online Offline.csv", delimiter=";", ends="\r\n"),
    Format("uber, payments", "paris_driver/19a - Driver Payments.csv", delimiter=";", ends="\r\n", options={"timezone": "Europe/Paris"}),
    Format("uber, trips", "paris_driver/02 - Driver Lifetime Trips.csv", delimiter=";", ends="\r\n"),
    Format("uber_statements", "uber_statements/20250825-20250831-trip_activity-Example_Courier.csv", ("Trip UUID",), ("Driver UUID",), ",", options={"timezone": "America/Chicago", "currency": "USD"}),
    Format("upwork_ledger", "upwork_transactions.csv", ("Ref ID",), (), ",", quoted=True),
    Format("deliveroo", "deliveroo_invoices.json", ("id", "hash"), options={"country": "GB", "currency": "GBP"}),
    Format("wolt", "wolt_courier_tasks.csv", delimiter=",", quoted=True, options={**HERE, **MONEY, "per": "task"}),
    Format("argyle", "argyle_activities.json", ("id",)),
    Format("upwork", "upwork_timesheet.csv", (), (), ",", quoted=True),
    Format("outlier", "outlier_earnings.csv", ("Item ID",), (), ","),
    Format("label_studio", "label_studio_export.json", ("id", "unique_id"), options=MONEY),
    Format("toggl", "nairobi_trackers/toggl.csv", (), ("User",), ",", options=HERE),
    Format("clockify", "nairobi_trackers/clockify.csv", (), ("User",), ",", quoted=True, day_first=True, options={**HERE, "date_order": "dmy"}),
    Format("activitywatch", "nairobi_trackers/aw-buckets-export.json", under=("buckets", "aw-watcher-afk_host", "events"), options=HERE),
    Format("weclock", "nairobi_trackers/weclock.csv", options={**HERE, "date_order": "mdy"}),
    Format("timeclock", "nairobi_trackers/week.timeclock", options=HERE),
    Format("timewarrior", "nairobi_trackers/2024-03.data"),
    Format("canonical", "nairobi_trackers/tasks.csv", ("task_id",), ("worker_id",), ","),
    Format("canonical, xlsx", "nairobi_trackers/tasks.csv", ("task_id",), ("worker_id",), ",", rows=ROWS // 5, packed=".xlsx"),
    Format("deliveroo, pdf", "deliveroo_invoices.json", rows=2_000, packed=".pdf"),
)  # fmt: skip


def later(text: str, times: int, *, day_first: bool = False) -> str:
    """The text with every date moved on: distinct stamps, as in a real export, from few rows."""
    shift = timedelta(days=times % DAYS)

    def iso(found: re.Match[str]) -> str:
        try:
            moved = date(int(found[1]), int(found[3]), int(found[4])) + shift
        except ValueError:
            return found[0]
        return moved.strftime(f"%Y{found[2]}%m{found[2]}%d")

    def slashes(found: re.Match[str]) -> str:
        month, day = (found[2], found[1]) if day_first else (found[1], found[2])
        year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
        moved = date(year, int(month), int(day)) + timedelta(
            days=times % (DAYS if len(found[3]) == 4 else 3000)
        )
        written = str(moved.year)[-len(found[3]) :]
        first, second = (f"{moved.day:02}", f"{moved.month:02}") if day_first else (moved.month, moved.day)
        return f"{first}/{second}/{written}"

    def worded(found: re.Match[str]) -> str:
        moved = date(int(found[4]), MONTHS.index(found[1]) + 1, int(found[2])) + shift
        return f"{MONTHS[moved.month - 1]} {moved.day:02} {found[3]} {moved.year}"

    return WORDED.sub(worded, SLASHES.sub(slashes, ISO.sub(iso, text)))


def numbered(text: str, times: int, *, worker: bool) -> str:
    """An id made another; what is a number stays one."""
    if not text:
        return text
    number = times % 500 if worker else times
    return f"{text}{number:05}" if text.isdecimal() else f"{text[:-5]}{number:05x}"


def table(form: Format, text: str) -> str:
    """A delimited file with its rows repeated, in its own dialect."""
    header, *body = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=form.delimiter)
    own = {name: at for at, name in enumerate(header)}
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if form.quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=form.delimiter, quoting=quoting, lineterminator=form.ends)
    writer.writerow(header)
    whole = [row for row in body if any(row)]
    for times in range(-(-form.rows // len(whole))):
        for row in whole:
            cells = [later(cell, times, day_first=form.day_first) for cell in row]
            for name, worker in [
                *((name, False) for name in form.ids),
                *((name, True) for name in form.workers),
            ]:
                cells[own[name]] = numbered(cells[own[name]], times, worker=worker)
            writer.writerow(cells)
    return ("\ufeff" if text.startswith("\ufeff") else "") + out.getvalue()


def lines(form: Format, text: str) -> str:
    """A file of lines, JSON or not, repeated whole."""
    body = text.splitlines(keepends=True)
    body = [line for line in body if not line.startswith(";")]
    return "".join(
        _line(form, line, times) for times in range(-(-form.rows // max(len(body), 1))) for line in body
    )


def _line(form: Format, line: str, times: int) -> str:
    if not line.startswith("{"):
        return later(line, times)
    return json.dumps(moved(json.loads(line), form, times)) + "\n"


def moved(value: object, form: Format, times: int, key: str = "") -> object:
    """A JSON value with its dates moved on and its ids made others."""
    if isinstance(value, dict):
        return {name: moved(own, form, times, name) for name, own in value.items()}
    if isinstance(value, list):
        return [moved(own, form, times) for own in value]
    if key in form.ids or key in form.workers:
        found = numbered(str(value), times, worker=key in form.workers)
        return int(found) if isinstance(value, int) else found
    return later(value, times) if isinstance(value, str) else value


def document(form: Format, text: str) -> str:
    """A JSON document whose list is repeated."""
    whole = json.loads(text)
    owner, entries = None, whole
    for key in form.under:
        owner, entries = entries, entries[key]
    times = -(-form.rows // 4 // max(len(entries), 1))  # of an entry with several stamps and a nest of keys
    many = [moved(entry, form, again) for again in range(times) for entry in entries]
    if owner is None:
        return json.dumps(many)
    owner[form.under[-1]] = many
    return json.dumps(whole)


def enlarged(form: Format) -> bytes:
    """The sample of a format, made larger."""
    if form.packed == ".pdf":
        return invoice(form.rows)
    text = (SAMPLES / form.sample).read_bytes().decode("utf-8")
    if form.delimiter:
        many = table(form, text)
        return workbook(many, form.rows) if form.packed else many.encode()
    return (document(form, text) if form.sample.endswith(".json") else lines(form, text)).encode()


def bare_table(data: bytes, delimiter: str) -> Callable[[], object]:
    """The same bytes as a table of text, by pyarrow.csv; one whose rows differ in width, as its lines."""
    text = data[: 1 << 20].decode("utf-8-sig", errors="ignore")
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[1:-1]
    ragged = len({len(record) for record in records if record}) > 1
    names = [str(at) for at in range(1 if ragged else len(records[0]))]
    parse = pa_csv.ParseOptions(delimiter="\x01", quote_char=False)
    if not ragged:
        parse = pa_csv.ParseOptions(delimiter=delimiter, newlines_in_values=b'"' in data)

    def read() -> object:
        return pa_csv.read_csv(
            pa.BufferReader(data),
            pa_csv.ReadOptions(column_names=names, skip_rows=1),
            parse,
            pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )

    return read


def bare(form: Format, path: Path) -> tuple[str, Callable[[], object]]:
    """What a reader is held against: the name of a bare read of these bytes, and the read."""
    data = path.read_bytes()
    if form.packed:
        return ("pypdf", bare_invoice(data)) if form.packed == ".pdf" else ("openpyxl", bare_workbook(data))
    if form.delimiter:
        return "pyarrow.csv", bare_table(data, form.delimiter)
    if form.sample.endswith(".json"):
        return "json.loads", lambda: json.loads(data)
    if form.sample.endswith(".jsonl"):
        return "json.loads", lambda: [json.loads(line) for line in data.splitlines()]
    return "pyarrow.csv", bare_table(data, "\x01")  # no table: its lines


def options_of(form: Format) -> Options:
    """What the user would have to say."""
    return replace(Options(), **dict(form.options))  # type: ignore[arg-type]


def ours(form: Format, path: Path) -> tuple[Reader, Callable[[], Reading]]:
    """The reader that claims the file, and the read."""
    from wageaudit.readers import find_reader

    options = options_of(form)

    def fresh() -> Source:
        found, _ = sources([str(path)])
        return found[0]

    reader = find_reader(head_of(fresh(), options))
    return reader, lambda: reader.read([fresh()], options)


def best(work: Sequence[Callable[[], object]], repeat: int) -> Iterable[list[float]]:
    """Seconds of each round, the works in turn."""
    for _ in range(repeat):
        taken = []
        for one in work:
            gc.collect()
            begun = time.perf_counter()
            one()
            taken.append(time.perf_counter() - begun)
        yield taken


def measure(form: Format, folder: Path, repeat: int) -> str:
    """One line of the table."""
    path = folder / form.file
    if not path.exists():
        path.write_bytes(enlarged(form))
    against, read_bare = bare(form, path)
    reader, read = ours(form, path)
    reading = read()
    read_bare()
    rounds = list(best([read_bare, read], repeat))
    ratio = statistics.median(own / other for other, own in rounds)
    least = [min(round_[at] for round_ in rounds) for at in (0, 1)]
    (file,) = reading.files
    megabytes = path.stat().st_size / 1e6
    if reader.name != form.name.partition(",")[0]:
        raise SystemExit(f"{path} is read by {reader.name}")
    return (
        f"| {form.name} | {file.rows_read:,} | {megabytes:.1f} | {file.rows_left_out:,} | {against} "
        f"| {least[0] * 1000:.0f} | {least[1] * 1000:.0f} | {ratio:.1f} |"
    )


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=[], help="names of formats")
    parser.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir()) / "wageaudit-formats")
    given = parser.parse_args()
    given.dir.mkdir(parents=True, exist_ok=True)
    print("| format | rows | MB | left out | against | bare, ms | wageaudit, ms | ratio |")
    print("|---|---|---|---|---|---|---|---|")
    for form in FORMATS:
        if not given.only or form.name in given.only:
            print(measure(form, given.dir, given.repeat))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
