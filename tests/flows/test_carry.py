"""After an edit only what it touches is tagged anew, and then all tags are as if all had been."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from curator.app import App
from curator.flows import tag
from curator.model import Correction, PageState, Resource
from curator.storage import corrections, resources, schema
from curator.topics.classify import Tagger
from tests.web import house

TITLES = (
    "Lidar scans of a street",
    "Sourdough for beginners",
    "Sour-dough, a second look",
    "Soursdough and other typing errors",
    "Colour management in print",
    "A convolution explained",
    "Letters from a garden",
)


@pytest.fixture
def ids(app: App) -> dict[str, int]:
    """A library that is tagged."""
    found = {}
    with app.database.begin() as connection:
        for number, title in enumerate(TITLES):
            url = f"https://site.example/{number}"
            one = Resource(url, url, title, text=f"{title}. Some more words on it.")
            found[title] = resources.upsert(connection, one, now=house.NOW, state=PageState.OK)
    assert tag.tag(app) == len(TITLES)
    return found


def edit(app: App, home: Path, old: str, new: str) -> None:
    """Change ``feeds.yaml`` as the author would."""
    path = home / "feeds.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    app.__dict__.pop("config", None)


@contextmanager
def statements(app: App) -> Iterator[list[tuple[str, tuple[object, ...]]]]:
    """Every statement with its values while this is open."""
    seen: list[tuple[str, tuple[object, ...]]] = []

    def note(_c: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        seen.append((statement, tuple(values)))

    engine = app.database._engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def tags_of(app: App) -> dict[int, object]:
    with app.database.read() as connection:
        found = resources.list_(connection, limit=100)
    return {one.id: (one.tags.topics, one.tags.suggested) for one in found}


def afresh(app: App) -> dict[int, object]:
    """What tagging everything by the present taxonomy gives."""
    tagger = Tagger(app.config.topics)
    with app.database.read() as connection:
        every = resources.list_(connection, limit=100)
        found = resources.get_many(connection, [one.id for one in every], text=True)
    told = {key: tagger.tag(one.resource, categories=one.categories) for key, one in found.items()}
    return {key: (one.topics, one.suggested) for key, one in told.items()}


def test_a_new_alias_touches_what_has_it_in_any_spelling(
    app: App, home: Path, ids: dict[str, int]
) -> None:
    edit(app, home, "name: Convolutions", "name: Convolutions, aliases: [sour dough, color]")
    assert tag.tag(app) == 3
    assert tags_of(app) == afresh(app)
    with app.database.read() as connection:
        bread = resources.get(connection, ids["Sour-dough, a second look"])
    assert bread.tags.topics[0].slug == "cnn"


def test_what_is_not_touched_is_neither_read_nor_written(
    app: App, home: Path, ids: dict[str, int]
) -> None:
    edit(app, home, "name: Convolutions", "name: Convolutions, aliases: [lidar]")
    with statements(app) as seen:
        assert tag.tag(app) == 1
    ids_of_rows = {
        value
        for statement, values in seen
        if "resource_pages" in statement or statement.startswith("UPDATE resources")
        for value in values
        if isinstance(value, int)
    }
    assert ids_of_rows == {ids["Lidar scans of a street"]}


def test_the_next_edit_builds_on_the_last(app: App, home: Path, ids: dict[str, int]) -> None:
    edit(app, home, "name: Convolutions", "name: Convolutions, aliases: [lidar]")
    assert tag.tag(app) == 1
    edit(app, home, "aliases: [lidar]", "aliases: [lidar, garden]")
    assert tag.tag(app) == 1
    edit(app, home, "aliases: [lidar, garden]", "aliases: [garden]")
    assert tag.tag(app) == 1
    assert tags_of(app) == afresh(app)
    assert tag.tag(app) == 0


@pytest.mark.parametrize(
    "line",
    ["name: Foldings", "name: Convolutions, description: Sliding windows",
     "name: Convolutions, aliases: ['sour*']"],
)  # fmt: skip
def test_any_other_edit_has_everything_tagged_anew(
    app: App, home: Path, ids: dict[str, int], line: str
) -> None:
    edit(app, home, "name: Convolutions", line)
    assert tag.tag(app) == len(ids)
    assert tags_of(app) == afresh(app)


def test_a_correction_has_everything_tagged_anew(app: App, ids: dict[str, int]) -> None:
    with app.database.begin() as connection:
        key = resources.get(connection, ids["Sourdough for beginners"]).resource.key
        corrections.add(connection, Correction(key, "cnn", True, house.NOW))
    assert tag.tag(app) == len(ids)


def test_a_feed_category_counts_as_a_word(app: App, home: Path, ids: dict[str, int]) -> None:
    letters = ids["Letters from a garden"]
    with app.database.begin() as connection:
        resources.add_sighting(connection, letters, source_url=None, entry_id=None, now=house.NOW)
        connection.execute(schema.sightings.update().values(categories=("#Home-Baking",)))
    edit(app, home, "name: Convolutions", "name: Convolutions, aliases: [home baking]")
    tag.tag(app)
    with app.database.read() as connection:
        found = resources.get(connection, letters)
    assert [one.slug for one in found.tags.topics] == ["cnn"]
