"""The keys that sign mail: made, kept in a file of their own, and told to DNS."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from curator import mailaddress
from curator.errors import Conflict, DeliveryError, NotFound
from curator.mail import dkim
from curator.mail.dkim import Algorithm, Signer

if TYPE_CHECKING:
    from curator.app import App

ALGORITHMS = {"rsa": Algorithm.RSA, "ed25519": Algorithm.ED25519}
VARIABLES = {
    Algorithm.RSA: "CURATOR_DKIM_KEY_FILE",
    Algorithm.ED25519: "CURATOR_DKIM_ED25519_KEY_FILE",
}
"""The setting that a key of each kind belongs in; a lone Ed25519 key may stand in the first too."""


@dataclass(frozen=True, slots=True)
class Record:
    """What DNS must publish for a key."""

    algorithm: str
    name: str
    """Where: ``selector._domainkey.domain``."""
    text: str
    """The TXT record's value."""
    zone_line: str
    """The same as a line of a zone file."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new key."""

    file: Path
    variable: str
    """The setting that names the file."""
    record: Record


def keygen(app: App, algorithm: str = "rsa", output: Path | None = None) -> Made:
    """Make a key, and write it to a file that only this user can read.

    Raises :class:`Conflict` where the file exists: a key in use is never overwritten. Raises
    :class:`~curator.errors.DeliveryError` where it cannot be written; no file is left then.
    """
    kind = ALGORITHMS[algorithm]
    selector = _selector(app, kind)
    file = output or app.settings.data / f"dkim-{selector}.pem"
    signer = Signer(_domain(app), selector, dkim.generate(kind))
    _write(file, dkim.to_pem(signer.key))
    return Made(file.resolve(), VARIABLES[kind], record_of(signer))


def records(app: App) -> tuple[Record, ...]:
    """What DNS must publish for the keys in use. Raises :class:`NotFound` where there is none."""
    if not app.signers:
        raise NotFound("no key is set; make one with `curator dkim keygen`")
    return tuple(map(record_of, app.signers))


def record_of(signer: Signer) -> Record:
    """What DNS must publish for one key."""
    name, text = dkim.dns_record(signer)
    return Record(signer.algorithm.value, name, text, dkim.zone_line(signer))


def _selector(app: App, kind: Algorithm) -> str:
    settings = app.settings
    return settings.dkim_selector if kind is Algorithm.RSA else settings.dkim_ed25519_selector


def _domain(app: App) -> str:
    return mailaddress.domain_of(app.config.newsletter.sender)


def _write(file: Path, pem: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Conflict(f"{file} exists; a key in use is not overwritten: use --output") from error
    except OSError as error:
        raise DeliveryError(f"{file} cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(pem)
    except OSError as error:
        file.unlink()  # half a key would be taken for one in use
        raise DeliveryError(f"{file} cannot be written: {error.strerror}") from error
