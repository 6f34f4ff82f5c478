"""Every address under attack: wrong, forged, expired and swapped tokens, keys, sessions; odd input.

The answer is always one of ours, never a 500, and nothing is changed. New routes are found here by
themselves. What forms are sent is in ``test_hostile``.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from starlette.routing import Route

from curator import tokens
from curator.flows.desk import keys
from curator.flows.desk.keys import Scope
from curator.model import Subscriber
from curator.storage import subscribers
from curator.tokens import Purpose
from curator.web.api.app import operations
from curator.web.app import ROUTES
from curator.web.desk.session import COOKIE
from curator.web.origin import is_exempt
from tests.web import house
from tests.web.desk_visit import HASH, PASSWORD
from tests.web.house import NOW
from tests.web.serving import Serving, opened

ADDRESS = "ada@mail.example.org"
VALUES = {"number": "1", "pick": "1", "resource": "1", "item": "1", "goal": "1", "slug": "vision",
          "token": "TOKEN", "provider": "mailgun", "name": "style.css", "what": "all",
          "form": "csv", "task": "TOKEN", "label": "monthly-1"}  # fmt: skip
FOREIGN = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
)
HOSTILE = (
    "\0\x1b[2J",
    "\0-1",
    "<script>alert(1)</script>\"'>{{7*7}}",
    "' OR 1=1; DROP TABLE subscribers; --",
    "../../../etc/passwd",
    "a" * 20_000,
    "٣٤٥",
    "99999999999999999999999999",
    "-1",
    "\u202e\ufeff\ud7ff𝔘",
    "a@b.example\r\nBcc: everybody@victim.example",
    "https://user:pass@169.254.169.254/latest?x=%00",
)


def plain(path: str) -> str:
    """A route's pattern with something in each gap."""
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda gap: VALUES[gap[1]], path)


def of_method(method: str) -> list[str]:
    """The patterns of all routes that answer ``method``."""
    found = [r.path for r in ROUTES if isinstance(r, Route) and method in (r.methods or ())]
    return sorted(set(found))


POSTS, GETS = of_method("POST"), of_method("GET")
DESK = [path for path in POSTS if path.startswith("/desk") and path != "/desk/sign-in"]
OPERATIONS = [
    (method, re.sub(r"\{\w+\}", "1", f"/api{path}"))
    for path, methods in operations("/api").openapi()["paths"].items()
    for method in methods
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, furnished_template: Path) -> Iterator[Serving]:
    """A furnished house with a reader, which the attacks must leave as it is."""
    folder = tmp_path_factory.mktemp("attacked")
    with opened(
        folder, furnished_template, desk_password_hash=HASH, hook_mailgun="a key of the tests"
    ) as serving:
        app = serving.app
        with app.database.begin() as connection:
            mark = app.keyring.address_hash(ADDRESS)
            subscribers.add(connection, ADDRESS, address_hash=mark, now=NOW)
        house.draft(app)
        yield serving


@pytest.fixture(scope="module")
def stranger(site: Serving) -> Iterator[httpx2.Client]:
    with site.client() as client:
        yield client


@pytest.fixture(scope="module")
def author(site: Serving) -> Iterator[httpx2.Client]:
    """A browser that is signed in."""
    with site.client() as client:
        assert client.post("/desk/sign-in", data={"password": PASSWORD}).status_code == 303
        yield client


def state(site: Serving) -> dict[str, str]:
    """A digest of each table: what must not change."""
    path = site.app.database.path
    assert path
    with contextlib.closing(sqlite3.connect(path)) as connection:
        names = [
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        return {
            name: hashlib.sha256(
                repr(connection.execute(f"SELECT * FROM {name}").fetchall()).encode()
            ).hexdigest()
            for name in names
            if not name.startswith(("sqlite_", "resource_search", "signup_attempts"))
        }


@pytest.fixture
def unchanged(site: Serving) -> Iterator[None]:
    """Checks after the test that nothing was changed, in the database and in ``feeds.yaml``."""
    before, feeds = state(site), site.app.settings.feeds.read_text()
    yield
    assert state(site) == before
    assert site.app.settings.feeds.read_text() == feeds


def reader(site: Serving) -> Subscriber:
    with site.app.database.read() as connection:
        [found] = subscribers.list_(connection)
    return found


# --------------------------------------------------------------------------- foreign pages


def test_only_addresses_with_a_secret_in_them_and_the_embeddable_form_are_exempt() -> None:
    exempt = [path for path in POSTS if is_exempt(plain(path))]
    assert [path for path in exempt if "{token}" not in path] == ["/hooks/{provider}", "/subscribe"]


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_a_foreign_page_does_not_reach_the_api(
    author: httpx2.Client, method: str, path: str
) -> None:
    for headers in FOREIGN:
        answer = author.request(method, path, headers=headers)
        assert answer.status_code == (401 if method == "get" else 403)


# --------------------------------------------------------------------------- keys and sessions


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_operation_answers_without_its_key(
    site: Serving, author: httpx2.Client, method: str, path: str
) -> None:
    session = author.cookies[COOKIE]
    wrong = ("", "Bearer", f"Bearer {keys.PREFIX}{'A' * 43}", f"Bearer {session}", "Basic YTpi")
    for given in wrong:
        answer = author.request(method, path, headers={"authorization": given})
        assert answer.status_code == 401, given
        assert answer.headers["content-type"] == "application/problem+json"


def test_an_extension_of_a_browser_saves_with_its_key(site: Serving) -> None:
    key = keys.make(site.app, "extension", NOW, Scope.SAVE)
    headers = {"authorization": f"Bearer {key}", "origin": "moz-extension://1"}
    with site.client() as client:
        body = {"url": "http://127.0.0.1:9/saved"}
        assert client.post("/api/resources", json=body, headers=headers).status_code == 201
        other = {**headers, "authorization": "Bearer cur_wrong"}
        assert client.post("/api/resources", json=body, headers=other).status_code == 401


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("path", DESK)
def test_the_desk_does_nothing_without_a_good_session(site: Serving, path: str) -> None:
    ring, expired = site.app.keyring, NOW - timedelta(seconds=1)
    sessions = (
        "",
        "forged",
        tokens.make(ring, Purpose.DESK, 1, expires_at=NOW + timedelta(days=1)),
        tokens.make(ring, Purpose.DESK, 1, expires_at=expired),
        tokens.make(ring, Purpose.MANAGE, 1, expires_at=NOW + timedelta(days=1)),
    )
    for session in sessions:
        with site.client(cookies={COOKIE: session}) as client:
            answer = client.post(plain(path), data={"do": "remove", "sure": "yes"})
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/desk/sign-in")


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("path", [p for p in GETS if p.startswith("/desk") and "sign-in" not in p])
def test_the_desk_shows_nothing_without_a_session(stranger: httpx2.Client, path: str) -> None:
    answer = stranger.get(plain(path))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/desk/sign-in")


# --------------------------------------------------------------------------- links in mails


def bad_tokens(site: Serving, path: str) -> Iterator[str]:
    """Tokens that must open nothing at ``path``: of other purposes, old, forged, cut, absurd."""
    ring, one = site.app.keyring, reader(site)
    own = {"unsubscribe": Purpose.UNSUBSCRIBE, "preferences": Purpose.PREFERENCES,
           "manage": Purpose.MANAGE, "confirm": Purpose.CONFIRM}[path.split("/")[1]]  # fmt: skip
    soon, past = NOW + timedelta(hours=1), NOW - timedelta(seconds=1)
    for purpose in Purpose:
        if purpose is not own:
            yield tokens.make(ring, purpose, one.id, epoch=one.token_epoch, expires_at=soon)
    good = tokens.make(ring, own, one.id, epoch=one.token_epoch, expires_at=past)
    yield good
    fresh = tokens.make(ring, own, one.id, epoch=one.token_epoch, expires_at=soon)
    yield fresh[:-2]
    yield fresh[:-1] + ("A" if fresh[-1] != "A" else "B")
    if own is not Purpose.CONFIRM:  # one that is genuine there was used: its sign-up is gone
        yield tokens.make(ring, own, 999_999, epoch=1, expires_at=soon)
    yield from ("x", "a" * 3000, "%00", "..%2f..", "é", "-", "AAAA")


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("path", [path for path in POSTS if "{token}" in path])
def test_links_that_are_not_ours_change_nothing(
    site: Serving, stranger: httpx2.Client, path: str
) -> None:
    for token in bad_tokens(site, path):
        answer = stranger.post(
            path.replace("{token}", token),
            data={"sure": "yes", "cadence": "monthly", "address": "eve@mail.example.org"},
        )
        assert answer.status_code == 404, (path, token)


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("path", [path for path in GETS if "{token}" in path])
def test_links_that_are_not_ours_show_nothing(
    site: Serving, stranger: httpx2.Client, path: str
) -> None:
    for token in bad_tokens(site, path):
        answer = stranger.get(path.replace("{token}", token))
        if not path.startswith("/unsubscribe"):  # its page says nothing of anybody
            assert answer.status_code == 404, (path, token)
        assert ADDRESS not in answer.text


# --------------------------------------------------------------------------- absurd input


@pytest.mark.parametrize("path", GETS)
def test_every_page_takes_any_query(author: httpx2.Client, path: str) -> None:
    for value in HOSTILE:
        query = dict.fromkeys(
            ("q", "page", "topic", "url", "title", "text", "address", "before"), value[:2000]
        )
        answer = author.get(plain(path), params=query)
        assert answer.status_code < 500, (path, value[:40])
        assert "<script>alert" not in answer.text


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("path", GETS)
def test_looking_changes_nothing(author: httpx2.Client, path: str) -> None:
    for method in ("GET", "HEAD", "OPTIONS"):
        author.request(method, plain(path), params={"do": "approve", "sure": "yes"})


@pytest.mark.parametrize("gap", ["slug", "token", "task", "provider", "name", "label"])
def test_every_gap_in_an_address_takes_anything(author: httpx2.Client, gap: str) -> None:
    paths = [path for path in {*GETS, *POSTS} if f"{{{gap}}}" in path]
    for path in paths:
        for value in HOSTILE:
            quoted = httpx2.QueryParams({"v": value[:3000]}).__str__()[2:].replace("+", "%20")
            address = plain(path.replace(f"{{{gap}}}", quoted))
            method = "GET" if path in GETS else "POST"
            assert author.request(method, address).status_code < 500, (path, value[:40])


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("path", POSTS)
def test_bodies_that_are_no_form_are_told(author: httpx2.Client, path: str) -> None:
    for kind, body in (
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n"),
        ("application/x-www-form-urlencoded", b"%ff%fe=%00&&&===&do"),
        ("application/json", b"{"),
        ("text/plain; charset=nonsense", b"\xff"),
    ):
        answer = author.post(plain(path), content=body, headers={"content-type": kind})
        assert answer.status_code < 500, (path, kind)


@pytest.mark.usefixtures("unchanged")
def test_other_methods_are_refused(author: httpx2.Client) -> None:
    for path in {*GETS, *POSTS}:
        for method in ("PUT", "DELETE", "PATCH", "TRACE"):
            assert author.request(method, plain(path)).status_code in (404, 405), (method, path)
