# ruff: noqa: INP001 - a script, not a package
"""Take the pictures of an issue: ``python docs/images/shoot.py issue.html docs/images/digest``.

Needs Chromium, and ``pillow`` and ``playwright`` in the environment. Writes
``PREFIX-{light,dark}-{375,700}.png``, each with few colours, to stay small.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

WIDTHS = (375, 700)
COLOURS = 48


def shoot(page: Path, prefix: str) -> None:
    """One picture for each colour scheme and width."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                tab = browser.new_page(viewport={"width": width, "height": 900})
                tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                tab.goto(page.resolve().as_uri())
                picture = Image.open(io.BytesIO(tab.screenshot(full_page=True))).convert("RGB")
                picture.quantize(COLOURS).save(f"{prefix}-{scheme}-{width}.png", optimize=True)
                tab.close()
        browser.close()


if __name__ == "__main__":
    shoot(Path(sys.argv[1]), sys.argv[2])
