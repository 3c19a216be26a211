"""Drawing: layers of bars, lines, rules and texts laid out by Altair on given scales, and drawn by vl-convert. Opens no network.

What Altair and Vega-Lite make of layers of the same kinds is kept: of the next picture only the rows and scales are new.
Layouts do not hang on the fonts of a machine: scales, margins and places of texts are given, none is measured.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from wageaudit.reports.page.colours import TOKEN

if TYPE_CHECKING:
    from markupsafe import Markup

FONT = "Liberation Sans"  # comes with vl-convert, for what it measures; the page's own font replaces it
TEXT = 13  # size of texts [px]
GRAMMAR = "6.4"  # version of Vega-Lite that Altair 6 writes, of those that vl-convert brings
WIDE, NARROW = 720, 340  # width of a drawing [px]
HELD = "layer"  # in place of a layer's rows, which layer they are of
Mark = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """Marks of one kind: rect (x, y, x2, y2), rule (the same), line (x, y), text (x, y, text), point (x, y); colour of each in `c`."""

    kind: str
    rows: Sequence[Mark]
    style: Mark = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frame:
    """The paper: width and height of the drawing [px], its margins left, top, right, bottom [px], and what the axes span."""

    width: int
    height: int
    across: tuple[float, float]
    upward: tuple[float, float]
    margins: tuple[int, int, int, int] = (0, 0, 0, 0)


def texts(rows: Sequence[Mark], colour: str = "ink", *, halo: bool = False, **style: object) -> Layer:
    """Texts at points: rows of x, y, text; style: align, baseline, dx, dy, fontSize, fontWeight; a halo parts them from bars."""
    plain: dict[str, object] = {"align": "left", "baseline": "alphabetic", "fontSize": TEXT}
    plain |= {"stroke": TOKEN["paper"], "strokeWidth": 5} if halo else {}
    return Layer("text", [{"c": colour, **row} for row in rows], plain | style)


def rects(rows: Sequence[Mark], colour: str = "paid") -> Layer:
    """Filled boxes."""
    return Layer("rect", [{"c": colour, **row} for row in rows])


def rules(rows: Sequence[Mark], colour: str = "rule", **style: object) -> Layer:
    """Straight lines."""
    return Layer("rule", [{"c": colour, **row} for row in rows], {"strokeWidth": 1, **style})


def line(rows: Sequence[Mark], colour: str = "ink", **style: object) -> Layer:
    """A line through points, in their order."""
    return Layer("line", [{"c": colour, **row} for row in rows], {"strokeWidth": 2, **style})


def points(rows: Sequence[Mark], colour: str = "ink", **style: object) -> Layer:
    """Dots."""
    return Layer(
        "point", [{"c": colour, **row} for row in rows], {"filled": True, "opacity": 1, "size": 50, **style}
    )


def draw(frame: Frame, layers: Sequence[Layer], name: str, title: str, description: str) -> Markup:
    """The layers on the frame as an SVG element of a page."""
    import vl_convert

    from wageaudit.reports.page.svg import standing

    given = [layer for layer in layers if layer.rows]
    kinds = [(layer.kind, dict(layer.style)) for layer in given]
    laid_out = json.loads(_laid_out(frame.width, frame.height, frame.margins, json.dumps(kinds), FONT))
    for data in laid_out["data"]:
        for held in data.get("values", ())[:1]:
            layer = given[held[HELD]]
            data["values"] = [
                {**row, "c": TOKEN[row["c"]], "n": place} for place, row in enumerate(layer.rows)
            ]
    for scale in laid_out["scales"]:
        scale["domain"] = list({"x": frame.across, "y": frame.upward}[scale["name"]])
    drawn = vl_convert.vega_to_svg(laid_out)
    return standing(drawn, name, title, description, frame.width, frame.height)


@lru_cache(maxsize=512)
def _laid_out(width: int, height: int, margins: tuple[int, int, int, int], kinds: str, font: str) -> str:
    """What Vega draws of such layers, as JSON: a place for each layer's rows, scales whose domains are to be given."""
    import vl_convert

    left, top, right, bottom = margins
    scale = {"domain": [0, 1], "nice": False, "zero": False}
    layers = []
    for place, (kind, style) in enumerate(json.loads(kinds)):
        pattern = _pattern(kind, json.dumps(style, sort_keys=True))
        scaled = {name: {**pattern["encoding"][name], "scale": scale} for name in ("x", "y")}
        held = {"values": [{HELD: place}]}
        layers.append({"mark": pattern["mark"], "encoding": pattern["encoding"] | scaled, "data": held})
    chart = {
        "layer": layers,
        "width": width - left - right,
        "height": height - top - bottom,
        "padding": {"left": left, "top": top, "right": right, "bottom": bottom},
        "autosize": {"type": "none"},
        "config": {"font": font, "view": {"stroke": None}},
    }
    return json.dumps(vl_convert.vegalite_to_vega(chart, vl_version=GRAMMAR))


@lru_cache(maxsize=1024)
def _pattern(kind: str, style: str) -> Mapping[str, Any]:
    """Mark and encoding of one kind and style of layer, as Altair writes them."""
    import altair as alt

    channels: dict[str, Any] = {
        "x": alt.X("x:Q", axis=None),
        "y": alt.Y("y:Q", axis=None),
        "color": alt.Color("c:N", scale=None, legend=None),
    }
    if kind in {"rect", "rule"}:
        channels |= {"x2": alt.X2("x2:Q"), "y2": alt.Y2("y2:Q")}
    if kind == "text":
        channels["text"] = alt.Text("text:N")
    if kind == "line":
        channels["order"] = alt.Order("n:Q")
    mark = getattr(alt.Chart(), f"mark_{kind}")
    made: Mapping[str, Any] = mark(aria=False, **json.loads(style)).encode(**channels).to_dict(validate=False)
    return made
