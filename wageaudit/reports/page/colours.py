"""The colours of a page by name, and what a drawing says for each of them until the page's style gives it."""

from __future__ import annotations

COLOURS = (
    "ink", "quiet", "rule", "paper", "paid", "unpaid", "waiting", "below", "met", "depends", "unknown", "shade",
    "heat1", "heat2", "heat3", "heat4", "heat5",
)  # fmt: skip
TOKEN = {name: f"#0000{place:02x}" for place, name in enumerate(COLOURS, 1)}
