"""Maps: shipped ones audit their samples to figures worked by hand; a map that is not understood is wrong use, with its line."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from documents import ROOT

from wageaudit.engine import Run, read, run
from wageaudit.errors import Exit, InputRefused, WrongUse
from wageaudit.files import shipped_names, sources
from wageaudit.options import Options
from wageaudit.readers import read_sources
from wageaudit.readers.base import Reading
from wageaudit.readers.mapped import load_map, parse_map
from wageaudit.readers.mapped.alike import meaning
from wageaudit.readers.mapped.formats import amount, duration, pattern, percent, stamp_reader, whole
from wageaudit.values import Fault

SAMPLES = ROOT / "sample_data" / "maps"
COLUMNS = '[columns]\nstarted_at = "Day"\npay = "Pay"\n'
HOUR = Decimal(3600)


def audited(sample: str, **choices: str) -> Run:
    """The audit of a sample by a shipped map."""
    return run([str(SAMPLES / sample)], Options(**choices))  # type: ignore[arg-type]


def total(found: Run, *names: str) -> list[object]:
    """Figures of the whole."""
    table = found.audit.table(())
    return [table.column(name).to_pylist()[0] for name in names]


def column(found: Run | Reading, name: str) -> list[object]:
    """A column of the task table."""
    return (found if isinstance(found, Reading) else found.reading).table.column(name).to_pylist()


@pytest.fixture
def by(tmp_path: Path) -> Callable[..., Reading]:
    """Reads a text by a map's text."""

    def read_by(table: str, plan: str, **choices: object) -> Reading:
        (tmp_path / "t.csv").write_text(table, encoding="utf-8")
        (tmp_path / "m.toml").write_text(plan, encoding="utf-8")
        return read([str(tmp_path / "t.csv")], Options(map=str(tmp_path / "m.toml"), **choices))  # type: ignore[arg-type]

    return read_by


# --- shipped maps ----------------------------------------------------------------------------------------------------


def test_every_shipped_map_is_understood_and_has_a_sample() -> None:
    """By name, without a path."""
    said = (ROOT / "sample_data" / "README.md").read_text(encoding="utf-8")
    for name in shipped_names("maps"):
        assert load_map(name).title
        assert f"--map {name}" in said
    assert "payslip-madagascar" in shipped_names("maps")


def test_a_payslip_of_an_annotation_firm() -> None:
    """62,950 images at 28 Ar, bonuses of 10, 10, 33, 20, 25 and 10 per cent, 3,000 Ar withheld a month."""
    found = audited("payslips_antananarivo.csv", map="payslip-madagascar", period="month")
    pieces = [10_400 * 28, 11_050 * 28, 9_800 * 28, 12_100 * 28, 10_900 * 28, 8_700 * 28]
    bonuses = [29_120, 30_940, 90_552, 67_760, 76_300, 24_360]
    hours = Decimal(208) + Decimal("212.5") + 208 + Decimal("221.5") + 208 + Decimal("190.25")
    pay, worked, bonus, fee = total(found, "pay", "working_hours", "bonus", "fee")
    assert pay == sum(pieces) + sum(bonuses) - 18_000 == 2_063_632
    assert (worked, bonus, fee) == (hours, sum(bonuses), 18_000)
    assert column(found, "country") == ["MG"] * 6


def test_a_tally_of_a_click_farm() -> None:
    """Likes are accounts times likes of each, the price is for a thousand."""
    found = audited("click_farm_dhaka.csv", map="click-farm", country="BD", currency="BDT")
    rows = [line.split(",") for line in (SAMPLES / "click_farm_dhaka.csv").read_text().splitlines()[1:]]
    likes = [int(row[1]) * int(row[2]) for row in rows]
    assert column(found, "task_count") == likes
    assert total(found, "pay") == [
        sum(like * Decimal(row[3]) / 1000 for like, row in zip(likes, rows, strict=True))
    ]
    assert total(found, "working_hours") == [sum(Decimal(row[4].replace(":15", ".25")) for row in rows)]


def test_shifts_of_a_moderator_end_on_the_next_day_where_they_must() -> None:
    """15 days of 9 hours and 5 nights of 8 h 45 at 190 an hour."""
    found = audited("moderation_nairobi.csv", map="moderation-shift", country="KE", currency="KES")
    hours = 15 * 9 + 5 * Decimal("8.75")
    assert total(found, "working_hours", "pay") == [hours, hours * 190]


def test_a_piece_list_keeps_apart_what_the_customer_paid_and_what_was_withheld() -> None:
    """5 of 12 cents are credited; what the programme keeps is no fee."""
    found = audited("piece_list_kakuma.csv", map="piece-list", country="KE", currency="USD")
    pieces = sum(column(found, "task_count"))  # type: ignore[arg-type]
    assert pieces == 1_042
    assert sum(value for value in column(found, "customer_price")) == pieces * Decimal("0.12")  # type: ignore[misc]
    assert sum(value or 0 for value in column(found, "fee")) == Decimal("1.20")  # type: ignore[misc]
    assert total(found, "working_hours") == [66]


def test_missions_count_the_way_and_the_search() -> None:
    """125 minutes paid, 15 refused, 90 on the way, 5 of tests, 15 in the list: 12.20 euros in 250 minutes."""
    found = audited("missions_lille.csv", map="missions-france")
    pay, worked, hourly, verdict = total(found, "pay", "working_hours", "effective_hourly_wage", "verdict")
    assert (pay, worked) == (Decimal("12.20"), Decimal("4.166667"))
    assert (hourly, verdict) == (Decimal("12.20") * 60 / 250, "below")


def test_a_task_list_typed_from_the_screen() -> None:
    """Courses are training, what was sent back is rejected and keeps its time."""
    found = audited("task_list_nairobi.csv", map="task-list", country="KE")
    assert column(found, "activity").count("training") == 2
    assert set(column(found, "status")) == {"approved", "pending", "rejected"}
    assert total(found, "unpaid_work_hours") == [Decimal("8.75")]


def test_jobs_rated_on_microworkers() -> None:
    """OK is paid, NOK is rejected and keeps its minutes, REVISE is open."""
    found = audited("microworkers_ratings.csv", map="microworkers", country="KE")
    rows = [line.split(",") for line in (SAMPLES / "microworkers_ratings.csv").read_text().splitlines()[1:]]
    status = {"OK": "approved", "NOK": "rejected", "REVISE": "pending"}
    assert column(found, "status") == [status[row[2]] for row in rows]
    minutes = {word: sum(int(row[7]) for row in rows if row[2] == word) for word in status}
    paid, lost = total(found, "paid_hours", "unpaid_work_hours")
    assert (round(paid * 60), round(lost * 60)) == (minutes["OK"] + minutes["REVISE"], minutes["NOK"])  # type: ignore[operator, call-overload]


def test_weeks_of_a_fleet_report() -> None:
    """180.75 hours online brought 2,467.30 euros; no name is kept."""
    found = audited("uber_weeks_lyon.csv", map="uber-weeks-france")
    assert total(found, "pay", "working_hours") == [Decimal("2467.30"), Decimal("180.75")]
    assert set(column(found, "country")) == {"FR"}
    assert not any("Exemple" in str(row) for row in found.reading.table.to_pylist())


# --- what a map can say ------------------------------------------------------------------------------------------------


def test_options_win_over_the_map_and_columns_over_both(by: Callable[..., Reading]) -> None:
    """As they win over nothing."""
    plan = 'currency = "USD"\ncountry = "KE"\n[columns]\nstarted_at = "Day"\npay = "Pay"\ncountry = "Where"\n'
    found = by("Day,Pay,Where\n2024-03-04,5,\n2024-03-05,5,MG\n", plan, currency="EUR", country="FR")
    assert column(found, "currency") == ["EUR", "EUR"]
    assert column(found, "country") == ["FR", "MG"]


def test_a_night_when_the_clock_changes_has_its_real_length(by: Callable[..., Reading]) -> None:
    """22:00 to 06:00 in the night to 31 March 2024 in Paris is seven hours, and seven are paid."""
    plan = (
        'row = "shift"\novernight = true\ncountry = "FR"\ncurrency = "EUR"\n[columns]\nstarted_at = ["D", "S"]\n'
        'ended_at = ["D", "E"]\nhourly_rate = "R"\n'
    )
    found = by("D,S,E,R\n2024-03-30,22:00,06:00,10\n", plan)
    assert column(found, "pay") == [70]


def test_several_columns_add_up(by: Callable[..., Reading]) -> None:
    """Null only where all are empty."""
    plan = 'currency = "USD"\n[columns]\nstarted_at = "Day"\npay = ["A", "B"]\nbonus = "C"\n'
    found = by("Day,A,B,C\n2024-03-04,1.5,2,\n2024-03-05,,2,\n2024-03-06,,,1\n", plan)
    assert column(found, "pay") == [Decimal("3.5"), 2, None]


def test_constants_fill_what_is_empty(by: Callable[..., Reading]) -> None:
    """A rate that no column says, and words."""
    plan = 'currency = "USD"\n[columns]\nstarted_at = "Day"\ntask_count = "N"\n[constants]\npiece_rate = 0.05\nrequester = "ACME"\n'
    found = by("Day,N\n2024-03-04,20\n", plan)
    assert column(found, "piece_rate") == [Decimal("0.05")]
    assert column(found, "requester") == ["ACME"]


def test_a_rate_given_pays_what_no_column_does(by: Callable[..., Reading]) -> None:
    """As in a canonical file."""
    plan = 'currency = "USD"\n[columns]\nstarted_at = "Day"\ntask_count = "N"\n'
    assert column(by("Day,N\n2024-03-04,20\n", plan, piece_rate=Decimal("0.1")), "piece_rate") == [
        Decimal("0.1")
    ]


def test_an_export_known_beyond_doubt_keeps_its_reader_beside_a_map() -> None:
    """So that a platform's file and a payslip are one working life."""
    given = [ROOT / "sample_data" / "mturk_batch_results.csv", SAMPLES / "missions_lille.csv"]
    found = read([str(path) for path in given], Options(map="missions-france"))
    assert {file.reader for file in found.files} == {"mturk", "mapped"}


def test_a_file_without_the_columns_is_refused(by: Callable[..., Reading]) -> None:
    """Also where another reader might do."""
    with pytest.raises(InputRefused, match="has no column Day, which the map"):
        by("date,pay\n2024-03-04,5\n", 'currency = "USD"\n' + COLUMNS)
    with pytest.raises(InputRefused, match="has two columns called day"):
        by("Day,day,pay\n2024-03-04,,5\n", 'currency = "USD"\n' + COLUMNS)


def test_a_workbook_is_read_as_if_saved_as_text(tmp_path: Path) -> None:
    """Its dates and clocks are cells of their own: 8 h 45 at 190."""
    from datetime import date, time

    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["Date", "Start", "End", "Tickets", "Hourly rate"])
    book.active.append([date(2024, 6, 3), time(22, 0), time(6, 45), 400, 190])
    book.save(tmp_path / "shifts.xlsx")
    found = read(
        [str(tmp_path / "shifts.xlsx")], Options(map="moderation-shift", country="KE", currency="KES")
    )
    assert column(found, "pay") == [Decimal("1662.5")]


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """A map reads tables."""
    path = tmp_path / "t.parquet"
    path.write_bytes(b"PAR1" + b"\0" * 20 + b"PAR1")
    found, _ = sources([str(path)])
    with pytest.raises(InputRefused):
        read_sources(found, Options(map="task-list"), alone=True)


def test_hours_written_are_paid_by_the_hour_and_a_bonus_is_a_share_of_it(by: Callable[..., Reading]) -> None:
    """7.5 hours at 4.01 are 30.075, a tenth more is 3.0075; half a micro-unit goes to the even one."""
    plan = """currency = "USD"
country = "US"
timezone = "UTC"
row = "day"
[columns]
started_at = "Day"
active_seconds = "Hours"
hourly_rate = "Rate"
bonus = "Bonus"
[units]
active_seconds = "hours"
bonus = "percent"
"""
    found = by("Day,Hours,Rate,Bonus\n2024-03-04,7.5,4.01,10\n2024-03-05,1,0.000005,10\n", plan)
    assert not found.problems
    assert column(found, "pay") == [Decimal("30.075"), Decimal("0.000005")]
    assert column(found, "bonus") == [Decimal("3.0075"), Decimal(0)]
    with pytest.raises(InputRefused, match="pay larger than any"):
        by("Day,Hours,Rate,Bonus\n2024-03-04,24,999999999999,0\n", plan)


# --- what is no map ----------------------------------------------------------------------------------------------------

WRONG = (
    ('regex = "x"\n' + COLUMNS, "line 1: regex is an unknown key"),
    (COLUMNS + '[[activity]]\ncolumn = "Day"\nregex = ".*"\nactivity = "task"\n', r"line 6: \[activity\] regex is an unknown key"),
    (COLUMNS + '[[leave_out]]\ncolumn = "Day"\nword = "a"\n[[leave_out]]\ncolumn = "Day"\nwords = "b"\n', "line 9: .* words is an unknown"),
    ("skip = true\n" + COLUMNS, "line 1: skip is not a whole number"),
    ("title = 3\n" + COLUMNS, "line 1: title is not text"),
    ('overnight = "yes"\n' + COLUMNS, "line 1: overnight is not true or false"),
    (COLUMNS + "bonus = 3\n", r"line 4: \[columns\] bonus is not text"),
    (COLUMNS + 'wage = "X"\n', r"line 4: \[columns\] wage is no column of the task table"),
    ("columns = 3\n", "line 1: columns is not a table"),
    ('[columns]\npay = "Pay"\n', "line 1: columns says no started_at"),
    ('row = "year"\n' + COLUMNS, "line 1: row cannot be year"),
    ('row = "shift"\n' + COLUMNS, "line 1: row is shift"),
    ('row = "month"\n' + COLUMNS + 'ended_at = "End"\n', r"line 5: \[columns\] ended_at has no place in a month"),
    (COLUMNS + 'hourly_rate = "Rate"\n', "hourly_rate stands beside pay"),
    ('\n# a comment\ncountry = "Atlantis"\n' + COLUMNS, "line 3: country Atlantis"),
    ('timezone = "Mars/Base"\n' + COLUMNS, "line 1: timezone cannot be Mars/Base"),
    ('currency = "usd"\n' + COLUMNS, "line 1: currency cannot be usd"),
    ('encoding = "klingon"\n' + COLUMNS, "line 1: encoding cannot be klingon"),
    ('delimiter = "::"\n' + COLUMNS, "line 1: delimiter is not one character"),
    (COLUMNS + '[units]\npay = "hours"\n', r"line 5: \[units\] pay cannot be hours"),
    (COLUMNS + '[units]\nfee = "cents"\n', r"line 5: \[units\] fee has no column"),
    (COLUMNS + '[formats]\nstarted_at = "%Q"\n', r"line 5: \[formats\] started_at cannot be %Q"),
    (COLUMNS + '[formats]\nstarted_at = "%m/%Y"\n', "no day is in it"),
    (COLUMNS + '[status]\nok = "fine"\n', r"line 5: \[status\] ok cannot be fine"),
    (COLUMNS + '[constants]\nactivity = "sleep"\n', r"line 5: \[constants\] activity sleep"),
    (COLUMNS + '[constants]\ncountry = "MG"\n', r"line 5: \[constants\] country MG cannot be constant"),
    (COLUMNS + '[times]\npay = "N"\n', r"line 5: \[times\] pay cannot be multiplied"),
    (COLUMNS + 'started_at = "Twice"\n', "is not TOML"),
    ("activity = 3\n" + COLUMNS, "line 1: activity is not a list of rules"),
    (COLUMNS + '[[activity]]\nword = "a"\nactivity = "task"\n', "column is missing"),
    (COLUMNS + '[[activity]]\ncolumn = "Day"\nactivity = "task"\n', "word is missing"),
    (COLUMNS + '[[activity]]\ncolumn = "Day"\nword = "a"\nactivity = "sleep"\n', "activity cannot be sleep"),
    ('optional = ["fee"]\n' + COLUMNS, "optional names fee, which has no column"),
    (COLUMNS + 'fee = ""\n', r"\[columns\] fee names no column"),
    (COLUMNS + '[formats]\npay = "%d"\n', r"\[formats\] pay is no time"),
    (COLUMNS + '[constants]\ntask_count = "two"\n', r"\[constants\] task_count two is not a whole number"),
    (COLUMNS + '[constants]\nfee = "5 USD"\n', r"\[constants\] fee 5 USD names a currency"),
    (COLUMNS + 'ended_at = "End"\n[formats]\nended_at = "%d/%m/%Y"\n', "an end needs its hour"),
    ('[columns]\nstarted_at = "Day"\nhourly_rate = "Rate"\n', "hourly_rate is given, and no hours are"),
    ("overnight = true\n" + COLUMNS, "overnight needs an end"),
)  # fmt: skip


@pytest.mark.parametrize(("plan", "said"), WRONG, ids=[said for _, said in WRONG])
def test_what_a_map_says_wrongly_is_wrong_use_with_key_and_line(tmp_path: Path, plan: str, said: str) -> None:
    """And nothing is read."""
    (tmp_path / "m.toml").write_text(plan, encoding="utf-8")
    with pytest.raises(WrongUse, match=said) as refused:
        load_map(str(tmp_path / "m.toml"))
    assert refused.value.exit_code == Exit.WRONG_USE
    assert refused.value.mend


def test_a_map_that_is_no_file_of_a_page_is_wrong_use(tmp_path: Path) -> None:
    """A device, a folder, ten megabytes, bytes that are no text, a name that nothing has."""
    (tmp_path / "large.toml").write_bytes(b"#" * 10_000_000)
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "deep.toml").write_text("a = " + "[" * 100_000)
    for given, said in (
        ("/dev/zero", "is not a file"),
        (str(tmp_path), "is not a file"),
        (str(tmp_path / "large.toml"), "is larger than"),
        (str(tmp_path / "bytes.toml"), "is not UTF-8"),
        (str(tmp_path / "deep.toml"), "is not TOML"),
        ("no-such-map", "is not there"),
    ):
        with pytest.raises(WrongUse, match=said):
            load_map(given)
    with pytest.raises(WrongUse, match="--map and --reader"):
        read([str(SAMPLES / "missions_lille.csv")], Options(map="missions-france", reader="mturk"))


def test_lines_are_those_of_the_key_meant() -> None:
    """Not those of a key of the same name in another table."""
    plan = COLUMNS + '[units]\nstarted_at = "hours"\n'
    with pytest.raises(WrongUse, match="line 5"):
        parse_map(
            plan, {"columns": {"started_at": "Day", "pay": "Pay"}, "units": {"started_at": "hours"}}, "m"
        )


# --- cells -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "text", "iso"),
    [
        ("%d/%m/%Y %H:%M", "4/3/2024 8:30", "2024-03-04T08:30"), ("%d.%m.%y", "04.03.24", "2024-03-04T00:00"),
        ("%B %Y", "Février 2024", "2024-02-01T00:00"), ("%d %b %Y %I:%M %p", "4 mar. 2024 12:05 a.m.", "2024-03-04T00:05"),
        ("%Y-%m-%dT%H:%M:%S%z", "2024-03-04T10:00:00+03:00", "2024-03-04T07:00"), ("%d de %B %Y", "4 de agosto 2024", "2024-08-04T00:00"),
    ],
)  # fmt: skip
def test_formats_of_times(form: str, text: str, iso: str) -> None:
    """Names of months in three languages; no regular expression of the user's."""
    from datetime import UTC, datetime

    found = stamp_reader([form])(text)
    assert datetime.fromtimestamp(found.micros / 1e6, UTC).isoformat()[:16] == iso


@pytest.mark.parametrize("form", ["%d/%m", "%Y %Y %m", "%Y-%m-%d %I:%M", "%", "%Y-%m-%d %W"])
def test_formats_that_cannot_be(form: str) -> None:
    """Found when the map is read, not at some row."""
    with pytest.raises(ValueError):
        pattern(form)


@pytest.mark.parametrize("text", ["31/02/2024", "2024-03-04", "1/1/24", "x", "1/13/2024"])
def test_times_of_another_format_are_no_times(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(Fault):
        stamp_reader(["%d/%m/%Y"])(text)


def test_durations_amounts_shares_and_counts() -> None:
    """In the units of the map."""
    for text, unit, seconds in (("7:30", "hours", 27_000), ("7h30", "hours", 27_000), ("173,33 h", "hours", 623_988), ("7 h", "hours", 25_200),
                                ("1:30", "minutes", 90), ("12,5", "minutes", 750), ("0:01:30", "seconds", 90)):  # fmt: skip
        assert duration(text, unit, ",") == seconds * 1_000_000
    assert amount("75,5", "per 1000", ",").micro == 75_500
    assert amount("150 Ar", "cents", ",").currency == "MGA"
    assert percent("33,33 %", ",").micro == 33_330_000
    assert whole("20 000", ".") == whole("20,000", ".") == whole("20.000", ",") == 20_000
    for call in (lambda: whole("20.000", "."), lambda: whole("1.5", "."), lambda: whole("-1", "."), lambda: percent("101", "."),
                 lambda: duration("7:75", "hours", "."), lambda: duration("-1", "hours", "."), lambda: amount("0.0000001", "per 1000", ".")):  # fmt: skip
        with pytest.raises(Fault):
            call()


# --- columns under other names ---------------------------------------------------------------------------------------

NAMES = {  # of each sample's header, its own first
    "click_farm_dhaka.csv click-farm": (
        "Date,Accounts,Likes per account,Price per thousand,Hours",
        "Jour,Comptes,Likes par compte,Prix par mille,Heures",
        "Fecha,Cuentas,Me gusta por cuenta,Precio por mil,Horas",
    ),
    "microworkers_ratings.csv microworkers": (
        "Date,Task_ID,Status,Comment,Bonus,User_ID,Pay,Minutes",
        "Date,ID tâche,Statut,Comment,Prime,ID utilisateur,Montant,Minutes",
        "Día,ID tarea,Estado,Comment,Bono,ID usuario,Importe,Minutos",
    ),
    "missions_lille.csv missions-france": (
        "Date;Mission;Étape;Minutes;Gain;Statut",
        "Day;Project;Step;Minutes;Earnings;Status",
        "Fecha;Proyecto;Etapa;Minutos;Ganancia;Estado",
    ),
    "moderation_nairobi.csv moderation-shift": (
        "Date,Start,End,Tickets,Hourly rate",
        "Date,Heure de début,Heure de fin,Tickets,Taux horaire",
        "Fecha,Desde,Hasta,Tickets,Tarifa por hora",
    ),
    "payslips_antananarivo.csv payslip-madagascar": (
        "Mois;Tâches;Prix par tâche;Prime qualité;Heures;Retenues",
        "Month;Tasks;Price per task;Quality bonus;Hours;Deductions",
        "Mes;Tareas;Precio por tarea;Bono de calidad;Horas;Descuentos",
    ),
    "piece_list_kakuma.csv piece-list": (
        "Date,Work,Pieces,Price per piece,Customer paid,Withheld,Hours",
        "Date,Travail,Pièces,Prix par pièce,Payé par le client,Retenues,Heures",
        "Fecha,Trabajo,Piezas,Precio por pieza,Pagado por el cliente,Retenciones,Horas",
    ),
    "task_list_nairobi.csv task-list": (
        "Date,Start,End,Platform,Project,Tasks,Pay,Status",
        "Jour,De,À,Plateforme,Projet,Tâches,Rémunération,Statut",
        "Fecha,Hora de inicio,Hora de fin,Plataforma,Proyecto,Tareas,Pago,Estado",
    ),
}


@pytest.mark.parametrize("sample", NAMES)
def test_a_shipped_map_reads_its_table_under_headers_of_three_languages(sample: str, tmp_path: Path) -> None:
    """The same rows to the last cell, whatever the order of the words; nothing is missing and nothing unused that was not before."""
    file, plan = sample.split()
    text = (SAMPLES / file).read_text(encoding="utf-8")
    own, *others = NAMES[sample]
    assert text.startswith(f"{own}\n")
    first = read([str(SAMPLES / file)], Options(map=plan, country="KE", currency="KES"))
    for header in others:
        (tmp_path / file).write_text(text.replace(own, header, 1), encoding="utf-8")
        found = read([str(tmp_path / file)], Options(map=plan, country="KE", currency="KES"))
        assert found.table.drop_columns("source_file").equals(first.table.drop_columns("source_file"))
        assert len(found.files[0].notes) == len(first.files[0].notes)
        assert any(note.startswith(header.replace(";", ",").split(",")[0]) for note in found.files[0].notes)


@pytest.mark.parametrize("name", [name for name in shipped_names("maps") if load_map(name).synonyms])
def test_no_two_columns_of_a_shipped_map_mean_the_same(name: str) -> None:
    """Else neither could be found under another name."""
    plan = load_map(name)
    cells = {cell for many in plan.columns.values() for cell in many} | set(plan.times.values())
    assert len({meaning(cell) for cell in cells}) == len(cells)


ANOTHER = {  # header and row of a list → its cells that are no count and no hours, in turn: each as the map means it
    "piece-list": (
        ("Date;Travail;{};Prix par pièce;{}", "2024-03-04;sacs;4711;0,02;14:00"),
        (("Pièces", "Pièce", "Pieces"), ("Heures", "Heure", "Hours"), ("Heures", "h", "Hours"), ("Heures", "Time", "Hours")),
    ),
    "task-list": (
        ("Date;Start;End;Platform;Project;{};Pay;Status", "2024-03-04;08:00;09:00;Remotasks;Lidar;88213;1,50;paid"),
        (("Tasks", "Task", "Tasks"), ("Tareas", "Task #", "Tasks"), ("Tâches", "Tâche", "Tasks"), ("Tareas", "Tarea", "Tasks")),
    ),
    "moderation-shift": (
        ("Date;Début;Fin;{};{}", "2024-03-04;08:00;09:00;88213;5"),
        (("Tickets", "Ticket", "Tickets"), ("Tickets", "Ticket no.", "Tickets"), ("Taux horaire", "Taux", "Hourly rate")),
    ),
    "click-farm": (
        ("Date;{};{};Prix par mille;{}", "2024-03-04;4;100;0,5;14"),
        (("Comptes", "Compte", "Accounts"), ("Likes par compte", "Like", "Likes per account"), ("Heures", "Heure", "Hours")),
    ),
    "payslip-madagascar": (
        ("Mois;{};{};Heures", "mars 2024;880;28;100"),
        (("Tasks", "Task", "Tâches"), ("Prix par tâche", "Prix des tâches", "Prix par tâche")),
    ),
    "microworkers": (
        ("Date;Task_ID;Status;Pay;{}", "2024-03-04;T1;OK;0,10;59"),
        (("Minutos", "Minute", "Minutes"),),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "right", "wrong", "own"),
    [(name, *cells) for name, (_, many) in ANOTHER.items() for cells in many],
)
def test_one_of_what_is_counted_is_no_count_and_a_moment_no_number_of_hours(
    name: str, right: str, wrong: str, own: str, tmp_path: Path
) -> None:
    """An id, a name or a clock time under the singular is refused with what to type; the plural of the same column is read."""
    (header, row), many = ANOTHER[name]
    firsts: dict[str, str] = {}
    for first, _, column_of in many:
        firsts.setdefault(column_of, first)
    firsts[own] = right
    header = header.format(*firsts.values())
    path = tmp_path / "list.csv"
    chosen = Options(map=name, country="FR", currency="EUR", decimal=",")
    path.write_text(f"{header}\n{row}\n", encoding="utf-8")
    assert read([str(path)], chosen).rows == 1
    path.write_text(f"{header.replace(right, wrong, 1)}\n{row}\n", encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        read([str(path)], chosen)
    assert refused.value.reason.startswith(f"has no column {own}, which the map {name} names")
    assert refused.value.mend.endswith("list.csv -o my.toml")


def test_a_list_of_bags_by_number_and_hour_of_day_is_refused_whole(tmp_path: Path) -> None:
    """Not 9,423 pieces in 22.5 hours."""
    path = tmp_path / "sacs.csv"
    path.write_text(
        "Date;Travail;Pièce;Prix par pièce;Heure\n2024-03-04;sacs;4711;0,02;14:00\n2024-03-05;sacs;4712;0,02;08:30\n",
        encoding="utf-8",
    )
    with pytest.raises(InputRefused, match="has no column Pieces"):
        read([str(path)], Options(map="piece-list", country="FR", currency="EUR", decimal=","))


SAME = (
    ("Hours", "Heures", "Horas", "hrs"),
    ("Tasks", "Tâches", "Tareas"),
    ("Pieces", "Pièces", "Piezas"),
    ("Images", "Imágenes"),
    ("Accounts", "Comptes", "Cuentas"),
    ("Likes", "Me gusta", "J'aime"),
    ("Minutes", "Minutos", "mins"),
    ("Hour", "Heure", "Hora"),
    ("Time",),
    ("h",),
    ("Task", "Tâche", "Tarea"),
    ("Piece", "Pièce", "Pieza"),
    ("Image", "Imagen"),
    ("Account", "Compte", "Cuenta"),
    ("Ticket",),
    ("Tickets",),
    ("Like",),
    ("Minute",),
    ("Hourly rate", "Taux horaire", "Tarifa por hora", "Price per hour", "Prix par heure", "Rate/h", "Tarif horaire"),
    ("Rate", "Taux", "Tarif"),
    ("Horaire",),  # a timetable
    ("Start", "Start time", "Heure de début", "Hora de inicio", "From", "De", "Desde", "Début (h)"),
    ("End", "End time", "Heure de fin", "Hora de fin", "To", "À", "Hasta", "Until"),
    ("Time to finish", "Time to end"),  # how long, and a word of an end
    ("Customer paid", "Payé par le client", "Pagado por el cliente"),
    ("Customers paid",),  # how many
    ("Withheld", "Retenues", "Retenciones", "Deductions"),
    ("Frais",),  # paid back, on a payslip
    ("Commission",),
    ("Étape", "Step", "Etapa"),
    ("Stage",),
    ("Price per hundred", "Precio por cien"),
    ("Price (cent)",),
    ("Tasa por pieza",),
    ("Price per piece", "Prix par pièce", "Precio por pieza"),
)  # fmt: skip


def test_names_mean_the_same_only_where_people_mean_one_thing_by_them() -> None:
    """Each line is one meaning, and no two lines are the same one."""
    found = [{meaning(cell) for cell in line} for line in SAME]
    assert [len(one) for one in found] == [1] * len(SAME)
    assert len(set().union(*found)) == len(SAME)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Fecha;Jour;Pago", "has no column Day"),  # which of the two?
        ("Fecha;Fecha;Pago", "has no column Day"),
        ("Mes;Pago", "has no column Day"),  # a month is no day
        ("Fecha;Pago por tarea", "has no column Pay"),
        ("Fecha;Horas", "has no column Pay"),
    ],
)
def test_a_name_that_could_be_another_column_is_not_taken(
    header: str, said: str, by: Callable[..., Reading]
) -> None:
    """The refusal names the columns that are there."""
    row = ";".join(["2024-03-04"] * (header.count(";")) + ["1"])
    with pytest.raises(InputRefused, match=said):
        by(f"{header}\n{row}\n", f"synonyms = true\ncurrency = 'USD'\n{COLUMNS}")


def test_a_column_under_its_own_name_is_taken_before_another_of_its_meaning(
    by: Callable[..., Reading],
) -> None:
    """Day stands beside Fecha, which is told as not used."""
    found = by("Fecha;Day;Pago\n2023-01-01;2024-03-04;1\n", f"synonyms = true\ncurrency = 'USD'\n{COLUMNS}")
    assert [str(moment)[:10] for moment in column(found, "started_at")] == ["2024-03-04"]
    assert "columns not used: Fecha" in found.files[0].notes


def test_a_map_that_does_not_say_so_takes_its_columns_by_their_names_alone(
    by: Callable[..., Reading],
) -> None:
    """What a map of one's own declares is meant as it is written."""
    with pytest.raises(InputRefused, match="has no column Day"):
        by("Fecha;Pago\n2024-03-04;1\n", f"currency = 'USD'\n{COLUMNS}")


def test_words_of_a_task_list_are_known_in_three_languages(tmp_path: Path) -> None:
    """What was paid, is looked at, was sent back or ran out; courses, tests and empty queues."""
    header = "Fecha;Inicio;Fin;Plataforma;Proyecto;Tareas;Pago;Estado"
    said = [
        ("Curso: cajas", "pagado", "training", "approved"),
        ("Capacitación", "pagada", "training", "approved"),
        ("évaluation", "en cours de révision", "qualification", "pending"),
        ("Cola vacía", "", "waiting", "approved"),
        ("Lidar", "en revision", "task", "pending"),
        ("Lidar", "renvoyée", "task", "rejected"),
        ("Lidar", "devuelto", "task", "rejected"),
        ("Lidar", "passée", "task", "returned"),
        ("Lidar", "caducada", "task", "abandoned"),
    ]
    rows = [
        f"2024-05-06;{8 + at}:00;{8 + at}:30;R;{kind};1;1;{word}" for at, (kind, word, *_) in enumerate(said)
    ]
    (tmp_path / "t.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    found = read([str(tmp_path / "t.csv")], Options(map="task-list", country="KE"))
    assert not found.problems
    assert column(found, "activity") == [
        activity if activity != "task" else None for _, _, activity, _ in said
    ]
    assert [status or "approved" for status in column(found, "status")] == [status for *_, status in said]


def test_rows_are_left_out_by_a_column_whose_name_is_written_otherwise(by: Callable[..., Reading]) -> None:
    """Capitals and white space are none of a name's meaning, in rules as in columns."""
    plan = f"currency = 'USD'\n{COLUMNS}[[leave_out]]\ncolumn = 'Day'\nprefix = 'total'\n"
    found = by("DAY ;Pay\n2024-03-04;1\nTotal;1\n", plan)
    assert (found.rows, found.files[0].rows_left_out) == (1, 1)


def test_a_table_that_lacks_a_column_of_a_shipped_map_is_sent_to_a_map_of_its_own(tmp_path: Path) -> None:
    """Nobody can mend the name in a map that is the program's."""
    (tmp_path / "my list.csv").write_text("Fecha;Tareas\n2024-03-04;1\n", encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        read([str(tmp_path / "my list.csv")], Options(map="task-list"))
    assert refused.value.reason.startswith("has no column Start, which the map task-list names")
    assert refused.value.mend.endswith(f"wageaudit map '{tmp_path}/my list.csv' -o my.toml")
