"""Sources as the author manages them: list, add, remove, import, export, health."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from curator import feedsfile, shorthands
from curator.errors import BadValue, Conflict, CuratorError, NotFound
from curator.feeds import discover, health
from curator.feeds.discover import Discovery
from curator.feeds.forms import opml
from curator.feeds.health import Health
from curator.feeds.read import read
from curator.model import BadDocument, FetchState, Source, SourceKind, Topic
from curator.storage import documents, sources
from curator.storage.sources import SourceStatus

if TYPE_CHECKING:
    from curator.app import App


_PAGES = (SourceKind.LISTING, SourceKind.SITEMAP)
"""Kinds that are read and are no feeds."""
_NOWHERE = "it has no address, neither of a feed (xmlUrl) nor of a site (htmlUrl)"


@dataclass(frozen=True, slots=True)
class Imported:
    """What becomes of the feeds of an OPML document."""

    dry_run: bool
    """Nothing was written; this is what would be."""

    added: tuple[Source, ...]
    known: tuple[Source, ...]
    """``feeds.yaml`` had them already."""
    refused: tuple[tuple[feedsfile.Line, str], ...]
    """Lines that are wrong, each with the reason."""
    folders: tuple[str, ...]
    """Folders that are no topic of ``feeds.yaml``; their feeds come without."""


def statuses(app: App, now: datetime) -> list[SourceStatus]:
    """Every source of ``feeds.yaml`` with what is remembered of it."""
    with app.database.begin() as connection:
        sources.sync(connection, app.config.sources, now)
        return sources.statuses(connection)


def check_health(app: App, now: datetime) -> list[Health]:
    """How each source is doing and what to do about it, those in trouble first."""
    found = statuses(app, now)
    addresses = {one.source.url for one in found}
    rows = [health.of(one.source, one.state, now, addresses) for one in found]
    return sorted(rows, key=lambda row: not row.error)


def add(app: App, url: str, keys: dict[str, Any]) -> tuple[str, Discovery | None]:
    """Add a source to ``feeds.yaml``, comments kept; a page's feed is discovered first.

    ``url`` may be written as people type it (:func:`curator.shorthands.typed`). Gives the address
    that was written and what discovery saw, if it was asked. Raises :class:`Conflict` where it, or
    another feed of that page, is read already.
    """
    url = shorthands.typed(url, keys.get("kind", ""))
    if "selector" in keys or "kind" in keys:
        feedsfile.add_source(app.settings.feeds, {"url": url, **keys})
        return url, None
    read_already = _read_already(app)
    _refuse_known(read_already, url, [url])
    found = discover.discover(
        url,
        app.fetcher.get,
        read=lambda source, page: app.workers.run(read, source, page),
        find=lambda page: app.workers.run(discover.candidates, page),
    )
    if found.choice is None:
        raise CuratorError(
            f"{url}: no feed was found there ({found.reason or found.told}); give the feed's own"
            " address, or --selector for a page of links"
        )
    _refuse_known(read_already, url, _feeds_of(found))
    address = found.choice.url
    feedsfile.add_source(app.settings.feeds, {"url": address, **keys} if keys else address)
    return address, found


def _read_already(app: App) -> dict[str, Source]:
    """Each source by its own address, and by those where its feed was found or has moved to."""
    with app.database.read() as connection:
        states = sources.states(connection)
    known: dict[str, Source] = {}
    for one in app.config.sources:
        state = states.get(one.url, FetchState())
        for address in filter(None, (one.url, state.feed_url, state.moved_to)):
            known.setdefault(shorthands.identity(address), one)
    return known


def _feeds_of(found: Discovery) -> Iterator[str]:
    """Addresses of the chosen feed, and of the others that the page itself calls its feeds."""
    if found.choice:
        yield found.choice.url
    if found.page:
        yield found.page.final_url
    for one in found.candidates:
        if one.origin in ("site", "link"):
            yield one.url


def _refuse_known(known: Mapping[str, Source], asked: str, feeds: Iterable[str]) -> None:
    for address in feeds:
        try:
            one = known.get(shorthands.identity(shorthands.plain(address)[0]))
        except BadValue:
            continue
        if one:
            hint = "" if address == asked else f"; it reads what {asked} leads to ({address})"
            raise Conflict(f"feeds.yaml has it already: {one.label}{hint}")


def remove(app: App, url: str) -> None:
    """Take a source out of ``feeds.yaml``; what it brought stays. Raises ``NotFound``."""
    feedsfile.remove_source(app.settings.feeds, url)


def retry(app: App, urls: Sequence[str], now: datetime) -> None:
    """Have sources asked again at the next run, disabled ones too. Raises ``NotFound``."""
    with app.database.begin() as connection:
        sources.sync(connection, app.config.sources, now)
        for url in urls:
            sources.retry(connection, url)


def bad_document(app: App, url: str) -> BadDocument:
    """What a source sent that could not be read. Raises ``NotFound`` where nothing is kept."""
    with app.database.read() as connection:
        sources.get(connection, url)
        found = documents.get(connection, url)
    if found is None:
        raise NotFound(f"nothing is kept of {url}: no document came that could not be read")
    return found


def import_opml(app: App, data: bytes, *, apply_it: bool = False) -> Imported:
    """Say what would become of each feed of an OPML document; with ``apply_it`` add the new ones.

    They join ``feeds.yaml``, as the settings name it. Raises
    :class:`~curator.errors.ParseError` for a document that is none.
    """
    subjects = _subjects(app.config.topics)
    lines = opml.read_opml(data)
    placed = [_placed(line, subjects) for line in lines if line["url"]]
    done = feedsfile.add_sources(app.settings.feeds, placed, dry_run=not apply_it)
    nowhere = tuple((line, _NOWHERE) for line in lines if not line["url"])
    folders = dict.fromkeys(slug for line in lines for slug in line.get("topics", ()))
    return Imported(
        dry_run=not apply_it,
        added=done.added,
        known=done.known,
        refused=(*done.refused, *nowhere),
        folders=tuple(one for one in folders if one not in subjects),
    )


def _subjects(topics: Iterable[Topic]) -> dict[str, str]:
    """What a folder may be called, as slugs, and the topic it stands for; slugs go before names."""
    named: dict[str, str] = {}
    for topic in topics:
        for name in (topic.slug, topic.name, *topic.former):
            named.setdefault(opml.slug(name), topic.slug)
    for topic in topics:
        for alias in topic.aliases:
            named.setdefault(opml.slug(alias), topic.slug)
    return named | {topic.slug: topic.slug for topic in topics}


def _placed(line: Mapping[str, Any], subjects: Mapping[str, str]) -> dict[str, Any]:
    """A line with its folders as topics of ``feeds.yaml``; other folders are no subjects."""
    folders = (subjects[slug] for slug in line.get("topics", ()) if slug in subjects)
    topics = list(dict.fromkeys(folders))
    bare = {key: value for key, value in line.items() if key != "topics"}
    return bare | ({"topics": topics} if topics else {})


def export_opml(app: App, *, private: bool = True) -> bytes:
    """All sources as OPML 2.0, nested by topic, with the titles and sites that they told.

    Unless it is for the public, ``private`` ones too, and pages of links that no feed reader could
    follow. The public gets the feed that was found in a page in place of the page.
    """
    with app.database.read() as connection:
        states = sources.states(connection)
    told = [
        (one, states.get(one.url, FetchState()))
        for one in app.config.sources
        if private or not (one.private or one.kind in _PAGES)
    ]
    given = [(_outlined(one, state, public=not private), state.site_url) for one, state in told]
    return opml.write_opml(
        [one for one, _ in given],
        app.config.topics,
        title=app.config.newsletter.title,
        sites={one.url: site for one, site in given},
    )


def _outlined(source: Source, state: FetchState, *, public: bool) -> Source:
    """A source as others see it: by the name it gave itself, where it has no other."""
    url = state.feed_url if public and state.feed_url else source.url
    return replace(source, name=source.name or state.title, url=url)
