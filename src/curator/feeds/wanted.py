r"""Which entries of a source its owner wants: by words of their titles and of the feed's categories.

Words and phrases count whole and in either case; one that ends with ``*`` stands for all that begin so,
and one with a backslash is a regular expression, as with the aliases of topics.
"""

from __future__ import annotations

import re
from functools import lru_cache

from curator.feeds.forms.draft import Draft, DraftFeed
from curator.model import Source
from curator.sanitize import html_to_text


def wanted(source: Source, found: DraftFeed) -> DraftFeed:
    """``found`` with the entries that ``only`` names, without those that ``exclude`` names."""
    if not (source.only or source.exclude):
        return found
    return found.with_entries(tuple(one for one in found.entries if _is_wanted(source, one)))


def _is_wanted(source: Source, one: Draft) -> bool:
    title = html_to_text(one.title.value) if one.title.html else one.title.value
    said = "\n".join((title, *one.categories))
    if source.only and not _has_one(source.only, said):
        return False
    return not _has_one(source.exclude, said)


def _has_one(words: tuple[str, ...], said: str) -> bool:
    return any(re.search(_pattern(word), said, re.IGNORECASE) for word in words)


@lru_cache(maxsize=1024)
def _pattern(word: str) -> str:
    """What finds ``word``; a pattern was checked when ``feeds.yaml`` was read."""
    if "\\" in word:
        return word
    spaced = r"\s+".join(map(re.escape, word.removesuffix("*").split()))
    rest = r"\w*" if word.endswith("*") else ""
    return rf"(?<!\w){spaced}{rest}(?!\w)"
