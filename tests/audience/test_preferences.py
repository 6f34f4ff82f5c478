"""What readers choose, and who may choose for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator import tokens
from curator.audience import access, erase, preferences
from curator.audience.preferences import Choices, read, write
from curator.errors import AddressError, TokenError
from curator.model import Cadence, MailFormat, SubscriberState
from curator.storage import subscribers, suppressions
from curator.storage.database import Connection
from curator.tokens import Purpose
from tests.audience.examples import BASE, NOW, RING, add, ask, reader

TOPICS = ("cnn", "ethics", "nlp")


def test_choices_are_read_from_a_form() -> None:
    fields = {
        "topics": "cnn, nlp",
        "cadence": "posts",
        "format": "text",
        "time_zone": "Europe/Berlin",
        "send_hour": "7",
        "pause_weeks": "4",
    }
    assert read(fields, TOPICS) == Choices(
        ("cnn", "nlp"), Cadence.POSTS, MailFormat.TEXT, "Europe/Berlin", 7, 4
    )


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"topics": "gone old"},
        {"topics": "cnn ethics nlp"},
        {"cadence": "hourly", "format": "pdf"},
        {"time_zone": "Mars/Olympus", "send_hour": "24", "pause_weeks": "9999"},
        {"time_zone": "../../etc/passwd", "send_hour": "-1", "pause_weeks": "x"},
        {"send_hour": "٣"},
    ],
)
def test_what_makes_no_sense_is_the_default(fields: dict[str, str]) -> None:
    assert read(fields, TOPICS) == Choices()


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=40)))
def test_no_form_breaks_reading(fields: dict[str, str]) -> None:
    assert read(fields, TOPICS) == Choices()


def test_choices_wait_with_a_sign_up_unchanged() -> None:
    choices = Choices(("cnn",), Cadence.MONTHLY, MailFormat.TEXT, "Asia/Tokyo", 0)
    assert read(write(choices), TOPICS) == choices


def test_a_reader_changes_their_mind(connection: Connection) -> None:
    one = reader(connection)
    changed = preferences.change(connection, one, Choices(("cnn",), pause_weeks=4), NOW)
    assert changed.topics == ("cnn",)
    assert changed.paused_until == NOW + timedelta(weeks=4)
    kinds = [e.kind for e in subscribers.consent(connection, RING.address_hash(one.address))]
    assert kinds == ["confirmed", "changed"]


# --------------------------------------------------------------------------- links


def test_a_link_opens_its_own_reader_only(connection: Connection) -> None:
    one, two = reader(connection), add(connection, "two@reader.example")
    token = access.preferences_token(RING, one)
    found = access.reader(connection, RING, Purpose.PREFERENCES, token, NOW)
    assert found.id == one.id != two.id
    for purpose in (Purpose.MANAGE, Purpose.UNSUBSCRIBE, Purpose.CONFIRM):
        with pytest.raises(TokenError):
            access.reader(connection, RING, purpose, token, NOW)


def test_the_link_that_can_erase_is_fresh_and_goes_to_the_reader(connection: Connection) -> None:
    one = reader(connection)
    notice = access.manage_notice(RING, one, NOW, BASE)
    token = notice.link.rpartition("/")[2]
    assert notice.address == one.address
    assert access.reader(connection, RING, Purpose.MANAGE, token, NOW).id == one.id
    with pytest.raises(TokenError):
        access.reader(connection, RING, Purpose.MANAGE, token, NOW + timedelta(hours=2))
    again = access.manage_notice(RING, one, NOW + timedelta(minutes=5), BASE)
    assert again.key == notice.key, "at most one such mail an hour"


def test_raising_the_epoch_ends_old_links(connection: Connection) -> None:
    one = reader(connection)
    token = access.preferences_token(RING, one)
    subscribers.raise_epoch(connection, one.id)
    with pytest.raises(TokenError):
        access.reader(connection, RING, Purpose.PREFERENCES, token, NOW)


def test_links_of_nobody_and_of_the_erased_are_refused_alike(connection: Connection) -> None:
    one = reader(connection)
    stranger = tokens.make(RING, Purpose.PREFERENCES, 10**6)
    erase.erase(connection, RING, one, NOW, method="page")
    erased = tokens.make(RING, Purpose.PREFERENCES, one.id, epoch=one.token_epoch + 1)
    messages = set()
    for token in (stranger, erased):
        with pytest.raises(TokenError) as refused:
            access.reader(connection, RING, Purpose.PREFERENCES, token, NOW)
        messages.add(refused.value.message)
    assert len(messages) == 1


# --------------------------------------------------------------------------- address and erasure


def test_a_new_address_that_must_not_be_mailed_gets_no_mail(connection: Connection) -> None:
    one = reader(connection)
    add(connection, "taken@reader.example")
    ask(connection, "pending@reader.example")

    def asked(address: str) -> bool:
        notice = preferences.ask_address(connection, RING, one, address, base_url=BASE, now=NOW)
        return notice is not None

    assert not asked("taken@reader.example")
    assert not asked("pending@reader.example"), "one confirm mail an hour, whatever for"
    assert asked("free@reader.example")
    for wrong in ("nonsense", one.address):
        with pytest.raises(AddressError):
            asked(wrong)


def test_erasing_keeps_a_keyed_hash_and_nothing_else(connection: Connection) -> None:
    one = reader(connection)
    erase.erase(connection, RING, one, NOW, method="page")
    left = subscribers.get(connection, one.id)
    assert (left.address, left.name, left.state) == ("", "", SubscriberState.ERASED)
    suppression = suppressions.get(connection, RING.address_hash(one.address))
    assert suppression is not None
    assert one.address not in repr(suppression)
