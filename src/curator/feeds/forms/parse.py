"""RSS, Atom, RDF and CDF to drafts, by feedparser.

feedparser gets clean bytes and nothing else: given an address or a string it may open files and
connections. Its own sanitiser and address resolver are off, being two thirds of its time; every
piece of markup passes Curator's in ``normalise``. What it calls ``bozo`` is a warning here: a feed
is unreadable only if it has neither entries nor a known format.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import feedparser

from curator.errors import ParseError
from curator.feeds import skips
from curator.feeds.forms.document import as_xml
from curator.feeds.forms.draft import Draft, DraftFeed, Text
from curator.model import Enclosure

feedparser.api.PREFERRED_XML_PARSERS = ["curator.feeds.forms.sax"]
MOST_ENTRIES = 10_000
LONGEST_SECONDS = 10**7
LONGEST_COUNT = 16
"""Digits; petabytes have as many."""
MEDIA_TYPES = {
    "aac": "audio/aac",
    "m4a": "audio/mp4",
    "m4v": "video/mp4",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "pdf": "application/pdf",
    "wav": "audio/wav",
    "webm": "video/webm",
}
"""By the ending of a file's name (IANA media types)."""
UNASSIGNED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
"""Bytes that Windows-1252 gives no character."""
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_HEADERS = {"content-type": "application/xml; charset=utf-8"}
# `sy:updatePeriod` in seconds (RSS 1.0 syndication module).
PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
_C1 = re.compile("[\x80-\x9f]")
_CP1252 = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in UNASSIGNED
}
_MAIL = re.compile(r"(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_EMPTY = re.compile(r"\(\s*\)|<\s*>|\[\s*\]|&lt;\s*&gt;")
_ENDING = re.compile(r"\.(\w{3,4})(?:[?#]|$)")
_PREFIXED = re.compile(r"<([\w.-]+):(?:item|entry)[\s>]")


def parse(text: str) -> DraftFeed:
    """The drafts of a feed document. Raises :class:`ParseError` if it is none."""
    xml = as_xml(text)
    found = _drafts_of(xml)
    prefix = None if found.entries else _PREFIXED.search(xml)
    return found if prefix is None else _drafts_of(_unprefixed(xml, prefix[1]))


def _drafts_of(xml: str) -> DraftFeed:
    data = xml.encode("utf-8", "replace")
    return drafts(parsed(data), data)


def _unprefixed(xml: str, prefix: str) -> str:
    """``xml`` with ``<rss:item>`` as ``<item>``, for the feed that never declared its prefix."""
    return re.sub(rf"<(/?){re.escape(prefix)}:", r"<\1", xml)


def parsed(xml: bytes) -> Mapping[str, Any]:
    """What feedparser makes of a clean document in UTF-8. Raises :class:`ParseError`."""
    try:
        found: Mapping[str, Any] = feedparser.parse(
            io.BytesIO(xml),
            response_headers=_HEADERS,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except MemoryError:
        raise
    except Exception as error:  # feedparser#599: odd documents raise anything
        raise ParseError(f"the feed cannot be parsed ({type(error).__name__}: {error})") from error
    if not found["entries"] and not found.get("version") and b"<channel" not in xml[:1000].lower():
        raise ParseError("the document is not a feed that Curator knows")
    return found


def filled(found: Mapping[str, Any], texts: Mapping[str, str]) -> Mapping[str, Any]:
    """What feedparser made of a hollow document, with the texts that were left out put back."""
    for entry in found["entries"]:
        details = [entry.get("summary_detail"), *(_raw(entry, "content") or [])]
        for holder, key in ((entry, "summary"), *((one, "value") for one in details if one)):
            text = texts.get(_string(holder, key))
            if text is not None:
                holder[key] = as_feedparser(text)
    return found


def as_feedparser(text: str) -> str:
    """What feedparser makes of an element's text: UTF-8 read as Latin-1 and lost quotes mended."""
    text = text.strip()
    if text.isascii():
        return text
    with suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(_CP1252) if _C1.search(text) else text


def drafts(found: Mapping[str, Any], xml: bytes) -> DraftFeed:
    """What feedparser made of the document ``xml`` as drafts."""
    feed = found["feed"]
    warnings = () if not found.get("bozo") else (_oddness(found.get("bozo_exception")),)
    version = found.get("version") or "cdf"
    return DraftFeed(
        format=version,
        title=_detail(feed, "title"),
        link=_string(feed, "link"),
        description=_detail(feed, "subtitle"),
        language=_string(feed, "language"),
        # RFC 4287 §4.2.1: a feed's author is the author of entries that name none.
        authors=tuple(_people(feed)) if version.startswith("atom") else (),
        entries=tuple(draft(entry, version) for entry in found["entries"][:MOST_ENTRIES]),
        ttl_seconds=_ttl(feed),
        skips=skips.read(xml),
        hub=_related(feed, "hub"),
        next_link=_related(feed, "next"),
        warnings=warnings,
    )


def _oddness(problem: object) -> str:
    text = " ".join(str(problem or "not well-formed").split())
    return f"the feed is not quite XML: {text[:160]}"


def draft(entry: Mapping[str, Any], version: str = "") -> Draft:
    """One feedparser entry as a draft."""
    content = _longest(entry)
    enclosures = tuple(_enclosures(entry))
    guid = _string(entry, "id")
    published, updated = _string(entry, "published"), _string(entry, "updated")
    published = published or _string(entry, "created")
    if not version.startswith("atom"):  # elsewhere ``dc:date`` is the only date there is
        published = published or updated
    return Draft(
        guid=guid,
        link=_string(entry, "feedburner_origlink") or _string(entry, "link"),
        fallback_link=_fallback_link(entry, enclosures, guid),
        title=_detail(entry, "title"),
        authors=tuple(_people(entry)),
        published=published,
        updated=updated,
        summary=_detail(entry, "summary"),
        content=content,
        categories=tuple(_categories(entry)),
        language=_entry_language(entry),
        enclosures=enclosures,
        duration=seconds(_string(entry, "itunes_duration")),
        image=_image(entry),
        comments=_string(entry, "comments"),
        transcript=_attribute(entry, "podcast_transcript", "url"),
        chapters=_attribute(entry, "podcast_chapters", "url"),
    )


# --------------------------------------------------------------------------- pieces of an entry


def _raw(holder: Mapping[str, Any], key: str) -> Any:
    """A value past feedparser's aliases (``updated`` for ``published`` and so on), which warn."""
    return dict.get(holder, key) if isinstance(holder, dict) else None


def _string(holder: Mapping[str, Any], key: str) -> str:
    """A value that should be a string; feedparser gives lists and dicts for odd documents."""
    value = _raw(holder, key)
    return value.strip() if isinstance(value, str) else ""


def _detail(holder: Mapping[str, Any], key: str) -> Text:
    value = _string(holder, key)
    detail = _raw(holder, f"{key}_detail")
    if not isinstance(detail, Mapping):
        return Text(value, html="<" in value or "&" in value)
    return _text(detail, value)


def _text(detail: Mapping[str, Any], value: str) -> Text:
    base = detail.get("base")
    return Text(value, detail.get("type") in _HTML_TYPES, base if isinstance(base, str) else "")


def _longest(entry: Mapping[str, Any]) -> Text:
    """The fullest of an entry's contents that is text."""
    contents = _raw(entry, "content")
    if not isinstance(contents, list):
        return Text()
    texts = [
        _text(one, value)
        for one in contents
        if isinstance(one, Mapping)
        and isinstance(value := one.get("value"), str)
        and not str(one.get("type", "")).startswith(("image/", "audio/", "video/"))
    ]
    return max(texts, key=lambda text: len(text.value), default=Text())


def _people(holder: Mapping[str, Any]) -> Iterator[str]:
    """Names of the authors, else their mail addresses.

    The last one is read from what the document says, since feedparser cuts addresses apart whose
    domain has a long ending.
    """
    told = _string(holder, "author")
    authors = _raw(holder, "authors")
    details = authors if isinstance(authors, list) else []
    for author in details[:-1] if told else details:
        yield _string(author, "name") or _string(author, "email")
    if told:
        last = details[-1] if details else {}
        name = _string(last, "name")
        # Atom tells name and address apart, whatever it takes for one; feedparser joins them.
        yield name if told == f"{name} ({_string(last, 'email')})" else person(told)


def person(text: str) -> str:
    """The name in ``mail (name)``, ``name <mail>`` or ``name (mailto:mail)``, else the address."""
    name = _EMPTY.sub(" ", _MAIL.sub("", text)).strip(" ,;")
    if name.startswith("(") and name.endswith(")"):
        name = name[1:-1].strip()
    return name or text


def _categories(entry: Mapping[str, Any]) -> Iterator[str]:
    tags = _raw(entry, "tags")
    for tag in tags if isinstance(tags, list) else ():
        name = _string(tag, "label") or _string(tag, "term")
        if name:
            yield name


def _entry_language(entry: Mapping[str, Any]) -> str:
    contents = _raw(entry, "content") or [{}]
    for detail in (contents[0], entry.get("summary_detail"), entry.get("title_detail")):
        language = detail.get("language") if isinstance(detail, Mapping) else None
        if language:
            return str(language)
    return _string(entry, "language")


def _enclosures(entry: Mapping[str, Any]) -> Iterator[Enclosure]:
    """Attached files: enclosures first, then Media RSS that is not one of them."""
    seen: set[str] = set()
    links = _raw(entry, "links") or []
    media = _raw(entry, "media_content") or []
    attached = [link for link in links if link.get("rel") == "enclosure"]
    for one in [*attached, *media]:
        url = str(one.get("href") or one.get("url") or "").strip()
        if url and url not in seen and (one in attached or _is_played(one)):
            seen.add(url)
            yield Enclosure(
                url=url,
                type=_media_type(str(one.get("type") or "").lower(), url),
                length=_count(one.get("length") or one.get("filesize")),
                duration=seconds(str(one.get("duration") or "")),
            )


def _media_type(told: str, url: str) -> str | None:
    """What the document says, else what the file's ending says; feedparser fills in HTML."""
    if told and told != "text/html":
        return told
    ending = _ENDING.search(url)
    return MEDIA_TYPES.get(ending[1].lower()) if ending else None


def _is_played(media: Mapping[str, Any]) -> bool:
    """Whether Media RSS content is a film or sound, not a picture or a player for one."""
    return media.get("medium") in ("audio", "video") or str(media.get("type") or "").startswith(
        ("audio/", "video/")
    )


def _fallback_link(entry: Mapping[str, Any], enclosures: tuple[Enclosure, ...], guid: str) -> str:
    links = _raw(entry, "links") or []
    for link in links:
        if link.get("rel", "alternate") in ("alternate", "via", "related", "self"):
            href = _string(link, "href")
            if href:
                return href
    if guid.startswith(("http://", "https://")):
        return guid
    if elsewhere := _content_elsewhere(entry):
        return elsewhere
    return enclosures[0].url if enclosures else ""


def _content_elsewhere(entry: Mapping[str, Any]) -> str:
    """Where the content is that an entry only names (RFC 4287 §4.1.3.2)."""
    contents = _raw(entry, "content")
    details = contents if isinstance(contents, list) else []
    return next((src for one in details if (src := _string(one, "src"))), "")


def _image(entry: Mapping[str, Any]) -> str:
    """The entry's picture: iTunes, a Media RSS thumbnail, or a picture that comes with it."""
    image = _attribute(entry, "image", "href")
    if image:
        return image
    for key in ("media_thumbnail", "media_content"):
        for one in _raw(entry, key) or []:
            picture = key == "media_thumbnail" or one.get("medium") == "image"
            if picture and _string(one, "url"):
                return _string(one, "url")
    return ""


def _attribute(holder: Mapping[str, Any], key: str, name: str) -> str:
    value = _raw(holder, key)
    return _string(value, name) if isinstance(value, dict) else ""


def _related(feed: Mapping[str, Any], rel: str) -> str:
    for link in _raw(feed, "links") or []:
        if link.get("rel") == rel:
            return _string(link, "href")
    return ""


# --------------------------------------------------------------------------- numbers


def _count(value: object) -> int | None:
    """A positive number of bytes."""
    text = str(value or "").strip()
    number = int(text) if text.isdecimal() and len(text) < LONGEST_COUNT else 0
    return number or None


def seconds(text: str) -> int | None:
    """A duration as ``HH:MM:SS``, ``MM:SS`` or seconds (iTunes, Podcasting 2.0)."""
    parts = text.strip().split(":")
    if len(parts) > 3:  # noqa: PLR2004 - hours, minutes, seconds
        return None
    try:
        numbers = [float(part or 0) for part in parts]
    except ValueError:
        return None
    total = 0.0
    for number in numbers:
        total = total * 60 + number
    return int(total) if 0 < total < LONGEST_SECONDS else None


def _ttl(feed: Mapping[str, Any]) -> int | None:
    """The freshness a feed asks for: ``ttl`` in minutes, or ``sy:updatePeriod``."""
    ttl = _count(_string(feed, "ttl"))
    period = PERIODS.get(_string(feed, "sy_updateperiod").lower())
    often = _count(_string(feed, "sy_updatefrequency")) or 1
    found = [ttl * 60 if ttl else None, period // often if period else None]
    return max((one for one in found if one), default=None)
