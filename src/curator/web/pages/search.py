"""Search over everything ever curated."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.flows import site
from curator.sanitize import clean_text
from curator.topics.family import present
from curator.web import view
from curator.web.answers import html, page_number, pages
from curator.web.context import web
from curator.web.site import Head

AT_A_TIME = 20
DEEPEST = 50
"""Pages of hits one can turn to."""
QUERY_LENGTH = 200


def search(request: Request) -> Response:
    """The form, and the hits where something was asked."""
    to = web(request)
    asked = request.query_params
    query = clean_text(asked.get("q", "")[: QUERY_LENGTH * 2], QUERY_LENGTH)
    slug = asked.get("topic", "")
    chosen = present((slug,), to.app.config.topics)
    picked = asked.get("picked") == "1"
    number = min(page_number(request), DEEPEST)
    found = (
        site.find(
            to.app,
            query,
            slugs=chosen,
            picked=picked,
            limit=AT_A_TIME + 1,
            offset=(number - 1) * AT_A_TIME,
        )
        if query
        else []
    )
    more = len(found) > AT_A_TIME and number < DEEPEST
    said = (
        {"q": query}
        | ({"topic": chosen[0]} if chosen else {})
        | ({"picked": "1"} if picked else {})
    )
    return html(
        request,
        "search",
        Head(
            title=f"Search: {query}" if query else "Search",
            path="/search",
            index=False,
            nav="search",
        ),
        query=query,
        slug=chosen[0] if chosen else "",
        picked=picked,
        topics=to.app.config.topics,
        rows=view.hits(to.app.config, found[:AT_A_TIME]),
        pages=pages("/search", number, more=more, **said),
    )


ROUTES = [Route("/search", search)]
