"""Enter what came back, and draw the consequences."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from curator import mailaddress
from curator.errors import Conflict, NotFound
from curator.mail.bounces import rules
from curator.mail.bounces.intake import Finding
from curator.mail.bounces.report import Kind, Report
from curator.mail.bounces.rules import Action, Past
from curator.mail.replies import Verdict
from curator.model import (
    Delivery,
    DeliveryState,
    IssueState,
    SubscriberState,
    Suppression,
    SuppressionReason,
)
from curator.storage import bounces, deliveries, issues, subscribers, suppressions
from curator.storage.bounces import Bounce
from curator.storage.engine.database import Connection

COMPLAINT = "complaint"
BY_MAIL = frozenset({"dsn", "arf", "text"})
"""Sources of reports that anybody who was sent the mail could write."""


@dataclass(frozen=True, slots=True)
class Booked:
    """What became of one incoming mail or event."""

    action: Action = Action.NOTHING
    delivery_id: int | None = None
    why: str = ""


def finding(connection: Connection, found: Finding, now: datetime) -> list[Booked]:
    """Book what an incoming mail tells; one without our token is only mentioned."""
    if found.delivery_id is None:
        return [Booked(why=found.why)]
    try:
        delivery = deliveries.get(connection, found.delivery_id)
    except NotFound:
        return [Booked(why="is about a delivery that is gone")]
    return [report(connection, delivery, one, now) for one in found.reports]


def report(connection: Connection, delivery: Delivery, told: Report, now: datetime) -> Booked:
    """Book one report about a delivery. Telling it twice changes nothing more."""
    if delivery.done_at is not None and now - delivery.done_at > rules.MAX_AGE:
        return Booked(delivery_id=delivery.id, why="comes too late to be believed")
    if told.kind in (Kind.DELAYED, Kind.DELIVERED):
        _resolve(connection, delivery, now)
        return Booked(delivery_id=delivery.id, why=told.kind.value)
    complaint = told.kind is Kind.COMPLAINT
    bounce = Bounce(
        delivery_id=delivery.id,
        subscriber_id=delivery.subscriber_id,
        issue_id=delivery.issue_id,
        domain=mailaddress.domain_of(delivery.address),
        at=now,
        verdict=COMPLAINT if complaint else told.verdict.value,
        status=told.reply.enhanced or str(told.reply.code),
        detail=told.reply.text,
        source=told.source,
    )
    if not bounces.add(connection, bounce):
        return Booked(delivery_id=delivery.id, why="was known")
    _resolve(connection, delivery, now)
    if told.verdict is not Verdict.POLICY and _moved(connection, delivery):
        return Booked(delivery_id=delivery.id, why="the reader has another address by now")
    action = rules.decide(
        told.verdict,
        past(connection, delivery),
        complaint=complaint,
        by_mail=told.source in BY_MAIL,
    )
    _act(connection, delivery, action, bounce, now)
    return Booked(action, delivery.id, f"{bounce.verdict}: {told.reply}")


def _moved(connection: Connection, delivery: Delivery) -> bool:
    """Whether it went to an address that the reader has left; the new one is not to blame."""
    return subscribers.get(connection, delivery.subscriber_id).address != delivery.address


def past(connection: Connection, delivery: Delivery) -> Past:
    """What the rules want to know of a delivery's reader and domain."""
    known = bounces.of_subscriber(connection, delivery.subscriber_id)
    verdict_of = {one.issue_id: one.verdict for one in reversed(known)}
    history = deliveries.of_subscriber(connection, delivery.subscriber_id)
    newest = sorted({one.issue_id for one in history}, reverse=True)
    domain = mailaddress.domain_of(delivery.address)
    states = deliveries.by_domain(connection, delivery.issue_id).get(domain, {})
    bad = bounces.count(
        connection, delivery.issue_id, domain=domain, verdict=Verdict.BAD_ADDRESS.value
    )
    return Past(
        bad_at_domain=bad,
        # A mail that came back late is still called sent.
        taken_at_domain=max(0, states.get(DeliveryState.SENT, 0) - bad),
        policy_in_issue=bounces.count(connection, delivery.issue_id, verdict=Verdict.POLICY.value),
        bad_before=sum(
            one.verdict == Verdict.BAD_ADDRESS.value and one.issue_id != delivery.issue_id
            for one in known
        ),
        soft_of_last=rules.soft_of_last([_verdict(verdict_of.get(issue)) for issue in newest]),
    )


def refusals(
    connection: Connection, told: Sequence[tuple[int, Report]], now: datetime
) -> list[Booked]:
    """Book what servers refused while an issue was sent, by delivery."""
    return [
        report(connection, deliveries.get(connection, delivery_id), one, now)
        for delivery_id, one in told
    ]


def _verdict(word: str | None) -> Verdict | None:
    return Verdict(word) if word and word != COMPLAINT else None


def _resolve(connection: Connection, delivery: Delivery, now: datetime) -> None:
    """A mail that came back had been taken: one that was in doubt is so no more."""
    if delivery.state is DeliveryState.UNKNOWN:
        deliveries.settle_unknown(connection, delivery.id, now)


def _act(
    connection: Connection, delivery: Delivery, action: Action, bounce: Bounce, now: datetime
) -> None:
    if action in (Action.SUPPRESS, Action.COMPLAINT):
        _suppress(connection, delivery, action, bounce, now)
    elif action is Action.PAUSE_READER:
        reader = subscribers.get(connection, delivery.subscriber_id)
        if reader.state is SubscriberState.CONFIRMED:
            subscribers.change(
                connection, reader.id, now, method="bounces", paused_until=now + rules.PAUSE
            )
    elif action is Action.PAUSE_ISSUE:
        reason = f"a mail came back because of us: {_words(bounce)}"
        with contextlib.suppress(Conflict):  # it is sent or paused already
            issues.transition(
                connection,
                delivery.issue_id,
                IssueState.SENDING,
                IssueState.PAUSED,
                now,
                reason=f"{reason}; run `curator doctor` and mend it",
            )


def _suppress(
    connection: Connection, delivery: Delivery, action: Action, bounce: Bounce, now: datetime
) -> None:
    complaint = action is Action.COMPLAINT
    reason = SuppressionReason.COMPLAINT if complaint else SuppressionReason.HARD_BOUNCE
    address_hash = subscribers.address_hash(connection, delivery.subscriber_id)
    detail = f"{bounce.source} {_words(bounce)}".strip()
    suppressions.add(connection, Suppression(address_hash, reason, now, detail))
    if complaint:
        subscribers.unsubscribe(connection, delivery.subscriber_id, now, method="complaint")


def _words(bounce: Bounce) -> str:
    """What the server said, its code once."""
    said = bounce.detail
    return said if said.startswith(bounce.status) else f"{bounce.status} {said}"
