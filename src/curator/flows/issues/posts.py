"""The author's own posts, each mailed by itself and in full to those who chose that.

An issue of the series ``posts`` holds one post; its period key is the post's row, so each is mailed
once whoever asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from curator.errors import Conflict, CuratorError
from curator.flows.issues import series
from curator.flows.issues.series import POSTS, Edition
from curator.flows.mail import clone, gate
from curator.flows.resources import joining
from curator.flows.resources.glance import looker
from curator.flows.work.remember import remembered
from curator.issues.lint import Finding, errors
from curator.model import Content, Issue, IssueState, PageState, Period, Pick, StoredResource
from curator.resources.standing import Standing
from curator.storage import entries, issues, kv, log, resources
from curator.storage.resources import Filters

if TYPE_CHECKING:
    from curator.app import App

SINCE = "clock.posts"
"""In the store: from when on new posts are mailed."""
BARE = "posts.bare"
"""In the store: the rows of posts without a text that the author was told of."""
RECENT = timedelta(days=7)
"""An older post was found late and waits for the author."""
OLDEST = timedelta(days=30)
"""One that is older still is no news; the digest can name it."""
ROUNDED = timedelta(days=1)
"""Feeds that give only the day of a post date it at midnight."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of the new posts."""

    issues: tuple[Issue, ...] = ()
    held: tuple[Issue, ...] = ()
    """Those that break a rule of mail or were found late, and wait for the author."""
    findings: tuple[Finding, ...] = ()


def waiting(app: App, now: datetime) -> bool:
    """Whether there are posts to mail, or to tell the author of."""
    if not app.config.newsletter.instant_posts:
        return False
    found = _new(app, now)
    return any(map(has_text, found)) or bool(_untold(app, _bare(found)))


def open_new(app: App, now: datetime) -> Opened:
    """Make an approved issue of each new post, oldest first; nothing where the option is off.

    A post is new if it was published and first seen after the option was first seen on and after
    its blog came into ``feeds.yaml``, and its page has been looked at, so that it is there in full.
    One whose text was not found is no issue: the log says so, once. One that breaks a rule of mail,
    was found late, or whose page is gone again, is paused.
    """
    if not app.config.newsletter.instant_posts:
        return Opened()
    found = _new(app, now)
    _tell_of_bare(app, _bare(found), now)
    made = [_open(app, post, now) for post in found if has_text(post)]
    known = [one for one in made if one is not None]
    return Opened(
        issues=tuple(issue for issue, _ in known if issue.state is IssueState.APPROVED),
        held=tuple(issue for issue, _ in known if issue.state is IssueState.PAUSED),
        findings=tuple(finding for _, findings in known for finding in findings),
    )


def without_text(app: App, now: datetime) -> list[str]:
    """A sentence for each new post that cannot be mailed by itself, for want of a text."""
    return [_said_of(post) for post in _bare(_new(app, now))]


def insist_on_option(app: App) -> None:
    """Raise :class:`CuratorError` where posts are not to be mailed by themselves."""
    if not app.config.newsletter.instant_posts:
        raise CuratorError(
            "posts are not mailed by themselves; set `instant_posts: true` under newsletter in"
            " feeds.yaml"
        )


def _new(app: App, now: datetime) -> list[StoredResource]:
    """New posts that were looked at and not mailed, the oldest first."""
    since = remembered(app, SINCE, now)
    window = Filters(mine=True, since=max(since - ROUNDED, now - OLDEST), until=now)
    with app.database.read() as connection:
        found = resources.list_(connection, window, limit=None, text=True)
        added = entries.before_adding(connection, [one.id for one in found])
        new = [
            one
            for one in reversed(found)
            if is_new(one, since, added.get(one.id))
            and not issues.ever_had(connection, _key(one), series=POSTS)
        ]
    # One that appeared on two blogs of the author's may not have been joined yet.
    again = joining.repeated(app, found) if new and len(found) > 1 else set()
    return [one for one in new if one.id not in again]


def is_new(post: StoredResource, since: datetime, added: datetime | None = None) -> bool:
    """Whether a post appeared after ``since`` and its page was looked at. Pure.

    ``added`` is when its blog came into ``feeds.yaml``, for a post that stood there at the first look:
    what was published before that counts as known to the readers.
    """
    seen, published = post.first_seen_at, post.resource.published
    if seen is None or seen < since or published is None:
        return False
    if added is not None and published.instant < added:
        return False
    return post.state is not PageState.NEW


def has_text(post: StoredResource) -> bool:
    """Whether a post is there in full. Pure."""
    return bool(post.resource.text or post.resource.markdown)


def _bare(found: Sequence[StoredResource]) -> list[StoredResource]:
    return [post for post in found if not has_text(post)]


def _told(app: App) -> set[str]:
    with app.database.read() as connection:
        return set((kv.get(connection, BARE) or "").split())


def _untold(app: App, bare: Sequence[StoredResource]) -> list[StoredResource]:
    """Those the author does not know of."""
    told = _told(app) if bare else set()
    return [post for post in bare if str(post.id) not in told]


def _tell_of_bare(app: App, bare: Sequence[StoredResource], now: datetime) -> None:
    """Say in the log which posts are not mailed; of each once, while it is new."""
    if not (untold := _untold(app, bare)):
        return
    with app.database.begin() as connection:
        for post in untold:
            log.add(connection, "issue", _said_of(post), now)
        kv.put(connection, BARE, " ".join(str(post.id) for post in bare), now)


def _said_of(post: StoredResource) -> str:
    """Why a post is not mailed, and what comes next."""
    why = post.error or "neither its feed nor its page has a text"
    later = "it is once a later look finds the text" if post.retry_at else "the digest can name it"
    return f"the post {post.resource.title} is not mailed by itself: {why}; {later}"


def _open(
    app: App, post: StoredResource, now: datetime
) -> tuple[Issue, tuple[Finding, ...]] | None:
    """The issue of one post; paused where something speaks against it, ``None`` where it exists."""
    period = _period(post, now)
    content = Content(posts=(Pick(post, 1.0),))
    edition = Edition(POSTS, period, 1, content)
    findings = gate.look(app, edition, series.mail(app, edition), now, live=False)
    known, taken_back = _mailed_before_the_backup_came(app, period), _taken_back(app, post)
    try:
        with app.database.begin() as connection:
            issue = issues.create(connection, period, content, now, series=POSTS)
            issue = issues.transition(
                connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, now
            )
            log.add(connection, "issue", f"a new post is mailed: {post.resource.title}", now)
            wrong = [one.message for one in errors(findings)]
            against = [*_late(period, now), *known, *taken_back, *wrong]
            if against:
                reason = "; ".join(against)
                issue = issues.transition(
                    connection, issue.id, IssueState.APPROVED, IssueState.PAUSED, now, reason=reason
                )
    except Conflict:
        return None  # somebody else was faster, or it was joined with a post that was mailed
    return issue, findings


def _late(period: Period, now: datetime) -> list[str]:
    """That a post was found late, if so."""
    if now - period.end <= RECENT:
        return []
    return [f"it appeared on {period.last_day} and was found only now"]


def _taken_back(app: App, post: StoredResource) -> list[str]:
    """That its page is not there any more, if its server says so."""
    seen = looker(app)(post.resource.url)
    if seen.standing is not Standing.MISSING or seen.hostless:
        return []
    return [f"its page is gone: {seen.reason}"]


def _mailed_before_the_backup_came(app: App, period: Period) -> list[str]:
    """That a post may have been mailed already, if so."""
    if not clone.restored_since(app, period.end):
        return []
    return [f"it appeared on {period.last_day}, before the database was restored from a backup"]


def _key(post: StoredResource) -> str:
    return f"post-{post.id}"


def _period(post: StoredResource, now: datetime) -> Period:
    published = post.resource.published
    at = published.instant if published else now
    return Period(_key(post), at, at, at.date(), at.date())
