"""What a person sees when something cannot be had: a page in the site's own frame, no traceback."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from curator import errors
from curator.web.answers import html
from curator.web.site import Head

logger = logging.getLogger("curator.web")

STATUS: Mapping[type[errors.CuratorError], int] = {
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.TokenError: 404,
    errors.RateLimited: 429,
    errors.BadValue: 422,
    errors.AddressError: 422,
    errors.Forbidden: 422,
    errors.StorageError: 503,
}
WORDS = {
    400: ("That was not understood", "Go back and try again."),
    401: ("Sign in first", "This page is for the author."),
    403: ("Not allowed", "This page is not for you to see or change."),
    404: ("Nothing here", "The page may have moved, or the link is incomplete."),
    405: ("Not like this", "This address does not do that."),
    409: ("Already done", "It is already so; nothing was changed."),
    413: ("Too much", "That is more data than this page takes."),
    422: ("Not quite", "Go back and check what was entered."),
    429: ("Too often", "Please try again later."),
    503: ("Back in a moment", "The site cannot reach its data just now."),
}
DEAD_LINK = (
    "This link does not work",
    "It is incomplete, or its time is over. Open the one in your newest mail, or ask for a new one.",
)
"""Of a link with a token, the same whatever is wrong with it."""
FALLBACK = ("Something went wrong", "The author can see it in the log.")


def status_of(error: errors.CuratorError) -> int:
    """The HTTP status of an error of ours; 500 for one that should not have come so far."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


async def http_error(request: Request, error: Exception) -> Response:
    """The page for an HTTP status."""
    assert isinstance(error, HTTPException)
    return await _page(request, error.status_code, "", error.headers)


async def own_error(request: Request, error: Exception) -> Response:
    """The page for one of our errors, with its own sentence where that may be shown."""
    assert isinstance(error, errors.CuratorError)
    status = status_of(error)
    if status >= 500:  # noqa: PLR2004
        logger.error(
            "%s: %s", request.scope["route"].path if "route" in request.scope else "", error
        )
        return await _page(request, status)
    if isinstance(error, errors.TokenError):
        return await _page(
            request, status, words=DEAD_LINK, link=("/subscribe", "Ask for a new one")
        )
    return await _page(request, status, error.message)


async def unforeseen(request: Request, _error: Exception) -> Response:
    """The page for a mistake of ours; the log has the traceback."""
    return await _page(request, 500, "")


async def _page(
    request: Request,
    status: int,
    message: str = "",
    headers: Mapping[str, str] | None = None,
    *,
    words: tuple[str, str] | None = None,
    link: tuple[str, str] | None = None,
) -> Response:
    title, told = words or WORDS.get(status, FALLBACK)
    head = Head(title=title, path=request.url.path, index=False)

    def render() -> Response:
        return html(
            request,
            "message",
            head,
            status=status,
            headers=headers,
            title=title,
            words=message or told,
            link=link,
        )

    try:
        return await run_in_threadpool(render)
    except errors.CuratorError:
        # The theme or the configuration itself is what is wrong.
        return PlainTextResponse(f"{title}. {told}\n", status, headers)


HANDLERS = {
    HTTPException: http_error,
    errors.CuratorError: own_error,
    500: unforeseen,
}
