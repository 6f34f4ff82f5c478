"""The topics, and for each what was picked and why."""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Route

from curator.flows import site
from curator.web import view
from curator.web.answers import page, page_number, pages, public
from curator.web.cache import Kept
from curator.web.context import Web
from curator.web.site import Head

AT_A_TIME = 20


def topics(to: Web, request: Request) -> Kept:
    """All topics, and the newest picks of all of them."""
    number = page_number(request)
    found = site.picked(to.app, limit=AT_A_TIME + 1, offset=(number - 1) * AT_A_TIME)
    head = Head(
        title="Topics",
        path="/topics",
        description="Everything that was picked, by topic.",
        nav="topics",
        feeds=(("All picks", "/picks.xml"),),
    )
    return page(
        to,
        "topics",
        head,
        shelves=site.shelves(to.app),
        rows=view.picked(to.app.config, found[:AT_A_TIME]),
        pages=pages("/topics", number, more=len(found) > AT_A_TIME),
    )


def topic(to: Web, request: Request) -> Kept:
    """One topic."""
    found = site.topic(to.app, request.path_params["slug"])
    number = page_number(request)
    path = f"/topics/{found.slug}"
    picks = site.picked(
        to.app, slug=found.slug, limit=AT_A_TIME + 1, offset=(number - 1) * AT_A_TIME
    )
    head = Head(
        title=found.name,
        path=path,
        description=found.description or f"What was picked on {found.name}, and why.",
        nav="topics",
        feeds=((found.name, f"{path}/feed.xml"),),
    )
    return page(
        to,
        "topic",
        head,
        topic=found,
        shelves=site.shelves(to.app),
        rows=view.picked(to.app.config, picks[:AT_A_TIME]),
        pages=pages(path, number, more=len(picks) > AT_A_TIME),
    )


ROUTES = [
    Route("/topics", public(topics, "page")),
    Route("/topics/{slug}", public(topic, "page")),
]
