"""Frozen dataclasses made fast: one method written for each class, the others shared. Pure; imports nothing of ours.

The standard library writes and compiles six methods for each frozen class, half a millisecond a class: with the classes
that an audit needs, a tenth of the time of a small file. What is made here is a dataclass all the same.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Sequence
from dataclasses import MISSING, FrozenInstanceError
from operator import attrgetter
from typing import TYPE_CHECKING, Any

CHECK = "__post_init__"  # what a class does once an object of it is made

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool, slots: bool) -> Callable[[type], type]:
        """As dataclasses.dataclass(frozen=True, slots=True): the only kind that is made here."""
        if not (frozen and slots):
            raise TypeError("only frozen dataclasses with slots are made here")
        return _frozen


def _frozen(plain: type) -> type:
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(plain)
    fields = dataclasses.fields(made)
    shared = {
        "__init__": _init(made, fields),
        "__repr__": _told([field.name for field in fields if field.repr]),
        "__eq__": _equal(_values([field.name for field in fields if field.compare])),
        "__hash__": _hashed(_values([field.name for field in fields if field.compare])),
        "__setattr__": _kept,
        "__delattr__": _held,
        "__getstate__": _state,
        "__setstate__": _restored,
    }
    for name, method in shared.items():
        if name not in plain.__dict__:
            setattr(made, name, method)
    return made  # type: ignore[no-any-return]


def _init(made: type, fields: Sequence[dataclasses.Field[Any]]) -> Callable[..., None]:
    """The one method that is written for each class, since its arguments are its own."""
    given: dict[str, Any] = {"_put": object.__setattr__, "_missing": MISSING}
    arguments, lines = ["self"], []
    for field in fields:
        if not field.init or field.kw_only or field.hash is not None:
            raise TypeError(f"{made.__qualname__}.{field.name} is of no kind that is made here")
        value = field.name
        if field.default is not MISSING:
            given[f"_{field.name}_else"] = field.default
            arguments.append(f"{field.name}=_{field.name}_else")
        elif field.default_factory is not MISSING:
            given[f"_{field.name}_made"] = field.default_factory
            arguments.append(f"{field.name}=_missing")
            value = f"_{field.name}_made() if {field.name} is _missing else {field.name}"
        else:
            arguments.append(field.name)
        lines.append(f"  _put(self, {field.name!r}, {value})")
    if hasattr(made, CHECK):
        lines.append(f"  self.{CHECK}()")
    head = [f"def write({', '.join(given)}):", f" def __init__({', '.join(arguments)}):"]
    found: dict[str, Callable[..., Any]] = {}
    text = "\n".join([*head, *(lines or ["  pass"]), " return __init__"])
    exec(text, vars(sys.modules[made.__module__]), found)  # noqa: S102 - nothing but names of fields, as Python took them
    method: Callable[..., None] = found["write"](**given)
    method.__qualname__ = f"{made.__qualname__}.__init__"
    method.__annotations__ = {field.name: field.type for field in fields} | {"return": None}
    return method


def _values(names: Sequence[str]) -> Callable[[object], tuple[object, ...]]:
    """What an object's fields hold."""
    if len(names) > 1:
        return attrgetter(*names)  # a tuple, where several are asked for
    return lambda one: tuple(getattr(one, name) for name in names)


def _told(names: Sequence[str]) -> Callable[[object], str]:
    def __repr__(self: object) -> str:  # noqa: N807 - it is to be that method
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({shown})"

    return __repr__


def _equal(values: Callable[[object], object]) -> Callable[[object, object], bool]:
    def __eq__(self: object, other: object) -> bool:  # noqa: N807 - it is to be that method
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _hashed(values: Callable[[object], object]) -> Callable[[object], int]:
    def __hash__(self: object) -> int:  # noqa: N807 - it is to be that method
        return hash(values(self))

    return __hash__


def _kept(_: object, name: str, __: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _held(_: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[object]:  # noqa: ANN401 - any of the dataclasses
    """What copies and pickles keep."""
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restored(self: Any, state: Sequence[object]) -> None:  # noqa: ANN401 - as above
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


__all__ = ["dataclass"]
