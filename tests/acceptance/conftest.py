"""What the acceptance tests share: the sample week's web, and a house that has read it once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample import server
from sample.postbox import Postbox, open_postbox

from tests.acceptance.command import Home


@pytest.fixture(scope="session")
def web() -> Iterator[server.Running]:
    """The sample week's web, as a proxy on loopback."""
    with server.serve() as running:
        yield running


@pytest.fixture(scope="session")
def read_once(web: server.Running, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A house whose sources were read; nothing was sent and no issue is stored.

    Copy it with :func:`copied`, and run ``digest --no-refresh``.
    """
    folder = tmp_path_factory.mktemp("read-once")
    shutil.copy(server.FEEDS, folder / "feeds.yaml")
    home = Home(folder, {"HTTP_PROXY": web.base, "http_proxy": web.base})
    done = home.run("digest", "--week", server.WEEK, "--preview", "-o", "issue.html", "--json")
    assert done.code == 3, done.err  # two of the sources are meant to fail
    assert done.json["sources"]["failed"] == 2, done.out
    assert done.json["resources"]["pages"].get("ok", 0) >= 20, done.out
    return home


@pytest.fixture
def home(read_once: Home, tmp_path: Path) -> Home:
    """A copy of that house for one test; its mail goes to the outbox."""
    return copied(read_once, tmp_path / "home")


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """A mail server."""
    with open_postbox() as running:
        yield running


def copied(home: Home, folder: Path, **more: str) -> Home:
    """The same house in another folder, with ``more`` variables in its environment."""
    shutil.copytree(home.folder, folder)
    return Home(folder, {**home.environment, **more})
