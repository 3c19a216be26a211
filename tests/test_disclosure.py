"""Nothing shared says anything of a few workers: primary rules by hand, then attacks on whole families of tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from crowd import added, table, worker
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wageaudit.arrays import strings
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
    with_margins,
    withheld,
)
from wageaudit.engine import audit, read
from wageaudit.errors import WrongUse
from wageaudit.options import Options
from wageaudit.pseudonyms import Key, shareable
from wageaudit.roster import read_roster
from wageaudit.summary import summary

Line = dict[str, object]
By = tuple[str, ...]
CAREFUL = Rule(threshold=4)  # small tables then hold every case
ONE_WAY: tuple[By, ...] = ((), ("platform",))
TWO_WAY: tuple[By, ...] = ((), ("platform",), ("country",), ("platform", "country"))
LINKED: tuple[By, ...] = (
    (), ("platform",), ("country",), ("month",), ("platform", "country"), ("country", "month"),
)  # fmt: skip


def crowd(**sizes: int) -> list[Line]:
    """Return so many workers of each platform, all alike."""
    return [
        worker(f"{name}{number}", "20", "10", platform=name)
        for name, size in sizes.items()
        for number in range(size)
    ]


def judged(lines: Sequence[Line], tables: Sequence[By] = ONE_WAY, rule: Rule | None = None) -> Withheld:
    """Return what must be withheld of these tables."""
    return withheld({by: added(lines, by) for by in tables}, rule)


# ------------------------------------------------------------------------------------------------ primary, by hand


@pytest.mark.parametrize(("size", "reason"), [(9, SMALL), (10, "")])
def test_a_group_of_fewer_than_ten_workers_is_withheld(size: int, reason: str) -> None:
    """All of it: ten are the fewest."""
    found = judged(crowd(a=size, b=40, c=40))
    assert found.whole["platform",].get(("a",), "") == reason


def test_the_threshold_is_a_choice_that_cannot_be_less_than_three() -> None:
    """Of two workers each knows the other."""
    assert judged(crowd(a=5, b=40), rule=Rule(threshold=5)).whole["platform",] == {}
    with pytest.raises(ValueError, match="threshold of 3"):
        Rule(threshold=2)


def test_a_group_whose_pay_two_workers_make_up_is_withheld() -> None:
    """Twelve workers; two of them have 900 of 1,000: 90 %. With 899 of 1,000 the group stands."""
    others = [worker(f"a{number}", "10", "10", platform="a") for number in range(10)]
    for largest, reason in (("450", DOMINANT), ("449", "")):
        two = [worker(name, largest, "10", platform="a") for name in ("x", "y")]
        found = judged([*others, *two, *crowd(b=200, c=200)])
        assert found.whole["platform",].get(("a",), "") == reason


def test_a_group_in_which_the_second_could_tell_the_first_is_withheld() -> None:
    """1,000, 700, and ten who have 9 each: 90 is less than a tenth of the largest. With 10 each it is not."""
    for each, reason in (("9", DOMINANT), ("10", "")):
        lines = [worker("x", "1000", "10", platform="a"), worker("y", "700", "10", platform="a")]
        lines += [worker(f"a{number}", each, "10", platform="a") for number in range(10)]
        rule = Rule(share=100)  # the other rule aside
        assert judged([*lines, *crowd(b=900, c=900)], rule=rule).whole["platform",].get(("a",), "") == reason


def test_hours_that_one_worker_makes_up_are_withheld_too() -> None:
    """Pay may be even where hours are not."""
    lines = [worker("x", "20", "2000", platform="a")]
    lines += [worker(f"a{number}", "20", "10", platform="a") for number in range(10)]
    assert judged([*lines, *crowd(b=900, c=900)]).whole["platform",]["a",] == DOMINANT


def test_a_shortfall_of_two_workers_is_withheld_and_pay_time_and_ratio_are_not() -> None:
    """Two of twelve are under the minimum: the sum missing is theirs, and each of them could subtract; so is the share of two."""
    lines = [worker(f"a{number}", "40", "10", platform="a") for number in range(10)]
    lines += [worker(name, "20", "10", platform="a") for name in ("x", "y")]
    found = judged([*lines, *crowd(b=30, c=30)])
    assert found.whole["platform",] == found.comparison["platform",] == {}
    assert found.why(("platform",), ("a",), "shortfall") == SMALL
    assert found.why(("platform",), ("a",), "share_below_minimum") == SMALL
    assert found.why(("platform",), ("a",), "wage_ratio") == ""


def test_a_share_of_three_and_all_but_three_is_shown_and_one_of_two_is_not() -> None:
    """Of two, each knows the other; that all of a group, or none, are under the minimum is a finding."""
    for under, shown in (
        (0, True),
        (1, False),
        (2, False),
        (3, True),
        (17, True),
        (18, False),
        (19, False),
        (20, True),
    ):
        lines = [
            worker(f"a{number}", "20" if number < under else "40", "10", platform="a") for number in range(20)
        ]
        found = judged([*lines, *crowd(b=200, c=200)])
        assert (found.why(("platform",), ("a",), "share_below_minimum") == "") is shown


def test_how_many_lack_something_is_withheld_where_one_or_two_lack_nothing() -> None:
    """Of twenty, ten must lack something, as for the sum of it, and three lack nothing, or nobody: else a few are made out."""
    for lacking, shown in (
        (0, True),
        (2, False),
        (9, False),
        (12, True),
        (17, True),
        (18, False),
        (19, False),
        (20, True),
    ):
        lines = [
            worker(f"a{number}", "20" if number < lacking else "40", "10", platform="a")
            for number in range(20)
        ]
        found = judged([*lines, *crowd(b=200, c=200)])
        assert (found.why(("platform",), ("a",), "workers_with_shortfall") == "") is shown, lacking
        assert (found.why(("platform",), ("a",), "shortfall") == "") is (lacking not in {2, 9}), lacking


def test_a_figure_known_of_a_few_is_a_group_of_these_few() -> None:
    """Thirty workers, three with a known minimum: their shortfall would be theirs alone."""
    lines = [worker(f"a{number}", "20", "10", None, platform="a") for number in range(27)]
    lines += [worker(f"k{number}", "20", "10", "3", platform="a") for number in range(3)]
    lines += crowd(b=30, c=30)
    by_platform = table(lines)
    found = withheld({(): by_platform.drop_columns(["platform"]), ("platform",): by_platform})
    assert found.comparison["platform",]["a",] == SMALL
    assert found.whole["platform",] == {}


def test_a_figure_too_large_to_be_told_is_withheld() -> None:
    """One such amount makes up any sum it is in."""
    lines = crowd(a=20, b=20, c=20)
    lines[0] |= {"pay": Decimal(900_000_000_000)}
    by_platform = table(lines)
    found = withheld({(): by_platform.drop_columns(["platform"]), ("platform",): by_platform})
    assert found.whole["platform",]["a",] == DOMINANT


def test_currencies_are_compared_in_hours_at_the_minimum_wage() -> None:
    """10 workers paid 1,000,000 MGA each do not make up the pay of 20 who have 20 USD each, though the numbers are larger."""
    lines = [
        worker(f"m{number}", "1000000", "10", "50000", platform="a") | {"currency": "MGA"}
        for number in range(10)
    ]
    lines += [worker(f"u{number}", "40", "10", "3", platform="a") for number in range(20)]
    lines += [worker(f"b{number}", "40", "10", "3", platform="b") for number in range(20)]
    mixed = table(lines)
    found = withheld({(): mixed.drop_columns(["platform"]), ("platform",): mixed})
    assert found.whole["platform",] == {}


def test_everything_is_withheld_where_the_whole_is_too_small() -> None:
    """Three workers are three workers in any table."""
    found = judged(crowd(a=2, b=1))
    assert found.whole == {(): {(): SMALL}, ("platform",): {("a",): SMALL, ("b",): SMALL}}
    assert withheld({(): table([])}).whole == {(): {(): SMALL}}


# ---------------------------------------------------------------------------------------------- complementary, by hand


def test_the_smallest_companion_goes_with_a_single_withheld_group() -> None:
    """Else the total less the others is the withheld one."""
    found = judged(crowd(a=3, b=50, c=20, d=30))
    assert found.whole["platform",] == {("a",): SMALL, ("c",): COMPLEMENTARY}
    assert found.whole[()] == {}


def test_withheld_groups_together_are_no_small_group_either() -> None:
    """Two and three workers: what is left of the total is five workers' pay, so that a third group goes."""
    found = judged(crowd(a=2, b=3, c=50, d=40))
    assert found.whole["platform",] == {("a",): SMALL, ("b",): SMALL, ("d",): COMPLEMENTARY}


def test_many_small_groups_need_no_companion() -> None:
    """Fifteen workers among them: nobody of them stands out."""
    found = judged(crowd(a=5, b=5, c=5, d=40))
    assert set(found.whole["platform",]) == {("a",), ("b",), ("c",)}


def test_one_small_group_of_a_two_way_table_takes_a_rectangle_with_it() -> None:
    """The cheapest: its row and its column each lose one more, and the corner where these meet."""
    sizes = {("a", "MG"): 3, ("a", "KE"): 40, ("a", "IN"): 12, ("b", "MG"): 13, ("b", "KE"): 60, ("b", "IN"): 14,
             ("c", "MG"): 70, ("c", "KE"): 80, ("c", "IN"): 90}  # fmt: skip
    lines = [
        worker(f"{platform}{country}{number}", "20", "10", platform=platform, country=country)
        for (platform, country), size in sizes.items()
        for number in range(size)
    ]
    found = judged(lines, TWO_WAY)
    assert found.whole["platform", "country"] == {
        ("a", "MG"): SMALL, ("a", "IN"): COMPLEMENTARY, ("b", "MG"): COMPLEMENTARY, ("b", "IN"): COMPLEMENTARY,
    }  # fmt: skip
    assert found.whole["platform",] == found.whole["country",] == {}
    assert found.dropped == ()


def test_tables_without_their_margins_are_a_mistake() -> None:
    """What they add up to binds them, whether it is asked for or not."""
    assert with_margins([("platform", "country"), ("month",)]) == (
        (), ("country",), ("month",), ("platform",), ("platform", "country"),
    )  # fmt: skip
    for tables in ((("platform",),), ((), ("platform", "country")), (*TWO_WAY, ("country", "platform"))):
        with pytest.raises(ValueError, match=r"margins|same groupings"):
            judged(random_lines(Random(1), 30), tables)


@pytest.mark.parametrize("by", [("platform", "country", "month"), ("worker",), ("worker", "month")])
def test_a_table_that_no_safe_way_is_known_for_is_wrong_use(by: By) -> None:
    """What is not known to be safe is not done; a worker is a group of one."""
    with pytest.raises(WrongUse) as refused:
        with_margins([by])
    assert refused.value.mend


# ----------------------------------------------------------------------------------------------------------- attacks


def random_lines(random: Random, workers: int) -> list[Line]:
    """Return workers with one to three stretches of work each, scattered over platforms, countries and months."""
    lines = []
    for number in range(workers):
        country = random.choice(("IN", "KE", "MG"))
        for _ in range(random.randint(1, 3)):
            skew = random.choice((1, 1, 1, 1, 30))
            lines.append(
                worker(
                    f"w{number}", str(random.randint(1, 400) * skew), str(random.randint(1, 100)),
                    platform=random.choice("aabcd"), country=country, month=random.choice(("2024-01", "2024-02")),
                )
            )  # fmt: skip
    return lines


def sums(lines: Sequence[Line], by: By, name: str) -> dict[tuple[object, ...], Decimal]:
    """Return a published sum of each group, computed here."""
    found: dict[tuple[object, ...], Decimal] = {}
    for line in added(lines, by).to_pylist():
        key = tuple(line[label] for label in by)
        found[key] = found.get(key, Decimal(0)) + line[name]
    return found


def equations(
    lines: Sequence[Line], tables: Sequence[By], hidden: Mapping[By, Mapping[tuple[str, ...], str]], name: str
) -> tuple[list[tuple[By, tuple[object, ...]]], list[tuple[list[int], Fraction]], list[Fraction]]:
    """Return (withheld groups, what the published tables say of them, their true values)."""
    values = {by: sums(lines, by, name) for by in tables}
    unknown = [(by, key) for by in tables for key in values[by] if key in hidden[by]]
    place = {cell: at for at, cell in enumerate(unknown)}
    system = []
    for wide, fine in product(tables, tables):
        if not set(wide) < set(fine):
            continue
        for key, whole in values[wide].items():
            inside = [
                cell
                for cell in values[fine]
                if all(cell[fine.index(n)] == v for n, v in zip(wide, key, strict=True))
            ]
            row, known = [0] * len(unknown), Fraction(0)
            for cell in inside:
                if (fine, cell) in place:
                    row[place[fine, cell]] += 1
                else:
                    known -= Fraction(values[fine][cell])
            if (wide, key) in place:
                row[place[wide, key]] -= 1
            else:
                known += Fraction(whole)
            if any(row):
                system.append((row, known))
    truth = [Fraction(values[by][key]) for by, key in unknown]  # type: ignore[index]
    return unknown, system, truth


Basis = tuple[list[list[Fraction]], list[int]]


def vertex(system: Sequence[tuple[list[int], Fraction]], count: int) -> Basis:
    """Return some solution x >= 0 of the system as rows solved for their basis: the first phase of the simplex method."""
    rows = []
    for number, (row, right) in enumerate(system):
        sign = 1 if right >= 0 else -1
        own = [Fraction(int(other == number)) for other in range(len(system))]
        rows.append([Fraction(sign * value) for value in row] + own + [sign * right])
    basis = [count + number for number in range(len(rows))]
    _simplex(rows, basis, [Fraction(0)] * count + [Fraction(-1)] * len(rows))
    assert all(
        row[-1] == 0 for row, own in zip(rows, basis, strict=True) if own >= count
    )  # the truth is a solution
    for number, own in enumerate(basis):  # artificial columns leave, or their rows say nothing new
        entering = next((column for column in range(count) if rows[number][column] != 0), None)
        if own >= count and entering is not None:
            _pivot(rows, basis, number, entering)
    kept = [number for number, own in enumerate(basis) if own < count]
    return [rows[number][:count] + rows[number][-1:] for number in kept], [basis[number] for number in kept]


def extreme(start: Basis, at: int, sign: int, count: int) -> Fraction | None:
    """Return the largest sign × x[at] from that vertex on, None without bound: exact."""
    rows, basis = [row[:] for row in start[0]], start[1][:]
    return _simplex(rows, basis, [Fraction(sign * int(place == at)) for place in range(count)])


def _pivot(rows: list[list[Fraction]], basis: list[int], leaving: int, entering: int) -> None:
    scale = rows[leaving][entering]
    rows[leaving] = [value / scale for value in rows[leaving]]
    for number, row in enumerate(rows):
        if number != leaving and row[entering] != 0:
            factor = row[entering]
            rows[number] = [own - factor * other for own, other in zip(row, rows[leaving], strict=True)]
    basis[leaving] = entering


def _simplex(rows: list[list[Fraction]], basis: list[int], goal: Sequence[Fraction]) -> Fraction | None:
    while True:
        gains = [
            goal[column]
            - sum(goal[own] * row[column] for row, own in zip(rows, basis, strict=True) if goal[own])
            for column in range(len(goal))
        ]
        entering = next((column for column, gain in enumerate(gains) if gain > 0), None)  # Bland: no cycles
        if entering is None:
            return sum((goal[own] * row[-1] for row, own in zip(rows, basis, strict=True)), Fraction(0))
        bounds = [
            (row[-1] / row[entering], basis[number], number)
            for number, row in enumerate(rows)
            if row[entering] > 0
        ]
        if not bounds:
            return None
        _pivot(rows, basis, min(bounds)[2], entering)


def intervals(
    lines: Sequence[Line], tables: Sequence[By], hidden: Mapping[By, Mapping[tuple[str, ...], str]], name: str
) -> Iterator[tuple[tuple[By, tuple[object, ...]], Fraction, Fraction, Fraction | None]]:
    """Yield each withheld group with its true value and what an attacker can say: not less than, not more than."""
    unknown, system, truth = equations(lines, tables, hidden, name)
    count = len(unknown)
    start = vertex(system, count)
    for at, cell in enumerate(unknown):
        least, most = extreme(start, at, -1, count), extreme(start, at, 1, count)
        yield cell, truth[at], -(least or Fraction(0)), most


def test_the_attack_finds_what_plain_suppression_leaves_open() -> None:
    """The test below would fail without complementary suppression: here only the small group is withheld, and it is solved."""
    lines = crowd(a=3, b=50, c=20)
    hidden: dict[By, dict[tuple[str, ...], str]] = {(): {}, ("platform",): {("a",): SMALL}}
    ((_, truth, least, most),) = intervals(lines, ONE_WAY, hidden, "pay")
    assert (truth, least, most) == (60, 60, 60)


def lies_in_noughts(
    lines: Sequence[Line],
    cell: tuple[By, tuple[object, ...]],
    tables: Sequence[By],
    hidden: Mapping[By, Mapping[tuple[str, ...], str]],
    name: str,
) -> bool:
    """Return whether groups that are published as nought hold all of this one: of ten and more, nobody has any."""
    own, key = cell
    for by in tables:
        split = sums(lines, (*own, *by), name)
        parts = {part[len(own) :] for part in split if part[: len(own)] == key}
        values = sums(lines, by, name)
        if all(part not in hidden[by] and values[part] == 0 for part in parts):
            return True
    return False


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(6, 60), st.sampled_from((ONE_WAY, TWO_WAY, LINKED)))
@example(54740, 15, LINKED)  # a country all of whose work is of a month in which nobody lacked anything
def test_no_withheld_sum_can_be_had_from_all_that_is_published(
    seed: int, workers: int, tables: tuple[By, ...]
) -> None:
    """Linear programming over every published table at once: each withheld pay and time keeps an interval half its size wide."""
    lines = random_lines(Random(seed), workers)
    found = judged(lines, tables, CAREFUL)
    shared = [by for by in tables if by not in found.dropped]
    layers = ((found.whole, ("pay", "working_hours")), (found.reasons["shortfall"], ("shortfall",)))
    for layer, names in layers:
        for name in names:
            whole = sums(lines, (), name)[()]
            for cell, truth, least, most in intervals(lines, shared, layer, name):
                assert least <= truth, cell
                if most is not None:
                    assert truth <= most, cell
                    assert most - least >= truth / 2, cell
                    assert most > least or whole == 0 or lies_in_noughts(lines, cell, shared, layer, name), (
                        cell
                    )


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(6, 60), st.sampled_from((ONE_WAY, TWO_WAY, LINKED)))
def test_nothing_left_of_a_published_sum_is_a_small_group(
    seed: int, workers: int, tables: tuple[By, ...]
) -> None:
    """Total or margin less its published parts: either nobody, or at least the threshold."""
    lines = random_lines(Random(seed), workers)
    found = judged(lines, tables, CAREFUL)
    for wide, fine in product(tables, tables):
        if not set(wide) < set(fine) or fine in found.dropped:
            continue
        rest: dict[tuple[object, ...], set[object]] = {}
        for line in lines:
            margin = tuple(line[name] for name in wide)
            if margin not in found.whole[wide] and tuple(line[name] for name in fine) in found.whole[fine]:
                rest.setdefault(margin, set()).add(line["worker"])
        assert all(len(people) >= CAREFUL.threshold for people in rest.values())


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(6, 60), st.sampled_from((ONE_WAY, TWO_WAY, LINKED)))
def test_every_unsafe_group_is_withheld_and_the_rest_says_why(
    seed: int, workers: int, tables: tuple[By, ...]
) -> None:
    """Small groups are small; and what is withheld whole is withheld from the comparison."""
    lines = random_lines(Random(seed), workers)
    found = judged(lines, tables, CAREFUL)
    for by in tables:
        people: dict[tuple[object, ...], set[object]] = {}
        for line in lines:
            people.setdefault(tuple(line[name] for name in by), set()).add(line["worker"])
        small = {key for key, names in people.items() if len(names) < CAREFUL.threshold}
        assert {key for key, reason in found.whole[by].items() if reason == SMALL} == small
        assert set(found.whole[by]) <= set(found.comparison[by])


def test_the_order_of_rows_and_tables_changes_nothing() -> None:
    """The same groups, whoever comes first."""
    lines = random_lines(Random(7), 50)
    backwards = withheld({by: added(lines[::-1], by) for by in LINKED[::-1]}, CAREFUL)
    assert backwards == judged(lines, LINKED, CAREFUL)


# ------------------------------------------------------------------------------------------------------------ applying


def published() -> pa.Table:
    """Return a table by platform with a figure of each kind."""
    return pa.table({
        "platform": strings("abcd"), "workers": pa.array([3, 50, 20, 30]), "pay": pa.array([Decimal(9)] * 4, pa.decimal128(38, 6)),
        "share_below_minimum": pa.array([Decimal(1)] * 4, pa.decimal128(38, 6)), "reason": strings(["", "x", "", ""]),
        "favourite_colour": strings(["red"] * 4),
    })  # fmt: skip


def test_withheld_figures_are_empty_and_say_why() -> None:
    """Every figure, in every column; names of groups stay. Which of the two is the small one is not said."""
    shown = apply(published(), ("platform",), judged(crowd(a=3, b=50, c=20, d=30)))
    assert shown.column(WHOLE).to_pylist() == [HIDDEN, "", HIDDEN, ""]
    assert shown.column(COMPARED).to_pylist() == [HIDDEN, "", HIDDEN, ""]
    assert shown.column(PARTS).to_pylist() == ["", "", "", ""]
    assert "favourite_colour" not in shown.column_names
    for name in ("workers", "pay", "share_below_minimum", "reason"):
        assert [value is None for value in shown.column(name).to_pylist()] == [True, False, True, False]
    assert shown.column("platform").to_pylist() == list("abcd")
    assert shown.column("workers").to_pylist() == [None, 50, None, 30]


def test_no_byte_of_a_withheld_figure_is_left_in_the_buffers() -> None:
    """An Arrow file of a column whose values are only masked would hold them."""
    amounts = [Decimal(123456789), Decimal(2), Decimal(987654321), Decimal(4)]
    given = published().set_column(2, "pay", pa.array(amounts, pa.decimal128(38, 6)))
    shown = apply(given, ("platform",), judged(crowd(a=3, b=50, c=20, d=30)))
    held = b"".join(
        buffer.to_pybytes()
        for chunk in shown.column("pay").chunks
        for buffer in chunk.buffers()
        if buffer is not None
    )
    for amount in (amounts[0], amounts[2]):
        assert int(amount * 10**6).to_bytes(16, "little") not in held


def test_a_table_nobody_asked_about_is_not_let_through() -> None:
    """Else it would be shared whole."""
    with pytest.raises(ValueError, match="nothing was asked"):
        apply(published(), ("country",), judged(crowd(a=3, b=50)))


def test_a_unions_tables_go_through_all_three_doors(sample_data: Path) -> None:
    """From forty members' exports to tables by country, platform and both: what is empty says why, and no name is left."""
    options = Options(roster=read_roster(str(sample_data / "roster.csv")))
    found = audit(read([str(sample_data / "union_members.csv")], options).table, options)
    tables: tuple[By, ...] = ((), ("country",), ("platform",), ("country", "platform"))
    workers = {by: found.table(("worker", *by)) for by in tables}
    rules = withheld(workers)
    key = Key(bytes(32))
    for by in tables:
        for made in (found.table(by), summary(workers[by], by, resamples=0)):
            shared = shareable(apply(made, by, rules), key)
            assert shared.num_rows == (0 if by in rules.dropped else made.num_rows)
            whole = {tuple(line[name] for name in by): line for line in made.to_pylist()}
            for line in shared.to_pylist():
                known = whole[tuple(line[name] for name in by)]
                if known["workers"] < 10:
                    assert line[WHOLE] == HIDDEN
                hidden = [value for name, value in line.items() if name not in (*by, WHOLE, COMPARED, PARTS)]
                assert all(value is None for value in hidden) == bool(line[WHOLE])
    assert SMALL in rules.whole["country",].values()


# ----------------------------------------------------------------------------------------- where little is left to hide


def test_a_family_of_one_small_group_withholds_it_and_its_total() -> None:
    """Five workers on one platform: no other group could hide them, and none is looked for."""
    found = judged(crowd(a=5))
    assert found.whole["platform",] == {("a",): SMALL}
    assert found.whole[()] == {(): SMALL}
    assert not found.dropped


def test_the_only_group_of_a_margin_takes_its_margin_with_it() -> None:
    """Five of platform a work in X, forty in Y; nobody else works in Y, so Y's total is that group: it goes too."""
    lines = [
        worker(f"{platform}{country}{number}", "20", "10", platform=platform, country=country)
        for platform, country, size in (("a", "X", 5), ("a", "Y", 40), ("b", "X", 40))
        for number in range(size)
    ]
    found = judged(lines, TWO_WAY)
    assert found.whole["platform", "country"]["a", "X"] == SMALL
    assert found.whole["platform", "country"]["a", "Y"] == COMPLEMENTARY
    assert found.whole["country",]["Y",] == COMPLEMENTARY


def test_a_table_nothing_was_asked_about_is_not_passed() -> None:
    """What may be shown of it is not known."""
    found = judged(crowd(a=40, b=40))
    with pytest.raises(ValueError, match="nothing was asked about a table by country"):
        apply(added(crowd(a=40, b=40), ("platform",)), ("country",), found)


def test_a_two_way_table_that_no_further_group_can_protect_is_not_shared_at_all() -> None:
    """Platform a is X alone and b is Y alone: what is withheld in the margins is all there is inside."""
    lines = [
        worker(f"{platform}{number}", "20", "10", platform=platform, country=country)
        for platform, country, size in (("a", "X", 3), ("b", "Y", 9))
        for number in range(size)
    ]
    found = judged(lines, TWO_WAY, CAREFUL)
    by = ("platform", "country")
    assert found.dropped == (by,)
    shown = apply(added(lines, by), by, found)
    assert (shown.num_rows, shown.column_names[-3:]) == (0, [WHOLE, COMPARED, PARTS])


def test_an_interval_that_nothing_can_widen_further_ends_the_search() -> None:
    """Both groups are withheld already; a rule that asks for ten times a group's size gets no more."""
    found = judged(crowd(a=9, b=12), rule=Rule(width=1000))
    assert found.whole["platform",] == {("a",): SMALL, ("b",): COMPLEMENTARY}
    assert found.whole[()] == {}
