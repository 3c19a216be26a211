"""Links of every Markdown page: those inside the project lead to a file and a heading that are there; the others are listed."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
from documents import ROOT

TOOL: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "links.py"))
PAGES: list[Path] = TOOL["pages"]()
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]


def text_of(page: Path) -> str:
    """A page's text."""
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_inside_the_project_leads_to_a_file_and_a_heading(page: Path) -> None:
    """Links of Markdown and of HTML, pictures, and headings where only a heading is named."""
    lost = []
    for target in TOOL["targets"](text_of(page)):
        if TOOL["outside"](target):
            continue
        path, _, heading = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        if (
            not place.exists()
            or not place.is_relative_to(ROOT)
            or (heading and (place.suffix != ".md" or heading not in TOOL["anchors"](text_of(place))))
        ):
            lost.append(target)
    assert lost == []


def test_every_page_of_the_documentation_is_in_its_index() -> None:
    """A page nobody links to is read by nobody."""
    index = ROOT / "docs" / "README.md"
    linked = {
        (index.parent / target.partition("#")[0]).resolve()
        for target in TOOL["targets"](text_of(index))
        if not TOOL["outside"](target)
    }
    assert {
        page.name for page in (ROOT / "docs").glob("*.md") if page != index and page not in linked
    } == set()


def test_links_to_elsewhere_are_listed_with_their_pages_and_are_encrypted() -> None:
    """The list is for a checker of one's own: nothing is opened here. A link without TLS may be changed on its way."""
    listed = TOOL["leading_out"]()
    assert "https://semver.org/" in listed
    assert listed["https://semver.org/"] == ["CHANGELOG.md"]
    assert [link for link in listed if not link.startswith(("https:", "mailto:"))] == []


def test_the_list_knows_every_way_to_write_a_link() -> None:
    """Inline, with a title, by reference, as HTML, bare; nothing that stands in code."""
    text = (
        'See [a](one.md) and [b](two.md#x "title"), ![c](three.svg), <img src="four.png">, https://five.example/p.\n\n'
        "[d]: six.md\n\n`[e](seven.md)`\n\n```\n[f](eight.md)\n# no heading\n```\n"
    )
    assert sorted(TOOL["targets"](text)) == [
        "four.png", "https://five.example/p", "one.md", "six.md", "three.svg", "two.md#x",
    ]  # fmt: skip


def test_headings_that_come_twice_have_two_anchors() -> None:
    """As forges number them; code and links in a heading leave their words."""
    assert TOOL["anchors"]("# A `b`, c\n## Same\n## Same\n## [Linked](x.md) one\n```\n# none\n```\n") == [
        "a-b-c", "same", "same-1", "linked-one",
    ]  # fmt: skip
