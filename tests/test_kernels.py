"""Arrow's kernels by name do what Arrow's own methods do, wherever a version of Arrow keeps them."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import pyarrow as pa
import pyarrow.compute  # where they are, if not where they are kept today
import pytest

from wageaudit import kernels


def elsewhere(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The room as it is loaded where Arrow's private module is gone."""
    monkeypatch.setitem(sys.modules, "pyarrow._compute", None)
    spec = importlib.util.spec_from_file_location("kernels_elsewhere", kernels.__file__)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.mark.parametrize("private", [True, False])
def test_kernels_do_what_the_methods_of_columns_do(private: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows taken, types cast, words encoded, each value once; what is refused is refused."""
    room = kernels if private else elsewhere(monkeypatch)
    words, places = pa.array(["b", "a", None, "b"]), pa.array([3, 0, 1])
    assert room.take(words, places).equals(words.take(places))
    assert room.take(pa.table({"x": words}), places).equals(pa.table({"x": words}).take(places))
    assert room.cast(pa.array(["1.50"]), pa.decimal128(18, 6)).equals(
        pa.array(["1.50"]).cast(pa.decimal128(18, 6))
    )
    assert room.encoded(words).equals(words.dictionary_encode())
    assert room.encoded(words.dictionary_encode()).equals(words.dictionary_encode())
    assert room.unique(words).equals(words.unique())
    assert room.equal(words, pa.array(["b", "c", None, "b"])).to_pylist() == [True, False, None, True]
    with pytest.raises(pa.ArrowIndexError):
        room.take(words, pa.array([4]))
    with pytest.raises(pa.ArrowInvalid):
        room.cast(pa.array([300]), pa.int8())
