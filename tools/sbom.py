"""The bill of materials: `python tools/sbom.py` prints it for requirements/runtime.txt, as CycloneDX 1.6 in JSON.

Names, versions and SHA-256 come from the locked file alone. Licences and who needs whom are told of packages that are
installed in just the locked version: run it with the Python they are installed in. No clock is read and no network asked,
so the same lock and the same installation give the same bytes; the serial number follows from the content.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = ROOT / "requirements" / "runtime.txt"
LINE = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?:\s*;\s*(?P<marker>.*?))?(?P<hashes>(?:\s+--hash=\S+)+)"
)
NEEDED = re.compile(r"[A-Za-z0-9._-]+")
NAMESPACE = uuid.UUID("6f6a1c0e-6f5e-5d3a-9d58-4a5b2c8b7a10")  # of this project's bills alone


@dataclass(frozen=True, slots=True)
class Locked:
    """One pinned package: its name in the index's spelling, version, marker and the SHA-256 of every file that may serve."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its package URL, by which scanners of known holes look it up."""
        return f"pkg:pypi/{self.name}@{self.version}"


def normal(name: str) -> str:
    """A package's name as the index spells it: small, with single dashes (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def parse(text: str) -> tuple[Locked, ...]:
    """Every package of a locked requirements file. Raises ValueError for a line without a version or a hash."""
    whole = re.sub(r"\\\n", " ", text)
    found = []
    for line in whole.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        taken = LINE.fullmatch(line.strip())
        if taken is None:
            raise ValueError(f"not pinned with a version and hashes: {line.strip()[:80]}")
        hashes = tuple(sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", taken["hashes"])))
        if len(hashes) != taken["hashes"].count("--hash="):
            raise ValueError(f"a hash that is not SHA-256: {line.strip()[:80]}")
        found.append(Locked(normal(taken["name"]), taken["version"], (taken["marker"] or "").strip(), hashes))
    return tuple(found)


def installed(one: Locked) -> Distribution | None:
    """The package as it is installed here, if in the locked version."""
    try:
        found = distribution(one.name)
    except PackageNotFoundError:
        return None
    return found if found.version == one.version else None


def licences(one: Locked) -> list[dict[str, Any]]:
    """What the installed package says of its licence: an SPDX expression, else the names of its classifiers."""
    found = installed(one)
    if found is None:
        return []
    expression = found.metadata.get("License-Expression")
    if expression:
        return [{"expression": expression}]
    said = found.metadata.get_all("Classifier") or []
    names = sorted(
        {line.rpartition(" :: ")[2] for line in said if line.startswith("License :: ")} - {"OSI Approved"}
    )
    return [{"license": {"name": name}} for name in names]


def component(one: Locked) -> dict[str, Any]:
    """One package as CycloneDX has it; the hashes are of the files the lock lets pip take."""
    hashes = [{"alg": "SHA-256", "content": digest} for digest in one.hashes]
    told: dict[str, Any] = {
        "type": "library", "bom-ref": one.purl, "name": one.name, "version": one.version, "purl": one.purl,
        "scope": "optional" if one.marker else "required",
        "externalReferences": [{"type": "distribution", "url": one.purl, "hashes": hashes}],
    }  # fmt: skip
    if one.marker:
        told["properties"] = [{"name": "wageaudit:marker", "value": one.marker}]
    licence = licences(one)
    return told | ({"licenses": licence} if licence else {})


def needs(requirements: Iterable[str], locked: Sequence[Locked]) -> list[str]:
    """Package URLs of those of the requirements that are locked."""
    known = {one.name: one.purl for one in locked}
    names = {normal(found[0]) for text in requirements if (found := NEEDED.match(text))}
    return sorted(known[name] for name in names if name in known)


def bill(locked: Sequence[Locked], project: dict[str, Any], version: str) -> dict[str, Any]:
    """The whole bill. locked: the packages; project: the table [project] of pyproject.toml; version: the program's."""
    extras = project.get("optional-dependencies", {}).values()
    direct = [*project["dependencies"], *(text for extra in extras for text in extra)]
    own = f"pkg:pypi/{project['name']}@{version}"
    graph = [{"ref": own, "dependsOn": needs(direct, locked)}]
    for one in locked:
        found = installed(one)
        required = (found.requires if found else None) or []
        graph.append(
            {
                "ref": one.purl,
                "dependsOn": needs((text for text in required if "extra ==" not in text), locked),
            }
        )
    told = {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": own, "name": project["name"], "version": version, "purl": own,
                "description": project["description"], "licenses": [{"expression": project["license"]}],
            },
        },
        "components": [component(one) for one in sorted(locked, key=lambda one: one.name)],
        "dependencies": sorted(graph, key=lambda line: str(line["ref"])),
    }  # fmt: skip
    serial = uuid.uuid5(NAMESPACE, json.dumps(told, sort_keys=True))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "serialNumber": f"urn:uuid:{serial}",
        **told,
    }


def main(arguments: Sequence[str] | None = None) -> str:
    """The bill as JSON text, for the locked file named on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("locked", nargs="?", type=Path, default=RUNTIME, help="a file of requirements/")
    asked = parser.parse_args(arguments)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = bill(parse(asked.locked.read_text(encoding="utf-8")), project, project["version"])
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(main())
