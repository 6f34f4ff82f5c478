"""Words of writing about anything at all, which say little about what it is about.

``everyday.bin`` has a bit for each of 131,072 hash buckets of stemmed words, counted offline over pages
about other things (``bench/fit_topics.py``). No word is stored.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from zlib import crc32

BITS = 1 << 17


def everyday(word: str) -> bool:
    """Whether a stemmed word is one of writing about anything at all."""
    place = crc32(word.encode()) % BITS
    return bool(_table()[place >> 3] >> (place & 7) & 1)


@lru_cache(maxsize=1)
def _table() -> bytes:
    return files("curator.topics").joinpath("everyday.bin").read_bytes()
