"""Take a list over: who was confirmed stays so without a new mail, who had left stays away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from curator.audience import preferences
from curator.audience.importers.shapes import Person
from curator.audience.importers.standing import Standing
from curator.errors import Problem
from curator.model import (
    Consent,
    Subscriber,
    SubscriberState,
    Suppression,
    SuppressionReason,
)
from curator.storage import subscribers, suppressions
from curator.storage.engine.database import Connection
from curator.tokens import Keyring


class Fate(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    LEFT = "kept as unsubscribed"
    SUPPRESSED = "suppressed"
    KNOWN = "already a reader"
    LEFT_HERE = "left this newsletter before"
    SUPPRESSED_HERE = "suppressed here"
    UNCONFIRMED = "never confirmed there"


_REASONS = {
    Standing.BOUNCED: SuppressionReason.HARD_BOUNCE,
    Standing.COMPLAINED: SuppressionReason.COMPLAINT,
    Standing.BLOCKED: SuppressionReason.MANUAL,
}


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or would do."""

    shape: str
    dry_run: bool
    fates: Mapping[Fate, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    doubt: str = ""
    """What may be wrong with the whole file, for its owner to look at."""

    @property
    def added(self) -> int:
        """New readers."""
        return self.fates.get(Fate.ADDED, 0)


def decide(person: Person, reader: Subscriber | None, suppression: Suppression | None) -> Fate:
    """What becomes of a person; pure.

    What is known here wins over the file, except that an address which bounced, complained or was
    blocked there gets no more mail here either.
    """
    if suppression is not None:
        return Fate.SUPPRESSED_HERE
    if person.standing in _REASONS:
        return Fate.SUPPRESSED
    if reader is not None and reader.state is SubscriberState.CONFIRMED:
        return Fate.KNOWN
    if reader is not None:
        return Fate.LEFT_HERE
    if person.standing is Standing.LEFT:
        return Fate.LEFT
    return Fate.UNCONFIRMED if person.standing is Standing.PENDING else Fate.ADDED


def apply(
    connection: Connection,
    ring: Keyring,
    persons: Iterable[Person],
    shape: str,
    now: datetime,
    *,
    dry_run: bool,
    known_topics: Mapping[str, str] | None = None,
) -> Counter[Fate]:
    """Store some persons of a list, or with ``dry_run`` only say what would become of them.

    ``known_topics`` tells what each slug, present or former, is called today.
    """
    fates: Counter[Fate] = Counter()
    for person in persons:
        address_hash = ring.address_hash(person.address)
        fate = decide(
            person,
            subscribers.find_hash(connection, address_hash),
            suppressions.get(connection, address_hash),
        )
        fates[fate] += 1
        if not dry_run:
            _store(connection, person, fate, address_hash, shape, known_topics or {}, now)
    return fates


def _store(
    connection: Connection,
    person: Person,
    fate: Fate,
    address_hash: str,
    shape: str,
    known_topics: Mapping[str, str],
    now: datetime,
) -> None:
    if fate is Fate.SUPPRESSED:
        reason = _REASONS[person.standing]
        suppressions.add(connection, Suppression(address_hash, reason, now, f"import {shape}"))
        return
    if fate not in (Fate.ADDED, Fate.LEFT):
        return
    added = fate is Fate.ADDED
    subscribers.add(
        connection,
        person.address,
        address_hash=address_hash,
        now=now,
        state=SubscriberState.CONFIRMED if added else SubscriberState.UNSUBSCRIBED,
        name=person.name,
        choices=preferences.read(
            {**person.choices, "topics": " ".join(person.topics)}, known_topics
        ),
        consent=Consent(
            "imported",
            shape,
            detail=person.proof,
            # Nobody confirmed in the future, and "since" stands in every mail.
            since=min(person.since, now) if person.since else None,
        ),
    )
