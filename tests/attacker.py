"""An attacker on shared tables: from the published sums alone, the least and the most that anything else can be."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
HEADER = "worker_id,platform,requester,project,started_at,ended_at,status,pay,bonus,tip,fee,currency,country,timezone"
MONTHS = ("2024-01", "2024-02", "2024-03")
SMALL = 1e-9
STEPS = 4000


def extremes(member: Floats, truth: Floats, goal: Floats) -> tuple[float, float]:
    """Return the least and the most of goal · x over all x >= 0 with member @ x = member @ truth.

    By the simplex method, in two phases. Every x it passes satisfies the sums, so that what it finds can be, exactly or not.
    """
    scale = float(truth.sum())
    rows, basis = _start(member, member @ truth / scale)
    found = []
    for sign in (-1.0, 1.0):
        own, inside = rows.copy(), basis.copy()
        _climb(own, inside, np.append(sign * goal, 0.0))
        x = np.zeros(len(truth))
        x[inside[inside < len(truth)]] = own[inside < len(truth), -1]
        assert np.allclose(member @ x, member @ truth / scale, atol=1e-6)
        assert x.min() > -1e-7
        found.append(float(goal @ x) * scale)
    return found[0], found[1]


def _start(member: Floats, sums: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Return a vertex: rows solved for their basis, without rows that say nothing new."""
    count = member.shape[1]
    rows = np.hstack([member, np.eye(len(member)), sums[:, None]])
    basis = np.arange(count, count + len(member))
    _climb(rows, basis, np.concatenate([np.zeros(count), -np.ones(len(member)), [0.0]]))
    assert rows[basis >= count, -1].sum() < 1e-7  # the truth is a solution
    kept = []
    for at in range(len(rows)):
        if basis[at] >= count:
            entering = int(np.argmax(np.abs(rows[at, :count])))
            if abs(rows[at, entering]) < 1e-7:
                continue
            _pivot(rows, basis, at, entering)
        kept.append(at)
    return np.hstack([rows[kept][:, :count], rows[kept][:, -1:]]), basis[kept]


def _pivot(rows: Floats, basis: npt.NDArray[np.int64], leaving: int, entering: int) -> None:
    rows[leaving] /= rows[leaving, entering]
    factor = rows[:, entering].copy()
    factor[leaving] = 0
    rows -= np.outer(factor, rows[leaving])
    basis[leaving] = entering


def _climb(rows: Floats, basis: npt.NDArray[np.int64], goal: Floats) -> None:
    for step in range(STEPS):
        gain = goal[:-1] - goal[basis] @ rows[:, :-1]
        better = np.flatnonzero(gain > SMALL)
        if not len(better):
            return
        entering = int(better[0] if step > STEPS // 2 else better[np.argmax(gain[better])])
        able = np.flatnonzero(rows[:, entering] > SMALL)
        assert len(able)  # sums of what is not negative have bounds
        ratio = rows[able, -1] / rows[able, entering]
        least = able[ratio <= ratio.min() + SMALL]
        _pivot(rows, basis, int(least[np.argmin(basis[least])]), entering)
    raise AssertionError("no end in sight")


def lines(seed: int, workers: int) -> list[str]:
    """Return canonical rows of a batch out of nothing: requesters on platforms, their projects, countries and months, uneven."""
    draw = random.Random(seed)
    kinds = []
    for platform in ("anvil", "loom", "quill")[: draw.choice([1, 2, 3])]:
        for number in range(draw.choice([1, 2, 3])):
            requester = f"{platform} asker {number}" if draw.random() < 0.8 else f"asker {number}"
            kinds += [
                (platform, requester, f"{requester} kind {kind}") for kind in range(draw.choice([1, 1, 2]))
            ]
    weights = [draw.choice([0.05, 0.2, 1, 1, 3]) for _ in kinds]
    months = MONTHS[: draw.choice([1, 2, 3])]
    countries = ("KE", "PH")[: draw.choice([1, 2])]
    made = []
    for number in range(workers):
        country, scale = draw.choice(countries), draw.choice([1, 1, 1, 2, 5, 30])
        mine = draw.choices(kinds, weights, k=draw.choice([1, 1, 2, 3]))
        for month in draw.sample(months, draw.randint(1, len(months))):
            at = datetime.fromisoformat(f"{month}-05T06:00:00+00:00") + timedelta(
                minutes=draw.randint(0, 600)
            )
            for platform, requester, project in mine:
                for _ in range(draw.randint(1, 3) * min(scale, 4)):
                    end = at + timedelta(seconds=draw.randint(30, 900))
                    made.append(
                        f"w{number:03d},{platform},{requester},{project},{_at(at)},{_at(end)},"
                        f"{'rejected' if draw.random() < 0.1 else 'approved'},{draw.randint(1, 9) * scale / 10:.2f},"
                        f"{_some(draw, 0.3)},{_some(draw, 0.02)},{_some(draw, 0.5)},USD,{country},Africa/Nairobi"
                    )
                    at = end + timedelta(seconds=draw.choice([0, 5, 50, 200, 900, 4000]))
    return made


def _at(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _some(draw: random.Random, often: float) -> str:
    return f"0.{draw.randint(10, 99)}" if draw.random() < often else ""


def indicator(inside: Sequence[Sequence[int]], count: int) -> Floats:
    """Return float64[groups, count]: 1 where a group has a line."""
    found = np.zeros((len(inside), count))
    for at, rows in enumerate(inside):
        found[at, list(rows)] = 1.0
    return found


def groups_of(
    rows: Sequence[Mapping[str, object]], tables: Sequence[tuple[str, ...]]
) -> dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]]:
    """Return the lines of each group of each table."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
    for at, row in enumerate(rows):
        for by in tables:
            found.setdefault((by, tuple(str(row[name] or "") for name in by)), []).append(at)
    return found
