"""wageaudit map: what it proves, what it asks, what it writes; and --map as every command takes it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from documents import ROOT

from wageaudit.cli import main
from wageaudit.readers.mapped.naming import meant
from wageaudit.readers.mapped.questions import Given
from wageaudit.readers.mapped.written import toml_text

SAMPLES = ROOT / "sample_data" / "maps"
Said = tuple[int, str, str]


@pytest.fixture
def said(capfd: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Exit code, stdout, stderr of a command."""

    def run(*arguments: str | Path) -> Said:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        return int(left.value.code or 0), *capfd.readouterr()

    return run


@pytest.fixture
def table(tmp_path: Path) -> Callable[[str], Path]:
    """A file with this text."""

    def write(text: str) -> Path:
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def proposed(said: Callable[..., Said], *arguments: str | Path) -> dict[str, object]:
    """The map that is proposed."""
    code, out, err = said("map", *arguments)
    assert code == 0, err
    return tomllib.loads(out)


def test_columns_units_and_totals_are_found(said: Callable[..., Said]) -> None:
    """The payslips need the currency alone."""
    found = proposed(said, SAMPLES / "payslips_antananarivo.csv", "--currency", "mga")
    assert found["row"] == "month"
    assert found["columns"]["active_seconds"] == "Heures"  # type: ignore[index]
    assert found["units"] == {"active_seconds": "hours"}
    assert found["leave_out"] == [{"column": "Mois", "prefix": "total"}]


def test_a_date_and_two_clocks_are_one_shift(said: Callable[..., Said]) -> None:
    """The end stands on the day of the start, or the next."""
    found = proposed(said, SAMPLES / "moderation_nairobi.csv", "--currency", "KES", "--country", "KE")
    assert found["columns"]["ended_at"] == ["Date", "End"]  # type: ignore[index]
    assert found["overnight"] is True


def test_lines_above_the_header_are_seen(said: Callable[..., Said], table: Callable[[str], Path]) -> None:
    """As many cells are filled in no line before it."""
    path = table("ACME;;\nSlips;;\nDate;Hours;Pay\n2024-03-04;8;12,50\n")
    found = proposed(said, path, "--currency", "EUR")
    assert (found["skip"], found["decimal"]) == (2, ",")


@pytest.mark.parametrize(
    ("text", "options", "asked"),
    [
        ("Date,Pay\n2024-03-04,5\n", "", "--currency MGA"),
        ("Date,Pay\n3/4/2024,5\n", "--currency EUR", "--date-order dmy"),
        ('Date,Pay\n2024-03-04,"1,234"\n', "--currency EUR", "--decimal ,"),
        ("Date,Pay,Duration\n2024-03-04,5,8\n", "--currency EUR", "--unit active_seconds=hours"),
        ("Date,Pay,State\n2024-03-04,5,fini\n", "--currency EUR", '--status "fini=approved"'),
        ("A,B,Pay\n2024-03-04,2024-03-05,5\n", "--currency EUR", '--column started_at="…"'),
        ("Date,Pay,Salaire\n2024-03-04,5,5\n", "--currency EUR", '--column pay="…"'),
        ("Date,Début,Pay\n2024-03-04,08:30,5\n", "--currency USD", "--country MG"),
        ("Date,Début,Pay\n2024-03-04,08:30,5\n", "--currency USD --country US", "--timezone America/Caracas"),
    ],
)
def test_what_the_file_cannot_prove_is_an_option_where_nobody_can_be_asked(
    said: Callable[..., Said],
    table: Callable[[str], Path],
    tmp_path: Path,
    text: str,
    options: str,
    asked: str,
) -> None:
    """Wrong use, saying the option; nothing is written."""
    code, out, err = said("map", table(text), "-o", tmp_path / "m.toml", *options.split())
    assert (code, out) == (2, "")
    assert asked in err
    assert not (tmp_path / "m.toml").exists()


def test_every_answer_can_be_an_option(
    said: Callable[..., Said], table: Callable[[str], Path], tmp_path: Path
) -> None:
    """Names, units, formats, words, rules, constants; the map reads what it was made from."""
    path = table(
        "notes\nJour,De,A,Durée,Gain,Etat,Type\n04.03.24,08h30,09h30,30,150,fini,cours de base\n04.03.24,10h00,11h00,45,150,fini,boxes\n"
    )
    made = tmp_path / "m.toml"
    code, out, _ = said(
        "map", path, "-o", made, "--column", "started_at=Jour", "--column", "started_at=De", "--column", "ended_at=Jour",
        "--column", "ended_at=A", "--column", "active_seconds=Durée", "--column", "pay=Gain", "--column", "status=Etat",
        "--unit", "active_seconds=minutes", "--unit", "pay=cents", "--date-format", "started_at=%d.%m.%y %Hh%M",
        "--date-format", "ended_at=%d.%m.%y %Hh%M", "--status", "fini=approved", "--activity", "Type:cours=training",
        "--constant", "platform=ACME", "--row", "shift", "--skip", "1", "--country", "FR", "--currency", "EUR",
    )  # fmt: skip
    assert code == 0
    assert "started_at 2024-03-04 08:30" in " ".join(out.split())
    code, out, _ = said(
        "convert", path, "--map", made, "--columns", "activity,started_at,active_seconds,pay,platform,status"
    )
    assert code == 0
    assert out.replace('"', "").splitlines()[1:] == [
        "training,2024-03-04T07:30:00Z,1800.000000,1.500000,ACME,approved",
        ",2024-03-04T09:00:00Z,2700.000000,1.500000,ACME,approved",
    ]


def test_a_map_is_written_whole_or_not_at_all(
    said: Callable[..., Said], table: Callable[[str], Path], tmp_path: Path
) -> None:
    """Never over a file, without --force; never over the table; never one that reads no row."""
    made = tmp_path / "m.toml"
    made.write_text("mine")
    slips = SAMPLES / "payslips_antananarivo.csv"
    code, _, err = said("map", slips, "--currency", "MGA", "-o", made)
    assert (code, made.read_text()) == (2, "mine")
    assert "--force" in err
    assert said("map", slips, "--currency", "MGA", "-o", made, "--force")[0] == 0
    assert tomllib.loads(made.read_text())["currency"] == "MGA"
    path = table("Date,Pay\n2024-03-04,five\n")
    assert said("map", path, "--currency", "EUR", "-o", path, "--force")[0] in {2, 3}
    code, _, err = said("map", path, "--currency", "EUR", "-o", tmp_path / "n.toml")
    assert (code, (tmp_path / "n.toml").exists()) == (3, False)
    assert "has no row that this map could read" in err
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["m.toml", "table.csv"]


@pytest.mark.parametrize(
    "options",
    ["--column wage=Pay", "--unit wage=cents", "--constant wage=5", "--date-format wage=%Y", "--column pay", "--column pay=Lohn", "--row year", "--skip x", "--unit pay=hours", "--activity a=training",
     "--status Pay=fine", "--constant country=MG", "--date-format started_at=%Q"],
)  # fmt: skip
def test_answers_that_cannot_be_are_wrong_use(
    said: Callable[..., Said], table: Callable[[str], Path], options: str
) -> None:
    """With what would do."""
    code, out, err = said("map", table("Date,Pay\n2024-03-04,5\n"), "--currency", "EUR", *options.split())
    assert (code, out) == (2, "")
    assert "mend:" in err


def test_on_a_terminal_it_asks_and_an_answer_that_cannot_be_is_asked_for_again(tmp_path: Path) -> None:
    """Choices by number or word, free words checked, Enter for what may stay open."""
    (tmp_path / "t.csv").write_text("Date,Début,Montant,Etat\n3/4/2024,08:30,5,fini\n", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "wageaudit",
        "map",
        str(tmp_path / "t.csv"),
        "-o",
        str(tmp_path / "m.toml"),
    ]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE, cwd=ROOT)
    os.write(ours, b"7\n1\neuros\neur\napproved\nFrance\n")
    out, _ = process.communicate(timeout=60)
    os.close(theirs)
    asked = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert process.returncode == 0, asked
    assert "Which is it?" in asked
    found = tomllib.loads((tmp_path / "m.toml").read_text(encoding="utf-8"))
    assert (found["date_order"], found["currency"], found["country"]) == ("dmy", "EUR", "FR")
    assert found["status"] == {"fini": "approved"}
    assert b"2024-04-03 08:30" in out


def test_no_name_in_a_table_can_steer_a_terminal_or_the_map(
    said: Callable[..., Said], table: Callable[[str], Path]
) -> None:
    """Quotes, backslashes and control characters stand in the TOML as they are meant."""
    path = table('Date,"P""a\\y\x1b[31m]",Hours\n2024-03-04,5,8\n')
    code, out, err = said("map", path, "--currency", "EUR", "--column", 'pay=P"a\\y\x1b[31m]')
    assert code == 0
    assert "\x1b" not in out + err
    assert tomllib.loads(out)["columns"]["pay"] == 'P"a\\y\x1b[31m]'


def test_text_of_any_kind_is_written_as_toml_reads_it() -> None:
    """DEL too, which JSON does not escape."""
    odd = 'é"\\\n\t\x7f\x00\u2028 = [x] # y'
    given = Given(
        columns={"pay": (odd,), "started_at": (odd, "b")}, status={odd: "approved"}, words={"title": odd}
    )
    found = tomllib.loads(toml_text(given))
    assert found["columns"] == {"pay": odd, "started_at": [odd, "b"]}
    assert (found["title"], found["status"]) == (odd, {odd: "approved"})


def test_check_names_the_map_and_explain_explains_a_row_read_by_it(said: Callable[..., Said]) -> None:
    """Every command that reads files takes one."""
    shifts = SAMPLES / "moderation_nairobi.csv"
    place = ("--map", "moderation-shift", "--country", "KE", "--currency", "KES")
    code, out, _ = said("check", shifts, *place)
    assert (code, "read by the map moderation-shift" in out.replace("\n", " ")) == (0, True)
    assert said("explain", shifts, "--row", "7", *place)[0] == 0
    code, _, err = said("audit", shifts, "--map", "moderation")
    assert (code, "moderation-shift" in err) == (2, True)


SLIPS = {
    "es": "Mes;Imágenes;Precio por imagen;Bono calidad;Horas;Descuentos",
    "fr": "Mois;Nombre d'unités;Prix par unité;Prime de qualité;Heures;Retenues",
    "en": "Month;Tasks;Price per task;Quality bonus;Hours;Deductions",
}


@pytest.mark.parametrize("language", SLIPS)
def test_a_payslip_is_recognised_in_each_language(
    language: str, said: Callable[..., Said], table: Callable[[str], Path]
) -> None:
    """Counts of units, the price of one, bonus and what is taken off."""
    header = SLIPS[language].split(";")
    path = table(f"{';'.join(header)}\n2024-01;10400;28;29120;208,5;3000\n")
    found = proposed(said, path, "--currency", "MXN", "--country", "MX", "--timezone", "America/Mexico_City")
    names = ("started_at", "task_count", "piece_rate", "bonus", "active_seconds", "fee")
    assert found["columns"] == dict(zip(names, header, strict=True))


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("Piezas", "task_count"), ("Número de fotos", "task_count"), ("Nb d'images", "task_count"), ("Tarif par pièce", "piece_rate"),
        ("Pago por tarea", "piece_rate"), ("Precio por hora", "hourly_rate"), ("Price per day", ""), ("Paid by client", ""),
        ("Prix par client", ""), ("Primes", "bonus"), ("Descuento adelanto", "fee"), ("Likes per account", ""), ("Bonus hours", ""),
        ("Imágenes rechazadas", ""), ("Salario", "pay"), ("Per image price", ""),
    ],
)  # fmt: skip
def test_names_mean_what_people_mean_by_them(name: str, ours: str) -> None:
    """A price for an hour is another than for a piece; for a day it is none that a map has."""
    assert meant(name) == ours


def test_units_that_are_words_are_no_counts(said: Callable[..., Said], table: Callable[[str], Path]) -> None:
    """The name "Tareas" may be that of kinds."""
    found = proposed(said, table("Fecha;Tareas;Pago\n2024-03-04;cajas;5\n"), "--currency", "USD")
    assert found["columns"] == {"started_at": "Fecha", "pay": "Pago"}


def test_a_price_for_a_thousand_is_one(said: Callable[..., Said], table: Callable[[str], Path]) -> None:
    """By the name of its column."""
    path = table("Date;Likes;Precio por mil\n2024-03-04;2000;5\n")
    found = proposed(said, path, "--currency", "USD")
    assert (found["columns"]["piece_rate"], found["units"]) == ("Precio por mil", {"piece_rate": "per 1000"})  # type: ignore[index]


REPEATING = "Fecha;Inicio;Fin;Tarea;Pago{more}\n13/04/2026;08:00;10:00;Cajas;4,50{a}\n14/04/2026;08:00;10:00;Cajas;4,50{b}\n"
PLACE = ("--currency", "USD", "--country", "MX", "--timezone", "America/Mexico_City")


@pytest.mark.parametrize(
    ("more", "a", "b", "read_as", "note"),
    [
        ("", "", "", {"project": "Tarea"}, "Tarea read as project: it repeats"),
        (";Proyecto", ";x", ";y", {"project": "Proyecto"}, "Tarea not read as task_id: it repeats"),
        (";Worker", ";ana", ";eva", {"task_id": "Tarea", "worker_id": "Worker"}, ""),
    ],
    ids=["alone", "beside a project", "once a worker"],
)
def test_a_column_that_repeats_is_proposed_as_project_and_never_as_id(
    more: str, a: str, b: str, read_as: dict[str, str], note: str, said: Callable[..., Said], table: Callable[[str], Path]
) -> None:  # fmt: skip
    """Else different days of work would count once."""
    code, out, err = said("map", table(REPEATING.format(more=more, a=a, b=b)), *PLACE)
    columns = tomllib.loads(out)["columns"]
    assert code == 0
    assert {name: columns.get(name) for name in read_as} == read_as
    assert ("task_id" in columns) == ("task_id" in read_as)
    assert note in err if note else "it repeats" not in err, err


def test_what_is_not_used_and_what_to_type_next_are_told(
    said: Callable[..., Said], table: Callable[[str], Path], tmp_path: Path
) -> None:
    """With the names there are for a column; the month's shortfall is asked for where rows are months."""
    path, made = table("Mes;Horas;Salario;Jefe\n2024-03;208;9000;Rosa\n"), tmp_path / "my map.toml"
    code, out, _ = said("map", path, "-o", made, *PLACE)
    words = " ".join(out.split())
    assert code == 0
    assert "columns not used: Jefe" in words
    assert "add --column NAME=COLUMN with one of: worker_id, platform, requester, project," in words
    assert f"next, type wageaudit audit {path} --map '{made}' --period month" in words
    _, _, err = said("map", table("Fecha;Horas;Pago\n2024-03-04;8;90\n"), *PLACE)
    assert "columns not used" not in err
    assert f"with -o my.toml , then type wageaudit audit {path} --map my.toml" in " ".join(err.split())


@pytest.mark.parametrize(
    ("options", "note"),
    [
        ((), "no column counts them: each row is paid as one"),
        (("--column", "pay=Precio por imagen"), "is by its name the price of one, and is taken for the pay of a whole row"),
        (("--column", "task_count=Hechas"), ""),
        (("--constant", "task_count=12"), ""),
    ],
    ids=["no count", "taken for the pay", "counted", "counted by hand"],
)  # fmt: skip
def test_a_price_of_a_piece_is_never_a_rows_pay_in_silence(
    options: tuple[str, ...], note: str, said: Callable[..., Said], table: Callable[[str], Path]
) -> None:
    """It says so, and what would mend it."""
    path = table("Fecha;Hechas;Precio por imagen;Horas\n2024-03-04;120;3;8\n")
    code, _, err = said("map", path, *PLACE, *options)
    assert code == 0
    assert (note in " ".join(err.split())) if note else "price of one" not in err, err


def test_a_name_that_is_no_column_of_the_task_table_is_told_with_those_that_are(
    said: Callable[..., Said], table: Callable[[str], Path]
) -> None:
    """Before anything else is asked."""
    code, _, err = said("map", table("Fecha;Pago\n2024-03-04;5\n"), "--column", "wages=Pago")
    assert code == 2
    assert "--column names wages, which is no column of the task table" in err
    assert "task_count, piece_rate, pay, bonus" in " ".join(err.split())


@pytest.mark.parametrize(
    ("language", "both"),
    [("en", "Fecha and Inicio"), ("fr", "Fecha et Inicio"), ("es", "Fecha y también Inicio")],
)
def test_a_day_beside_a_clock_is_sent_to_a_map(
    language: str, both: str, said: Callable[..., Said], table: Callable[[str], Path]
) -> None:
    """Renaming one of them would lose the other; the mend, obeyed, reads both."""
    path = table(REPEATING.format(more="", a="", b=""))
    code, _, err = said("check", path, "--lang", language)
    words = " ".join(err.split())
    assert code == 3
    assert f"wageaudit map {path} -o my.toml" in words
    assert "--map my.toml" in words
    assert both in words
