"""Proof of work at the sign-up page: a browser does it by itself, a program that does not gets no mail."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import httpx2
import pytest
from playwright.sync_api import Browser, expect

from curator.audience import proof
from curator.storage import outbox, signups
from tests.web.browsing import chromium, window
from tests.web.conftest import Build
from tests.web.house import NOW
from tests.web.pages import read
from tests.web.serving import Serving

BUSY = 120
"""Sign-ups within the hour, more than from which on work is asked."""


def busy(site: Serving) -> Serving:
    """Others have asked for very many mails just now."""
    site.clock.at = NOW
    with site.app.database.begin() as connection:
        for number in range(BUSY):
            network = f"198.51.{number}.0/24"
            signups.attempt(connection, address_hash=f"{number}", network=network, now=NOW)
    return site


def asked(site: Serving) -> list[str]:
    """Who was asked to confirm."""
    with site.app.database.read() as connection:
        return [one.address for one in outbox.list_(connection)]


def sign_up(browser: httpx2.Client, site: Serving, **more: str) -> str:
    """Fill the form as a program would; gives the heading of the answer."""
    form = read(browser.get("/subscribe").text).field("form")
    assert site.clock.at
    site.clock.at = site.clock.at.replace(second=site.clock.at.second + 5)
    data = {"address": "ada@reader.example", "website": "", "form": form, **more}
    return read(browser.post("/subscribe", data=data).text).heading


def test_with_it_off_nobody_is_asked_for_work(build: Build) -> None:
    site = busy(build())
    with site.client() as browser:
        assert "proof" not in browser.get("/subscribe").text
        sign_up(browser, site)
    assert asked(site) == ["ada@reader.example"]


def test_while_much_comes_in_only_work_brings_a_mail_and_the_page_says_the_same(
    build: Build,
) -> None:
    site = busy(build(signup_proof="yes"))
    with site.client() as browser:
        said = sign_up(browser, site)
        assert asked(site) == []
        answer = browser.get("/subscribe/work")
        assert answer.headers["cache-control"] == "no-store"
        challenge = proof.Challenge(**json.loads(answer.text))
        assert sign_up(browser, site, proof=proof.solve(challenge)) == said
    assert asked(site) == ["ada@reader.example"]


def test_while_little_comes_in_nobody_needs_it(build: Build) -> None:
    site = build(signup_proof="yes")
    site.clock.at = NOW
    with site.client() as browser:
        sign_up(browser, site)
    assert asked(site) == ["ada@reader.example"]


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("path", ["/", "/subscribe", "/embed"])
def test_a_browser_does_the_work_by_itself(build: Build, chrome: Browser, path: str) -> None:
    site = busy(build(signup_proof="yes"))
    with window(chrome, site.url) as page:
        page.goto(path)
        page.get_by_label("Mail address").first.fill("ada@reader.example")
        site.clock.at = NOW.replace(second=5)
        page.get_by_role("button", name="Subscribe").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("mailbox"))
    assert asked(site) == ["ada@reader.example"]
