"""Hostile input on every form there is: a clear answer, nothing changed, no traceback."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select
from starlette.routing import Route

from curator.storage import schema
from curator.web.app import ROUTES
from tests.web import busy
from tests.web.desk_visit import sign_in
from tests.web.serving import Serving

FORMS = sorted(
    route.path
    for route in ROUTES
    if isinstance(route, Route) and "POST" in (route.methods or ()) and "/hooks/" not in route.path
)
MEANINGLESS = ("/desk/sign-out", "/desk/issues/{number:id}/test")
"""One ends a session, the other mails: what they are sent does not matter to what is stored."""
OVERLONG = "a" * 300_000
NONSENSE = {
    "do": "<script>alert(1)</script>",
    "url": "javascript:alert(1)",
    "address": "<b>@\x00",
    "addresses": "\x00 <script> @@",
    "text": " \x00\u202e ",
    "title": "\x00",
    "week": "9999-W99",
    "with": "-1",
    "place": "9" * 40,
    "slug": "../../etc/passwd",
    "is": "';DROP TABLE issues;--",
    "not": "{{ 7 * 7 }}",
    "track": "%s%n",
    "undo": "../track",
    "name": "\r\nSet-Cookie: a=b",
    "when": "at",
    "at": "0000-99-99T99:99",
    "to": "nobody\r\nBcc: someone@mail.example.org",
    "mark": "../..",
    "kind": "<x>",
    "token": "AAAA",
    "base": "0" * 999,
    "form": "AAAA",
    "password": "\x00" * 2000,
    "next": "//evil.example",
    "sure": "no",
    "topics": "<x>",
    "cadence": "hourly",
}


@dataclass
class Target:
    """A house under attack."""

    site: Serving
    cookies: dict[str, str]

    def stored(self) -> str:
        """A fingerprint of everything that is stored, but for the log and counters."""
        passing = {"log", "kv", "leases", "signup_attempts"}
        whole = hashlib.sha256(self.site.app.settings.feeds.read_bytes())
        with self.site.app.database.read() as connection:
            for table in schema.metadata.sorted_tables:
                if table.name not in passing:
                    rows = sorted(repr(tuple(row)) for row in connection.execute(select(table)))
                    whole.update(repr((table.name, rows)).encode())
        return whole.hexdigest()

    def path(self, pattern: str) -> str:
        """An address of that pattern: of things that are there, with a forged secret."""
        numbers = {"number": "4", "pick": "38", "resource": "3", "item": "1", "goal": "1"}
        for name, value in numbers.items():
            pattern = pattern.replace(f"{{{name}:id}}", value)
        return pattern.replace("{token}", "AAAAforged")

    def browser(self) -> httpx2.Client:
        """One that is signed in."""
        return self.site.client(cookies=self.cookies)


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Target]:
    """A busy house with a draft, at a fixed time."""
    with busy.opened(tmp_path_factory.mktemp("target"), sqlite_template) as (site, _draft):
        visit = sign_in(site)
        yield Target(site, dict(visit.browser.cookies))
        visit.browser.close()


def sane(answer: httpx2.Response) -> None:
    """An answer a person can read, that runs nothing that was sent."""
    assert answer.status_code in {200, 303, 400, 403, 404, 409, 413, 422, 429}, answer.text[:300]
    assert "Traceback" not in answer.text
    assert "<script>alert" not in answer.text
    assert answer.headers.get("set-cookie", "").count("a=b") == 0
    assert not answer.headers.get("location", "/").startswith("//")


def test_every_form_is_tried() -> None:
    assert len(FORMS) > 25


@pytest.mark.parametrize("pattern", FORMS)
def test_nonsense_changes_nothing(target: Target, pattern: str) -> None:
    before = target.stored()
    with target.browser() as browser:
        sane(browser.post(target.path(pattern), data=NONSENSE))
        sane(browser.post(target.path(pattern)))
    if pattern not in MEANINGLESS:
        assert target.stored() == before


@pytest.mark.parametrize("pattern", FORMS)
def test_overlong_and_broken_bodies_are_refused(target: Target, pattern: str) -> None:
    before = target.stored()
    kind = {"content-type": "multipart/form-data; boundary=x"}
    with target.browser() as browser:
        long = browser.post(target.path(pattern), data=dict.fromkeys(NONSENSE, OVERLONG))
        broken = browser.post(target.path(pattern), content=b"--x\r\nrubbish", headers=kind)
    sane(long)
    assert long.status_code in {413, 303, 404, 422}
    sane(broken)
    if pattern not in MEANINGLESS:
        assert target.stored() == before


@pytest.mark.parametrize("pattern", [one for one in FORMS if one.startswith("/desk")])
def test_forms_of_other_sites_are_refused(target: Target, pattern: str) -> None:
    before = target.stored()
    with target.browser() as browser:
        for headers in (
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"origin": "https://evil.example"},
            {"origin": "null"},
        ):
            answer = browser.post(target.path(pattern), data={"do": "drop"}, headers=headers)
            assert answer.status_code == 403
            assert "another site" in answer.text
    assert target.stored() == before


BIG = "9" * 40


@pytest.mark.parametrize(
    "path",
    [
        f"/desk/issues/{BIG}",
        f"/desk/issues/{BIG}/mail",
        f"/desk/issues/{BIG}/deliveries",
        f"/desk/resources/{BIG}",
        f"/archive/{BIG}",
        "/archive/0",
        "/desk/resources/0",
        "/desk/readers/one?address=nobody",
        "/desk/%00",
        f"/topics/{'a' * 3000}",
    ],
)
def test_addresses_of_nothing_are_told_so(target: Target, path: str) -> None:
    with target.browser() as browser:
        answer = browser.get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        f"/desk/issues/{BIG}/picks/{BIG}",
        f"/desk/issues/{BIG}/approve",
        f"/desk/resources/{BIG}/correct",
        f"/desk/reading/{BIG}",
        f"/desk/challenge/{BIG}",
    ],
)
def test_numbers_beyond_every_database_are_told_so(target: Target, path: str) -> None:
    before = target.stored()
    with target.browser() as browser:
        sane(browser.post(path, data={"do": "drop", "is": "vision", "track": "theory"}))
    assert target.stored() == before
