"""The author's reading list."""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Route

from curator.flows import site
from curator.web import view
from curator.web.answers import page, public
from curator.web.cache import Kept
from curator.web.context import Web
from curator.web.pages.subscribe import form_token
from curator.web.site import Head

SHOWN = 60
"""Links of each part; a longer list fits no page."""


def reading(to: Web, _request: Request) -> Kept:
    """What is queued, and what was read."""
    ahead, done = site.reading_list(to.app, limit=SHOWN)
    name = to.site.author.name
    head = Head(
        title="Reading list",
        path="/reading",
        description=f"What {name} means to read, and what was worth it.",
        nav="reading",
    )
    config = to.app.config
    return page(
        to,
        "reading",
        head,
        ahead=view.queued(config, ahead),
        done=view.queued(config, done),
        form=form_token(to),
    )


ROUTES = [Route("/reading", public(reading))]
