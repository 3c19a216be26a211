"""A machine of a cluster with another wageaudit: which machine, which version here and there, and what to type."""

from __future__ import annotations

import pickle
import sys
from types import SimpleNamespace

import pytest

from wageaudit import __version__
from wageaudit.batch import identity
from wageaudit.errors import WrongUse
from wageaudit.language import language


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "program", lambda: "0.3.1 " + "b" * 64)
    monkeypatch.setattr(identity.platform, "node", lambda: "cruncher\x1b[2J-7")
    monkeypatch.setitem(sys.modules, "distributed", SimpleNamespace(get_worker=lambda: "a worker"))


def refused(wanted: str) -> WrongUse:
    """The refusal of work that this program gave, as it comes back from the machine that refused it."""
    with pytest.raises(WrongUse) as told:
        identity.same_program(wanted)
    back = pickle.loads(pickle.dumps(told.value))  # noqa: S301 - our own bytes
    assert isinstance(back, WrongUse)
    return back


def test_the_same_program_is_let_through() -> None:
    """Nothing is said."""
    identity.same_program("0.3.1 " + "b" * 64)


def test_another_version_is_told_with_the_machine_and_both_versions() -> None:
    """The name of a machine steers no terminal; the mend names the machine and the version to install."""
    told = refused("0.4.0 " + "a" * 64)
    assert "-7 runs another version of wageaudit, 0.3.1; this batch is of 0.4.0" in told.reason
    assert "\x1b" not in told.reason + told.mend
    assert "install wageaudit 0.4.0 on cruncher" in told.mend
    assert "the same command" in told.mend


def test_the_same_version_with_other_files_is_told_by_their_hashes() -> None:
    """A checkout that was changed on one machine says the same version."""
    told = refused("0.3.1 " + "a" * 64)
    assert "also 0.3.1" in told.reason
    assert "b" * 12 in told.reason
    assert "a" * 12 in told.reason
    assert "a" * 13 not in told.reason
    assert "from the same folder or wheel" in told.mend


def test_on_one_machine_no_worker_of_a_cluster_is_spoken_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program was changed while the batch ran; neither a machine nor Dask has to do with it, loaded or not."""

    def nobody() -> None:
        raise ValueError("No worker found")

    for loaded in (None, SimpleNamespace(get_worker=nobody)):
        monkeypatch.setitem(sys.modules, "distributed", loaded)  # type: ignore[arg-type]
        for wanted in ("0.4.0 " + "a" * 64, "0.3.1 " + "a" * 64):
            told = refused(wanted)
            assert "was changed on this machine while the batch ran" in told.reason
            assert told.mend.startswith("give the same command again")
            assert "Dask" not in told.reason + told.mend


@pytest.mark.parametrize("wanted", ["0.4.0 " + "a" * 64, "0.3.1 " + "a" * 64])
@pytest.mark.parametrize("code", ["fr", "es"])
def test_it_is_told_in_the_language_of_who_gave_the_command(wanted: str, code: str) -> None:
    """Figures and names are kept; no sentence stays in English."""
    told, speech = refused(wanted), language(code)
    for message in (told.reason, told.mend):
        assert speech.told(message) != message
        assert "{" not in speech.told(message)
    assert "0.3.1" in speech.told(told.reason)


def test_a_program_is_named_by_its_version_and_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that work kept by another build is not taken for this one's."""
    monkeypatch.undo()
    version, _, digest = identity.program().partition(" ")
    assert version == __version__
    assert len(digest) == 64
