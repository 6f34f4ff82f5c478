"""The site on a real socket, and visitors to it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

import httpx2
import pytest

from curator.app import App
from tests.web import house
from tests.web.desk_visit import HASH, Desk, sign_in
from tests.web.house import NOW
from tests.web.serving import Serving, opened

Build = Callable[..., Serving]


@pytest.fixture(scope="session")
def furnished_template(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """The database of a furnished house."""
    folder = tmp_path_factory.mktemp("furnished")
    settings = house.settings(folder)
    shutil.copy(sqlite_template, folder / "curator.db")
    app = App(settings)
    house.furnish(app)
    app.close()
    return folder / "curator.db"


@pytest.fixture
def build(tmp_path: Path, sqlite_template: Path, furnished_template: Path) -> Iterator[Build]:
    """Makes and serves a house; the arguments are those of :func:`tests.web.house.settings`."""
    with ExitStack() as running:
        numbers = count()

        def make(*, furnished: bool = False, **more: Any) -> Serving:
            template = furnished_template if furnished else sqlite_template
            folder = tmp_path / f"house{next(numbers)}"
            return running.enter_context(opened(folder, template, at=None, **more))

        yield make


@pytest.fixture(scope="session")
def open_house(
    tmp_path_factory: pytest.TempPathFactory, furnished_template: Path
) -> Iterator[Serving]:
    """A furnished house that nobody changes."""
    with opened(tmp_path_factory.mktemp("house"), furnished_template, at=None) as serving:
        yield serving


@pytest.fixture
def visitor(open_house: Serving) -> Iterator[httpx2.Client]:
    """Somebody who reads the open house."""
    with httpx2.Client(base_url=open_house.url) as client:
        yield client


@pytest.fixture
def site(build: Build) -> Serving:
    """A furnished house with a desk, at a fixed time."""
    serving = build(furnished=True, approval=True, desk_password_hash=HASH)
    serving.clock.at = NOW
    return serving


@pytest.fixture
def desk(site: Serving) -> Iterator[Desk]:
    """The author, signed in at the desk of ``site``."""
    visit = sign_in(site)
    yield visit
    visit.browser.close()
