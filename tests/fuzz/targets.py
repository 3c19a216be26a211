"""What is fuzzed: each way bytes come into the program, as a function of a file's path; and the inputs to begin with."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from fuzz import surfaces

from wageaudit import Options, supplied
from wageaudit.engine import read, run
from wageaudit.files.secret import read_secret
from wageaudit.pseudonyms import parse_key
from wageaudit.readers import READERS
from wageaudit.readers.mapped import load_map
from wageaudit.reports.data import WRITERS
from wageaudit.reports.problems import as_table
from wageaudit.roster import read_roster

ROOT = Path(__file__).resolve().parents[2]
LARGEST_SEED = 1 << 15  # [bytes] beginnings of longer files do
FILLED = Options(country="MG", timezone="Africa/Nairobi", currency="USD", date_order="dmy", decimal=".")
NO_SEEDS = (".expected.csv", ".problems.txt", ".options.toml", ".py", ".md")
Target = Callable[[str], object]


def audited(path: str, options: Options) -> None:
    """Read, audit, and write every table in every format."""
    done = run([path], options)
    tables = (done.audit.table(("worker", "week")), done.audit.ledger(), as_table(done.problems()))
    for table in tables:
        for write in WRITERS.values():
            write(table, io.BytesIO())
    assert done.account.read == done.account.audited + done.account.merged + done.account.left_out


def by_map(path: str) -> None:
    """A map, and a small table read by it."""
    load_map(path)
    table = ROOT / "sample_data" / "maps" / "click_farm_dhaka.csv"
    read([str(table)], Options(map=path, country="BD", timezone="Asia/Dhaka", currency="BDT"))


def of_manifest(path: str) -> None:
    """A manifest, as verify takes it before it looks for the files it names."""
    from wageaudit.cli.again import _options
    from wageaudit.cli.verify import _load

    _options(_load(path)["options"], "")


def of_key(path: str) -> None:
    """A campaign's key file."""
    Path(path).chmod(0o600)
    parse_key(read_secret(path), "key")


TARGETS: Mapping[str, Target] = {
    "any file": partial(audited, options=Options()),
    "any file, filled": partial(audited, options=FILLED),
    **{f"reader {reader.name}": partial(audited, options=replace(FILLED, reader=reader.name)) for reader in READERS},
    "map": by_map,
    "wages": lambda path: supplied.own_wages([path]),
    "living wage": lambda path: supplied.living_wage([path]),
    "exchange": supplied.load_exchange,
    "roster": read_roster,
    "manifest": of_manifest,
    "key": of_key,
    "archive": partial(audited, options=FILLED),
    "workbook": partial(audited, options=FILLED),
    "parquet": partial(audited, options=FILLED),
    "verify": surfaces.verified,
    "roster of a log": surfaces.by_roster,
    "map made": surfaces.map_made,
    "kept work": surfaces.resumed,
}  # fmt: skip


SURFACES: Mapping[str, Callable[[], list[bytes]]] = {
    "archive": surfaces.archives,
    "workbook": surfaces.workbooks,
    "parquet": surfaces.parquets,
    "verify": lambda: [surfaces.audited_manifest()],
    "kept work": surfaces.kept_work,
}  # made, not kept in files


@cache
def seeds(target: str) -> Sequence[bytes]:
    """Inputs to begin with: samples and golden cases of the readers, shipped files of the loaders."""
    data = ROOT / "wageaudit" / "data"
    places = {
        "map": sorted((data / "maps").rglob("*.toml")),
        "wages": sorted((data / "wages").glob("*.toml"))[::12],
        "living wage": sorted((data / "wages").glob("*.toml"))[::25],
        "roster": [ROOT / "sample_data" / "roster.csv"],
        "roster of a log": [ROOT / "sample_data" / "roster.csv"],
    }
    made = {
        "exchange": [
            b"date,base,quote,rate,source\n2024-06-03,USD,MGA,4465.13,bank\n2024-06-04,EUR,KES,140,b\n"
        ],
        "manifest": [manifest()],
        "key": [b"wageaudit-key-1:" + b"0" * 64 + b"\n", b"\n" * 40],
    }
    if target in made:
        return made[target]
    if target in SURFACES:
        return SURFACES[target]()
    if target.startswith("reader "):
        name = target.removeprefix("reader ")
        found = [
            *(ROOT / "tests" / "cases" / name).rglob("*"),
            *sorted((ROOT / "sample_data").glob(f"*{name}*")),
        ]
        own = [_begun(path) for path in sorted(found) if _is_seed(path)]
        return own or [b"a,b\n1,2\n"]
    paths = places.get(target) or [
        path
        for folder in ("sample_data", "tests/cases")
        for path in sorted((ROOT / folder).rglob("*"))
        if _is_seed(path)
    ]
    return [_begun(path) for path in paths]


def _is_seed(path: Path) -> bool:
    return path.is_file() and not path.name.endswith(NO_SEEDS) and not path.name.endswith(".map.toml")


def _begun(path: Path) -> bytes:
    data = path.read_bytes()
    if len(data) <= LARGEST_SEED or data[:2] in {b"PK", b"\x1f\x8b", b"PA"}:
        return data
    return data[: data.rfind(b"\n", 0, LARGEST_SEED) + 1] or data[:LARGEST_SEED]


def manifest() -> bytes:
    """A manifest that is whole."""
    from wageaudit import __version__
    from wageaudit.manifest import Input, Output, as_json, document

    inputs = [Input("log.csv", 100, "0" * 64, "canonical", "worker", 3, 2, 0, 1)]
    outputs = [Output("out.csv", "result", "csv", 10, "1" * 64, {"by": ["worker"], "columns": ""})]
    options = {"country": "MG", "currency": "USD", "gap": "20"}
    return as_json(document("audit", __version__, ["log.csv"], "relative", options, inputs, (), outputs))
