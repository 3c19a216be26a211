"""What tables that are shared are judged by, worker by worker, on paper: parts of pay, thresholds' hours, digits, margins."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from crowd import table, worker

from wageaudit.disclosure import (
    COMPARED,
    COMPLEMENTARY,
    DOMINANT,
    HIDDEN,
    PARTS,
    SMALL,
    WHOLE,
    Rule,
    Withheld,
    apply,
    together,
    withheld,
)
from wageaudit.disclosure.amounts import _counts, _gaps, _overlap, _parts, _price, amounts, scales
from wageaudit.disclosure.family import TOTAL, Members, across, crossing, family, margins
from wageaudit.disclosure.primary import dominated, unsafe
from wageaudit.disclosure.showing import _deviations, _made_up, _to_digits, rounded, rounded_column
from wageaudit.disclosure.topics import COLUMNS, Topic
from wageaudit.summary.figures import LARGEST, Figures, figures

MICRO = 1_000_000
KIND = pa.decimal128(38, 6)


def decimals(*texts: str | None) -> pa.Array:
    """Amounts of six places."""
    return pa.array([None if text is None else Decimal(text) for text in texts], KIND)


# --------------------------------------------------------------------------------------------------------------- digits


@pytest.mark.parametrize(
    ("number", "found"),
    [
        (0, 0), (7, 7), (999, 999), (1000, 1000), (1004, 1000), (1005, 1000), (1006, 1010), (1015, 1020), (1025, 1020), (1234567, 1230000),
        (1235000, 1240000), (1245000, 1240000), (1245001, 1250000), (9995, 10000), (9985, 9980), (-1004, -1000), (-1005, -1000), (-1015, -1020), (-1006, -1010),
    ],
)  # fmt: skip
def test_three_digits_are_shown_half_to_even(number: int, found: int) -> None:
    """Of counts, and of decimals in their last place."""
    assert _to_digits(number) == found
    counts = pa.chunked_array([pa.array([number, None], pa.int64())])
    assert rounded_column(counts).to_pylist() == [found, None]
    assert rounded_column(counts).type == pa.int64()
    micro = pa.chunked_array([decimals(str(Decimal(number).scaleb(-6)), None)])
    shown = rounded_column(micro)
    assert (shown.to_pylist(), shown.type) == ([Decimal(found).scaleb(-6), None], KIND)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("0", "0"), ("0.000001", "0.000001"), ("0.000123", "0.000123"), ("0.001234", "0.00123"), ("0.001235", "0.00124"), ("0.001245", "0.00124"),
        ("12.345", "12.3"), ("12.35", "12.4"), ("12.45", "12.4"), ("1234567", "1230000"), ("-12.35", "-12.4"), ("999.5", "1000"),
    ],
)  # fmt: skip
def test_a_figure_has_three_digits_and_never_more_than_six_decimals(value: str, found: str) -> None:
    """Half to even."""
    assert rounded(Decimal(value)) == Decimal(found)


@pytest.mark.parametrize(
    ("deviations", "told"),
    [
        ([], False), ([0, 0, 0], False), ([5, 5, 0], True),  # the squares of the others are nothing
        ([10, 10, 4, 2], False),  # 20 are a fifth of 100: twice p
        ([10, 10, 4, 1], True), ([-10, 9, 4, 2], False), ([10, -10, 1, -4], True), ([10], True),
    ],
)  # fmt: skip
def test_a_spread_that_two_workers_make_up_is_told(deviations: list[float], told: bool) -> None:
    """Squares of all but the two largest are less than a fifth of the largest."""
    assert _made_up(np.array(deviations, np.float64), Rule()) is told


# -------------------------------------------------------------------------------------------------------------- amounts


def people(**columns: list[str | None]) -> pa.Table:
    """A table by worker with these columns beside the figures of three who earned 10, 20 and 40 in ten hours each."""
    lines = [worker(name, pay, "10") for name, pay in (("a", "10"), ("b", "20"), ("c", "40"))]
    made = table(lines)
    for name, texts in columns.items():
        if name in made.column_names:
            made = made.drop_columns(name)
        kind = pa.int64() if name.startswith(("tasks", "sessions")) else KIND
        cells = (
            pa.array([None if one is None else int(one) for one in texts], kind)
            if kind == pa.int64()
            else decimals(*texts)
        )
        made = made.append_column(name, cells)
    return made


def test_what_pay_is_without_some_of_its_parts() -> None:
    """Pay of 10 with a bonus of 1, a tip of 2, after a fee of 4; of 20 with none; of 40 with a bonus of 10."""
    found, large = _parts(
        people(bonus=["1", "0", "10"], tip=["2", "0", "0"], fee=["4", "0", "0"]),
        np.array([10, 20, 40]) * MICRO,
    )
    assert {name: (values // MICRO).tolist() for name, values in found.items()} == {
        "bonus": [1, 0, 10], "tip": [2, 0, 0], "fee": [4, 0, 0], "pay_less_bonus": [9, 20, 30], "pay_less_tip": [8, 20, 40],
        "pay_less_both": [7, 20, 30], "pay_and_fee": [14, 20, 40], "bonus_aside": [13, 20, 30], "tip_aside": [12, 20, 40], "piece_pay": [11, 20, 30],
    }  # fmt: skip
    assert not large.any()
    huge = str(Decimal(LARGEST).scaleb(-6))
    _, large = _parts(people(bonus=["1", huge, "0"], tip=["0"] * 3, fee=["0"] * 3), np.zeros(3, np.int64))
    assert large.tolist() == [False, True, False]
    bare = people().select(["worker"])
    assert _parts(bare, np.zeros(3, np.int64))[0] == {}


def test_paid_tasks_are_those_that_are_not_unpaid() -> None:
    """Where both are told."""
    found = _counts(people(tasks=["5", "6", "7"], tasks_unpaid=["1", "6", "0"]))
    assert found["tasks_paid"].tolist() == [4, 0, 7]
    for alone in ("tasks", "tasks_unpaid"):
        other = people(tasks=["5"] * 3, tasks_unpaid=["1"] * 3).drop_columns(
            "tasks_unpaid" if alone == "tasks" else "tasks"
        )
        assert "tasks_paid" not in _counts(other)


def test_what_customers_paid_is_worked_back_from_the_take_rate() -> None:
    """Of 10 paid at 0.5, 20; at nothing, as much; unknown, nothing is; at one and more, no more than was paid."""
    huge = str(Decimal(LARGEST).scaleb(-6))
    for rates, prices, has in (
        (["0.5", "0", None], [20, 20, 0], [True, True, False]), (["1", "0.999999", "0.75"], [10, 20_000_000, 160], [True] * 3),
        (["-1", "2", huge], [5, 20, 40], [True] * 3),
    ):  # fmt: skip
        price, known = _price(people(take_rate=rates), np.array([10, 20, 40]) * MICRO)
        assert (price / MICRO).tolist() == prices
        assert known.tolist() == has


def test_time_of_several_tasks_at_once_is_counted_once_for_each_but_one() -> None:
    """Of 8 paid and 2 unpaid hours, a factor of 1.5 is five hours more; one of 1 or less is none."""
    columns = {"paid_hours": ["8"] * 3, "unpaid_work_hours": ["2"] * 3}
    found = _overlap(people(overlap_factor=["1.5", "1", "0.5"], **columns))
    assert (found / MICRO).tolist() == [5, 0, 0]
    assert _overlap(people().select(["worker"])).tolist() == [0, 0, 0]


def spent(pay: list[int], working: list[int]) -> Figures:
    """Figures of workers of whom only pay and working hours matter."""
    made = figures(table([worker(str(at), str(one), "10") for at, one in enumerate(pay)]))
    values = {name: getattr(made, name) for name in made.__slots__}
    return Figures(**(values | {"working": np.array(working, np.int64) * MICRO}))


def known_wages(*wages: list[str | None]) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Wages at each threshold of the grid, of each worker."""
    made = []
    for texts in wages:
        known = np.array([text is not None for text in texts])
        values = np.array([0 if text is None else int(Decimal(text) * MICRO) for text in texts], np.int64)
        made.append((values, known, np.zeros(len(texts), np.bool_)))
    return made


def test_hours_that_a_wider_gap_adds_are_worked_back_from_the_wages() -> None:
    """60 for ten paid hours; at the six thresholds 10, 10, 12, 12, 15 and 20 hours; twelve in force, 13 in another's."""
    wages = [[str(Decimal(60) / hours)] for hours in (10, 10, 12, 12, 15, 20)]
    paid = np.array([10 * MICRO])
    found = _gaps(spent([60], [12]), paid, known_wages(*wages))
    hours = {name: int(values[0]) // MICRO for name, values in found.items()}
    steps = [hours[name] for name in found if name.startswith("gap") and name[3:].isdigit()]
    running = [hours[name] for name in found if name.startswith("to")]
    assert steps == [0, 0, 2, 0, 3, 5]
    assert running == [0, 0, 2, 2, 5, 10]
    assert (hours["gap_beneath"], hours["gap_beyond"]) == (0, 0)  # it is one of the grid's own
    between = _gaps(spent([60], [13]), paid, known_wages(*wages))
    assert (int(between["gap_beneath"][0]) // MICRO, int(between["gap_beyond"][0]) // MICRO) == (1, 2)
    longest = _gaps(spent([60], [25]), paid, known_wages(*wages))
    assert (int(longest["gap_beneath"][0]) // MICRO, int(longest["gap_beyond"][0])) == (5, 0)


def test_who_has_no_pay_or_no_wage_at_a_threshold_has_no_hours_known_there() -> None:
    """Nothing is known to be hers."""
    wages = [["6", "0", None]] * 2 + [["5", "0", None]] * 4
    found = _gaps(spent([60, 0, 60], [12, 12, 10]), np.array([10, 10, 10]) * MICRO, known_wages(*wages))
    assert all(values[1] == 0 and values[2] == 0 for values in found.values())
    assert sum(int(values[0]) > 0 for values in found.values()) > 0


def test_money_of_several_currencies_is_weighed_by_what_it_is_worth_or_by_hours_of_the_minimum() -> None:
    """Two dollars a euro; else an hour of the minimum is an hour, and who has none is taken as paid just that."""
    lines = [worker("a", "10", "5", "4"), worker("b", "10", "5", None), worker("c", "0", "5", None)]
    three = table(lines)
    found = figures(three)
    name = found.currencies[0]
    assert scales(three, found, {name: Decimal(2)}).tolist() == [2, 2, 2]
    assert scales(three, found, {}).tolist() == [0.25, 0.5, 0]


def test_who_is_below_and_who_is_not_are_counted_among_those_compared() -> None:
    """Below at every threshold, depending on it, met, and not compared at all."""
    lines = [
        worker("a", "10", "10", "7.25") | {"verdict": "below"}, worker("b", "20", "10", "7.25") | {"verdict": "depends"},
        worker("c", "90", "10", "7.25") | {"verdict": "met"}, worker("d", "10", "10", None) | {"verdict": "unknown"},
    ]  # fmt: skip
    made = table(lines)
    found = amounts(made, figures(made), None)
    assert {name: found.amount[name].tolist() for name in ("below", "above", "always", "not_always", "depends", "not_depends")} == {
        "below": [1, 1, 0, 0], "above": [0, 0, 1, 0], "always": [1, 0, 0, 0], "not_always": [0, 1, 1, 0], "depends": [0, 1, 0, 0],
        "not_depends": [1, 0, 1, 0],
    }  # fmt: skip
    assert found.known["compared"].tolist() == [True, True, True, False]


@pytest.mark.parametrize(
    ("name", "far"),
    [
        ("wage_off_mean", [-2, 2]),  # wages of 1 and 5: three on average; the third's is not known
        ("shortfall_off_mean", [-4, 4]),
        ("idle_off_share", [-1, -1, 2]),  # 6 of 12 hours, 6 each in all but where they are 2, 4 and 6
        ("pay_off_ratio", [5, -5]),  # 30 of 30 required
        ("pay_off_wage", [-6, 6]),  # 30 of 10 hours: three an hour
    ],
)
def test_how_far_each_worker_lies_from_the_figure_of_all(name: str, far: list[float]) -> None:
    """Of those of whom it is known."""
    amount = {
        "wages": [1, 5, 0], "shortfall": [0, 8, 0], "idle": [1, 1, 4], "hours": [4, 6, 14], "pay": [10, 20, 99], "required": [5, 25, 7],
    }  # fmt: skip
    if name == "idle_off_share":
        amount["hours"] = [4, 4, 4]
    if name == "pay_off_wage":
        amount["pay"] = [6, 24, 99]
    has = np.array([True, True, False])
    known = dict.fromkeys(("wage", "shortfall", "ratio"), has)
    group = Members(
        np.arange(3, dtype=np.int32),
        {key: np.array(values) for key, values in amount.items()},
        known,
        large=False,
    )
    assert _deviations(group, name).tolist() == far


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ([1 << 58] * 200, False),
        ([1 << 58] * 2 + [1 << 40] * 198, True),
        ([1 << 58, 1 << 58, 0], True),
        ([1 << 58] * 3 + [0], False),
    ],
)
def test_sums_of_many_huge_amounts_do_not_wrap(weights: list[int], told: bool) -> None:
    """A hundred times two hundred amounts of 2^58 are more than 64 bits hold."""
    assert dominated(np.array(weights, np.int64), Rule()) is told


# --------------------------------------------------------------------------------------------------------------- family


def members(*values: int, large: bool = False, known: int | None = None, first: int = 0) -> Members:
    """Workers with these amounts, of so many of whom it is known."""
    has = np.arange(len(values)) < (len(values) if known is None else known)
    return Members(
        np.arange(first, first + len(values), dtype=np.int32), {"pay": np.array(values)}, {"pay": has}, large
    )


def test_a_sum_others_can_be_sure_of_is_never_below_nothing() -> None:
    """What is owed back is no floor."""
    assert [members(*values).sum("pay") for values in ((5, 6), (5, -6), (-1,), (1,), ())] == [11, 0, 0, 1, 0]


def test_groups_of_one_table_together_have_each_worker_once() -> None:
    """Amounts added up, known where it is known in one of them, too large where one is."""
    lines = [
        worker("a", "10", "10", platform="x"), worker("b", "20", "10", platform="x"), worker("b", "5", "10", platform="y"),
        worker("c", "7", "10", platform="y"),
    ]  # fmt: skip
    by = ("platform",)
    whole = table(
        [worker("a", "10", "10"), worker("b", "25", "20"), worker("c", "7", "10")],
    )
    made = family({(): whole, by: table(lines)})
    both = made.together([(by, ("x",)), (by, ("y",))])
    assert both.worker.tolist() == [0, 1, 2]
    assert (both.amount["pay"] // MICRO).tolist() == [10, 25, 7]
    assert both.known["wage"].tolist() == [True, True, True]
    one, other = members(1, 2, known=0), members(3, 4, large=True, known=1, first=1)
    mixed = type(made)((by,), {(by, ("x",)): one, (by, ("y",)): other}, ("a", "b", "c"))
    joined = mixed.together([(by, ("x",)), (by, ("y",))])
    assert (joined.amount["pay"].tolist(), joined.known["pay"].tolist(), joined.large) == ([1, 5, 4], [False, True, False], True)  # fmt: skip
    assert not mixed.together([(by, ("x",))]).large
    empty = type(made)((by,), {(by, ("x",)): members()}, ())
    assert len(empty.together([(by, ("x",))])) == 0


def test_a_family_of_two_currencies_is_weighed_by_hours_of_the_minimum() -> None:
    """As one table is; a line without a currency is no second one."""
    one, other = worker("a", "9", "5", "3"), worker("b", "10", "5", "2")
    for currency, pay in (("USD", [9, 10]), ("", [9, 10]), ("EUR", [3, 5])):
        for lines in ([one, other | {"currency": currency}], [one | {"currency": currency}, other]):
            made = family({(): table(lines)})
            assert (made.groups[TOTAL].amount["pay"] / MICRO).tolist() == pay


def test_a_family_of_nobody_is_a_group_of_none() -> None:
    """And nothing of it is too large."""
    nobody = family({(): table([])}).groups[TOTAL]
    assert (len(nobody), nobody.large, nobody.sum("pay")) == (0, False, 0)


def test_margins_of_a_two_way_group_and_the_group_where_two_margins_meet() -> None:
    """One step up, across, and back."""
    cell = (("platform", "country"), ("x", "FR"))
    by_platform, by_country = (("platform",), ("x",)), (("country",), ("FR",))
    assert list(margins(cell)) == [by_platform, by_country]
    assert list(margins(by_platform)) == [TOTAL]
    assert list(margins(TOTAL)) == []
    assert across(cell, ("platform",)) == by_country
    assert across(cell, ("country",)) == by_platform
    assert crossing(cell[0], by_platform, by_country) == cell
    assert crossing(cell[0], by_country, by_platform) == cell


def test_two_tables_of_the_same_groupings_are_refused() -> None:
    """In another order, or one grouping twice."""
    one = table([worker("a", "10", "10", platform="x", country="FR")])
    by = {(): one, ("platform",): one, ("country",): one}
    family(by | {("platform", "country"): one})
    for bad in (
        {("platform", "country"): one, ("country", "platform"): one},
        {("platform", "platform"): one},
    ):
        with pytest.raises(ValueError, match="same groupings"):
            family(by | bad)
    with pytest.raises(ValueError, match="margins"):
        family({(): one, ("platform", "country"): one, ("platform",): one})


def test_workers_without_a_label_are_a_group_without_one() -> None:
    """It is no other's."""
    lines = [worker(name, "10", "10", platform=where) for name, where in (("a", "x"), ("b", ""), ("c", "y"))]
    made = family({(): table(lines), ("platform",): table(lines)})
    assert {cell[1]: one.worker.tolist() for cell, one in made.groups.items() if cell != TOTAL} == {
        ("",): [1], ("x",): [0], ("y",): [2],
    }  # fmt: skip


# -------------------------------------------------------------------------------------------------------------- primary

EVEN = [10] * 10
TOPIC = Topic("pay", "", ("pay",), ("pay",), known=("pay",))


@pytest.mark.parametrize(
    ("group", "why"),
    [
        (members(*EVEN), ""),
        (members(*EVEN[:9]), SMALL),
        (members(*EVEN, known=9), SMALL),  # a figure that is known of nine is of these nine
        (members(*EVEN, known=0), ""),  # of nobody it is not told
        (members(*EVEN, known=1), SMALL),
        (members(*EVEN[:9], *[0] * 20), SMALL),  # a sum of nine
        (members(*[0] * 12), ""),
        (members(*EVEN, large=True), DOMINANT),
        (members(*EVEN[:8], 400, 400), DOMINANT),
    ],
)
def test_a_group_is_unsafe_where_few_are_in_it_in_a_figure_of_it_or_in_a_sum(
    group: Members, why: str
) -> None:
    """Ten are the fewest of each."""
    assert unsafe(group, Rule(), TOPIC) == why


# --------------------------------------------------------------------------------------------------------- what is shared


def test_money_of_one_currency_is_added_up_as_it_is_and_of_two_by_hours_of_the_minimum() -> None:
    """Nine at a minimum of three are three hours; a line without a currency is no second one."""
    one, other = worker("a", "9", "5", "3"), worker("b", "10", "5", "2")
    for currency, pay in (("USD", [9, 10]), ("", [9, 10]), ("EUR", [3, 5])):
        found = together(table([one, other | {"currency": currency}])).amount["pay"]
        assert (found / MICRO).tolist() == pay


def known(*dropped: tuple[str, ...], **small: str) -> Withheld:
    """A family by platform: nothing is withheld but what is said, of the group x."""
    by: tuple[tuple[str, ...], ...] = ((), ("platform",))
    reasons = {name: {one: {} for one in by} for one in COLUMNS.values() for name in one}
    for name, why in small.items():
        reasons[name][by[1]] = {("x",): why}
    return Withheld(reasons, dropped)


def test_why_a_figure_is_withheld_is_told_of_tables_that_were_asked_about() -> None:
    """A column that nobody knows may not be shared; of a table that is dropped, none."""
    found = known(whole=SMALL, tasks=DOMINANT)
    assert found.why(("platform",), ("x",), "pay") == SMALL
    assert found.why(("platform",), ("x",), "tasks") == DOMINANT
    assert found.why(("platform",), ("y",), "tasks") == found.why((), (), "pay") == ""
    assert found.why(("platform",), ("y",), "what") == SMALL
    assert known(("platform",)).why(("platform",), ("y",), "pay") == COMPLEMENTARY
    with pytest.raises(ValueError, match="a table by country"):
        found.why(("country",), ("FR",), "pay")
    with pytest.raises(ValueError, match="a table by month, country"):
        apply(table([worker("a", "1", "1")]), ("month", "country"), found)
    with pytest.raises(ValueError, match="a table by nothing"):
        Withheld({"whole": {}}, ()).why((), (), "pay")


def test_a_shared_table_is_emptied_where_it_must_be_and_a_dropped_one_of_its_rows() -> None:
    """All of one group, the tasks of another; a group without a label is its own."""
    columns = {
        "platform": ["x", "y", ""],
        "pay": ["1", "2", "3"],
        "working_hours": ["4", "5", "6"],
        "what": ["7", "8", "9"],
    }
    given = pa.table(
        {
            name: pa.array(values) if name == "platform" else decimals(*values)
            for name, values in columns.items()
        }
    )
    given = given.append_column("tasks", pa.array([10, 11, 12]))
    shown = apply(given, ("platform",), known(whole=SMALL, tasks=DOMINANT)).to_pylist()
    assert [(line["platform"], line["pay"], line["tasks"]) for line in shown] == [
        ("x", None, None),
        ("y", 2, 11),
        ("", 3, 12),
    ]
    assert [(line[WHOLE], line[COMPARED], line[PARTS]) for line in shown] == [
        (HIDDEN, "", ""),
        ("", "", ""),
        ("", "", ""),
    ]
    part = apply(given, ("platform",), known(tasks=DOMINANT)).to_pylist()
    assert [(line["pay"], line["tasks"], line[WHOLE], line[PARTS]) for line in part] == [
        (1, None, "", "tasks"), (2, 11, "", ""), (3, 12, "", ""),
    ]  # fmt: skip
    assert "what" not in part[0]
    gone = apply(given, ("platform",), known(("platform",)))
    assert (gone.num_rows, gone.column_names[:2]) == (0, ["platform", "pay"])


def test_what_a_table_cannot_be_tested_for_is_withheld() -> None:
    """Of unpaid tasks it is known only where all tasks are; small groups have their own reason."""
    lines = [
        worker(f"{name}{at}", "20", "10", platform=name)
        for name, size in (("a", 30), ("b", 30), ("c", 5))
        for at in range(size)
    ]
    without = {
        by: table(
            [{name: value for name, value in line.items() if by or name != "platform"} for line in lines]
        )
        for by in ((), ("platform",))
    }
    one = {
        by: made.append_column("tasks_unpaid", pa.array([1] * made.num_rows)) for by, made in without.items()
    }
    for tables in (without, one):
        found = withheld(tables)
        assert [found.why(("platform",), (name,), "tasks_unpaid") != "" for name in "abc"] == [
            True,
            True,
            True,
        ]
        assert found.why(("platform",), ("c",), "tasks_unpaid") == SMALL
        assert found.why((), (), "tasks_unpaid") == COMPLEMENTARY
