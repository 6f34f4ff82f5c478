"""Readers, consent, suppression and sign-ups."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curator.errors import Conflict, NotFound
from curator.model import (
    Attempts,
    Cadence,
    Choices,
    Consent,
    ConsentEvent,
    MailFormat,
    SubscriberState,
    Suppression,
    SuppressionReason,
)
from curator.storage import consent, deliveries, signups, subscribers, suppressions
from curator.storage.engine.database import Connection, Database
from curator.storage.signups import Signup
from tests.storage.examples import DAY, NOW, mark, reader
from tests.storage.test_deliveries import sending

ADA = "ada@mail.example"


def kinds(connection: Connection, address: str = ADA) -> list[str]:
    """What is known of the address's consent, in short."""
    return [event.kind for event in consent.of(connection, mark(address))]


# --------------------------------------------------------------------------- readers


def test_a_reader_with_every_choice(database: Database) -> None:
    with database.begin() as connection:
        made = subscribers.add(
            connection,
            "Ada@Mail.Example",
            address_hash=mark(ADA),
            now=NOW,
            name="Ada",
            choices=Choices(
                ("vision", "nlp"), Cadence.MONTHLY, MailFormat.TEXT, "Europe/Berlin", 8
            ),
            consent=Consent("confirmed", "link", "1", "192.0.2.0/24"),
        )
        assert subscribers.find(connection, "ADA@mail.example") == made
        assert subscribers.get(connection, made.id) == made
        (event,) = consent.of(connection, mark(ADA))
    assert (made.address, made.state) == (ADA, SubscriberState.CONFIRMED)
    assert (made.topics, made.send_hour, made.confirmed_at) == (("nlp", "vision"), 8, NOW)
    assert event == ConsentEvent(
        made.id, mark(ADA), "confirmed", NOW, "link", "1", "192.0.2.0/24", ""
    )


def test_nobody_is_a_reader_twice(database: Database) -> None:
    with database.begin() as connection:
        reader(connection)
        with pytest.raises(Conflict, match=f"{ADA} is already a reader"):
            reader(connection, "ADA")
        assert kinds(connection) == ["vouched"]


def test_who_left_may_come_back(database: Database) -> None:
    with database.begin() as connection:
        one = reader(connection, topics=("vision",))
        assert subscribers.unsubscribe(connection, one, NOW, method="link") is True
        assert subscribers.unsubscribe(connection, one, NOW, method="link") is False
        left = subscribers.get(connection, one)
        assert (left.state, left.unsubscribed_at) == (SubscriberState.UNSUBSCRIBED, NOW)
        assert reader(connection) == one
        back = subscribers.get(connection, one)
        assert (back.state, back.unsubscribed_at, back.topics) == (
            SubscriberState.CONFIRMED,
            None,
            (),
        )
        assert kinds(connection) == ["vouched", "unsubscribed", "vouched"]


def test_preferences_change_and_leave_a_trace(database: Database) -> None:
    with database.begin() as connection:
        one = reader(connection)
        changed = subscribers.change(
            connection, one, NOW, topics=("b", "a", "b"), cadence=Cadence.POSTS, name=""
        )
        subscribers.change(connection, one, NOW, cadence=Cadence.POSTS)
        assert (changed.topics, changed.cadence) == (("a", "b"), Cadence.POSTS)
        events = consent.of(connection, mark(ADA))
        assert [(event.kind, event.detail) for event in events] == [
            ("vouched", ""),
            ("changed", "cadence, topics"),
        ]
        with pytest.raises(TypeError, match="readers cannot choose state"):
            subscribers.change(connection, one, NOW, state="confirmed")


def test_erasing_forgets_the_person_and_keeps_the_hash(database: Database) -> None:
    with database.begin() as connection:
        sending(connection, readers=1)
        address = "r0@mail.example"
        subscribers.erase(connection, 1, NOW, method="link")
        nobody = subscribers.get(connection, 1)
        assert (nobody.address, nobody.name, nobody.state) == ("", "", SubscriberState.ERASED)
        assert nobody.token_epoch == 1
        assert subscribers.find(connection, address) is None
        found = subscribers.find_hash(connection, mark(address))
        assert found == nobody
        assert subscribers.address_hash(connection, 1) == mark(address)
        assert [one.address for one in deliveries.of_subscriber(connection, 1)] == [""]
        suppressed = suppressions.get(connection, mark(address))
        assert suppressed == Suppression(mark(address), SuppressionReason.ERASED, NOW)
        assert kinds(connection, address) == ["vouched", "erased"]


def test_two_erased_readers_do_not_collide(database: Database) -> None:
    with database.begin() as connection:
        for name in ("a", "b"):
            subscribers.erase(connection, reader(connection, name), NOW, method="link")
        assert subscribers.count(connection) == {SubscriberState.ERASED: 2}


def test_an_address_moves_to_one_that_is_free(database: Database) -> None:
    with database.begin() as connection:
        one = reader(connection)
        reader(connection, "bob")
        new = "Ada@New.example"
        moved = subscribers.change_address(connection, one, new, address_hash="new hash", now=NOW)
        assert moved.address == "ada@new.example"
        assert kinds(connection) == ["vouched", "address-left"]
        history = [one.kind for one in consent.of(connection, "new hash")]
        assert history == ["vouched", "address-left", "address-changed"]
        with pytest.raises(Conflict, match="another reader has that address"):
            subscribers.change_address(
                connection, one, "bob@mail.example", address_hash=mark("bob@mail.example"), now=NOW
            )


def test_lists_search_and_counts(database: Database) -> None:
    with database.begin() as connection:
        for name in ("carl", "ada", "b_b"):
            reader(connection, name)
        subscribers.unsubscribe(connection, reader(connection, "gone"), NOW, method="link")

        def addresses(**more: object) -> list[str]:
            found = subscribers.list_(connection, **more)  # type: ignore[arg-type]
            return [one.address.partition("@")[0] for one in found]

        assert addresses() == ["ada", "b_b", "carl", "gone"]
        assert addresses(limit=2, offset=1) == ["b_b", "carl"]
        assert addresses(state=SubscriberState.UNSUBSCRIBED) == ["gone"]
        subscribers.change(connection, 1, NOW, name="Karl der Große")
        assert addresses(search="CARL") == addresses(search="der g") == ["carl"]
        assert addresses(search="_") == ["b_b"]
        assert addresses(search="%") == []
        assert subscribers.count(connection) == {
            SubscriberState.CONFIRMED: 3,
            SubscriberState.UNSUBSCRIBED: 1,
        }


def test_many_readers_at_once(database: Database) -> None:
    with database.begin() as connection:
        ids = [reader(connection, name) for name in ("a", "b")]
        found = subscribers.get_many(connection, [*ids, 99])
        assert found == {one: subscribers.get(connection, one) for one in ids}


def test_old_links_stop_working_when_the_epoch_rises(database: Database) -> None:
    with database.begin() as connection:
        one = reader(connection)
        assert subscribers.raise_epoch(connection, one) == 1
        assert subscribers.get(connection, one).token_epoch == 1
        with pytest.raises(NotFound, match="there is no reader 99"):
            subscribers.raise_epoch(connection, 99)


def test_a_reader_is_known_by_address_after_the_key_was_replaced(database: Database) -> None:
    with database.begin() as connection:
        one = reader(connection)
        with pytest.raises(Conflict, match="already a reader"):
            reader(connection, address_hash="made with another key")
        subscribers.unsubscribe(connection, one, NOW, method="link")
        assert reader(connection, address_hash="made with another key") == one
        assert subscribers.address_hash(connection, one) == "made with another key"


def test_the_addresses_behind_hashes_are_those_of_whoever_is_not_erased(
    database: Database,
) -> None:
    with database.begin() as connection:
        _, bob = reader(connection, "ada"), reader(connection, "bob")
        subscribers.erase(connection, bob, NOW, method="page")
        marks = [mark(f"{name}@mail.example") for name in ("ada", "bob", "stranger")]
        assert subscribers.addresses(connection, marks) == {mark(ADA): ADA}


# --------------------------------------------------------------------------- suppression


def test_the_first_reason_for_suppression_stays(database: Database) -> None:
    first = Suppression("h", SuppressionReason.HARD_BOUNCE, NOW, "5.1.1")
    with database.begin() as connection:
        assert suppressions.add(connection, first) is True
        again = Suppression("h", SuppressionReason.MANUAL, NOW + DAY)
        assert suppressions.add(connection, again) is False
        assert suppressions.list_(connection) == [first]
        assert suppressions.count(connection) == 1
        assert suppressions.remove(connection, "h") is True
        assert suppressions.remove(connection, "h") is False
        assert suppressions.get(connection, "h") is None


# --------------------------------------------------------------------------- sign-ups


def sign_up(connection: Connection, token: str = "t1", **more: object) -> Signup:
    """Somebody asks for the newsletter."""
    made = Signup(ADA, mark(ADA), token, "c", "192.0.2.0/24", NOW, NOW + DAY)
    signups.add(connection, replace(made, **more))  # type: ignore[arg-type]
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_sign_up_waits_until_it_expires(database: Database) -> None:
    with database.begin() as connection:
        made = sign_up(connection, preferences={"topics": "vision"})
        assert signups.by_token(connection, "t1", NOW) == made
        assert signups.find(connection, mark(ADA), NOW) == made
        assert signups.by_token(connection, "t1", NOW + DAY) is None
        assert signups.by_token(connection, "t2", NOW) is None
        assert signups.expire(connection, NOW) == 0
        assert signups.expire(connection, NOW + DAY) == 1


def test_asking_again_replaces_the_link(database: Database) -> None:
    with database.begin() as connection:
        sign_up(connection)
        again = sign_up(connection, "t2", preferences={"topics": "nlp"})
        assert signups.find(connection, mark(ADA), NOW) == again
        assert signups.by_token(connection, "t1", NOW) is None
        signups.remove(connection, mark(ADA))
        assert signups.find(connection, mark(ADA), NOW) is None


def test_attempts_are_counted_by_network_and_address(database: Database) -> None:
    with database.begin() as connection:
        sign_up(connection)
        sign_up(connection, "t2", created_at=NOW + DAY)
        signups.attempt(connection, address_hash="other", network="198.51.100.0/24", now=NOW)
        assert signups.count(connection, NOW) == 3
        assert signups.count(connection, NOW + DAY) == 1
        found = signups.attempts(
            connection, NOW + DAY, address_hash="other", network="192.0.2.0/24"
        )
        assert found == Attempts(address_hour=0, address_week=1, network_hour=1, total_hour=1)
        signups.expire(connection, NOW, attempts_before=NOW + DAY)
        assert signups.count(connection, NOW) == 1
