"""A fetched page becomes a feed, whatever kind of source it is.

Pure and picklable: it runs in a worker process. Whatever goes wrong is a
:class:`curator.errors.ParseError`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from curator.errors import CuratorError, ParseError
from curator.feeds import document, jsonfeed, listing, parse, sitemap, sites
from curator.feeds.draft import DraftFeed
from curator.feeds.normalise import normalise
from curator.model import Feed, Page, Source, SourceKind


class NotAFeed(ParseError):
    """The address shows a web page, not a feed."""


def read(source: Source, page: Page, known: Collection[str] = ()) -> Feed:
    """The feed that ``page`` holds for ``source``; ``known`` are its entries' stored identities.

    Raises :class:`NotAFeed` for a web page where a feed was expected, :class:`ParseError` for
    anything else that cannot be read.
    """
    try:
        found = draft(source, page)
        found = sites.adjusted(source, page, found)
        return normalise(
            found, url=page.final_url, now=page.fetched_at, known=known, limit=source.limit
        )
    except CuratorError:
        raise
    except RecursionError as error:
        raise ParseError("the document is nested too deeply") from error
    except MemoryError:
        raise
    except Exception as error:
        raise ParseError(f"the document cannot be read ({type(error).__name__})") from error


def draft(source: Source, page: Page) -> DraftFeed:
    """The document's drafts, by the kind of source and by what the document looks like."""
    found = document.read(page)
    if not found.text:
        raise ParseError("the document is empty")
    if source.kind is SourceKind.LISTING:
        return listing.parse(found.text, page.final_url, source.selector)
    if found.is_json:
        return jsonfeed.parse(found.text)
    if found.is_html:
        raise NotAFeed
    if found.root in sitemap.ROOTS:
        return sitemap.parse(found.text)
    return parse.parse(found.text)


@dataclass(frozen=True, slots=True)
class Reading:
    """A feed, perhaps without the entries whose bytes were known, and what to remember of it."""

    feed: Feed
    fingerprints: tuple[str, ...] = ()
    dates: tuple[datetime, ...] = ()
    """Of every entry of the document."""


def read_new(
    source: Source, page: Page, known: Collection[str], fingerprints: Collection[str]
) -> Reading:
    """As :func:`read`, but entries whose bytes have one of ``fingerprints`` may be left out."""
    feed = read(source, page, known)
    dates = tuple(date for one in feed.entries if (date := one.published or one.updated))
    return Reading(feed, (), dates)
