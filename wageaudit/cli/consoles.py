"""A console for people whose reader may leave. Apart from wageaudit.cli.screen, so that data are written without loading rich."""

from __future__ import annotations

from typing import NoReturn

from rich.console import Console

from wageaudit.cli.screen import ReaderGone


class Screen(Console):
    """A console whose reader may leave: the run then ends as with any other output."""

    def on_broken_pipe(self) -> NoReturn:
        """Raise ReaderGone; the library's own way would end with the exit code of a finding."""
        raise ReaderGone
