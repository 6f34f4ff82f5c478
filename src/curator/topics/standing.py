"""Which likely topics are applied, and which only suggested.

A topic is applied on the words that name it, or on the author's rules. Words that only support it
("legal" for ethics, "film" for cameras) are found in anything: they are believed where one of them
is no everyday word, or where the models of usage see the field and the topic in the text as well.
Of a topic that the models do not know, they only suggest.
"""

from __future__ import annotations

from collections.abc import Iterable

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


def has_evidence(tag: Tag) -> bool:
    """Whether words of the resource, a rule, or what the author said speaks for the tag.

    A feed category that may mean something else only supports what they say.
    """
    return tag.corrected or any(one.weight > 0 and _is_ground(one) for one in tag.evidence)


def _is_ground(one: Evidence) -> bool:
    doubtful = one.where == "category" and one.supports
    return one.where in GROUNDS and not doubtful


def stands(tag: Tag, *, known: bool, field: float, used: float) -> bool:
    """Whether a likely topic is applied.

    ``known`` is whether it is of the built-in vocabulary, ``field`` the log-odds that the text is of
    the field, and ``used`` what the usage of words says for the topic (:mod:`curator.topics.usage`).
    """
    if not has_evidence(tag) or tag.named:
        return has_evidence(tag)
    vouched = field + used >= _VOUCHED[tag.score >= _LIKELY]
    return known and (vouched or _unusual(tag.evidence))


def _unusual(evidence: Iterable[Evidence]) -> bool:
    """Whether one of the words told is no everyday word."""
    told = (one.what.split(" ×")[0] for one in evidence if one.weight > 0 and one.where in _WORDS)
    return any(not all(map(everyday, map(stem, forms(words)))) for words in told)
