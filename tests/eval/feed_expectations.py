"""What four other parsers expect of their own fixtures, in the terms of Curator's entries.

Each fixture of feed-rs, rss-parser, fastfeedparser and podcastparser ships with the values that its
parser must give. They are turned into :class:`Expected` values here, and compared after
normalisation: markup by its words, links without trackers, dates as instants.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from curator.dates import parse_when
from curator.errors import ParseError
from curator.feeds.read import read
from curator.model import Entry, Feed, Page, Source
from curator.sanitize import clean_html, clean_text, html_to_text
from curator.urls import absolute, strip_trackers

NOW = datetime(2027, 1, 1, tzinfo=UTC)
BASE = "http://www.example.com/"
Json = dict[str, Any]
CUT = 100
"""Characters of a summary that are compared where another parser shortens."""


@dataclass(frozen=True, slots=True)
class Expected:
    """One field of one entry as another parser has it. An empty value expects nothing."""

    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison."""

    suite: str
    file: str
    field: str
    want: Any
    got: Any
    met: bool

    @property
    def reason(self) -> str | None:
        """Why it is right that this one is not met."""
        return REASONS.get((self.suite, self.field, self.file)) or REASONS.get(
            (self.suite, self.field, "")
        )


_STYLE = re.compile(r"\b\w+ \{ [a-z-]+: [^}]*\}")
REASONS = {
    ("feed-rs", "authors", "rss_1.0_spec_2.xml"): "the mail address is left out of the name",
    (
        "feed-rs",
        "authors",
        "rss_2.0_ilgiornale.xml",
    ): "feed-rs gives the element's name, not its text",
    (
        "feed-rs",
        "authors",
        "rss_2.0_relurl_1.xml",
    ): "feed-rs gives the element's name, not its text",
    ("feed-rs", "summary", "rss_2.0_ch9.xml"): "iTunes' summary stands first and is longer",
    ("feed-rs", "enclosure", "rss_2.0_spiegel.xml"): "a player's page is not the sound file",
    ("rss-parser", "authors", "customfields.rss"): "an author without a name is none",
    ("rss-parser", "authors", ""): "``author`` and ``itunes:author`` both name authors",
    ("rss-parser", "link", "gulp-atom.atom"): "relative links are resolved",
    ("rss-parser", "title", "uolNoticias.rss"): "Latin-1 is decoded, which rss-parser does not do",
    ("rss-parser", "id", "reddit-home.rss"): "feedparser resolves a GUID against ``xml:base``",
    ("fastfeedparser", "summary", "davidbau.xml"): "broken UTF-8 is not made worse",
    ("fastfeedparser", "summary", ""): "fastfeedparser cuts the text of the content",
    ("podcastparser", "id", ""): "a GUID is no address and is not resolved",
    ("podcastparser", "link", "image_and_audio.rss"): "a GUID that is no address is no link",
    ("podcastparser", "link", ""): "``file:`` addresses are refused",
}
"""By suite, field and file; an empty file stands for all others."""


def load(path: Path) -> Feed | None:
    """The fixture read as Curator reads it."""
    kind = "application/json" if path.suffix == ".json" else "application/xml"
    page = Page(BASE, BASE, 200, {"content-type": kind}, path.read_bytes(), NOW)
    try:
        return read(Source(BASE, shorts=True), page)
    except ParseError:
        return None


# --------------------------------------------------------------------------- comparing


@lru_cache(maxsize=10_000)
def words(markup: object) -> str:
    """The visible words of markup, blanks aside."""
    return "".join(html_to_text(clean_html(str(markup or ""))).split())


@lru_cache(maxsize=10_000)
def plain_words(text: object) -> str:
    return "".join(clean_text(str(text or "")).split())


def instant(value: object) -> datetime | None:
    if isinstance(value, int | float):
        return datetime.fromtimestamp(value, UTC) if value else None
    when = parse_when(str(value or ""))
    return when.instant.replace(microsecond=0) if when else None


def values_of(entry: Entry, field: str) -> list[Any]:
    """The values of an entry in which another parser's field may be found.

    Which is not always one: Atom without ``published`` and RSS without ``updated`` are filled up
    by other parsers; what they call summary or content is the other for the next one.
    """
    first = entry.enclosures[0] if entry.enclosures else None
    found: Json = {
        "title": [entry.title],
        "link": [entry.url],
        "id": [entry.id],
        "published": [entry.published or entry.updated],
        "updated": [entry.updated or entry.published],
        "authors": [entry.authors],
        "summary": [entry.summary, entry.content],
        "content": [entry.content or entry.summary],
        "categories": [entry.categories],
        "enclosure": [one.url for one in entry.enclosures],
        "type": [first and first.type],
        "length": [one.length for one in entry.enclosures],
        "duration": [first and first.duration],
        "image": [entry.image],
        "transcript": [entry.transcript_url],
        "chapters": [entry.chapters_url],
    }
    return list(found[field])


def meets(field: str, want: Any, got: Any) -> bool:
    """Whether ``got`` says what ``want`` says."""
    if got is None:
        return False
    if field in ("published", "updated"):
        return bool(instant(want) == got.replace(microsecond=0))
    if field == "authors":
        return {plain_words(one) for one in want} == {plain_words(one) for one in got}
    if field == "categories":  # keywords of iTunes and Media RSS count as categories here
        return {plain_words(one) for one in want} <= {plain_words(one) for one in got}
    if field == "summary" and len(words(want)) > CUT and words(got).startswith(words(want)[:CUT]):
        return True  # a summary that the other parser cut out of the content
    if field in ("summary", "content", "title"):
        return words(got) in (words(want), plain_words(want)) or plain_words(got) == words(want)
    if field in ("link", "enclosure", "image", "transcript", "chapters"):
        return same_address(str(got), str(want))
    return clean_text(str(got)) == clean_text(str(want))


def same_address(got: str, want: str) -> bool:
    """Equal but for trackers, the case of the host and the slash after it."""
    wanted = urlsplit(strip_trackers(absolute(want, BASE) or ""))
    found = urlsplit(got)
    return (wanted.netloc.lower(), wanted.path or "/", wanted.query) == (
        found.netloc.lower(),
        found.path or "/",
        found.query,
    )


def checks(
    suite: str, path: Path, feed: Feed | None, items: list[list[Expected]]
) -> Iterator[Check]:
    """Every expectation against the entry it is about, found by id, link or title.

    An identity or media type that the document does not hold is the other parser's invention,
    and a style sheet taken for text its mistake.
    """
    text = path.read_bytes().decode("utf-8", "replace")
    originals, held = _feedburner(text), unescape(text)
    items = [
        [
            replace(one, value=originals.get(one.value, one.value)) if one.field == "link" else one
            for one in item
            if not (one.field in ("id", "type") and clean_text(str(one.value)) not in held)
            and not (one.field == "summary" and _STYLE.search(str(one.value)))
        ]
        for item in items
    ]
    entries = list(feed.entries) if feed else []
    yield Check(suite, path.name, "entries", len(items), len(entries), len(items) == len(entries))
    for place, item in enumerate(items):
        entry = _paired(entries, {one.field: one.value for one in item}, place)
        for one in item:
            found = values_of(entry, one.field) if entry else []
            met = any(meets(one.field, one.value, got) for got in found)
            yield Check(suite, path.name, one.field, one.value, found[:1], met)


def _feedburner(text: str) -> dict[str, str]:
    """FeedBurner's addresses and the original ones that they lead to."""
    pairs: dict[str, str] = {}
    for item in re.split(r"<(?:item|entry)\b", text)[1:]:
        original = re.search(r"<feedburner:origLink>([^<]+)<", item)
        for link in re.findall(r"<link[^>]*?(?:>([^<]+)<|href=[\"']([^\"']+)[\"'])", item):
            if original:
                pairs[unescape("".join(link)).strip()] = unescape(original[1]).strip()
    return pairs


def _paired(entries: list[Entry], wanted: Json, place: int) -> Entry | None:
    """The entry that an expectation is about: by id, link or title, else the one at its place."""
    for key in ("id", "link", "enclosure", "title"):
        for entry in entries if wanted.get(key) else ():
            if any(meets(key, wanted[key], got) for got in values_of(entry, key)):
                return entry
    return entries[place] if place < len(entries) else None


def told(*pairs: tuple[str, Any]) -> list[Expected]:
    """Expectations of those fields that have a value."""
    return [Expected(field, value) for field, value in pairs if value not in (None, "", [], 0, -1)]


# --------------------------------------------------------------------------- the four suites


def feed_rs(folder: Path) -> Iterator[Check]:
    for path in sorted((folder / "feed-rs" / "fixture").rglob("*.serde.json")):
        stem = path.name.removesuffix(".serde.json")
        document = next(one for one in path.parent.glob(f"{stem}.*") if one != path)
        entries = json.loads(path.read_text())["entries"]
        yield from checks("feed-rs", document, load(document), [_feed_rs(one) for one in entries])


def _feed_rs(entry: Json) -> list[Expected]:
    def content(key: str) -> Any:
        return (entry[key] or {}).get("content")

    links = [one["href"] for one in entry["links"] if one["rel"] in (None, "alternate")]
    media = [one for group in entry["media"] for one in group["content"] if one["url"]]
    file: Json = next((one for one in media if _played(one)), {})
    return told(
        ("id", entry["id"]),
        ("title", content("title")),
        ("link", links and links[0]),
        ("published", entry["published"]),
        ("updated", entry["updated"]),
        ("authors", [one["name"] for one in entry["authors"]]),
        ("summary", content("summary")),
        ("content", (entry["content"] or {}).get("body")),
        ("categories", [one["label"] or one["term"] for one in entry["categories"]]),
        ("enclosure", file.get("url")),
        ("type", file.get("content_type")),
        ("length", file.get("size")),
    )


def _played(media: Json) -> bool:
    return str(media["content_type"]).startswith(("audio/", "video/"))


def rss_parser(folder: Path) -> Iterator[Check]:
    root = folder / "rbren-rss-parser"
    for path in sorted((root / "output").glob("*.json")):
        document = next(iter((root / "input").glob(f"{path.stem}.*")), None)
        if document is not None:
            items = json.loads(_either(path.read_bytes()))["feed"]["items"]
            listed = [_rss_parser(one) for one in items]
            yield from checks("rss-parser", document, load(document), listed)


def _either(body: bytes) -> str:
    """Two of the suite's files are Latin-1, unlike the others."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("latin-1")


def _rss_parser(item: Json) -> list[Expected]:
    file = item.get("enclosure") or {}
    author = item.get("creator") or item.get("author")
    return told(
        ("id", item.get("guid") or item.get("id")),
        ("title", item.get("title")),
        ("link", item.get("link")),
        ("published", item.get("isoDate")),
        ("authors", [author] if isinstance(author, str) else []),
        (
            "summary",
            item.get("summary") or (item.get("content") if "content:encoded" in item else None),
        ),
        ("content", item.get("content:encoded")),
        ("categories", [one for one in item.get("categories", []) if isinstance(one, str)]),
        ("enclosure", file.get("url")),
        ("type", file.get("type")),
        ("length", file.get("length")),
        ("image", (item.get("itunes") or {}).get("image")),
    )


def fastfeedparser(folder: Path) -> Iterator[Check]:
    root = folder / "fastfeedparser-integration"
    for path in sorted(root.glob("*.json")):
        if path.stem == "json_feed_sample":
            continue
        stem = path.name.removesuffix(".json").removesuffix(".expected")
        document = next((one for one in root.glob(f"{stem}.*") if one != path), None)
        if document is not None:
            items = json.loads(path.read_text())["entries"]
            listed = [_fastfeedparser(one) for one in items]
            yield from checks("fastfeedparser", document, load(document), listed)


def _fastfeedparser(entry: Json) -> list[Expected]:
    contents = entry.get("content") or [{}]
    files = entry.get("enclosures") or [{}]
    return told(
        ("id", entry.get("id")),
        ("title", entry.get("title")),
        ("link", entry.get("link")),
        ("published", entry.get("published")),
        ("updated", entry.get("updated")),
        ("authors", [one["name"] for one in entry.get("authors", []) if one.get("name")]),
        ("summary", entry.get("description")),
        ("content", contents[0].get("value")),
        ("categories", [one["label"] or one["term"] for one in entry.get("tags", [])]),
        ("enclosure", files[0].get("url")),
        ("type", files[0].get("type")),
        ("length", files[0].get("length")),
    )


def podcastparser(folder: Path) -> Iterator[Check]:
    for path in sorted((folder / "podcastparser").glob("*.json")):
        document = path.with_suffix(".rss")
        if document.exists():
            episodes = json.loads(path.read_text()).get("episodes", [])
            listed = [_podcastparser(one) for one in episodes]
            yield from checks("podcastparser", document, load(document), listed)


def _podcastparser(episode: Json) -> list[Expected]:
    file = (episode.get("enclosures") or [{}])[0]
    return told(
        ("id", episode.get("guid")),
        ("title", episode.get("title")),
        ("link", episode.get("link")),
        ("published", episode.get("published")),
        ("summary", episode.get("description_html") or episode.get("description")),
        ("enclosure", file.get("url")),
        ("type", file.get("mime_type")),
        ("length", file.get("file_size")),
        ("duration", episode.get("total_time") if file else None),
        ("image", episode.get("episode_art_url")),
        ("transcript", episode.get("transcript_url")),
        ("chapters", episode.get("chapters_json_url")),
    )


SUITES = (feed_rs, rss_parser, fastfeedparser, podcastparser)
