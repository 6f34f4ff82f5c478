"""YouTube: the watch page. The full description, the length and the captions stand in its state.

What a reader sees is drawn by a script; ``ytInitialPlayerResponse`` holds it as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from curator.model import Candidate, Page
from curator.resources.adapters import Adapter, Reading, Wanted, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document
from curator.resources.found import NOTHING

_PLAYER = re.compile(r"ytInitialPlayerResponse\s*=\s*(?=\{)")
_CHAPTER = re.compile(r"^\s*(?:\d{1,2}:)?\d{1,2}:\d\d\b.*\w", re.MULTILINE)
_CHAPTERS = re.compile(r"^\W*((?:\d{1,2}:)?\d{1,2}:\d\d)\W+(\S.{1,120})$", re.MULTILINE)
_FEWEST_CHAPTERS = 3
_OEMBED = "https://www.youtube.com/oembed?format=json&url="
_NAMES = {
    "duration": "lengthSeconds",
    "title": "title",
    "authors": "author",
    "summary": "shortDescription",
}


def applies(document: Document, identity: Identity) -> bool:
    """A watch page, by its identity and what only such a page has in its head."""
    return "og:title" in document.metas and pick.known(document, identity).key.startswith(
        "youtube:"
    )


def wanted(identity: Identity) -> Wanted | None:
    """The watch page; oEmbed where that is a consent page."""
    if not identity.key.startswith("youtube:"):
        return None
    return Wanted(identity.url, instead=(_OEMBED + quote(identity.url, safe=""),))


def alone(_: Identity, extras: Mapping[str, Page]) -> Iterator[Candidate]:
    """What oEmbed says: title, channel and picture; no day, no length."""
    for address, page in extras.items():
        answer = pick.parsed(page) if address.startswith(_OEMBED) else None
        if isinstance(answer, dict) and answer.get("provider_name") == "YouTube":
            yield from pick.given(
                kind="video",
                site="YouTube",
                title=str(answer.get("title") or ""),
                authors=str(answer.get("author_name") or "").replace(";", ","),
                image=str(answer.get("thumbnail_url") or ""),
            )


def candidates(reading: Reading) -> Iterator[Candidate]:
    """Title, channel, date with its zone, length, opening of the description, captions."""
    page = reading.document
    details = player(page).get("videoDetails", {})
    yield Candidate("kind", "video", "")
    yield Candidate("site", "YouTube", "")
    yield Candidate("language", NOTHING, "")  # the page is in the visitor's language
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
    description = str(details.get("shortDescription") or "")
    chapters = _CHAPTERS.findall(description)
    if len(chapters) < _FEWEST_CHAPTERS:
        return description or None
    prose = re.sub(r"\n{3,}", "\n\n", _CHAPTERS.sub("", description)).strip()
    return f"{prose}\n\n## Chapters\n\n" + "\n".join(
        f"- {at} {name.strip()}" for at, name in chapters
    )


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


ADAPTER = Adapter("youtube", applies, candidates, wanted, text, alone)
