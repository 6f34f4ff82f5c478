# ruff: noqa: INP001 - a script, not a package
"""Take the pictures of the site and the desk: ``python docs/images/shoot_site.py [FOLDER]``.

Serves the busy house of the tests on a port of this machine and looks at it in Chromium. Needs
what the tests need, and ``pillow``. Run it from the root of the repository.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PIL import Image
from playwright.sync_api import Browser, Page
from tests.web import busy, house
from tests.web.browsing import chromium
from tests.web.desk_visit import HASH, PASSWORD
from tests.web.serving import Serving, free_port, serve

from curator.app import App
from curator.model import Pick
from curator.storage.engine.database import Database

COLOURS = 64
HEADLINES = {
    1: "Why the loss fell and nothing got better",
    2: "A week with forty photographs of planks",
    9: "What the network looks at now",
}
PICTURES = (
    ("site-light", "/", "light", (1280, 1000)),
    ("desk-light", "/desk/issues/4", "light", (1440, 1200)),
)


def titled(pick: Pick, number: int) -> Pick:
    """The pick at an address of its own, the first post under the issue's own headline."""
    value = pick.resource.resource
    url = f"{value.url}{'&' if '?' in value.url else '?'}n={number}"
    first = value.title.startswith("My classifier")
    title = HEADLINES.get(number, value.title) if first else value.title
    named = replace(value, key=url, url=url, title=title)
    return replace(pick, resource=replace(pick.resource, resource=named))


@contextmanager
def served(folder: Path) -> Iterator[Serving]:
    """The busy house, with titles for people."""
    port = free_port()
    settings = house.settings(
        folder,
        base_url=f"http://127.0.0.1:{port}",
        approval=True,
        sources=busy.SOURCES,
        desk_password_hash=HASH,
    )
    with Database(f"sqlite:///{folder / 'curator.db'}") as database:
        database.check()
    app = App(settings)
    house.renamed = titled
    busy.furnish(app)
    site = serve(app, port)
    site.clock.at = house.NOW
    yield site
    site.stop()


def picture(page: Page) -> Image.Image:
    """What the window shows, with few colours, to stay small."""
    seen = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return seen.quantize(COLOURS)


def shoot(browser: Browser, site: Serving, folder: Path) -> None:
    """Every picture."""
    for name, path, scheme, (width, height) in PICTURES:
        dark = "dark" if scheme == "dark" else "light"
        page = browser.new_page(
            base_url=site.url, viewport={"width": width, "height": height}, color_scheme=dark
        )
        if path.startswith("/desk"):
            page.goto("/desk/sign-in")
            page.get_by_label("Password").fill(PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url("**/desk")
        page.goto(path)
        picture(page).save(folder / f"{name}.png", optimize=True)
        page.close()


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    with tempfile.TemporaryDirectory() as home, served(Path(home)) as site, chromium() as browser:
        shoot(browser, site, target)
