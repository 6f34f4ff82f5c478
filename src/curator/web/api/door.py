"""Who may use the API: programs with a key, in the ``Authorization`` header."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, HTTPException, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from curator.app import App
from curator.flows import keys
from curator.flows.keys import Key
from curator.web.context import Web, web

_bearer = HTTPBearer(
    auto_error=False, description="A key that was made at the desk, under API keys."
)


def state(request: Request) -> Web:
    """The web edge's state."""
    return web(request)


def key(
    to: Annotated[Web, Depends(state)],
    given: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)],
) -> Key:
    """The key that was sent."""
    found = keys.find(to.app, given.credentials) if given else None
    if found is None:
        raise HTTPException(
            401, "send a key: Authorization: Bearer cur_…", {"www-authenticate": "Bearer"}
        )
    return found


def writer(found: Annotated[Key, Depends(key)]) -> Key:
    """The key that was sent, if it may change something."""
    if not found.may_write:
        raise HTTPException(403, "this key may only read")
    return found


To = Annotated[Web, Depends(state)]


def app_of(to: To) -> App:
    """The application."""
    return to.app


Curator = Annotated[App, Depends(app_of)]
