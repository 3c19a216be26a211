"""Cases of privacy: keys, paths and secrets that must not reach what is passed on."""

from __future__ import annotations

import json

from hostile.make import filed, row, table
from hostile.runner import Case, Outcome

PAIR = table(row(1), row(2, worker_id="w2"))


def no_paths(outcome: Outcome) -> None:
    """The manifest names no folder above the one the program was started in."""
    told = (outcome.folder / "m.json").read_text(encoding="utf-8")
    assert str(outcome.folder) not in told
    assert json.loads(told)["inputs"][0]["name"].endswith("log.csv")


def key_hidden(outcome: Outcome) -> None:
    """A key's file is for its owner alone, and neither stream shows the secret."""
    text = (outcome.folder / "c.key").read_text(encoding="utf-8")
    secret = next(line.split()[1] for line in text.splitlines() if line.startswith("secret"))
    assert secret not in outcome.text + outcome.err
    assert (outcome.folder / "c.key").stat().st_mode & 0o077 == 0


CASES = (
    Case("G9", "an empty key is no key", filed({"c.key": ""}, "key", "id", "c.key"), 2, ["c.key", "no key file"]),
    Case("G9b", "a key of a few letters is no key", filed({"c.key": "hello\n"}, "key", "id", "c.key"), 2, ["c.key", "no key file"]),
    Case("G9c", "a key file without end is no key", filed({"c.key": "x" * (1 << 20)}, "key", "id", "c.key"), 2, ["c.key"]),
    Case("G10", "a new key is shown to nobody", filed({}, "key", "new", "-o", "c.key"), writes=["c.key"], check=key_hidden),
    Case("G10b", "a key is never replaced", filed({"c.key": "old"}, "key", "new", "-o", "c.key"), 2, ["c.key", "exists"]),
    Case("G13", "a manifest names files from where the program was started", filed({"log.csv": PAIR}, "audit", "log.csv", "--format", "csv", "--manifest", "m.json"), writes=["m.json"], check=no_paths),
)  # fmt: skip
ELSEWHERE = {
    "G1": "test_disclosure.py::test_every_unsafe_group_is_withheld_and_the_rest_says_why",
    "G2": "test_disclosure.py::test_a_group_of_fewer_than_ten_workers_is_withheld",
    "G3": "test_disclosure.py::test_no_withheld_sum_can_be_had_from_all_that_is_published",
    "G4": "test_disclosure.py::test_a_group_whose_pay_two_workers_make_up_is_withheld",
    "G5": "test_batch_sharing.py::test_groups_are_pseudonyms_and_small_ones_are_empty",
    "G6": "test_disclosure.py::test_a_figure_known_of_a_few_is_a_group_of_these_few",
    "G7": "test_batch_sharing.py::test_nothing_of_the_inputs_that_finds_a_person_is_in_any_byte",
    "G8": "test_batch_sharing.py::test_sharing_is_asked_for_with_a_key_that_lies_elsewhere",
    "G11": "test_pseudonyms.py::test_the_key_the_kind_and_the_name_each_make_another_pseudonym",
    "G12": "test_pseudonyms.py::test_a_pseudonym_is_the_first_half_of_an_hmac_in_base32",
    "G14": "hostile/test_process.py::test_a_fault_of_the_program_tells_no_cell",
}
LEFT_OUT: dict[str, str] = {}
