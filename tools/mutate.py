"""Mutation testing: small faults put into the pure rooms one by one, and the tests asked whether they notice.

    python tools/mutate.py                     every mutant of every module of ROOMS
    python tools/mutate.py ledger --share 0.3  three in ten mutants of one module, the same ones each time
    python tools/mutate.py ledger --most 60    sixty of them, the same ones each time
    python tools/mutate.py wages --only 120    those of line 120 (or of several): nothing is put on record
    python tools/mutate.py wages --again       the survivors on record that have no verdict
    python tools/mutate.py --table             what is on record, as the table of docs/mutation.md
    python tools/mutate.py --unread            survivors without a verdict; modules whose source changed since

A fault is one operator, comparison, constant or condition changed in one function. Tests are collected once; for each mutant
a child process takes the changed code of that function and runs the tests that come through its line, the quickest
first, until one fails. What survives them is put to all tests of the module. No file of the package is touched: the outcome
goes to tests/mutation (mutation_records.py), where each survivor waits for a verdict.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import math
import os
import resource
import signal
import sys
import time
import types
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from pathlib import Path
from random import Random

import mutation_records as records

ROOT = Path(__file__).resolve().parent.parent
AUDITS = (
    *("worked_cases", "tables_by_hand", "cells_by_hand", "work_by_hand", "runs_by_hand", "runs_of_cells"),
    "duplicates",
)
LEDGERS = ("ledger_by_hand", *AUDITS, "ledger_against_reference")
RATES = (*("exchange", "exchange_by_hand", "exchange_redenominations", "exchange_series", "exchange_traps"),)
OVER_WORKERS = ("summary_by_hand", "summary")
SCREENED = ("suspicion_by_hand", "screening_by_hand", "suspicion")
SHARED = ("disclosure_rules", "disclosure_by_hand", "disclosure", "disclosure_attack")
ROOMS = {
    "ledger": LEDGERS,
    "critical": LEDGERS,
    "cells": AUDITS,
    "work": AUDITS,
    "matching": AUDITS,
    "auditing": (*AUDITS, "suspicion_by_hand", "screening_by_hand"),
    "tables": AUDITS,
    "evidence": AUDITS,
    "runs": ("runs_by_hand", "runs_of_cells", "tables_by_hand", "cells_by_hand"),
    "groups": (*AUDITS, "suspicion"),
    "living": ("living_by_hand", "supplied", "explain_living_wage"),
    "money": ("money_by_hand", *AUDITS, "living_by_hand"),
    "columns": AUDITS,
    "shelves": ("shelves_by_hand", "shelves", "cells_by_hand"),
    "vocabulary": ("shelves_by_hand", "shelves"),
    "wages": ("wages", "wages_by_hand", "supplied"),
    "tender": ("tender_by_hand", "supplied"),
    "exchange": RATES,
    "exchange_files": RATES,
    "exchange_series": ("exchange_series",),
    "exchange_tables": RATES,
    "exact": ("exact_arithmetic", "exact_quotients"),
    "scaling": ("exact_arithmetic", "exact_quotients"),
    "wide": ("exact_arithmetic", "exact_quotients"),
    "summary": OVER_WORKERS,
    "summary.estimates": OVER_WORKERS,
    "summary.figures": OVER_WORKERS,
    "summary.bootstrap": OVER_WORKERS,
    "bands": ("bands", "bands_by_hand"),
    "alternatives": ("gap_curve",),
    "gap_curve": ("gap_curve",),
    "clock_hours": ("clock_hours",),
    "pseudonyms": ("pseudonyms",),
    "suspicion": (*SCREENED, "shared_rows"),
    "screening.days": SCREENED,
    "screening.part": SCREENED,
    "screening.rows": SCREENED,
    "disclosure": SHARED,
    "disclosure.amounts": SHARED,
    "disclosure.complementary": SHARED,
    "disclosure.family": SHARED,
    "disclosure.linked": SHARED,
    "disclosure.primary": SHARED,
    "disclosure.showing": SHARED,
}
FEWER = {"LOGS_IN_A_BATCH": 6}  # random logs of a test, where a test module has such a number
PATIENCE = 10  # times the processor time that tests took without a fault, before a mutant counts as hanging
MEMORY = 12 << 30  # [bytes] addresses a mutant may ask for: a wrong size fails instead of filling the machine
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
    """One fault: in which function (dotted, as in the module) and line, what it says, and the function's tree with it.

    nth: which of those that say the same of a line of the same text, from 1.
    """

    function: str
    line: int
    says: str
    tree: ast.Module
    text: str = ""
    nth: int = 1

    @property
    def survivor(self) -> records.Survivor:
        """How it stands on record."""
        return records.Survivor(self.line, self.function, self.text, self.says, self.nth)


@dataclass
class Told:
    """What became of the mutants of one module."""

    mutants: int = 0
    source: str = ""
    noticed: list[tuple[records.Survivor, str]] = field(default_factory=list)
    survivors: list[records.Survivor] = field(default_factory=list)

    @property
    def tried(self) -> int:
        """How many were put to the tests."""
        return len(self.noticed) + len(self.survivors)


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
    lines, seen = source.splitlines(), Counter[tuple[str, str, str]]()
    for one in _mutants(source):
        text = lines[one.line - 1].strip()
        seen[one.function, text, one.says] += 1
        yield replace(one, text=text, nth=seen[one.function, text, one.says])


def _mutants(source: str) -> Iterator[Mutant]:
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


@dataclass(frozen=True)
class Chosen:
    """Which mutants are put to which tests: see the options of the command."""

    share: float = 1.0
    most: int | None = None
    seed: int = 1
    only: Sequence[int] | None = None
    keys: frozenset[tuple[str, str, str, int]] | None = None  # of survivors on record
    slowest: float = 1.0
    budget: float = math.inf
    near: bool = False

    def of(self, every: Sequence[Mutant]) -> list[Mutant]:
        """The mutants to try, in the order of the module."""
        random = Random(self.seed)
        picked = [one for one in every if not self.only or one.line in self.only]
        if self.keys is not None:
            picked = [one for one in picked if one.survivor.key in self.keys]
        picked = [one for one in picked if random.random() < self.share]
        if self.most is not None and self.most < len(picked):
            picked = [picked[at] for at in sorted(random.sample(range(len(picked)), self.most))]
        return picked


class Asking:
    """A pytest plugin: instead of running the tests once, runs them in a child for each mutant."""

    def __init__(self, room: str, chosen: Chosen) -> None:
        self.room, self.chosen = room, chosen
        self.told = Told()
        self.kills: Counter[int] = Counter()  # what noticed one fault is asked early about the next

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
        every = list(mutants(source))
        chosen = self.chosen.of(every)
        self.told.mutants, self.told.source = len(every), records.hashed(source)
        took, through = self._without_a_fault(items, path)
        print(
            f"{self.room}: {len(chosen)} of {len(every)} mutants, {len(took)} of {len(items)} tests",
            flush=True,
        )
        if not took:
            raise SystemExit(f"{self.room}: no test passes, so that no mutant can be told from no fault")
        functions = _spans(source)
        for mutant in chosen:
            asked = self._tests_for(mutant, functions[mutant.function], took, through)
            spent = sum(took[at] for at in asked)
            answer = self._ask(module, mutant, [items[at] for at in asked], 5 + PATIENCE * spent)
            self._note(mutant, answer, asked, items)
        return True

    def _tests_for(
        self,
        mutant: Mutant,
        span: tuple[int, int],
        took: Mapping[int, float],
        through: Mapping[int, set[int]],
    ) -> list[int]:
        """Tests that come through its line (or function) first, and of them what is quick and has noticed others."""
        of_function = (through.get(at, set()) for at in range(span[0], span[1] + 1))
        near = (through.get(mutant.line) or set().union(*of_function) or set(took)) & set(took)
        rest = set() if self.chosen.near else set(took) - near
        found: list[int] = []
        for group in (near, rest):
            found += sorted(group, key=lambda at: ((took[at] + 0.01) / (1 + self.kills[at]), at))
        sums = accumulate(took[at] for at in found)
        return [at for at, spent in zip(found, sums, strict=True) if spent <= self.chosen.budget] or found[:1]

    def _note(self, mutant: Mutant, answer: str, asked: Sequence[int], items: Sequence[object]) -> None:
        if answer == "survived":
            self.told.survivors.append(mutant.survivor)
            print(f"  survived  {self.room}:{mutant.line} {mutant.function}  {mutant.says}", flush=True)
            return
        by = answer
        if answer.isdecimal():
            self.kills[asked[int(answer)]] += 1
            by = str(items[asked[int(answer)]].nodeid).partition("[")[0].removeprefix("tests/")  # type: ignore[attr-defined]
        self.told.noticed.append((mutant.survivor, by))

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
                if passed and spent <= self.chosen.slowest:
                    took[at] = spent
                for line in watch.get_data().lines(path) or ():
                    through.setdefault(line, []).append(at)
            return json.dumps([took, through]).encode()

        took, through = json.loads(_in_a_child(run, None) or b"[{}, {}]")
        return {int(at): spent for at, spent in took.items()}, {
            int(at): set(of) for at, of in through.items()
        }

    def _ask(self, module: types.ModuleType, mutant: Mutant, items: Sequence[object], patience: float) -> str:
        """The place of the first test that fails, "survived", or what else became of it."""

        def run() -> bytes:
            resource.setrlimit(resource.RLIMIT_CPU, (int(patience), int(patience) + 1))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            try:
                infect(module, mutant)
            except ValueError:
                return b"a module that cannot be imported"
            failed = next((at for at, item in enumerate(items) if not _passes(item)), None)
            return b"survived" if failed is None else str(failed).encode()

        found = _in_a_child(run, ASLEEP * patience)
        return "a run without an end" if found is None else found.decode() or "a process that died"


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


def arguments() -> argparse.Namespace:
    """What is asked for on the command line."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = asked.add_argument
    add(
        "rooms", nargs="*", choices=[*ROOMS, []], help="modules of wageaudit; all of them where none is named"
    )
    add("--share", type=float, default=1.0, help="how many of the mutants are tried, from 0 to 1")
    add("--most", type=int, help="no more mutants of a module than this")
    add("--only", type=int, nargs="+", help="mutants of these lines alone")
    add("--again", action="store_true", help="survivors on record alone that have no verdict")
    add("--seed", type=int, default=1, help="which mutants a share picks")
    add("--slowest", type=float, default=1.0, help="[s of processor] tests that take longer are not asked")
    add("--budget", type=float, default=math.inf, help="[s of processor] no more tests than this a mutant")
    add(
        "--tests",
        nargs="+",
        help="these files of tests instead of the module's: wages_by_hand for test_wages_by_hand.py",
    )
    add("--near", action="store_true", help="put no survivor to tests that come not through its line: faster")
    add("--records", type=Path, default=records.RECORDS, help="the folder of what became of them")
    add("--table", action="store_true", help="write the table of docs/mutation.md, and try nothing")
    add("--unread", action="store_true", help="list survivors without a verdict, and try nothing")
    return asked.parse_args()


def main() -> int:
    """Mutate the rooms asked for, and print what survived and a table."""
    chosen = arguments()
    rooms = chosen.rooms or list(ROOMS)
    if chosen.table:
        page = records.PAGE.read_text(encoding="utf-8")
        said = records.table(records.every(ROOMS, chosen.records))
        records.PAGE.write_text(records.with_table(page, said), encoding="utf-8")
    elif chosen.unread:
        _list(rooms, chosen.records)
    elif len(rooms) > 1:  # each in a process of its own: a module is collected, imported and infected alone
        own = [one for one in sys.argv[1:] if one not in rooms]
        return max(
            os.waitstatus_to_exitcode(
                os.spawnv(os.P_WAIT, sys.executable, [sys.executable, __file__, room, *own])  # noqa: S606 - itself
            )
            for room in rooms
        )
    else:
        _try(rooms[0], chosen)
    return 0


def _list(rooms: Sequence[str], folder: Path) -> None:
    """Survivors nobody has read, and modules that are no longer what was tried."""
    for record in records.every(rooms, folder):
        path = ROOT / "wageaudit" / record.module.replace(".", "/")
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        if records.hashed(path.read_text(encoding="utf-8")) != record.source:
            print(f"{record.module}: changed since")
        for one in record.survivors:
            if not one.verdict:
                print(f"  {record.module}:{one.line} {one.function}  {one.change}    in: {one.text}")


def _try(room: str, chosen: argparse.Namespace) -> None:
    """Put a module's mutants to its tests, and the outcome on record."""
    import pytest

    before = records.load(room, chosen.records)
    if chosen.again and before is None:
        raise SystemExit(f"{room}: nothing is on record")
    open_ones = () if before is None else before.survivors
    keys = frozenset(one.key for one in open_ones if not one.verdict)
    picked = Chosen(
        chosen.share, chosen.most, chosen.seed, chosen.only, keys if chosen.again else None,
        chosen.slowest, chosen.budget, chosen.near,
    )  # fmt: skip
    asking = Asking(room, picked)
    tests = [ROOT / "tests" / f"test_{name}.py" for name in chosen.tests or ROOMS[room]]
    quiet = ["-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-m", "not slow and not real"]
    quiet += ["--rootdir", str(ROOT)]
    pytest.main([*quiet, *(str(test) for test in tests if test.exists())], plugins=[asking])
    told = asking.told
    if chosen.again and before is not None:
        record = records.after(before, told.noticed, told.survivors)
    else:
        record = records.Record(
            room, told.source, told.mutants, told.tried, chosen.seed, tuple(told.survivors)
        )
        record = records.merged(record, before, told.noticed)
    if told.tried and not chosen.only:
        records.save(record, chosen.records)
    print(
        f"{room}: tried {told.tried}, noticed {len(told.noticed)}, survived {len(told.survivors)}", flush=True
    )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
