"""All shared tables of whole batches, attacked together: no unsafe group's sum, no worker's share, comes back from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pytest
from attacker import HEADER, Floats, extremes, groups_of, indicator, lines
from crowd import table, worker

from wageaudit.auditing import Audit
from wageaudit.disclosure import (
    DOMINANT,
    SMALL,
    Rule,
    Withheld,
    apply,
    judged,
    rounded,
    with_margins,
    withheld,
)
from wageaudit.engine import audit, read
from wageaudit.options import Options
from wageaudit.summary import summary

By = tuple[str, ...]
TABLES: tuple[By, ...] = ((), ("platform",), ("requester",), ("project",), ("country",), ("month",))
ALL = ("platform", "requester", "project", "country", "month")
SUMS = ("pay", "working_hours", "tasks", "bonus", "fee", "paid_hours", "sessions")
CHOSEN = Options(wage_currency="USD", minimum_wage=Decimal(3))
CAREFUL = Rule(threshold=4)  # small batches then have groups that are shown
BATCHES = [(seed, 10 + seed % 4 * 5) for seed in range(12)]
PRIMARY = (SMALL, DOMINANT)


@dataclass(frozen=True)
class Shown:
    """A batch, what is withheld of it, and what each worker did in each combination of groups."""

    audit: Audit
    gone: Withheld
    rows: Sequence[Mapping[str, object]]
    groups: Mapping[tuple[By, tuple[str, ...]], list[int]]

    def published(self, column: str) -> list[list[int]]:
        """Return the lines of every group whose sum is shown."""
        return [rows for (by, labels), rows in self.groups.items() if not self.gone.why(by, labels, column)]

    def amounts(self, column: str) -> Floats:
        """Return what each line adds to a sum."""
        return np.array([float(row[column] or 0) for row in self.rows])  # type: ignore[arg-type]


@cache
def batch(seed: int, workers: int) -> Shown:
    """Return a batch out of nothing, judged."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "batch.csv"
        path.write_text("\n".join([HEADER, *lines(seed, workers)]) + "\n", encoding="utf-8")
        found = audit(read([str(path)], CHOSEN).table, CHOSEN)
    rows = found.table(("worker", *ALL)).to_pylist()
    return Shown(found, judged(found.table, TABLES, CAREFUL), rows, groups_of(rows, TABLES))


@pytest.mark.parametrize(("seed", "workers"), BATCHES)
def test_no_unsafe_group_comes_back_from_all_that_is_shared(seed: int, workers: int) -> None:
    """Every published sum at once, exact, the groups of every task known: a withheld sum keeps an interval half its size."""
    shown = batch(seed, workers)
    for column in SUMS:
        published, kinds = shown.published(column), _kinds(shown)
        if not published:
            continue
        truth = np.bincount(kinds, shown.amounts(column))
        member = _member(published, kinds)
        for (by, labels), rows in shown.groups.items():
            if shown.gone.why(by, labels, column) not in PRIMARY:
                continue
            goal = _member([rows], kinds)[0]
            own = float(goal @ truth)
            least, most = extremes(member, truth, goal)
            assert most - least >= 0.5 * own - 1e-6, (column, by, labels)


@pytest.mark.parametrize(("seed", "workers"), BATCHES[:6])
def test_no_worker_is_told_to_within_ten_percent_not_even_by_the_one_who_did_most(
    seed: int, workers: int
) -> None:
    """An attacker who knows all that one member did, and who worked where, tries every other member's total."""
    shown = batch(seed, workers)
    people = sorted({str(row["worker"]) for row in shown.rows})
    inside = {name: [at for at, row in enumerate(shown.rows) if row["worker"] == name] for name in people}
    for column in ("pay", "tasks"):
        published, truth = shown.published(column), shown.amounts(column)
        if not published:
            continue
        own = {name: float(truth[rows].sum()) for name, rows in inside.items()}
        largest = sorted(people, key=lambda name: -own[name])[:3]
        for attacker in (None, *largest[:2]):
            unknown = np.array([row["worker"] != attacker for row in shown.rows])
            member = indicator(published, len(truth))[:, unknown]
            for target in {*largest, people[0]} - {attacker}:
                goal = indicator([inside[target]], len(truth))[0, unknown]
                least, most = extremes(member, truth[unknown], goal)
                assert least < 0.9 * own[target] or most > 1.1 * own[target] or not own[target]


def test_the_attack_succeeds_where_what_tables_share_is_left_out_of_account() -> None:
    """The two tests above can fail: with margins alone protected, some unsafe groups come back to the last cent."""
    found = 0
    for seed, workers in BATCHES:
        shown = batch(seed, workers)
        apart = withheld({by: shown.audit.table(("worker", *by)) for by in with_margins(TABLES)}, CAREFUL)
        plain = Shown(shown.audit, apart, shown.rows, shown.groups)
        published, kinds = plain.published("pay"), _kinds(plain)
        if not published:
            continue
        truth, member = np.bincount(kinds, plain.amounts("pay")), _member(published, kinds)
        for (by, labels), rows in plain.groups.items():
            if apart.why(by, labels, "pay") in PRIMARY:
                least, most = extremes(member, truth, _member([rows], kinds)[0])
                found += most - least < 1e-6
    assert found


def _kinds(shown: Shown) -> np.ndarray:
    """Which combination of groups each line is of: lines of one are told apart by no table."""
    names: dict[tuple[object, ...], int] = {}
    return np.array([names.setdefault(tuple(row[name] for name in ALL), len(names)) for row in shown.rows])


def _member(groups: Sequence[Sequence[int]], kinds: np.ndarray) -> Floats:
    return indicator([sorted(set(kinds[list(rows)].tolist())) for rows in groups], int(kinds.max()) + 1)


IDENTITIES = (
    ("paid_hours", ("pay", "engaged_hourly_wage")),
    ("paid_hours", ("working_hours", "utilisation")),
    ("paid_hours", ("working_hours", "unpaid_time_share_of_totals")),
    ("waiting_hours", ("working_hours", "paid_hours", "unpaid_work_hours")),
    ("unpaid_work_hours", ("working_hours", "paid_hours", "waiting_hours")),
    ("bonus", ("pay", "bonus_share")),
    ("working_hours", ("pay", "effective_hourly_wage")),
    ("pay", ("working_hours", "effective_hourly_wage")),
    ("required_pay", ("working_hours", "minimum_wage")),
    ("required_pay", ("pay", "wage_ratio")),
    ("required_pay", ("tasks", "breakeven_piece_rate")),
    ("tasks", ("required_pay", "breakeven_piece_rate")),
    ("wage_ratio", ("pay", "required_pay")),
    ("wage_ratio", ("effective_hourly_wage", "minimum_wage")),
    ("wage_ratio", ("wage_ratio_of_totals",)),
    ("verdict", ("wage_ratio",)),
    ("share_below_minimum", ("share_below_minimum_at_least", "workers", "workers_compared")),
    ("share_below_minimum", ("share_below_minimum_low",)),
    ("shortfall", ("shortfall_high",)),
    *(
        (f"effective_hourly_wage_gap{wide}", (f"effective_hourly_wage_gap{less}",))
        for less, wide in pairwise((0, 1, 5, 10, 20))
    ),
    ("effective_hourly_wage_gap20", ("effective_hourly_wage_gap60",)),
    ("effective_hourly_wage_gap0", ("critical_gap_minutes",)),
    ("effective_hourly_wage_gap60", ("critical_gap_minutes",)),
    ("workers", ("workers_with_wage",)),
)  # a withheld figure, and published ones that would give it back, or say nearly as much


@pytest.mark.parametrize(("seed", "workers"), [*BATCHES, (20, 60), (21, 90)])
def test_no_withheld_figure_comes_back_from_others_of_its_line(seed: int, workers: int) -> None:
    """Quotients and parts go with what they would tell."""
    shown = batch(seed, workers)
    for by in TABLES:
        for row in shown.audit.table(by).to_pylist():
            labels = tuple(row[name] or "" for name in by)
            for figure, others in IDENTITIES:
                if shown.gone.why(by, labels, figure):
                    assert any(shown.gone.why(by, labels, other) for other in others), (figure, others)


def test_every_published_column_is_known_and_everything_else_is_left_out() -> None:
    """A new column of a result table or summary is shared once somebody has said what it rests on, and not before."""
    shown = batch(21, 90)
    internal = shown.audit.table(("platform",))
    shared = apply(internal, ("platform",), shown.gone)
    assert set(internal.column_names) <= set(shared.column_names)
    told = summary(shown.audit.table(("worker", "platform")), ("platform",), resamples=100)
    assert set(told.column_names) <= set(apply(told, ("platform",), shown.gone).column_names)
    more = internal.append_column("surprise", pa.array([1] * internal.num_rows))
    assert "surprise" not in apply(more, ("platform",), shown.gone).column_names


# ----------------------------------------------------------------------------------------------- by hand, one figure at a time


def crowd(**more: str) -> list[dict[str, object]]:
    """Return thirty workers of platform a, thirty of b, with figures of parts of pay and time."""
    plain = {
        "paid_hours": "6",
        "unpaid_work_hours": "2",
        "waiting_hours": "2",
        "bonus": "1",
        "tip": "1",
        "fee": "1",
    }
    return [
        worker(f"{platform}{number:02d}", "20", "10", platform=platform)
        | {name: Decimal(value) for name, value in (plain | more).items()}
        | {"tasks": 10, "tasks_unpaid": 1, "tasks_untimed": 0, "sessions": 3, "overlap_factor": Decimal("1.1"), "take_rate": None}
        for platform in "ab"
        for number in range(30)
    ]  # fmt: skip


def seen(rows: Sequence[Mapping[str, object]]) -> Withheld:
    """Return what is withheld of the total and of platforms."""
    by_platform = table(rows)
    return withheld({(): by_platform.drop_columns(["platform"]), ("platform",): by_platform})


@pytest.mark.parametrize(
    ("part", "gone", "stays"),
    [
        ("bonus", ("bonus", "bonus_share"), ("pay", "tip", "fee", "effective_hourly_wage")),
        ("tip", ("tip",), ("pay", "bonus", "fee")),
        ("fee", ("fee",), ("pay", "bonus", "tip")),
        ("tasks", ("tasks", "breakeven_piece_rate", "tasks_unpaid"), ("pay", "sessions", "required_pay")),
        ("tasks_untimed", ("tasks_untimed",), ("tasks", "pay")),
        ("sessions", ("sessions",), ("tasks", "pay")),
        ("unpaid_work_hours", ("unpaid_work_hours", "waiting_hours"), ("paid_hours", "working_hours", "utilisation")),
    ],
)  # fmt: skip
def test_what_one_member_alone_has_is_withheld_with_all_that_gives_it_back(
    part: str, gone: Sequence[str], stays: Sequence[str]
) -> None:
    """Thirty workers, one of whom has a bonus (a tip, a fee, tasks): the sum is hers, to the last cent."""
    nothing: object = 0 if part.startswith(("tasks", "sessions")) else Decimal(0)
    rows = [
        row | {part: nothing} if row["worker"] != "a07" else row | {part: type(nothing)(5)} for row in crowd()
    ]
    rows = [row | {"tasks_unpaid": 0} if part == "tasks" and row["worker"] != "a07" else row for row in rows]
    found = seen(rows)
    for platform in "ab":
        for name in gone:
            assert found.why(("platform",), (platform,), name), name
        for name in stays:
            assert not found.why(("platform",), (platform,), name), name


def test_a_bonus_that_all_have_is_shown() -> None:
    """And so is every part of pay and time that thirty share."""
    found = seen(crowd())
    for name in (
        "bonus",
        "bonus_share",
        "tip",
        "fee",
        "tasks",
        "tasks_unpaid",
        "sessions",
        "paid_hours",
        "waiting_hours",
    ):
        assert found.why(("platform",), ("a",), name) == "", name


def test_a_mean_that_one_worker_makes_is_withheld_and_the_ratio_of_totals_is_not() -> None:
    """One hour at 3,000: little of the pay of thirty, nearly all of the sum of their wages, which the mean tells."""
    rows = crowd()
    rows[3] |= {"pay": Decimal(30), "working_hours": Decimal("0.01"), "effective_hourly_wage": Decimal(3000)}
    found = seen(rows)
    name = "effective_hourly_wage_{}"
    assert found.why(("platform",), ("a",), name.format("mean_of_workers")) == DOMINANT
    assert found.why(("platform",), ("a",), name.format("of_totals")) == ""
    assert found.why(("platform",), ("a",), name.format("median_of_workers")) == ""


def test_pay_of_one_worker_without_time_does_not_come_from_two_wages_of_one_group() -> None:
    """The result table's wage counts her pay, the summary's does not: the difference is hers."""
    rows = crowd()
    rows[3] |= {"working_hours": Decimal(0), "effective_hourly_wage": None, "paid_hours": Decimal(0),
                "unpaid_work_hours": Decimal(0), "waiting_hours": Decimal(0)}  # fmt: skip
    found = seen(rows)
    assert found.why(("platform",), ("a",), "effective_hourly_wage_of_totals") == SMALL
    assert found.why(("platform",), ("a",), "effective_hourly_wage") == ""


def test_a_pause_of_one_member_does_not_come_from_two_thresholds_and_wider_ones_are_shown() -> None:
    """Thirty with pauses of twelve minutes, one of whom has one of three: the wages at one and at five minutes differ by hers."""
    wages = {
        0: "2.5",
        1: "2.5",
        5: "2.5",
        10: "2.5",
        20: "2",
        60: "1.6",
    }  # 20 for 8, 8, 8, 8, 10 and 12.5 hours
    rows = [
        row | {f"effective_hourly_wage_gap{at}": Decimal(wage) for at, wage in wages.items()}
        for row in crowd()
    ]
    rows[7] |= {
        "effective_hourly_wage_gap5": Decimal("2.469136"),
        "effective_hourly_wage_gap10": Decimal("2.469136"),
    }
    found = seen(rows)
    shown = [at for at in wages if not found.why(("platform",), ("a",), f"effective_hourly_wage_gap{at}")]
    assert shown == [5, 10, 20, 60]
    assert found.why(("platform",), ("a",), "critical_gap_minutes") == SMALL


@pytest.mark.parametrize(
    ("size", "shown"), [(10, "m"), (19, "m"), (20, "mq"), (30, "mqM"), (49, "mqM"), (50, "mqMQ")]
)
def test_medians_quartiles_and_their_intervals_need_enough_workers_on_either_side(
    size: int, shown: str
) -> None:
    """The least of a quartile's interval of ten workers is the lowest wage of all, to the last digit."""
    rows = [row for row in crowd() if row["platform"] == "b"] * 7
    rows = [row | {"worker": f"b{at}", "platform": "b"} for at, row in enumerate(rows)]
    rows += [row | {"worker": f"a{at}", "platform": "a"} for at, row in enumerate(rows[:size])]
    found = seen(rows)
    names = {
        "m": "effective_hourly_wage_median_of_workers", "q": "effective_hourly_wage_lower_quartile_of_workers",
        "M": "effective_hourly_wage_median_of_workers_low", "Q": "effective_hourly_wage_upper_quartile_of_workers_high",
    }  # fmt: skip
    assert "".join(key for key, name in names.items() if not found.why(("platform",), ("a",), name)) == shown


def test_an_interval_that_two_workers_make_is_withheld_and_its_middle_is_not() -> None:
    """Ten who have 20 and one who has 150: no rule forbids their sum; how far it could move gives the one away."""
    rows = crowd()
    rows[3] |= {"pay": Decimal(150), "effective_hourly_wage": Decimal(15)}
    found = seen(rows)
    for name in ("effective_hourly_wage_of_totals", "effective_hourly_wage_mean_of_workers"):
        assert found.why(("platform",), ("a",), name) == ""
        assert found.why(("platform",), ("a",), f"{name}_high") == DOMINANT


def test_a_requester_is_not_told_by_its_platform_less_the_other_requesters() -> None:
    """Forty members for Z and two of them for Q too, both on anvil; forty for O on loom: anvil less Z would be Q."""
    rows = [worker(f"z{n}", "20", "10", platform="anvil", requester="Z") for n in range(40)]
    rows += [worker(f"z{n}", "2", "1", platform="anvil", requester="Q") for n in range(2)]
    rows += [worker(f"o{n}", "20", "10", platform="loom", requester="O") for n in range(30)]
    from crowd import added

    found = judged(
        lambda by: added(rows, [name for name in by if name != "worker"]), [("platform",), ("requester",)]
    )
    assert found.why(("requester",), ("Q",), "pay") == SMALL
    assert found.why(("requester",), ("Z",), "pay") or found.why(("platform",), ("anvil",), "pay")


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1234567.89", "1230000"), ("-0.0123456", "-0.0123"), ("0", "0"), ("999.5", "1000"), ("12.345", "12.3"), ("0.000123", "0.000123")],
)  # fmt: skip
def test_shown_figures_have_three_digits(value: str, shown: str) -> None:
    """Half to even; nothing finer than what a table holds."""
    assert rounded(Decimal(value)) == Decimal(shown)


def test_rounding_leaves_numbers_of_workers_as_they_are() -> None:
    """And takes everything else, whole numbers too, to three digits."""
    made = pa.table({
        "workers": pa.array([1234]), "tasks": pa.array([98765]), "pay": pa.array([Decimal("1234.567891")], pa.decimal128(38, 6)),
        "tip": pa.array([None], pa.decimal128(38, 6)),
    })  # fmt: skip
    many = Withheld({name: {(): {}} for name in batch(21, 90).gone.reasons}, ())
    (row,) = apply(made, (), many).to_pylist()
    assert (row["workers"], row["tasks"], row["pay"], row["tip"]) == (1234, 98800, Decimal(1230), None)
