"""Nearly the same text: word shingles, MinHash to find candidates, exact overlap to be sure.

MinHash after Broder (1997): the share of equal minima estimates the Jaccard similarity of two sets
of three-word shingles; candidates are then compared exactly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

SHINGLE = 3
HASHES = 64
BANDS = 32
"""Two rows to a band: a pair at Jaccard .5 is missed with probability .0001."""
_PRIME = (1 << 61) - 1
_SEED = 20260216
_READ_WORDS = 1200


@dataclass(frozen=True, slots=True)
class Shingles:
    """The hashed three-word shingles of one text, sorted and unique."""

    hashes: np.ndarray

    @classmethod
    def of(cls, forms: Sequence[str]) -> Shingles:
        """The shingles of folded words; only the beginning of a long text is read."""
        words = forms[:_READ_WORDS]
        runs = (" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))
        found = np.fromiter({crc32(run.encode()) for run in runs}, dtype=np.uint64)
        return cls(np.sort(found))

    def __len__(self) -> int:
        return len(self.hashes)

    def common(self, other: Shingles) -> int:
        """How many shingles both have."""
        return len(np.intersect1d(self.hashes, other.hashes, assume_unique=True))

    def jaccard(self, other: Shingles) -> float:
        """Common shingles over all shingles, 0 to 1."""
        common = self.common(other)
        return common / max(1, len(self) + len(other) - common)


def _coefficients() -> tuple[np.ndarray, np.ndarray]:
    dice = np.random.default_rng(_SEED)
    high = 1 << 31
    return (
        dice.integers(1, high, HASHES, dtype=np.uint64),
        dice.integers(0, high, HASHES, dtype=np.uint64),
    )


_FACTORS, _SHIFTS = _coefficients()


def minima(shingles: Shingles) -> np.ndarray:
    """The MinHash signature: per hash function the least value over all shingles."""
    # 31-bit factors times 32-bit hashes stay below 2^63, so nothing overflows.
    values = (shingles.hashes[:, None] * _FACTORS + _SHIFTS) % np.uint64(_PRIME)
    least: np.ndarray = values.min(axis=0)
    return least


def candidates(texts: Sequence[Shingles]) -> Iterator[tuple[int, int]]:
    """Pairs of places that may be nearly the same, each once, by locality-sensitive hashing."""
    rows = HASHES // BANDS
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for place, shingles in enumerate(texts):
        if not len(shingles):
            continue
        signature = minima(shingles)
        for band in range(BANDS):
            key = (band, signature[band * rows : (band + 1) * rows].tobytes())
            for earlier in buckets[key]:
                if (earlier, place) not in seen:
                    seen.add((earlier, place))
                    yield earlier, place
            buckets[key].append(place)
