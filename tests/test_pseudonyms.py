"""Keys, pseudonyms, and what of a table leaves the house."""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
import unicodedata
from base64 import b32encode
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from wageaudit.arrays import CATEGORY, strings
from wageaudit.cli import application
from wageaudit.engine import audit, read
from wageaudit.errors import Exit, WageauditError, WrongUse
from wageaudit.pseudonyms import Key, key_text, linkage, parse_key, pseudonym, pseudonyms, shareable

KEY = Key(bytes(range(32)))
OTHER = Key(bytes(range(1, 33)))
LETTERS = set("abcdefghijklmnopqrstuvwxyz234567")


def run(*arguments: str) -> tuple[int, str]:
    """Run the command line; (exit code, what it says)."""
    done = CliRunner().invoke(application(), list(arguments))
    code = done.exception.exit_code if isinstance(done.exception, WageauditError) else done.exit_code
    return code, done.stdout


# ------------------------------------------------------------------------------------------------------------------ names


def test_a_key_is_named_by_eighty_bits() -> None:
    """The first ten bytes of an HMAC over a text of its own, in 16 letters."""
    told = hmac.new(KEY.secret, b"wageaudit/v1/key id", hashlib.sha256).digest()[:10]
    assert KEY.id == b32encode(told).decode().lower()
    assert len(KEY.id) == 16


def test_a_name_that_is_absent_and_one_that_is_empty_stay_so_beside_others() -> None:
    """Neither gets a pseudonym, nor one another's place."""
    found = pseudonyms(pa.array(["a", None, "", "b"]), KEY, "worker").to_pylist()
    assert found == [pseudonym(KEY, "worker", "a"), None, "", pseudonym(KEY, "worker", "b")]


def test_a_pseudonym_is_the_first_half_of_an_hmac_in_base32() -> None:
    """Computed here step by step; anyone with the key can do it again in any language."""
    told = b"wageaudit/v1/worker\0" + b"A1B2C3"
    wanted = b32encode(hmac.new(KEY.secret, told, hashlib.sha256).digest()[:16]).decode().rstrip("=").lower()
    assert pseudonym(KEY, "worker", "A1B2C3") == wanted
    assert len(wanted) == 26


def test_the_key_the_kind_and_the_name_each_make_another_pseudonym() -> None:
    """No two campaigns can be joined, and a worker is not a requester of the same name."""
    made = {
        pseudonym(key, kind, name)
        for key in (KEY, OTHER)
        for kind in ("worker", "requester")
        for name in ("a", "b")
    }
    assert len(made) == 8


def test_no_bare_hash_of_a_name_is_its_pseudonym() -> None:
    """Whoever tries all ids without the key finds nothing."""
    found = pseudonym(KEY, "worker", "A1B2C3")
    for told in (b"A1B2C3", b"wageaudit/v1/worker\0A1B2C3"):
        digest = hashlib.sha256(told).digest()
        assert found not in {b32encode(digest[:16]).decode().rstrip("=").lower(), digest.hex()[:26]}


def test_one_name_in_two_unicode_forms_is_one_name() -> None:
    """As two exports of one platform may write it."""
    forms = [unicodedata.normalize(form, "Zoë Ångström") for form in ("NFC", "NFD")]
    assert forms[0] != forms[1]
    assert pseudonym(KEY, "worker", forms[0]) == pseudonym(KEY, "worker", forms[1])


@given(st.lists(st.sampled_from(["a", "b", "=cmd", "", None, "é"])))
def test_a_column_is_replaced_name_by_name(names: list[str | None]) -> None:
    """Equal names stay equal, absent ones absent; nothing of the old dictionary is left."""
    made = pseudonyms(pa.array(names, pa.string()).cast(CATEGORY), KEY, "worker")
    assert made.to_pylist() == [pseudonym(KEY, "worker", name) if name else name for name in names]
    assert all(set(label) <= LETTERS for label in made.dictionary.to_pylist())


def test_the_order_of_labels_tells_nothing_of_the_order_of_names() -> None:
    """A dictionary sorted by the old names would give them away one by one."""
    made = pseudonyms(strings(f"w{number:03}" for number in range(50)), KEY, "worker")
    labels = made.dictionary.to_pylist()
    assert labels == sorted(labels)
    assert made.to_pylist() != labels


def test_a_linkage_says_who_is_who_to_those_who_hold_the_key() -> None:
    """One line a name."""
    found = linkage(strings(["b", "a", "b", ""]), KEY, "worker")
    assert found.to_pylist() == [
        {"name": name, "pseudonym": pseudonym(KEY, "worker", name)} for name in ("a", "b")
    ]


# ------------------------------------------------------------------------------------------------------------------- keys


def test_a_key_file_is_read_as_it_was_written() -> None:
    """Three lines; the id is no part of the secret, and the secret is not shown by accident."""
    text = key_text(KEY)
    assert parse_key(text, "campaign.key") == KEY
    assert parse_key(text.replace("\n", "\r\n") + "\n", "campaign.key") == KEY
    assert text.splitlines()[1] == f"id {KEY.id}"
    assert KEY.id not in text.splitlines()[2]
    assert str(KEY.secret) not in repr(KEY)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is no key file"),
        ("something else\n", "is no key file"),
        (key_text(KEY).rpartition("secret")[0], "no whole key file"),
        (key_text(KEY) + "id again\n", "no whole key file"),
        (key_text(KEY).replace("secret ", "secret 1"), "holds no secret"),
        (key_text(KEY)[:-20] + "\n", "holds no secret"),
        (key_text(KEY).replace(KEY.id, OTHER.id), "was changed"),
    ],
)
def test_a_key_file_that_was_changed_is_refused(text: str, reason: str) -> None:
    """A typing error would make other pseudonyms, and nobody would see it."""
    with pytest.raises(WrongUse, match=reason) as refused:
        parse_key(text, "campaign.key")
    assert refused.value.mend


def test_a_key_has_256_bits() -> None:
    """No short key, no text as a key."""
    with pytest.raises(ValueError, match="32 bytes"):
        Key(b"secret")


def test_key_new_writes_a_key_that_its_owner_alone_can_read(tmp_path: Path) -> None:
    """Its id is said, its secret is not; two keys are two."""
    path = tmp_path / "campaign.key"
    code, said = run("key", "new", "-o", str(path))
    key = parse_key(path.read_text(encoding="utf-8"), "campaign.key")
    assert (code, said.strip()) == (Exit.DONE, key.id)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert run("key", "id", str(path)) == (Exit.DONE, f"{key.id}\n")
    _, second = run("key", "new", "-o", str(tmp_path / "other.key"))
    assert second.strip() != key.id
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["campaign.key", "other.key"]


def test_key_new_never_replaces_a_file(tmp_path: Path) -> None:
    """A lost key is a lost campaign; neither is a link followed."""
    path, link = tmp_path / "campaign.key", tmp_path / "link.key"
    path.write_text("mine", encoding="utf-8")
    link.symlink_to(tmp_path / "elsewhere.key")
    for target in (path, link):
        assert run("key", "new", "-o", str(target))[0] == Exit.WRONG_USE
    assert path.read_text(encoding="utf-8") == "mine"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["campaign.key", "link.key"]


def test_a_key_that_cannot_be_linked_into_place_is_claimed_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On file systems that know no links: the same whole file, and still none is replaced."""

    def none(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", none)
    path = tmp_path / "campaign.key"
    code, said = run("key", "new", "-o", str(path))
    assert (code, parse_key(path.read_text(encoding="utf-8"), "").id) == (Exit.DONE, said.strip())
    assert run("key", "new", "-o", str(path))[0] == Exit.WRONG_USE
    assert [entry.name for entry in tmp_path.iterdir()] == ["campaign.key"]


@pytest.mark.parametrize(
    "words",
    [
        ("old",),
        ("new", "a.key"),
        ("id", "absent.key"),
        ("id", "-o", "a.key"),
        ("new", "-o", "no/such/folder.key"),
    ],
)
def test_wrong_use_of_key_writes_nothing(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Said with what to type instead."""
    monkeypatch.chdir(tmp_path)
    assert run("key", *words)[0] == Exit.WRONG_USE
    assert list(tmp_path.iterdir()) == []


# --------------------------------------------------------------------------------------------------------------- tables


def ledger() -> pa.Table:
    """Return three rows of two workers with something to hide in every column."""
    return pa.table({
        "worker_id": strings(["zoe", "zoe", "abe"]),
        "platform": strings(["mturk"] * 3),
        "requester": strings(["Acme", "Acme", ""]),
        "project": strings(["Label photos of Zoe's street"] * 3),
        "task_id": strings(["3XYZ", "3XYY", "3XYX"]),
        "started_at": pa.array([datetime(2024, 12, 30, 23, 59, tzinfo=UTC)] * 3, pa.timestamp("us", "UTC")),
        "ended_at": pa.array([datetime(2024, 12, 31, 0, 59, tzinfo=UTC)] * 3, pa.timestamp("us", "UTC")),
        "local_date": pa.array([date(2024, 12, 31), date(2025, 1, 6), date(2024, 12, 29)], pa.date32()),
        "pay": pa.array([Decimal(2), Decimal(1), Decimal(3)], pa.decimal128(18, 6)),
        "country": strings(["MG"] * 3),
        "region": strings(["US-WA/Seattle"] * 3),
        "timezone": strings(["Indian/Antananarivo"] * 3),
        "session": pa.array([1, 2, 1]),
        "gap_before_seconds": pa.array([None, Decimal(7), None], pa.decimal128(18, 6)),
        "source_file": strings(["zoe_rakoto.csv"] * 3),
        "source_row": pa.array([2, 3, 4]),
        "comment": strings(["call me on +261 34 00 000 00"] * 3),
        "paid_on": pa.array([date(2024, 12, 31)] * 3, pa.date32()),
    })  # fmt: skip


def test_a_shared_ledger_holds_pseudonyms_weeks_and_figures_and_nothing_else() -> None:
    """Columns named one by one: what is not known to be harmless stays at home."""
    found = shareable(ledger(), KEY)
    assert found.column_names == ["week", "worker_id", "platform", "requester", "project", "pay", "country"]
    zoe, abe = (pseudonym(KEY, "worker", name) for name in ("zoe", "abe"))
    assert [(line["week"], line["worker_id"], line["pay"]) for line in found.to_pylist()] == [
        ("2024-W52", abe, Decimal(3)), ("2025-W01", zoe, Decimal(2)), ("2025-W02", zoe, Decimal(1)),
    ]  # fmt: skip
    assert set(found.column("requester").to_pylist()) == {pseudonym(KEY, "requester", "Acme"), ""}


def test_no_trace_of_what_was_dropped_is_in_the_file_that_is_shared() -> None:
    """Searched in the bytes of the Arrow file, dictionaries included."""
    sink = pa.BufferOutputStream()
    found = shareable(ledger(), KEY)
    with pa.ipc.new_stream(sink, found.schema) as writer:
        writer.write_table(found)
    data = sink.getvalue().to_pybytes().lower()
    for word in (b"zoe", b"abe", b"acme", b"3xy", b"seattle", b"antananarivo", b"rakoto", b"261", b"street"):
        assert word not in data


def test_the_order_of_shared_rows_tells_nothing_of_the_order_of_the_work() -> None:
    """Turned round, the same table comes out."""
    backwards = ledger().take(pa.array([2, 1, 0]))
    assert shareable(backwards, KEY).equals(shareable(ledger(), KEY))


def test_shared_result_tables_keep_their_figures_and_lose_their_names(sample_data: Path) -> None:
    """Groupings become pseudonyms; reasons keep their kind and lose the place they name."""
    done = audit(read([str(sample_data / "antananarivo_annotator.csv")]).table)
    whole = done.table(("worker", "requester", "week"))
    found = shareable(whole, KEY)
    assert set(whole.column_names) - set(found.column_names) == set()
    assert sorted(found.column("pay").to_pylist()) == sorted(whole.column("pay").to_pylist())
    names = set(whole.column("requester").to_pylist()) | set(whole.column("worker").to_pylist())
    assert names & (set(found.column("requester").to_pylist()) | set(found.column("worker").to_pylist())) <= {
        ""
    }
    told = pa.table({"reason": strings(["no_record:US-WA/Seattle;no_exchange_rate:USD-MGA", "", "no_time"])})
    assert sorted(shareable(told, KEY).column("reason").to_pylist()) == [
        "",
        "no_record;no_exchange_rate",
        "no_time",
    ]


@pytest.mark.parametrize("grouping", ["day", "region"])
def test_a_table_by_day_or_region_is_refused(grouping: str) -> None:
    """It cannot be made coarse without adding rows up: that is the audit's work."""
    with pytest.raises(WrongUse, match="is not shared"):
        shareable(pa.table({grouping: strings(["x"]), "pay": pa.array([1])}), KEY)


def test_an_empty_table_stays_empty() -> None:
    """With the columns it would have had."""
    assert shareable(ledger().slice(0, 0), KEY).num_rows == 0
    assert "week" in shareable(ledger().slice(0, 0), KEY).column_names


def shared(**columns: pa.Array) -> list[dict[str, object]]:
    """What is shared of a table with these columns."""
    return shareable(pa.table(columns), KEY).to_pylist()


def test_instants_become_the_week_they_are_in_and_absent_ones_none() -> None:
    """Where no local date is known, in UTC: the last microsecond of a Sunday, the first of a Monday."""
    sunday = datetime(2024, 3, 10, 23, 59, 59, 999_999, tzinfo=UTC)
    times = pa.array([sunday, datetime(2024, 3, 11, tzinfo=UTC), None], pa.timestamp("us", "UTC"))
    found = shared(started_at=times, pay=pa.array([1, 2, 3]))
    assert sorted(found, key=lambda line: line["pay"]) == [
        {"week": "2024-W10", "pay": 1}, {"week": "2024-W11", "pay": 2}, {"week": None, "pay": 3},
    ]  # fmt: skip


def test_a_local_date_goes_before_an_instant_and_may_be_absent() -> None:
    """The day where the worker is says which week."""
    dates = pa.array([date(2024, 3, 11), None], pa.date32())
    instants = pa.array([datetime(2024, 3, 10, 20, tzinfo=UTC)] * 2, pa.timestamp("us", "UTC"))
    found = shared(local_date=dates, started_at=instants, pay=pa.array([1, 2]))
    assert sorted(found, key=lambda line: line["pay"]) == [
        {"week": "2024-W11", "pay": 1},
        {"week": None, "pay": 2},
    ]


def test_reasons_lose_the_places_they_name_and_absent_ones_stay_absent() -> None:
    """Each kind once, in its order."""
    reason = pa.array(["no_record:US-WA;no_record:FR;no_pay", None, ""])
    found = shared(reason=reason, pay=pa.array([1, 2, 3]))
    assert sorted(found, key=lambda line: line["pay"]) == [
        {"reason": "no_record;no_pay", "pay": 1}, {"reason": None, "pay": 2}, {"reason": "", "pay": 3},
    ]  # fmt: skip
