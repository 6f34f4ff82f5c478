"""One reader's whole history: why they get mail, or why they do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from curator.audience.marks import mark_of
from curator.errors import NotFound
from curator.model import (
    Cadence,
    ConsentEvent,
    Delivery,
    DeliveryState,
    Issue,
    MailFormat,
    Subscriber,
    SubscriberState,
    Suppression,
)
from curator.storage import bounces, consent, deliveries, issues, signups, subscribers, suppressions
from curator.storage.consent import MOVED
from curator.storage.engine.database import Connection
from curator.tokens import Keyring


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class History:
    """All of it, oldest first, and where it has led."""

    address: str
    answer: str
    """Why mail comes or does not, in a sentence."""
    facts: tuple[Fact, ...]
    reader: Subscriber | None = None
    suppression: Suppression | None = None


def why(connection: Connection, ring: Keyring, address: str, now: datetime) -> History:
    """The history of an address, in whatever case; raises :class:`NotFound` for a stranger."""
    address_hash = mark_of(connection, ring, address)
    reader = subscribers.find_hash(connection, address_hash)
    suppression = suppressions.get(connection, address_hash)
    events = consent.of(connection, address_hash)
    signup = signups.find(connection, address_hash, now)
    if not (reader or suppression or events or signup):
        raise NotFound(f"nothing is known of {address}")
    facts = [_consent_fact(event) for event in events]
    if suppression:
        why_not = f"suppressed: {suppression.reason.value} {suppression.detail}".rstrip()
        facts.append(Fact(suppression.at, why_not))
    if signup:
        network = signup.network or "an unknown network"
        facts.append(Fact(signup.created_at, f"asked to confirm, from {network}"))
    if reader:
        known = {one.id: one for one in issues.list_(connection, series=None, full=False)}
        for one in deliveries.of_subscriber(connection, reader.id):
            facts.extend(_delivery_facts(one, known[one.issue_id].label, reader.address))
        for number, reason in deliveries.left_out(connection, reader.id, known).items():
            facts.extend(_left_out_fact(known[number], reason))
        for bounce in bounces.of_subscriber(connection, reader.id):
            said = f"{bounce.verdict} ({bounce.source}): {bounce.detail}"
            facts.append(Fact(bounce.at, f"mail {bounce.delivery_id} came back as {said}"))
    return History(
        address=address,
        answer=answer(reader, suppression, waits=signup is not None, now=now),
        facts=tuple(sorted(facts, key=lambda fact: fact.at)),
        reader=reader,
        suppression=suppression,
    )


def answer(
    reader: Subscriber | None, suppression: Suppression | None, *, waits: bool, now: datetime
) -> str:
    """Why mail comes or does not; pure."""
    if suppression:
        return f"gets nothing: suppressed ({suppression.reason.value})"
    if reader is None or reader.state is not SubscriberState.CONFIRMED:
        if waits:
            return "gets nothing yet: has not clicked the link in the confirm mail"
        state = "is no reader" if reader is None else f"is {reader.state.value}"
        return f"gets nothing: {state}"
    if reader.paused_until and reader.paused_until > now:
        return f"gets nothing until {reader.paused_until:%Y-%m-%d}: paused"
    topics = ", ".join(reader.topics) or "all topics"
    return f"gets mail: {_RHYTHM[reader.cadence]}, {topics}, as {_FORM[reader.format]}"


def _consent_fact(event: ConsentEvent) -> Fact:
    method = "" if event.method == event.kind else event.method
    parts = [_CONSENT.get(event.kind, event.kind), f"by {method}" if method else ""]
    parts.append(f"from {event.network}" if event.network else "")
    detail = _choices(event.detail) if event.kind == CHANGED else event.detail
    parts.append(f"({detail})" if detail else "")
    return Fact(event.at, " ".join(filter(None, parts)))


def _choices(detail: str) -> str:
    """What a reader changed, in the words of the page."""
    return ", ".join(_CHOICES.get(name, name) for name in detail.split(", "))


CHANGED = "changed"
_CHOICES = {
    "cadence": "rhythm",
    "format": "form",
    "paused_until": "pause",
    "send_hour": "hour of arrival",
    "time_zone": "time zone",
}
_RHYTHM = {
    Cadence.EVERY: "every issue",
    Cadence.MONTHLY: "the best of each month",
    Cadence.POSTS: "the author's posts alone",
}
_FORM = {MailFormat.HTML: "HTML", MailFormat.TEXT: "plain text"}
_CONSENT = {"address-left": "gave up an address", MOVED: "moved to a new address"}
"""Kinds of consent events whose names say little to the author."""
_LEFT_OUT = {
    "topics": "had nothing of the chosen topics",
    "paused": "left while mail was paused",
    "suppressed": "left while the address was suppressed",
}
"""Why a reader got nothing of an issue; that a series is for another rhythm is no news."""


def _left_out_fact(issue: Issue, reason: str) -> Iterator[Fact]:
    if issue.frozen_at and reason in _LEFT_OUT:
        yield Fact(issue.frozen_at, f"issue {issue.label} {_LEFT_OUT[reason]}")


def _delivery_facts(one: Delivery, issue: str, address: str) -> Iterator[Fact]:
    """What happened to one mail, as far as it has an instant; where it went, if elsewhere."""
    reply = " ".join(filter(None, (str(one.code or ""), one.reply)))
    at = one.done_at or one.inflight_at or one.next_at
    if at is None:
        return
    words = {
        DeliveryState.SENT: "was taken by the server",
        DeliveryState.FAILED: "failed",
        DeliveryState.DEFERRED: "waits for another attempt",
        DeliveryState.QUEUED: "waits to be sent",
        DeliveryState.INFLIGHT: "is on its way",
        DeliveryState.UNKNOWN: "may or may not have arrived",
        DeliveryState.CANCELLED: "was cancelled",
        DeliveryState.EXPIRED: "was given up",
    }
    said = f": {reply}" if reply else ""
    there = f" at {one.address}" if one.address != address else ""
    yield Fact(at, f"mail {one.id} of issue {issue} {words[one.state]}{there}{said}")
