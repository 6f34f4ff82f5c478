"""Why a pick is there, in a sentence for the reader."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from curator.issues.rank import NOTHING_SENT, Ranked
from curator.model import Evidence, Kind, Tag

_WHERE = {"title": "in the title", "summary": "in the summary", "text": "in the text"}
_FIRST = {"title": 0, "author": 1, "summary": 1, "text": 1, "category": 2}
"""Reasons that are told, those of the lowest number first."""
_REPEATED = re.compile(r" ×\d+$")
_FRESH_DAYS_VALUE = 0.8
_NEEDED = 0.6
_TRUSTED = 0.7
_KINDS = {
    Kind.VIDEO: "a video",
    Kind.PODCAST: "to listen to",
    Kind.NOTEBOOK: "a notebook to run",
    Kind.REPOSITORY: "code to try",
    Kind.COMPETITION: "a competition to enter",
    Kind.LESSON: "a lesson",
    Kind.COURSE: "a course",
    Kind.BOOK: "a book",
    Kind.PAPER: "a paper",
}


def reason(one: Ranked, names: Mapping[str, str], *, exploring: bool = False) -> str:
    """The reason for a pick; ``names`` are the topics' names by slug."""
    parts = [part(one) for part in (partial(_topic, names=names), _kind, _standing)]
    told = "; ".join(part for part in parts if part)
    if exploring:
        told = f"Something different: {told}" if told else "Something different"
    return told[:1].upper() + told[1:] + "." if told else ""


def _topic(one: Ranked, names: Mapping[str, str]) -> str:
    """The topic and the words that gave it."""
    if one.tag is None:
        return ""
    name = names.get(one.tag.slug, one.tag.slug)
    said = _words(one.tag)
    if said is None:
        return name
    if said.where == "author":
        return f"{name}, as tagged by hand"
    shown = _REPEATED.sub("", said.what)
    if said.where == "category":
        return f"{name}: filed under “{shown}”"
    return f"{name}: “{shown}” {_WHERE[said.where]}"


def _words(tag: Tag) -> Evidence | None:
    """The reason that says most to a reader: words of the title, then what else stands there."""
    known = [one for one in tag.evidence if one.where in _FIRST]
    return min(known, key=lambda one: (_FIRST[one.where], -one.weight), default=None)


def _kind(one: Ranked) -> str:
    resource = one.stored.resource
    if resource.code and resource.kind is not Kind.REPOSITORY:
        told = _KINDS.get(resource.kind)
        return f"{told} with code" if told else "comes with code"
    return _KINDS.get(resource.kind, "")


def _standing(one: Ranked) -> str:
    """What else is in its favour: the strongest of source, need and date."""
    if one.term("quality").value >= _TRUSTED and "not yet judged" not in one.term("quality").why:
        return "from a source this newsletter often picks"
    if one.term("freshness").value >= _FRESH_DAYS_VALUE:
        return "new this week" if one.stored.resource.published else ""
    need = one.term("need")
    if need.value >= _NEEDED and need.why != NOTHING_SENT and one.topic:
        return "a topic that was missing lately"
    return ""
