"""The states of a draft since it was opened: what can be taken back, and what the author did.

The first state and those composed anew are what the author's hand is told from; they are kept until
the issue has left, of the others the last :data:`KEPT`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from curator.issues.hand import Hand
from curator.model import Content, Issue, IssueState
from curator.storage import codec, issues, kv

if TYPE_CHECKING:
    from curator.storage.engine.database import Connection

KEPT = 30
"""States that can be gone back to."""
OPEN = tuple(one for one in IssueState if one not in (IssueState.SENT, IssueState.CANCELLED))
_PREFIX = "draft:"


@dataclass(frozen=True, slots=True)
class Past:
    """Which states of a draft are kept: numbers from 0, the first one composed."""

    at: int = 0
    last: int = 0
    labels: Mapping[int, str] = field(default_factory=dict)
    """What led to each state."""
    hands: Mapping[int, Hand] = field(default_factory=dict)
    """States that were composed anew, and the author's hand that they were composed under."""

    @property
    def undo(self) -> str:
        """What would be taken back; empty where nothing can be."""
        return self.labels.get(self.at, "") if self.at > max(0, self.last - KEPT) else ""

    @property
    def redo(self) -> str:
        """What would be done again; empty where nothing can be."""
        return self.labels.get(self.at + 1, "") if self.at < self.last else ""

    @property
    def composed(self) -> int:
        """The state that was composed last; all since then is the author's."""
        return max((number for number in self.hands if number <= self.at), default=0)

    def then(self, label: str, hand: Hand | None) -> Past:
        """With one more state; those that were taken back are gone for good."""
        at = self.at + 1
        labels = {number: words for number, words in self.labels.items() if number < at}
        hands = {number: one for number, one in self.hands.items() if number < at}
        if hand is not None:
            hands[at] = hand
        return Past(at, at, {**labels, at: label}, hands)


def past(connection: Connection, issue_id: int) -> Past:
    """What is kept of a draft."""
    text = kv.get(connection, _key(issue_id))
    return codec.loads(Past, text) if text else Past()


def touched(connection: Connection, issue_id: int) -> bool:
    """Whether the author has changed the draft since it was composed."""
    return past(connection, issue_id).at > 0


def state(connection: Connection, issue_id: int, number: int) -> Content | None:
    """A state of the draft; ``None`` where it is not kept any more."""
    text = kv.get(connection, _key(issue_id, number))
    return codec.loads(Content, text) if text else None


def hand(connection: Connection, issue: Issue) -> Hand:
    """What the author has settled by hand in a draft."""
    kept = past(connection, issue.id)
    # The command line composes a draft anew that nobody has changed since.
    untouched = kept.at == kept.composed
    composed = None if untouched else state(connection, issue.id, kept.composed)
    composed = composed or issue.content
    return kept.hands.get(kept.composed, Hand()).after(composed, issue.content)


def move(connection: Connection, issue_id: int, kept: Past, now: datetime) -> None:
    """Remember at which of its states a draft is."""
    kv.put(connection, _key(issue_id), codec.dumps(kept), now)


def remember(
    connection: Connection,
    before: Content,
    issue: Issue,
    label: str,
    now: datetime,
    composed_under: Hand | None = None,
) -> Past:
    """Add the state that ``issue`` has now, which ``label`` made of ``before``.

    ``composed_under`` is the author's hand where it was composed anew.
    """
    kept = past(connection, issue.id).then(label, composed_under)
    # The command line may have composed it anew meanwhile, so what was there is kept as it was.
    kv.put(connection, _key(issue.id, kept.at - 1), codec.dumps(before), now)
    kv.put(connection, _key(issue.id, kept.at), codec.dumps(issue.content), now)
    move(connection, issue.id, kept, now)
    old = kept.at - KEPT
    if old > 0 and old not in kept.hands:
        kv.remove(connection, _key(issue.id, old))
    return kept


def tidy(connection: Connection) -> None:
    """Drop the kept states of issues that have left or were given up."""
    open_ = {one.id for one in issues.list_(connection, states=OPEN, full=False)}
    for name in kv.names(connection, _PREFIX):
        if int(name.split(":")[1]) not in open_:
            kv.remove(connection, name)


def _key(issue_id: int, number: int | None = None) -> str:
    return f"{_PREFIX}{issue_id}" if number is None else f"{_PREFIX}{issue_id}:{number}"
