"""Put an issue together: candidates in, content and its rendering out; nothing is sent here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from curator.flows.issues import abstracts, announced
from curator.flows.resources import talk
from curator.issues import budget, compose, select, wording
from curator.issues.budget import Fitted
from curator.issues.hand import Hand
from curator.issues.past import Past
from curator.issues.select import NO_HAND
from curator.issues.view import MailLinks
from curator.links import ARCHIVE, ISSUE, PREFERENCES, UNSUBSCRIBE, link
from curator.model import (
    Content,
    Issue,
    IssueState,
    Period,
    Rendered,
    StoredResource,
    Verdict,
)
from curator.storage import feedback, issues, reading, resources

if TYPE_CHECKING:
    from curator.app import App
    from curator.mail.stencil import Slots
    from curator.storage.engine.database import Connection

READING_MOST = 12
"""Links of the reading list in one issue, the newest; an imported list fills the issues to come."""
SEEN_NOW = timedelta(seconds=1)
"""What was first seen in this very run counts as seen."""
HISTORY = timedelta(weeks=8)
POSTS_BACK = timedelta(days=28)
"""After silent weeks the author's posts since the last issue still come, but none older."""
EXAMPLE = "example"
"""The token of links in mails that go to nobody in particular."""
OUT = (IssueState.APPROVED, IssueState.SENDING, IssueState.PAUSED, IssueState.SENT)


def compose_content(
    app: App,
    connection: Connection,
    period: Period,
    now: datetime,
    note: str = "",
    hand: Hand = NO_HAND,
) -> Content:
    """Choose and order everything the issue of ``period`` says, as far as the author's hand did not."""
    config = app.config
    draft = issues.by_period(connection, period.key)
    own = draft.id if draft else None
    earlier = _earlier(connection, period)
    past = _past(connection, period, earlier)
    queued = reading.queued(connection, for_issue=own, limit=READING_MOST)
    listed = {stored.id for _, stored in queued}
    selection = select.select(
        # What the author queued is said once, under his list, and takes no pick's place.
        [one for one in _offered(connection, period, now, own) if one.id not in listed],
        newsletter=config.newsletter,
        topics=config.topics,
        period=period,
        past=past,
        hand=hand,
        embed=app.embed if past.verdicts else None,
    )
    posts = resources.mine_posts(
        connection, _posts_since(period, earlier), period.end, for_issue=own
    )
    ahead, outcomes = announced.of(connection, period)
    content = compose.compose(
        selection=abstracts.quoted(selection),
        posts=[stored for stored in posts if stored.id not in hand.skipped],
        reading=[
            (item, abstracts.quoting(stored))
            for item, stored in queued
            if stored.id not in hand.skipped
        ],
        goals=ahead,
        outcomes=outcomes,
        sources=config.sources,
        newsletter=config.newsletter,
        period=period,
        note=note,
    )
    return talk.discussed(connection, hand.applied(content))


def _offered(
    connection: Connection, period: Period, now: datetime, own: int | None
) -> list[StoredResource]:
    """What the issue of ``period``, with the row ``own`` if it has one, may pick from."""
    return resources.candidates(
        connection,
        period.start - select.LOOKBACK,
        period.end,
        undated_until=max(now, period.end) + SEEN_NOW,
        for_issue=own,
    )


def _earlier(connection: Connection, period: Period) -> list[Issue]:
    """The issues before ``period`` that left or are about to, newest first."""
    out = issues.list_(connection, states=OUT, limit=12)
    return [issue for issue in out if issue.period.end <= period.start]


def _past(connection: Connection, period: Period, earlier: Sequence[Issue]) -> Past:
    """The issues before ``period`` and the author's verdicts, as ranking and the mix need them."""
    return Past(
        picked=resources.issued_since(connection, period.start - HISTORY),
        shares=[wording.practice_count(issue.content) for issue in reversed(earlier[:4])],
        verdicts=_feedback(connection),
    )


def _posts_since(period: Period, earlier: Sequence[Issue]) -> datetime:
    """From when on the author's posts are new: since the last issue, but no older than four weeks."""
    if not earlier:
        return period.start
    told_until = min(earlier[0].period.end, earlier[0].created_at)
    return min(period.start, max(told_until, period.start - POSTS_BACK))


def _feedback(connection: Connection) -> list[tuple[StoredResource, Verdict]]:
    """The author's keeps and skips with the resources they were about."""
    given = feedback.list_(connection)
    found = resources.get_many(connection, [one.resource_id for one in given], text=True)
    return [(found[one.resource_id], one.verdict) for one in given if one.resource_id in found]


def links(app: App, number: int, slots: Slots | None = None) -> MailLinks:
    """The addresses in an issue's mail.

    ``slots`` mark where each reader's own links go; without them the links are examples that lead
    nowhere, as in a preview or a test mail.
    """
    base = app.config.newsletter.base_url
    return MailLinks(
        unsubscribe=slots.unsubscribe_url if slots else link(base, UNSUBSCRIBE, EXAMPLE),
        preferences=slots.preferences_url if slots else link(base, PREFERENCES, EXAMPLE),
        web=link(base, ISSUE, str(number)),
        archive=link(base, ARCHIVE),
        since=slots.since if slots else "",
    )


def rendered(
    app: App, content: Content, period: Period, number: int, *, slots: Slots | None = None
) -> Rendered:
    """The issue as subject, text and HTML."""
    return app.theme.digest(
        content,
        newsletter=app.config.newsletter,
        period=period,
        number=number,
        links=links(app, number, slots),
        topics=app.config.topics,
    )


def fitted(app: App, content: Content, period: Period, number: int) -> Fitted:
    """The issue cut down, from its lowest-ranked picks up, until no mail program clips it."""
    return budget.fit(content, lambda some: rendered(app, some, period, number))


def next_number(connection: Connection) -> int:
    """The number the next new issue gets."""
    newest = issues.list_(connection, limit=1)
    return newest[0].number + 1 if newest else 1
