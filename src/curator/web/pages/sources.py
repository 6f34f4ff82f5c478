"""The sources as a blogroll, for people and as OPML."""

from __future__ import annotations

from itertools import groupby

from starlette.requests import Request
from starlette.routing import Route

from curator import urls
from curator.flows import site
from curator.web.answers import page, public
from curator.web.cache import Kept, keep
from curator.web.context import Web
from curator.web.site import Head


def sources(to: Web, _request: Request) -> Kept:
    """Who is read, under the first topic of each."""
    names = {topic.slug: topic.name for topic in to.app.config.topics}
    rows = sorted(
        (
            (names.get(one.topics[0], "") if one.topics else "", one.label, place)
            for one, place in (
                (one, urls.absolute(place, None) or urls.absolute(one.url, None))
                for one, place in site.read_sources(to.app)
            )
        ),
        key=lambda row: (row[0] == "", row[0].casefold(), row[1].casefold()),
    )
    groups = [(name, list(found)) for name, found in groupby(rows, key=lambda row: row[0])]
    head = Head(
        title="Sources",
        path="/sources",
        description=f"Who {to.site.author.name} reads for {to.site.title}.",
    )
    return page(to, "sources", head, groups=groups, total=len(rows))


def opml(to: Web, _request: Request) -> Kept:
    """The same as OPML 2.0."""
    from curator.flows.feeds import sources as flow  # noqa: PLC0415 - the fetcher, which no page needs

    return keep(200, "text/x-opml; charset=utf-8", flow.export_opml(to.app, private=False))


ROUTES = [Route("/sources", public(sources)), Route("/sources.opml", public(opml))]
