"""Requests that change something must come from our own pages (CSRF).

The browser says where a request comes from: ``Sec-Fetch-Site`` (Fetch Metadata, W3C), in older
ones ``Origin``. A request with neither is not from a browser and carries no cookie of ours. This
is the check of Go's ``CrossOriginProtection``; no token needs to be kept.

Addresses whose authority is a secret in the address itself (one-click unsubscribe, RFC 8058), or a
key in a header, are exempt, and so is the sign-up form, which other sites may embed.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from curator.web.refusal import refusal

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
EXEMPT = ("/unsubscribe/", "/preferences/", "/confirm/", "/manage/", "/hooks/")
"""Prefixes of addresses with a secret in them."""
EXEMPT_EXACT = frozenset({"/subscribe"})
REFUSED = "This form was sent from another site, so nothing was done. Open our page and try again."


def is_own(headers: Headers, *, host: str, base_url: str) -> bool:
    """Whether a request that changes something comes from our own pages or from no browser."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return True
    sender = urlsplit(origin).netloc.lower()
    return bool(sender) and sender in (host.lower(), urlsplit(base_url).netloc.lower())


def is_exempt(path: str, prefixes: Collection[str] = EXEMPT) -> bool:
    """Whether the address itself, not the browser's cookies, is what gives the right."""
    return path in EXEMPT_EXACT or path.startswith(tuple(prefixes))


class OwnOrigin:
    """Middleware that refuses foreign forms with 403."""

    def __init__(self, app: ASGIApp, *, base_url: str) -> None:
        self._app = app
        self._base_url = base_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403."""
        if scope["type"] == "http" and scope["method"] not in SAFE:
            headers = Headers(scope=scope)
            own = is_own(headers, host=headers.get("host", ""), base_url=self._base_url)
            if not own and not is_exempt(scope["path"]) and not _has_key(headers):
                await refusal(scope["path"], 403, REFUSED)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _has_key(headers: Headers) -> bool:
    """Whether a program shows a key, such as a browser's extension that saves links.

    No page of another site can: for this header browsers ask us first (CORS), and we never agree.
    """
    return headers.get("authorization", "").lower().startswith("bearer ")
