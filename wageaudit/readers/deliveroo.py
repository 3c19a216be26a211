"""Deliveroo: a rider's invoice as the PDF it comes as, as a union's parser writes JSON, or its text as a JSON list of cells.

There is no table header; the keys of an invoice, older and newer:
    {id,riderId,vehicle,zone,status,hash,start,end,shifts:[{Start,End,Hours,Orders,Pay}],adjustments:[{Label,Amount}]}
    {name,start,end,shifts:[{start,end,orders,pay,hours}],adjustments:[{label,amount}],error,currency,locale,hash}
    ["...", "Day", "Date", "Time In", ..., "Monday", "06 January 2020", "20:00", "20:43", "0.7h", "1: £10.00", "£10.00", ...]
Times:   from Time In to Time Out, waiting included, so none is inferred beyond it. A stamp's Z is false: the clock is the
         market's own; an offset is believed. Hours are rounded and are not used. A shift may run past midnight.
Money:   in pounds, or whole pence in the newer one: told by any decimal, else by the pay of an order. Drop fees are pay;
         adjustments are payments on the invoice's last day: tips, incentives, and the transaction fee, which is taken off.
Names never enter the table. An invoice that could not be parsed (status failed, or an error) is left out and listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa

from wageaudit import values
from wageaudit.arrays import MICRO, MONEY, Ints, category, column, ints, present, strings
from wageaudit.errors import InputRefused, Problem
from wageaudit.files import Source
from wageaudit.options import Options
from wageaudit.phrases import phrase
from wageaudit.readers import pdf
from wageaudit.readers.base import CERTAIN, NO, Head, Reader, Reading
from wageaudit.readers.documents import columns, read_document
from wageaudit.readers.draft import Draft
from wageaudit.readers.finish import finish
from wageaudit.readers.invoices import HEADINGS, broken_lines, cells_of, is_invoice, of_text
from wageaudit.readers.rows import joined, numbered, opaque, placed
from wageaudit.text import clean

MARKETS = {
    "en-GB": ("GB", "Europe/London"), "en-IE": ("IE", "Europe/Dublin"), "en-AU": ("AU", ""), "en-BE": ("BE", "Europe/Brussels"),
    "en-NL": ("NL", "Europe/Amsterdam"), "nl-NL": ("NL", "Europe/Amsterdam"), "fr-FR": ("FR", "Europe/Paris"),
}  # fmt: skip
MOST_MAJOR = 100  # of any currency, for one order: more is in pence
AGAIN = "parse the invoice again"
TYPE_IT = "type the invoice into a table of your own"
_FIELDS = ("pay", "bonus", "tip", "fee")
_WORDS = (
    ("tip", ("tip",)),
    ("fee", ("transaction fee", "transaction charge")),
    ("bonus", ("bonus", "incentive", "boost")),
)
PATHS = {
    name: (name,)
    for name in ("rider", "currency", "market", "start", "end", "orders", "money", "label", "id")
}
Record = dict[str, object]


def detect(head: Head) -> int:
    """CERTAIN for JSON with shifts of orders or with the cells of an invoice, and for an invoice's PDF."""
    if head.kind == "pdf":
        return CERTAIN if is_invoice(head.text) else NO
    if head.kind != "json":
        return NO
    keys = {key.casefold() for key in re.findall(r'"(\w+)"\s*:', head.text)}
    parsed = {"shifts", "adjustments"} <= keys or {"start", "end", "hours", "orders", "pay"} <= keys
    text = all(f'"{line}"' in head.text for line in HEADINGS)
    return CERTAIN if parsed or text else NO


def version(head: Head) -> str:
    """The invoice itself, its cells, or what a parser made of invoices."""
    if head.kind == "pdf":
        return phrase("an invoice as it is sent")
    cells = all(f'"{line}"' in head.text for line in HEADINGS)
    return phrase("the cells of invoices in JSON") if cells else phrase("invoices by the union's parser")


def lower(record: object) -> Mapping[str, object]:
    """An object with its keys in lower case; anything else has none."""
    return {key.casefold(): value for key, value in record.items()} if isinstance(record, Mapping) else {}


def many(value: object) -> list[object]:
    """A list as it is, anything else as none."""
    return list(value) if isinstance(value, list) else []


def _invoices(source: Source, encoding: str, problems: list[Problem]) -> list[Mapping[str, object]]:
    if source.head().startswith(pdf.MAGIC):
        text = pdf.pdf_text(source)
        problems += [
            Problem(
                "not-a-line",
                source.name,
                None,
                "",
                clean(line),
                "is a line of an invoice that cannot be read",
                TYPE_IT,
            )
            for line in broken_lines(text)
        ]
        return [of_text(list(cells_of(text)))]
    document = read_document(source, encoding)
    if isinstance(document, list) and document and all(isinstance(line, str) for line in document):
        return [of_text([str(line) for line in document])]
    found = [lower(entry) for entry in (document if isinstance(document, list) else [document])]
    if not any("shifts" in entry for entry in found):
        raise InputRefused(source.name, "holds no invoices with shifts", AGAIN)
    return found


def _records(invoice: Mapping[str, object], riders: int) -> Iterator[Record]:
    """Shifts and adjustments of one invoice; its rider is an id, or an opaque one where several are named."""
    name = str(invoice.get("name") or "")
    rider = invoice.get("riderid") or (opaque(name) if name and riders > 1 else "")
    common = {"rider": rider, "currency": invoice.get("currency"), "market": invoice.get("locale")}
    for entry in map(lower, many(invoice.get("shifts"))):
        yield {
            **common,
            **{key: entry.get(key) for key in ("start", "end", "orders")},
            "money": entry.get("pay"),
        }
    for entry in map(lower, many(invoice.get("adjustments"))):
        found = {"label": entry.get("label") or "adjustment", "money": entry.get("amount")}
        yield {
            **common,
            **found,
            "start": invoice.get("end") or invoice.get("start"),
            "id": invoice.get("hash"),
        }


def _flat(source: Source, encoding: str) -> tuple[list[Record], list[int], list[Problem]]:
    """(records, their numbers in the file, invoices that hold none)."""
    problems: list[Problem] = []
    invoices = _invoices(source, encoding, problems)
    riders = len({str(invoice.get("name") or "") for invoice in invoices})
    records: list[Record] = []
    numbers: list[int] = []
    count = len(problems)
    for invoice in invoices:
        failed = invoice.get("status") == "failed" or bool(invoice.get("error"))
        found = [] if failed else list(_records(invoice, riders))
        if not found:
            count += 1
            reason = "was not parsed" if failed else "has neither shifts nor adjustments"
            problems.append(Problem("no-invoice", source.name, count, "", "", reason, AGAIN, fault=failed))
        records += found
        numbers += range(count + 1, count + 1 + len(found))
        count += len(found)
    return records, numbers, problems


def clock(text: str) -> values.Instant:
    """A stamp by the market's clock: its Z is false, an offset is believed."""
    found = values.instant(text)
    local = found.form == values.UTC_STAMP and text.strip().endswith("Z")
    return values.Instant(found.micros, values.WALL_CLOCK) if local else found


def _in_pence(source: Source, cells: Mapping[str, pa.Array], orders: Ints, micro: Ints) -> bool:
    """Whether the amounts are hundredths. Raises InputRefused where nothing tells."""
    if any(re.search(r"[.,]\d|[^\d\s-]", text) for text in cells["money"].unique().to_pylist() if text):
        return False
    paid = (orders > 0) & (micro > 0)
    if not paid.any():
        if not micro.any():
            return False
        raise InputRefused(
            source.name, "does not tell pounds from pence", "parse the invoices with their shifts"
        )
    return bool(micro[paid].sum() / orders[paid].sum() >= MOST_MAJOR * MICRO)


def _money(draft: Draft, source: Source, cells: Mapping[str, pa.Array], mark: str) -> None:
    """Pay of shifts; adjustments into pay, bonus, tip or fee by their labels."""
    draft.text("currency", cells["currency"])
    if not present(draft.columns["currency"]).any():
        del draft.columns["currency"]
    draft.money("pay", cells["money"], mark)
    missing = ~present(draft.columns["pay"])
    draft.reject(missing, "no-amount", "pay", [], "has no amount", AGAIN)
    micro = ints(draft.columns["pay"])
    orders = ints(draft.columns["task_count"])
    if _in_pence(source, cells, orders, micro):
        micro = micro // 100
        draft.notes.append("amounts are hundredths: whole numbers, of 100 and more an order")
    labels = cells["label"].to_pylist()
    kind = np.array([_FIELDS.index(field_of(label)) for label in labels], np.int64)
    micro = np.where(kind == _FIELDS.index("fee"), np.abs(micro), micro)
    for at, name in enumerate(_FIELDS):
        draft.columns[name] = column(np.where(kind == at, micro, 0), MONEY)


def field_of(label: str) -> str:
    """Column of the task table for an adjustment of this label; a shift has none and is pay."""
    folded = label.casefold()
    return next((name for name, words in _WORDS if any(word in folded for word in words)), "pay")


def _place(draft: Draft, markets: list[str]) -> None:
    """Country and zone of the invoice's market."""
    for at, name in enumerate(("country", "timezone")):
        found = [MARKETS[market][at] if market in MARKETS else "" for market in markets]
        labels = sorted({label for label in found if label})
        if labels:
            codes = [labels.index(label) if label else -1 for label in found]
            draft.columns[name] = category(np.array(codes, np.int32), labels)


def read(bundle: Sequence[Source], options: Options) -> Reading:
    """Read one file of invoices."""
    (source,) = bundle
    records, numbers, problems = _flat(source, options.encoding)
    cells = columns(records, PATHS)
    draft = Draft(source.name, np.array(numbers, np.int64), problems, called={"pay": "pay or amount"})
    read_rows = len(records) + len(problems)
    adjustment = np.array([bool(label) for label in cells["label"].to_pylist()], np.bool_)
    draft.text("worker_id", cells["rider"])
    draft.instant("started_at", cells["start"], clock)
    draft.instant("ended_at", cells["end"], clock)
    draft.count("task_count", cells["orders"])
    endless = ~adjustment & ~present(draft.columns["ended_at"])
    draft.reject(endless, "no-end", "ended_at", [], "is a shift without an end", AGAIN)
    draft.columns["activity"] = category(adjustment.astype(np.int32), ["task", "payment"])
    draft.text("project", strings(label or "shift" for label in cells["label"].to_pylist()))
    ids = joined("/", cells["start"], cells["end"])
    extra = numbered(cells["id"], cells["start"], cells["label"], cells["money"])
    pairs = zip(ids.to_pylist(), extra.to_pylist(), adjustment.tolist(), strict=True)
    draft.columns["task_id"] = strings(other if other_row else own for own, other, other_row in pairs)
    _money(draft, source, cells, options.decimal or ".")
    _place(draft, cells["market"].to_pylist())
    mend = "add  --country GB  (or  --timezone Europe/London), where the rider works"
    return placed(finish(draft, options, READER, source, read_rows), source.name, mend=mend)


READER = Reader(
    "deliveroo", "Deliveroo invoices (PDF, or the JSON of a union's parser)", "recorded", detect, read,
    cannot_tell="waiting inside a shift; orders refused; costs of the vehicle; invoices by the day, which name no hours",
    version=version,
)  # fmt: skip
