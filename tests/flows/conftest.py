"""A newsletter in a folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.app import App
from tests.web import house


@pytest.fixture
def home(tmp_path: Path, sqlite_template: Path) -> Path:
    """A folder with a ``feeds.yaml`` and an empty database."""
    folder = tmp_path / "home"
    house.settings(folder)
    shutil.copy(sqlite_template, folder / "curator.db")
    return folder


@pytest.fixture
def app(home: Path) -> Iterator[App]:
    """The application on it."""
    app = App(house.environment_of(home))
    yield app
    app.close()
