"""The author's word on a topic or track counts at once, in drafts too, and can be taken back."""

from __future__ import annotations

import pytest

from curator.app import App
from curator.errors import NotFound
from curator.flows.topics import correct
from curator.model import Track
from curator.storage import issues
from tests.web import house
from tests.web.house import NOW


@pytest.fixture
def number(app: App) -> int:
    """A draft."""
    return house.draft(app).number


def first(app: App, number: int) -> int:
    with app.database.read() as connection:
        return issues.get(connection, number).content.sections[0].picks[0].resource.id


def slugs_in_draft(app: App, number: int, resource: int) -> set[str]:
    with app.database.read() as connection:
        picks = issues.get(connection, number).content.picks()
    [found] = [pick for pick in picks if pick.resource.id == resource]
    return {tag.slug for tag in found.resource.tags.topics}


def test_a_topic_is_given_and_taken_away(app: App, number: int) -> None:
    resource = first(app, number)
    given = correct.topic(app, resource, "ethics", NOW, positive=True)
    assert "ethics" in {tag.slug for tag in given.tags.topics}
    assert "ethics" in slugs_in_draft(app, number, resource)
    correct.topic(app, resource, "ethics", NOW, positive=False)
    assert "ethics" not in slugs_in_draft(app, number, resource)


def test_the_track_is_what_the_author_says(app: App, number: int) -> None:
    resource = first(app, number)
    assert correct.track(app, resource, Track.THEORY, NOW).tags.track is Track.THEORY
    assert correct.track(app, resource, Track.PRACTICE, NOW).tags.track is Track.PRACTICE


def test_what_was_said_is_kept_and_taken_back(app: App, number: int) -> None:
    resource = first(app, number)
    correct.topic(app, resource, "ethics", NOW, positive=True)
    [one] = correct.said(app, resource)
    assert (one.topic, one.positive) == ("ethics", True)
    correct.take_back(app, resource, "ethics")
    assert correct.said(app, resource) == []
    assert "ethics" not in slugs_in_draft(app, number, resource)


def test_a_former_name_of_a_topic_will_do(app: App, number: int) -> None:
    given = correct.topic(app, first(app, number), "words", NOW, positive=True)
    assert "nlp" in {tag.slug for tag in given.tags.topics}


def test_what_is_not_there_is_told(app: App, number: int) -> None:
    with pytest.raises(NotFound):
        correct.topic(app, first(app, number), "cooking", NOW, positive=True)
    with pytest.raises(NotFound):
        correct.track(app, 9999, Track.THEORY, NOW)
