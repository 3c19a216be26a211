"""Text into values: what is read, to the last digit, and what is refused with which mend."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wageaudit.values import (
    DATE_ONLY,
    UTC_STAMP,
    WALL_CLOCK,
    Fault,
    Money,
    count,
    date_order_evidence,
    decimal_evidence,
    instant,
    label,
    money,
    region,
    seconds,
    zone_minutes,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(*moment: int) -> int:
    """An instant of UTC [µs]."""
    return (datetime(*moment, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)  # type: ignore[misc,arg-type]


# ---------------------------------------------------------------------------------------------------------------- money


@pytest.mark.parametrize(
    ("text", "mark", "micro", "currency"),
    [
        ("0.008", ".", 8_000, ""),
        ("$1.50", ".", 1_500_000, ""),  # a dollar is several currencies'
        ("€ 1.234,5", ",", 1_234_500_000, "EUR"),
        ("1,234.5 EUR", ".", 1_234_500_000, "EUR"),
        ("1 234 567,25", ",", 1_234_567_250_000, ""),
        ("12,34,567", ".", 1_234_567_000_000, ""),  # lakhs
        ("(5.00)", ".", -5_000_000, ""),
        ("-5", ".", -5_000_000, ""),
        ("−5", ".", -5_000_000, ""),
        ("EUR -5", ".", -5_000_000, "EUR"),
        (".5", ".", 500_000, ""),
        ("0.1234560", ".", 123_456, ""),  # a seventh place that says nothing
        ("1000000000000", ".", 10**18, ""),  # the largest
    ],
)
def test_an_amount_is_read_to_the_last_digit(text: str, mark: str, micro: int, currency: str) -> None:
    """In micro-units, with the currency that its sign or code proves."""
    found = money(text, mark)
    assert (found.micro, found.currency) == (micro, currency)


@pytest.mark.parametrize(
    ("text", "mark", "code", "mend"),
    [
        ("(-5)", ".", "not-money", "write -5"),
        ("-EUR-5", ".", "not-money", "write -5"),
        ("EUR 5 USD", ".", "not-money", "write it as 0.05, without words"),
        ("1e3", ".", "not-money", "spreadsheet"),
        ("####", ".", "not-money", "spreadsheet"),
        ("five", ".", "not-money", "write it as 0.05, without words"),
        ("1.2.3", ".", "not-money", "write it as 0.05"),
        ("1.234,5", ".", "not-money", "--decimal ,"),
        ("1,5", ".", "not-money", "--decimal ,"),
        ("1.5", ",", "not-money", "--decimal ."),
        ("1,23.5", ".", "not-money", "--decimal ,"),
        ("1,234'567", ".", "not-money", "--decimal ,"),
        ("1'234 567", ".", "not-money", "write it as 0.05"),
        ("0.1234567", ".", "too-many-decimals", "yourself"),
        ("1000000000001", ".", "too-large", "column"),
        ("1" * 41, ".", "not-money", "without words"),
    ],
)
def test_what_is_no_amount_is_refused_with_what_mends_it(text: str, mark: str, code: str, mend: str) -> None:
    """Nothing is rounded, and no group of digits is guessed at."""
    with pytest.raises(Fault) as refused:
        money(text, mark)
    assert refused.value.code == code
    assert mend in refused.value.mend


def test_a_sign_of_several_currencies_names_them_all() -> None:
    """A dollar is not one money; a euro is."""
    assert money("$1").units() > {"USD", "CAD"}
    assert money("€1").units() == {"EUR"}
    assert money("1").units() == frozenset()
    assert Money(1, "", frozenset({"USD"})).units() == {"USD"}


@pytest.mark.parametrize(
    ("text", "proved"),
    [
        ("1,234.5", "."), ("1.234,5", ","), ("0,5", ","), ("0,125", ","), ("12,3456", ","), ("1,234", "?"), ("1234,567", ","),
        ("123,456", "?"), (",125", ","), ("1.234", "!"), ("0.125", "."), (".125", "."), ("1.5", "."), ("1,234,567", "."), ("15", ""),
        ("1.234.567", ","), ("12.500", "!"), ("-999.999", "!"), ("1234.567", "."), ("1.23.4", ""), ("1,23,456", "."), ("1,2,3", ""), ("1.2345", "."),
    ],
)  # fmt: skip
def test_an_amount_proves_its_decimal_mark_or_says_that_it_does_not(text: str, proved: str) -> None:
    """Three digits after one comma, or one point, may be thousands; a mark that stands twice parts them."""
    assert decimal_evidence(text) == proved


# --------------------------------------------------------------------------------------------------- counts and seconds


@pytest.mark.parametrize(("text", "number"), [("0", 0), (" 12 ", 12), ("12.0", 12), ("1000000000", 10**9)])
def test_a_count_is_a_whole_number(text: str, number: int) -> None:
    """As spreadsheets write it, too."""
    assert count(text) == number


@pytest.mark.parametrize("text", ["-1", "1.5", "1000000001", "12345678901", "one", ""])
def test_what_is_no_count_is_refused(text: str) -> None:
    """Half a task is none, and nobody did a thousand million."""
    with pytest.raises(Fault, match="whole number"):
        count(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [("35.5", 35_500_000), ("0", 0), ("02:15", 135_000_000), ("1:30:00", 5_400_000_000), ("1:02:03,25", 3_723_250_000),
     ("31622400", 31_622_400_000_000)],
)  # fmt: skip
def test_a_duration_is_seconds_or_a_clock(text: str, found: int) -> None:
    """Up to a leap year."""
    assert seconds(text) == found


@pytest.mark.parametrize("text", ["31622400.000001", "-0.5", "5 EUR"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    """Longer than a year, before it began, or money."""
    with pytest.raises(Fault) as refused:
        seconds(text)
    assert refused.value.code == "not-a-duration"


# ---------------------------------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("text", "found"),
    [(" us-wa ", "US-WA"), ("us-wa/Seattle", "US-WA/Seattle"), ("mx/northern_border", "MX/northern_border")],
)
def test_a_region_is_written_with_its_country(text: str, found: str) -> None:
    """Codes in capitals, places as they are."""
    assert region(text) == found


@pytest.mark.parametrize("text", ["US", "Seattle", "US-WASH", ""])
def test_what_is_no_region_is_refused(text: str) -> None:
    """A country alone is no region."""
    with pytest.raises(Fault, match="not a region"):
        region(text)


def test_an_id_loses_white_space_and_the_guard_against_formulas() -> None:
    """And nothing else; letters are composed."""
    assert label("\ufeff w1\u00a0") == "w1"
    assert label("'=1") == "=1"
    assert label("'quoted'") == "'quoted'"
    assert label("e\u0301") == "\u00e9"


def test_a_nul_byte_names_the_encoding_that_leaves_it() -> None:
    """It is what UTF-16 looks like when read as something else."""
    with pytest.raises(Fault) as refused:
        label("w\x001")
    assert "utf-16" in refused.value.mend


# ------------------------------------------------------------------------------------------------------------- instants


@pytest.mark.parametrize(
    ("text", "order", "moment", "form"),
    [
        ("2024-03-04T10:00:00+03:00", "", (2024, 3, 4, 7), UTC_STAMP),
        ("2024-03-04 10:00:00-0530", "", (2024, 3, 4, 15, 30), UTC_STAMP),
        ("2024-03-04T10:00:00 PST", "", (2024, 3, 4, 18), UTC_STAMP),
        ("2024-03-04T10:00+01", "", (2024, 3, 4, 9), UTC_STAMP),
        ("2024-03-04T10:00:00.25", "", (2024, 3, 4, 10, 0, 0, 250_000), WALL_CLOCK),
        ("2024-03-04", "", (2024, 3, 4), DATE_ONLY),
        ("03/04/2024 12:05 AM", "dmy", (2024, 4, 3, 0, 5), WALL_CLOCK),
        ("03/04/2024, 12:05 pm", "mdy", (2024, 3, 4, 12, 5), WALL_CLOCK),
        ("03.04.2024 1:05:09 pm", "mdy", (2024, 3, 4, 13, 5, 9), WALL_CLOCK),
        ("2024-03-04 23:59:59", "", (2024, 3, 4, 23, 59, 59), WALL_CLOCK),
        ("1990-01-01T00:00:00Z", "", (1990, 1, 1), UTC_STAMP),
        ("2059-12-31T23:59:59.999999Z", "", (2059, 12, 31, 23, 59, 59, 999_999), UTC_STAMP),
        ("2024-03-04T10:00:00+23:59", "", (2024, 3, 3, 10, 1), UTC_STAMP),
    ],
)
def test_a_stamp_is_read_to_the_microsecond(
    text: str, order: str, moment: tuple[int, ...], form: int
) -> None:
    """In UTC where it says its offset, else as the wall clock showed it."""
    found = instant(text, order)
    assert (found.micros, found.form) == (micros(*moment), form)


@pytest.mark.parametrize(
    ("text", "order", "code"),
    [
        ("yesterday", "", "not-an-instant"),
        ("2024-03-04T10:00:00.1234567Z", "", "not-an-instant"),
        ("2024-02-30", "", "not-an-instant"),
        ("03/04/2024", "", "ambiguous-date"),
        ("03/04/2024 0:05 AM", "dmy", "not-an-instant"),
        ("03/04/2024 13:05 PM", "dmy", "not-an-instant"),
        ("2024-03-04 24:00", "", "not-an-instant"),
        ("2024-03-04 10:60", "", "not-an-instant"),
        ("2024-03-04 10:00:60", "", "not-an-instant"),
        ("2024-03-04T10:00:00+24:00", "", "unknown-zone"),
        ("2024-03-04T10:00:00+05:60", "", "unknown-zone"),
        ("2024-03-04T10:00:00 IST", "", "unknown-zone"),
        ("1989-12-31T23:59:59.999999Z", "", "out-of-time"),
        ("2060-01-01T00:00:00Z", "", "out-of-time"),
    ],
)
def test_what_is_no_stamp_is_refused(text: str, order: str, code: str) -> None:
    """No day that is none, no hour that is none, no offset that no zone has."""
    with pytest.raises(Fault) as refused:
        instant(text, order)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("13/12/2024", "dmy"),
        ("12/13/2024", "mdy"),
        ("12/12/2024", ""),
        ("13/13/2024", ""),
        ("2024-03-04", ""),
    ],
)
def test_a_date_proves_its_order_only_by_a_day_past_twelve(text: str, order: str) -> None:
    """There are twelve months."""
    assert date_order_evidence(text) == order


def test_an_offset_is_counted_in_minutes_with_its_sign() -> None:
    """East is later."""
    assert [zone_minutes(text) for text in ("+05:45", "-0330", "+01", "Z", "EST")] == [345, -210, 60, 0, -300]
