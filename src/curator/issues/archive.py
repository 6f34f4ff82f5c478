"""The web form of an issue: the same items as the mail, nothing of any one reader."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from curator.issues import view
from curator.issues.render import Theme
from curator.model import Content, Newsletter, Period, Topic


def page(
    theme: Theme,
    content: Content,
    *,
    newsletter: Newsletter,
    period: Period,
    number: int,
    topics: Sequence[Topic] = (),
) -> str:
    """A whole page, ``web/issue.html``, without scripts, styles or anything loaded from elsewhere."""
    issue = _view(content, newsletter, period, number, topics)
    return theme.page("issue", issue=issue, newsletter=newsletter)


def article(
    theme: Theme,
    content: Content,
    *,
    newsletter: Newsletter,
    period: Period,
    number: int,
    topics: Sequence[Topic] = (),
) -> Markup:
    """Only the ``<article>``, ``web/article.html``, for a page or a feed that has its own frame."""
    issue = _view(content, newsletter, period, number, topics)
    return Markup(theme.page("article", issue=issue, newsletter=newsletter))  # noqa: S704


def _view(
    content: Content, newsletter: Newsletter, period: Period, number: int, topics: Sequence[Topic]
) -> view.Digest:
    return view.digest(content, newsletter=newsletter, period=period, number=number, topics=topics)
