"""The labelled sets as the tagger reads them; only numbers are kept of what they say.

Every item is read twice, whole and by its title alone, so that thresholds carry over between long
and short texts. Pages of the general web, labelled with no topic, teach what is not about the field.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import yaml

from curator.model import Resource, Topic
from curator.topics import usage
from curator.topics.areas import areas
from curator.topics.document import document
from curator.topics.lexicon import lend
from curator.topics.meaning import Embed, Meanings
from curator.topics.naming import calling
from curator.topics.signals import USAGE, Reader
from curator.topics.taxonomy import Taxonomy

SETS = ("mwml", "hf", "arxiv", "web")
FIELD = re.compile(
    r"\b(?:machine learning|deep learning|neural|artificial intelligence|ai|llms?|python|algorithm"
    r"|data scien\w+|pytorch|gpt|robot)\b",
    re.IGNORECASE,
)
FOLDS = 3


def corpus() -> Path:
    """The folder of the labelled sets."""
    return Path(os.environ["CURATOR_CORPORA"]) / "topics"


@cache
def rows() -> tuple[dict[str, Any], ...]:
    """The labelled items, and pages of the general web that are about none of the topics."""
    with (corpus() / "tagging.jsonl").open(encoding="utf-8") as lines:
        return (*map(json.loads, lines), *elsewhere("wcxb-dev"))


def elsewhere(name: str) -> list[dict[str, Any]]:
    """The pages of a set that do not speak of the field at all, labelled with nothing."""
    return [page for page in aside(name) if page["title"]]


def aside(name: str) -> list[dict[str, Any]]:
    """The same, and those of which no title is known."""
    found: list[dict[str, Any]] = []
    with (corpus().parent / "pages" / name / "items.jsonl").open(encoding="utf-8") as lines:
        for truth in (json.loads(line)["truth"] for line in lines):
            title, body = truth.get("title") or "", truth.get("text") or ""
            if body and not FIELD.search(f"{title} {body[:4000]}"):
                found.append({"set": "web", "title": title, "body": body, "labels": []})
    return found


@cache
def taxonomy_of(name: str) -> tuple[Topic, ...]:
    """The topics that a set has labels for, as acceptance writes them into feeds.yaml."""
    labels = {label for row in rows() if name in (row["set"], "web") for label in row["labels"]}
    return topics_of(labels)


def topics_of(slugs: Collection[str]) -> tuple[Topic, ...]:
    """The topics with these slugs, in the order of the file."""
    raw = yaml.safe_load((corpus() / "topics.yaml").read_text(encoding="utf-8"))["topics"]
    return tuple(_topic(one) for one in raw if one["id"] in slugs)


def _topic(raw: dict[str, Any]) -> Topic:
    return Topic(
        raw["id"],
        raw["name"],
        raw["description"],
        aliases=tuple(map(str, raw.get("strong") or ())),
        weak=tuple(map(str, raw.get("weak") or ())),
        exclude=tuple(map(str, raw.get("exclude") or ())),
    )


@dataclass(frozen=True)
class Item:
    """One labelled item in one form, read."""

    set: str
    form: str
    """``whole`` or ``title``."""
    number: int
    labels: np.ndarray
    signals: np.ndarray
    """Without the columns of usage."""
    meant: np.ndarray
    """The columns of meaning; none without the semantic extra."""
    words: usage.Weighed

    @property
    def fold(self) -> int:
        """Which fold it is in, all forms together."""
        return crc32(f"{self.set}{self.number}".encode()) % FOLDS

    @cached_property
    def buckets(self) -> np.ndarray:
        """Where the weights of its terms stand."""
        return np.array([usage.bucket(term) for term in self.words.terms], dtype=np.int32)

    @cached_property
    def areas(self) -> Mapping[str, bool]:
        """Of each area that its set has a topic of, whether it is about it; and of the field."""
        places = {name: list(found) for name, found in _places(self.set).items()}
        told = {name: bool(self.labels[found].any()) for name, found in places.items()}
        return told | {usage.FIELD: self.set != "web"}

    @property
    def group(self) -> tuple[str, str]:
        """The set and form, which are scored apart."""
        return self.set, self.form


def items(name: str, embed: Embed | None = None) -> list[Item]:
    """All items of a set, whole and by their titles alone."""
    topics = taxonomy_of(name)
    silent = usage.Model((), np.zeros((0, usage.BUCKETS)), np.zeros(0))
    reader = Reader(Taxonomy(topics, lend(topics)), silent)
    meanings = Meanings(topics, embed) if embed else None
    found = []
    for number, row in enumerate(row for row in rows() if row["set"] == name):
        labels = np.array([topic.slug in row["labels"] for topic in topics], dtype=float)
        whole = Resource("", "", row["title"], text=row["body"] or "")
        for form, resource in (("whole", whole), ("title", replace(whole, text=""))):
            read = document(resource)
            signals = reader.read(read).values[:, : -len(USAGE)]
            meant = meanings.signals(read) if meanings else np.zeros((len(topics), 0))
            found.append(Item(name, form, number, labels, signals, meant, usage.weigh(read)))
    return found


@cache
def _places(name: str) -> Mapping[str, tuple[int, ...]]:
    """Per broad area the places of a set's topics that carry its name."""
    topics = taxonomy_of(name)
    found = {
        area.name: tuple(i for i, topic in enumerate(topics) if area in calling(topic.name))
        for area in areas()
        if not area.part
    }
    return {area: places for area, places in found.items() if places}
