"""What an incoming mail is taken for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.mail import verp
from curator.mail.bounces import intake
from curator.mail.bounces.report import Kind
from curator.mail.replies import Verdict
from tests.mail.bounces.letters import arf, dsn, encoded, exim, qmail, vacation
from tests.mail.examples import BOUNCES, RING

PATH = verp.return_path(RING, 42, BOUNCES)


def read(raw: bytes, *recipients: str) -> intake.Finding:
    return intake.read(raw, RING, recipients)


def test_a_notification_tells_delivery_recipient_and_reason() -> None:
    found = read(dsn(PATH))
    (report,) = found.reports
    assert found.delivery_id == 42
    assert (report.kind, report.verdict) == (Kind.FAILED, Verdict.BAD_ADDRESS)
    assert report.recipient == "ada@reader.example"
    assert report.message_id == "<0a1b@example.org>"
    assert (report.reply.code, report.reply.enhanced) == (550, "5.1.1")


@pytest.mark.parametrize(
    ("status", "diagnostic", "verdict"),
    [
        ("5.1.1", "smtp; 550 5.1.1 user unknown", Verdict.BAD_ADDRESS),
        ("5.0.0", "smtp; 550 no such user here", Verdict.BAD_ADDRESS),
        ("5.2.1", "smtp; 550 5.2.1 disabled", Verdict.BAD_ADDRESS),
        ("5.2.2", "smtp; 552 5.2.2 mailbox full", Verdict.FULL),
        ("4.2.2", "smtp; 452 4.2.2 over quota", Verdict.DEFERRED),
        ("4.4.7", "", Verdict.DEFERRED),
        ("5.7.1", "smtp; 550 5.7.1 blocked", Verdict.POLICY),
        ("5.7.515", "smtp; 550 5.7.515 Access denied, DMARC", Verdict.POLICY),
        ("5.7.26", "smtp; 550-5.7.26 unauthenticated", Verdict.POLICY),
        ("5.4.4", "", Verdict.REFUSED),
        ("5.0.0", "X-Unix; 67", Verdict.REFUSED),
    ],
)
def test_the_class_is_that_of_rfc_3463(status: str, diagnostic: str, verdict: Verdict) -> None:
    (report,) = read(dsn(PATH, status=status, diagnostic=diagnostic)).reports
    assert report.verdict is verdict


def test_a_delay_is_not_a_failure() -> None:
    (report,) = read(dsn(PATH, action="delayed", status="4.4.1")).reports
    assert report.kind is Kind.DELAYED


def test_a_forged_notification_carries_no_delivery() -> None:
    for to in ("bounces@digest.example.org", PATH.replace("+", "+a"), "ada@example.org"):
        found = read(dsn(to))
        assert found.reports
        assert not found.trusted


def test_the_envelope_counts_where_headers_were_rewritten() -> None:
    assert read(dsn("undisclosed@elsewhere.example"), PATH.upper()).delivery_id == 42


def test_a_complaint_is_told_by_the_return_path_it_quotes() -> None:
    found = read(arf(PATH))
    (report,) = found.reports
    assert (report.kind, found.delivery_id) == (Kind.COMPLAINT, 42)
    assert not read(arf("invented@example.org")).trusted
    assert read(arf(PATH, kind="not-spam")).reports == ()
    assert read(arf(PATH, kind="auth-failure")).reports == ()


def test_old_servers_are_understood_by_their_words() -> None:
    found = read(qmail(PATH, "550 5.1.1 no mailbox here by that name"))
    (report,) = found.reports
    assert found.delivery_id == 42
    assert report.verdict is Verdict.BAD_ADDRESS
    (full,) = read(qmail(PATH, "552 5.2.2 mailbox full")).reports
    assert full.verdict is Verdict.FULL
    (policy,) = read(qmail(PATH, "554 5.7.1 rejected as spam")).reports
    assert policy.verdict is Verdict.POLICY, "flufl.bounce alone would call it permanent"


def test_an_old_qmail_ends_its_reason_with_the_status() -> None:
    (report,) = read(qmail(PATH)).reports
    assert report.verdict is Verdict.BAD_ADDRESS
    (full,) = read(qmail(PATH, "User is over the quota. (#5.2.2)")).reports
    assert full.verdict is Verdict.FULL


def test_a_bounce_of_exim_is_none_of_the_answers_that_it_calls_itself_one_of() -> None:
    found = read(exim(PATH, "550 5.1.1 no such user here"))
    (report,) = found.reports
    assert (found.delivery_id, report.verdict) == (42, Verdict.BAD_ADDRESS)
    assert report.recipient == "ada@reader.example"
    (unclear,) = read(exim(PATH, "Unrouteable address")).reports
    assert unclear.verdict is Verdict.REFUSED


@pytest.mark.parametrize(
    "write",
    [
        encoded,
        lambda raw: raw.replace(b"\r\n", b"\n"),
        lambda raw: raw.replace(b"message/delivery-status", b"message/global-delivery-status"),
        lambda raw: raw.replace(b"rfc822;", b"utf-8;"),
    ],
    ids=["base64", "bare LF", "RFC 6533", "utf-8 address"],
)
def test_however_the_fields_travel_they_are_read(write: Callable[[bytes], bytes]) -> None:
    found = read(write(dsn(PATH)))
    (report,) = found.reports
    assert (found.delivery_id, report.verdict) == (42, Verdict.BAD_ADDRESS)
    assert report.recipient == "ada@reader.example"


def test_words_that_say_nothing_accuse_nobody() -> None:
    (report,) = read(qmail(PATH, "it did not work")).reports
    assert report.verdict is Verdict.REFUSED


def test_an_absence_note_is_nothing_to_us() -> None:
    assert read(vacation(PATH)).reports == ()


def test_a_wish_to_leave_is_found() -> None:
    raw = b"From: ada@reader.example\r\nSubject: unsubscribe AbCdEf-_0123456789xyz\r\n\r\n"
    assert read(raw).leave == "AbCdEf-_0123456789xyz"


@given(st.binary(max_size=600))
def test_no_octets_break_the_intake(raw: bytes) -> None:
    assert read(raw).delivery_id is None


@given(st.data())
def test_no_damaged_notification_breaks_the_intake(data: st.DataObject) -> None:
    raw = bytearray(dsn(PATH) if data.draw(st.booleans()) else arf(PATH))
    for _ in range(data.draw(st.integers(1, 12))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    read(bytes(raw))
