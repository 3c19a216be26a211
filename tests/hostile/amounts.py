"""Cases of numbers and money: decimal marks, groups, signs, currencies, digits of other scripts, damage by spreadsheets."""

from __future__ import annotations

from hostile.make import cell, column, filed, row, table, text
from hostile.runner import Case

LEDGER = "activity,worker_id,task_id,started_at,ended_at,pay,bonus,fee,currency,status"
WORK = "task,w1,t1,2024-03-04T10:00:00Z,2024-03-04T11:00:00Z,5,,,USD,approved"
NEEDLES = {"NaN": "has no pay", "inf": "not an amount", "-inf": "not an amount", "1e309": "not an amount"}
RATES = "date,base,quote,rate\n"
CASES = (
    column("C1", "a decimal comma is a decimal mark", ["0,05", "0,10"], 0, rows=(2, 2, 0, 0), shows=["0.150000"]),
    column("C2", "a column of 1,234 alone stops with both readings", ["1,234", "5,678"], 3, "log.csv", "1,234", "--decimal ,", "--decimal ."),
    column("C2b", "1,234 beside 1,234.50 is a thousand", ["1,234", "1,234.50"], 0, rows=(2, 2, 0, 0), shows=["2468.500000"], rule="one file has one decimal mark: a cell that proves it decides for the others"),
    column("C2c", "a column of 12.500 alone stops with both readings", ["12.500", "7.250", "850"], 3, "log.csv", "12.500", "--decimal ,", "--decimal .", rule="a point and a comma are held to one rule: three digits behind either prove nothing, except in workbooks and Parquet, which keep numbers as numbers"),
    column("C2d", "12.500 beside 0.50 is twelve and a half", ["12.500", "0.50"], 0, rows=(2, 2, 0, 0), shows=["13.000000"]),
    column("C2e", "12.500 beside 1.234.567 is a thousand and more", ["12.500", "1.234.567"], 0, rows=(2, 2, 0, 0), shows=["1247067.000000"]),
    column("C3", "points and commas as decimals in one file stop it", ["0.05", "0,05"], 3, "log.csv", "comma", "point"),
    column("C4", "1.234,56 is read by the comma it proves", ["1.234,56", "2"], 0, rows=(2, 2, 0, 0), shows=["1236.560000"]),
    column("C4b", "spaces may part thousands", ["1 234,56", "1\u00a0000,00", "2\u202f000,5"], 0, rows=(3, 3, 0, 0), shows=["4235.060000"]),
    column("C4c", "apostrophes may part thousands", ["1'234.56", "0.44"], 0, rows=(2, 2, 0, 0), shows=["1235.000000"]),
    column("C5", "Indian groups are groups", ["1,23,456.78", "0.22"], 0, rows=(2, 2, 0, 0), shows=["123457.000000"]),
    column("C5b", "groups of one digit are none", ["1,2,3.5", "0.5"], 4, "log.csv, row 2", rows=(2, 1, 0, 1)),
    column("C6", "12,50 is not a thousand where the mark is a point", ["12,50", "1"], 4, '"12,50"', options=["--decimal", "."], rows=(2, 1, 0, 1)),
    cell("C6b", "two points are no number", 4, '"1.23.4"', reward="1.23.4"),
    *(cell(f"C7{letter}", f"{value} is no amount, and spoils no sum", 4, said, reward=value) for letter, (value, said) in zip("abcd", NEEDLES.items(), strict=True)),
    *(cell(f"C8{letter}", f"{value} is no amount that people write", 4, f'"{value}"', reward=value) for letter, value in zip("abc", ("1e3", "1_000", "0x10"), strict=True)),
    cell("C9", "5,000 digits are told by their length", 4, "not an amount", reward="9" * 5000),
    text("C9b", "sums beyond all pay are refused, not turned round", table(row(1, end="2025-02-04T10:00:00Z")), 3, "larger than can be added up", options=["--minimum-wage", "999999999999", "--wage-currency", "USD"]),
    cell("C10", "a negative pay counts as it stands", 0, reward="-0.05", rule="negative pay is a chargeback and counts; (5) and −5 with the sign of arithmetic are negative, too"),
    text("C10b", "(5) and −5 are negative", table(row(1, reward="(5)"), row(2, reward="\u22125"), row(3, reward="11")), rows=(3, 3, 0, 0), shows=["1.000000"]),
    text("C10c", "a negative fee is one given back", table(WORK.replace(",5,,,", ",5,,-1,"), header=LEDGER), rows=(1, 1, 0, 0), shows=["6.000000"]),
    text("C10d", "a negative bonus counts, a negative duration is left out", table("w1,2024-03-04,90,1,-0.5,USD", "w1,2024-03-04,-90,1,,USD", header="worker_id,start,active_seconds,reward,bonus,currency"), 4,
         "log.csv, row 3", '"-90"', rows=(2, 1, 0, 1), shows=["0.500000"]),
    cell("C11", "work for nothing counts its time", 0, reward="0.00"),
    *(cell(f"C12{letter}", f"{value or 'an empty cell'} is missing pay, never zero", 4, "has no pay", reward=value) for letter, value in zip("abcde", ("", "-", "N/A", "null", "#N/A"), strict=True)),
    *(cell(f"C13{letter}", f"{value} is no amount", 4, f'"{value}"', reward=value) for letter, value in zip("abc", ("free", "pending", "TBD"), strict=True)),
    text("C14", "a sign of the row's currency is read", table(row(1, reward="$0.05"), row(2, reward="US$ 5"), row(3, reward="0.05 USD")), rows=(3, 3, 0, 0), shows=["5.100000"]),
    text("C14b", "signs name the currency of a file that names none", table("w1,2024-03-04T10:00:00Z,KSh 1200.50", header="worker_id,start,reward"),
         rows=(1, 1, 0, 0), shows=["KES"], options=["--timezone", "UTC"]),
    cell("C14c", "a sign of another currency than the row's is left out", 4, "another currency", reward="€5"),
    text("C14d", "a dollar alone names no currency", table("w1,2024-03-04T10:00:00Z,$5", header="worker_id,start,reward"), 3, "log.csv", "--currency"),
    text("C15", "pay that looks like cents is suspected, not divided", table(*(row(at, reward="500") for at in range(1, 30))), 0, rows=(29, 29, 0, 0), rule="a bare number is in the currency; pay that looks like cents is in the report of suspicions"),
    cell("C15b", "5¢ is no amount", 4, "5¢", reward="5¢", rule="amounts in cents are declared in a map"),
    text("C16", "two currencies are brought to one at each day's rate", table(row(1), row(2, currency="EUR", reward="1")), rows=(2, 2, 0, 0), shows=["USD"]),
    cell("C17", "a code of four letters is no currency", 4, '"USDX"', "three capital letters", currency="USDX"),
    cell("C17b", "a currency that is dead keeps its name and finds no rate", 0, currency="VEF", rule="an unknown rate is said in the reason of the group, never a neighbour's"),
    cell("C18", "points of a platform are no currency", 4, '"coins"', currency="coins"),
    text("C18b", "a made-up currency of three letters finds no rate and is shown unknown", table(row(1, currency="ZZZ")), rows=(1, 1, 0, 0), shows=["unknown"], options=["--country", "MG", "--timezone", "UTC"]),
    Case("C19", "a day without a rate is unknown, not the nearest day's", filed({"log.csv": table(row(1, currency="MGA", reward="50").replace("2024", "1995"))}, "audit", "log.csv", "--country", "KE", "--format", "csv"),
         0, rows=(1, 1, 0, 0), shows=["unknown"]),
    Case("C20", "a rate of zero is refused", filed({"log.csv": table(row(1)), "r.csv": RATES + "2024-03-04,USD,KES,0\n"}, "audit", "log.csv", "--exchange", "r.csv"), 3, ["r.csv, row 2, column rate", "is not a rate"]),
    Case("C20b", "a rate that is no number is refused", filed({"log.csv": table(row(1)), "r.csv": RATES + "2024-03-04,USD,KES,1/140\n"}, "audit", "log.csv", "--exchange", "r.csv"), 3, ["r.csv, row 2, column rate", "is not a rate"]),
    text("C21", "ten thousand tenths are a thousand", table(*(row(at, task_id=f"n{at}", reward="0.1") for at in range(10_000))), rows=(10_000, 10_000, 0, 0), shows=["1000.000000"]),
    cell("C22", "more than six decimals are left out, never rounded", 4, "more than six decimals", reward="0.0333333333", rule="amounts have six decimals at most; what has more is left out with its row"),
    cell("C22b", "zeros beyond the sixth decimal are nothing", 0, reward="0.05000000"),
    *(cell(f"C23{letter}", f"{value} is left out, never half read", 4, value, reward=value) for letter, value in zip("abc", ("\u0663\u066b\u0665", "\u0967\u0968\u0969", "\uff11\uff12"), strict=True)),
    cell("C24", "an amount that a spreadsheet changed says so", 4, "1E+05", "looks changed by a spreadsheet", reward="1E+05"),
    cell("C24b", "an amount that a spreadsheet hid says so", 4, "########", "looks changed by a spreadsheet", reward="########"),
    cell("C24c", "an amount that became a date is left out", 4, "3-Apr", reward="3-Apr"),
    text("C25", "a bonus without a task adds pay and no time", table(WORK, "payment,w1,b1,2024-03-04,,,2,,USD,approved", header=LEDGER), rows=(2, 2, 0, 0), shows=["7.000000", "1.000000"]),
    text("C27", "rejected work keeps its time and earns nothing", table(WORK, WORK.replace("t1", "t2").replace("T10", "T12").replace("T11", "T13").replace("approved", "rejected"), header=LEDGER),
         rows=(2, 2, 0, 0), shows=["5.000000,2.500000"]),
    text("C28", "fees are taken from the pay, and shown", table(WORK.replace(",5,,,", ",5,,1,"), header=LEDGER), rows=(1, 1, 0, 0), shows=["4.000000", "1.000000"]),
)  # fmt: skip
LEFT_OUT = {
    "C26": "a bonus inside the reward cannot be told from a bonus beside it by a canonical table; each reader says what its platform writes",
}
