"""The mail in a real browser: nothing runs over the edge, and colours are what lint believes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from curator.issues.lint import legible
from curator.issues.lint.cascade import Cascade
from curator.issues.lint.mail import Mail
from curator.issues.render import Theme
from curator.model import Content, Pick, Rendered, Section
from tests.issues import sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
WIDTHS = (320, 375, 700)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

_TEXT_COLOURS = """() => [...document.querySelectorAll('body *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.nodeValue.trim())
    && getComputedStyle(e).display !== 'none' && e.offsetParent !== null)
  .map(e => {
    let ground = e;
    const seen = n => getComputedStyle(n).backgroundColor;
    while (ground.parentElement && seen(ground) === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
    return [e.tagName + ' ' + e.className, getComputedStyle(e).color, seen(ground)];
  })"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def _render(content: Content) -> Rendered:
    return Theme().digest(
        content,
        newsletter=sample.NEWSLETTER,
        period=sample.PERIOD,
        number=12,
        links=sample.LINKS,
        topics=sample.TOPICS,
    )


def _open(browser: Browser, mail: Rendered, width: int, scheme: str = "light") -> Page:
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page.set_content(mail.html)
    return page


def _unbroken() -> Content:
    long = sample.resource(1, "W" * 150, summary="https://example.org/" + "x" * 200)
    pick = Pick(sample.stored(long, 1), 1.0, reason="Because " + "y" * 120)
    row = "|".join(["", *["c" * 20] * 6, ""])
    table = f"{row}\n{'|-' * 6}|\n{row}"
    markdown = "```\n" + "z" * 300 + f"\n```\n\n{table}\n\n" + "v" * 300
    own = sample.post(100, "V" * 120, markdown)
    return replace(sample.content(posts=(own,)), sections=(Section("more", "M" * 60, (pick,)),))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("content", [sample.content(), _unbroken()], ids=["usual", "unbroken"])
def test_nothing_runs_over_the_edge(browser: Browser, width: int, content: Content) -> None:
    page = _open(browser, _render(content), width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_links_of_the_footer_are_a_finger_apart(browser: Browser) -> None:
    page = _open(browser, _render(sample.content()), 375)

    boxes = page.evaluate(
        """() => [...document.querySelectorAll('a')].slice(-3)
          .map(a => a.getClientRects()[0]).map(r => [r.left, r.right, (r.top + r.bottom) / 2])"""
    )
    for (_, right, middle), (left, _, below) in pairwise(boxes):
        assert left - right >= 6 or below - middle >= 24
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_paints_text_with_contrast_and_lint_sees_the_same(
    browser: Browser, scheme: str
) -> None:
    mail = _render(sample.content())
    page = _open(browser, mail, 700, scheme)

    painted = {
        (name, _parse(ink), _parse(ground)) for name, ink, ground in page.evaluate(_TEXT_COLOURS)
    }

    parsed = Mail(mail, Content(), sample.NEWSLETTER, None)
    cascade = Cascade(parsed, dark=scheme == "dark")
    believed = {
        (
            f"{str(element.tag).upper()} {element.get('class', '')}",
            _round(legible.ink(cascade, element)),
            _round(legible.ground(cascade, element)),
        )
        for element, _ in parsed.visible
    }
    assert painted == believed
    for name, ink, ground in painted:
        assert legible.ratio(_unit(ink), _unit(ground)) >= legible.CONTRAST, name
    page.close()


def test_without_its_style_block_and_images_it_still_reads(browser: Browser) -> None:
    mail = _render(sample.content())
    bare = mail.html.split("<style>")[0] + mail.html.split("</style>")[1]
    page = _open(browser, replace(mail, html=bare), 700)

    sizes = page.evaluate(
        """() => [...document.querySelectorAll('h1, h2, h3, p, li')]
          .map(e => parseFloat(getComputedStyle(e).fontSize))"""
    )
    assert min(sizes) >= legible.FONT_LEAST
    assert page.evaluate("document.querySelector('.sheet').getBoundingClientRect().width") == 640
    page.close()


Bytes3 = tuple[int, int, int]


def _parse(colour: str) -> Bytes3:
    red, green, blue = colour.removeprefix("rgb(").removesuffix(")").split(",")[:3]
    return int(red), int(green), int(blue)


def _round(colour: legible.Colour) -> Bytes3:
    red, green, blue = (round(channel * 255) for channel in colour)
    return red, green, blue


def _unit(colour: Bytes3) -> legible.Colour:
    return colour[0] / 255, colour[1] / 255, colour[2] / 255
