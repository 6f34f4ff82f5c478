"""All issues that are out, and each as a page: the same content as its mail."""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Route

from curator.flows import site
from curator.web import view
from curator.web.answers import linked_data, page, page_number, pages, public
from curator.web.cache import Kept
from curator.web.context import Web
from curator.web.pages.subscribe import form_token
from curator.web.site import Head

AT_A_TIME = 30


def archive(to: Web, request: Request) -> Kept:
    """The list of issues."""
    number = page_number(request)
    offset = (number - 1) * AT_A_TIME
    found = site.newest(to.app, limit=AT_A_TIME + 1, offset=offset)
    head = Head(
        title="Archive",
        path="/archive",
        description=f"Every issue of {to.site.title}.",
        nav="archive",
    )
    return page(
        to,
        "archive",
        head,
        issues=view.lines(found[:AT_A_TIME], to.site.author.name),
        form=form_token(to),
        pages=pages("/archive", number, more=len(found) > AT_A_TIME),
    )


def issue(to: Web, request: Request) -> Kept:
    """One issue."""
    found = site.issue(to.app, int(request.path_params["number"]))
    seen = view.digest(to.app.config, found)
    before, after = site.neighbours(to.app, found.number)
    path = f"/archive/{found.number}"
    out = found.sent_at or found.frozen_at
    published = out.strftime("%Y-%m-%dT%H:%M:%SZ") if out else ""
    head = Head(
        title=f"No. {found.number}: {seen.headline}",
        path=path,
        description=seen.preheader,
        kind="article",
        published=published,
        nav="archive",
        data=linked_data(
            {
                "@type": "Article",
                "headline": seen.headline,
                "datePublished": published,
                "url": to.site.absolute(path),
                "author": {"@type": "Person", "name": seen.author.name, "url": seen.author.link},
                "isPartOf": {"@type": "Periodical", "name": to.site.title},
            }
        ),
    )
    return page(
        to,
        "edition",
        head,
        issue=seen,
        older=f"/archive/{before}" if before else "",
        newer=f"/archive/{after}" if after else "",
        form=form_token(to),
    )


ROUTES = [
    Route("/archive", public(archive, "page")),
    Route("/archive/{number:id}", public(issue)),
]
