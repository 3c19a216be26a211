"""The page: one self-contained HTML document with pictures, to read, print or hand in. Receives a run, computes nothing.

No script, no network, no font or picture from elsewhere: a strict Content-Security-Policy holds what the template says.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from wageaudit import __version__
from wageaudit.disclosure import Rule
from wageaudit.errors import WrongUse
from wageaudit.phrases import phrase
from wageaudit.reports import words as shared
from wageaudit.reports.facts import known, rows_of
from wageaudit.reports.page.extent import Extent

if TYPE_CHECKING:
    from wageaudit.engine import Run
    from wageaudit.reports.page.desk import Desk
    from wageaudit.reports.page.model import Page, Picture, Section, Sentence

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
    extent: Extent | None = None,
) -> str:
    """The page of a run as HTML text.

    language: a tag as of language.normal(); workers: show single workers also where there are ten or more;
    manifest: as manifest.document() lays it out; extent: what a page of a batch knows besides the run.
    Raises WrongUse where the extra `report` is not installed.
    """
    ready()
    return _html(_page(run, language, manifest, extent or Extent(), workers=workers))


def _page(
    run: Run, language: str, manifest: Mapping[str, object] | None, extent: Extent, *, workers: bool
) -> Page:
    """Everything the page says."""
    from wageaudit.reports.page.desk import desk

    made = desk(run, {"workers": 0, "currency": None}, language, manifest, extent)
    totals = made.result()
    found = rows_of(totals)
    if not found:
        return _empty(made)
    (row,) = found
    may = extent.shared
    if may is None and not workers and known(row, "workers") >= Rule().threshold:
        from wageaudit.reports.page.sharing import protected

        may = protected(lambda by: made.result(*by))
    if may is None:
        return _told(replace(made, row=row))
    shown = may.lines(totals, ())
    made = replace(made, row=shown[0] if shown else made.row, shared=may)
    return _told(made) if shown else _withheld(made)


def _told(made: Desk) -> Page:
    """The page of work that may be shown."""
    from wageaudit.reports.page import answer, words

    first, after = answer.answer(made)
    hero, sections = _one(made) if made.alone else _many(made)
    hand = words.WHOLE_ONE if made.alone else words.WHOLE_MANY if made.whole else words.SHAREABLE
    return _laid_out(
        made, answer.masthead(made), first, hero, after, sections, made.say(hand, count=made.fewest)
    )


def _laid_out(
    made: Desk,
    masthead: str,
    first: tuple[Sentence, ...],
    hero: Picture | None,
    after: tuple[Sentence, ...],
    sections: Sequence[Section | None],
    hand: str = "",
) -> Page:
    from wageaudit.reports.page import words
    from wageaudit.reports.page.model import Page
    from wageaudit.reports.page.notebook import plain

    by = made.say(words.MADE_BY if made.whole else words.MADE_BY_ALONE, version=__version__)
    return Page(
        language=made.language.replace("_", "-"),
        title=made.say(words.TITLE),
        kicker=made.say(words.KICKER),
        masthead=masthead,
        answer=first,
        hero=hero,
        after=after,
        sections=tuple(section for section in sections if section is not None),
        foot=(*((plain(hand),) if hand else ()), plain(by)),
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
    """Many workers' page; one for passing on does not tell when single hours were worked."""
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
        crowd.shares(made), groups.totals(made, hour if spread else None), over_time.section(made), pauses.section(made),
        clock.section(made) if made.whole else None, groups.section(made), groups.workers(made), over_time.table(made),
        groups.requesters(made), problems.section(made), method.section(made), sources.law(made), sources.exchange(made),
        sources.manifest(made),
    ]  # fmt: skip


def _empty(made: Desk) -> Page:
    """The page of files that hold no work."""
    from wageaudit.reports.page import problems, sources
    from wageaudit.reports.page.notebook import plain

    files = made.counted(shared.FILES, len(made.run.reading.files))
    said = (plain(made.say(shared.NO_WORK)),)
    return _laid_out(made, files, said, None, (), (problems.section(made), sources.manifest(made)))


def _withheld(made: Desk) -> Page:
    """The page for passing on of work of which nothing may be passed on."""
    from wageaudit.reports.page import answer, method, words
    from wageaudit.reports.page.notebook import plain

    said = (plain(made.say(words.ALL_WITHHELD)), plain(made.say(words.ALL_WITHHELD_WHY)))
    return _laid_out(made, answer.masthead(made), said, None, (), (method.section(made),))


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


__all__ = ["Extent", "ready", "render"]
