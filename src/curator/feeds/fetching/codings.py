"""Content codings undone piece by piece, the size counted on what comes out (RFC 9110 §8.4).

A megabyte of gzip can hold a gigabyte of zeros, so no piece is ever expanded beyond what is still
allowed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import brotli

ACCEPTED = "gzip, deflate, br"
_PIECE = 1 << 18
"""Bytes that come out at a time."""
_LAYER = 1 << 26
"""Bytes that a layer may give before the beginning of a body is whole."""


class CodingError(ValueError):
    """The body is not coded as its header says, or ends too early."""


class Oversized(ValueError):
    """The decoded body passes the limit."""


class _Coding(Protocol):
    produced: int
    """Bytes given so far."""

    def feed(self, data: bytes, limit: int) -> Iterator[bytes]:
        """What ``data`` decodes to, in pieces of about ``limit`` bytes at most."""

    def finish(self) -> None:
        """Raise :class:`CodingError` unless the coded stream has ended."""


class _Zlib:
    """gzip (several members too) and deflate, in both the zlib and the raw form."""

    def __init__(self, name: str) -> None:
        self.produced = 0
        self._bits = zlib.MAX_WBITS | 16 if name == "gzip" else zlib.MAX_WBITS
        self._raw_allowed = name == "deflate"
        self._stream = zlib.decompressobj(self._bits)
        self._begun = False

    def feed(self, data: bytes, limit: int) -> Iterator[bytes]:
        while data:
            if self._stream.eof:
                data = data.lstrip(b"\0")  # padding after a gzip member
                if not data:
                    return
                self._stream = zlib.decompressobj(self._bits)
            yield self._decompress(data, limit)
            data = self._stream.unconsumed_tail or self._stream.unused_data

    def _decompress(self, data: bytes, limit: int) -> bytes:
        try:
            out = self._stream.decompress(data, limit)
        except zlib.error as error:
            if self._begun or not self._raw_allowed:
                raise CodingError(str(error)) from error
            self._raw_allowed = False
            self._bits = -zlib.MAX_WBITS
            self._stream = zlib.decompressobj(self._bits)
            return self._decompress(data, limit)
        self._begun = True
        return out

    def finish(self) -> None:
        if self._begun and not self._stream.eof:
            raise CodingError("the compressed body ends too early")


class _Brotli:
    def __init__(self) -> None:
        self.produced = 0
        self._stream = brotli.Decompressor()
        self._begun = False

    def feed(self, data: bytes, limit: int) -> Iterator[bytes]:
        self._begun = True
        try:
            # That it accepts more does not say that all of what it has is out.
            while piece := self._stream.process(data, output_buffer_limit=limit):
                yield piece
                data = b""
                if self._stream.is_finished():
                    return
        except brotli.error as error:
            raise CodingError(str(error)) from error

    def finish(self) -> None:
        if self._begun and not self._stream.is_finished():
            raise CodingError("the compressed body ends too early")


def decoded(chunks: Iterable[bytes], header: str, limit: int) -> bytes:
    """The body of ``chunks`` with the codings of a ``Content-Encoding`` header undone.

    Raises :class:`Oversized` as soon as more than ``limit`` bytes come out, at any layer, and
    :class:`CodingError` for what cannot be decoded.
    """
    codings = _undoing(header)
    body = bytearray()
    for piece in _pieces(chunks, codings, limit):
        body += piece
        if len(body) > limit:
            raise Oversized
    for coding in codings:
        coding.finish()
    return bytes(body)


def beginning(chunks: Iterable[bytes], header: str, most: int) -> bytes:
    """The first ``most`` bytes of what :func:`decoded` gives; no more chunks are taken than that needs.

    Raises :class:`CodingError`.
    """
    body = bytearray()
    try:
        for piece in _pieces(chunks, _undoing(header), most + _LAYER):
            body += piece
            if len(body) >= most:
                break
    except Oversized:
        pass  # A layer is full; what came out of it is the beginning.
    return bytes(body[:most])


def _pieces(chunks: Iterable[bytes], codings: list[_Coding], limit: int) -> Iterator[bytes]:
    for chunk in _checked(chunks, codings):
        yield from _through(codings, chunk, limit)


def _undoing(header: str) -> list[_Coding]:
    return [_coding(name) for name in reversed(_names(header))]


def _names(header: str) -> list[str]:
    names = [name.strip().lower() for name in header.split(",")]
    return [name for name in names if name not in ("", "identity", "none", "utf-8")]


def _coding(name: str) -> _Coding:
    if name in ("gzip", "x-gzip"):
        return _Zlib("gzip")
    if name == "deflate":
        return _Zlib("deflate")
    if name == "br":
        return _Brotli()
    raise CodingError(f"unknown content coding {name[:40]!r}")


def _checked(chunks: Iterable[bytes], codings: list[_Coding]) -> Iterator[bytes]:
    """The chunks; a body that says gzip but plainly is text is taken as it is."""
    first = True
    for chunk in chunks:
        if first and chunk and codings and chunk.lstrip()[:1] in (b"<", b"{"):
            codings.clear()
        first = first and not chunk
        yield chunk


def _through(codings: list[_Coding], data: bytes, limit: int) -> Iterator[bytes]:
    """``data`` through all codings; a piece is at most 256 KiB, so bombs burst small."""
    if not codings:
        yield data
        return
    first = codings[0]
    for piece in first.feed(data, min(limit + 1, _PIECE)):
        first.produced += len(piece)
        if first.produced > limit:
            raise Oversized
        yield from _through(codings[1:], piece, limit)
