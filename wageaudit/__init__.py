"""wageaudit: real hourly pay of click work, waiting included, against the minimum wage of the day.

The public names load when first used, so that --help needs neither NumPy nor Arrow.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wageaudit.auditing import Audit
    from wageaudit.engine import audit, audit_files, read, tasks_from_rows
    from wageaudit.options import Options, RosterEntry
    from wageaudit.readers.base import Reading
    from wageaudit.supplied import load_exchange, load_living_wage, load_wages

__version__ = "0.1.0"
_HOMES = {
    "Audit": "auditing", "audit": "engine", "load_exchange": "supplied", "load_living_wage": "supplied", "load_wages": "supplied", "audit_files": "engine", "read": "engine", "tasks_from_rows": "engine",
    "Options": "options", "RosterEntry": "options", "Reading": "readers.base",
}  # fmt: skip
__all__ = [
    "Audit",
    "Options",
    "Reading",
    "RosterEntry",
    "audit",
    "audit_files",
    "load_exchange",
    "load_living_wage",
    "load_wages",
    "read",
    "tasks_from_rows",
]


def __getattr__(name: str) -> object:
    """Load a public name from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module wageaudit has no attribute {name}")
    found = getattr(import_module(f"wageaudit.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
