"""Where incoming mail is fetched: a Maildir folder or an IMAP mailbox.

Each gives mails one by one and takes back a mark for each that was booked, so that a crash between
the two reads a mail again, which does no harm, and never loses one.
"""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from curator.errors import ConfigError, DeliveryError

TIMEOUT_SECONDS = 60
MOST_BYTES = 2 << 20

Done = Callable[[], None]
"""Call it when the mail has been booked; raises :class:`DeliveryError` where it cannot be marked."""


def maildir(folder: Path) -> Iterator[tuple[bytes, Done]]:
    """The new mails of a Maildir; booked ones move to ``cur`` as seen.

    Raises :class:`DeliveryError` for what is no Maildir, and, after all others, for a mail that
    cannot be read. One that is gone meanwhile was booked by another process.
    """
    new = folder / "new"
    if not new.is_dir():
        raise DeliveryError(f"{folder} is no Maildir: it has no folder `new`")
    unread = None
    for path in sorted(new.iterdir()):
        try:
            with path.open("rb") as file:
                raw = file.read(MOST_BYTES)
        except FileNotFoundError:
            continue
        except OSError as error:
            unread = DeliveryError(f"{path} cannot be read: {error.strerror}")
        else:
            yield raw, lambda path=path: _seen(path, folder)  # type: ignore[misc]
    if unread is not None:
        raise unread


def _seen(path: Path, folder: Path) -> None:
    try:
        (folder / "cur").mkdir(exist_ok=True)
        path.replace(folder / "cur" / f"{path.name}:2,S")
    except FileNotFoundError:  # another process booked it too
        return
    except OSError as error:
        raise DeliveryError(f"{path} cannot be moved: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An IMAP mailbox."""

    host: str
    port: int
    tls: bool
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    ca_file: str | None = None

    @classmethod
    def of(cls, url: str, ca_file: str | None = None) -> Mailbox:
        """``imaps://user:password@host/folder`` as a mailbox; raises :class:`ConfigError`."""
        parts = urlsplit(url)
        if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
            raise ConfigError(
                message="CURATOR_BOUNCE_MAILBOX_URL must be imaps://user:password@host/folder"
            )
        tls = parts.scheme == "imaps"
        return cls(
            host=parts.hostname,
            port=parts.port or (993 if tls else 143),
            tls=tls,
            user=unquote(parts.username),
            password=unquote(parts.password or ""),
            folder=unquote(parts.path.strip("/")) or "INBOX",
            ca_file=ca_file,
        )


def imap(mailbox: Mailbox) -> Iterator[tuple[bytes, Done]]:
    """The unseen mails of an IMAP mailbox; booked ones are marked seen and stay where they are.

    Raises :class:`DeliveryError` where the mailbox cannot be read.
    """
    try:
        with _open(mailbox) as client:
            client.login(mailbox.user, mailbox.password)
            status, _ = client.select(_quoted(mailbox.folder))
            if status != "OK":
                raise DeliveryError(f"{mailbox.host} has no folder {mailbox.folder}")
            yield from _unseen(client)
    except (imaplib.IMAP4.error, OSError) as error:
        raise DeliveryError(f"the bounce mailbox at {mailbox.host}: {error}") from error


def _open(mailbox: Mailbox) -> imaplib.IMAP4:
    if not mailbox.tls:
        return imaplib.IMAP4(mailbox.host, mailbox.port, TIMEOUT_SECONDS)
    context = ssl.create_default_context(cafile=mailbox.ca_file)
    return imaplib.IMAP4_SSL(
        mailbox.host, mailbox.port, ssl_context=context, timeout=TIMEOUT_SECONDS
    )


def _unseen(client: imaplib.IMAP4) -> Iterator[tuple[bytes, Done]]:
    _, found = client.uid("SEARCH", "UNSEEN")
    for uid in found[0].split() if found and found[0] else []:
        number = uid.decode("ascii")
        # PEEK leaves it unseen until it is booked.
        _, parts = client.uid("FETCH", number, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
        raw = next((part[1] for part in parts or [] if isinstance(part, tuple)), None)
        if isinstance(raw, bytes):
            yield raw, lambda number=number: _mark(client, number)  # type: ignore[misc]


def _mark(client: imaplib.IMAP4, number: str) -> None:
    try:
        client.uid("STORE", number, "+FLAGS", r"(\Seen)")
    except (imaplib.IMAP4.error, OSError) as error:
        raise DeliveryError(f"the bounce mailbox at {client.host}: {error}") from error


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
