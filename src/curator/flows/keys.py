"""Keys for programs: made at the desk, shown once, kept as hashes."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from curator.errors import BadValue, Conflict, NotFound
from curator.sanitize import clean_text
from curator.storage import kv

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.database import Connection

_STORED = "api.keys"
PREFIX = "cur_"
"""Tells scanners of leaked secrets what it is."""
MOST, NAME = 50, 60


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept of a key."""

    name: str
    hash: str
    may_write: bool
    made_at: str


def make(app: App, name: str, now: datetime, *, may_write: bool) -> str:
    """A new key; it cannot be shown again. Raises :class:`Conflict` for a name that is taken."""
    name = clean_text(name, NAME)
    if not name:
        raise BadValue("give the key a name, such as what it is for")
    key = PREFIX + secrets.token_urlsafe(32)
    with app.database.begin() as connection:
        known = _read(connection)
        if any(one.name == name for one in known):
            raise Conflict(f"there is a key {name} already")
        if len(known) >= MOST:
            raise Conflict(f"there are {MOST} keys; remove one first")
        made = Key(name, _hash(key), may_write, now.strftime("%Y-%m-%d"))
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
    return [Key(**one) for one in json.loads(kv.get(connection, _STORED) or "[]")]


def _write(connection: Connection, keys: list[Key], now: datetime) -> None:
    kv.put(connection, _STORED, json.dumps([asdict(one) for one in keys]), now)
