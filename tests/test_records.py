"""Dataclasses with shared methods behave as the standard library's do."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import typing
from dataclasses import FrozenInstanceError, field

import pytest

from wageaudit import records


class Plain:
    """What both decorators are given."""

    name: str
    amount: int = 3
    seen: list[int] = field(default_factory=list)
    kept: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    def twice(self) -> int:
        """A method of its own."""
        return 2 * self.amount


class Single:
    """One field."""

    name: str


class Checked:
    """It looks at itself once it is made."""

    name: str

    def __post_init__(self) -> None:
        """Refuse an empty name."""
        if not self.name:
            raise ValueError("no name")


def both(plain: type) -> tuple[typing.Any, typing.Any]:
    """The class as it is made here, and as the standard library makes it."""
    apart = type(plain.__name__, (), {name: value for name, value in vars(plain).items() if name not in {"__dict__", "__weakref__"}})  # fmt: skip
    return records.dataclass(frozen=True, slots=True)(plain), dataclasses.dataclass(frozen=True, slots=True)(
        apart
    )


Ours, Theirs = both(Plain)
OneOurs, OneTheirs = both(Single)
Looked, _ = both(Checked)
Plain = Ours  # type: ignore[misc] - pickles find it under this name
ARGUMENTS = [("a",), ("a", 4), ("a", 4, [1]), ("a", 4, [1], {"b": 2})]


@pytest.mark.parametrize("given", ARGUMENTS)
def test_it_holds_and_shows_what_it_is_given(given: tuple[object, ...]) -> None:
    """With defaults where nothing is given."""
    ours, theirs = Ours(*given), Theirs(*given)
    assert repr(ours) == repr(theirs)
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert dataclasses.is_dataclass(ours)
    assert ours.twice() == theirs.twice()


def test_arguments_have_the_same_names_and_kinds() -> None:
    """As help, type hints and tests that build values look at them."""
    assert [str(one) for one in inspect.signature(Ours).parameters] == ["name", "amount", "seen", "kept"]
    assert typing.get_type_hints(Ours.__init__) == typing.get_type_hints(Theirs.__init__)
    for given in ((), ("a", 1, [], {}, 5)):
        with pytest.raises(TypeError) as ours:
            Ours(*given)
        with pytest.raises(TypeError) as theirs:
            Theirs(*given)
        assert str(ours.value) == str(theirs.value)


def test_each_has_lists_of_its_own() -> None:
    """Made anew for each, as the field says."""
    assert Ours("a").seen is not Ours("a").seen


def test_equal_ones_are_equal_and_of_one_hash() -> None:
    """By the fields that are compared, and only within a class."""
    assert Ours("a", 1, [], {"b": 1}) == Ours("a", 1, [], {"c": 2})
    assert Ours("a", 1) != Ours("a", 2)
    assert Ours("a", 1) != Theirs("a", 1)
    assert OneOurs("a") != "a"
    assert OneOurs("a") != ("a",)
    assert {OneOurs("a"), OneOurs("a")} == {OneOurs("a")}
    assert hash(OneOurs("a")) == hash(OneTheirs("a"))
    with pytest.raises(TypeError, match="unhashable"):
        hash(Ours("a"))


def test_nothing_of_it_can_be_changed_or_added() -> None:
    """It is frozen, and has slots alone."""
    one = Ours("a")
    for name in ("name", "other"):
        with pytest.raises(FrozenInstanceError):
            setattr(one, name, "b")
        with pytest.raises(FrozenInstanceError):
            delattr(one, name)
    assert not hasattr(one, "__dict__")


def test_it_is_copied_pickled_and_made_anew_with_other_values() -> None:
    """Whole, and independent of the first."""
    one = Ours("a", 4, [1], {"b": 2})
    for again in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):  # noqa: S301 - made here
        assert again == one
        assert again.kept == one.kept
    assert copy.deepcopy(one).seen is not one.seen
    other = dataclasses.replace(one, amount=5)
    assert (other.name, other.amount, one.amount) == ("a", 5, 4)


def test_it_matches_by_place() -> None:
    """In a match statement."""
    match Ours("a", 4):
        case Ours(name, amount):
            assert (name, amount) == ("a", 4)


def test_it_looks_at_itself_once_made() -> None:
    """Where its class has something to check."""
    assert Looked("a").name == "a"
    with pytest.raises(ValueError, match="no name"):
        Looked("")


def test_other_kinds_are_not_made_here() -> None:
    """Neither changeable ones nor fields with rules of their own."""
    with pytest.raises(TypeError, match="only frozen"):
        records.dataclass(frozen=False, slots=True)

    class Odd:
        name: str = field(kw_only=True)

    with pytest.raises(TypeError, match="name is of no kind"):
        records.dataclass(frozen=True, slots=True)(Odd)
