"""A link becomes a resource: the one way in for feeds, the command line and imports.

:func:`wanted` says what to fetch, :func:`read` turns what was fetched into a resource with its
candidates. Where the page cannot be had, :func:`read_instead` takes what the site tells programs,
and :func:`from_feed` is what remains: what the feed said. All are pure; they
run in worker processes (:class:`curator.workers.Workers`) under a deadline.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from lxml import etree

from curator.errors import CuratorError, ParseError
from curator.model import Page, Resource
from curator.resources import adapters, assemble, canonical, document, pdf, plain, walls
from curator.resources import text as main_text
from curator.resources.adapters import Reading, Wanted
from curator.resources.assemble import Enriched
from curator.resources.canonical import Identity
from curator.resources.collect import collect
from curator.resources.collect.feed import FeedSide, is_whole
from curator.resources.collect.feed import candidates as feed_candidates
from curator.resources.found import Found, SiteFacts
from curator.resources.text import MainText
from curator.sanitize import clean_text

__all__ = [
    "Enriched",
    "FeedSide",
    "SiteFacts",
    "Wanted",
    "from_feed",
    "is_feed",
    "read",
    "read_instead",
    "wanted",
]

COLLECT_AFTER = (20_000, 20, 50)
"""Objects between two rounds of Python's garbage collector while a page is read. Trees of documents hardly
make cycles, and at its usual 700 it takes a fourteenth of the time that a page needs."""


_ALL_OF_IT = 0.8
"""Of the words of a page; the rest is what stands around a post."""
_END = 8
"""Last words of a text that tell whether two end alike."""

_FEED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?>(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE rss.*?>)\s*)*+<(?:rss|feed|rdf:RDF)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
"""How the document of a feed begins."""


def wanted(url: str) -> Wanted:
    """Which addresses to fetch for a link: the abstract's page for a paper's PDF, and so on."""
    return adapters.wanted(canonical.identity(url))


def is_feed(page: Page) -> bool:
    """Whether what came is the document of a feed; :func:`read` reads it as the page it is not."""
    return _FEED.match(page.body[:2000]) is not None


def read(
    page: Page,
    *,
    now: datetime,
    extras: Mapping[str, Page] | None = None,
    feed: FeedSide | None = None,
    site_facts: SiteFacts | None = None,
    with_text: bool = True,
) -> Enriched:
    """The resource behind a fetched page, with what the feed said of it among the candidates.

    ``with_text=False`` leaves out the main text, which takes most of the time. Raises
    :class:`~curator.errors.Wall` for a page that is not the thing itself and
    :class:`~curator.errors.ParseError` for one that cannot be read; nothing else.
    """
    try:
        with _collecting_rarely():
            return _read(page, now, extras or {}, feed, site_facts or SiteFacts(), with_text)
    except CuratorError:
        raise
    except (RecursionError, MemoryError, etree.LxmlError) as error:
        raise ParseError(f"the page is too complex to read: {type(error).__name__}") from error
    except Exception as error:
        raise ParseError(f"the page could not be read: {type(error).__name__}: {error}") from error


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Inside the block the garbage collector runs less often; feeds, which make cycles, keep its pace."""
    before = gc.get_threshold()
    gc.set_threshold(*COLLECT_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _read(
    page: Page,
    now: datetime,
    extras: Mapping[str, Page],
    feed: FeedSide | None,
    facts: SiteFacts,
    with_text: bool,  # noqa: FBT001 - private
) -> Enriched:
    walls.check_body(page.body)
    given = feed_candidates(feed)
    identity = canonical.identity(page.final_url or page.url)
    if pdf.is_pdf(page.body, page.content_type):
        candidates, text, share = pdf.read(page.body)
        found = Found(page.url, now, candidates + given, facts=facts, scholarly=True)
        return assemble.resource(found, identity, MainText(text, text, "pdf", 1.0, share))
    if plain.applies(page):
        candidates, main = plain.read(page)
        return assemble.resource(
            Found(page.url, now, candidates + given, facts=facts), identity, main
        )
    return _read_html(page, now, extras, feed, facts, identity, with_text=with_text)


def _read_html(
    page: Page,
    now: datetime,
    extras: Mapping[str, Page],
    feed: FeedSide | None,
    facts: SiteFacts,
    identity: Identity,
    *,
    with_text: bool,
) -> Enriched:
    parsed = document.parse(page)
    walls.check(parsed)
    adapter = adapters.fitting(parsed, identity)
    reading = Reading(parsed, identity, extras)
    known = adapters.collected(adapter, reading)
    candidates = known + collect(parsed) + feed_candidates(feed)
    found = Found(parsed.url, now, candidates, parsed.title_tag, facts=facts)
    main = MainText()
    if with_text:
        own = adapters.text(adapter, reading)
        main = MainText(plain.of_markdown(own), own, adapter.name, 1.0) if own and adapter else (
            main_text.extract(parsed))  # fmt: skip
        main = _as_written(feed, parsed.url, main)
    declared = assemble.identify(found, identity, parsed)
    made = assemble.resource(found, declared, main, parsed)
    claimed = assemble.claimed(declared, identity, page.url)
    return replace(
        made,
        resource=replace(made.resource, claimed=claimed),
        answered=identity if canonical.leads_elsewhere(declared, identity) else None,
    )


def _as_written(feed: FeedSide | None, url: str, read: MainText) -> MainText:
    """Of the author's own post what the feed gives, where that is all of it; else what was ``read``.

    A page has more around a post than an extractor can be sure to leave out.
    """
    if feed is None or not feed.mine:
        return read
    given = main_text.of_feed(feed.entry.content, url)
    told, found = given.plain.split(), read.plain.split()
    is_all = len(told) >= _ALL_OF_IT * len(found)
    whole = is_all and (is_whole(given.plain) or _end_alike(told, found))
    return replace(given, share=1.0) if whole else read


def _end_alike(told: Sequence[str], found: Sequence[str]) -> bool:
    """Whether a short post is in the feed to its end, which a teaser is not."""
    alike = len(found) >= _ALL_OF_IT * len(told) and len(found) > _END
    return alike and told[-_END:] == found[-_END:]


def read_instead(
    url: str,
    told: Mapping[str, Page],
    *,
    now: datetime,
    feed: FeedSide | None = None,
    site_facts: SiteFacts | None = None,
) -> Enriched | None:
    """The resource by what a site's other addresses and the feed say, where its page is no use.

    ``None`` where they say nothing. Never raises: whatever was told may be hostile.
    """
    identity = canonical.identity(url)
    known = adapters.alone(identity, told)
    if not known:
        return None
    given = feed_candidates(feed)
    found = Found(url, now, known + given, facts=site_facts or SiteFacts())
    try:
        return assemble.resource(found, identity, MainText())
    except CuratorError:
        return None


def from_feed(feed: FeedSide, url: str, *, now: datetime) -> Resource:
    """The resource as the feed alone describes it; one without a title is named by its first words.

    Never raises: what the feed said is what remains where everything else fails.
    """
    identity = canonical.identity(url)
    entry = feed.entry
    main = main_text.of_feed(entry.content or entry.summary, url)
    if not clean_text(entry.title):
        feed = replace(feed, entry=replace(entry, title=clean_text(main.plain, 80) or identity.url))
    found = Found(url, now, feed_candidates(feed))
    main = replace(main, share=1.0 if is_whole(main.plain) else None)
    return assemble.resource(found, identity, main).resource
