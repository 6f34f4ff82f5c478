"""Sign-ups that wait for confirmation, apart from readers until they confirm, and their limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, select

from curator.model import Attempts
from curator.storage import schema
from curator.storage.engine.rows import put

_table = schema.signups
_attempts = schema.signup_attempts


@dataclass(frozen=True, slots=True)
class Signup:
    """Somebody asked for the newsletter at an address and has not confirmed it yet."""

    address: str
    address_hash: str
    """There is one sign-up of an address."""
    token_hash: str
    """Of the secret in the confirm link; the secret itself is nowhere."""
    cookie_hash: str
    """Of the secret in the browser that asked; empty where none may confirm by itself."""
    network: str
    """The /24 or /48 it came from; ``reader 7`` where that reader asks for a new address."""
    created_at: datetime
    expires_at: datetime
    preferences: Mapping[str, str] = field(default_factory=dict)


_FIELDS = tuple(Signup.__dataclass_fields__)


def add(connection: Connection, signup: Signup) -> None:
    """Store a sign-up in place of an earlier one of the same address, and count the attempt."""
    attempt(
        connection,
        address_hash=signup.address_hash,
        network=signup.network,
        now=signup.created_at,
    )
    row = {name: getattr(signup, name) for name in _FIELDS}
    put(connection, _table, row, on=("address_hash",), change=_FIELDS)


def attempt(connection: Connection, *, address_hash: str, network: str, now: datetime) -> None:
    """Count a sign-up that is not stored, for an address that is a reader already for example."""
    connection.execute(
        _attempts.insert().values(network=network, address_hash=address_hash, at=now)
    )


def by_token(connection: Connection, token_hash: str, now: datetime) -> Signup | None:
    """The sign-up whose confirm link this is, unless it has expired."""
    return _find(connection, (_table.c.token_hash == token_hash) & (_table.c.expires_at > now))


def find(connection: Connection, address_hash: str, now: datetime) -> Signup | None:
    """The sign-up of an address, unless it has expired."""
    return _find(connection, (_table.c.address_hash == address_hash) & (_table.c.expires_at > now))


def count(connection: Connection, since: datetime) -> int:
    """All attempts since an instant."""
    statement = select(func.count()).select_from(_attempts).where(_attempts.c.at >= since)
    return connection.execute(statement).scalar_one()


def attempts(connection: Connection, now: datetime, *, address_hash: str, network: str) -> Attempts:
    """Attempts for an address, from its network, and in all."""
    asked = {
        "address": address_hash,
        "network": network,
        "hour": now - timedelta(hours=1),
        "week": now - timedelta(weeks=1),
    }
    return Attempts(*connection.execute(_ATTEMPTS, asked).one())


def _since(name: str, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    since = _attempts.c.at >= bindparam(name)
    return select(func.count()).select_from(_attempts).where(since, *conditions).scalar_subquery()


_ADDRESS = _attempts.c.address_hash == bindparam("address")
_NETWORK = _attempts.c.network == bindparam("network")
# Asked at every sign-up, inside the one write transaction there is: so one statement, made once.
_ATTEMPTS = select(
    _since("hour", _ADDRESS), _since("week", _ADDRESS), _since("hour", _NETWORK), _since("hour")
)


def asker(subscriber_id: int) -> str:
    """What stands for the network where a reader asks for a new address."""
    return f"reader {subscriber_id}"


def remove_moves(connection: Connection, subscriber_id: int) -> None:
    """Forget the new addresses that a reader asked for and has not confirmed."""
    connection.execute(delete(_table).where(_table.c.network == asker(subscriber_id)))


def remove(connection: Connection, address_hash: str) -> None:
    """Forget the sign-up of an address: it was confirmed, or its reader was erased."""
    connection.execute(delete(_table).where(_table.c.address_hash == address_hash))


def expire(
    connection: Connection, now: datetime, *, attempts_before: datetime | None = None
) -> int:
    """Forget sign-ups whose time is over, and attempts of before an instant; gives the former."""
    if attempts_before is not None:
        connection.execute(delete(_attempts).where(_attempts.c.at < attempts_before))
    return connection.execute(delete(_table).where(_table.c.expires_at <= now)).rowcount


def _find(connection: Connection, condition: ColumnElement[bool]) -> Signup | None:
    row = connection.execute(select(_table).where(condition)).one_or_none()
    return None if row is None else _signup(row)


def _signup(row: Any) -> Signup:
    return Signup(**{name: getattr(row, name) for name in _FIELDS})
