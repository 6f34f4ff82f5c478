"""Where incoming mail is fetched: a folder here; IMAP is tested against a real Dovecot."""

from __future__ import annotations

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
