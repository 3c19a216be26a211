"""What commands leave as proof: each output hashed, and the manifest written beside them, last of all."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from wageaudit.auditing import Audit
    from wageaudit.manifest import Output
    from wageaudit.options import Options
    from wageaudit.readers.base import Reading
    from wageaudit.recording import Witness

STDOUT = "-"


@dataclass(slots=True)
class Proof:
    """The manifest in the making: where it goes, what was read, what was written. Without a path it does nothing."""

    path: str
    witness: Witness | None = None
    outputs: list[Output] = field(default_factory=list)

    def add(
        self, path: str, what: str, form: str, how: Mapping[str, Any], table: pa.Table | None = None
    ) -> None:
        """Hash an output that has been written; of a table on stdout, the bytes that went there."""
        if not self.path:
            return
        from wageaudit.files import fingerprint, fingerprint_of
        from wageaudit.manifest import Output
        from wageaudit.reports.data import WRITERS

        if path and path != STDOUT:
            size, digest = fingerprint(path)
        elif table is not None and form in WRITERS:
            size, digest = fingerprint_of(lambda stream: WRITERS[form](table, stream))
        else:  # what a terminal shows hangs on its width
            return
        self.outputs.append(Output(_name(path, self.path), what, form, size, digest, dict(how)))

    def write(
        self,
        command: str,
        files: Sequence[str],
        options: Options,
        reading: Reading,
        audit: Audit | None,
        *,
        force: bool,
    ) -> None:
        """Write the manifest."""
        if not self.path:
            return
        from wageaudit.cli.outputs import inputs_of
        from wageaudit.files import write_whole
        from wageaudit.manifest import as_json
        from wageaudit.recording import Witness, record

        found = record(command, files, options, reading, audit, self.witness or Witness(), self.outputs)
        inputs = inputs_of(files, options)
        write_whole(self.path, lambda stream: stream.writelines([as_json(found)]), inputs, force=force)


def proof(path: str) -> Proof:
    """A manifest in the making, where one is asked for."""
    if not path:
        return Proof("")
    from wageaudit.recording import Witness

    return Proof(path, Witness())


def _name(path: str, manifest: str) -> str:
    """The output's name from the manifest's folder, or its bare name where it lies elsewhere."""
    if not path or path == STDOUT:
        return STDOUT
    target, home = Path(path).absolute(), Path(manifest).absolute().parent
    return PurePath(target.relative_to(home) if target.is_relative_to(home) else target.name).as_posix()
