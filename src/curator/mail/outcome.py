"""What an answer does to a delivery: pure rules from verdict to the next state."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from curator.mail.replies import PERMANENT, Reply, Stage, Verdict, classify
from curator.model import Delivery, DeliveryState
from curator.storage.deliveries import Outcome

BACK_OFF = (
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
)
"""Pauses between attempts; the last one repeats until the issue expires."""
JITTER = 0.2
WINDOW = 200
"""Answers that the breaker looks back on."""
MOST_REFUSED = 5
"""More permanent refusals in the window (about 2 % of it) say that something is wrong with us."""


_LATER = frozenset({Verdict.DEFERRED, Verdict.THROTTLED})


def retry_at(delivery: Delivery, now: datetime) -> datetime:
    """When to try again after one more failure; the same for the same attempt."""
    pause = BACK_OFF[min(delivery.attempts, len(BACK_OFF) - 1)]
    spread = random.Random(f"{delivery.id}:{delivery.attempts}").uniform(-JITTER, JITTER)  # noqa: S311
    return now + pause * (1 + spread)


def after_reply(delivery: Delivery, reply: Reply, now: datetime) -> Outcome:
    """The row's next state after the server's answer."""
    verdict = classify(reply)
    again = verdict in _LATER or (verdict is Verdict.POLICY and stops(reply, delivery))
    if verdict is Verdict.ACCEPTED:
        state = DeliveryState.SENT
    else:
        state = DeliveryState.DEFERRED if again else DeliveryState.FAILED
    return Outcome(
        id=delivery.id,
        state=state,
        at=now,
        code=reply.code,
        enhanced=reply.enhanced,
        reply=reply.text,
        next_at=retry_at(delivery, now) if again else None,
    )


def give_up(deferred: Outcome) -> Outcome:
    """No more attempts."""
    return replace(deferred, state=DeliveryState.FAILED, next_at=None)


def stops(reply: Reply, delivery: Delivery) -> bool:
    """Whether a refusal of us pauses the issue, and the mail waits for its going on.

    It does once for each mail: refused again, that mail has failed, or one odd server would stop the
    others for ever. Where the sender is refused nobody's server has been asked, so that always does.
    """
    # Of permanent answers only a refusal of us leaves a mail waiting.
    refused_before = delivery.code is not None and delivery.code >= PERMANENT
    return reply.stage is Stage.MAIL or not refused_before


def not_sent(delivery: Delivery, why: str, now: datetime) -> Outcome:
    """To be sent later: the connection ended before the mail did, so nobody has it."""
    return Outcome(
        id=delivery.id,
        state=DeliveryState.DEFERRED,
        at=now,
        reply=why,
        next_at=retry_at(delivery, now),
    )


def maybe_sent(delivery: Delivery, why: str, now: datetime, *, resend: bool) -> Outcome:
    """The end of the mail left, the answer never came (RFC 1047)."""
    return Outcome(
        id=delivery.id,
        state=DeliveryState.DEFERRED if resend else DeliveryState.UNKNOWN,
        at=now,
        reply=why,
        next_at=retry_at(delivery, now) if resend else None,
    )


@dataclass(slots=True)
class Breaker:
    """Stops an issue that is refused too often to be the readers' doing."""

    recent: deque[bool] = field(default_factory=lambda: deque(maxlen=WINDOW))
    """Whether each of the last answers was a permanent refusal."""

    def reason(self, reply: Reply, delivery: Delivery) -> str | None:
        """Why to pause now, after ``reply``; ``None`` while all is well."""
        verdict = classify(reply)
        if verdict is Verdict.POLICY and stops(reply, delivery):
            return (
                f"the server refuses us, not the reader: {reply}; run `curator doctor` and mend it"
            )
        refused = verdict in (Verdict.BAD_ADDRESS, Verdict.REFUSED)
        self.recent.append(refused)
        if not refused:
            return None
        count, total = self.recent.count(True), len(self.recent)
        if count <= MOST_REFUSED:
            return None
        self.recent.clear()
        return (
            f"{count} of the last {total} mails were refused, the last one with: {reply}; "
            "check the list of readers"
        )
