"""The LMTP door, by the standard library's client and by hand."""

from __future__ import annotations

import smtplib
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from curator.mail.bounces.lmtp import LmtpServer, LmtpSocket


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


def test_a_mail_that_breaks_off_is_not_booked() -> None:
    with lmtp() as (client, taken):
        client.ehlo_or_helo_if_needed()
        client.mail("")
        client.rcpt("b+one@example.org")
        client.docmd("DATA")
        assert client.sock is not None
        client.sock.sendall(b"Subject: unsubscribe\r\n\r\nhal")
        client.sock.shutdown(socket.SHUT_WR)
        assert client.sock.recv(100) == b"", "no word of it, so the server keeps the mail"
    assert taken.mails == []


def test_a_server_that_goes_away_leaves_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    with lmtp() as (client, taken):
        client.ehlo_or_helo_if_needed()
        assert client.sock is not None
        port = client.sock.getpeername()[1]
        # Without lingering, so that whatever is said to it next fails at once.
        client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.sock.sendall(b"NOOP\r\n" * 200)
        client.close()
        with smtplib.LMTP("127.0.0.1", port) as other:
            assert other.noop()[0] == 250
    assert taken.mails == []
    assert capsys.readouterr().err == ""


def test_a_socket_of_an_earlier_run_is_replaced_but_no_file_is(tmp_path: Path) -> None:
    path, taken = tmp_path / "lmtp", Taken()
    for _ in range(2):
        with LmtpSocket(path, taken):
            assert path.is_socket()
    keep = tmp_path / "feeds.yaml"
    keep.write_text("newsletter:")
    with pytest.raises(OSError, match="in use"):
        LmtpSocket(keep, taken)
    assert keep.read_text() == "newsletter:"
