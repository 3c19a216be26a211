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
    ["--column wage=Pay", "--column pay", "--column pay=Lohn", "--row year", "--skip x", "--unit pay=hours", "--activity a=training",
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
