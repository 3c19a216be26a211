"""Data that comes with the program: wages, exchange rates, zones."""

from __future__ import annotations

import io
import pkgutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path


def data_text(name: str) -> str | None:
    """Text of wageaudit/data/<name>; None where there is no such file."""
    try:
        return _text("wageaudit", f"data/{name}")
    except OSError:
        return None


def _text(package: str, path: str) -> str:
    """Text of a package's file, wherever the package lies. Raises OSError where there is none."""
    data = pkgutil.get_data(package, path)  # importlib.resources takes longer to load than most files to read
    if data is None:
        raise FileNotFoundError(path)
    return io.StringIO(data.decode("utf-8"), newline=None).read()


def data_names(folder: str) -> tuple[str, ...]:
    """Names of the files in wageaudit/data/<folder>, sorted."""
    from importlib import resources

    return tuple(
        sorted(
            entry.name
            for entry in resources.files("wageaudit").joinpath("data", folder).iterdir()
            if entry.is_file()
        )
    )


def wage_text(name: str) -> str | None:
    """The wage file of a country ("MG") or region ("US-WA")."""
    return data_text(f"wages/{name}.toml")


def exchange_text(name: str) -> str | None:
    """A series of exchange rates ("daily/USD.csv")."""
    return data_text(f"exchange/{name}")


@cache
def iso_countries() -> frozenset[str]:
    """The ISO 3166-1 alpha-2 codes. Source: iso3166.tab of the tzdata package."""
    text = _text("tzdata", "zoneinfo/iso3166.tab")
    return frozenset(line[:2] for line in text.splitlines() if line and not line.startswith("#"))


@cache
def zones_of() -> Mapping[str, tuple[str, ...]]:
    """Country → its zones, as zone.tab of the tzdata package lists them."""
    zones: dict[str, tuple[str, ...]] = {}
    text = _text("tzdata", "zoneinfo/zone.tab")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            zones[country] = (*zones.get(country, ()), zone)
    return zones


@cache
def only_zones() -> Mapping[str, str]:
    """Country → its zone, for countries that have just one."""
    return {country: names[0] for country, names in zones_of().items() if len(names) == 1}


def package_digest() -> str:
    """SHA-256 of the package: every file of its code and data, by name and content."""
    import hashlib
    from importlib import resources

    digest, root = hashlib.sha256(), Path(str(resources.files("wageaudit")))
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
