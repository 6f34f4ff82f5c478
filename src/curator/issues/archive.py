"""The web form of an issue: the same items as the mail, nothing of any one reader."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from curator.issues import view
from curator.issues.render import Theme
from curator.model import Content, Newsletter, Period, Topic


def article(
    theme: Theme,
    content: Content,
    *,
    newsletter: Newsletter,
    period: Period,
    number: int,
    topics: Sequence[Topic] = (),
) -> Markup:
    """The issue as an ``<article>``, ``web/article.html``, for a page or a feed to frame.

    It has no scripts, no styles, and nothing that a browser would load from elsewhere.
    """
    issue = view.digest(content, newsletter=newsletter, period=period, number=number, topics=topics)
    return Markup(theme.page("article", issue=issue, newsletter=newsletter))  # noqa: S704
