"""Pages taken apart for tests: elements, tables with their exact figures, and logs made to be rendered."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "input", "link", "path", "line", "rect", "circle"}
PLACES = (
    ("MG", "MGA", "Indian/Antananarivo", 1515),
    ("KE", "KES", "Africa/Nairobi", 99),
    ("BR", "BRL", "America/Sao_Paulo", 6),
    ("FR", "EUR", "Europe/Paris", 12),
    ("VE", "VES", "America/Caracas", 4),
)  # country, currency, zone, and what an hour is about worth there
OFTEN = (40, 26, 18, 14, 2)
HEADER = [
    "worker_id",
    "platform",
    "requester",
    "project",
    "activity",
    "status",
    "started_at",
    "ended_at",
    "pay",
    "currency",
    "country",
    "timezone",
]


@dataclass
class Element:
    """An element with what is in it."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def text(self) -> str:
        """All text in it."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def all(self, *tags: str) -> Iterator[Element]:
        """It and everything in it, of these tags; of all where none is named."""
        if not tags or self.tag in tags:
            yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.all(*tags)

    def one(self, name: str) -> Element:
        """The element with this id."""
        (found,) = [element for element in self.all() if element.attributes.get("id") == name]
        return found


class _Builder(HTMLParser):
    """Strict about what is open: every end tag closes the element opened last."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def error(self, message: str) -> None:
        raise AssertionError(message)


def parsed(page: str) -> Element:
    """The page as a tree; fails where elements are not closed in order."""
    builder = _Builder()
    builder.feed(page)
    builder.close()
    assert [element.tag for element in builder.open] == [""], "elements are left open"
    return builder.root


def table(page: Element, name: str) -> tuple[list[str], list[list[tuple[str, str]]]]:
    """(headings, rows of (text, exact figure or "")) of the table with this id."""
    found = page.one(name)
    headings = [cell.text() for head in found.all("thead") for cell in head.all("th")]
    rows = [
        [
            (cell.text().strip(), next((one.attributes["value"] for one in cell.all("data")), ""))
            for cell in row.all("th", "td")
        ]
        for body in found.all("tbody", "tfoot")
        for row in body.all("tr")
    ]
    return headings, rows


def shown(text: str) -> tuple[Decimal, Decimal]:
    """(figure that a text shows in English, half of its last place)."""
    digits = "".join(character for character in text if character.isdigit() or character in ".-")
    value = Decimal(digits)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return value, Decimal(1).scaleb(exponent) / 2


def invented(workers: int, rows: int, seed: int = 6) -> str:
    """A canonical CSV of invented work: several countries, platforms and months, bursts and pauses, some of it unpaid."""
    chance = random.Random(seed)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    for worker in range(workers):
        country, currency, zone, worth = chance.choices(PLACES, OFTEN)[0]
        factor = chance.lognormvariate(0, 0.35)
        moment = datetime(
            2024, chance.randint(1, 5), chance.randint(1, 28), chance.randint(5, 20), tzinfo=UTC
        )
        for row in range(rows):
            long = chance.randint(60, 1500)
            moment += timedelta(
                seconds=chance.choice([20, 60, 200, 600, 900, 3000, 60_000 if row % 7 == 0 else 4000])
            )
            end = moment + timedelta(seconds=long)
            activity = chance.choices(["task", "training", "waiting"], [90, 4, 6])[0]
            status = (
                chance.choices(["approved", "rejected", "pending"], [92, 5, 3])[0]
                if activity == "task"
                else "approved"
            )
            pay = worth * long / 3600 * factor * 1.35 * chance.uniform(0.6, 1.4) if activity == "task" else 0
            writer.writerow([
                f"m-{worker:05d}", chance.choice(["label-desk", "task-desk", "voice-mill"]), f"req-{chance.randint(1, 14)}",
                chance.choice(["images", "speech", "ranking", "surveys"]), activity, status, moment.isoformat(), end.isoformat(),
                f"{pay:.4f}", currency, country, zone,
            ])  # fmt: skip
            moment = end
    return stream.getvalue()
