"""What every test shares: a fixed environment, no network, the folders of samples and of real exports."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import NoReturn

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
REAL_EXPORTS = ROOT.parent / "shared" / "real"  # real logs lie beside a checkout, where there are any
ENVIRONMENT = {
    "COLUMNS": "100",
    "LC_ALL": "C.UTF-8",
    "NO_COLOR": "1",
    "PYTHONUTF8": "1",
    "TZ": "Asia/Kathmandu",
}
UNSET = ("FORCE_COLOR", "GITHUB_ACTIONS", "LANGUAGE", "PY_COLORS", "TERMINAL_WIDTH")

hypothesis.settings.register_profile("everywhere", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "everywhere")


@pytest.fixture(autouse=True)
def fixed_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No result may hang on the machine's zone (here one of an odd offset), language, colours or width."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    for name in UNSET:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing opens a network connection, ever."""

    def refuse(*arguments: object, **options: object) -> NoReturn:
        message = f"a network connection was asked for: {arguments} {options}"
        raise AssertionError(message)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def sample_data() -> Path:
    """The folder of invented exports, one a platform."""
    return ROOT / "sample_data"


@pytest.fixture(scope="session")
def real_exports() -> Path:
    """The folder of real exports; tests that ask for it are marked real."""
    if not REAL_EXPORTS.is_dir():
        pytest.skip("real exports are not part of the project, and none lie beside this checkout")
    return REAL_EXPORTS
