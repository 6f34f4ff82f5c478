"""The sources: health, rhythm; adding one by its address, asking one again, taking one out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.errors import BadValue, CuratorError
from curator.flows.desk import undo
from curator.flows.desk.sources import SourceRow, source_rows
from curator.flows.feeds import sources as flow
from curator.flows.feeds.reload import reload
from curator.web import plots
from curator.web.context import web
from curator.web.desk.render import action, back, page
from curator.web.desk.session import author
from curator.web.forms import Fields


def sources(request: Request) -> Response:
    """All of them, those in trouble first."""
    return _page(request)


def _page(request: Request, asked: str = "", problem: str = "") -> Response:
    to = web(request)
    rows = source_rows(to.app, to.now())
    return page(
        request,
        "sources",
        "Sources",
        nav="sources",
        rows=[(row, plots.bars(row.rhythm, _rhythm(row))) for row in rows],
        topics=to.app.config.topics,
        asked=asked,
        problem=problem,
        status=422 if problem else 200,
    )


def _rhythm(row: SourceRow) -> str:
    return f"{sum(row.rhythm)} entries in {len(row.rhythm)} weeks"


def add(request: Request, fields: Fields) -> Response:
    """Add a source by the address of its feed or of any page that names one."""
    to = web(request)
    url = fields.line("url", 2000)
    if not url:
        raise BadValue("give the address of a feed or of a page")
    chosen = [slug for slug in fields.all("topics") if slug]
    keys = {"topics": chosen} if chosen else {}
    try:
        address, found, mark = undo.add_source(to.app, url, keys, to.now())
    except CuratorError as error:
        # What was typed stays in the form, to be put right.
        return _page(request, url, error.message)
    reload(to.app, -1, to.now())
    flow.statuses(to.app, to.now())
    to.wake("sources")
    told = f" ({found.told})" if found and address != url else ""
    said = f"{address} is a source now; it is read at once.{told}"
    return back(request, "/desk/sources", said, mark=mark)


def remove(request: Request, fields: Fields) -> Response:
    """Take a source out of feeds.yaml; what it brought stays."""
    to, url = web(request), fields.line("url", 2000)
    mark = undo.remove_source(to.app, url, to.now())
    reload(to.app, -1, to.now())
    flow.statuses(to.app, to.now())
    said = f"{url} is no source any more; what it brought stays."
    return back(request, "/desk/sources", said, mark=mark)


def retry(request: Request, fields: Fields) -> Response:
    """Have a source asked again at once, a disabled one too."""
    to, url = web(request), fields.line("url", 2000)
    flow.retry(to.app, [url], to.now())
    to.wake("sources")
    return back(request, "/desk/sources", f"{url} is asked again now.")


ROUTES = [
    Route("/desk/sources", author(sources)),
    Route("/desk/sources", action(lambda _: "/desk/sources", add), methods=["POST"]),
    Route("/desk/sources/retry", action(lambda _: "/desk/sources", retry), methods=["POST"]),
    Route("/desk/sources/remove", action(lambda _: "/desk/sources", remove), methods=["POST"]),
]
