"""The taxonomy at work, from corrections to the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator import config
from curator.app import App
from curator.errors import NotFound
from curator.flows.topics import correct, tag
from curator.flows.topics import taxonomy as topics
from curator.model import PageState, Resource
from curator.storage import resources
from tests.web import house


def put(app: App, number: int, title: str, text: str = "") -> int:
    url = f"https://site.example/{number}"
    with app.database.begin() as connection:
        return resources.upsert(
            connection,
            Resource(url, url, title, text=text or title),
            now=house.NOW,
            state=PageState.OK,
        )


def test_corrections_are_kept_and_propose_words(app: App) -> None:
    ids = [put(app, i, f"Kernels and strides, part {i}") for i in range(6)]
    for number in range(6, 12):
        put(app, number, f"A garden in spring, part {number}")
    tag.tag(app)
    for one in ids:
        stored = correct.topic(app, one, "cnn", house.NOW, positive=True)
        assert stored.tags.topics[0].corrected
    tag.tag(app)
    assert "kernels" in " ".join(one.word for one in topics.proposals(app))


def test_the_author_is_asked_about_few_things(app: App) -> None:
    for number in range(12):
        put(app, number, f"Computer vision and language, part {number}", "training pictures")
    tag.tag(app)
    assert len(topics.doubts(app)) <= 5


def test_a_changed_file_is_compared_before_it_is_used(app: App, home: Path, tmp_path: Path) -> None:
    put(app, 1, "Sourdough for beginners")
    other = tmp_path / "other.yaml"
    text = (home / "feeds.yaml").read_text()
    other.write_text(text.replace("name: Convolutions", "name: Convolutions, aliases: [sourdough]"))
    found = topics.difference(app, other)
    assert [change.gained for change in found.changes] == [("cnn",)]
    assert found.resources == 1


def test_what_was_corrected_does_not_change(app: App, home: Path, tmp_path: Path) -> None:
    one = put(app, 1, "Sourdough for beginners")
    correct.topic(app, one, "cnn", house.NOW, positive=False)
    other = tmp_path / "other.yaml"
    text = (home / "feeds.yaml").read_text()
    other.write_text(text.replace("name: Convolutions", "name: Convolutions, aliases: [sourdough]"))
    assert not topics.difference(app, other).changes


def test_merged_topics_stay_merged_in_the_file(app: App, home: Path) -> None:
    topics.merge(app, "cnn", "vision")
    after = {topic.slug: topic for topic in config.load(home / "feeds.yaml").topics}
    assert "cnn" not in after
    assert after["vision"].former == ("cnn",)
    assert "Convolutions" in after["vision"].aliases
    assert app.config.topics == tuple(after.values())
    with pytest.raises(NotFound):
        topics.merge(app, "cnn", "vision")


def test_aliases_that_find_nothing_are_told(app: App) -> None:
    put(app, 1, "Language and ethics of training convolutions in computer vision")
    found = topics.lint_aliases(app)
    assert (found.poor, found.idle, found.resources) == ((), (), 1)
    app.database.close()
