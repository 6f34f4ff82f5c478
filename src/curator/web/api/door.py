"""Who may use the API: programs with a key, in the ``Authorization`` header."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from curator.app import App
from curator.flows.desk import keys
from curator.flows.desk.keys import Key, Scope
from curator.web.context import Web, web

_bearer = HTTPBearer(
    auto_error=False,
    description="A key that was made at the desk, under API keys, with a scope: `read` asks"
    " anything, `save` only puts links on the reading list, `write` does everything.",
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


def needs(scope: Scope) -> Callable[[Key], Key]:
    """A dependency that lets in whoever has a key with ``scope``."""

    def check(found: Annotated[Key, Depends(key)]) -> Key:
        if not found.may(scope):
            raise HTTPException(403, f"this key may not {scope.value}")
        return found

    return check


def router(scope: Scope) -> APIRouter:
    """A router for operations that need ``scope``, which is also their tag."""
    return APIRouter(dependencies=[Depends(needs(scope))], tags=[scope.value])


To = Annotated[Web, Depends(state)]


def app_of(to: To) -> App:
    """The application."""
    return to.app


Curator = Annotated[App, Depends(app_of)]
