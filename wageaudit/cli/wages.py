"""wageaudit wages."""

from __future__ import annotations


def wages() -> None:
    """Not yet."""
