"""Drafts become entries: the one place that decides what a reader gets to see.

Titles fall back, links become absolute and lose what follows readers, markup passes the sanitiser,
dates are believed or not, every entry gets an identity that is unique and stays. All lengths are
capped: a field cannot be larger than a page can bear.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime
from html import escape
from urllib.parse import urljoin

from curator.dates import parse_date
from curator.feeds.forms.draft import Draft, DraftFeed, Text
from curator.model import Enclosure, Entry, Feed
from curator.sanitize import clean_html, clean_text, html_to_text, shorten
from curator.urls import absolute, host, strip_trackers

TITLE = 500
NAME = 200
IDENTITY = 1000
BODY = 1_000_000
MANY = 50
"""Largest title, name, identity and body in characters; most authors, categories, enclosures."""
BAD_GUIDS = 0.05
"""Above this share of missing or repeated GUIDs a feed's GUIDs are not trusted at all."""
SNIPPET = 80
"""Characters of an entry's text that serve as its title."""
UNTITLED = "(untitled)"

_TAG = re.compile(r"<[^>]*>")
_IMAGE = re.compile(r"<img [^>]*?src=\"(https?://[^\"]+)\"(?![^>]*(?:width|height)=\"[01]\")")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_LOCAL = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1"})  # noqa: S104 - not bound to


def normalise(
    found: DraftFeed,
    *,
    url: str,
    now: datetime,
    known: Collection[str] = (),
    limit: int | None = None,
) -> Feed:
    """The feed of a document that was fetched from ``url``.

    ``known`` holds the identities already stored for the source, so that an entry keeps the one it
    has; ``limit`` keeps so many of the newest entries.
    """
    site = absolute(found.link, url)
    base = _base(url, site)
    language = _language(found.language)
    once = _each_once(found.entries, base)
    drafts = _newest(once, now, limit)
    kept = {id(one): identity for one, identity in zip(once, identify(once, known), strict=True)}
    shape = _Shape(base, site, language, found.authors, now)
    entries = tuple(shape.entry(one, kept[id(one)]) for one in drafts)
    return Feed(
        format=found.format,
        title=_title_text(found.title),
        site_url=site,
        description=_markup(found.description, base),
        language=language,
        entries=entries,
        warnings=found.warnings,
        ttl_seconds=found.ttl_seconds,
        skips=found.skips,
        hub=absolute(found.hub, url),
        next_url=absolute(found.next_link, url),
    )


def borrows_identity(found: DraftFeed, *, url: str, known: Collection[str]) -> bool:
    """Whether an entry of ``found`` takes a stored identity that is not the first it would have.

    That is right only where no other entry of the document has the better claim to it, which a
    part of the document cannot tell.
    """
    drafts = _each_once(found.entries, _base(url, absolute(found.link, url)))
    return identify(drafts, known) != identify(drafts)


def _each_once(drafts: tuple[Draft, ...], base: str) -> tuple[Draft, ...]:
    return _once(tuple(_with_whole_guid(one, base) for one in drafts))


def _base(url: str, site: str | None) -> str:
    """What relative addresses count from: the document, or the site if a service hosts the feed.

    ``Content-Location`` does not count any more (RFC 7231 appendix B).
    """
    return site if site and host(site) != host(url) else url


def _with_whole_guid(one: Draft, base: str) -> Draft:
    """The draft; a GUID that is an address without its host gets it, as feedparser has it."""
    if not one.guid.startswith("/"):
        return one
    return replace(one, guid=absolute(one.guid, base) or one.guid)


def _once(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """The drafts without those that repeat the GUID, link and title of an earlier one."""
    seen: dict[tuple[str, str, str], Draft] = {}
    for one in drafts:
        seen.setdefault((one.guid, one.link, one.title.value or one.summary.value), one)
    return tuple(seen.values())


def _newest(drafts: tuple[Draft, ...], now: datetime, limit: int | None) -> list[Draft]:
    """The drafts newest first; one without a date stays behind the one it followed."""
    keys: list[datetime] = []
    last = now
    for one in drafts:
        last = parse_date(one.published, now) or parse_date(one.updated, now) or last
        keys.append(last)
    order = sorted(range(len(drafts)), key=lambda place: (-keys[place].timestamp(), place))
    return [drafts[place] for place in order][:limit]


class _Shape:
    """What all entries of one feed share."""

    def __init__(
        self,
        base: str,
        site: str | None,
        language: str | None,
        authors: tuple[str, ...],
        now: datetime,
    ) -> None:
        self.base = base
        self.site = site
        self.language = language
        self.authors = authors
        self.now = now

    def entry(self, found: Draft, identity: str) -> Entry:
        """The entry of one draft."""
        base = urljoin(self.base, found.base) if found.base else self.base
        content = _markup(found.content, base)
        same = found.summary.value == found.content.value
        summary = content if same else _markup(found.summary, base)
        enclosures = tuple(self._enclosures(found, base))
        entry = Entry(
            id=identity,
            url=self._url(found, base),
            title="",
            authors=tuple(_unique(map(_name, found.authors or self.authors))),
            published=parse_date(found.published, self.now),
            updated=parse_date(found.updated, self.now),
            summary=summary,
            content=content,
            categories=tuple(_unique(shorten(clean_text(one), NAME) for one in found.categories)),
            language=_language(found.language) or self.language,
            enclosures=enclosures,
            image=absolute(found.image, base) or _first_image(content or summary),
            comments_url=absolute(found.comments, base),
            transcript_url=absolute(found.transcript, base),
            chapters_url=absolute(found.chapters, base),
        )
        return _finished(entry, _title_text(found.title))

    def _url(self, found: Draft, base: str) -> str | None:
        for link in (found.link, found.fallback_link, found.guid):
            looks_like_link = link is not found.guid or link.startswith(("http:", "https:"))
            url = absolute(link, base) if looks_like_link else None
            if url:
                return strip_trackers(self._public(url))
        return None

    def _public(self, url: str) -> str:
        """A link to the author's own machine, as a careless build leaves it, led to the site."""
        site = self.site or self.base
        if host(url) not in _LOCAL or host(site) in _LOCAL:
            return url
        return urljoin(site, re.sub(r"^https?://[^/]+", "", url) or "/")

    def _enclosures(self, found: Draft, base: str) -> Iterable[Enclosure]:
        for one in found.enclosures[:MANY]:
            url = absolute(one.url, base)
            if url:
                yield Enclosure(url, one.type, one.length, one.duration or found.duration)


def _finished(entry: Entry, title: str) -> Entry:
    """``entry`` with its title, found elsewhere if it has none, and its hash."""
    words = title or shorten(html_to_text(entry.summary[:2000] or entry.content[:2000]), SNIPPET)
    title = words or entry.url or next((one.url for one in entry.enclosures), UNTITLED)
    return _replace(entry, title=title, hash=fingerprint(entry, title))


def _replace(entry: Entry, *, title: str, hash: str) -> Entry:  # noqa: A002 - the field's name
    """As ``dataclasses.replace``, which is slow for a frozen class of sixteen fields."""
    object.__setattr__(entry, "title", title)
    object.__setattr__(entry, "hash", hash)
    return entry


def fingerprint(entry: Entry, title: str) -> str:
    """A hash that changes when a reader would see a change.

    Tags, attributes and the query of enclosures are left out: pages that are built anew on every
    request differ there.
    """
    files = [one.url.split("?", 1)[0] for one in entry.enclosures]
    parts = [
        title,
        "" if any(one.url == entry.url for one in entry.enclosures) else entry.url or "",
        "\x1f".join(entry.authors),
        entry.published.isoformat() if entry.published else "",
        _TAG.sub("", entry.content),
        _TAG.sub("", entry.summary) if entry.summary is not entry.content else "",
        "\x1f".join(files),
    ]
    return hashlib.sha256("\x1e".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


# --------------------------------------------------------------------------- text


def _markup(text: Text, base: str) -> str:
    """Sanitised HTML of a text, plain or not."""
    value = text.value[:BODY]
    if not value:
        return ""
    if not text.html:
        return escape(value, quote=False)
    own = urljoin(base, text.base) if text.base else base
    return clean_html(value, base=absolute(own, None))


def _title_text(text: Text) -> str:
    value = text.value[: 4 * TITLE]
    marked = text.html and ("<" in value or "&" in value)
    return shorten(html_to_text(value) if marked else clean_text(value), TITLE)


def _name(text: str) -> str:
    name = html_to_text(text) if "<" in text or "&" in text else clean_text(text)
    return shorten(name.strip(" ,;"), NAME)


def _unique(values: Iterable[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value][:MANY]


def _language(text: str) -> str | None:
    """A language tag in the customary case: ``en-US`` (RFC 5646 §2.1.1)."""
    if not _LANGUAGE.fullmatch(text.strip()):
        return None
    first, *rest = text.strip().replace("_", "-").split("-")
    return "-".join([first.lower(), *(_subtag(one) for one in rest)])


def _subtag(text: str) -> str:
    shapes: dict[int, Callable[[str], str]] = {2: str.upper, 4: str.title}
    return shapes.get(len(text), str.lower)(text)


def _first_image(markup: str) -> str | None:
    """The first picture in the text that is not a counting pixel."""
    found = _IMAGE.search(markup[:20_000])
    return found[1].replace("&amp;", "&") if found else None


# --------------------------------------------------------------------------- identity


def identify(drafts: tuple[Draft, ...], known: Collection[str] = ()) -> list[str]:
    """A unique identity for each draft: GUID, else link, else a hash of what it says.

    A GUID that several entries share is told apart by the link. Where more than 5 % of GUIDs are
    missing or shared, links serve instead, as far as they are unique themselves. An identity that
    is ``known`` is kept, so that a feed that mends or breaks its GUIDs repeats nothing.
    """
    guids = Counter(one.guid for one in drafts if one.guid)
    links = Counter(_way(one) for one in drafts if _way(one))
    bad = sum(1 for one in drafts if guids[one.guid] != 1)
    trusted = bad <= BAD_GUIDS * len(drafts)
    used: set[str] = set()
    return [_unused(_ladder(one, guids, links, known, trusted=trusted), used) for one in drafts]


def _ladder(
    one: Draft, guids: Counter[str], links: Counter[str], known: Collection[str], *, trusted: bool
) -> str:
    """The first rung that holds, a known one before all."""
    unique_guid = one.guid if guids[one.guid] == 1 else ""
    unique_link = _way(one) if links[_way(one)] == 1 else ""
    both = f"{one.guid}#{one.link}" if one.guid and one.link else ""
    first, second = (unique_guid, unique_link) if trusted else (unique_link, unique_guid)
    rungs = [_short(rung) for rung in (first, second, both) if rung]
    for rung in rungs:
        if rung in known:
            return rung
    return rungs[0] if rungs else _by_content(one)


def _way(one: Draft) -> str:
    """Where an entry leads, be it only to its sound file."""
    return one.link or one.fallback_link


def _short(identity: str) -> str:
    """``identity`` if a database key can hold it, else its beginning and a hash of the rest."""
    identity = clean_text(identity)
    if len(identity) <= IDENTITY:
        return identity
    return identity[: IDENTITY - 33] + "~" + hashlib.sha256(identity.encode()).hexdigest()[:32]


def _by_content(one: Draft) -> str:
    told = "\x1e".join((one.title.value or one.summary.value, one.link, one.published))
    return "hash:" + hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]


def _unused(identity: str, used: set[str]) -> str:
    """``identity``, numbered if an entry of the same document has it already."""
    unique, number = identity, 1
    while unique in used:
        number += 1
        unique = f"{identity}#{number}"
    used.add(unique)
    return unique
