"""Every redenomination since 2005 by code and day: the factor of the law, the last day of the old code, the first of the new."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from wageaudit.exchange import ExchangeBook, ExchangeRate, Unknown
from wageaudit.exchange_tables import NotInUse, Published
from wageaudit.files import exchange_text
from wageaudit.supplied import exchange

DATA = Path(__file__).resolve().parent.parent / "wageaudit" / "data" / "exchange"
BOOK = ExchangeBook(exchange_text, None, "official")
DAY = timedelta(1)

# Typed by hand from the central banks' notices: old code, new code, old units for one new, first day of the new, last of the old.
FACTORS = """
VEB VEF 1000         2008-01-01  2008-06-30
VEF VES 100000       2018-08-20  2018-08-19
VES VED 1000000      2021-10-01  2021-09-30
BYB BYR 1000         *           2000-12-31
BYR BYN 10000        2016-07-01  2016-12-31
GHC GHS 10000        2007-07-03  2007-12-31
ZMK ZMW 1000         2013-01-01  2012-12-31
MRO MRU 10           2018-01-01  2018-06-30
STD STN 1000         2018-01-01  2017-12-31
SLL SLE 1000         2022-07-01  2023-12-31
ROL RON 10000        2005-07-01  2006-12-31
TRL TRY 1000000      2005-01-01  2005-12-31
AZM AZN 5000         2006-01-01  2006-12-31
MZM MZN 1000         2006-07-01  2006-12-31
SDD SDG 100          2007-01-10  2007-06-30
ZWL ZWG 2498.7242    2024-04-05  2024-08-31
TMM TMT 5000         2009-01-01  2008-12-31
SYP SYP 100          *           2025-12-31
"""
LINES = [line.split() for line in FACTORS.strip().splitlines()]


def rate(base: str, quote: str, on: date, book: ExchangeBook = BOOK) -> ExchangeRate:
    """A rate that must be known."""
    found = book.rate(base, quote, on)
    assert isinstance(found, ExchangeRate), found
    return found


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line[0]}-{line[1]}")
def test_the_list_of_codes_has_the_factor_and_the_days_of_the_law(line: list[str]) -> None:
    """A second transcription of codes.csv."""
    old, new, units, first, last = line
    rows = {
        row.split(",")[0]: row.split(",")
        for row in (DATA / "codes.csv").read_text(encoding="utf-8").splitlines()[1:]
    }
    assert rows[old][2:5] == [last, new, units]
    assert first == "*" or rows[new][1] == first


@pytest.mark.parametrize(
    "line", [line for line in LINES if line[0] not in {"SYP", "VES"}], ids=lambda line: line[0]
)
def test_the_old_code_ends_on_its_day_and_names_its_successor(line: list[str]) -> None:
    """The day after it nothing is converted, and no amount is relabelled."""
    old, new, _, _, last = line
    found = BOOK.rate(old, "USD", date.fromisoformat(last) + DAY)
    assert isinstance(found, Unknown)
    assert f"{old} is not in use after {last}, its successor is {new}" in found.reason


@pytest.mark.parametrize("line", [line for line in LINES if line[3] != "*"], ids=lambda line: line[1])
def test_the_new_code_begins_on_its_day_and_names_its_predecessor(line: list[str]) -> None:
    """The day before it nothing is converted, though its series is published back in time."""
    old, new, _, first, _ = line
    found = BOOK.rate("USD", new, date.fromisoformat(first) - DAY)
    assert isinstance(found, Unknown)
    assert f"{new} is not in use before {first}, its predecessor is {old}" in found.reason


# While both are in use a unit of the new one is the factor in the old, on a day of each.
@pytest.mark.parametrize(
    ("new", "old", "on"),
    [
        ("VEF", "VEB", "2008-03-15"), ("BYN", "BYR", "2016-11-15"), ("GHS", "GHC", "2007-10-15"), ("MRU", "MRO", "2018-03-15"),
        ("SLE", "SLL", "2023-06-15"), ("RON", "ROL", "2006-05-15"), ("TRY", "TRL", "2005-09-15"), ("AZN", "AZM", "2006-06-15"),
        ("MZN", "MZM", "2006-11-15"), ("SDG", "SDD", "2007-04-15"), ("ZWG", "ZWL", "2024-05-15"),
    ],
)  # fmt: skip
def test_while_both_codes_are_in_use_one_new_unit_is_the_factor_in_old_ones(
    new: str, old: str, on: str
) -> None:
    """To the precision of the published figures."""
    units = next(Decimal(line[2]) for line in LINES if line[0] == old)
    found = rate(new, old, date.fromisoformat(on)).rate
    assert abs(found / units - 1) < Decimal("1E-6")


# Where the new code follows the old without an overlap, the series goes on by the factor: months on either side, and the
# share by which the money itself lost or gained meanwhile.
@pytest.mark.parametrize(
    ("old", "before", "new", "after", "within"),
    [
        ("ZMK", "2012-12-10", "ZMW", "2013-01-10", "0.05"),
        ("STD", "2017-12-10", "STN", "2018-01-10", "0.05"),
        ("VES", "2021-09-10", "VED", "2021-11-10", "0.15"),
        ("SYP", "2025-12-10", "SYP", "2026-01-10", "0.01"),
    ],
)
def test_from_the_last_month_of_the_old_money_to_the_first_of_the_new_the_rate_falls_by_the_factor(
    old: str, before: str, new: str, after: str, within: str
) -> None:
    """A series that kept or skipped a unit would be off by the factor itself."""
    units = next(Decimal(line[2]) for line in LINES if line[0] == old)
    step = (
        rate("USD", old, date.fromisoformat(before)).rate / rate("USD", new, date.fromisoformat(after)).rate
    )
    assert abs(step / units - 1) < Decimal(within)


def test_venezuela_counts_in_four_monies_one_after_the_other() -> None:
    """2,147.3 bolivars a dollar were 2.1473; 248,832 were 2.49 in the unit of a later one; and so on to the digital one."""
    figures = {"VEB": ("2007-06-01", 2000, 2200), "VEF": ("2009-06-01", 2, 3), "VES": ("2020-06-01", 180_000, 220_000), "VED": ("2023-01-15", 17, 23)}  # fmt: skip
    for code, (on, low, high) in figures.items():
        assert low < rate("USD", code, date.fromisoformat(on)).rate < high, code
        for other in set(figures) - {code, "VES"}:
            assert isinstance(BOOK.rate("USD", other, date.fromisoformat(on)), Unknown), (code, other)


def test_the_first_turkmen_manat_has_rates_of_its_own_unit_or_none() -> None:
    """Its successor's series begins in 2024: nothing is multiplied back over fifteen years."""
    old = BOOK.rate("USD", "TMM", date(2008, 6, 15))
    assert isinstance(old, Unknown)
    assert "no rate of TMM for 2008-06 (the currency has no table)" in old.reason
    assert Decimal("3.4") < rate("USD", "TMT", date(2025, 3, 15)).rate < Decimal("3.6")


def test_syria_counts_in_new_pounds_from_the_first_of_january_2026_under_the_same_code() -> None:
    """Decree 293 of 2025: 100 old pounds are one new. The rate says so wherever it is used."""
    old, new = rate("USD", "SYP", date(2025, 12, 31)), rate("USD", "SYP", date(2026, 1, 1))
    assert (old.rate, new.rate) == (Decimal("11058.752"), Decimal("110.61135"))
    assert "old pounds" in old.series[0].reason
    for words in ("since 1 January 2026 one is 100 old ones", "Decree 293 of 2025", "the code stays SYP"):
        assert words in new.series[0].reason
    assert new.series[0].url.startswith("https://www.anews.com.tr/")
    assert rate("SYP", "SYP", date(2026, 1, 1)).rate == 1  # on one day one unit is one unit


@pytest.mark.parametrize(
    ("code", "written", "asked"),
    [
        ("SYP", "2025-12-30", "2026-01-02"),
        ("VES", "2021-09-29", "2021-10-02"),
        ("VES", "2018-08-18", "2018-08-21"),
    ],
)
def test_a_rate_of_the_users_own_never_crosses_a_redenomination(
    tmp_path: Path, code: str, written: str, asked: str
) -> None:
    """It serves seven days, but not for another money that the same code stands for."""
    own = tmp_path / "rates.csv"
    own.write_text(f"date,base,quote,rate,source\n{written},USD,{code},4242,mine\n", encoding="utf-8")
    book = exchange(str(own))
    assert rate("USD", code, date.fromisoformat(written), book).source == "mine"
    found = book.rate("USD", code, date.fromisoformat(asked))
    assert isinstance(found, Unknown) or found.source != "mine"


def test_a_rate_of_the_users_own_still_serves_a_week_where_the_money_stays_the_same(tmp_path: Path) -> None:
    """Also for a code that is no longer in use: the user says so."""
    own = tmp_path / "rates.csv"
    own.write_text(
        "date,base,quote,rate\n2026-01-01,USD,SYP,112\n2024-01-03,EUR,HRK,7.53\n", encoding="utf-8"
    )
    book = exchange(str(own))
    assert rate("USD", "SYP", date(2026, 1, 8), book).rate == 112
    assert rate("EUR", "HRK", date(2024, 1, 9), book).rate == Decimal("7.53")


@pytest.mark.parametrize(
    ("code", "first"), [("VES", "2018-08-20"), ("BYN", "2016-07-01"), ("ZMW", "2013-01-01")]
)
def test_a_code_is_in_use_from_its_very_first_day(code: str, first: str) -> None:
    """On the eve it is not, and its predecessor is named."""
    on = date.fromisoformat(first)
    published = Published(exchange_text, "official")
    assert published.code_on(code, on.toordinal()) == code
    with pytest.raises(NotInUse, match=f"{code} is not in use before {first}, its predecessor is"):
        published.code_on(code, on.toordinal() - 1)
