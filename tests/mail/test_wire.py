"""Octets to and from a server, over a real socket: whole replies, and limits to patience."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from curator.errors import DeliveryError
from curator.mail.incoming import MAX_LINE, MAX_LINES
from curator.mail.replies import Stage
from curator.mail.transport import ChannelLost
from curator.mail.wire import MOST_PIECES, Wire


@contextmanager
def connected(*says: bytes, hang_up: bool = True) -> Iterator[tuple[Wire, socket.socket]]:
    """A wire, and the server's end of it after it has said its part."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        wire = Wire("127.0.0.1", listener.getsockname()[1], 5)
        peer, _ = listener.accept()
        for part in says:
            peer.sendall(part)
        if hang_up:
            peer.shutdown(socket.SHUT_WR)
        try:
            yield wire, peer
        finally:
            wire.close()
            peer.close()


def test_replies_come_one_by_one_however_they_were_packed() -> None:
    with connected(b"250 one\r\n354 two\r\n25", b"0-a\r\n250-b\r\n250 c\r\n550\r\n") as (wire, _):
        found = [wire.read(5, Stage.RCPT) for _ in range(4)]
    assert [(one.code, one.text) for one in found] == [
        (250, "one"),
        (354, "two"),
        (250, "a b c"),
        (550, ""),
    ]
    assert {one.stage for one in found} == {Stage.RCPT}


@pytest.mark.parametrize(
    "says",
    [
        b"",
        b"250 no line end",
        b"hello\r\n",
        b"999 what\r\n",
        b"250-" + b"x" * (2 * MAX_LINE),
        b"250-more\r\n" * (MAX_LINES + 1),
    ],
)
def test_what_is_no_reply_ends_the_connection(says: bytes) -> None:
    with connected(says) as (wire, _), pytest.raises(ChannelLost):
        wire.read(5)


@pytest.mark.parametrize(
    ("says", "replies", "whole"),
    [
        (b"", 1, False),
        (b"250 ok", 1, False),
        (b"250 ok\r\n", 1, True),
        (b"250 ok\r\n250 ok\r\n35", 3, False),
        (b"250 ok\r\n250 ok\r\n354 go\r\n", 3, True),
        (b"250-a\r\n250-b\r\n", 1, False),
        (b"250-a\r\n250-b\r\n250 c\r\n", 1, True),
        (b"421 busy\r\n", 3, True),
        (b"nonsense\r\n", 1, True),
        (b"250-x\r\n" * 20_000, 1, True),
    ],
)
def test_whether_replies_have_come_is_known_without_waiting(
    says: bytes, replies: int, whole: bool
) -> None:
    with connected(says, hang_up=False) as (wire, _):
        for _ in range(50):
            wire.pump()
            if wire.has(replies):
                break
            time.sleep(0.002)
        assert wire.has(replies) is whole


def test_the_end_of_the_connection_ends_every_wait() -> None:
    with connected(b"250 ok\r\n", hang_up=True) as (wire, _):
        while not wire.has(2):
            wire.pump()
        assert wire.read(5).code == 250
        with pytest.raises(ChannelLost, match="closed the connection"):
            wire.read(5)


def test_patience_ends() -> None:
    with connected(hang_up=False) as (wire, _), pytest.raises(ChannelLost, match="in time"):
        wire.read(0.1)


@pytest.mark.parametrize("line", ["NOOP\r\nDATA", "NOOP\n", "NOOP\x00", "NÖOP"])
def test_a_command_is_one_line(line: str) -> None:
    with connected() as (wire, _), pytest.raises(DeliveryError):
        wire.command(line, 5)


def drain(peer: socket.socket, into: list[bytes]) -> None:
    while data := peer.recv(1 << 16):
        into.append(data)


def test_a_large_mail_goes_over_whole() -> None:
    pieces, got = (b"x" * 3_000_000, b".\r\n", b"", b"y" * 3_000_000), list[bytes]()
    with connected(hang_up=False) as (wire, peer):
        reader = threading.Thread(target=drain, args=(peer, got))
        reader.start()
        wire.write(*pieces, seconds=5)
        wire.close()
        reader.join()
    assert b"".join(got) == b"".join(pieces)


def test_a_mail_may_have_more_pieces_than_the_kernel_takes_at_once() -> None:
    pieces = [b"%d\r\n" % number for number in range(3 * MOST_PIECES)]
    with connected(hang_up=False) as (wire, peer):
        wire.write(*pieces, seconds=5)
        wire.close()
        got = list[bytes]()
        drain(peer, got)
    assert b"".join(got) == b"".join(pieces)


def test_before_the_decisive_octet_a_failure_is_certain_and_after_it_not() -> None:
    size = 30_000_000  # more than any buffer on the way holds
    for decisive, ambiguous in ((size, False), (1, True)):
        with connected(hang_up=False) as (wire, _):
            with pytest.raises(ChannelLost, match="takes nothing more") as lost:
                wire.write(b"x" * size, seconds=0.2, decisive=decisive)
            assert lost.value.ambiguous is ambiguous
