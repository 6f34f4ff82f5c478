"""A draft that the author begins: which week it is about, and what it finds of that week."""

from __future__ import annotations

from datetime import timedelta

import pytest

from curator.app import App
from curator.errors import Conflict
from curator.flows.desk import drafts
from curator.flows.digest import Options, digest
from curator.model import Content
from tests.flows import rooms
from tests.web.house import NOW

SUNDAY = NOW - timedelta(days=1)
"""Sunday 22 February 2026, 08:00 in Berlin: when the issue of 2026-W08 is due."""


def test_a_draft_is_about_the_week_that_is_due_then_about_the_next(app: App) -> None:
    assert [drafts.begin(app, SUNDAY).period.key for _ in range(2)] == ["2026-W08", "2026-W09"]
    with pytest.raises(Conflict, match="2026-W09 already has issue 2"):
        drafts.begin(app, SUNDAY)


def test_a_week_that_is_named_is_not_exchanged_for_another(app: App) -> None:
    drafts.begin(app, SUNDAY, week="2026-W08")
    with pytest.raises(Conflict, match="2026-W08 already has issue 1"):
        drafts.begin(app, SUNDAY, week="2026-W08")


def test_a_post_of_sunday_afternoon_is_in_the_next_sundays_issue(app: App) -> None:
    rooms.reader(app, "reader@reader.example")
    rooms.post(app, 1, SUNDAY - timedelta(hours=2))
    first = digest(app, Options(refresh=False), SUNDAY).content
    rooms.post(app, 2, SUNDAY + timedelta(hours=6))
    second = digest(app, Options(refresh=False), SUNDAY + timedelta(days=7)).content
    assert [_titles(one) for one in (first, second)] == [["Building part 1"], ["Building part 2"]]


def _titles(content: Content) -> list[str]:
    """What the author wrote, as the issue has it."""
    return [pick.resource.resource.title for pick in content.posts]
