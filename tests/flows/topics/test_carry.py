"""After an edit only what it touches is tagged anew, and then all tags are as if all had been.

On both databases.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from curator.app import App
from curator.flows.topics import correct, tag
from curator.model import Correction, PageState, Resource, Track
from curator.storage import archive, corrections, resources, schema
from curator.topics.classify import Tagger
from curator.topics.document import document
from tests.web import house

TITLES = (
    "Lidar scans of a street",
    "Sourdough for beginners",
    "Sour-dough, a second look",
    "Soursdough and other typing errors",
    "Colour management in print",
    "A convolution explained",
    "Letters from a garden",
    "Image classification with a convolutional network",
    "Why translation models learn grammar",
    "Training with a larger learning rate",
    "A fair model of images and words",
)
WORDS = ("lidar", "garden", "sour dough", "'sour*'")
SLUGS = ("vision", "cnn", "nlp", "training", "ethics")


@pytest.fixture
def app(home: Path, database_url: str) -> Iterator[App]:
    """The application on each database."""
    app = App(house.environment_of(home, database_url=database_url))
    yield app
    app.close()


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
def statements(app: App) -> Iterator[list[tuple[str, set[object]]]]:
    """Every statement with its values while this is open."""
    seen: list[tuple[str, set[object]]] = []

    def note(_c: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        rows = values if isinstance(values, list) else [values]
        told = [row.values() if isinstance(row, dict) else row for row in rows]
        seen.append((statement, {value for row in told for value in row if _plain(value)}))

    engine = app.database._engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def _plain(value: object) -> bool:
    return isinstance(value, (int, str))


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
    of_rows = [
        values
        for statement, values in seen
        if re.search(r"resource_pages|(UPDATE|INTO|FROM) resource(s|_topics)\b", statement)
        and not re.search(r"model_version [<>]", statement)
    ]
    assert len(of_rows) > 3
    numbers = {value for values in of_rows for value in values if value in ids.values()}
    assert numbers == {ids["Lidar scans of a street"]}
    assert all(numbers & values for values in of_rows)


def test_a_beginning_touches_the_words_that_begin_so(
    app: App, home: Path, ids: dict[str, int]
) -> None:
    edit(app, home, "name: Convolutions", "name: Convolutions, aliases: ['sour*']")
    assert tag.tag(app) == 3
    assert tags_of(app) == afresh(app)


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
     r"name: Convolutions, aliases: ['\d+ gardens']"],
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


def test_a_corrected_track_is_of_one_resource_and_nothing_else_is_read(
    app: App, ids: dict[str, int]
) -> None:
    bread = ids["Sourdough for beginners"]
    correct.track(app, bread, Track.THEORY, house.NOW)
    assert tag.tag(app) == 0
    assert correct.take_back(app, bread, None).tags.track is not Track.THEORY
    assert tag.tag(app) == 0


def test_after_a_correction_only_what_has_other_tags_now_is_written(
    app: App, ids: dict[str, int]
) -> None:
    bread = ids["Sourdough for beginners"]
    before = tags_of(app)
    with app.database.begin() as connection:
        key = resources.get(connection, bread).resource.key
        corrections.add(connection, Correction(key, "cnn", True, house.NOW))
    with statements(app) as seen:
        tag.tag(app)
    after = tags_of(app)
    changed = {one for one in after if after[one] != before[one]}
    assert bread in changed != set(ids.values())
    written = [values for statement, values in seen if "FROM resource_topics" in statement]
    assert len(written) == len(changed)
    assert all(values & changed for values in written)
    words = [values for statement, values in seen if "INTO resource_search_forms" in statement]
    assert len(words) == 1
    assert bread in words[0]
    with app.database.read() as connection:
        versions = {one.tags.model_version for one in resources.list_(connection, limit=100)}
    assert versions == {app.tagger().version}
    assert tag.tag(app) == 0


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_corrected_or_edited_all_tags_are_as_if_given_afresh(
    app: App, home: Path, ids: dict[str, int], seed: int
) -> None:
    chance = random.Random(seed)
    lines = ["name: Convolutions", *(f"name: Convolutions, aliases: [{word}]" for word in WORDS)]
    stands = lines[0]
    for _ in range(12):
        one, slug = chance.choice(sorted(ids.values())), chance.choice(SLUGS)
        step = chance.choice(("yes", "yes", "no", "no", "track", "back", "edit", "part"))
        if step in ("yes", "no"):
            correct.topic(app, one, slug, house.NOW, positive=step == "yes")
        elif step == "track":
            correct.track(app, one, chance.choice([Track.THEORY, Track.PRACTICE]), house.NOW)
        elif step == "back":
            correct.take_back(app, one, chance.choice([slug, None]))
        elif step == "edit":
            was, stands = stands, chance.choice(lines)
            edit(app, home, f"{was}}}", f"{stands}}}")
        tag.tag(app, most=2 if step == "part" else None)
    tag.tag(app)
    with app.database.read() as connection:
        found = resources.get_many(connection, list(ids.values()), text=True)
    tagger = app.tagger()
    for stored in found.values():
        assert stored.tags == tag.tags_of(tagger, {}, stored)


@pytest.mark.parametrize("line", ["aliases: [home baking]", "feed_tags: [home-baking]"])
def test_a_feed_category_counts_as_a_word(
    app: App, home: Path, ids: dict[str, int], line: str
) -> None:
    letters = ids["Letters from a garden"]
    with app.database.begin() as connection:
        resources.add_sighting(connection, letters, source_url=None, entry_id=None, now=house.NOW)
        connection.execute(schema.sightings.update().values(categories=("#Home-Baking",)))
    edit(app, home, "name: Convolutions", f"name: Convolutions, {line}")
    assert tag.tag(app) == 1
    with app.database.read() as connection:
        found = resources.get(connection, letters)
    assert [one.slug for one in found.tags.topics] == ["cnn"]


def test_a_restored_backup_stays_tagged_and_knows_what_an_edit_touches(
    app: App, home: Path, ids: dict[str, int], tmp_path: Path
) -> None:
    before = tags_of(app)
    path = tmp_path / "backup.gz"
    archive.backup(app.database, path)
    archive.restore(path, app.database, replace=True, words_of=lambda one: document(one).forms)
    assert tag.tag(app) == 0
    assert tags_of(app) == before
    edit(app, home, "name: Convolutions", "name: Convolutions, aliases: [sour dough, color]")
    assert tag.tag(app) == 3
    assert tags_of(app) == afresh(app)
