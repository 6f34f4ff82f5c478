"""What the service does by itself to keep its house in order."""

from __future__ import annotations

from datetime import timedelta

from curator.app import App
from curator.flows.service.house import keep_house
from curator.model import DeliveryState
from curator.storage import outbox, signups
from curator.storage.deliveries import Outcome
from curator.storage.signups import Signup
from tests.web.house import NOW

DAY = timedelta(days=1)


def test_what_strangers_left_is_forgotten(app: App) -> None:
    with app.database.begin() as connection:
        waiting = Signup(
            address="ada@reader.example",
            address_hash="mark",
            token_hash="t",
            cookie_hash="c",
            network="192.0.2.0/24",
            created_at=NOW,
            expires_at=NOW + 3 * DAY,
        )
        signups.add(connection, waiting)
    keep_house(app, NOW + 4 * DAY)
    with app.database.read() as connection:
        assert signups.find(connection, "mark", NOW) is None
        assert signups.count(connection, NOW) == 1, "limits look back a week"
    keep_house(app, NOW + 8 * DAY)
    with app.database.read() as connection:
        assert signups.count(connection, NOW) == 0


def test_single_mails_are_not_kept_for_ever(app: App) -> None:
    with app.database.begin() as connection:
        number = outbox.put(connection, "confirm", "ada@reader.example", b"Hi", now=NOW, key="k")
        outbox.claim(connection, owner="a", now=NOW)
        assert number is not None
        outbox.mark_outcomes(connection, [Outcome(number, DeliveryState.SENT, NOW)], owner="a")
    keep_house(app, NOW + 29 * DAY)
    with app.database.read() as connection:
        assert len(outbox.list_(connection)) == 1
    keep_house(app, NOW + 31 * DAY)
    with app.database.read() as connection:
        assert outbox.list_(connection) == []
