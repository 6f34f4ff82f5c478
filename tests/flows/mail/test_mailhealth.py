"""The check-up: what is wrong is told with its cure, and what cannot be seen is skipped."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from curator.app import App
from curator.errors import FetchError
from curator.flows.mail import clone, mailhealth
from curator.flows.mail.mailhealth import Checkup, Impatient
from curator.mail.doctor.examine import Instruments
from curator.mail.doctor.finding import Finding, Grade
from curator.mail.doctor.names import NoAnswer
from curator.mail.doctor.service import Answer
from curator.storage import kv
from tests.mail import sink
from tests.web import house
from tests.web.house import NOW


class Silence:
    """DNS without a network; counts how often it was asked."""

    asked = 0

    def texts(self, name: str) -> list[str]:
        self.asked += 1
        raise NoAnswer

    exchanges = addresses = texts


def no_time() -> datetime:
    raise OSError("no network")


def offline() -> Instruments:
    def post(url: str, body: bytes) -> Answer:
        raise NoAnswer("no answer from DNS")

    return Instruments(Impatient(Silence()), post, lambda: NOW, no_time)


def grades(checkup: Checkup) -> dict[str, Grade]:
    return {one.what: one.grade for one in checkup.findings}


def test_offline_it_skips_what_it_cannot_see(home: Path) -> None:
    feeds = home / "feeds.yaml"
    feeds.write_text(feeds.read_text().replace("http://127.0.0.1:8000", "https://top.example"))
    app = App(house.environment_of(home))
    found = grades(mailhealth.check_up(app, NOW, instruments=offline()))
    for what in ("SPF", "DMARC", "return path", "one-click", "clock"):
        assert found[what] is Grade.SKIPPED
    assert found["database"] is found["outbox"] is Grade.GOOD
    app.close()


def test_silent_dns_is_asked_only_twice() -> None:
    silence = Silence()
    names = Impatient(silence)
    for _ in range(5):
        with pytest.raises(NoAnswer):
            names.texts("example.org")
    assert silence.asked == mailhealth.SILENCES


def test_a_mail_server_that_takes_mail_is_good_and_one_that_does_not_answer_is_bad(
    home: Path,
) -> None:
    with sink.running() as server:
        app = App(house.environment_of(home, smtp_url=f"smtp://127.0.0.1:{server.port}"))
        assert grades(mailhealth.check_up(app, NOW, instruments=offline()))["relay"] is Grade.GOOD
    checkup = mailhealth.check_up(app, NOW, instruments=offline())
    assert grades(checkup)["relay"] is Grade.BAD
    assert not checkup.healthy
    app.close()


def test_every_bad_finding_has_a_cure(app: App) -> None:
    checkup = mailhealth.check_up(app, NOW, instruments=offline())
    assert [one for one in checkup.findings if one.grade is Grade.BAD and not one.cure] == []


def test_a_key_that_cannot_sign_is_a_finding(home: Path) -> None:
    pem = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"
    app = App(house.environment_of(home, dkim_key=pem))
    assert grades(mailhealth.check_up(app, NOW, instruments=offline()))["DKIM"] in (
        Grade.BAD,
        Grade.WARNING,
    )
    app.close()


def test_a_copy_is_told(app: App) -> None:
    with app.database.begin() as connection:
        kv.put(connection, clone.PLACE, "somewhere else", NOW)
    assert grades(mailhealth.check_up(app, NOW, instruments=offline()))["copy"] is Grade.BAD


# --------------------------------------------------------------------------- the POST itself


class Page(http.server.BaseHTTPRequestHandler):
    """Says 200 to a one-click POST, and redirects anything below ``/away``."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        good = body == b"List-Unsubscribe=One-Click" and "Cookie" not in self.headers
        away = self.path.startswith("/away")
        self.send_response(302 if away else 200 if good else 400)
        if away:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def page() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_the_post_is_that_of_a_mail_program(page: str) -> None:
    assert mailhealth.post(f"{page}/unsubscribe/x", b"List-Unsubscribe=One-Click") == Answer(200)


def test_it_follows_no_redirect(page: str) -> None:
    assert mailhealth.post(f"{page}/away", b"") == Answer(302, "/elsewhere")


def test_nobody_there_is_an_error_of_ours() -> None:
    with pytest.raises(FetchError, match="does not answer"):
        mailhealth.post("http://127.0.0.1:9/unsubscribe/x", b"")


def test_weeks_that_went_by_without_an_issue_are_told_until_there_is_one_again(home: Path) -> None:
    app = App(house.environment_of(home))
    house.furnish(app)
    later = NOW + timedelta(days=21)
    [found] = [one for one in _looked(app, later) if one.what == "issues"]
    assert (found.grade, found.says) == (
        Grade.WARNING,
        "no issue was made of 2026-W09 and 2026-W10",
    )
    assert found.cure is not None
    assert found.cure.startswith("`curator digest --week 2026-W09` makes one up")
    assert not [one for one in _looked(app, NOW) if one.what == "issues"]
    app.close()


def _looked(app: App, now: datetime) -> tuple[Finding, ...]:
    return mailhealth.check_up(app, now, instruments=offline()).findings
