"""Every open() of the program: sources to read, package data, whole-or-nothing writes. Nothing else opens anything.

Readers get a Source: a name for messages and bytes. Nothing here follows a link out of a folder, extracts an archive
to disk, trusts a size that a header claims, or opens a network connection.

Each name loads its module when it is first used: what a small file needs of them is little.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wageaudit.files.choices import parsed_toml, shipped_names, shipped_toml, toml
    from wageaudit.files.comparing import fingerprint, fingerprint_of
    from wageaudit.files.decoding import decode, proved_encoding
    from wageaudit.files.hashing import hashed
    from wageaudit.files.listing import Found, members, sources, sources_in, state
    from wageaudit.files.machine import cores, free_memory, keep_memory, part_memory
    from wageaudit.files.remote import fetched, is_remote, remote_members
    from wageaudit.files.shipped import (
        data_names,
        data_text,
        exchange_text,
        iso_countries,
        only_zones,
        package_digest,
        wage_text,
        zones_of,
    )
    from wageaudit.files.source import Source, mapped
    from wageaudit.files.spilling import Spilled, save
    from wageaudit.files.store import Store
    from wageaudit.files.workplace import (
        HOME,
        Workplace,
        claimed,
        content,
        no_room,
        swept,
        undisturbed,
        written,
    )
    from wageaudit.files.writing import check_output, write_whole

_HOMES = {
    "choices": "parsed_toml shipped_names shipped_toml toml",
    "comparing": "fingerprint fingerprint_of",
    "decoding": "decode proved_encoding",
    "hashing": "hashed",
    "listing": "Found members sources sources_in state",
    "machine": "cores free_memory keep_memory part_memory",
    "remote": "fetched is_remote remote_members",
    "shipped": "data_names data_text exchange_text iso_countries only_zones package_digest wage_text zones_of",
    "source": "Source mapped",
    "spilling": "Spilled save",
    "store": "Store",
    "workplace": "HOME Workplace claimed content no_room swept undisturbed written",
    "writing": "check_output write_whole",
}  # module: the names that it is the home of
__all__ = [
    "HOME",
    "Found",
    "Source",
    "Spilled",
    "Store",
    "Workplace",
    "check_output",
    "claimed",
    "content",
    "cores",
    "data_names",
    "data_text",
    "decode",
    "exchange_text",
    "fetched",
    "fingerprint",
    "fingerprint_of",
    "free_memory",
    "hashed",
    "is_remote",
    "iso_countries",
    "keep_memory",
    "mapped",
    "members",
    "no_room",
    "only_zones",
    "package_digest",
    "parsed_toml",
    "part_memory",
    "proved_encoding",
    "remote_members",
    "save",
    "shipped_names",
    "shipped_toml",
    "sources",
    "sources_in",
    "state",
    "swept",
    "toml",
    "undisturbed",
    "wage_text",
    "write_whole",
    "written",
    "zones_of",
]


def __getattr__(name: str) -> object:
    """Load a name from its module."""
    for home, names in _HOMES.items():
        if name in names.split():
            found = getattr(import_module(f"{__name__}.{home}"), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__} has no attribute {name}")
