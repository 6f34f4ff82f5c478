"""What came back is known once per delivery, reader and issue."""

from __future__ import annotations

from dataclasses import replace

from curator.storage import bounces
from curator.storage.bounces import Bounce
from curator.storage.engine.database import Database
from tests.storage.examples import DAY, NOW
from tests.storage.test_deliveries import sending


def test_a_bounce_is_known_once_and_found_by_reader_and_issue(database: Database) -> None:
    with database.begin() as connection:
        issue = sending(connection)
        first = Bounce(1, 1, issue, "mail.example", NOW, "dead-address", "5.1.1", "no such user")
        later = replace(first, at=NOW + DAY, verdict="complaint", status="")
        other = replace(first, delivery_id=2, subscriber_id=2)
        assert [bounces.add(connection, one) for one in (first, later, other)] == [True] * 3
        assert bounces.add(connection, first) is False
        assert bounces.of_subscriber(connection, 1) == [later, first]
        assert bounces.of_issue(connection, issue) == [first, later, other]
        known = bounces.count(connection, issue, domain="mail.example", verdict="dead-address")
        assert known == 2
        assert bounces.count(connection, issue, domain="x.example", verdict="complaint") == 0
