"""What a variable of the environment may hold, and how its text is read.

Every reader raises :class:`BadValue` with what is allowed; a secret never stands in the message.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from curator.errors import BadValue

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_SMTP_PORTS = {"smtp": 587, "smtps": 465}
_STARTTLS = {"always": "always", "yes": "always", "true": "always", "1": "always"} | {
    "never": "never", "no": "never", "false": "never", "0": "never", "auto": "auto",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that no representation shows; :meth:`reveal` gives it where it is used."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """The value itself."""
        return self._value

    def __repr__(self) -> str:
        return "Secret('…')"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """The mail server in ``CURATOR_SMTP_URL``."""

    host: str
    port: int
    tls: bool
    """TLS from the first byte (``smtps://``)."""
    starttls: str
    """``always``, ``auto`` (where the server offers it) or ``never``."""
    user: str | None = None
    password: Secret | None = None

    def __str__(self) -> str:
        """The server without user and password."""
        return f"{'smtps' if self.tls else 'smtp'}://{self.host}:{self.port}"


def path(text: str) -> Path:
    """A file or folder; ``~`` is the home folder."""
    try:
        return Path(line(text)).expanduser()
    except RuntimeError:
        raise BadValue(f"{text[:80]!r} names the home folder of nobody") from None


def line(text: str) -> str:
    """One line of text."""
    if any(ord(character) < 32 for character in text):  # noqa: PLR2004 - C0 controls
        raise BadValue("a line break or control character is not allowed")
    return text


def whole(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number between two bounds."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text[:18]) <= most:
            raise BadValue(f"it must be a whole number from {least} to {most}")
        return int(text)

    return read


def choice(*allowed: str) -> Callable[[str], str]:
    """Reads one of some words."""

    def read(text: str) -> str:
        if text.lower() not in allowed:
            raise BadValue(f"{text[:40]!r} is not allowed; use {', '.join(allowed)}")
        return text.lower()

    return read


def networks(text: str) -> tuple[Network, ...]:
    """Networks or single addresses, separated by commas or blanks."""
    return tuple(network(word) for word in text.replace(",", " ").split())


def network(word: str) -> Network:
    """One network or address."""
    try:
        return ipaddress.ip_network(word, strict=False)
    except ValueError:
        raise BadValue(
            f"{word[:60]!r} is not a network; write one such as 10.0.0.0/8 or fd00::/8"
        ) from None


def database(text: str) -> Secret:
    """An SQLAlchemy address of SQLite or PostgreSQL."""
    if text.startswith("postgres://"):
        text = text.replace("postgres://", "postgresql://", 1)
    if not text.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise BadValue("it must begin with sqlite:/// or postgresql://")
    return Secret(text)


def endpoint(text: str) -> str:
    """The address of an HTTP service, without user and password."""
    shape = "write for example https://api.example.org/v1"
    try:
        parts = urlsplit(line(text))
        _ = parts.port
    except ValueError:
        raise BadValue(f"it is not an address; {shape}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise BadValue(f"it is not the address of a service; {shape}")
    return text.rstrip("/")


def smtp(text: str) -> SmtpServer:
    """``smtp://user:password@host:port?starttls=always|auto|never`` or ``smtps://…``."""
    shape = "write smtp://user:password@host:587?starttls=always or smtps://user:password@host"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise BadValue(f"the port must be a number; {shape}") from None
    if parts.scheme not in _SMTP_PORTS or not parts.hostname or parts.path.strip("/"):
        raise BadValue(f"it is not the address of a mail server; {shape}")
    options = parse_qs(parts.query, keep_blank_values=True)
    starttls = options.pop("starttls", ["auto"])[-1].lower()
    if options or starttls not in _STARTTLS:
        raise BadValue("the only option is starttls: always, auto or never")
    return SmtpServer(
        host=parts.hostname,
        port=port or _SMTP_PORTS[parts.scheme],
        tls=parts.scheme == "smtps",
        starttls="never" if parts.scheme == "smtps" else _STARTTLS[starttls],
        user=unquote(parts.username) if parts.username else None,
        password=Secret(unquote(parts.password)) if parts.password else None,
    )


def mailbox(text: str) -> Secret:
    """An IMAP mailbox that bounces come to."""
    parts = urlsplit(text)
    if parts.scheme not in ("imap", "imaps") or not parts.hostname:
        raise BadValue("it must be imaps://user:password@host/folder")
    return Secret(text)


def mail_address(text: str) -> str:
    """A bare mail address."""
    local, at, domain = text.rpartition("@")
    if not (local and at and domain) or any(character in text for character in ' \r\n\t<>"'):
        raise BadValue(f"{text[:80]!r} is not a mail address such as bounces@example.org")
    return text


def secret(text: str) -> Secret:
    """A value of somebody else's making that is shown to nobody."""
    return Secret(line(text))


def key(text: str) -> Secret:
    """A key long enough to sign with."""
    least = 16
    if len(text) < least:
        raise BadValue(f"it must have at least {least} characters; leave it unset to have one made")
    return Secret(text)


def keys(text: str) -> Secret:
    """Keys long enough to sign with, each on a line of its own."""
    for line in filter(None, map(str.strip, text.splitlines())):
        key(line)
    return Secret(text)


def password_hash(text: str) -> Secret:
    """A password hash as `curator desk password` prints it."""
    if not text.startswith("$argon2"):
        raise BadValue("it must be an Argon2 hash, never the password itself")
    return Secret(text)


def pem(text: str) -> Secret:
    """A private key."""
    if "PRIVATE KEY" not in text:
        raise BadValue(
            "it must be a private key in PEM form; name its file by CURATOR_DKIM_KEY_FILE"
        )
    return Secret(text)


def header_name(text: str) -> str:
    """The name of an HTTP header field (RFC 9110 §5.1)."""
    if not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,60}", text):
        raise BadValue("it must be the name of a header, such as Remote-User")
    return text


def addresses(text: str) -> tuple[str, ...]:
    """Web addresses, separated by blanks or commas."""
    found = tuple(text.replace(",", " ").split())
    for one in found:
        if not one.startswith(("https://", "http://")):
            raise BadValue(f"{one[:60]!r} is not an address that begins with https://")
    return found
