"""Which likely topics are applied, and which only suggested.

A topic is applied on the words that name it, or on the author's rules. Words that only support it
("legal" for ethics, "film" for cameras) are found in anything. In a few lines they may be all there
is: they are believed where one of them is no everyday word, or where the models of usage see the
field and the topic in the text as well. A longer text would name what it is about: there, unless the
topic is very likely, the models must see it in any case, and a text that names no topic at all is
about none. A few lines that have a topic already have a second one only by its name, unless that is very
likely. Of a topic that the models do not know, such words only suggest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from curator.model import Evidence, Tag
from curator.topics.everyday import everyday
from curator.words import forms, stem

GROUNDS = frozenset({"title", "text", "category", "url", "source", "hand", "author", "corrections"})
"""Where evidence must stand for a topic to be applied; likeness alone only suggests."""
_WORDS = frozenset({"title", "text"})
_LIKELY = 0.5
_VOUCHED = {True: 0.5, False: 2.0}
"""The log-odds of the field and what usage says for the topic, together, that vouch for everyday words
of a likely topic and of a less likely one (``docs/topics.md``)."""
_SURE = 0.7
"""The probability from which the length of a text is no argument."""
_LONGER = 100
"""Words from which a text would name what it is about."""
_VOUCHED_LONGER = 1.0
"""The log-odds that vouch for unusual words too in such a text."""
_LONG = 250
"""Words from which a text names some topic, if it is about any."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a text as a whole says for a topic, beside its reasons."""

    known: bool
    """Whether the topic is of the built-in vocabulary."""
    field: float
    """The log-odds that the text is of the field."""
    used: float
    """What the usage of words says for the topic (:mod:`curator.topics.usage`)."""
    words: int
    """Of the text, its title aside."""
    names: bool
    """Whether it names any topic."""
    beside: bool = False
    """Whether it has another topic already."""


def has_evidence(tag: Tag) -> bool:
    """Whether words of the resource, a rule, or what the author said speaks for the tag.

    A feed category that may mean something else only supports what they say.
    """
    return tag.corrected or any(one.weight > 0 and _is_ground(one) for one in tag.evidence)


def _is_ground(one: Evidence) -> bool:
    doubtful = one.where == "category" and one.supports
    return one.where in GROUNDS and not doubtful


def stands(tag: Tag, heard: Heard) -> bool:
    """Whether a likely topic is applied."""
    if not has_evidence(tag) or tag.named:
        return has_evidence(tag)
    vouched = heard.field + heard.used >= _VOUCHED[tag.score >= _LIKELY]
    believed = heard.known and (vouched or _unusual(tag.evidence))
    return believed and (tag.score >= _SURE or _fits_length(heard))


def _fits_length(heard: Heard) -> bool:
    """Whether a text of this length may be about what it does not name, beside what it is about."""
    if heard.words < _LONGER:
        return not heard.beside
    return heard.field + heard.used >= _VOUCHED_LONGER and (heard.names or heard.words < _LONG)


def _unusual(evidence: Iterable[Evidence]) -> bool:
    """Whether one of the words told is no everyday word."""
    told = (one.what.split(" ×")[0] for one in evidence if one.weight > 0 and one.where in _WORDS)
    return any(not all(map(everyday, map(stem, forms(words)))) for words in told)
