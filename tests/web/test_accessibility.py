"""Every page in Chromium: no violation for axe-core, nothing foreign, small, and no sideways scroll."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from curator.app import App
from curator.audience.access import preferences_token, unsubscribe_token
from curator.storage import subscribers
from tests.web import house
from tests.web.browsing import SIZES, chromium, window
from tests.web.desk_visit import HASH, PASSWORD
from tests.web.house import NOW
from tests.web.serving import Serving, free_port, serve

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PUBLIC = (
    "/",
    "/archive",
    "/archive/3",
    "/topics",
    "/topics/vision",
    "/reading",
    "/search?q=bread",
    "/sources",
    "/subscribe",
    "/embed",
    "/nothing/here",
    "PREFERENCES",
    "UNSUBSCRIBE",
)
DESK = (
    "/desk",
    "/desk/issues",
    "/desk/issues/DRAFT",
    "/desk/issues/3/deliveries",
    "/desk/resources",
    "/desk/resources/1",
    "/desk/sources",
    "/desk/reading",
    "/desk/save?url=https://a.example",
    "/desk/challenge",
    "/desk/readers",
    "/desk/readers/one?address=ada@mail.example.org",
    "/desk/log",
)
MOST_BYTES = 100_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, furnished_template: Path
) -> Iterator[tuple[Serving, dict[str, str]]]:
    """A furnished house with a draft and a reader, and the addresses that depend on them."""
    folder, port = tmp_path_factory.mktemp("seen"), free_port()
    settings = house.settings(
        folder, base_url=f"http://127.0.0.1:{port}", approval=True, desk_password_hash=HASH
    )
    shutil.copy(furnished_template, folder / "curator.db")
    app = App(settings)
    draft = house.draft(app)
    address = "ada@mail.example.org"
    with app.database.begin() as connection:
        mark = app.keyring.address_hash(address)
        reader = subscribers.add(connection, address, address_hash=mark, now=NOW)
    places = {
        "PREFERENCES": f"/preferences/{preferences_token(app.keyring, reader)}",
        "UNSUBSCRIBE": f"/unsubscribe/{unsubscribe_token(app.keyring, reader)}",
        "/desk/issues/DRAFT": f"/desk/issues/{draft.number}",
    }
    serving = serve(app, port)
    yield serving, places
    serving.stop()


def visit(page: Page, path: str) -> list[Any]:
    """Open a page; gives what it loaded."""
    loaded: list[Any] = []
    page.on("response", lambda answer: loaded.append(answer))  # noqa: PLW0108 - Playwright wants it
    page.goto(path, wait_until="networkidle")
    return loaded


def check(page: Page, url: str, path: str) -> None:
    """Everything a page must be."""
    loaded = visit(page, path)
    assert all(answer.url.startswith(url) for answer in loaded)
    sizes = {answer.url: len(answer.body()) for answer in loaded if answer.status == 200}
    assert sum(sizes.values()) < MOST_BYTES, sizes
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{path} scrolls sideways by {wide} pixels"
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(("size", "scheme"), [("phone", "light"), ("desk", "dark")])
@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages(
    site: tuple[Serving, dict[str, str]], browser: Browser, path: str, size: str, scheme: str
) -> None:
    serving, places = site
    width, height = SIZES[size]
    viewport = {"width": width, "height": height}
    context = browser.new_context(base_url=serving.url, viewport=viewport, color_scheme=scheme)  # type: ignore[arg-type]
    check(context.new_page(), serving.url, places.get(path, path))
    context.close()


@pytest.mark.parametrize(("size", "scheme"), [("phone", "light"), ("desk", "dark")])
def test_pages_of_the_desk(
    site: tuple[Serving, dict[str, str]], browser: Browser, size: str, scheme: str
) -> None:
    serving, places = site
    width, height = SIZES[size]
    viewport = {"width": width, "height": height}
    with window(browser, serving.url, viewport=viewport, color_scheme=scheme) as page:
        page.goto("/desk")
        assert Axe().run(page).violations_count == 0
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk")
        for path in DESK:
            check(page.context.new_page(), serving.url, places.get(path, path))
