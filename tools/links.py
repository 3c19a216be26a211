"""Links of the Markdown pages: `python tools/links.py` lists those that lead outside, each with the pages it stands on.

Nothing is opened: hand the list to a checker of your own, now and then. What leads to other pages and headings of the
project is held by tests/test_links.py, which uses the functions here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = {".git", ".venv", "build", "dist", "node_modules", "cases"}
FENCED = re.compile(r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)[ \t]*$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"(?<!`)`[^`\n]+`(?!`)")
INLINE = re.compile(r"\]\(\s*<?(?P<target>[^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
REFERENCE = re.compile(r"^\[[^\]^]+\]:\s+<?(?P<target>[^\s>]+)>?", re.MULTILINE)
HTML = re.compile(r"(?:href|src|srcset)=\"(?P<target>[^\"\s]+)")
BARE = re.compile(r"(?<![\w(\"<=/])(?P<target>https?://[^\s<>|)\"`\]]+)")
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
HEADING = re.compile(r"^#{1,6}[ \t]+(?P<said>.+?)[ \t]*#*$", re.MULTILINE)


def pages() -> list[Path]:
    """Every Markdown page of the project, in the order of their names."""
    found = (path for path in ROOT.rglob("*.md") if not LEFT_OUT & set(path.relative_to(ROOT).parts))
    return sorted(
        path for path in found if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
    )


def prose(text: str) -> str:
    """A page without what is code: neither links nor headings stand there."""
    return CODE.sub("", FENCED.sub("", text))


def targets(text: str) -> Iterator[str]:
    """What a page links to: by Markdown, by reference, by HTML, or bare."""
    said = prose(text)
    for pattern in (INLINE, REFERENCE, HTML):
        yield from (found["target"] for found in pattern.finditer(said))
    yield from (found["target"].rstrip(".,;:") for found in BARE.finditer(INLINE.sub("", said)))


def outside(target: str) -> bool:
    """Whether a link leads out of the project."""
    return OUTSIDE.match(target) is not None


def anchors(text: str) -> list[str]:
    """The anchors of a page's headings, as forges make them: small letters, dashes, a number where one comes again."""
    found: list[str] = []
    for heading in HEADING.finditer(FENCED.sub("", text)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading["said"]).lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        again = sum(slug == one or re.fullmatch(rf"{re.escape(slug)}-\d+", one) is not None for one in found)
        found.append(f"{slug}-{again}" if again else slug)
    return found


def leading_out() -> Mapping[str, list[str]]:
    """Every link to elsewhere → the pages it stands on."""
    found: dict[str, set[str]] = {}
    for page in pages():
        for target in targets(page.read_text(encoding="utf-8")):
            if outside(target):
                found.setdefault(target, set()).add(page.relative_to(ROOT).as_posix())
    return {target: sorted(found[target]) for target in sorted(found)}


if __name__ == "__main__":
    for link, places in leading_out().items():
        print(f"{link}\t{', '.join(places)}")
