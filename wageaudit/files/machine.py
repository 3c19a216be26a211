"""What the machine offers: processor cores and free memory, and memory that is kept once it was used."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

KIB = 1 << 10
MIB = 1 << 20
TOP_PAD, MMAP_THRESHOLD = -2, -3  # of mallopt(3)
UNKNOWN = 4 << 30  # [bytes] taken for free memory where the system does not say


def cores() -> int:
    """Processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def free_memory() -> int:
    """Bytes of memory that may still be taken: what the system calls available, less where a control group allows less."""
    found = _available()
    for limit, used in (
        ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
        ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"),
    ):
        most, taken = _number(limit), _number(used)
        if most is not None and taken is not None:
            found = min(found, max(most - taken, 0))
    return found


def keep_memory() -> None:
    """Have the C library keep what columns of rows leave free, for the next ones. Where it is another than glibc: nothing.

    Left alone it hands every column of megabytes back to the system, and threads that make column after column wait for
    the system to clear new memory for them, one at a time.
    """
    import ctypes

    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # another C library; Windows
        return
    mallopt(MMAP_THRESHOLD, 32 * MIB)
    mallopt(TOP_PAD, 32 * MIB)


def part_memory() -> None:
    """Have Arrow take its memory apart from NumPy's, where rows are more than fit.

    From one heap the columns of both leave gaps that neither fills: half as much memory again is held as is used.
    """
    import pyarrow as pa

    with suppress(NotImplementedError):  # Arrow was built without it
        pa.set_memory_pool(pa.mimalloc_memory_pool())


def _available() -> int:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        pages = os.sysconf("SC_PHYS_PAGES") if "SC_PHYS_PAGES" in getattr(os, "sysconf_names", {}) else 0
        return pages * os.sysconf("SC_PAGE_SIZE") // 2 if pages > 0 else UNKNOWN
    return next((int(line.split()[1]) * KIB for line in lines if line.startswith("MemAvailable:")), UNKNOWN)


def _number(path: str) -> int | None:
    try:
        return int(Path(path).read_text(encoding="ascii"))
    except (OSError, ValueError):  # absent, or "max"
        return None
