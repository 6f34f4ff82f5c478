"""How common words are in writing on the field: inverse document frequencies, as numbers only.

The table ships as ``background.bin``: one byte for each of 32,768 hash buckets, counted offline by
``bench/fit_topics.py``. No word is stored. An unknown word is as rare as can be.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from zlib import crc32

BUCKETS = 1 << 15
STEP = 0.05
"""One unit of a stored byte, in nats."""


@lru_cache(maxsize=1)
def _table() -> bytes:
    return files("curator.topics").joinpath("background.bin").read_bytes()


def bucket(term: str) -> int:
    """Where a stemmed term's frequency stands; the same on every machine."""
    return crc32(term.encode()) % BUCKETS


@lru_cache(maxsize=65536)
def rarity(term: str) -> float:
    """The inverse document frequency of a stemmed term, in nats: 0 where it is everywhere."""
    return _table()[bucket(term)] * STEP
