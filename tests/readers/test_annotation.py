"""The readers of Argyle's activities, Outlier's earnings and Label Studio's annotations."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from wageaudit import values
from wageaudit.files import sources
from wageaudit.options import Options
from wageaudit.readers import label_studio, outlier, read_sources
from wageaudit.readers.base import Reading

CASES = Path(__file__).parent.parent / "cases"


def reading(path: Path, **choices: object) -> Reading:
    """One file."""
    return read_sources(sources([str(path)])[0], Options(**choices), alone=True)  # type: ignore[arg-type]


def test_what_the_platform_kept_is_not_taken_off_again() -> None:
    """Argyle's fees lie between what the customer and what the driver got."""
    first = reading(CASES / "argyle" / "activities.json").table.to_pylist()[0]
    assert (first["pay"], first["tip"], first["customer_price"]) == (14, 2, 20)
    assert first.get("fee") is None


@pytest.mark.real
def test_addresses_of_activities_are_not_taken_over(real_exports: Path) -> None:
    """Nor routes; two rides and a cancelled one of a sandbox, 25.31 dollars."""
    table = reading(real_exports / "argyle" / "activities.json").table
    assert sum(table["pay"].to_pylist()) == Decimal("25.31")
    assert table["status"].to_pylist() == ["approved", "approved", "abandoned"]
    assert not any("New York, NY" in str(value) for row in table.to_pylist() for value in row.values())


@pytest.mark.parametrize(
    ("text", "seconds"), [("1h 2m 3s", 3723), ("45m 9s", 2709), ("50s", 50), ("2h", 7200)]
)
def test_a_duration_of_outlier(text: str, seconds: int) -> None:
    """Any of the three parts."""
    assert outlier.duration(text) == seconds * 10**6


def test_an_item_is_one_task_whatever_its_rows_and_a_mission_is_a_bonus() -> None:
    """Overtime has time and pay of its own."""
    table = reading(CASES / "outlier" / "earnings.csv").table
    assert table["task_count"].to_pylist() == [1, 0, 1, 0]
    assert table["bonus"].to_pylist() == [0, 0, 0, 20]
    assert sum(seconds or 0 for seconds in table["active_seconds"].to_pylist()) == 3723 + 600 + 2709


@pytest.mark.parametrize(("text", "micros"), [("57.6450000001", 57_645_000), ("1e-3", 1_000), ("0", 0)])
def test_lead_time_is_taken_to_the_microsecond(text: str, micros: int) -> None:
    """A browser's number has more digits than it knows."""
    assert label_studio.lead_time(text) == micros


@pytest.mark.parametrize("text", ["-1", "nan", "a", "1e12"])
def test_what_is_no_lead_time_is_refused(text: str) -> None:
    """Each with its reason."""
    with pytest.raises(values.Fault, match="duration"):
        label_studio.lead_time(text)


def test_an_address_becomes_an_opaque_id_in_every_form() -> None:
    """The same in every export."""
    table = reading(CASES / "label_studio" / "flat.csv", currency="USD").table
    assert table["worker_id"].to_pylist() == ["2", label_studio.annotator("bo@example.org")]
    assert "bo" not in label_studio.annotator("bo@example.org")


def test_skipped_work_is_abandoned_and_keeps_its_time() -> None:
    """It earns nothing."""
    table = reading(CASES / "label_studio" / "tasks.json").table
    assert table["status"].to_pylist() == ["approved", "abandoned", "approved"]
    assert table["active_seconds"].to_pylist()[1] == 12


@pytest.mark.real
def test_the_lead_time_of_a_real_annotation(real_exports: Path) -> None:
    """357.645 s, though only 344.6 s lie between its draft and its creation."""
    table = reading(real_exports / "labelstudio" / "label-studio-export.json").table
    assert table["active_seconds"].to_pylist() == [Decimal("357.645")]
