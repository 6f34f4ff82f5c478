"""The keys that sign links: given, or one made once and kept.

Each stands on a line of its own, the oldest first. The last one signs; the others still verify what
they signed, so that a new key breaks no link that is in a mailbox.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from curator.errors import ConfigError
from curator.settings.table import Settings

_SECRET_BYTES = 32


def signing_keys(settings: Settings) -> list[bytes]:
    """The keys that sign links: the given ones, else those kept in the data folder.

    Raises :class:`ConfigError` where they can be neither read nor made.
    """
    if settings.secret_key:
        return [line.encode() for line in lines_of(settings.secret_key.reveal())]
    path = settings.data / "secret.key"
    try:
        if not path.exists():
            _make_key(path)
        keys = [line.encode() for line in lines_of(path.read_text("utf-8", "replace"))]
    except OSError as error:
        raise ConfigError((), f"{path}: the key cannot be kept: {error.strerror}") from None
    if not keys or min(map(len, keys)) < _SECRET_BYTES:
        raise ConfigError((), f"{path}: the key is damaged; restore it, or remove it for a new one")
    return keys


def lines_of(text: str) -> list[str]:
    """The keys in a text, each on its line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _make_key(path: Path) -> None:
    """Write a new key that only the owner can read; of two processes, one wins."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(_SECRET_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        # A link fails where the name exists, so that a key in use is never replaced.
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
