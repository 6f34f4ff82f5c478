"""The site on a real socket, and visitors to it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from curator.app import App
from tests.web import house
from tests.web.desk_visit import HASH, Desk, sign_in
from tests.web.house import NOW
from tests.web.serving import Serving, free_port, serve

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
    running: list[Serving] = []

    def make(*, furnished: bool = False, approval: bool = False, **more: str) -> Serving:
        port = free_port()
        folder = tmp_path / f"house{len(running)}"
        settings = house.settings(
            folder, base_url=f"http://127.0.0.1:{port}", approval=approval, **more
        )
        if "database_url" not in more:
            template = furnished_template if furnished else sqlite_template
            shutil.copy(template, folder / "curator.db")
        running.append(serve(App(settings), port))
        return running[-1]

    yield make
    for one in running:
        one.stop()


@pytest.fixture(scope="session")
def open_house(
    tmp_path_factory: pytest.TempPathFactory, furnished_template: Path
) -> Iterator[Serving]:
    """A furnished house that nobody changes."""
    folder, port = tmp_path_factory.mktemp("house"), free_port()
    settings = house.settings(folder, base_url=f"http://127.0.0.1:{port}")
    shutil.copy(furnished_template, folder / "curator.db")
    serving = serve(App(settings), port)
    yield serving
    serving.stop()


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
