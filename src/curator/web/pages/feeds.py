"""Feeds of what the site publishes: issues, picks, and the picks of each topic."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from curator.flows import site
from curator.flows.site import Picked
from curator.issues import archive, wording
from curator.model import Issue
from curator.web import view
from curator.web.answers import public
from curator.web.cache import Kept, keep
from curator.web.context import Web, web
from curator.web.site import Site
from curator.web.syndication import ATOM, JSON_FEED, Channel, Piece, atom, json_feed

ISSUES, PICKS = 20, 50


def issues(to: Web, request: Request) -> Kept:
    """The issues, each in full."""
    pieces = [_issue(to, one) for one in site.newest(to.app, limit=ISSUES)]
    here = to.site
    return _feed(request, _channel(here, here.title, "/archive", "/feed", here.tagline), pieces)


def picks(to: Web, request: Request) -> Kept:
    """Every single pick."""
    here = to.site
    channel = _channel(here, f"{here.title}: picks", "/topics", "/picks", "Each pick, and why.")
    return _feed(request, channel, _picks(to, site.picked(to.app, limit=PICKS)))


def topic(to: Web, request: Request) -> Kept:
    """The picks of one topic."""
    found = site.topic(to.app, request.path_params["slug"])
    here = to.site
    path = f"/topics/{found.slug}"
    channel = _channel(here, f"{here.title}: {found.name}", path, f"{path}/feed", found.description)
    return _feed(request, channel, _picks(to, site.picked(to.app, slug=found.slug, limit=PICKS)))


def _feed(request: Request, channel: Channel, pieces: list[Piece]) -> Kept:
    """The feed in the form that the address asks for."""
    if request.url.path.endswith(".json"):
        return keep(200, JSON_FEED, json_feed(channel, pieces))
    return keep(200, ATOM, atom(channel, pieces))


def _channel(here: Site, title: str, page: str, stem: str, subtitle: str) -> Channel:
    return Channel(
        title=title,
        page=here.absolute(page),
        atom=here.absolute(f"{stem}.xml"),
        json=here.absolute(f"{stem}.json"),
        author=here.author.name,
        author_link=here.author.link,
        subtitle=subtitle,
        language=here.language,
    )


def _issue(to: Web, issue: Issue) -> Piece:
    config = to.app.config
    address = to.site.absolute(f"/archive/{issue.number}")
    return Piece(
        id=address,
        url=address,
        title=f"No. {issue.number}: {wording.headline(issue.content)}",
        html=archive.article(
            to.app.theme,
            issue.content,
            newsletter=config.newsletter,
            period=issue.period,
            number=issue.number,
            topics=config.topics,
        ),
        at=issue.sent_at or issue.frozen_at or issue.created_at,
        summary=wording.summary_line(issue.content),
    )


def _picks(to: Web, found: list[Picked]) -> list[Piece]:
    rows = view.picked(to.app.config, found)
    return [_pick(to, one, row) for one, row in zip(found, rows, strict=True) if row.item.url]


def _pick(to: Web, one: Picked, row: view.Row) -> Piece:
    item = row.item
    return Piece(
        id=to.site.absolute(f"/archive/{one.issue.number}") + f"#{one.pick.resource.id}",
        url=item.url or "",
        title=item.title,
        html=to.app.theme.page("pick", item=item, site=to.site, issue=one.issue.number),
        at=one.issue.sent_at or one.issue.frozen_at or one.issue.created_at,
        summary=item.reason or item.summary,
        authors=one.pick.resource.resource.authors[:5],
        tags=item.topics,
        said_at=to.site.absolute(f"/archive/{one.issue.number}"),
    )


def elsewhere(request: Request) -> Response:
    """Where other newsletters and blogs have their feed: readers guess it, and movers had it there."""
    return RedirectResponse(web(request).site.to("/feed.xml"), 301)


GUESSED = ("/feed", "/feed/", "/rss", "/rss/", "/rss.xml", "/atom.xml", "/index.xml")
ROUTES = [Route(path, elsewhere) for path in GUESSED]
ROUTES += [
    Route(stem + form, public(make))
    for stem, make in (("/feed", issues), ("/picks", picks), ("/topics/{slug}/feed", topic))
    for form in (".xml", ".json")
]
