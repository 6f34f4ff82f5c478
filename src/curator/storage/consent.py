"""The proof that readers asked for their mails: facts that are only ever added.

They are found by the keyed hash of an address, so that they outlive the reader's row.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, select

from curator.model import ConsentEvent
from curator.storage import schema

_table = schema.consent_events
_columns = [_table.c[name] for name in ConsentEvent.__dataclass_fields__]

MOVED = "address-changed"
"""The consent event of a reader who confirmed a new address."""


def append(connection: Connection, event: ConsentEvent) -> None:
    """Add one fact; there is no way to change or remove one."""
    values = {name: getattr(event, name) for name in ConsentEvent.__dataclass_fields__}
    connection.execute(_table.insert().values(**values))


def of(connection: Connection, address_hash: str) -> list[ConsentEvent]:
    """All that is known of one address's consent, oldest first.

    Of a reader who moved to it also what happened at their earlier addresses.
    """
    found = _where(connection, _table.c.address_hash == address_hash)
    if moved := {one.subscriber_id for one in found if one.kind == MOVED}:
        # No index answers this, but few readers move.
        theirs = _table.c.subscriber_id.in_(moved)
        return _where(connection, theirs | (_table.c.address_hash == address_hash))
    return found


def _where(connection: Connection, condition: ColumnElement[bool]) -> list[ConsentEvent]:
    mine = select(*_columns).where(condition).order_by(_table.c.id)
    return [ConsentEvent(*row) for row in connection.execute(mine)]


def ledger(connection: Connection) -> Iterator[ConsentEvent]:
    """Every consent event there is, oldest first, without holding them all in memory."""
    everything = select(*_columns).order_by(_table.c.id).execution_options(yield_per=1000)
    for row in connection.execute(everything):
        yield ConsentEvent(*row)
