"""A Maildir as outbox, for when no mail server is set: each mail a file, whole or absent.

A mail is written under ``tmp``, made durable and renamed to ``new``. Its name is made of the
delivery, so writing it twice leaves one file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from curator.errors import SmtpUnreachable
from curator.mail.replies import Reply, Stage
from curator.mail.transport import ChannelLost, Envelope

_GO_ON = Reply(354, "go on", stage=Stage.DATA)
_KEPT = Reply(250, "written to the outbox")


@dataclass(frozen=True, slots=True)
class Maildir:
    """The outbox folder; it is made when the first mail is written."""

    folder: Path

    @property
    def label(self) -> str:
        """The folder's path."""
        return str(self.folder)

    def connect(self) -> MaildirChannel:
        """A channel that writes files; raises :class:`SmtpUnreachable` if the folder cannot be."""
        try:
            for name in ("tmp", "new", "cur"):
                (self.folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise SmtpUnreachable(f"the outbox {self.folder}: {error.strerror}") from error
        return MaildirChannel(self.folder)


class MaildirChannel:
    """Writes one file per mail; see :class:`curator.mail.transport.Channel`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._offered: list[Envelope] = []

    def fileno(self) -> None:
        """Nobody is waited for."""

    def ready(self) -> bool:
        """Always, for nobody is waited for."""
        return True

    def offer(self, envelope: Envelope) -> None:
        """Remember whom the next mail is for."""
        self._offered.append(envelope)

    def answer(self) -> Reply:
        """Always yes."""
        return _GO_ON

    def finish(
        self,
        mail: Sequence[bytes],
        following: Envelope | None = None,
        *,
        transparent: bool = False,  # noqa: ARG002 - a file has no final dot
    ) -> None:
        """Write the mail with its envelope as trace headers (RFC 5321 §4.4)."""
        envelope, whole = self._offered.pop(0), b"".join(mail)
        trace = f"Return-Path: <{envelope.sender}>\r\nDelivered-To: {envelope.recipient}\r\n"
        try:
            self._write(_file_name(envelope, whole), trace.encode("ascii") + whole)
        except OSError as error:
            raise ChannelLost(f"the outbox {self._folder}: {error.strerror}") from error
        if following is not None:
            self._offered.append(following)

    def _write(self, name: str, data: bytes) -> None:
        if (self._folder / "cur" / name).exists():
            return
        temporary = self._folder / "tmp" / f"{name}.{os.getpid()}"
        with temporary.open("wb") as file:
            file.write(data.replace(b"\r\n", b"\n"))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._folder / "new" / name)

    def receipt(self) -> Reply:
        """The file is there."""
        return _KEPT

    def close(self) -> None:
        """Nothing is held open."""


def _file_name(envelope: Envelope, mail: bytes) -> str:
    """A name that is the same for each attempt at the same delivery."""
    key = f"{envelope.key}\0{envelope.recipient}".encode() if envelope.key else mail
    return f"{hashlib.sha256(key).hexdigest()[:32]}.curator"
