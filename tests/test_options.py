"""Options of a program's own: whatever a field is given, it is taken and audits, or it is wrong use with what to give instead."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import wageaudit
from wageaudit.engine import tasks_from_rows
from wageaudit.errors import WageauditError, WrongUse
from wageaudit.manifest import as_json
from wageaudit.options import LARGEST, Options, RosterEntry
from wageaudit.readers.base import Reading
from wageaudit.recording import Witness, record

FIELDS = tuple(one.name for one in dataclasses.fields(Options))
ROWS: list[dict[str, object]] = [
    {
        "worker_id": "w1", "platform": "p", "requester": "r", "started_at": f"2024-06-03T1{hour}:00:00+03:00",
        "ended_at": f"2024-06-03T1{hour}:40:00+03:00", "pay": pay, "currency": "USD", "status": status,
    }
    for hour, pay, status in [(0, "0.50", "approved"), (1, "1000000000000", "pending"), (2, "-0.25", "rejected")]
]  # fmt: skip
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**14, 10**5000, -1, 0, 10**12, 10**12 + 1, 10**6 + 1]),
    st.floats(),
    st.decimals(),
    st.decimals(min_value=0, max_value=10**12, places=6),
    st.sampled_from([Decimal("sNaN"), Decimal("-0"), Decimal("1E+400"), Decimal("1E-400"), Decimal("1E+6")]),
    st.text(max_size=12),
    st.sampled_from(["include", "week", "official", "USD", "usd", "MG", "US-WA", "US-WA/Seattle", ",", "dmy", "task", "utf-8", "hex"]),
    st.sampled_from(["Africa/Nairobi", "../etc", "a\0b", "\ud800", "x" * 5000, "", " ", "nan", "UTC"]),
    st.binary(max_size=4),
    st.dates(),
    st.datetimes(),
    st.lists(st.text(max_size=4), max_size=2),
    st.tuples(st.text(max_size=4)),
    st.dictionaries(st.text(max_size=2), st.text(max_size=2), max_size=2),
    st.builds(dict, w1=st.builds(RosterEntry, st.text(max_size=3), st.text(max_size=3), st.text(max_size=3), st.text(max_size=3))),
    st.builds(object),
)  # fmt: skip


def audited(options: Options) -> None:
    """All that an audit of rows, of money near the largest too, is asked for; what cannot be done is said."""
    reading: Reading = tasks_from_rows(ROWS, options)
    found = wageaudit.audit(reading.table, options)
    found.table(("worker", "week"))
    found.ledger()
    found.suspicions()
    as_json(record("audit", ["a.csv"], options, reading, found, Witness(), ()))


@given(st.dictionaries(st.sampled_from(FIELDS), ODD, min_size=1, max_size=3))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_a_field_is_given_it_is_taken_or_refused_with_what_to_give(
    choices: Mapping[str, object],
) -> None:
    """No other error comes of it, neither when it is chosen nor in the audit; what is refused says how to mend it."""
    mends: list[str] = []
    try:
        audited(Options(**choices))  # type: ignore[arg-type]
    except WageauditError as refused:
        mends.append(refused.mend)
    assert all(mends)


@given(st.sampled_from(sorted(LARGEST)), st.decimals(min_value=0, max_value=10**6 - 1, places=6))
@settings(max_examples=100, deadline=None)
def test_every_amount_in_range_is_taken_and_audits(name: str, value: Decimal) -> None:
    """The figure that was given is the figure that is kept."""
    more = {"wage_currency": "USD"} if name == "minimum_wage" else {}
    options = Options(**({name: value + Decimal("0.000001")} | more))  # type: ignore[arg-type]
    assert getattr(options, name) == value + Decimal("0.000001")
    audited(options)


@pytest.mark.parametrize(
    ("choices", "mend"),
    [
        ({"minimum_wage": 1e14, "wage_currency": "USD"}, 'at most 1,000,000,000,000, six decimals), as Decimal("7.25")'),
        ({"minimum_wage": Decimal("1e14"), "wage_currency": "USD"}, "at most 1,000,000,000,000"),
        ({"minimum_wage": Decimal(0), "wage_currency": "USD"}, "more than 0"),
        ({"minimum_wage": Decimal("0.0000001"), "wage_currency": "USD"}, "six decimals"),
        ({"minimum_wage": Decimal("NaN"), "wage_currency": "USD"}, "more than 0"),
        ({"gap_minutes": Decimal("Infinity")}, "at most 1,000,000"),
        ({"gap_minutes": Decimal(-1)}, "0 or more"),
        ({"gap_minutes": 0.5}, 'Decimal("7.25")'),
        ({"gap_minutes": "5"}, 'Decimal("7.25")'),
        ({"max_task_minutes": True}, "0 or more"),
        ({"piece_rate": 10**13}, "at most 1,000,000,000,000"),
        ({"minimum_wage": Decimal(5)}, 'wage_currency="USD"'),
        ({"wage_currency": "USD"}, 'minimum_wage=Decimal("1.50")'),
        ({"period": "fortnight"}, '"week", "day", "month", "whole"'),
        ({"pending": ""}, '"include", "exclude"'),
        ({"currency": "usd"}, "three capital letters"),
        ({"display_currency": ""}, "three capital letters"),
        ({"country": "Madagascar"}, "ISO 3166-1"),
        ({"region": "us-wa"}, "US-WA"),
        ({"timezone": "Nairobi"}, "Africa/Nairobi"),
        ({"encoding": "hex"}, "utf-8"),
        ({"wages_files": "wages.toml"}, '("wages.toml",)'),
        ({"roster": {"A": "KE"}}, "RosterEntry"),
        ({"roster": {"A": RosterEntry(country=7)}}, "as text"),  # type: ignore[arg-type]
        ({"worker": "\ud800"}, "no Unicode text"),
        ({"map": Path("my.toml")}, "as text"),
        ({"as_of": "2024-06-03"}, "date(2026, 11, 22)"),
        ({"as_of": datetime(2024, 6, 3)}, "date(2026, 11, 22)"),  # noqa: DTZ001 - refused for being no day
    ],
)  # fmt: skip
def test_what_no_field_can_be_is_wrong_use_with_what_to_give(
    choices: Mapping[str, object], mend: str
) -> None:
    """Out of range, not a number, negative, of another type."""
    with pytest.raises(WrongUse) as refused:
        Options(**choices)  # type: ignore[arg-type]
    assert mend in refused.value.mend


def test_whole_numbers_lists_and_signs_of_nought_become_what_a_manifest_can_say_again() -> None:
    """5 is Decimal(5), a list a tuple, -0 is 0, and 1E+2 a hundred."""
    options = Options(gap_minutes=5, wages_files=["a.toml"])  # type: ignore[arg-type]
    assert (options.gap_minutes, type(options.gap_minutes)) == (5, Decimal)
    assert options.wages_files == ("a.toml",)
    assert str(Options(gap_minutes=Decimal("-0")).gap_minutes) == "0"
    assert f"{Options(gap_minutes=Decimal('1E+2')).gap_minutes:f}" == "100"
    assert Options(as_of=date(2024, 6, 3)).as_of == date(2024, 6, 3)


def test_the_precision_a_program_counts_with_changes_no_option() -> None:
    """A context of two digits rounds nothing here."""
    with localcontext() as context:
        context.prec = 2
        options = Options(minimum_wage=Decimal("1234.567891"), wage_currency="USD")
    assert options.minimum_wage == Decimal("1234.567891")


def test_a_change_of_options_is_judged_too() -> None:
    """As dataclasses.replace makes it."""
    with pytest.raises(WrongUse, match="gap_minutes cannot be"):
        dataclasses.replace(Options(), gap_minutes=Decimal("nan"))
