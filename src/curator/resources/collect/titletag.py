"""Candidates of the ``title`` element: the whole, and its parts between separators."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.model import Candidate
from curator.resources.document import Document

_SEPARATOR = re.compile(r"\s+[|\-–—·•»«:/~⋆★☆]+\s+|\s*[|»«•]\s*|\s*::\s*|(?<=\S):\s+")

_QUOTATION = re.compile(r"»\S[^»«]*(?<=\S)«|«\s?\S[^»«]*»")
"""Marks that hold words are no separators: ``»Warp«``, ``« Warp »``."""


def cuts(whole: str) -> list[re.Match[str]]:
    """Where a title may be cut, as places in ``whole``."""
    marked = _QUOTATION.sub(lambda quoted: f'"{quoted.group()[1:-1]}"', whole)
    return list(_SEPARATOR.finditer(marked))


def candidates(document: Document) -> Iterator[Candidate]:
    """The title element, and what is left when parts are cut off its ends."""
    whole = document.title_tag
    if not whole:
        return
    yield Candidate("title", whole, "title")
    for part in parts(whole):
        yield Candidate("title", part, "title:part")


def parts(whole: str) -> list[str]:
    """What stands before the last and before the first separator, and after the first.

    ``A: b - Site`` gives ``A: b``, ``A`` and ``b - Site``.
    """
    places = cuts(whole)[:8]
    if not places:
        return []
    found = [whole[: cut.start()] for cut in reversed(places)]
    found.append(whole[places[0].end() :])
    found.append(whole[places[-1].end() :])
    return list(dict.fromkeys(part.strip() for part in found if part.strip()))
