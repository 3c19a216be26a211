"""The bill of materials: it says what the lock says, and nothing that depends on the day or the machine."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
import uuid
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from documents import ROOT

from wageaudit import __version__

TOOL: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "sbom.py"))
RUNTIME = ROOT / "requirements" / "runtime.txt"
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def made(path: Path = RUNTIME) -> dict[str, Any]:
    """The bill of a locked file, as the command prints it."""
    return dict(json.loads(TOOL["main"]([str(path)])))


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_is_in_the_bill_with_each_of_its_hashes(path: Path) -> None:
    """Counted from the text of the lock by other means than the tool's."""
    text = path.read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE))
    told = made(path)["components"]
    assert {one["name"]: one["version"] for one in told} == pinned
    digests = [digest["content"] for one in told for digest in one["externalReferences"][0]["hashes"]]
    assert sorted(digests) == sorted(re.findall(r"sha256:([0-9a-f]{64})", text))


def test_the_bill_has_what_a_reader_of_cyclonedx_asks_for() -> None:
    """Format, version, serial number, the program itself, a package URL for each, and references that all lead somewhere."""
    told = made()
    assert (told["bomFormat"], told["specVersion"], told["version"]) == ("CycloneDX", "1.6", 1)
    assert uuid.UUID(told["serialNumber"].removeprefix("urn:uuid:")).version == 5
    own = told["metadata"]["component"]
    assert (own["name"], own["version"], own["purl"]) == (
        "wageaudit",
        __version__,
        f"pkg:pypi/wageaudit@{__version__}",
    )
    references = {own["bom-ref"], *(one["bom-ref"] for one in told["components"])}
    assert len(references) == len(told["components"]) + 1
    assert {line["ref"] for line in told["dependencies"]} == references
    assert {needed for line in told["dependencies"] for needed in line["dependsOn"]} <= references


def test_the_bill_says_who_needs_whom_and_under_which_licence() -> None:
    """Of packages that are installed in the locked version; typer needs rich, and the program needs them both."""
    told = made()
    graph = {line["ref"].partition("@")[0]: line["dependsOn"] for line in told["dependencies"]}
    licences = {one["name"]: one.get("licenses") for one in told["components"]}
    assert {"pkg:pypi/typer", "pkg:pypi/pyarrow"} <= {
        ref.partition("@")[0] for ref in graph["pkg:pypi/wageaudit"]
    }
    locked = {one["name"]: one["version"] for one in told["components"]}
    if locked["typer"] != version("typer"):
        pytest.skip("typer is not installed as it is locked")
    assert f"pkg:pypi/rich@{locked['rich']}" in graph["pkg:pypi/typer"]
    assert licences["typer"]


def test_a_package_of_another_system_is_optional_and_says_of_which() -> None:
    """Windows alone takes colorama."""
    (one,) = (one for one in made()["components"] if one["name"] == "colorama")
    assert one["scope"] == "optional"
    assert "win32" in one["properties"][0]["value"]


def test_the_same_lock_gives_the_same_bytes_from_another_folder(tmp_path: Path) -> None:
    """By the command as SECURITY.md has it, whatever the folder and the hash seed; and another lock has another number."""
    assert "tools/sbom.py > sbom.json" in (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    said = [
        subprocess.run(
            [sys.executable, str(ROOT / "tools" / "sbom.py")], cwd=folder, env={"PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE, check=True,
        ).stdout
        for folder, seed in ((tmp_path, "1"), (ROOT, "2"))
    ]  # fmt: skip
    assert said[0] == said[1]
    assert json.loads(said[0])["serialNumber"] != made(ROOT / "requirements" / "dev.txt")["serialNumber"]


@pytest.mark.parametrize("line", ["rich>=15", "rich==15.0.0", "rich==15.0.0 --hash=md5:00", "-e ."])
def test_a_line_that_is_not_locked_is_refused(line: str) -> None:
    """A bill that leaves something out is worse than none."""
    with pytest.raises(ValueError, match=r"not pinned|not SHA-256"):
        TOOL["parse"](line)
