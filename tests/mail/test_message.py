"""An issue as MIME: compiled once, stamped for each reader."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest

from curator.errors import AddressError, DeliveryError
from curator.mail.message import Compiled, Press, compile_message
from curator.mail.stencil import ReaderSlots, Slots
from curator.model import MailFormat, Newsletter, Rendered
from tests.mail.examples import NEWSLETTER, NOW, RING, SLOTS, compiled, rendered

READER = ReaderSlots("one@reader.example", "0a1b2c", "UNSUB", "PREFS", NOW.date())


def parse(message: bytes) -> EmailMessage:
    parsed = email.message_from_bytes(message, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert isinstance(body, EmailMessage)
    return str(body.get_content()).replace("\r\n", "\n")


def test_both_parts_come_through_with_the_readers_links() -> None:
    mail = parse(compiled().stamp(READER))
    stamped = (SLOTS.marker("unsubscribe"), "UNSUB"), (SLOTS.marker("preferences"), "PREFS")
    text, html = rendered().text, rendered().html
    for marker, value in (*stamped, (SLOTS.marker("since"), "22 February 2026")):
        text, html = text.replace(marker, value), html.replace(marker, value)
    assert mail.defects == []
    assert mail.get_content_type() == "multipart/alternative"
    assert [p.get_content_type() for p in mail.iter_parts()] == ["text/plain", "text/html"]
    assert part(mail, "plain").strip() == text.strip()
    assert part(mail, "html").strip() == html.strip()


def test_readers_who_want_text_get_only_text() -> None:
    mail = parse(compiled(form=MailFormat.TEXT).stamp(READER))
    assert mail.get_content_type() == "text/plain"
    assert "UNSUB" in part(mail, "plain")


def test_the_list_headers() -> None:
    mail = parse(compiled().stamp(READER))
    assert mail["List-Id"] == "<newsletter.example.org>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page, mailto = str(mail["List-Unsubscribe"]).split(", ")
    assert page == "<https://digest.example.org/unsubscribe/UNSUB>"
    assert mailto == "<mailto:bounces@digest.example.org?subject=unsubscribe%20UNSUB>"
    assert mail["Auto-Submitted"] is None
    assert mail["Message-ID"] == "<0a1b2c@example.org>"


def test_a_compiled_issue_survives_storage_byte_for_byte() -> None:
    form = compiled()
    again = Compiled.from_bytes(form.to_bytes())
    assert again == form
    assert again.digest == form.digest
    assert again.stamp(READER) == form.stamp(READER)


def test_compiling_twice_gives_the_same_bytes() -> None:
    assert compiled().to_bytes() == compiled().to_bytes()


def test_a_damaged_store_is_a_clear_error() -> None:
    for damaged in (b"", b"{}", b"[1]", b"\xff"):
        with pytest.raises(DeliveryError, match="cannot be read"):
            Compiled.from_bytes(damaged)


def test_a_late_mail_is_dated_when_it_leaves() -> None:
    later = NOW + timedelta(hours=12)
    mail = parse(compiled().stamp(replace(READER, at=later)))
    assert mail["Date"].datetime == later


def test_a_feed_title_cannot_play_a_slot() -> None:
    """The marker is unguessable, so text that imitates one of another issue stays text."""
    other = Slots.of(RING, "2026-W07", NEWSLETTER.base_url)
    forged = f"x{'0' * 32}unsubscribex {other.marker('unsubscribe')} @@UNSUBSCRIBE@@"
    form = compiled(replace(rendered(), subject=forged, text=forged))
    mail = parse(form.stamp(READER))
    assert part(mail, "plain").strip() == forged
    assert "UNSUB" not in str(mail["Subject"]).replace("UNSUBSCRIBE", "")


@pytest.mark.parametrize(
    "subject",
    [
        "Hello\r\nBcc: all@example.net",
        "Hello\nX-Evil: 1",
        "Hello\0\x0b",
        "\u202egnp.exe",
        "x" * 5000,
        "{{ config }} ${7*7} %s",
    ],
)
def test_a_hostile_subject_is_only_a_subject(subject: str) -> None:
    message = compiled(replace(rendered(), subject=subject)).stamp(READER)
    names = [name for name, _ in compiled().fields]
    mail = parse(message)
    assert mail.keys() == names
    assert all(len(line) <= 998 for line in message.split(b"\r\n"))
    assert "\u202e" not in str(mail["Subject"])


@pytest.mark.parametrize("value", ["", "a b", "a\r\nb", "a.b", "é", "x" * 201, "a=b"])
def test_only_plain_tokens_are_stamped(value: str) -> None:
    with pytest.raises(DeliveryError):
        ReaderSlots("one@reader.example", "0a", value, "PREFS", NOW.date())


def test_a_to_header_with_a_line_break_is_not_stamped() -> None:
    with pytest.raises(DeliveryError):
        ReaderSlots("one@reader.example\r\nBcc: x@y.example", "0a", "U", "P", NOW.date())


def test_what_cannot_be_a_mail_is_refused() -> None:
    def compile_with(newsletter: Newsletter, mail: Rendered) -> Compiled:
        return compile_message(
            mail, newsletter=newsletter, slots=SLOTS, period_key="2026-W08", date=NOW
        )

    with pytest.raises(AddressError):
        compile_with(replace(NEWSLETTER, sender="nobody"), rendered())
    with pytest.raises(DeliveryError, match="no text part"):
        compile_with(NEWSLETTER, replace(rendered(), text=" \n"))


def test_a_press_without_keys_stamps_the_same_as_the_form() -> None:
    assert Press(compiled()).stamp(READER) == compiled().stamp(READER)
