"""Why a topic was given: the phrases, tags and addresses that counted, with their log-odds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from curator.model import Evidence
from curator.topics.document import Document
from curator.topics.phrases import Hit
from curator.topics.signals import SIGNALS, Reader, Signals, kind
from curator.words import Word

LIMIT = 8
_TELLING = 0.05
"""Log-odds below which a reason is not worth a word."""
_LIKENESS = ("likeness", "first in likeness")
_STRENGTH = (1.0, 0.6, 0.3, 0.2)
"""How a sum is shared between the kinds of phrases that made it."""


def explain(
    place: int, reader: Reader, document: Document, signals: Signals, adds: np.ndarray
) -> tuple[Evidence, ...]:
    """The evidence for topic ``place``, strongest first; ``adds`` is one row of contributions."""
    by_name = dict(zip(SIGNALS, map(float, adds), strict=True))
    title = signals.title_hits.get(place, ())
    body = signals.body_hits.get(place, ())
    in_title = sum(value for name, value in by_name.items() if name.endswith("title"))
    in_body = sum(value for name, value in by_name.items() if name.endswith(("lead", "text")))
    part = _part_of_title(reader, title, body)
    in_title += by_name["share"] * part
    in_body += by_name["share"] * (1 - part)
    found = [
        *_phrases(reader, title, document.title, document.title_words, "title", in_title),
        *_phrases(reader, body, document.body, document.body_words, "text", in_body),
        *_used(reader, document, signals, place, by_name["usage"]),
        *_alike(reader, signals, place, sum(by_name[name] for name in _LIKENESS)),
    ]
    telling = (one for one in found if one.weight >= _TELLING)
    return tuple(sorted(telling, key=lambda one: (-one.weight, one.where, one.what))[:LIMIT])


def _part_of_title(reader: Reader, title: Sequence[Hit], body: Sequence[Hit]) -> float:
    in_title = 2 * sum(_strength(reader, hit) for hit in title)
    in_body = sum(_strength(reader, hit) for hit in body)
    return in_title / (in_title + in_body or 1.0)


def _strength(reader: Reader, hit: Hit) -> float:
    return _STRENGTH[kind(hit.phrase)] * reader.sureness(hit.phrase.text)


def _phrases(
    reader: Reader,
    hits: Sequence[Hit],
    text: str,
    found: Sequence[Word],
    where: str,
    total: float,
) -> Iterator[Evidence]:
    """One piece of evidence per distinct phrase; ``total`` is shared by how sure each is."""
    times: Counter[str] = Counter()
    strength: dict[str, float] = {}
    for hit in sorted(hits, key=lambda hit: hit.first):
        shown = text[found[hit.first].start : found[hit.last - 1].end].casefold()
        times[shown] += 1
        strength[shown] = _strength(reader, hit)
    whole = sum(strength.values()) or 1.0
    for shown, part in strength.items():
        repeated = f"{shown} ×{times[shown]}" if times[shown] > 1 else shown
        yield Evidence(repeated, where, round(total * part / whole, 2))


def _used(
    reader: Reader, document: Document, signals: Signals, place: int, total: float
) -> Iterator[Evidence]:
    """The words that are used so in the field, each with its part of what usage added."""
    telling = reader.usage.telling(signals.said, place)
    whole = sum(value for _, value in telling) or 1.0
    for term, value in telling:
        yield Evidence(document.shown(term), "usage", round(total * value / whole, 2))


def _alike(reader: Reader, signals: Signals, place: int, total: float) -> Iterator[Evidence]:
    shared = ", ".join(term for term, _ in reader.texts.shared(signals.vector, place))
    if shared:
        yield Evidence(shared, "description", round(total, 2))
