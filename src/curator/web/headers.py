"""The headers that keep a page to itself: set on every answer that does not set its own."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' https: data:;"
    " font-src 'self'; connect-src 'self'; form-action 'self'; manifest-src 'self';"
    " frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing inline and nothing foreign runs; pictures may come from the pages that are linked."""

DEFAULTS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    # Forms need an Origin to be checked; ``no-referrer`` would turn it into ``null`` (Fetch §3.2).
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}
PRIVATE = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
}
"""For pages whose address is a secret: nobody stores, follows or passes it on."""
HSTS = ("strict-transport-security", "max-age=31536000")


class SecurityHeaders:
    """Middleware that adds :data:`DEFAULTS`, and HSTS where the site is reached by https."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        defaults = {**DEFAULTS, **(dict([HSTS]) if https else {})}
        self._defaults = [(name.encode(), value.encode()) for name, value in defaults.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the headers of its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                there = {name for name, _ in headers}
                missing = (one for one in self._defaults if one[0] not in there)
                message["headers"] = [*headers, *missing]
            await send(message)

        await self._app(scope, receive, complete)
