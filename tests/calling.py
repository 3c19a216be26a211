"""The command line called in this process: what it says in a process of its own, without the time that one takes to start."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from wageaudit.cli import main


def called(
    *words: str | Path, folder: Path | None = None, environment: Mapping[str, str] | None = None, together: bool = False
) -> subprocess.CompletedProcess[bytes]:  # fmt: skip
    """Run a command away from any terminal, with nothing on its standard input; together: both streams, in order, as stdout."""
    out, err = io.BytesIO(), io.BytesIO()
    screen = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
    errors = screen if together else io.TextIOWrapper(err, encoding="utf-8", write_through=True)
    code: object = 0
    with (
        chdir(folder or Path.cwd()), patch.dict(os.environ, environment or {}),
        patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO())), redirect_stdout(screen), redirect_stderr(errors),
    ):  # fmt: skip
        try:
            main([str(word) for word in words])
        except SystemExit as left:
            code = left.code or 0
    return subprocess.CompletedProcess(words, int(str(code)), out.getvalue(), err.getvalue())
