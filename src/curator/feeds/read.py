"""A fetched page becomes a feed, whatever kind of source it is.

Pure and picklable: it runs in a worker process. Whatever goes wrong is a
:class:`curator.errors.ParseError`. The parsers are imported when they are first needed, since the
process that only sends documents to workers never needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from curator.errors import CuratorError, ParseError
from curator.feeds import sites
from curator.feeds.forms import document, jsonfeed, kaggle
from curator.feeds.forms.document import Document, as_xml
from curator.feeds.forms.draft import DraftFeed
from curator.feeds.forms.split import Split, remembered, split
from curator.feeds.normalise import borrows_identity, normalise
from curator.feeds.wanted import wanted
from curator.model import Feed, Page, Source, SourceKind

PRELOAD = ("curator.feeds.read", "curator.feeds.forms.parse", "curator.feeds.forms.listing")
"""What a worker had better start with."""
Given = ParamSpec("Given")
Got = TypeVar("Got")


class NotAFeed(ParseError):
    """The address shows a web page, not a feed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A feed, perhaps without the entries whose bytes were known, and what to remember of it."""

    feed: Feed
    fingerprints: tuple[str, ...] = ()
    dates: tuple[datetime, ...] = ()
    """Of every entry of the document, as far as they have one."""
    left_out: int = 0
    """Entries that were known by their bytes."""


def _explained(function: Callable[Given, Got]) -> Callable[Given, Got]:
    """``function`` with every error it may raise made a :class:`ParseError`."""

    @wraps(function)
    def guarded(*args: Given.args, **kwargs: Given.kwargs) -> Got:
        try:
            return function(*args, **kwargs)
        except (CuratorError, MemoryError):
            raise
        except RecursionError as error:
            raise ParseError("the document is nested too deeply") from error
        except Exception as error:
            what = type(error).__name__
            raise ParseError(f"the document cannot be read ({what}: {error})") from error

    return guarded


@_explained
def read(source: Source, page: Page, known: Collection[str] = ()) -> Feed:
    """The feed that ``page`` holds for ``source``; ``known`` are its entries' stored identities.

    Raises :class:`NotAFeed` for a web page where a feed was expected, :class:`ParseError` for
    anything else that cannot be read.
    """
    return _feed(source, page, draft(source, page, document.read(page)), known)


@_explained
def read_new(
    source: Source, page: Page, known: Collection[str], fingerprints: Collection[str]
) -> Reading:
    """As :func:`read`, but entries whose bytes have one of ``fingerprints`` are left out.

    Only where that changes nothing else; see :mod:`curator.feeds.forms.split`.
    """
    found = document.read(page)
    if _is_xml_feed(source, found):
        taken_apart = split(as_xml(found.text).encode("utf-8", "replace"))
        if taken_apart:
            reading = _read_part(source, page, taken_apart, known, frozenset(fingerprints))
            if reading:
                return reading
    feed = _feed(source, page, draft(source, page, found), known)
    return Reading(feed, dates=_dates(feed))


def draft(source: Source, page: Page, found: Document) -> DraftFeed:
    """The document's drafts, by the kind of source and by what the document looks like."""
    from curator.feeds.forms import listing, opml, parse, sitemap  # noqa: PLC0415 - see above

    if not found.text:
        raise ParseError("the document is empty")
    if source.kind is SourceKind.LISTING:
        return listing.parse(found.text, page.final_url, source.selector)
    if found.is_json:
        is_list = found.text.startswith("[")
        return kaggle.parse(found.text) if is_list else jsonfeed.parse(found.text)
    if found.is_html:
        raise NotAFeed
    if found.root in sitemap.ROOTS:
        return sitemap.parse(found.text)
    if found.root == "opml":
        return opml.parse(found.text)
    return parse.parse(found.text)


def _feed(source: Source, page: Page, found: DraftFeed, known: Collection[str]) -> Feed:
    found = wanted(source, sites.adjusted(source, page, found))
    if not found.language:
        found = replace(found, language=page.headers.get("content-language", ""))
    return normalise(
        found, url=page.final_url, now=page.fetched_at, known=known, limit=source.limit
    )


# --------------------------------------------------------------------------- reading a part


def _is_xml_feed(source: Source, found: Document) -> bool:
    """Whether entries may be left out: not in lists that are paged through by their length."""
    paged = source.kind in (SourceKind.ARXIV, SourceKind.LISTING)
    return not paged and found.root in ("rss", "rdf", "feed")


def _read_part(
    source: Source, page: Page, whole: Split, known: Collection[str], seen: frozenset[str]
) -> Reading | None:
    """What is new in a document that can be taken apart; ``None`` where it must be read whole."""
    from curator.feeds.forms import parse  # noqa: PLC0415 - see above

    newest = whole.newest(source.limit, page.fetched_at)
    if newest is None:
        return None
    marks = whole.marks(f"{page.final_url} {source.shorts}{source.only}{source.exclude}")
    new = {place for place in newest if marks[place] not in seen}
    xml, texts = whole.hollow(frozenset(range(len(marks))) - new)
    try:
        found = parse.drafts(parse.filled(parse.parsed(xml), texts), xml)
    except ParseError:  # some documents show by their entries alone that they are feeds
        return None
    unsure = found.warnings or len(found.entries) != len(new)
    if unsure or borrows_identity(found, url=page.final_url, known=known):
        return None
    return Reading(
        _feed(replace(source, limit=None), page, found, known),
        remembered(marks, newest),
        tuple(date for one in whole.pieces if (date := one.date(page.fetched_at))),
        left_out=len(newest) - len(new),
    )


def _dates(feed: Feed) -> tuple[datetime, ...]:
    return tuple(date for one in feed.entries if (date := one.published or one.updated))
