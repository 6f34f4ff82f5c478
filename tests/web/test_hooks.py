"""Providers tell of bounces at ``/hooks/PROVIDER``; how each proves itself is tested in the mail room."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from curator.flows.desk import sent
from curator.mail.deliver import deliver
from curator.model import Delivery
from curator.storage import deliveries, suppressions
from tests.mail import examples, sink
from tests.mail.webhooks import test_receive as calls
from tests.web.conftest import Build
from tests.web.serving import Serving

ADDRESS = examples.address(1)


@pytest.fixture
def site(build: Build) -> Serving:
    """A house that Mailgun may speak to, with an issue that was sent."""
    serving = build(hook_mailgun=calls.MAILGUN_KEY)
    serving.clock.at = examples.NOW
    database = serving.app.database
    examples.add_readers(database, 3)
    issue = examples.freeze(database)
    with sink.running() as server:
        deliver(database, issue, examples.plan(database, issue, server.port))
    return serving


def sent_to(site: Serving, address: str) -> Delivery:
    with site.app.database.read() as connection:
        return next(one for one in deliveries.list_(connection, 1) if one.address == address)


def suppressed(site: Serving) -> int:
    with site.app.database.read() as connection:
        return len(suppressions.list_(connection))


def test_a_genuine_call_is_booked_once(site: Serving) -> None:
    body = calls.mailgun(ADDRESS, "5.1.1").body
    with site.client() as provider:
        answers = [provider.post("/hooks/mailgun", content=body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert suppressed(site) == 1
    told = sent.delivered(site.app, 1)
    assert (told.came_back, told.left) == ({"bad-address": 1}, 0)


def test_forged_and_unknown_calls_change_nothing(site: Serving) -> None:
    forged = calls.mailgun(ADDRESS, "5.1.1").body.replace(b'"tok"', b'"tak"')
    with site.client() as stranger:
        assert stranger.post("/hooks/mailgun", content=forged).status_code == 403
        assert stranger.post("/hooks/mailgun", content=b"{").status_code == 400
        assert stranger.post("/hooks/sendgrid", content=b"[]").status_code == 404
        assert stranger.post("/hooks/pigeon", content=b"{}").status_code == 404
        assert stranger.get("/hooks/mailgun").status_code == 405
    assert suppressed(site) == 0


def test_a_batch_may_be_large_but_not_endless(site: Serving) -> None:
    with site.client() as stranger:
        assert stranger.post("/hooks/mailgun", content=b" " * 1_000_000).status_code == 400
        assert stranger.post("/hooks/mailgun", content=b" " * 5_000_000).status_code == 413


def test_the_clock_of_a_call_matters(site: Serving) -> None:
    site.clock.at = datetime(2030, 1, 1, tzinfo=UTC)
    body = calls.mailgun(ADDRESS, "5.1.1").body
    with site.client() as stranger:
        assert stranger.post("/hooks/mailgun", content=body).status_code == 403


def test_where_amazon_cannot_be_asked_for_its_certificate_it_is_to_call_again(build: Build) -> None:
    serving = build(hook_ses=calls.TOPIC)
    call = calls.ses(ADDRESS, "5.1.1")
    with serving.client() as amazon:
        answer = amazon.post("/hooks/ses", content=call.body)
    assert (answer.status_code, answer.headers["content-type"]) == (
        503,
        "text/plain; charset=utf-8",
    )
    assert suppressed(serving) == 0
