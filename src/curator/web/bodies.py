"""No request may send more than we want to read."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from curator.web.refusal import refusal

FORM_BYTES = 256 * 1024
UPLOAD_BYTES = 32 * 1024 * 1024
HOOK_BYTES = 4 * 1024 * 1024
UPLOADS = ("/desk/import", "/desk/readers/import")
"""Where the author sends files."""
HOOKS = "/hooks/"
"""Where mail providers send batches of events."""
_BODY_HEADERS = (b"content-length", b"transfer-encoding")
TOO_LARGE = "That is too much data for this address."


def limit_of(path: str) -> int:
    """The most bytes that an address reads."""
    if path.startswith(UPLOADS):
        return UPLOAD_BYTES
    return HOOK_BYTES if path.startswith(HOOKS) else FORM_BYTES


class _Full(Exception):
    """The body passed its limit while it was read."""


class BodyLimit:
    """Middleware that answers 413 to bodies over the limit of their address."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what is read of it."""
        if scope["type"] != "http" or not _has_body(scope):
            await self._app(scope, receive, send)
            return
        limit = limit_of(scope["path"])
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdecimal() or int(declared) > limit:
            await refusal(scope["path"], 413, TOO_LARGE)(scope, receive, send)
            return
        read, started = 0, False

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise _Full
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, counted, watched)
        except _Full:
            if not started:
                await refusal(scope["path"], 413, TOO_LARGE)(scope, receive, send)


def _has_body(scope: Scope) -> bool:
    """Whether the request says that it brings one (RFC 9112 §6.3)."""
    return any(name in _BODY_HEADERS for name, _ in scope["headers"])
