"""Drawing: layers of bars, lines, rules and texts laid out by Altair on given scales, and drawn by vl-convert. Opens no network.

Layouts do not hang on the fonts of a machine: scales, margins and places of texts are given, none is measured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wageaudit.reports.page.colours import TOKEN

if TYPE_CHECKING:
    from markupsafe import Markup

FONT = "Liberation Sans"  # comes with vl-convert, for what it measures; the page's own font replaces it
TEXT = 13  # size of texts [px]
GRAMMAR = "6.4"  # version of Vega-Lite that Altair 6 writes, of those that vl-convert brings
WIDE, NARROW = 720, 340  # width of a drawing [px]
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
    import altair as alt
    import vl_convert

    from wageaudit.reports.page.svg import standing

    left, top, right, bottom = frame.margins
    across = alt.Scale(domain=list(frame.across), nice=False, zero=False)
    upward = alt.Scale(domain=list(frame.upward), nice=False, zero=False)
    charts = [_chart(layer, across, upward) for layer in layers if layer.rows]
    chart = (
        alt.layer(*charts)
        .properties(
            width=frame.width - left - right,
            height=frame.height - top - bottom,
            padding={"left": left, "top": top, "right": right, "bottom": bottom},
            autosize=alt.AutoSizeParams(type="none"),
        )
        .configure(font=FONT)
        .configure_view(stroke=None)
    )
    drawn = vl_convert.vegalite_to_svg(chart.to_dict(validate=False), vl_version=GRAMMAR)
    return standing(drawn, name, title, description, frame.width, frame.height)


def _chart(layer: Layer, across: Any, upward: Any) -> Any:  # noqa: ANN401 - Altair's own
    import altair as alt

    rows = [{**row, "c": TOKEN[row["c"]], "n": place} for place, row in enumerate(layer.rows)]
    chart = alt.Chart({"values": rows})
    channels: dict[str, Any] = {
        "x": alt.X("x:Q", scale=across, axis=None),
        "y": alt.Y("y:Q", scale=upward, axis=None),
        "color": alt.Color("c:N", scale=None, legend=None),
    }
    if layer.kind in {"rect", "rule"}:
        channels |= {"x2": alt.X2("x2:Q"), "y2": alt.Y2("y2:Q")}
    if layer.kind == "text":
        channels["text"] = alt.Text("text:N")
    if layer.kind == "line":
        channels["order"] = alt.Order("n:Q")
    mark = getattr(chart, f"mark_{layer.kind}")
    return mark(aria=False, **dict(layer.style)).encode(**channels)
