"""The feed behind a page's address: what candidates there are, and which one is chosen.

In order: the address itself, what is known of the site, the page's own ``link`` elements, links in
its text that look like feeds, the page it calls canonical, and well-known paths. Every candidate
is fetched and read before it is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from curator.errors import FetchError, ParseError
from curator.feeds import sites
from curator.feeds.fetching.addresses import plain
from curator.feeds.forms import document
from curator.feeds.read import NotAFeed, read
from curator.model import Feed, Get, Page, Source
from curator.sanitize import clean_text
from curator.urls import absolute

FEED_TYPES = (
    "application/atom+xml",
    "application/rss+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/x.atom+xml",
    "application/x-atom+xml",
    "application/rss",
    "application/atom",
    "application/json",
    "application/xml",
    "text/xml",
)
"""Best first, for candidates that are equal otherwise."""
WELL_KNOWN = (
    "feed",
    "feed.xml",
    "rss.xml",
    "atom.xml",
    "index.xml",
    "rss",
    "feed.json",
    "feeds/posts/default",
    "blog/feed.xml",
)
MOST_TRIED = 12
"""Candidates that are fetched at most."""
LONGEST_PAGE = 1_000_000
_LOOKS_LIKE_FEED = re.compile(
    r"(?:\.(?:atom|rss|rdf|xml)|/(?:feed|rss|atom)(?:\.json)?|[?&](?:feed|format)=(?:rss2?|atom))/?$",
    re.IGNORECASE,
)
_SIDE = re.compile(r"comment|replies|trackback|author/|/tag/|/category/", re.IGNORECASE)
_SITEMAPS = {"urlset": "sitemap", "sitemapindex": "index of sitemaps"}
"""Formats that are no feed unless somebody asks for them, in words."""
_WHERE = {
    "site": "where this site has it",
    "link": "as the page says",
    "text": "which the page links to",
    "canonical": "that of the page's own canonical address",
    "well-known": "in a usual place",
}
"""Each origin in words."""
Read = Callable[[Source, Page], Feed]
Find = Callable[[Page], "tuple[Candidate, ...]"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed, and why it is thought so."""

    url: str
    origin: str
    """``address``, ``site``, ``link``, ``text``, ``canonical`` or ``well-known``."""
    title: str = ""
    type: str = ""
    format: str = ""
    """What it turned out to be; empty where it was not tried or is no feed."""
    entries: int = 0


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found behind an address."""

    choice: Candidate | None
    candidates: tuple[Candidate, ...]
    page: Page | None = None
    """The chosen feed's answer, so that it need not be asked for again."""
    feed: Feed | None = None
    reason: str = ""
    """Why the address itself is none."""

    @property
    def told(self) -> str:
        """The choice in a sentence for the author."""
        if self.choice is None:
            return "the page names no feed"
        if self.choice.origin == "address":
            return f"{self.choice.url} is a {_SITEMAPS.get(self.choice.format, 'feed')} itself"
        others = [one.url for one in self.candidates if one.url != self.choice.url]
        more = f"; others: {', '.join(others[:3])}" if others else ""
        return f"the page's feed is {self.choice.url}, {_WHERE[self.choice.origin]}{more}"

    @property
    def content(self) -> str:
        """What the chosen feed holds, such as ``My blog: 3 entries, the newest of 2026-02-18``."""
        if self.feed is None:
            return ""
        entries = self.feed.entries
        number = "1 entry" if len(entries) == 1 else f"{len(entries)} entries"
        dates = [date for one in entries if (date := one.published or one.updated)]
        newest = f", the newest of {max(dates):%Y-%m-%d}" if dates else ""
        return f"{self.feed.title or self.feed.site_url or 'untitled'}: {number}{newest}"


def discover(
    url: str,
    get: Get,
    *,
    read: Read = read,
    find: Find | None = None,
    page: Page | None = None,
    guess: bool = True,
) -> Discovery:
    """The best feed behind ``url``; ``page`` is its answer where that is known already.

    ``read`` and ``find`` (by default :func:`candidates`) may do their work in another process.
    Without ``guess`` only what the page itself names is tried. Raises the :class:`FetchError` of
    the address itself; those of candidates only rule them out.
    """
    early = tuple(Candidate(one, "site") for one in sites.feed_addresses(url))
    if page is None and not early:
        page = get(url)
    reason = ""
    if page is not None:
        try:
            choice, feed = _known(Candidate(url, "address"), page, read)
        except ParseError as error:
            reason = "it is a web page" if isinstance(error, NotAFeed) else error.message
        else:
            return Discovery(choice, (choice,), page, feed)
    chosen = _first(early, get, read)
    if chosen:
        return Discovery(chosen[0], early, chosen[2], chosen[1])
    page = page or get(url)
    declared = tuple((find or candidates)(page))
    return replace(_behind(page, early, declared, get, read, guess=guess), reason=reason)


def looks_like_feed(url: str) -> bool:
    """Whether an address is, by its looks, that of a feed."""
    return bool(_LOOKS_LIKE_FEED.search(url))


def _behind(
    page: Page,
    early: tuple[Candidate, ...],
    declared: tuple[Candidate, ...],
    get: Get,
    read: Read,
    *,
    guess: bool,
) -> Discovery:
    """What a page leads to: its own candidates first, then the usual places."""
    chosen = _first(declared, get, read)
    if chosen is None and guess:
        usual = tuple(_well_known(page.final_url, declared))
        chosen = _first(usual, get, read)
        declared += usual if chosen else ()
    everything = early + declared
    if chosen is None:
        return Discovery(None, everything)
    return Discovery(chosen[0], everything, chosen[2], chosen[1])


def _first(
    tried: tuple[Candidate, ...], get: Get, read: Read
) -> tuple[Candidate, Feed, Page] | None:
    """The first candidate that can be fetched and read; one with entries is better than none."""
    empty = None
    for one in tried[:MOST_TRIED]:
        found = _try(one, get, read)
        if found and found[1].entries:
            return found
        empty = empty or found
    return empty


def _try(one: Candidate, get: Get, read: Read) -> tuple[Candidate, Feed, Page] | None:
    try:
        page = get(one.url)
        choice, feed = _known(one, page, read)
    except (FetchError, ParseError):
        return None
    return None if feed.format in _SITEMAPS else (choice, feed, page)


def _known(one: Candidate, page: Page, read: Read) -> tuple[Candidate, Feed]:
    """The candidate with what it turned out to be. Raises :class:`ParseError`."""
    feed = read(Source(one.url, sites.kind_of(one.url)), page)
    return replace(one, format=feed.format, entries=len(feed.entries)), feed


# --------------------------------------------------------------------------- reading the page


def candidates(page: Page) -> tuple[Candidate, ...]:
    """The feeds that a page names, best first. Pure and picklable."""
    try:
        text = document.read(page).text[:LONGEST_PAGE]
    except ParseError:
        return ()
    links = _Links()
    links.feed(text)
    links.close()
    base = absolute(links.base, page.final_url) or page.final_url
    found = list(_declared(links, base, page.final_url))
    found.sort(key=lambda one: bool(_SIDE.search(f"{one.title} {urlsplit(one.url).path}")))
    if channel := sites.channel_feed(text) if "youtube.com" in page.final_url else None:
        found.insert(0, Candidate(channel, "site"))
    found += _in_text(links, base)
    found += _canonical(links, base, page.final_url)
    seen: dict[str, Candidate] = {}
    for one in found:
        seen.setdefault(one.url, one)
    return tuple(seen.values())


def _declared(links: _Links, base: str, own: str) -> Iterator[Candidate]:
    """``link rel=alternate`` with a feed's type (WHATWG HTML §4.6.7.1), and ``rel=feed``."""
    for link in links.links:
        rels = link.get("rel", "").lower().split()
        type_ = link.get("type", "").split(";")[0].strip().lower()
        is_typed = type_ in FEED_TYPES or (not type_ and looks_like_feed(link.get("href", "")))
        is_feed = "feed" in rels or ("alternate" in rels and is_typed)
        is_other = "stylesheet" in rels or (
            type_ == "application/json" and "wp-json" in link.get("href", "")
        )
        title = clean_text(link.get("title", ""))
        for url in _bases(link, base, own) if is_feed and not is_other else ():
            yield Candidate(url, "link", title, type_)


def _bases(link: dict[str, str], base: str, own: str) -> Iterator[str]:
    """Where a link leads: HTML 5 lets a ``base`` count that stands after it, HTML 4 does not."""
    for one in dict.fromkeys((base, own) if "late-base" in link else (base,)):
        if url := absolute(plain(link.get("href", "")), one):
            yield url


def _in_text(links: _Links, base: str) -> Iterator[Candidate]:
    """Ordinary links whose type or address is a feed's; those on the same host first."""
    found: dict[str, None] = {}
    for link in links.anchors:
        url = urldefrag(absolute(plain(link["href"]), base) or "").url
        if url and (looks_like_feed(url) or link.get("type", "").lower() in FEED_TYPES):
            found[url] = None
    feeds = sorted(
        found,
        key=lambda url: (urlsplit(url).netloc != urlsplit(base).netloc, bool(_SIDE.search(url))),
    )
    for url in feeds[:MOST_TRIED]:
        yield Candidate(url, "text")


def _canonical(links: _Links, base: str, own: str) -> Iterator[Candidate]:
    """The known feed of the page that this one calls its canonical address."""
    for link in links.links:
        url = absolute(link.get("href"), base)
        if "canonical" in link.get("rel", "").lower().split() and url and url != own:
            for address in sites.feed_addresses(url):
                yield Candidate(address, "canonical")


def _well_known(url: str, known: tuple[Candidate, ...]) -> Iterator[Candidate]:
    """The usual places of feeds: beside the page, under the root and under the page's own path."""
    tried = {one.url for one in known}
    bare = re.split(r"[?#]", url, maxsplit=1)[0].rstrip("/")
    roots = dict.fromkeys((urljoin(url, "/"), f"{bare}/"))
    usual = [urljoin(root, path) for path in WELL_KNOWN for root in roots]
    if urlsplit(bare).path:  # forges, forums and Mastodon's tags
        usual[:0] = [f"{bare}.rss", f"{bare}.atom"]
    for address in dict.fromkeys(usual):
        if address not in tried:
            yield Candidate(address, "well-known")


class _Links(HTMLParser):
    """Collects ``link``, ``a`` and ``base`` elements; comments, scripts and text do not count."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.base = ""
        self.links: list[dict[str, str]] = []
        self.anchors: list[dict[str, str]] = []

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: ARG002, FBT001, FBT002 - the library's
        """Take ``<![…>`` for a comment, as browsers do; the library stumbles over it."""
        return self.parse_bogus_comment(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fields = {name: (value or "").strip() for name, value in attrs}
        if tag == "link":
            self.links.append(fields)
        elif tag == "a" and fields.get("href"):
            self.anchors.append(fields)
        elif tag == "base" and not self.base:
            self.base = fields.get("href", "")
            for link in self.links:
                link["late-base"] = ""
