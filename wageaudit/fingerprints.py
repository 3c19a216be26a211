"""Fingerprints of text columns: 64 bits that tell equal strings apart from different ones, nearly always. Pure NumPy, no loop over rows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from wageaudit.arrays import Ints, chunks_of

Words = npt.NDArray[np.uint64]
GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio: spreads consecutive integers
MIXER = np.uint64(0xD6E8FEB86659FD93)
WORD = 8  # [bytes] taken in at once
EVERY = slice(None)


def fingerprints(column: pa.ChunkedArray | pa.Array) -> Words:
    """uint64[n]: equal strings have equal fingerprints; different ones nearly always different.

    Of strings of one length, at most WORD bytes, different ones always: every step can be undone.
    """
    return np.concatenate(
        [_chunk_fingerprints(chunk) for chunk in chunks_of(column)] or [np.zeros(0, np.uint64)]
    )


def _chunk_fingerprints(chunk: pa.Array) -> Words:
    count = len(chunk)
    buffers = chunk.buffers()
    if count == 0 or buffers[2] is None:
        return np.zeros(count, np.uint64)
    offsets = np.frombuffer(buffers[1], np.int32)[chunk.offset : chunk.offset + count + 1].astype(np.int64)
    data = np.concatenate(
        [np.frombuffer(buffers[2], np.uint8)[offsets[0] : offsets[-1]], np.zeros(WORD, np.uint8)]
    )
    begin, length = offsets[:-1] - offsets[0], np.diff(offsets)
    shortest, longest = int(length.min()), int(length.max())

    def words(skip: int, rows: slice | Ints = EVERY) -> Words:
        """Eight bytes of each text, `skip` after its first or, where it ends sooner, its last: then over bytes already seen."""
        if shortest == longest:  # they lie in step
            return _words(data[min(skip, max(longest - WORD, 0)) :], count, longest)
        at = begin[rows] + np.minimum(skip, length[rows] - WORD) if skip else begin
        found: Words = _words(data, len(data) - WORD + 1, 1)[at]
        return found

    found, word = length.astype(np.uint64) * GOLDEN, words(0)
    if shortest < WORD:
        short = np.flatnonzero(length < WORD)
        word = word.copy()
        word[short] &= (np.uint64(1) << (length[short].astype(np.uint64) * np.uint64(8))) - np.uint64(1)
    found = mix(found ^ word) if shortest else np.where(length > 0, mix(found ^ word), found)
    for skip in range(WORD, longest, WORD):
        if shortest > skip:
            found = mix(found ^ words(skip))
            continue
        rows = np.flatnonzero(length > skip)  # only those that have more to say
        found[rows] = mix(found[rows] ^ words(skip, rows))
    return found


def _words(data: npt.NDArray[np.uint8], count: int, step: int) -> Words:
    """uint64[count]: eight bytes at every step, from the first on."""
    return np.lib.stride_tricks.as_strided(data[:WORD].view("<u8"), (count,), (step,))


def mix(value: Words) -> Words:
    """uint64[n]: every bit of the value spread over all bits."""
    value = value * MIXER
    return (value ^ (value >> np.uint64(32))) * GOLDEN
