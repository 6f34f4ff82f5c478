"""What a use case wants to be mailed; the flow renders it and puts it in the outbox.

Nothing a stranger typed is in one: the link and the hours are ours, and the address is only where
it goes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """One mail to one person, by the name of its template under ``templates/email``."""

    name: str
    address: str
    link: str
    hours: int
    """How long the link works."""
    key: str
    """A notice with a key that was mailed before is not mailed again."""
    subscriber_id: int | None = None
