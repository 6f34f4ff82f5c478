"""The lines before a body: as many as anybody needs, and no more."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

from curator.web.heads import HEAD_BYTES, TOO_LONG
from tests.web.conftest import Build


def answer_to(url: str, *parts: bytes) -> bytes:
    """What a server says to raw bytes until it ends the connection, or closes on us meanwhile."""
    place = urlsplit(url)
    with socket.create_connection((str(place.hostname), place.port or 80), timeout=20) as wire:
        try:
            for part in parts:
                wire.sendall(part)
        except OSError:
            pass
        answer = b""
        try:
            while more := wire.recv(65536):
                answer += more
        except OSError:
            pass
    return answer


@pytest.mark.parametrize("start", [b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: ", b"GET /search?q="])
def test_a_head_without_an_end_ends_the_connection(build: Build, start: bytes) -> None:
    answer = answer_to(build().url, start, *[b"a" * 20_000] * (HEAD_BYTES // 20_000 + 20))
    # Closed with bytes on their way, a connection may be reset before the words are read.
    assert answer == b"" or (b" 400 " in answer and TOO_LONG.encode() in answer)


def test_each_request_of_a_connection_has_a_head_of_its_own(build: Build) -> None:
    head = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * (HEAD_BYTES // 2) + b"\r\n"
    last = head + b"Connection: close\r\n\r\n"
    answer = answer_to(build().url, *[head + b"\r\n"] * 4, last)
    assert answer.count(b"HTTP/1.1 200 OK") == 5


def test_a_body_is_no_head(build: Build) -> None:
    size = HEAD_BYTES * 2
    head = f"POST /subscribe HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {size}\r\n"
    form = b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    answer = answer_to(build().url, head.encode() + form, *[b"a" * 4096] * (size // 4096))
    assert TOO_LONG.encode() not in answer
    assert answer.startswith(b"HTTP/1.1 ")
