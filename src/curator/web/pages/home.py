"""The front page: the newest issue, the sign-up form, the author, earlier issues."""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Route

from curator.flows import site
from curator.web import view
from curator.web.answers import linked_data, page, public
from curator.web.cache import Kept
from curator.web.context import Web
from curator.web.pages.subscribe import form_token
from curator.web.site import Head

EARLIER = 6


def home(to: Web, _request: Request) -> Kept:
    """The front page."""
    newest = site.newest(to.app, limit=EARLIER + 1)
    lines = view.lines(newest, to.site.author.name)
    here = to.site
    head = Head(
        title=here.title,
        path="/",
        description=here.tagline,
        data=linked_data(
            {
                "@type": "WebSite",
                "name": here.title,
                "description": here.tagline,
                "url": here.absolute("/"),
                "author": {"@type": "Person", "name": here.author.name, "url": here.author.link},
            }
        ),
    )
    return page(
        to,
        "home",
        head,
        issue=view.digest(to.app.config, newest[0]) if newest else None,
        earlier=lines[1:],
        form=form_token(to),
    )


ROUTES = [Route("/", public(home))]
