"""Why a topic was given: the phrases, tags and addresses that counted, with their log-odds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from curator.model import Evidence
from curator.topics.document import Document
from curator.topics.phrases import Hit
from curator.topics.signals import SIGNALS, Reader, Signals
from curator.words import Word

LIMIT = 8
_TELLING = 0.05
"""Log-odds below which likeness is not worth a word."""
_TITLE = ("alias in title", "weak in title", "related in title")
_BODY = ("alias in lead", "alias in text", "weak in text", "related in text")
_LIKE = ("similarity", "best similarity")
_STRENGTH = {"alias": 1.0, "weak": 0.3, "related": 0.3}


def explain(
    place: int, reader: Reader, document: Document, signals: Signals, adds: np.ndarray
) -> tuple[Evidence, ...]:
    """The evidence for topic ``place``, strongest first; ``adds`` is one row of contributions."""
    by_name = dict(zip(SIGNALS, map(float, adds), strict=True))
    title = signals.title_hits.get(place, ())
    body = signals.body_hits.get(place, ())
    both = by_name["dominance"] + by_name["distinct aliases"]
    shares = _shares(reader, title, body)
    in_title = sum(by_name[name] for name in _TITLE) + both * shares[0]
    in_body = sum(by_name[name] for name in _BODY) + both * shares[1]
    found = [
        *_phrases(reader, title, document.title, document.title_words, "title", in_title),
        *_phrases(reader, body, document.body, document.body_words, "text", in_body),
        *_alike(reader, signals, place, sum(by_name[name] for name in _LIKE)),
    ]
    return tuple(sorted(found, key=lambda one: (-one.weight, one.where, one.what))[:LIMIT])


def _shares(reader: Reader, title: Sequence[Hit], body: Sequence[Hit]) -> tuple[float, float]:
    in_title = 2 * sum(reader.sureness(hit.phrase.text) for hit in title)
    in_body = sum(reader.sureness(hit.phrase.text) for hit in body)
    whole = in_title + in_body or 1.0
    return in_title / whole, in_body / whole


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
        strength[shown] = _STRENGTH[hit.phrase.role] * reader.sureness(hit.phrase.text)
    whole = sum(strength.values()) or 1.0
    for shown, part in strength.items():
        repeated = f"{shown} ×{times[shown]}" if times[shown] > 1 else shown
        yield Evidence(repeated, where, round(total * part / whole, 2))


def _alike(reader: Reader, signals: Signals, place: int, total: float) -> Iterator[Evidence]:
    shared = reader.texts.shared(signals.vector, place)
    if total >= _TELLING and shared:
        words = ", ".join(term for term, _ in shared)
        yield Evidence(words, "description", round(total, 2))
