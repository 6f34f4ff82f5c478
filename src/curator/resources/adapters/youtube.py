"""YouTube: the watch page. The full description, the length and the captions stand in its state.

What a reader sees is drawn by a script; ``ytInitialPlayerResponse`` holds it as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from curator.model import Candidate
from curator.resources.adapters import Adapter, Reading
from curator.resources.canonical import Identity
from curator.resources.document import Document

_PLAYER = re.compile(r"ytInitialPlayerResponse\s*=\s*(?=\{)")
_CHAPTER = re.compile(r"^\s*(?:\d{1,2}:)?\d{1,2}:\d\d\b.*\w", re.MULTILINE)
_NAMES = {
    "duration": "lengthSeconds",
    "title": "title",
    "authors": "author",
    "summary": "shortDescription",
}


def applies(document: Document, identity: Identity) -> bool:
    """A watch page, by its identity and what only such a page has in its head."""
    return identity.key.startswith("youtube:") and "og:title" in document.metas


def candidates(reading: Reading) -> Iterator[Candidate]:
    """Title, channel, date with its zone, length, opening of the description, captions."""
    page = reading.document
    details = player(page).get("videoDetails", {})
    yield Candidate("kind", "video", "")
    yield Candidate("site", "YouTube", "")
    for field, name in _NAMES.items():
        value = str(details.get(name) or "")
        yield Candidate(field, opening(value) if field == "summary" else value, "")
    yield from _meta(page, "title", "og:title")
    yield from _meta(page, "summary", "og:description")
    yield from _meta(page, "image", "og:image")
    yield from _item(page, "authors", "//span[@itemprop='author']//link[@itemprop='name']/@content")
    yield from _item(page, "published", "//meta[@itemprop='datePublished']/@content")
    yield from _item(page, "published", "//meta[@itemprop='uploadDate']/@content")
    yield from _item(page, "duration", "//meta[@itemprop='duration']/@content")
    for track in captions(player(page)):
        yield Candidate("related", track, "")


def text(reading: Reading) -> str | None:
    """The whole description: with its chapters it is what there is to read."""
    details = player(reading.document).get("videoDetails", {})
    return str(details.get("shortDescription") or "") or None


def player(page: Document) -> Mapping[str, Any]:
    """The state of the player as the page carries it; empty where it has none."""
    found = _PLAYER.search(page.markup)
    if not found:
        return {}
    try:
        value, _ = json.JSONDecoder().raw_decode(page.markup, found.end())
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def captions(state: Mapping[str, Any]) -> Iterator[str]:
    """Addresses of the caption tracks."""
    tracks = state.get("captions", {}).get("playerCaptionsTracklistRenderer", {})
    for track in tracks.get("captionTracks", ()):
        yield str(track.get("baseUrl") or "")


def opening(description: str) -> str:
    """The description up to its list of chapters or its first gap."""
    chapter = _CHAPTER.search(description)
    before = description[: chapter.start()] if chapter else description
    return before.strip().split("\n\n", 1)[0].strip()


def _meta(page: Document, field: str, name: str) -> Iterator[Candidate]:
    if value := page.meta(name):
        yield Candidate(field, value, "")


def _item(page: Document, field: str, path: str) -> Iterator[Candidate]:
    for value in page.tree.xpath(path)[:1]:
        yield Candidate(field, str(value), "")


ADAPTER = Adapter("youtube", applies, candidates, text=text)
