"""Every page in Chromium, light and dark: no violation for axe-core, nothing foreign, a strict
policy, small, and no sideways scroll."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from curator.app import App
from curator.audience.access import manage_token, preferences_token, unsubscribe_token
from curator.audience.signup import Form, Rules
from curator.flows.audience import subscribe
from curator.storage import subscribers
from tests.web import busy, mailbox
from tests.web.browsing import SIZES, chromium, window
from tests.web.desk_visit import PASSWORD
from tests.web.house import NOW
from tests.web.serving import Serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PUBLIC = (
    "/",
    "/archive",
    "/archive/3",
    "/topics",
    "/topics/vision",
    "/reading",
    "/topics/training",
    "/search",
    "/search?q=bread",
    "/search?q=zebrafish&topic=vision",
    "/sources",
    "/subscribe",
    "/embed",
    "/nothing/here",
    "CONFIRM",
    "PREFERENCES",
    "PREFERENCES OF ONE WHO LEFT",
    "UNSUBSCRIBE",
    "MANAGE",
)
DESK = (
    "/desk",
    "/desk/issues",
    "/desk/issues/DRAFT",
    "/desk/issues/3",
    "/desk/issues/3/deliveries",
    "/desk/issues/DRAFT/deliveries",
    "/desk/resources",
    "/desk/resources?q=zebrafish",
    "/desk/resources/1",
    "/desk/sources",
    "/desk/reading",
    "/desk/save?url=https://a.example",
    "/desk/challenge",
    "/desk/readers",
    "/desk/readers?q=zebrafish",
    "/desk/readers/one?address=ada0@mail.example.org",
    "/desk/log",
    "/desk/keys",
    "/desk/import",
    "/desk/embed",
)
NARROW = 320
"""Pixels of a window of 1280 at 400 % (WCAG 2.2, 1.4.10)."""
MOST_BYTES = 100_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[tuple[Serving, dict[str, str]]]:
    """A busy house, and the addresses that depend on its draft and its readers."""
    with busy.opened(tmp_path_factory.mktemp("seen"), sqlite_template) as (serving, draft):
        yield serving, places(serving.app, draft.number)


def places(app: App, draft: int) -> dict[str, str]:
    """The addresses with a secret or a number in them."""
    with app.database.read() as connection:
        reader = subscribers.find(connection, "ada0@mail.example.org")
        gone = next(one for one in subscribers.list_(connection) if one.unsubscribed_at)
    assert reader
    form = Form(address="new@mail.example.org", ip="192.0.2.1")
    subscribe.sign_up(app, form, NOW, rules=Rules(form_token=False))
    ring, desk = app.keyring, f"/desk/issues/{draft}"
    return {
        "CONFIRM": mailbox.waiting(app)[-1].link("/confirm"),
        "PREFERENCES": f"/preferences/{preferences_token(ring, reader)}",
        "PREFERENCES OF ONE WHO LEFT": f"/preferences/{preferences_token(ring, gone)}",
        "UNSUBSCRIBE": f"/unsubscribe/{unsubscribe_token(ring, reader)}",
        "MANAGE": f"/manage/{manage_token(ring, reader, NOW)}",
        "/desk/issues/DRAFT": desk,
        "/desk/issues/DRAFT/deliveries": f"{desk}/deliveries",
    }


def visit(page: Page, path: str) -> list[Any]:
    """Open a page; gives what it loaded."""
    loaded: list[Any] = []
    page.on("response", lambda answer: loaded.append(answer))  # noqa: PLW0108 - Playwright wants it
    page.goto(path)
    return loaded


def check(page: Page, url: str, path: str) -> None:
    """Everything a page must be."""
    loaded = visit(page, path)
    assert all(answer.url.startswith(url) for answer in loaded)
    for answer in loaded:
        if "text/html" in answer.headers.get("content-type", ""):
            assert "unsafe-inline" not in answer.headers["content-security-policy"], answer.url
    sizes = {answer.url: len(answer.body()) for answer in loaded if answer.status == 200}
    assert sum(sizes.values()) < MOST_BYTES, sizes
    fits(page, path)
    see(page)
    if page.viewport_size and page.viewport_size["width"] < NARROW * 2:
        page.set_viewport_size({"width": NARROW, "height": 600})
        fits(page, path)


def fits(page: Page, path: str) -> None:
    """Nothing of the page stands beside the window."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{path} scrolls sideways by {wide} pixels"


def see(page: Page) -> None:
    """What axe-core says of the page as it stands: nothing."""
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
        sign_in(page)
        for path in DESK:
            check(page.context.new_page(), serving.url, places.get(path, path))


def sign_in(page: Page) -> None:
    page.goto("/desk")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_a_form_answers(
    site: tuple[Serving, dict[str, str]], browser: Browser, scheme: str
) -> None:
    serving, places = site
    context = browser.new_context(base_url=serving.url, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/subscribe")
    page.get_by_text("Choose topics and rhythm").click()
    see(page)
    page.get_by_label("Mail address").fill("no..body@mail.example.org")
    page.get_by_role("button", name="Subscribe").click()
    page.get_by_role("alert").wait_for()
    see(page)
    page.goto(places["PREFERENCES"])
    page.get_by_role("button", name="Save").click()
    see(page)
    page.goto("/desk")
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    see(page)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_editor_with_everything_open(
    site: tuple[Serving, dict[str, str]], browser: Browser, scheme: str
) -> None:
    serving, places = site
    with window(browser, serving.url, color_scheme=scheme) as page:
        sign_in(page)
        page.goto(places["/desk/issues/DRAFT"])
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        see(page)
        page.get_by_role("button", name="Keys").click()
        see(page)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Move down").first.click()
        page.get_by_role("status").wait_for()
        see(page)
