"""Candidates of the feed: what a source's entry said of the link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curator.model import Candidate, Enclosure, Entry, SourceKind
from curator.resources import identifiers

_KINDS = {
    SourceKind.ARXIV: "paper",
    SourceKind.YOUTUBE: "video",
    SourceKind.PODCAST: "podcast",
    SourceKind.GITHUB: "release",
}


_SHORTEST_WHOLE = 150
"""Words below which a feed's text is taken for a teaser."""
_CLOSES = re.compile(r"\bdeadline: (\d{4}-\d\d-\d\d)\b(?!T)", re.IGNORECASE)
_CUT = re.compile(
    r"(?:…|\.\.\.|\[&hellip;\]|(?:continue reading|read more|read the rest)[^\n]{0,120})\W*$",
    re.IGNORECASE,
)


def is_whole(text: str) -> bool:
    """Whether what a feed gives is likely the whole text, and not how it begins."""
    return len(text.split()) >= _SHORTEST_WHOLE and not _CUT.search(text[-200:])


def _is_episode(enclosure: Enclosure) -> bool:
    """Audio whose length is told is what an entry is about; other audio may be read out loud."""
    return bool(enclosure.duration) and (enclosure.type or "").startswith("audio/")


@dataclass(frozen=True, slots=True)
class FeedSide:
    """What is known of a link from the feed that it came with."""

    entry: Entry
    kind: SourceKind | None = None
    """Of the source."""
    title: str = ""
    """What the feed calls itself: the site's name, where the host says so too."""
    mine: bool = False
    """Whether it is the author's own."""


def candidates(side: FeedSide | None) -> tuple[Candidate, ...]:
    """Every field that a feed tells, under the origin ``feed``; of no feed, none."""
    return tuple(one for one in _all(side) if one.value) if side else ()


def _all(side: FeedSide) -> Iterator[Candidate]:
    entry = side.entry
    yield Candidate("title", entry.title, "feed")
    yield Candidate("authors", "; ".join(entry.authors), "feed")
    if entry.published:
        yield Candidate("published", entry.published.isoformat(), "feed")
    if entry.updated:
        yield Candidate("modified", entry.updated.isoformat(), "feed")
    yield Candidate("summary", entry.summary, "feed")
    yield Candidate("image", entry.image or "", "feed")
    yield Candidate("language", entry.language or "", "feed")
    yield Candidate("site", side.title, "feed")
    if side.kind in _KINDS:
        yield Candidate("kind", _KINDS[side.kind], "feed")
    elif any(map(_is_episode, entry.enclosures)):
        yield Candidate("kind", "podcast", "feed")
    elif side.mine:
        yield Candidate("kind", "post", "mine")
    if found := identifiers.arxiv_id(entry.id.rsplit("/abs/", 1)[-1]):
        yield Candidate("arxiv_id", found, "feed")
    if closes := _CLOSES.search(entry.summary):
        yield Candidate("deadline", f"{closes[1]}T23:59:59Z", "feed")
    yield Candidate("transcript", entry.transcript_url or "", "feed")
    for enclosure in entry.enclosures:
        if enclosure.duration:
            yield Candidate("duration", str(enclosure.duration), "feed")
        if (enclosure.type or "").startswith(("audio/", "video/")):
            yield Candidate("media", enclosure.url, "feed")
