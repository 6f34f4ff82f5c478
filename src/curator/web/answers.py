"""How handlers answer: pages from templates, and public pages kept and compressed."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from curator.web.cache import Kept, keep
from curator.web.context import Web, web
from curator.web.site import Head

HTML = "text/html; charset=utf-8"
CACHING = "public, max-age=0, must-revalidate"
"""Any cache may keep it but asks each time, which an ETag makes cheap."""

Make = Callable[[Web, Request], Kept]


def markup(to: Web, name: str, head: Head, **values: Any) -> str:
    """The page ``web/<name>.html``."""
    return to.app.theme.page(name, site=to.site, head=head, **values)


def page(to: Web, name: str, head: Head, **values: Any) -> Kept:
    """The page, ready to be kept."""
    return keep(200, HTML, markup(to, name, head, **values).encode())


def html(
    request: Request,
    name: str,
    head: Head,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """The page as an answer to one request, kept by nobody."""
    text = markup(web(request), name, head, **values)
    return HTMLResponse(text, status, {"cache-control": "no-store", **(headers or {})})


def public(make: Make, *parameters: str) -> Callable[[Request], Awaitable[Response]]:
    """A handler for a page that is the same for everybody.

    Only ``parameters`` of the query matter to it. What is kept is answered without a thread.
    """

    async def answer(request: Request) -> Response:
        state = web(request)
        given = {name: value for name in parameters if (value := request.query_params.get(name))}
        key = f"{request.scope['path']}?{urlencode(given)}" if given else request.scope["path"]
        return send(request, await state.cache.get_or_make(key, partial(make, state, request)))

    return answer


def send(request: Request, kept: Kept) -> Response:
    """What is kept as an answer: 304 where the client has it, gzip where it takes it."""
    headers = {"etag": f"W/{kept.etag}", "cache-control": CACHING, "vary": "accept-encoding"}
    if kept.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    body = kept.body
    if kept.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        body = kept.packed
        headers["content-encoding"] = "gzip"
    return Response(body, kept.status, headers, media_type=kept.content_type)


def linked_data(value: Mapping[str, Any]) -> str:
    """``value`` as JSON-LD that is safe to stand in a script element."""
    text = json.dumps({"@context": "https://schema.org", **value}, ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - no character of HTML is left in it


def page_number(request: Request) -> int:
    """The page asked for, from 1; anything odd is page 1."""
    given = request.query_params.get("page", "1")
    return max(1, int(given)) if given.isdecimal() and len(given) < 6 else 1  # noqa: PLR2004


def pages(path: str, number: int, *, more: bool, **query: str) -> dict[str, str]:
    """The addresses of the neighbouring pages of a list; empty where there is none."""

    def at(page: int) -> str:
        asked = {**query, **({"page": str(page)} if page > 1 else {})}
        return f"{path}?{urlencode(asked)}" if asked else path

    return {"older": at(number + 1) if more else "", "newer": at(number - 1) if number > 1 else ""}
