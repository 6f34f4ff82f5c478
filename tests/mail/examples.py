"""A small newsletter for tests: an issue with slots, its readers, and how to send it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from curator.mail.deliver import Plan
from curator.mail.dkim import Signer
from curator.mail.letters import Stationery
from curator.mail.message import Compiled, compile_message
from curator.mail.smtp import Relay, Security, Timeouts
from curator.mail.stencil import Slots
from curator.model import (
    Author,
    Content,
    IssueState,
    MailFormat,
    Newsletter,
    Period,
    Rendered,
)
from curator.storage import deliveries, issues, subscribers
from curator.storage.engine.database import Database
from curator.storage.issues import AudienceGroup, Frozen, Placement
from curator.tokens import Keyring

NOW = datetime(2026, 2, 22, 8, 0, tzinfo=UTC)
RING = Keyring.of("a secret of at least sixteen bytes")
NEWSLETTER = Newsletter(
    title="Learning by Doing",
    author=Author("Ada Example"),
    sender="ada@example.org",
    base_url="https://digest.example.org",
    postal_address="1 Example Street, Exampleton",
)
BOUNCES = "bounces@digest.example.org"
SLOTS = Slots.of(RING, "2026-W08", NEWSLETTER.base_url)
QUICK = Timeouts(connect=5, greeting=5, command=5, block=5, end=5)

_owners = itertools.count()


def rendered(words: int = 40) -> Rendered:
    """An issue as the theme would give it, with the reader's links marked."""
    text = "Read this week: convolutions, built by hand. " * words
    links = f"Unsubscribe: {SLOTS.unsubscribe_url}\nPreferences: {SLOTS.preferences_url}\n"
    html = (
        f"<html><body><h1>Week 8</h1><p>{text}</p>"
        f'<a href="{SLOTS.unsubscribe_url}">Unsubscribe</a> '
        f'<a href="{SLOTS.preferences_url}">Preferences</a> since {SLOTS.since}</body></html>'
    )
    return Rendered("Learning by Doing, week 8", f"Week 8\n\n{text}\n\n{links}", html)


def compiled(mail: Rendered | None = None, form: MailFormat = MailFormat.HTML) -> Compiled:
    """That issue as MIME."""
    return compile_message(
        mail or rendered(),
        newsletter=NEWSLETTER,
        slots=SLOTS,
        period_key="2026-W08",
        date=NOW,
        form=form,
        reply_address=BOUNCES,
    )


def address(number: int) -> str:
    """The address of reader ``number``."""
    return f"reader{number}@d{number % 7}.example"


def add_readers(database: Database, number: int) -> list[int]:
    """Confirmed readers; gives their ids."""
    with database.begin() as connection:
        return [
            subscribers.add(
                connection, address(i), address_hash=RING.address_hash(address(i)), now=NOW
            ).id
            for i in range(number)
        ]


def freeze(
    database: Database,
    mail: Compiled | None = None,
    *,
    expires_at: datetime | None = None,
    place: Placement | None = None,
) -> int:
    """An issue that is being sent to all confirmed readers; gives its id."""
    form = mail or compiled()
    period = Period("2026-W08", NOW - timedelta(days=7), NOW, NOW.date(), NOW.date())

    def plan(group: AudienceGroup) -> Placement:
        return place or Placement()

    with database.begin() as connection:
        issue = issues.create(connection, period, Content(), NOW)
        issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, NOW)
        frozen = Frozen(
            rendered(), form.digest, messages={"": form.to_bytes()}, expires_at=expires_at
        )
        issues.freeze(connection, issue.id, frozen, plan, NOW)
    return issue.id


def stationery(database: Database, issue_id: int, signers: Sequence[Signer] = ()) -> Stationery:
    """The stored mail of an issue, ready to stamp."""
    with database.read() as connection:
        messages = issues.messages(connection, issue_id)
    return Stationery(
        messages, ring=RING, sender=NEWSLETTER.sender, signers=signers, bounce_address=BOUNCES
    )


def relay(port: int, *, timeouts: Timeouts = QUICK) -> Relay:
    """The sink on loopback."""
    return Relay("127.0.0.1", port, Security.NONE, timeouts=timeouts)


def plan(database: Database, issue_id: int, port: int, **changes: object) -> Plan:
    """How to send an issue to the sink; every plan has an owner of its own."""
    values: dict[str, object] = {
        "transport": relay(port),
        "stationery": stationery(database, issue_id),
        "owner": f"test:{next(_owners)}:x",
        "clock": lambda: NOW,
        "connections": 2,
        "reconnect_seconds": 0.05,
    }
    return Plan(**{**values, **changes})  # type: ignore[arg-type]


def states(database: Database, issue_id: int) -> dict[str, int]:
    """How many deliveries are in each state."""
    with database.read() as connection:
        counts = deliveries.counts(connection, issue_id)
    return {state.value: number for state, number in counts.items()}
