"""Why a pick is there, in a sentence for the reader."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from curator.issues.categories import named
from curator.issues.rank import Ranked
from curator.issues.wording import listed
from curator.model import Evidence, Kind, Tag
from curator.sanitize import clean_text

_WHERE = {"title": "the title", "summary": "the summary", "text": "the text"}
_FIRST = {"title": 0, "author": 1, "summary": 1, "text": 1, "category": 2}
"""Reasons that are told, those of the lowest number first."""
_TOGETHER = 3
"""Words told at most."""
_REPEATED = re.compile(r" ×\d+$")
_FRESH = 0.8
_TRUSTED = 0.7
# Told where there is little else: the line under a title says what it is.
_KINDS = {
    Kind.VIDEO: "a video",
    Kind.PODCAST: "to listen to",
    Kind.NOTEBOOK: "a notebook to run",
    Kind.REPOSITORY: "code to try",
    Kind.COMPETITION: "a competition to enter",
    Kind.DATASET: "data to work with",
    Kind.LESSON: "a lesson",
    Kind.COURSE: "a course",
    Kind.BOOK: "a book",
    Kind.PAPER: "a paper",
}


def reason(one: Ranked, names: Mapping[str, str], *, exploring: bool = False) -> str:
    """The reason for a pick, a sentence.

    ``names`` are the topics' names by slug. A pick that stands under its topic's name needs none.
    """
    parts = list(filter(None, (_topic(one, names), _code(one), _standing(one))))
    told = "; ".join(parts) or _plain(one)
    if exploring and not _trusted(one):
        told = f"From a source this newsletter tries out: {told}"
    return f"{told[:1].upper()}{told[1:]}."


def _topic(one: Ranked, names: Mapping[str, str]) -> str:
    """The topic, where it has a name, and the words that gave it."""
    if one.tag is None:
        return ""
    said = _grounds(one.tag)
    return ": ".join(filter(None, (names.get(one.tag.slug, ""), _told(said) if said else "")))


def _grounds(tag: Tag) -> list[Evidence]:
    """What says most to a reader: a word of the title that names the topic, or a few that do so elsewhere.

    Words that only support a topic are told where none names it, and together: one alone says little.
    """
    known = [one for one in tag.evidence if one.where in _FIRST]
    naming = [one for one in known if not one.supports]
    ranked = sorted(naming or known, key=lambda one: (_FIRST[one.where], -one.weight))
    if not ranked or ranked[0].where not in _WHERE or (naming and ranked[0].where == "title"):
        return ranked[:1]
    return [one for one in ranked if one.where in _WHERE][:_TOGETHER]


def _told(grounds: Sequence[Evidence]) -> str:
    """A topic's grounds as a clause: words with where they stand, or who filed it."""
    first = grounds[0]
    if first.where == "author":
        return "tagged by hand"
    if first.where == "category":
        return f"filed under {named(_REPEATED.sub('', first.what))}"
    words = [f"“{_REPEATED.sub('', one.what)}”" for one in grounds]
    places = list(dict.fromkeys(_WHERE[one.where] for one in grounds))
    return f"{listed(words)} in {listed(places)}"


def _code(one: Ranked) -> str:
    resource = one.stored.resource
    return "comes with code" if resource.code and resource.kind is not Kind.REPOSITORY else ""


def _plain(one: Ranked) -> str:
    """What there is to say where nothing else speaks for it."""
    stored = one.stored
    if stored.resource.kind in _KINDS:
        return _KINDS[stored.resource.kind]
    if one.term("freshness").value >= _FRESH and stored.resource.published:
        return "new this week"
    return f"found in {clean_text(stored.sources[0], 40)}" if stored.sources else "found this week"


def _standing(one: Ranked) -> str:
    """What else is in its favour: its source, or that its topic was missing."""
    if _trusted(one):
        return "from a source this newsletter often picks"
    return "a topic that was missing lately" if one.missed else ""


def _trusted(one: Ranked) -> bool:
    """Whether the author kept most of what its source offered."""
    quality = one.term("quality")
    return quality.value >= _TRUSTED and "not yet judged" not in quality.why
