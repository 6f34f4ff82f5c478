"""Out to other programs: links, readers, the ledger of consent, sources; each a file to keep."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.flows.audience import transfer
from curator.flows.feeds import sources
from curator.flows.resources import takeout
from curator.flows.resources.takeout import What
from curator.web.context import web
from curator.web.desk.session import author

if TYPE_CHECKING:
    from curator.app import App

CSV = "text/csv; charset=utf-8"


def links(request: Request) -> Response:
    """The reading list, what was picked, or everything, in one of the forms."""
    what = request.path_params["what"]
    if what not in list(What):
        raise HTTPException(404)
    written = takeout.links(web(request).app, What(what), request.path_params["form"])
    return _file(written.name, written.media_type, written.text.encode())


def _readers(app: App) -> bytes:
    file = io.StringIO(newline="")
    transfer.export_list(app, file)
    return file.getvalue().encode()


def _consent(app: App) -> bytes:
    file = io.StringIO(newline="")
    transfer.export_consent(app, file)
    return file.getvalue().encode()


FILES: Mapping[str, tuple[str, Callable[[App], bytes]]] = {
    "readers.csv": (CSV, _readers),
    "consent.csv": (CSV, _consent),
    "sources.opml": ("text/x-opml; charset=utf-8", sources.export_opml),
}


def file(request: Request) -> Response:
    """One of :data:`FILES`."""
    name = request.path_params["name"]
    if name not in FILES:
        raise HTTPException(404)
    media_type, write = FILES[name]
    return _file(name, media_type, write(web(request).app))


def _file(name: str, media_type: str, body: bytes) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(body, 200, headers, media_type)


ROUTES = [
    Route("/desk/export/{name}", author(file)),
    Route("/desk/export/links/{what}.{form}", author(links)),
]
