"""What a page rests on: the law and link of each minimum wage used, exchange rates, the files read and their hashes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wageaudit.exchange import SAME_CURRENCY, SeriesUsed
from wageaudit.manifest import Input
from wageaudit.reports import evidence
from wageaudit.reports import words as shared
from wageaudit.reports.exchange_told import source_told
from wageaudit.reports.facts import Exchanged, exchanges, floors, series_used
from wageaudit.reports.figures import currencies_of
from wageaudit.reports.page import words
from wageaudit.reports.page.desk import Desk, rows
from wageaudit.reports.page.model import Block, Cell, Fact, Facts, Heading, Paragraph, Section, Table
from wageaudit.reports.page.notebook import plain, sentence
from wageaudit.reports.wrapping import TIE
from wageaudit.wages import Rate

LAWS_SHOWN, FILES_SHOWN = 150, 200
LAW_LIMIT, NOTE_LIMIT = 300, 400  # characters
RATE_FIGURES = 5  # significant figures of an exchange rate


def law(desk: Desk) -> Section:
    """The minimum wages that rows were compared with: place, day, amount, hours, law, link."""
    options, heading = desk.audit.options, desk.say(words.LAW)
    if options.minimum_wage is not None:
        wage = desk.figures.money(options.minimum_wage, options.wage_currency)
        return Section("law", heading, (Paragraph(plain(desk.say(words.OWN_FIGURE, wage=wage))),))
    used = sorted(desk.audit.rates_used(), key=lambda rate: (rate.country, rate.region, rate.start))
    used = [rate for rate in used if desk.whole or not rate.region]  # a region tells where somebody works
    if not used:
        return Section("law", heading, (Paragraph(plain(desk.say(words.NO_LAW))),))
    shown = used[:LAWS_SHOWN]
    say = desk.say
    headings = (
        Heading(say(words.PLACE_COLUMN), numeric=False), Heading(say(words.SINCE_COLUMN), numeric=False), Heading(say(words.HOURLY_COLUMN)),
        Heading(say(words.AMOUNT_COLUMN), numeric=False), Heading(say(words.LAW_COLUMN), numeric=False),
    )  # fmt: skip
    columns = [
        [Cell(desk.book.place(rate.region or rate.country) + desk.book.called(rate.name)) for rate in shown],
        [Cell(_start(desk, rate), kind="date") for rate in shown],
        [Cell(desk.figures.money(rate.hourly, rate.currency), f"{rate.hourly:f}") for rate in shown],
        [Cell(_amount(desk, rate), kind="amount") for rate in shown],
        [
            Cell(
                desk.book.reference(rate.law, LAW_LIMIT),
                kind="law",
                link=_link(rate.url),
                note=_notes(desk, rate),
            )
            for rate in shown
        ],
    ]
    blocks: list[Block] = [Table("laws", say(words.LAW_CAPTION), headings, rows(columns))]
    if len(used) > len(shown):
        told = say(
            words.LAW_MORE, shown=desk.figures.number(len(shown)), count=desk.figures.number(len(used))
        )
        blocks.append(Paragraph(plain(told), "note"))
    blocks += [Paragraph(plain(text), "note") for text in _floors(desk)]
    label, living = evidence.living(desk.book, desk.audit, desk.row)
    if living:
        blocks.append(Facts((Fact(desk.say(label), tuple(map(sentence, living))),)))
    return Section("law", heading, tuple(blocks))


def _link(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""


def _start(desk: Desk, rate: Rate) -> str:
    if rate.date_precision == "year":
        return str(rate.start.year)
    return desk.figures.day(rate.start) if rate.date_precision == "day" else desk.figures.month(rate.start)


def _amount(desk: Desk, rate: Rate) -> str:
    if rate.hours is None:
        return desk.say(shared.BY_THE_HOUR)
    text = desk.say(shared.MADE_HOURLY, **evidence.period_parts(desk.book, rate)).replace("÷ ", f"÷{TIE}")
    return f"{text[:-2]}{TIE}h" if text.endswith(" h") else text


def _notes(desk: Desk, rate: Rate) -> str:
    """How certain a record is, and where its legal hours come from."""
    notes = [desk.say(words.CERTAINTY[rate.confidence])] if rate.confidence in words.CERTAINTY else []
    if rate.hours_source:
        notes.append(desk.say(words.HOURS_BY, source=desk.book.reference(rate.hours_source, LAW_LIMIT)))
    return "; ".join(notes)


def _floors(desk: Desk) -> list[str]:
    return [
        desk.say(
            shared.FLOOR,
            place=desk.book.place(rate.region or rate.country),
            date=desk.figures.day(rate.confirmed_until),
        )
        for rate in floors(desk.audit)
        if desk.whole or not rate.region
    ]


def _source(desk: Desk, used: Exchanged) -> str:
    return desk.book.reference(source_told(used.source, desk.figures), LAW_LIMIT)


def exchange(desk: Desk) -> Section:
    """The rates at which pay was converted."""
    rows_of_workers = [{"currency": desk.row["currency"]}]
    target = str(desk.row["currency"] or "") if currencies_of(rows_of_workers) else ""
    used = [one for one in exchanges(desk.audit, target) if one.source != SAME_CURRENCY]
    heading, say = desk.say(words.EXCHANGE), desk.say
    if not used:
        return Section("exchange", heading, (Paragraph(plain(say(words.NO_EXCHANGE))),))
    columns = [
        (Heading(say(words.PAIR_COLUMN), numeric=False), [Cell(say(words.PAIR, base=one.base, quote=one.quote)) for one in used]),
        (Heading(say(words.LOW_COLUMN)), [Cell(_rate(desk, one, one.low), f"{one.low:f}") for one in used]),
        (Heading(say(words.HIGH_COLUMN)), [Cell(_rate(desk, one, one.high), f"{one.high:f}") for one in used]),
        (Heading(say(words.DATES_COLUMN), numeric=False), [Cell(_dates(desk, one), kind="date") for one in used]),
        (Heading(say(words.SOURCE_COLUMN), numeric=False), [Cell(_source(desk, one), kind="law", link=_link(one.url)) for one in used]),
    ]  # fmt: skip
    if not desk.whole:  # a rate of one day tells on which day somebody worked
        columns = [columns[0], columns[-1]]
    headings = tuple(heading for heading, _ in columns)
    table = Table("rates", say(words.EXCHANGE_CAPTION), headings, rows([cells for _, cells in columns]))
    return Section("exchange", heading, (table, *(_series(desk, one) for one in series_used(used))))


def _series(desk: Desk, used: SeriesUsed) -> Paragraph:
    """Which of two rates of a currency was taken, and why."""
    message = shared.SERIES_DEFAULT if used.series == used.default else shared.SERIES_CHOSEN
    parts = evidence.series_parts(desk.say, used, desk.figures.told(used.reason, LAW_LIMIT))
    return Paragraph(plain(desk.say(message, **parts)), "note")


def _rate(desk: Desk, one: Exchanged, value: Any) -> str:  # noqa: ANN401 - a decimal
    return desk.figures.number(value, min(max(RATE_FIGURES - 1 - one.high.adjusted(), 0), 8))


def _dates(desk: Desk, one: Exchanged) -> str:
    shown = desk.figures.month if one.period == "month" else desk.figures.day
    if one.first == one.last:
        return shown(one.first)
    return desk.say(shared.FROM_TO, first=shown(one.first), last=shown(one.last))


def manifest(desk: Desk) -> Section:
    """Files, reference files, options and hashes, as the manifest has them; without one, the files alone."""
    found = desk.manifest or {}
    blocks: list[Block] = []
    told = desk.whole
    if told:
        blocks += _files(desk, found)
    else:
        count = len(desk.run.reading.files)
        blocks.append(Paragraph(plain(desk.counted(words.FILES_TOGETHER, count))))
    reference = [one for one in _entries(found, "reference") if told or _may_be_named(one)]
    if reference:
        blocks.append(_reference(desk, reference))
    options = found.get("options")
    if told and isinstance(options, Mapping) and options:
        blocks.append(_options(desk, options))
    if found.get("sha256"):
        blocks.append(Paragraph(plain(desk.say(words.SEALED, hash=found["sha256"])), "note hash"))
    if found and told:
        blocks.append(Paragraph(plain(desk.say(words.VERIFY)), "note"))
    return Section("manifest", desk.say(words.MANIFEST), tuple(blocks))


def _may_be_named(entry: Mapping[str, Any]) -> bool:
    """Whether a page for passing on may name a reference file: not the user's own, nor a region's, which tells where somebody works."""
    return not entry.get("own") and "-" not in str(entry.get("name", "")).rpartition("/")[2]


def _entries(found: Mapping[str, object], name: str) -> list[Mapping[str, Any]]:
    entries = found.get(name)
    return [one for one in entries if isinstance(one, Mapping)] if isinstance(entries, Sequence) else []


def _input(entry: Mapping[str, Any]) -> Input:
    """An input as a manifest has it; what is missing is empty."""
    rows = entry.get("rows", {})
    name, digest, reader, view = (str(entry.get(key, "")) for key in ("name", "sha256", "reader", "coverage"))
    read, left, size = int(rows.get("read", 0)), int(rows.get("left_out", 0)), int(entry.get("size", 0))
    return Input(name, size, digest, reader, view, rows_read=read, rows_left_out=left)


def _inputs(desk: Desk, found: Mapping[str, object]) -> list[Input]:
    """The files of the manifest; without one, those that were read, without hashes."""
    return [_input(one) for one in _entries(found, "inputs")] or [
        Input(
            desk.extent.named(file.name), file.size, "", file.reader, file.coverage, file.rows_read,
            rows_left_out=file.rows_left_out,
        )
        for file in desk.run.reading.files
    ]  # fmt: skip


def _files(desk: Desk, found: Mapping[str, object]) -> list[Block]:
    """Each file: its name, what it was read as, whose view it is, its rows, its bytes and their hash."""
    figures, say, lines = desk.figures, desk.say, _inputs(desk, found)
    shown = lines[:FILES_SHOWN]
    words_of = (words.FILE_COLUMN, words.READER_COLUMN, words.VIEW_COLUMN)
    headings = [Heading(say(text), numeric=False) for text in words_of]
    headings += [Heading(say(text)) for text in (words.READ_COLUMN, words.LEFT_OUT_COLUMN, words.SIZE_COLUMN)]
    counts = [
        [one.rows_read for one in shown],
        [one.rows_left_out for one in shown],
        [one.size for one in shown],
    ]
    columns = [
        [Cell(desk.recorded(one.name, LAW_LIMIT), outside=True) for one in shown],
        [Cell(one.reader) for one in shown],
        [Cell(say(words.VIEWS.get(one.coverage, one.coverage))) for one in shown],
        *([Cell(figures.number(count), str(count)) for count in own] for own in counts),
    ]
    if any(one.sha256 for one in shown):
        headings.append(Heading(say(words.HASH_COLUMN), numeric=False))
        columns.append([Cell(one.sha256, kind="hash") for one in shown])
    blocks: list[Block] = [Table("files", say(words.FILES_CAPTION), tuple(headings), rows(columns))]
    if len(lines) > len(shown):
        told = say(words.FILES_MORE, shown=figures.number(len(shown)), count=figures.number(len(lines)))
        blocks.append(Paragraph(plain(told), "note"))
    return blocks


def _reference(desk: Desk, entries: Sequence[Mapping[str, Any]]) -> Table:
    say, shown = desk.say, entries[:FILES_SHOWN]
    texts = (words.FILE_COLUMN, words.KIND_COLUMN, words.VERSION_COLUMN, words.HASH_COLUMN)
    columns = [
        [
            Cell(desk.figures.outside(str(one.get(name, "")), LAW_LIMIT), kind=kind, outside=name == "name")
            for one in shown
        ]
        for name, kind in (("name", ""), ("kind", ""), ("version", ""), ("sha256", "hash"))
    ]
    return Table(
        "reference",
        say(words.REFERENCE_CAPTION),
        tuple(Heading(say(text), numeric=False) for text in texts),
        rows(columns),
    )


def _options(desk: Desk, options: Mapping[str, Any]) -> Table:
    """Options by the names a manifest has for them."""
    say = desk.say
    lines = [(str(name), _value(value)) for name, value in sorted(options.items()) if value]
    columns = [
        [Cell(name, kind="code") for name, _ in lines],
        [Cell(desk.figures.outside(value, LAW_LIMIT), outside=True) for _, value in lines],
    ]
    headings = (
        Heading(say(words.OPTION_COLUMN), numeric=False),
        Heading(say(words.VALUE_COLUMN), numeric=False),
    )
    return Table("options", say(words.OPTIONS_CAPTION), headings, rows(columns))


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
