"""What is new comes in by itself, and the service is small again afterwards."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from curator.app import App
from curator.flows.service.gathering import gather
from curator.storage import resources
from curator.topics import semantic
from tests.flows import rooms
from tests.web import house
from tests.web.house import NOW


@pytest.fixture
def home(home: Path) -> Path:
    """A house that reads no sources."""
    house.settings(home, sources=" []")
    return home


def test_what_is_new_is_tagged_and_the_encoder_let_go(app: App) -> None:
    row = rooms.found(app, 1, NOW - timedelta(days=1))
    assert gather(app, NOW, Event()).tagged > 0
    with app.database.read() as connection:
        assert resources.get(connection, row).tags.model_version == app.tagger().version
    assert semantic.encoder.cache_info().currsize == 0


@pytest.mark.skipif(not semantic.installed(), reason="the semantic extra is absent")
def test_it_is_let_go_whoever_loaded_it(app: App) -> None:
    embed = semantic.embedder()
    assert embed is not None
    embed(["a loom"])
    gather(app, NOW, Event())
    assert semantic.encoder.cache_info().currsize == 0
