"""The author's own posts, each mailed by itself and in full to those who chose that.

An issue of the series ``posts`` holds one post; its period key is the post's row, so each is mailed
once whoever asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from curator.errors import Conflict, CuratorError
from curator.flows import gate, series
from curator.flows.remember import remembered
from curator.flows.series import POSTS, Edition
from curator.issues.lint import Finding, errors
from curator.model import Content, Issue, IssueState, PageState, Period, Pick, StoredResource
from curator.storage import issues, log, resources
from curator.storage.resources import Filters

if TYPE_CHECKING:
    from curator.app import App

SINCE = "clock.posts"
"""In the store: from when on new posts are mailed."""
RECENT = timedelta(days=7)
"""An older post is not mailed: it was found late, and is in the digest."""
ROUNDED = timedelta(days=1)
"""Feeds that give only the day of a post date it at midnight."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of the new posts."""

    issues: tuple[Issue, ...] = ()
    held: tuple[Issue, ...] = ()
    """Those that break a rule of mail and wait for the author."""
    findings: tuple[Finding, ...] = ()


def waiting(app: App, now: datetime) -> bool:
    """Whether there are posts to mail."""
    return app.config.newsletter.instant_posts and bool(_new(app, now))


def open_new(app: App, now: datetime) -> Opened:
    """Make an approved issue of each new post, oldest first; nothing where the option is off.

    A post is new if it was published and first seen after the option was first seen on, and its
    page has been looked at, so that it is there in full.
    """
    if not app.config.newsletter.instant_posts:
        return Opened()
    made = [_open(app, post, now) for post in _new(app, now)]
    known = [one for one in made if one is not None]
    return Opened(
        issues=tuple(issue for issue, _ in known if issue.state is IssueState.APPROVED),
        held=tuple(issue for issue, _ in known if issue.state is IssueState.PAUSED),
        findings=tuple(finding for _, findings in known for finding in findings),
    )


def insist_on_option(app: App) -> None:
    """Raise :class:`CuratorError` where posts are not to be mailed by themselves."""
    if not app.config.newsletter.instant_posts:
        raise CuratorError(
            "posts are not mailed by themselves; set `instant_posts: true` under newsletter in"
            " feeds.yaml"
        )


def _new(app: App, now: datetime) -> list[StoredResource]:
    """New posts that were not mailed, the oldest first."""
    since = remembered(app, SINCE, now)
    window = Filters(mine=True, since=max(since - ROUNDED, now - RECENT), until=now)
    with app.database.read() as connection:
        found = resources.list_(connection, window, limit=None, text=True)
        return [
            one
            for one in reversed(found)
            if is_new(one, since) and issues.by_period(connection, _key(one), series=POSTS) is None
        ]


def is_new(post: StoredResource, since: datetime) -> bool:
    """Whether a post appeared after ``since`` and is there in full. Pure."""
    seen, published = post.first_seen_at, post.resource.published
    if seen is None or seen < since or published is None:
        return False
    return post.state is not PageState.NEW and bool(post.resource.text or post.resource.markdown)


def _open(
    app: App, post: StoredResource, now: datetime
) -> tuple[Issue, tuple[Finding, ...]] | None:
    """The issue of one post; paused where it breaks a rule of mail, ``None`` where it exists."""
    period = _period(post, now)
    content = Content(posts=(Pick(post, 1.0),))
    edition = Edition(POSTS, period, 1, content)
    findings = gate.look(app, edition, series.mail(app, edition), now, live=False)
    try:
        with app.database.begin() as connection:
            issue = issues.create(connection, period, content, now, series=POSTS)
            issue = issues.transition(
                connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, now
            )
            log.add(connection, "issue", f"a new post is mailed: {post.resource.title}", now)
            if wrong := errors(findings):
                reason = "; ".join(one.message for one in wrong)
                issue = issues.transition(
                    connection, issue.id, IssueState.APPROVED, IssueState.PAUSED, now, reason=reason
                )
    except Conflict:
        return None  # somebody else was faster, or it was joined with a post that was mailed
    return issue, findings


def _key(post: StoredResource) -> str:
    return f"post-{post.id}"


def _period(post: StoredResource, now: datetime) -> Period:
    published = post.resource.published
    at = published.instant if published else now
    return Period(_key(post), at, at, at.date(), at.date())
