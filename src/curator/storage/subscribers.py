"""Readers and what they chose; each change adds to the proof that they asked for it.

Addresses are kept in lower case; callers give the keyed hash of each (``address_hash``), by which
consent and suppression outlive the reader's row.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select, update

from curator.errors import Conflict, NotFound
from curator.model import (
    Addressee,
    Choices,
    Consent,
    ConsentEvent,
    Subscriber,
    SubscriberState,
    Suppression,
    SuppressionReason,
)
from curator.storage import deliveries, schema, suppressions
from curator.storage.consent import MOVED, append
from curator.storage.engine.rows import change as change_row
from curator.storage.engine.rows import chunks

_table = schema.subscribers

_CHOICES = ("name", "topics", "cadence", "format", "time_zone", "send_hour", "paused_until")
"""What :func:`change` may change."""


def add(
    connection: Connection,
    address: str,
    *,
    address_hash: str,
    now: datetime,
    state: SubscriberState = SubscriberState.CONFIRMED,
    name: str = "",
    choices: Choices = Choices(),  # noqa: B008 - frozen
    consent: Consent = Consent(),  # noqa: B008 - frozen
) -> Subscriber:
    """Store a reader, or take one back who had left; appends the event of their ``consent``.

    ``choices`` hold without a pause. Raises :class:`~curator.errors.Conflict` if the address is
    already confirmed.
    """
    address = address.lower()
    known = _row(connection, _table.c.address_hash == address_hash)
    # By address too: the key of the hashes may have been replaced.
    known = known or _row(connection, _table.c.address == address)
    if known is not None and known.state is SubscriberState.CONFIRMED:
        raise Conflict(f"{address} is already a reader")
    values: dict[str, Any] = {
        **_at(address, address_hash),
        **_chosen(choices),
        "name": name,
        "state": state,
        "confirmed_at": (consent.since or now) if state is SubscriberState.CONFIRMED else None,
        "unsubscribed_at": None,
        "paused_until": None,
    }
    if known is None:
        statement = _table.insert().values(created_at=now, token_epoch=0, **values)
        subscriber_id = connection.execute(statement.returning(_table.c.id)).scalar_one()
    else:
        subscriber_id = known.id
        _set(connection, subscriber_id, values)
    append(connection, _came(subscriber_id, address_hash, consent, now))
    return get(connection, subscriber_id)


# --------------------------------------------------------------------------- finding


def get(connection: Connection, subscriber_id: int) -> Subscriber:
    """A reader by id; raises :class:`~curator.errors.NotFound`."""
    return _reader(_required(connection, subscriber_id))


def get_many(connection: Connection, ids: Sequence[int]) -> dict[int, Subscriber]:
    """Readers by id; ids of nobody are left out."""
    found: dict[int, Subscriber] = {}
    for part in chunks(ids):
        rows = connection.execute(select(_table).where(_table.c.id.in_(part)))
        found |= {row.id: _reader(row) for row in rows}
    return found


def addressees(connection: Connection, ids: Sequence[int]) -> dict[int, Addressee]:
    """What mails say of readers, by id; ids of nobody are left out."""
    since = func.coalesce(_table.c.confirmed_at, _table.c.created_at).label("since")
    wanted = select(_table.c.id, _table.c.name, since, _table.c.token_epoch)
    found: dict[int, Addressee] = {}
    for part in chunks(ids):
        rows: Any = connection.execute(wanted.where(_table.c.id.in_(part)))
        for number, name, day, token_epoch in rows:
            found[number] = Addressee(number, name, day.date(), token_epoch)
    return found


def find(connection: Connection, address: str) -> Subscriber | None:
    """The reader with this address, in whatever case it is written."""
    row = _row(connection, _table.c.address == address.lower())
    return None if row is None else _reader(row)


def find_hash(connection: Connection, address_hash: str) -> Subscriber | None:
    """The reader with this keyed hash, erased ones too."""
    row = _row(connection, _table.c.address_hash == address_hash)
    return None if row is None else _reader(row)


def addresses(connection: Connection, hashes: Sequence[str]) -> dict[str, str]:
    """The addresses of readers by their keyed hash; hashes of nobody, or of the erased, are left out."""
    wanted = select(_table.c.address_hash, _table.c.address).where(_table.c.address.is_not(None))
    found: dict[str, str] = {}
    for part in chunks(hashes):
        rows: Any = connection.execute(wanted.where(_table.c.address_hash.in_(part)))
        found |= {mark: address for mark, address in rows}  # noqa: C416
    return found


def hashes(connection: Connection, state: SubscriberState) -> tuple[str, ...]:
    """The keyed hashes of all readers in a state, in the order in which they came."""
    theirs = select(_table.c.address_hash).where(_table.c.state == state).order_by(_table.c.id)
    return tuple(connection.execute(theirs).scalars())


def address_hash(connection: Connection, subscriber_id: int) -> str:
    """The keyed hash of a reader's address; it stays when the address is erased."""
    return str(_required(connection, subscriber_id).address_hash)


def list_(
    connection: Connection,
    *,
    state: SubscriberState | None = None,
    search: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> list[Subscriber]:
    """Readers by address, erased ones last; ``search`` finds part of an address or a name."""
    statement = select(_table).order_by(_table.c.address.nulls_last(), _table.c.id)
    if state is not None:
        statement = statement.where(_table.c.state == state)
    if search:
        part = search.lower()
        in_name = func.lower(_table.c.name).contains(part, autoescape=True)
        statement = statement.where(or_(_table.c.address.contains(part, autoescape=True), in_name))
    return [_reader(row) for row in connection.execute(statement.limit(limit).offset(offset))]


def count(connection: Connection) -> dict[SubscriberState, int]:
    """How many readers are in each state; states without any are left out."""
    statement = select(_table.c.state, func.count()).group_by(_table.c.state)
    return {state: number for state, number in connection.execute(statement)}  # noqa: C416


# --------------------------------------------------------------------------- changing


def comings_and_goings(
    connection: Connection, since: datetime
) -> tuple[list[datetime], list[datetime]]:
    """When readers confirmed and when they left, from ``since`` on; in order."""

    def instants(column: Any) -> list[datetime]:
        statement = select(column).where(column >= since).order_by(column)
        return list(connection.execute(statement).scalars())

    return instants(_table.c.confirmed_at), instants(_table.c.unsubscribed_at)


def change(
    connection: Connection,
    subscriber_id: int,
    now: datetime,
    *,
    method: str = "page",
    **choices: Any,
) -> Subscriber:
    """Change a reader's choices: name, topics, cadence, format, time zone, hour, pause.

    Appends a ``changed`` event that names what changed. Raises :class:`TypeError` for a word that
    is not a choice.
    """
    unknown = choices.keys() - set(_CHOICES)
    if unknown:
        raise TypeError(f"readers cannot choose {', '.join(sorted(unknown))}")
    if "topics" in choices:
        choices["topics"] = _ordered(choices["topics"])
    old = _required(connection, subscriber_id)
    changed = {name: value for name, value in choices.items() if getattr(old, name) != value}
    if changed:
        _set(connection, subscriber_id, changed)
        _append(connection, old, "changed", now, method, detail=", ".join(sorted(changed)))
    return get(connection, subscriber_id)


def unsubscribe(
    connection: Connection,
    subscriber_id: int,
    now: datetime,
    *,
    method: str,
    network: str = "",
    detail: str = "",
) -> bool:
    """Let a reader go, with everything that waits for them; ``False`` if they had gone already."""
    old = _required(connection, subscriber_id)
    if old.state not in (SubscriberState.CONFIRMED, SubscriberState.PENDING):
        return False
    gone = {"state": SubscriberState.UNSUBSCRIBED, "unsubscribed_at": now}
    _set(connection, subscriber_id, gone)
    deliveries.cancel_waiting(connection, subscriber_id, now)
    _append(connection, old, "unsubscribed", now, method, network=network, detail=detail)
    return True


def erase(connection: Connection, subscriber_id: int, now: datetime, *, method: str) -> None:
    """Forget who a reader was; the keyed hash stays, suppressed, so that nobody adds them again."""
    old = _required(connection, subscriber_id)
    _set(connection, subscriber_id, _nobody(old, now))
    deliveries.cancel_waiting(connection, subscriber_id, now)
    _forget_mail(connection, subscriber_id, old.address)
    _append(connection, old, "erased", now, method)
    reason = SuppressionReason.ERASED
    suppressions.add(connection, Suppression(old.address_hash, reason, now))
    suppressions.forget_detail(connection, old.address_hash)


def change_address(
    connection: Connection,
    subscriber_id: int,
    address: str,
    *,
    address_hash: str,
    now: datetime,
    method: str = "page",
) -> Subscriber:
    """Move a reader to an address they confirmed, with every mail that waits for them.

    Whoever had it and left gives way: its owner has just confirmed to be this reader. Raises
    :class:`~curator.errors.Conflict` for the address of another one who reads.
    """
    taken = _row(connection, _table.c.address_hash == address_hash)
    if taken is not None and taken.id != subscriber_id:
        if taken.state in (SubscriberState.CONFIRMED, SubscriberState.PENDING):
            raise Conflict("another reader has that address")
        gone = _nobody(taken, now) | {"address_hash": f"{address_hash}:{taken.id}"}
        _set(connection, taken.id, gone)
    old = _required(connection, subscriber_id)
    lowered = address.lower()
    _set(connection, subscriber_id, _at(lowered, address_hash))
    deliveries.move_waiting(connection, subscriber_id, lowered)
    _keep_in_mind(connection, subscriber_id, old.address)
    _append(connection, old, "address-left", now, method)
    event = ConsentEvent(subscriber_id, address_hash, MOVED, now, method)
    append(connection, event)
    return get(connection, subscriber_id)


def raise_epoch(connection: Connection, subscriber_id: int) -> int:
    """Make a reader's links of before invalid; gives the new epoch."""
    old = _required(connection, subscriber_id)
    _set(connection, subscriber_id, {"token_epoch": old.token_epoch + 1})
    return int(old.token_epoch) + 1


# --------------------------------------------------------------------------- inside


def _at(address: str, address_hash: str) -> dict[str, Any]:
    """The columns of an address, which is in lower case."""
    return {
        "address": address,
        "domain": address.rpartition("@")[2],
        "address_hash": address_hash,
    }


def _chosen(choices: Choices) -> dict[str, Any]:
    """The columns of what a reader chose, but for the pause."""
    return {
        "topics": _ordered(choices.topics),
        "cadence": choices.cadence,
        "format": choices.format,
        "time_zone": choices.time_zone,
        "send_hour": choices.send_hour,
    }


def _came(subscriber_id: int, address_hash: str, consent: Consent, now: datetime) -> ConsentEvent:
    return ConsentEvent(
        subscriber_id,
        address_hash,
        consent.kind,
        now,
        consent.method,
        consent.text_version,
        consent.network,
        consent.detail,
    )


def _append(
    connection: Connection,
    reader: Any,
    kind: str,
    now: datetime,
    method: str,
    *,
    network: str = "",
    detail: str = "",
) -> None:
    event = ConsentEvent(reader.id, reader.address_hash, kind, now, method, "", network, detail)
    append(connection, event)


def _keep_in_mind(connection: Connection, subscriber_id: int, address: str) -> None:
    """Note whose the single mails to an address were, to find them when the reader is erased."""
    single = schema.outbox
    theirs = update(single).where(single.c.address == address, single.c.subscriber_id.is_(None))
    connection.execute(theirs.values(subscriber_id=subscriber_id))


def _forget_mail(connection: Connection, subscriber_id: int, address: str | None) -> None:
    """Remove a reader's address from all that was sent to them and came back."""
    sent, back, single = schema.deliveries, schema.bounces, schema.outbox
    mine = update(sent).where(sent.c.subscriber_id == subscriber_id)
    connection.execute(mine.values(address="", reply=None))
    # Servers like to quote the address.
    told = update(back).where(back.c.subscriber_id == subscriber_id)
    connection.execute(told.values(detail=""))
    to_them = (single.c.subscriber_id == subscriber_id) | (single.c.address == address)
    connection.execute(delete(single).where(to_them))


def _nobody(old: Any, now: datetime) -> dict[str, Any]:
    """What remains of a reader's row: that there was one."""
    return {
        "address": None,
        "domain": "",
        "name": "",
        "topics": (),
        "time_zone": None,
        "send_hour": None,
        "state": SubscriberState.ERASED,
        "unsubscribed_at": old.unsubscribed_at or now,
        "token_epoch": old.token_epoch + 1,
    }


def _set(connection: Connection, subscriber_id: int, values: dict[str, Any]) -> None:
    change_row(connection, _table, subscriber_id, values)


def _ordered(topics: tuple[str, ...]) -> tuple[str, ...]:
    """The same choice in the same words, so that readers who chose alike are one group."""
    return tuple(sorted(set(topics)))


def _row(connection: Connection, condition: ColumnElement[bool]) -> Any:
    return connection.execute(select(_table).where(condition)).one_or_none()


def _required(connection: Connection, subscriber_id: int) -> Any:
    row = _row(connection, _table.c.id == subscriber_id)
    if row is None:
        raise NotFound(f"there is no reader {subscriber_id}")
    return row


def _reader(row: Any) -> Subscriber:
    return Subscriber(
        id=row.id,
        address=row.address or "",
        state=row.state,
        created_at=row.created_at,
        name=row.name,
        topics=row.topics,
        cadence=row.cadence,
        format=row.format,
        time_zone=row.time_zone,
        send_hour=row.send_hour,
        confirmed_at=row.confirmed_at,
        unsubscribed_at=row.unsubscribed_at,
        paused_until=row.paused_until,
        token_epoch=row.token_epoch,
    )
