"""The outbox folder."""

from __future__ import annotations

import mailbox
from pathlib import Path

import pytest

from curator.errors import SmtpUnreachable
from curator.mail.maildir import Maildir
from curator.mail.transport import Envelope

MAIL = b"From: a@example.org\r\nSubject: Hi\r\n\r\n.Hello\r\n"


def put(folder: Path, *envelopes: Envelope) -> None:
    channel = Maildir(folder).connect()
    channel.offer(envelopes[0])
    for following in [*envelopes[1:], None]:
        assert channel.answer().code == 354
        channel.finish([MAIL], following)
        assert channel.receipt().positive
    channel.close()


def test_mails_are_whole_files_that_a_mail_program_reads(tmp_path: Path) -> None:
    one = Envelope("b@example.org", "one@reader.example", key="delivery:1")
    two = Envelope("b@example.org", "two@reader.example", key="delivery:2")
    put(tmp_path / "outbox", one, two)
    box = mailbox.Maildir(tmp_path / "outbox", create=False)
    assert sorted(mail["Delivered-To"] for mail in box) == [
        "one@reader.example",
        "two@reader.example",
    ]
    assert all(mail.get_payload() == ".Hello\n" for mail in box)
    assert not list((tmp_path / "outbox" / "tmp").iterdir())


def test_the_same_delivery_twice_is_one_file(tmp_path: Path) -> None:
    envelope = Envelope("b@example.org", "one@reader.example", key="delivery:1")
    put(tmp_path, envelope)
    put(tmp_path, envelope)
    assert len(list((tmp_path / "new").iterdir())) == 1


def test_mails_without_a_key_are_told_apart_by_what_they_say(tmp_path: Path) -> None:
    put(tmp_path, Envelope("b@example.org", "one@reader.example"))
    put(tmp_path, Envelope("b@example.org", "one@reader.example"))
    assert len(list((tmp_path / "new").iterdir())) == 1


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SmtpUnreachable, match="outbox"):
        Maildir(tmp_path / "file" / "outbox").connect()
