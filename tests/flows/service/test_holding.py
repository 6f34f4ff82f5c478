"""The mail about a draft: what waits, and which sources need their owner."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from curator.app import App
from curator.flows.service import holding
from curator.model import FetchState
from curator.storage import outbox, sources
from tests.web import house
from tests.web.house import NOW

DAY = timedelta(days=1)


def _told(app: App) -> str:
    """The text part of the mail about a draft, in one line."""
    draft = house.draft(app)
    with app.database.begin() as connection:
        holding.tell_of_draft(app, connection, draft, NOW)
        (mail,) = outbox.list_(connection)
    message = message_from_bytes(mail.message, policy=policy.default)
    part = message.get_body(("plain",))
    assert part is not None
    return " ".join(part.get_content().split())


def _failing(app: App, host: str, since: timedelta, *, disabled: bool = False) -> None:
    state = FetchState(
        status=410 if disabled else 500,
        error="it is gone" if disabled else "it has a fault",
        failing_since=NOW - since,
        disabled_at=NOW if disabled else None,
    )
    with app.database.begin() as connection:
        sources.sync(connection, app.config.sources, NOW)
        sources.save_outcome(connection, f"https://{host}/feed", state, (), NOW)


def test_it_names_sources_that_are_gone_or_fail_for_days(app: App) -> None:
    _failing(app, "site1.example.net", 9 * DAY)
    _failing(app, "site2.example.net", DAY, disabled=True)
    told = _told(app)
    assert "The source Practical Nets is failing (500): it has a fault; " in told
    assert "(failing for 9 days)" in told
    assert "The source Notes from the lab is disabled (410): it is gone; remove it, " in told


def test_a_fault_of_today_is_not_worth_a_word(app: App) -> None:
    _failing(app, "site1.example.net", DAY)
    assert "Practical Nets is" not in _told(app)


def test_many_are_counted(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, host in enumerate(("site1.example.net", "site2.example.net")):
        _failing(app, host, (9 + number) * DAY)
    monkeypatch.setattr(holding, "TROUBLED", 1)
    told = _told(app)
    assert "Practical Nets is failing" in told
    assert "Notes from the lab is" not in told
    assert "1 more source in trouble." in told
