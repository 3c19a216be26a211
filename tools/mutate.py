"""Mutation testing: small faults put into the pure rooms one by one, and the tests asked whether they notice.

    python tools/mutate.py                     every mutant of every module of ROOMS
    python tools/mutate.py ledger --share 0.3  three in ten mutants of one module, the same ones each time
    python tools/mutate.py wages --only 120    those of line 120 (or of several)

A fault is one operator, comparison, constant or condition changed in one function. Tests are collected once; for each mutant
a child process takes the changed code of that function and runs the tests that come through its line, the quickest
first, until one fails. What survives them is put to all tests of the module. Nothing is written but the answer.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import os
import resource
import signal
import sys
import time
import types
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {
    "ledger": ("worked_cases", "ledger_by_hand", "ledger_against_reference"),
    "critical": ("worked_cases", "cells_by_hand", "ledger_against_reference"),
    "cells": ("worked_cases", "cells_by_hand", "work_by_hand", "shelves", "ledger_against_reference"),
    "tables": ("worked_cases", "cells_by_hand", "work_by_hand", "shelves", "ledger_against_reference"),
    "work": ("worked_cases", "work_by_hand", "duplicates", "ledger_against_reference"),
    "matching": ("worked_cases", "work_by_hand", "duplicates"),
    "auditing": ("worked_cases", "cells_by_hand", "work_by_hand", "shelves", "ledger_against_reference"),
    "wages": ("wages", "supplied"),
    "exchange": ("exchange", "exchange_redenominations", "exchange_series", "exchange_traps"),
    "exchange_files": ("exchange", "exchange_traps"),
    "exchange_series": ("exchange_series",),
    "exchange_tables": ("exchange", "exchange_redenominations", "exchange_series"),
    "alternatives": ("gap_curve",),
    "clock_hours": ("clock_hours",),
    "disclosure": ("disclosure",),
    "disclosure.complementary": ("disclosure", "disclosure_attack"),
    "disclosure.family": ("disclosure",),
    "disclosure.primary": ("disclosure_rules", "disclosure"),
    "exact": ("exact_arithmetic", "scaling"),
    "scaling": ("scaling",),
    "wide": ("exact_arithmetic",),
    "gap_curve": ("gap_curve",),
    "groups": ("worked_cases", "cells_by_hand", "work_by_hand"),
    "living": ("living_by_hand", "supplied"),
    "pseudonyms": ("pseudonyms",),
    "shelves": ("shelves", "cells_by_hand"),
    "suspicion": ("suspicion_by_hand", "suspicion"),
    "screening.days": ("suspicion",),
    "screening.part": ("suspicion",),
    "screening.rows": ("suspicion",),
    "summary": ("summary",),
    "summary.estimates": ("summary",),
    "summary.figures": ("summary",),
    "summary.bootstrap": ("summary",),
}
FEWER = {"LOGS_IN_A_BATCH": 6}  # random logs of a test, where a test module has such a number
PATIENCE = (
    10  # times the processor time that the tests took without a fault, before a mutant counts as hanging
)
ASLEEP = 40  # times that again on the wall clock: other work of the machine is no fault of the mutant's
OTHER = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,), ast.Add: (ast.Sub,), ast.Sub: (ast.Add,), ast.Mult: (ast.FloorDiv,), ast.FloorDiv: (ast.Mult,),
    ast.Div: (ast.Mult,), ast.Mod: (ast.FloorDiv,), ast.LShift: (ast.RShift,), ast.RShift: (ast.LShift,),
    ast.BitAnd: (ast.BitOr,), ast.BitOr: (ast.BitAnd,), ast.BitXor: (ast.BitAnd,), ast.And: (ast.Or,), ast.Or: (ast.And,),
}  # fmt: skip
TWINS = {"maximum": "minimum", "max": "min", "any": "all", "left": "right", "ceil": "floor"}
TWINS |= {twin: name for name, twin in TWINS.items()}


@dataclass(frozen=True)
class Mutant:
    """One fault: in which function (dotted, as in the module) and line, what it says, and the function's tree with it."""

    function: str
    line: int
    says: str
    tree: ast.Module


@dataclass
class Told:
    """What became of the mutants of one module."""

    killed: int = 0
    hanging: int = 0
    survivors: list[Mutant] = field(default_factory=list)

    @property
    def tried(self) -> int:
        """How many were put to the tests."""
        return self.killed + self.hanging + len(self.survivors)


# ------------------------------------------------------------------------------------------------- making the mutants


def faults(node: ast.AST) -> Iterator[ast.AST]:  # noqa: C901 - one kind after the other
    """What may stand in a node's place by mistake."""
    if isinstance(node, ast.Compare):
        for place, sign in enumerate(node.ops):
            for other in OTHER.get(type(sign), ()):
                changed = copy.deepcopy(node)
                changed.ops[place] = other()
                yield changed
    elif isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign)):
        for other in OTHER.get(type(node.op), ()):
            changed = copy.copy(node)
            changed.op = other()
            yield changed
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.Invert, ast.USub)):
        yield node.operand
    elif isinstance(node, ast.Constant):
        yield from (ast.Constant(value) for value in _near(node.value))
    elif isinstance(node, ast.Attribute) and node.attr in TWINS:
        yield ast.Attribute(node.value, TWINS[node.attr], node.ctx)
    elif isinstance(node, ast.Name) and node.id in TWINS and isinstance(node.ctx, ast.Load):
        yield ast.Name(TWINS[node.id], node.ctx)
    elif isinstance(node, (ast.If, ast.IfExp, ast.While)) and not isinstance(
        node.test, (ast.Compare, ast.BoolOp, ast.UnaryOp)
    ):
        changed = copy.copy(node)
        changed.test = ast.UnaryOp(ast.Not(), node.test)
        yield changed


def _near(value: object) -> Iterator[object]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
        yield value - 1
    elif isinstance(value, str) and value in TWINS:
        yield TWINS[value]


def places(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """(parent, field, index, node) of all that is evaluated when a function runs: no annotation, default or docstring."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "args", "ctx"} and not isinstance(
            node, ast.Call
        ):
            continue
        for at, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not (
                isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
            ):
                yield node, name, at, child
                yield from places(child)


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module: of its functions, its methods, and its constants of whole numbers."""
    for function, dotted in _bodies(ast.parse(source)):
        for parent, name, at, node in list(places(function)):
            for changed in faults(node):
                ast.copy_location(changed, node)
                _put(parent, name, at, changed)
                made = ast.Module([_within(dotted, copy.deepcopy(function))], [])
                _put(parent, name, at, node)
                line = getattr(node, "lineno", getattr(parent, "lineno", 0))
                yield Mutant(
                    dotted, line, f"{_said(node)}  →  {_said(changed)}", ast.fix_missing_locations(made)
                )


def _within(dotted: str, function: ast.stmt) -> ast.stmt:
    """A method stands in a class of its name again."""
    owner = dotted.rpartition(".")[0]
    return ast.ClassDef(owner, [], [], [function], []) if owner else function


def _bodies(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node, node.name
        elif isinstance(node, ast.ClassDef):
            yield from (
                (own, f"{node.name}.{own.name}") for own in node.body if isinstance(own, ast.FunctionDef)
            )
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node, node.targets[0].id


def _put(parent: ast.AST, name: str, at: int | None, node: ast.AST) -> None:
    if at is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[at] = node


def _said(node: ast.AST) -> str:
    shown = node.test if isinstance(node, (ast.If, ast.While)) else node
    text = " ".join(ast.unparse(shown).split())
    return text if len(text) <= 110 else f"{text[:107]}..."


# ----------------------------------------------------------------------------------------------- putting a fault in


def infect(module: types.ModuleType, mutant: Mutant) -> None:
    """Give the running function the mutant's code; a constant is set wherever it was imported."""
    compiled = compile(mutant.tree, module.__file__ or "", "exec")
    code = next((one for one in _codes(compiled) if one.co_qualname == mutant.function), None)
    if code is None:
        _reset(module, mutant)
        return
    found: object = module
    for name in mutant.function.split("."):
        found = vars(found)[name]
    while not isinstance(found, types.FunctionType):
        found = getattr(found, "fget", None) or getattr(found, "__wrapped__", None) or found.__func__  # type: ignore[attr-defined]
    found.__code__ = code


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    for one in code.co_consts:
        if isinstance(one, types.CodeType):
            yield one
            yield from _codes(one)


def _reset(module: types.ModuleType, mutant: Mutant) -> None:
    assigned = next(
        node
        for node in mutant.tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == mutant.function
    )
    value = eval(compile(ast.Expression(assigned.value), "", "eval"), dict(vars(module)))  # noqa: S307 - the module's own text
    before = vars(module)[mutant.function]
    for name, other in list(sys.modules.items()):
        if name.startswith("wageaudit") and vars(other).get(mutant.function) is before:
            setattr(other, mutant.function, value)


# ------------------------------------------------------------------------------------------------- asking the tests


class Asking:
    """A pytest plugin: instead of running the tests once, runs them in a child for each mutant."""

    def __init__(
        self, room: str, share: float, only: Sequence[int] | None, seed: int, slowest: float, *, near: bool
    ) -> None:
        self.room, self.share, self.only, self.seed, self.slowest = room, share, only, seed, slowest
        self.near = near
        self.told = Told()

    def pytest_collection(self) -> None:
        """Examples without chance and without shrinking: whether a test fails is all that is asked."""
        from hypothesis import HealthCheck, Phase, settings

        settings.register_profile(
            "mutation", deadline=None, derandomize=True, database=None, max_examples=60,
            phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        settings.load_profile("mutation")

    def pytest_collection_finish(self, session: object) -> None:
        """Fewer random examples: a mutant is met by many tests."""
        for test in {item.module for item in session.items}:  # type: ignore[attr-defined]
            for name in FEWER.keys() & vars(test).keys():
                setattr(test, name, FEWER[name])

    def pytest_runtestloop(self, session: object) -> bool:
        """Put every chosen mutant to the tests."""
        items = session.items  # type: ignore[attr-defined]
        module = importlib.import_module(f"wageaudit.{self.room}")
        path = str(module.__file__)
        source = Path(path).read_text(encoding="utf-8")
        every = [one for one in mutants(source) if not self.only or one.line in self.only]
        random = Random(self.seed)
        chosen = [one for one in every if random.random() < self.share]
        took, through = self._without_a_fault(items, path)
        print(
            f"{self.room}: {len(chosen)} of {len(every)} mutants, {len(took)} of {len(items)} tests",
            flush=True,
        )
        if not took:
            raise SystemExit(f"{self.room}: no test passes, so that no mutant can be told from no fault")
        functions = _spans(source)
        for mutant in chosen:
            low, high = functions[mutant.function]
            near = through.get(mutant.line) or set().union(
                *(through.get(at, set()) for at in range(low, high + 1))
            )
            first = sorted((at for at in near or range(len(items)) if at in took), key=took.__getitem__)
            others = set(took) - set(first) if not self.near else ()
            rest = sorted(others, key=took.__getitem__)
            chosen_first = [items[at] for at in first]
            spent = sum(took[at] for at in (*first, *rest))
            answer = self._ask(
                module, mutant, chosen_first + [items[at] for at in rest], 10 + PATIENCE * spent
            )
            self._note(mutant, answer)
        return True

    def _note(self, mutant: Mutant, answer: str) -> None:
        if answer == "killed":
            self.told.killed += 1
        elif answer == "hanging":
            self.told.hanging += 1
        else:
            self.told.survivors.append(mutant)
            print(f"  survived  {self.room}:{mutant.line} {mutant.function}  {mutant.says}", flush=True)

    def _without_a_fault(
        self, items: Sequence[object], path: str
    ) -> tuple[dict[int, float], dict[int, set[int]]]:
        """(seconds of each test that passes, the tests that come through each line), found out in a child."""
        import json

        def run() -> bytes:
            import coverage

            warnings.simplefilter(
                "ignore", coverage.exceptions.CoverageWarning
            )  # a test may come through no line
            watch = coverage.Coverage(data_file=None, include=[path], config_file=False)
            took, through = {}, {}
            for at, item in enumerate(items):
                began = time.process_time()
                watch.erase()
                watch.start()
                passed = _passes(item)
                watch.stop()
                spent = time.process_time() - began
                if passed and spent <= self.slowest:
                    took[at] = spent
                for line in watch.get_data().lines(path) or ():
                    through.setdefault(line, []).append(at)
            return json.dumps([took, through]).encode()

        took, through = json.loads(_in_a_child(run, None) or b"[{}, {}]")
        return {int(at): spent for at, spent in took.items()}, {
            int(at): set(of) for at, of in through.items()
        }

    def _ask(self, module: types.ModuleType, mutant: Mutant, items: Sequence[object], patience: float) -> str:
        def run() -> bytes:
            resource.setrlimit(resource.RLIMIT_CPU, (int(patience), int(patience) + 1))
            try:
                infect(module, mutant)
            except ValueError:  # a constant that is none: the module could not be imported
                return b"killed"
            return b"survived" if all(map(_passes, items)) else b"killed"

        found = _in_a_child(run, ASLEEP * patience)
        return (
            "hanging" if found is None else (found.decode() or "killed")
        )  # nothing: the child itself died of it


def _spans(source: str) -> dict[str, tuple[int, int]]:
    return {dotted: (node.lineno, node.end_lineno or 0) for node, dotted in _bodies(ast.parse(source))}


def _passes(item: object) -> bool:
    from _pytest.runner import runtestprotocol

    reports = runtestprotocol(item, log=False, nextitem=None)  # type: ignore[arg-type]
    return all(report.outcome != "failed" for report in reports)


def _in_a_child(work: Callable[[], bytes], patience: float | None) -> bytes | None:
    """What `work` answers in a process of its own; None where it takes too long, nothing where it dies."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        code = 0
        try:
            answer = work()
            with os.fdopen(write, "wb") as out:
                out.write(answer)
        except BaseException:  # noqa: BLE001 - whatever it was, the parent is told by the empty answer
            code = 1
        os._exit(code)
    os.close(write)
    found, ends = b"", None if patience is None else time.monotonic() + patience
    import select

    with os.fdopen(read, "rb", buffering=0) as answers:
        while True:
            left = None if ends is None else max(0.0, ends - time.monotonic())
            if not select.select([answers], [], [], left)[0]:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return None
            piece = answers.read(1 << 16)
            if not piece:
                break
            found += piece
    os.waitpid(child, 0)
    return found


def main() -> int:
    """Mutate the rooms asked for, and print what survived and a table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument(
        "rooms", nargs="*", choices=[*ROOMS, []], help="modules of wageaudit; all of them where none is named"
    )
    asked.add_argument(
        "--share", type=float, default=1.0, help="how many of the mutants are tried, from 0 to 1"
    )
    asked.add_argument("--only", type=int, nargs="+", help="mutants of these lines alone")
    asked.add_argument("--seed", type=int, default=1, help="which mutants a share picks")
    asked.add_argument(
        "--slowest", type=float, default=1.0, help="[s of processor] tests that take longer are not asked"
    )
    asked.add_argument(
        "--near", action="store_true", help="put no survivor to tests that come not through its line: faster"
    )
    chosen = asked.parse_args()
    rooms = chosen.rooms or list(ROOMS)
    if len(rooms) > 1:  # each in a process of its own: a module is collected, imported and infected alone
        own = ["--share", str(chosen.share), "--seed", str(chosen.seed), "--slowest", str(chosen.slowest)]
        own += ["--near"] if chosen.near else []
        return max(
            os.waitstatus_to_exitcode(
                os.spawnv(os.P_WAIT, sys.executable, [sys.executable, __file__, room, *own])  # noqa: S606 - itself
            )
            for room in rooms
        )
    import pytest

    room = rooms[0]
    asking = Asking(room, chosen.share, chosen.only, chosen.seed, chosen.slowest, near=chosen.near)
    tests = [str(ROOT / "tests" / f"test_{name}.py") for name in ROOMS[room]]
    quiet = [
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:randomly",
        "-m",
        "not slow and not real",
        "--rootdir",
        str(ROOT),
    ]
    pytest.main([*quiet, *(test for test in tests if Path(test).exists())], plugins=[asking])
    told = asking.told
    noticed = told.killed + told.hanging
    print(
        f"| {room} | {told.tried} | {noticed} | {len(told.survivors)} | {noticed / max(told.tried, 1):.1%} |",
        flush=True,
    )
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
