"""Fingerprints of text columns: 64 bits that tell equal strings apart from different ones, nearly always. Pure NumPy, no loop over rows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from wageaudit.arrays import chunks_of

Words = npt.NDArray[np.uint64]
GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio: spreads consecutive integers
MIXER = np.uint64(0xD6E8FEB86659FD93)
WORD = 8  # bytes


def fingerprints(column: pa.ChunkedArray | pa.Array) -> Words:
    """uint64[n]: equal strings have equal fingerprints; different ones nearly always different."""
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
        [np.frombuffer(buffers[2], np.uint8)[offsets[0] : offsets[-1]], np.zeros(8, np.uint8)]
    )
    words = np.lib.stride_tricks.as_strided(data.view(np.uint8)[:8].view("<u8"), (len(data) - 7,), (1,))
    begin, length = offsets[:-1] - offsets[0], np.diff(offsets)
    shortest, longest = int(length.min()), int(length.max())
    found = length.astype(np.uint64) * GOLDEN
    word = words[begin]
    if shortest < WORD:
        short = np.flatnonzero(length < WORD)
        word[short] &= (np.uint64(1) << (length[short].astype(np.uint64) * np.uint64(8))) - np.uint64(1)
    found = mix(found ^ word) if shortest else np.where(length > 0, mix(found ^ word), found)
    for skip in range(WORD, longest, WORD):  # a text's last word ends where it ends, over bytes already seen
        if shortest > skip:
            found = mix(found ^ words[begin + np.minimum(skip, length - WORD)])
            continue
        rows = np.flatnonzero(length > skip)  # only those that have more to say
        found[rows] = mix(found[rows] ^ words[begin[rows] + np.minimum(skip, length[rows] - WORD)])
    return found


def mix(value: Words) -> Words:
    """uint64[n]: every bit of the value spread over all bits."""
    value = value * MIXER
    return (value ^ (value >> np.uint64(32))) * GOLDEN
