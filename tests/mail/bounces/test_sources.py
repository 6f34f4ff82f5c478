"""Where incoming mail is taken in: folder and LMTP; IMAP is tested against a real Dovecot."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from curator.errors import ConfigError, DeliveryError
from curator.mail.bounces import sources
from curator.mail.bounces.lmtp import LmtpServer
from curator.mail.bounces.sources import Mailbox


def test_a_maildir_gives_each_mail_until_it_is_booked(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    for name in ("1", "2"):
        (tmp_path / "new" / name).write_bytes(name.encode())
    first = list(sources.maildir(tmp_path))
    assert [raw for raw, _ in first] == [b"1", b"2"]
    first[0][1]()
    assert [raw for raw, _ in sources.maildir(tmp_path)] == [b"2"]
    assert (tmp_path / "cur" / "1:2,S").exists()


def test_a_folder_that_is_no_maildir_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="no Maildir"):
        list(sources.maildir(tmp_path))


def test_a_mailbox_by_its_address() -> None:
    box = Mailbox.of("imaps://bounces%40example.org:p%2Fw@mail.example/In%20Box")
    assert (box.host, box.port, box.tls) == ("mail.example", 993, True)
    assert (box.user, box.password, box.folder) == ("bounces@example.org", "p/w", "In Box")
    assert "p/w" not in repr(box)
    with pytest.raises(ConfigError):
        Mailbox.of("https://mail.example")


def test_an_absent_mailbox_is_a_clear_error() -> None:
    with pytest.raises(DeliveryError, match=r"127\.0\.0\.1"):
        list(sources.imap(Mailbox("127.0.0.1", 1, tls=False, user="a", password="b")))


# --------------------------------------------------------------------------- LMTP


class Taken:
    """Remembers what was booked; refuses what is for ``later@``."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, bytes]] = []

    def __call__(self, mail: bytes, recipient: str) -> None:
        if recipient.startswith("later@"):
            raise OSError("the disk is full")
        self.mails.append((recipient, mail))


@contextmanager
def lmtp() -> Iterator[tuple[smtplib.LMTP, Taken]]:
    taken = Taken()
    with LmtpServer("127.0.0.1", 0, taken) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        with smtplib.LMTP("127.0.0.1", server.port) as client:
            yield client, taken
        server.shutdown()
        thread.join()


def test_lmtp_books_a_mail_for_each_recipient() -> None:
    with lmtp() as (client, taken):
        mail = "Subject: bounce\r\n\r\n.dot\r\n..\r\n"
        client.ehlo_or_helo_if_needed()
        client.mail("")
        client.rcpt("b+one@example.org")
        client.rcpt("b+two@example.org")
        # One reply for each recipient (RFC 2033 §4.2); the standard client reads only the first.
        assert client.data(mail)[0] == 250
        assert client.getreply()[0] == 250
        client.sendmail("", ["b+three@example.org"], mail)
    assert [recipient for recipient, _ in taken.mails] == [
        "b+one@example.org",
        "b+two@example.org",
        "b+three@example.org",
    ]
    assert {raw for _, raw in taken.mails} == {mail.encode()}


def test_a_mail_that_cannot_be_booked_stays_with_the_server() -> None:
    with lmtp() as (client, taken):
        client.ehlo_or_helo_if_needed()
        client.mail("")
        client.rcpt("later@example.org")
        code, _ = client.data("Subject: x\r\n\r\n")
        assert code == 451
    assert taken.mails == []


def test_nonsense_is_answered_and_survived() -> None:
    with lmtp() as (client, _):
        assert client.docmd("WHAT")[0] == 500
        assert client.docmd("DATA")[0] == 503
        assert client.docmd("RCPT TO:nobody")[0] == 452
        assert client.noop()[0] == 250
