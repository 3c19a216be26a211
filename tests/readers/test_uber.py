"""Uber's subject-access files: two dialects, false Z, folder and zip, signed lines, and what is left out and why."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

import wageaudit
from wageaudit.errors import InputRefused
from wageaudit.files import sources
from wageaudit.options import Options
from wageaudit.readers import find_reader, head_of, read_sources
from wageaudit.readers.base import Reading
from wageaudit.readers.uber.payments import field_of, project_of
from wageaudit.tasks import MONEY_NAMES, whole

CASES = Path(__file__).resolve().parent.parent / "cases" / "uber"
PARIS, LAUSANNE = CASES / "paris", CASES / "lausanne"
MICROS_AN_HOUR = Decimal(3_600_000_000)
STATES = "10 - Driver Online Offline.csv"
PAYMENTS = "19a - Driver Payments.csv"


def reading_of(path: Path, **choices: str) -> Reading:
    """What the readers make of a file, folder or archive."""
    found, _ = sources([str(path)])
    return read_sources(found, Options(**choices), alone=len(found) == 1)


def copied(folder: Path, names: list[str], to: Path) -> Path:
    """A folder with some of the files of another."""
    to.mkdir()
    for name in names:
        (to / name).write_bytes((folder / name).read_bytes())
    return to


def hours(table: pa.Table) -> dict[str, Decimal]:
    """Hours by project of the rows that have an interval."""
    found: dict[str, Decimal] = {}
    begins, ends = (table[name].cast(pa.int64()).to_pylist() for name in ("started_at", "ended_at"))
    for project, begin, end in zip(table["project"].to_pylist(), begins, ends, strict=True):
        if end is not None:
            found[project] = found.get(project, Decimal(0)) + (end - begin)
    return {project: micros / MICROS_AN_HOUR for project, micros in found.items()}


def net(table: pa.Table, project: str = "") -> Decimal:
    """Pay + bonus + tip − fee of all rows, or of one project's."""
    total = Decimal(0)
    for row in whole(table).to_pylist():
        if project in {"", row["project"]}:
            pay, bonus, tip, fee = (row[name] or Decimal(0) for name in ("pay", "bonus", "tip", "fee"))
            total += pay + bonus + tip - fee
    return total


def accounted(reading: Reading) -> bool:
    """Whether every row read is in the table or left out by a problem, file by file."""
    left_out = Counter[str]()
    for problem in reading.problems:
        left_out[problem.file] += problem.rows
    kept = Counter(whole(reading.table)["source_file"].to_pylist())
    return all(
        file.rows_left_out == left_out[file.name] and file.rows_read == kept[file.name] + left_out[file.name]
        for file in reading.files
    )


@pytest.mark.parametrize(
    "path", sorted(PARIS.glob("*.csv")) + sorted(LAUSANNE.glob("*.csv")), ids=lambda path: path.name
)
def test_files_are_known_by_their_headers_and_not_by_their_names(path: Path, tmp_path: Path) -> None:
    """Every file with a header is Uber's under any name; the empty one is nobody's."""
    renamed = tmp_path / "export.csv"
    renamed.write_bytes(path.read_bytes())
    (source,), _ = sources([str(renamed)])
    if source.size == 0:
        with pytest.raises(InputRefused, match="is empty"):
            head_of(source, Options())
    else:
        assert find_reader(head_of(source, Options())).name == "uber"


def test_the_profile_in_the_download_of_the_app_is_not_read(tmp_path: Path) -> None:
    """It holds a name and a telephone number, and nothing that is counted."""
    path = tmp_path / "driver_profile-0.csv"
    path.write_text("First Name,Last Name,Phone\nAda,Example,555\n")
    (source,), _ = sources([str(path)])
    with pytest.raises(InputRefused, match="no export known here") as refusal:
        find_reader(head_of(source, Options()))
    assert "Ada" not in refusal.value.reason


def test_states_are_waiting_on_record_and_work_and_offline_is_left_out_once() -> None:
    """Open waits, en route and on trip work; the offline rows are one problem that counts them and is no fault."""
    reading = reading_of(PARIS)
    table = reading.table
    assert hours(table) == {"open": Decimal(5) / 6, "enroute": Decimal(11) / 60, "ontrip": Decimal(2) / 3}
    activity = dict(zip(table["project"].to_pylist(), table["activity"].to_pylist(), strict=True))
    assert (activity["open"], activity["enroute"], activity["ontrip"]) == ("waiting", "task", "task")
    (offline,) = (problem for problem in reading.problems if problem.code == "offline")
    assert (offline.row, offline.rows, offline.fault) == (5, 2, False)
    assert accounted(reading)


def test_a_trip_is_one_task_counted_where_it_is_ridden() -> None:
    """Two trips are two tasks, though each has an interval en route and one on trip."""
    rows = [row for row in reading_of(PARIS).table.to_pylist() if row["activity"] == "task"]
    assert sum(row["task_count"] for row in rows) == 2
    assert {row["task_count"] for row in rows if row["project"] == "enroute"} == {0}


def test_stamps_in_utc_are_the_truth_and_a_local_z_is_the_wall_clock(tmp_path: Path) -> None:
    """The same intervals by their local columns alone, across the night the clocks go forward, are the same instants."""
    header, *lines = (PARIS / STATES).read_text(encoding="utf-8").splitlines()
    places = [at for at, name in enumerate(header.split(";")) if not name.endswith("_utc")]
    local = "\n".join(";".join(line.split(";")[at] for at in places) for line in (header, *lines))
    path = tmp_path / "local.csv"
    path.write_text(local + "\n", encoding="utf-8")
    there = reading_of(path, timezone="Europe/Paris").table
    here = reading_of(PARIS / STATES).table
    for name in ("started_at", "ended_at"):
        assert there[name].to_pylist() == here[name].to_pylist()


def test_both_dialects_give_the_same_table(tmp_path: Path) -> None:
    """Commas, line feeds and no places, or semicolons, CRLF and places: the same rows."""
    other = copied(PARIS, [path.name for path in PARIS.glob("*.csv")], tmp_path / "paris")
    for path in other.glob("*.csv"):
        cells = [line.split(";") for line in path.read_text(encoding="utf-8").splitlines()]
        kept = (
            [at for at, name in enumerate(cells[0]) if not name.endswith(("_lat", "_lng"))] if cells else []
        )
        path.write_bytes("".join(",".join(line[at] for at in kept) + "\n" for line in cells).encode())
    assert same(reading_of(other).table, reading_of(PARIS).table)


def same(one: pa.Table, other: pa.Table) -> bool:
    """Whether two tables are equal but for where their files lie."""
    first, second = (table.drop_columns(["source_file"]).to_pylist() for table in (one, other))
    return bool(first) and first == second


def test_folder_and_zip_give_the_same_table_and_the_same_worker(tmp_path: Path) -> None:
    """All files of a folder or archive are one worker's, who is called as it is."""
    archive = tmp_path / "paris.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in PARIS.glob("*.csv"):
            packed.write(path, f"Uber Data/Driver/{path.name}")
    packed_reading = reading_of(archive)
    assert same(packed_reading.table, reading_of(PARIS).table)
    assert set(packed_reading.table["worker_id"].to_pylist()) == {"paris"}
    assert accounted(packed_reading)


def test_folders_of_several_members_stay_several_workers(tmp_path: Path) -> None:
    """A folder that holds one folder a member has as many workers as members."""
    for member in ("ana", "rose"):
        copied(PARIS, [STATES, "02 - Driver Lifetime Trips.csv"], tmp_path / member)
        with (tmp_path / member / STATES).open("a", encoding="utf-8") as file:
            file.write(
                f"open;3;;;;;2024-04-0{len(member)}T10:00:00.000Z;2024-04-0{len(member)}T11:00:00.000Z;3600000;;\r\n"
            )
        with (tmp_path / member / "02 - Driver Lifetime Trips.csv").open("a", encoding="utf-8") as file:
            file.write("\r\n" * len(member))
    assert set(reading_of(tmp_path).table["worker_id"].to_pylist()) == {"ana", "rose"}


def test_every_line_counts_with_its_sign_and_tips_fees_and_tax_stand_apart() -> None:
    """Commission is a fee and its correction a negative fee, an incentive a bonus; VAT has a project of its own."""
    reading = reading_of(PARIS)
    table = whole(reading.table)
    sums = {
        name: sum((value or Decimal(0) for value in table[name].to_pylist()), Decimal(0))
        for name in MONEY_NAMES
    }
    assert {name: sums[name] for name in ("pay", "bonus", "tip", "fee")} == {
        "pay": Decimal("46.90"),
        "bonus": Decimal(5),
        "tip": Decimal(2),
        "fee": Decimal("8.50"),
    }
    assert net(table) == Decimal("45.40")
    assert net(table, "vat") == 0
    assert net(table, "commission") == Decimal("-8.50")
    assert net(reading_of(LAUSANNE, country="CH").table, "vat") == Decimal("0.74")
    assert any("value added tax: 2 lines" in note for file in reading.files for note in file.notes)


@pytest.mark.parametrize(
    ("label", "field", "project"),
    [
        ("tip transport.misc.tip", "tip", "tip"),
        (" transport.misc.tip", "tip", "transport.misc.tip"),
        ("tax transport.tax.vat", "pay", "vat"),
        ("tax intermediary.commission.tax.vat", "pay", "vat"),
        ("commission intermediary.commission", "fee", "commission"),
        ("commission_adjustment intermediary.commission", "fee", "commission_adjustment"),
        ("existing_driver_incentive transport.incentive.quest", "bonus", "existing_driver_incentive"),
        ("driver_payment_fares transport.fare.cancellation_fee", "pay", "driver_payment_fares"),
        ("driver_payment_fares transport.multiple", "pay", "driver_payment_fares"),
        (" ", "pay", ""),
    ],
)
def test_a_line_belongs_where_its_words_say(label: str, field: str, project: str) -> None:
    """Whole words of category and classification decide, so that "multiple" is no tip."""
    assert field_of(label) == field
    assert project_of(label) == project


def test_lines_seen_in_two_exports_merge_and_lines_repeated_in_one_stay(tmp_path: Path) -> None:
    """The ids made for lines are equal across exports, whatever stands between, and different within one."""
    ids = [row["task_id"] for row in reading_of(PARIS).table.to_pylist() if row["activity"] == "payment"]
    assert len(set(ids)) == len(ids) == 12
    later = copied(PARIS, [PAYMENTS], tmp_path / "paris")
    lines = (later / PAYMENTS).read_bytes().splitlines(keepends=True)
    (later / PAYMENTS).write_bytes(b"".join([lines[0], *lines[:5:-1]]))
    again = reading_of(later, timezone="Europe/Paris").table["task_id"].to_pylist()
    assert set(again) < set(ids)


def test_local_payments_take_the_zone_that_the_trips_name() -> None:
    """08:45 in Paris on the first day of summer time is 06:45 UTC; 00:36 of the same night is 23:36 the day before."""
    rows = reading_of(PARIS).table.to_pylist()
    stamps = {row["started_at"].isoformat() for row in rows if row["project"] == "driver_payment_fares"}
    assert stamps == {"2024-03-31T06:45:00+00:00", "2024-03-30T23:36:00+00:00"}
    assert {row["timezone"] for row in rows} == {"Europe/Paris"}


def test_without_a_zone_nothing_is_audited_and_every_file_says_why() -> None:
    """Hours without their money would be a false wage; a zone, or a country of one zone, mends it."""
    reading = reading_of(LAUSANNE)
    assert reading.table.num_rows == 0
    assert {problem.code for problem in reading.problems} == {"file-refused"}
    assert len(reading.problems) == 2
    assert "--timezone" in reading.problems[0].mend
    assert same(
        reading_of(LAUSANNE, country="CH").table,
        reading_of(LAUSANNE, country="CH", timezone="Europe/Zurich").table,
    )


def test_one_payments_file_without_a_zone_is_refused() -> None:
    """Given alone, the refusal is raised."""
    with pytest.raises(InputRefused, match="local times"):
        reading_of(PARIS / PAYMENTS)


def test_zones_differ_by_city_where_the_trips_say_so(tmp_path: Path) -> None:
    """A driver who moved has two zones; a line is placed by its city."""
    folder = copied(PARIS, [PAYMENTS, "02 - Driver Lifetime Trips.csv"], tmp_path / "moved")
    trips = folder / "02 - Driver Lifetime Trips.csv"
    first = trips.read_text(encoding="utf-8").splitlines()[1]
    trips.write_text(
        trips.read_text(encoding="utf-8") + first.replace("3;EUR;Europe/Paris", "9;GBP;Europe/London") + "\n",
        encoding="utf-8",
    )
    with (folder / PAYMENTS).open("a", encoding="utf-8") as file:
        file.write("9;1.0;GBP;transport.fare.base;driver_payment_fares;2024-01-10 10:00:00\n")
    rows = [row for row in reading_of(folder).table.to_pylist() if row["activity"] == "payment"]
    assert {(row["currency"], row["timezone"]) for row in rows} == {
        ("EUR", "Europe/Paris"),
        ("GBP", "Europe/London"),
    }


def test_a_zone_that_the_stamps_deny_is_told() -> None:
    """The local stamps show two hours more than UTC in summer; no clock of New York does."""
    reading = reading_of(LAUSANNE, timezone="America/New_York")
    (problem,) = (problem for problem in reading.problems if problem.code == "zone-disagrees")
    assert problem.rows == 0
    assert problem.row == 2


def test_trips_are_not_counted_beside_states_and_are_without_them(tmp_path: Path) -> None:
    """Beside states they give the zone only; without, they are tasks from request to drop-off, paid by the payments."""
    names = ["02 - Driver Lifetime Trips.csv", PAYMENTS]
    reading = reading_of(copied(PARIS, names, tmp_path / "paris"))
    trips = [row for row in reading.table.to_pylist() if row["activity"] is None]
    assert [(row["project"], row["pay"]) for row in trips] == [("UberX", Decimal(0)), ("UberX", Decimal(0))]
    assert hours(reading.table) == {"UberX": Decimal(51) / 60}
    assert accounted(reading)
    assert "UberX" not in reading_of(PARIS).table["project"].to_pylist()


def test_without_payments_pay_is_not_known_rather_than_nothing() -> None:
    """Neither states nor trips alone say what was paid: their pay is empty, not 0."""
    for path in (PARIS / STATES, PARIS / "02 - Driver Lifetime Trips.csv"):
        table = whole(reading_of(path).table)
        assert table["pay"].null_count == table.num_rows > 0


def test_the_empty_file_of_a_folder_stops_nothing_else() -> None:
    """A badge file of no bytes is refused by name; the rest is read."""
    reading = reading_of(PARIS)
    refused = [problem for problem in reading.problems if problem.code == "file-empty"]
    assert [(problem.file.rpartition("/")[2], problem.reason) for problem in refused] == [
        ("05 - Driver Performance Badges.csv", "is empty")
    ]
    assert reading.table.num_rows == 18


def test_a_damaged_file_takes_the_whole_folder_with_it_and_says_so(tmp_path: Path) -> None:
    """Payments with an unclosed quote would leave hours without pay: no file of the folder is audited."""
    folder = copied(PARIS, [STATES, PAYMENTS], tmp_path / "paris")
    with (folder / PAYMENTS).open("a", encoding="utf-8") as file:
        file.write('3;"1.0;EUR')
    reading = reading_of(folder, timezone="Europe/Paris")
    assert reading.table.num_rows == 0
    assert [problem.code for problem in reading.problems] == ["file-refused", "file-refused"]


def test_payments_of_which_no_line_can_be_read_are_refused_and_not_nothing(tmp_path: Path) -> None:
    """Decimal commas without --decimal would leave hours paid 0: the folder is refused, and the mend works."""
    folder = copied(LAUSANNE, [path.name for path in LAUSANNE.glob("*.csv")], tmp_path / "commas")
    path = folder / "23a - Driver Payments.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    header, *rows = (line.replace(",", ";").replace(".", ",", 1) for line in lines)
    priced = [row for row in rows if "," in row.split(";")[1]]
    path.write_text("\n".join([header, *priced]) + "\n", encoding="utf-8")
    reading = reading_of(folder, country="CH")
    assert reading.table.num_rows == 0
    assert "--decimal" in reading.problems[0].mend
    assert net(reading_of(folder, country="CH", decimal=",").table) == Decimal("8.72")


def test_places_of_the_driver_never_enter_the_table() -> None:
    """The states of the Paris case have coordinates; no cell of the table holds one."""
    assert b"48.8566" in (PARIS / STATES).read_bytes()
    cells = {str(value) for row in reading_of(PARIS).table.to_pylist() for value in row.values()}
    assert not any("48.85" in cell or "2.35" in cell for cell in cells)


def test_header_only_files_are_read_as_nothing(tmp_path: Path) -> None:
    """Files with a header and no rows give no row and no error; the trips then count, for no state holds them."""
    folder = copied(PARIS, [STATES, PAYMENTS, "02 - Driver Lifetime Trips.csv"], tmp_path / "paris")
    for name in (STATES, PAYMENTS):
        (folder / name).write_bytes((folder / name).read_bytes().splitlines(keepends=True)[0])
    reading = reading_of(folder)
    assert reading.table["project"].to_pylist() == ["UberX", "UberX"]
    assert accounted(reading)


def test_reading_a_folder_leaves_pandas_out() -> None:
    """Joining columns through Arrow must not load what a small audit does not need."""
    program = (
        "import sys; from wageaudit.files import sources; from wageaudit.options import Options; "
        "from wageaudit.readers import read_sources; "
        "assert read_sources(sources([sys.argv[1]])[0], Options()).table.num_rows; assert 'pandas' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(PARIS)], cwd=CASES.parents[2], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def test_the_audit_of_the_paris_case_is_the_sum_of_its_lines_over_its_hours() -> None:
    """101 minutes online, 45.40 paid; at gap 0 the effective wage is their quotient."""
    table = reading_of(PARIS).table
    total = wageaudit.audit(table, Options(gap_minutes=Decimal(0), country="FR")).table(by=()).to_pylist()[0]
    assert total["tasks"] == 2
    assert abs(total["working_hours"] - Decimal(101) / 60) < Decimal("0.000001")
    assert total["pay"] == Decimal("45.40")


@pytest.mark.real
def test_the_real_paris_folder_gives_the_published_hours_and_pay(real_exports: Path) -> None:
    """Recomputed elsewhere: open 92.342, en route 23.839, on trip 84.995 h; EUR 3,137.10 net, of it 37.00 tips."""
    reading = reading_of(real_exports / "uber" / "uber-driver-fr-paris")
    assert {name: round(value, 3) for name, value in hours(reading.table).items()} == {
        "open": Decimal("92.342"),
        "enroute": Decimal("23.839"),
        "ontrip": Decimal("84.995"),
    }
    assert net(reading.table) == Decimal("3137.10")
    assert net(reading.table, "tip") == Decimal("37.00")
    assert net(reading.table, "commission") == Decimal("-1030.81")
    assert net(reading.table, "driver_payment_tolls") == Decimal("8.90")
    assert net(reading.table, "vat") == 0
    (offline,) = (problem for problem in reading.problems if problem.code == "offline")
    assert offline.rows == 389
    assert accounted(reading)


@pytest.mark.real
def test_the_real_paris_folder_is_audited_at_what_it_paid_an_hour_online(real_exports: Path) -> None:
    """3,137.10 over 201.177 h online is 15.594; over 108.834 h engaged 28.825."""
    table = reading_of(real_exports / "uber" / "uber-driver-fr-paris").table
    total = wageaudit.audit(table, Options(gap_minutes=Decimal(0))).table(by=()).to_pylist()[0]
    assert round(total["working_hours"], 3) == Decimal("201.177")
    assert round(total["waiting_hours"], 3) == Decimal("92.342")
    assert round(total["paid_hours"], 3) == Decimal("108.834")
    assert total["pay"] == Decimal("3137.10")
    assert total["tip"] == Decimal("37.00")
    assert round(total["effective_hourly_wage"], 3) == Decimal("15.594")
    assert round(total["engaged_hourly_wage"], 3) == Decimal("28.825")
