r"""Which entries of a source its owner wants: by words of their titles and of the feed's categories.

Words and phrases count whole and in either case; patterns are those of the aliases of topics
(:mod:`curator.patterns`): ``resnet*``, ``gpt-[45]``, ``colou?r``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from curator.feeds.forms.draft import Draft, DraftFeed
from curator.model import Source
from curator.patterns import compile_pattern, is_pattern
from curator.sanitize import html_to_text


def wanted(source: Source, found: DraftFeed) -> DraftFeed:
    """``found`` with the entries that ``only`` names, without those that ``exclude`` names.

    Raises :class:`~curator.patterns.UnsafePattern`, which ``feeds.yaml`` is kept free of.
    """
    if not (source.only or source.exclude):
        return found
    return found.with_entries(tuple(one for one in found.entries if _is_wanted(source, one)))


def _is_wanted(source: Source, one: Draft) -> bool:
    title = html_to_text(one.title.value) if one.title.html else one.title.value
    said = [" ".join(text.split()) for text in (title, *one.categories)]
    if source.only and not _has_one(source.only, said):
        return False
    return not _has_one(source.exclude, said)


def _has_one(words: tuple[str, ...], said: list[str]) -> bool:
    return any(_finder(word).search(text) for word in words for text in said)


@lru_cache(maxsize=1024)
def _finder(word: str) -> re.Pattern[str]:
    """What finds ``word``: a pattern, or the word itself with all its signs."""
    if is_pattern(word):
        return compile_pattern(word)
    return re.compile(rf"(?<!\w){re.escape(' '.join(word.split()))}(?!\w)", re.IGNORECASE)
