"""Pictures made ready to stand in a page: what Vega drew, without its ids, fonts and colours, which the page's style gives.

Every text is escaped here anew, whatever drew it; nothing but the shapes, places and texts of a drawing gets through.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, fromstring

from wageaudit.reports.page.colours import TOKEN

if TYPE_CHECKING:
    from markupsafe import Markup

NAME = {token: name for name, token in TOKEN.items()}
DRAWN = {"g", "path", "line", "rect", "text", "circle"}
KEPT = (
    "d", "x", "y", "x1", "x2", "y1", "y2", "r", "cx", "cy", "width", "height", "transform", "text-anchor", "font-size",
    "font-weight", "stroke-width", "stroke-dasharray", "stroke-linejoin",
)  # fmt: skip
IDLE = {"stroke-width": "1", "text-anchor": "start", "transform": "translate(0,0)", "font-weight": "normal"}
PLACES = 2
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


def standing(drawing: str, name: str, title: str, description: str, width: int, height: int) -> Markup:
    """The drawing as an SVG element of a page: scaled by its box, named by its title, described, coloured by classes.

    Raises ValueError for a drawing with anything in it that is not a shape, a group or a text.
    """
    from markupsafe import Markup

    inner = "".join(_element(child) for child in fromstring(drawing))  # noqa: S314 - drawn by ourselves a moment ago
    return Markup(  # noqa: S704 - every part of it was escaped
        f'<svg role="img" aria-labelledby="{escape(name)}-t {escape(name)}-d" viewBox="0 0 {width} {height}">'
        f'<title id="{escape(name)}-t">{escape(title)}</title><desc id="{escape(name)}-d">{escape(description)}</desc>'
        f"{inner}</svg>"
    )


def _element(element: Element) -> str:
    tag = element.tag.rpartition("}")[2]
    if tag not in DRAWN:
        raise ValueError(f"a drawing holds <{tag}>")
    if _unseen(element, tag):
        return ""
    inner = escape(element.text or "") if tag == "text" else "".join(_element(child) for child in element)
    attributes = _attributes(element)
    if tag == "g" and not inner:
        return ""
    if tag == "g" and not attributes:
        return inner
    return f"<{tag}{attributes}>{inner}</{tag}>" if inner else f"<{tag}{attributes}/>"


def _unseen(element: Element, tag: str) -> bool:
    """What draws nothing: Vega's backgrounds, empty paths, what is hidden or empty."""
    if element.get("display") == "none" or element.get("opacity") == "0":
        return True
    if element.get("class") in {"background", "foreground"}:
        return True
    if tag == "rect" and element.get("fill") == "white":
        return True
    return (tag == "path" and not element.get("d")) or (tag == "text" and not element.text)


def _attributes(element: Element) -> str:
    kept = {
        name: NUMBER.sub(_rounded, value).replace("px", "") if name != "stroke-linejoin" else value
        for name in KEPT
        if (value := element.get(name)) is not None
    }
    kept = {name: value for name, value in kept.items() if IDLE.get(name) != value}
    classes = [
        f"{letter}-{NAME[colour]}"
        for letter, colour in (("f", element.get("fill", "")), ("s", element.get("stroke", "")))
        if colour in NAME
    ]
    if classes:
        kept["class"] = " ".join(classes)
    return "".join(f' {name}="{escape(value)}"' for name, value in kept.items())


def _rounded(found: re.Match[str]) -> str:
    text = f"{float(found.group()):.{PLACES}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
