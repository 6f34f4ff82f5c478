"""Issues by the names people call them, and their mail to look at."""

from __future__ import annotations

import pytest

from curator.app import App
from curator.errors import NotFound
from curator.flows.issues import edition
from curator.flows.issues.series import CADENCES, MONTHLY, POSTS, WEEKLY, Edition
from curator.model import Cadence
from tests.web import house


def test_an_issue_is_found_by_its_label(app: App) -> None:
    made = house.draft(app)
    assert edition.get(app, made.number).id == made.id
    assert edition.get(app, made.label).id == made.id


@pytest.mark.parametrize("name", ["", "x", "-1", "1.5", "9" * 40, "weekly-99", "nonsense-1"])
def test_a_name_of_no_issue_is_told(app: App, name: str) -> None:
    with pytest.raises(NotFound):
        edition.get(app, name)


def test_every_series_is_somebodys(app: App) -> None:
    assert set(CADENCES) == {WEEKLY, MONTHLY, POSTS}
    assert Edition.of(house.draft(app)).cadence is Cadence.EVERY


def test_a_draft_shows_the_mail_it_would_be(app: App) -> None:
    made = house.draft(app)
    shown = edition.mail(app, made)
    assert shown.subject
    assert f"/archive/{made.number}" in shown.html


def test_a_frozen_one_shows_example_links_and_no_gaps(app: App) -> None:
    [issue] = house.furnish(app, out=1)
    shown = edition.mail(app, issue)
    assert issue.rendered
    assert shown.subject == issue.rendered.subject
    assert "/unsubscribe/example" in shown.html
