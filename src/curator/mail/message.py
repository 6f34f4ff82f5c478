"""An issue as a mail: MIME compiled once, the reader's values stamped in, signed and ready.

:func:`compile_message` does all the work that is the same for every reader. A :class:`Compiled` is
stored with the issue and gives the same octets after a restart; a :class:`Press` adds the DKIM keys
and turns out one finished mail per reader for the price of a hash and a signature.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from curator import mailaddress
from curator.errors import DeliveryError
from curator.links import ARCHIVE, UNSUBSCRIBE, link
from curator.mail import headers, quoted
from curator.mail.dkim import Signer, relaxed_header, relaxed_lines, signed_names, wrap_signature
from curator.mail.stencil import (
    DATE,
    IN_TEXT,
    MESSAGE_ID,
    TO,
    UNSUBSCRIBE_TOKEN,
    ReaderSlots,
    Slots,
    Stencil,
    gap,
    literal,
)
from curator.model import MailFormat, Newsletter, Rendered

_BODY_HASH: Final = "body-hash"
_SIGNED_AT: Final = "signed-at"
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Compiled:
    """One form of an issue as MIME, with gaps for the reader's values."""

    fields: tuple[tuple[str, Stencil], ...]
    """Header names and whole lines, in order."""
    body: Stencil
    date: datetime
    """When the issue was frozen; the ``Date`` of its mails unless the reader's is later."""

    def stamp(self, reader: ReaderSlots) -> bytes:
        """The unsigned mail of one reader: CRLF lines, none of them starting with a dot."""
        return _whole(self).stamp(_values(self, reader))

    def to_bytes(self) -> bytes:
        """A form to store; equal compilations give equal bytes."""
        data = {
            "version": _VERSION,
            "date": self.date.isoformat(),
            "fields": [[name, *_plain(line)] for name, line in self.fields],
            "body": _plain(self.body),
        }
        return json.dumps(data, separators=(",", ":"), sort_keys=True).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> Compiled:
        """What :meth:`to_bytes` stored; raises :class:`DeliveryError` for anything else."""
        try:
            plain: Mapping[str, Any] = json.loads(data)
            fields = tuple((str(name), _stencil(line)) for name, *line in plain["fields"])
            date = datetime.fromisoformat(plain["date"])
            return cls(fields, _stencil(plain["body"]), date)
        except (ValueError, KeyError, TypeError) as error:
            raise DeliveryError("the stored mail of this issue cannot be read") from error

    @property
    def digest(self) -> str:
        """SHA-256 of the stored form, in hexadecimal: what the author approved is what leaves."""
        return hashlib.sha256(self.to_bytes()).hexdigest()


def _plain(stencil: Stencil) -> list[list[str]]:
    return [[piece.decode("ascii") for piece in stencil.pieces], list(stencil.names)]


def _stencil(plain: Sequence[Sequence[str]]) -> Stencil:
    pieces, names = plain
    return Stencil(tuple(piece.encode("ascii") for piece in pieces), tuple(names))


def _whole(compiled: Compiled) -> Stencil:
    whole = literal("")
    for _, line in compiled.fields:
        whole += line
    return whole + literal("\r\n") + compiled.body


def _values(compiled: Compiled, reader: ReaderSlots) -> dict[str, bytes]:
    values = reader.values()
    values[DATE] = _date_text(reader.at or compiled.date)
    return values


@lru_cache(maxsize=64)
def _date_text(at: datetime) -> bytes:
    return headers.date_field(at.astimezone(UTC)).removeprefix(b"Date: ").removesuffix(b"\r\n")


# --------------------------------------------------------------------------- compiling


def compile_message(
    rendered: Rendered,
    *,
    newsletter: Newsletter,
    slots: Slots,
    period_key: str,
    date: datetime,
    form: MailFormat = MailFormat.HTML,
    reply_address: str | None = None,
) -> Compiled:
    """``rendered`` as MIME with gaps where ``slots`` marked them.

    ``reply_address`` takes unsubscribe mails (default: the sender). Raises :class:`~curator.errors.AddressError` or,
    where the text is empty, :class:`DeliveryError`.
    """
    if not rendered.text.strip():
        raise DeliveryError("the issue has no text part; check templates/email/digest/body.txt")
    content, body = content_fields(rendered, slots, form)
    fields = [
        *identity_fields(rendered, newsletter),
        *content,
        *_list(newsletter, slots, reply_address or newsletter.sender, period_key),
    ]
    return Compiled(tuple(fields), body, date.astimezone(UTC).replace(microsecond=0))


def identity_fields(rendered: Rendered, newsletter: Newsletter) -> list[tuple[str, Stencil]]:
    """Who writes to whom about what, with gaps for the date, the reader and the Message-ID."""
    sender = mailaddress.parse(newsletter.sender)
    domain = mailaddress.domain_of(sender)
    fields = [
        ("Date", literal("Date: ") + gap(DATE) + literal("\r\n")),
        ("From", literal(headers.field("From", headers.mailbox(newsletter.title, sender)))),
        ("To", literal("To: ") + gap(TO) + literal("\r\n")),
        ("Subject", literal(headers.text_field("Subject", rendered.subject))),
        (
            "Message-ID",
            literal("Message-ID: <") + gap(MESSAGE_ID) + literal(f"@{domain}>\r\n"),
        ),
    ]
    if newsletter.reply_to:
        reply_to = headers.mailbox("", newsletter.reply_to)
        fields.append(("Reply-To", literal(headers.field("Reply-To", reply_to))))
    return fields


def _list(
    newsletter: Newsletter, slots: Slots, reply_address: str, period_key: str
) -> list[tuple[str, Stencil]]:
    """What tells a mail program that this is a list, and how to leave it (RFC 2369, 2919, 8058)."""
    domain = mailaddress.domain_of(newsletter.sender)
    token = slots.marker(UNSUBSCRIBE_TOKEN)
    page = link(newsletter.base_url, UNSUBSCRIBE, token)
    mailto = f"mailto:{mailaddress.parse(reply_address)}?subject=unsubscribe%20{token}"
    feedback = (
        f"{period_key.lower()}:digest:curator:{hashlib.sha256(domain.encode()).hexdigest()[:10]}"
    )
    pairs = (
        ("List-Id", f"<newsletter.{domain}>"),
        ("List-Unsubscribe", f"<{page}>,\r\n <{mailto}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("List-Archive", f"<{link(newsletter.base_url, ARCHIVE)}>"),
        ("Feedback-ID", feedback),
        ("Precedence", "bulk"),
    )
    return [(name, _cut(headers.field(name, value), slots)) for name, value in pairs]


def _cut(line: bytes, slots: Slots) -> Stencil:
    pieces, names = slots.split(line.decode("ascii"))
    return Stencil(tuple(piece.encode("ascii") for piece in pieces), tuple(names))


def content_fields(
    rendered: Rendered, slots: Slots | None, form: MailFormat
) -> tuple[list[tuple[str, Stencil]], Stencil]:
    """The MIME headers and the body: text first, HTML last (RFC 2046 §5.1.4)."""
    text = quoted.encode(rendered.text, slots)
    if form is MailFormat.TEXT:
        pairs = [("Content-Type", "text/plain; charset=utf-8"), _ENCODING]
        return _mime(pairs), text
    html = quoted.encode(rendered.html, slots)
    # In quoted-printable "=_" cannot occur, so no line of a part looks like the boundary.
    boundary = "=_" + hashlib.sha256(f"{rendered.text}\0{rendered.html}".encode()).hexdigest()[:24]
    body = (
        _part(boundary, "plain") + text + literal("\r\n")
        + _part(boundary, "html") + html + literal(f"\r\n--{boundary}--\r\n")
    )  # fmt: skip
    return _mime([("Content-Type", f'multipart/alternative;\r\n boundary="{boundary}"')]), body


_ENCODING = ("Content-Transfer-Encoding", "quoted-printable")


def _mime(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, Stencil]]:
    everything = (("MIME-Version", "1.0"), *pairs)
    return [(name, literal(headers.field(name, value))) for name, value in everything]


def _part(boundary: str, subtype: str) -> Stencil:
    return literal(
        f"--{boundary}\r\n"
        f"Content-Type: text/{subtype}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )


# --------------------------------------------------------------------------- signing


class Press:
    """Finished mails of one :class:`Compiled`, signed by every one of ``signers``.

    The canonical form of the body, its hash up to the first gap and the canonical headers are
    computed once. A press is safe to share between threads: it changes nothing after it is made.
    """

    def __init__(self, compiled: Compiled, signers: Sequence[Signer] = ()) -> None:
        self._compiled = compiled
        self._whole = _whole(compiled)
        self._body = Stencil(tuple(map(relaxed_lines, compiled.body.pieces)), compiled.body.names)
        self._body_start = hashlib.sha256(self._body.pieces[0])
        names = signed_names([name for name, _ in compiled.fields])
        canonical = _canonical_head(compiled, names)
        self._plates = [_Plate(signer, names, canonical) for signer in signers]

    def stamp(self, reader: ReaderSlots) -> bytes:
        """The mail of one reader, ready for SMTP: CRLF lines, none starting with a dot."""
        return b"".join(self.pieces(reader))

    def pieces(self, reader: ReaderSlots, at: datetime | None = None) -> list[bytes]:
        """The same in pieces; the long ones are shared by all readers, and never copied here.

        It is dated ``at``, else as ``reader`` says, else as the issue was frozen.
        """
        at = at or reader.at or self._compiled.date
        values = reader.values()
        values[DATE] = _date_text(at)
        if not self._plates:
            return self._whole.filled(values)
        values[_BODY_HASH] = self._body_hash(values)
        values[_SIGNED_AT] = b"%d" % int(at.timestamp())
        signatures = [plate.signature(values) for plate in self._plates]
        return [*signatures, *self._whole.filled(values)]

    def _body_hash(self, values: Mapping[str, bytes]) -> bytes:
        digest = self._body_start.copy()
        for name, piece in zip(self._body.names, self._body.pieces[1:], strict=True):
            digest.update(values[name])
            digest.update(piece)
        return base64.b64encode(digest.digest())


class _Plate:
    """The signature header of one key, and the text that it signs."""

    def __init__(self, signer: Signer, names: Sequence[str], canonical: Stencil) -> None:
        self._signer = signer
        line = _parse(signer.unsigned_field(names, _mark(_SIGNED_AT), _mark(_BODY_HASH)))
        relaxed = _parse(relaxed_header(line.stamp(_MARKS)).removesuffix(b"\r\n"))
        self._line = line
        self._signed = canonical + relaxed

    def signature(self, values: Mapping[str, bytes]) -> bytes:
        """The whole ``DKIM-Signature`` line for these values."""
        relaxed_to = relaxed_header(b"to:" + values[TO])[3:-2]
        data = self._signed.stamp({**values, TO: relaxed_to})
        return self._line.stamp(values) + wrap_signature(self._signer.sign(data)) + b"\r\n"


def _mark(name: str) -> str:
    return f"\x01{name}\x01"


_GAPS = (DATE, TO, MESSAGE_ID, *IN_TEXT, _BODY_HASH, _SIGNED_AT)
_MARKS = {name: _mark(name).encode("ascii") for name in _GAPS}


def _parse(text: bytes) -> Stencil:
    """The stencil of a text with a mark in the place of each gap."""
    parts = text.split(b"\x01")
    return Stencil(tuple(parts[::2]), tuple(name.decode("ascii") for name in parts[1::2]))


def _canonical_head(compiled: Compiled, names: Sequence[str]) -> Stencil:
    """The signed headers in relaxed form and in the order of ``h=``.

    A name given more often than there are headers of it stands for an absent one and adds nothing
    (RFC 6376 §5.4.2).
    """
    lines = dict(compiled.fields)
    ordered = dict.fromkeys(name for name in names if name in lines)
    return _parse(b"".join(relaxed_header(lines[name].stamp(_MARKS)) for name in ordered))
