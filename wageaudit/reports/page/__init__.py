"""The page: one self-contained HTML document with pictures, to read, print or hand in. Receives a run, computes nothing.

No script, no network, no font or picture from elsewhere: a strict Content-Security-Policy holds what the template says.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from wageaudit import __version__
from wageaudit.crowds import FEWEST
from wageaudit.errors import WrongUse
from wageaudit.phrases import phrase
from wageaudit.reports import words as shared
from wageaudit.reports.facts import known, rows_of

if TYPE_CHECKING:
    from wageaudit.engine import Run
    from wageaudit.reports.page.desk import Desk
    from wageaudit.reports.page.model import Page, Picture, Section

NEEDED = ("altair", "jinja2", "vl_convert")
INSTALL = 'pip install "wageaudit[report]"'


def ready() -> None:
    """Raise WrongUse where what draws and lays out pages is not installed."""
    if any(find_spec(name) is None for name in NEEDED):
        raise WrongUse(phrase("pages need Altair, vl-convert and Jinja, which are not installed"), INSTALL)


def render(
    run: Run,
    *,
    language: str = "en",
    workers: bool = False,
    manifest: Mapping[str, object] | None = None,
) -> str:
    """The page of a run as HTML text.

    language: a tag as of language.normal(); workers: show single workers also where there are ten or more;
    manifest: as manifest.document() lays it out. Raises WrongUse where the extra `report` is not installed.
    """
    ready()
    return _html(_page(run, language, manifest, workers=workers))


def _page(run: Run, language: str, manifest: Mapping[str, object] | None, *, workers: bool) -> Page:
    """Everything the page says."""
    from wageaudit.reports.page import answer, words
    from wageaudit.reports.page.desk import desk
    from wageaudit.reports.page.model import Page
    from wageaudit.reports.page.notebook import plain

    found = rows_of(run.audit.table(()))
    if not found:
        return _empty(run, language, manifest)
    (row,) = found
    count = known(row, "workers")
    made = desk(run, row, language, manifest, whole=workers or count < FEWEST)
    first, after = answer.answer(made)
    hero, sections = _one(made) if made.alone else _many(made)
    hand = words.WHOLE_ONE if made.alone else words.WHOLE_MANY if made.whole else words.SHAREABLE
    return Page(
        language=language.replace("_", "-"),
        title=made.say(words.TITLE),
        kicker=made.say(words.KICKER),
        masthead=answer.masthead(made),
        answer=first,
        hero=hero,
        after=after,
        sections=tuple(section for section in sections if section is not None),
        foot=(plain(made.say(hand)), plain(made.say(words.MADE_BY, version=__version__))),
        words=_words(made),
    )


def _words(made: Desk) -> dict[str, str]:
    from wageaudit.reports.page import words

    return {
        "behind": made.say(words.TABLE_BEHIND),
        "contents": made.say(words.CONTENTS),
        "scrolls": made.say(words.SCROLLS, caption="{}"),
    }


def _one(made: Desk) -> tuple[Picture | None, list[Section | None]]:
    """One worker's page."""
    from wageaudit.reports.page import (
        answer,
        clock,
        follows,
        groups,
        method,
        over_time,
        pauses,
        problems,
        sources,
    )

    return answer.hour(made), [
        follows.section(made), over_time.section(made), pauses.section(made), clock.section(made), groups.section(made),
        over_time.table(made), groups.requesters(made), problems.section(made), method.section(made), sources.law(made),
        sources.exchange(made), sources.manifest(made),
    ]  # fmt: skip


def _many(made: Desk) -> tuple[Picture | None, list[Section | None]]:
    """Many workers' page."""
    from wageaudit.reports.page import (
        answer,
        clock,
        crowd,
        groups,
        method,
        over_time,
        pauses,
        problems,
        sources,
    )

    spread, hour = crowd.spread(made), answer.hour(made)
    return spread or hour, [
        crowd.shares(made), groups.totals(made, hour if spread else None), over_time.section(made), pauses.section(made), clock.section(made),
        groups.section(made), groups.workers(made), over_time.table(made), groups.requesters(made),
        problems.section(made), method.section(made), sources.law(made), sources.exchange(made), sources.manifest(made),
    ]  # fmt: skip


def _empty(run: Run, language: str, manifest: Mapping[str, object] | None) -> Page:
    """The page of files that hold no work."""
    from wageaudit.reports.page import problems, sources, words
    from wageaudit.reports.page.desk import desk
    from wageaudit.reports.page.model import Page
    from wageaudit.reports.page.notebook import plain

    made = desk(run, {"workers": 0, "currency": None}, language, manifest, whole=True)
    return Page(
        language=language.replace("_", "-"),
        title=made.say(words.TITLE),
        kicker=made.say(words.KICKER),
        masthead=made.counted(shared.FILES, len(run.reading.files)),
        answer=(plain(made.say(shared.NO_WORK)),),
        hero=None,
        after=(),
        sections=(problems.section(made), sources.manifest(made)),
        foot=(plain(made.say(words.MADE_BY, version=__version__)),),
        words=_words(made),
    )


def _html(page: Page) -> str:
    """The page through its template; the style stands in it, named to the browser by its hash."""
    style = _text("page.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    made: str = _environment().get_template("page.html").render(page=page, style=style, digest=digest)
    return made


def _text(name: str) -> str:
    """A file of wageaudit/data/page."""
    from wageaudit.files import data_text

    return data_text(f"page/{name}") or ""


@cache
def _environment() -> Any:  # noqa: ANN401 - jinja2 is not imported at start
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(_text),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


__all__ = ["ready", "render"]
