"""Keys for programs: made at the desk, shown once, kept as hashes."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from curator.errors import BadValue, Conflict, NotFound
from curator.sanitize import clean_text
from curator.storage import kv

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection

_STORED = "api.keys"
PREFIX = "cur_"
"""Tells scanners of leaked secrets what it is."""
MOST, NAME = 50, 60


class Scope(StrEnum):
    """What a key opens."""

    READ = "read"
    """Ask anything."""
    SAVE = "save"
    """Put links on the reading list, and nothing else: for a phone that may be lost."""
    WRITE = "write"
    """Everything."""


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept of a key."""

    name: str
    hash: str
    scopes: tuple[Scope, ...]
    made_at: str

    def may(self, scope: Scope) -> bool:
        """Whether it opens what needs ``scope``."""
        return scope in self.scopes or Scope.WRITE in self.scopes


def make(app: App, name: str, now: datetime, *scopes: Scope) -> str:
    """A new key; it cannot be shown again. Raises :class:`Conflict` for a name that is taken."""
    name = clean_text(name, NAME)
    if not name:
        raise BadValue("give the key a name, such as what it is for")
    if not scopes:
        raise BadValue("say what the key may do")
    key = PREFIX + secrets.token_urlsafe(32)
    with app.database.begin() as connection:
        known = _read(connection)
        if any(one.name == name for one in known):
            raise Conflict(f"there is a key {name} already")
        if len(known) >= MOST:
            raise Conflict(f"there are {MOST} keys; remove one first")
        made = Key(name, _hash(key), scopes, now.strftime("%Y-%m-%d"))
        _write(connection, [*known, made], now)
    return key


def remove(app: App, name: str, now: datetime) -> None:
    """From now on the key opens nothing. Raises :class:`NotFound`."""
    with app.database.begin() as connection:
        known = _read(connection)
        left = [one for one in known if one.name != name]
        if len(left) == len(known):
            raise NotFound(f"there is no key {name}")
        _write(connection, left, now)


def list_(app: App) -> list[Key]:
    """All keys, oldest first."""
    with app.database.read() as connection:
        return _read(connection)


def find(app: App, given: str) -> Key | None:
    """The key that was given, or ``None``; compared in constant time."""
    mark = _hash(given)
    return next((one for one in list_(app) if hmac.compare_digest(one.hash, mark)), None)


def _hash(key: str) -> str:
    # The key has 256 random bits, so a plain hash cannot be searched.
    return hashlib.sha256(key.encode()).hexdigest()


def _read(connection: Connection) -> list[Key]:
    known = json.loads(kv.get(connection, _STORED) or "[]")
    return [Key(**{**one, "scopes": tuple(map(Scope, one["scopes"]))}) for one in known]


def _write(connection: Connection, keys: list[Key], now: datetime) -> None:
    kv.put(connection, _STORED, json.dumps([asdict(one) for one in keys]), now)
