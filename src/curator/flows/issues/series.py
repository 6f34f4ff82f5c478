"""The three series of issues: what their mail looks like, and who gets it.

``weekly`` is the digest itself, ``monthly`` the best of a month, ``posts`` a post of the author by
itself. Numbers count within a series, and a resource is in at most one issue of each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from curator.flows.issues import issue as weekly
from curator.issues import view, wording
from curator.issues.view import MailLinks
from curator.links import ARCHIVE, link
from curator.model import Cadence, Content, Issue, Period, Rendered, Resource

if TYPE_CHECKING:
    from curator.app import App
    from curator.mail.stencil import Slots

WEEKLY, MONTHLY, POSTS = "weekly", "monthly", "posts"
CADENCES = {WEEKLY: Cadence.EVERY, MONTHLY: Cadence.MONTHLY, POSTS: Cadence.POSTS}
"""Which readers a series is for."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What an issue's mail is made of, stored or not."""

    series: str
    period: Period
    number: int
    content: Content

    @classmethod
    def of(cls, issue: Issue) -> Edition:
        """The edition of a stored issue."""
        return cls(issue.series, issue.period, issue.number, issue.content)

    @property
    def cadence(self) -> Cadence:
        """Whose mail this is."""
        return CADENCES[self.series]


def links(app: App, edition: Edition, slots: Slots | None = None) -> MailLinks:
    """The addresses in an edition's mail; ``slots`` mark where each reader's own links go."""
    found = weekly.links(app, edition.number, slots)
    if edition.series == WEEKLY:
        return found
    web = link(app.config.newsletter.base_url, ARCHIVE)
    if edition.series == POSTS:
        web = wording.address(_post(edition.content).url) or web
    return replace(found, web=web)


def mail(
    app: App, edition: Edition, content: Content | None = None, *, slots: Slots | None = None
) -> Rendered:
    """An edition, or a choice of its ``content``, as subject, text and HTML."""
    chosen = edition if content is None else replace(edition, content=content)
    return _MAILS[edition.series](app, chosen, slots)


def _weekly(app: App, edition: Edition, slots: Slots | None) -> Rendered:
    return weekly.rendered(app, edition.content, edition.period, edition.number, slots=slots)


def _monthly(app: App, edition: Edition, slots: Slots | None) -> Rendered:
    newsletter = app.config.newsletter
    issue = view.digest(
        edition.content,
        newsletter=newsletter,
        period=edition.period,
        number=edition.number,
        topics=app.config.topics,
    )
    return app.theme.mail(
        "monthly",
        issue=issue,
        month=wording.month(edition.period.first_day),
        newsletter=newsletter,
        links=links(app, edition, slots),
    )


def _single(app: App, edition: Edition, slots: Slots | None) -> Rendered:
    (pick,) = edition.content.posts
    return app.theme.post(
        pick.resource, newsletter=app.config.newsletter, links=links(app, edition, slots)
    )


def _post(content: Content) -> Resource:
    return content.posts[0].resource.resource


_MAILS: dict[str, Callable[[App, Edition, Slots | None], Rendered]] = {
    WEEKLY: _weekly,
    MONTHLY: _monthly,
    POSTS: _single,
}
