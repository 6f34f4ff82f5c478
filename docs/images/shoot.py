# ruff: noqa: INP001 - a script, not a package
"""Take the pictures of the demo's issue: ``make demo``, then ``python docs/images/shoot.py``.

Needs Chromium, and ``pillow`` and ``playwright`` in the environment. Writes ``digest-light.png``, the
whole mail as a desktop shows it in columns beside each other, and ``digest-dark.png``, how it begins
on a phone. Each has few colours, to stay small.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent
ISSUE = FOLDER.parents[1] / ".demo" / "issue.html"
COLOURS = 32
COLUMNS = 4
GAP = 24
"""Pixels between two columns."""
ABOVE = 12
"""Pixels above a heading that begins a column."""
NEAR = 80
"""Pixels between two headings that belong together."""
TOPS = """[...document.querySelectorAll('h1, h2, h3')].map(
  one => one.getBoundingClientRect().top + parseFloat(getComputedStyle(one).paddingTop))"""


def look(tab: Page, scheme: str) -> Image.Image:
    """All of the mail."""
    tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    tab.goto(ISSUE.resolve().as_uri())
    return Image.open(io.BytesIO(tab.screenshot(full_page=True))).convert("RGB")


def cuts(tops: Sequence[float], height: int) -> list[int]:
    """Where to cut so that no heading is torn from what follows, in about equal parts."""
    wanted = (height * part / COLUMNS for part in range(1, COLUMNS))
    # A title right under the heading of its section stays with it.
    free = [tops[0], *(top for above, top in pairwise(tops) if top - above > NEAR)]
    inner = [int(min(free, key=lambda top: abs(top - at))) - ABOVE for at in wanted]
    return [0, *inner, height]


def in_columns(whole: Image.Image, at: Sequence[int]) -> Image.Image:
    """The parts between the cuts side by side."""
    parts = list(pairwise(at))
    tallest = max(bottom - top for top, bottom in parts)
    sheet = Image.new("RGB", (COLUMNS * (whole.width + GAP) - GAP, tallest), "white")
    for column, (top, bottom) in enumerate(parts):
        sheet.paste(whole.crop((0, top, whole.width, bottom)), (column * (whole.width + GAP), 0))
    return sheet


def keep(picture: Image.Image, name: str) -> None:
    """Write it beside this script."""
    picture.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        desktop = browser.new_page(viewport={"width": 620, "height": 900})
        whole = look(desktop, "light")
        keep(in_columns(whole, cuts(desktop.evaluate(TOPS), whole.height)), "digest-light")
        phone = look(browser.new_page(viewport={"width": 390, "height": 844}), "dark")
        keep(phone.crop((0, 0, phone.width, 1600)), "digest-dark")
        browser.close()
