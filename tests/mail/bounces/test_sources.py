"""Where incoming mail is fetched: a folder here; IMAP is tested against a real Dovecot."""

from __future__ import annotations

import contextlib
import imaplib
from pathlib import Path

import pytest

from curator.errors import ConfigError, DeliveryError
from curator.mail.bounces import sources
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


def test_a_mail_that_cannot_be_read_keeps_no_other_and_is_told_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "new" / "1").mkdir(parents=True)
    (tmp_path / "new" / "2").write_bytes(b"2")
    found = sources.maildir(tmp_path)
    raw, done = next(found)
    done()
    assert raw == b"2"
    with pytest.raises(DeliveryError, match=r"new/1 cannot be read: Is a directory"):
        next(found)


def test_two_may_read_one_maildir_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    for name in ("1", "2"):
        (tmp_path / "new" / name).write_bytes(name.encode())
    slow = sources.maildir(tmp_path)
    _, booked = next(slow)
    for _, done in sources.maildir(tmp_path):
        done()
    booked()
    assert list(slow) == []
    assert sorted(path.name for path in (tmp_path / "cur").iterdir()) == ["1:2,S", "2:2,S"]


def test_a_mailbox_that_goes_away_before_a_mail_is_marked_is_a_clear_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Gone:
        """Gives one mail and is not there any more."""

        host = "mail.example"

        def uid(self, command: str, *_: str) -> tuple[str, list[object]]:
            if command == "STORE":
                raise imaplib.IMAP4.abort("socket error: EOF")
            return "OK", [b"7"] if command == "SEARCH" else [(b"7", b"a mail")]

        def login(self, *_: str) -> None: ...

        def select(self, *_: str) -> tuple[str, list[object]]:
            return "OK", []

    monkeypatch.setattr(sources, "_open", lambda _: contextlib.nullcontext(Gone()))
    mails = sources.imap(Mailbox("mail.example", 143, tls=False, user="a", password="b"))
    raw, done = next(mails)
    assert raw == b"a mail"
    with pytest.raises(DeliveryError, match=r"at mail\.example: socket error: EOF"):
        done()


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
