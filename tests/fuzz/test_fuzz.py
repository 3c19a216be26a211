"""Any bytes at all, in every reader and loader: taken, or refused by the program; inputs that once broke it stay whole."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from fuzz.mutations import worse
from fuzz.search import crash_of, search
from fuzz.targets import TARGETS, seeds
from hypothesis import given, settings
from hypothesis import strategies as st

KEPT = sorted(Path(__file__).with_name("kept").iterdir())
BY_NAME = {name.replace(" ", "_").replace(",", ""): name for name in TARGETS}


@pytest.mark.parametrize("path", KEPT, ids=[path.name for path in KEPT])
def test_an_input_that_once_broke_the_program_does_so_no_more(path: Path, tmp_path: Path) -> None:
    """Each was found by the search, and is what it found."""
    copy = tmp_path / "input"
    copy.write_bytes(path.read_bytes())
    assert crash_of(BY_NAME[path.name.partition("__")[0]], copy) == ""


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_every_input_to_begin_with_is_taken_or_refused(target: str, tmp_path: Path) -> None:
    """As it lies there, cut in half, and nothing of it."""
    begun = seeds(target)[:12]
    for part in dict.fromkeys([*begun, *(data[: len(data) // 2] for data in begun), b""]):
        (tmp_path / "input").write_bytes(part)
        assert crash_of(target, tmp_path / "input") == ""


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
@settings(max_examples=15)
@given(data=st.data())
def test_no_bytes_bring_out_anything_but_a_refusal(
    target: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Bytes of any kind, and inputs made worse."""
    path = tmp_path_factory.mktemp("input") / "input"
    begun = data.draw(st.one_of(st.binary(max_size=400), st.sampled_from(seeds(target))))
    seed = data.draw(st.integers(0, 2**32))
    path.write_bytes(worse(begun, Random(seed), seeds(target)) if seed else begun)
    assert crash_of(target, path) == ""


def test_the_search_finds_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loader that falls at a zero byte is told, with the place, and the input is kept."""

    def falls(path: str) -> None:
        if b"\0" in Path(path).read_bytes():
            raise KeyError("zero")

    monkeypatch.setitem(TARGETS, "key", falls)  # type: ignore[index]
    found = search(60, 1, tmp_path, "key", tmp_path / "kept", most=400)
    assert [told.partition(" at ")[0] for told in found.crashes.values()] == ["key: KeyError"]
    (kept,) = (tmp_path / "kept").iterdir()
    assert b"\0" in kept.read_bytes()
