"""What readers choose, and who may choose for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.audience import preferences
from curator.audience.preferences import read, write
from curator.errors import AddressError
from curator.model import Cadence, Choices, MailFormat, Subscriber
from curator.storage import consent
from curator.storage.engine.database import Connection
from tests.audience.examples import BASE, NOW, RING, add, ask, reader

TOPICS = {"cnn": "cnn", "ethics": "ethics", "nlp": "nlp", "language": "nlp"}


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


def test_a_renamed_topic_is_chosen_under_either_name() -> None:
    assert read({"topics": "language nlp"}, TOPICS).topics == ("nlp",)


def test_a_rhythm_that_is_not_offered_is_every_issue() -> None:
    offered = (Cadence.EVERY, Cadence.MONTHLY)
    assert read({"cadence": "posts"}, TOPICS, offered).cadence is Cadence.EVERY
    assert read({"cadence": "monthly"}, TOPICS, offered).cadence is Cadence.MONTHLY


def test_a_pause_that_was_left_alone_ends_when_it_would_have(connection: Connection) -> None:
    """The page shows the smallest pause that covers what is left; saving must not prolong it."""
    one = add(connection, "ada@reader.example")
    one = preferences.change(connection, one, Choices(pause_weeks=3), NOW)
    end = one.paused_until
    later = NOW + timedelta(days=10)
    assert preferences.weeks_left(one, later) == 2
    one = preferences.change(connection, one, Choices(format=MailFormat.TEXT, pause_weeks=2), later)
    assert (one.paused_until, one.format) == (end, MailFormat.TEXT)
    one = preferences.change(connection, one, Choices(pause_weeks=4), later)
    assert one.paused_until == later + timedelta(weeks=4)
    assert preferences.change(connection, one, Choices(), later).paused_until is None


def test_choices_wait_with_a_sign_up_unchanged() -> None:
    choices = Choices(("cnn",), Cadence.MONTHLY, MailFormat.TEXT, "Asia/Tokyo", 0)
    assert read(write(choices), TOPICS) == choices


def test_a_reader_changes_their_mind(connection: Connection) -> None:
    one = reader(connection)
    changed = preferences.change(connection, one, Choices(("cnn",), pause_weeks=4), NOW)
    assert changed.topics == ("cnn",)
    assert changed.paused_until == NOW + timedelta(weeks=4)
    kinds = [e.kind for e in consent.of(connection, RING.address_hash(one.address))]
    assert kinds == ["confirmed", "changed"]


# --------------------------------------------------------------------------- address


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
    for wrong in ("nonsense", "ada@intranet", one.address):
        with pytest.raises(AddressError):
            asked(wrong)


def test_no_reader_uses_up_the_changes_of_another(connection: Connection) -> None:
    busy, calm = reader(connection), add(connection, "calm@reader.example")

    def asked(who: Subscriber, address: str) -> bool:
        return (
            preferences.ask_address(connection, RING, who, address, base_url=BASE, now=NOW)
            is not None
        )

    attempts = [asked(busy, f"new{number}@reader.example") for number in range(10)]
    assert attempts.count(True) == preferences.CHANGES_HOUR
    assert asked(calm, "elsewhere@reader.example")
