"""The key that signs links: given, or made once and kept."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

from curator.errors import ConfigError
from curator.settings.table import Settings

_SECRET_BYTES = 32


def signing_key(settings: Settings) -> bytes:
    """The key that signs links: the given one, else one made once and kept in the data folder.

    Raises :class:`ConfigError` where it can be neither read nor made.
    """
    if settings.secret_key:
        return settings.secret_key.reveal().encode()
    path = settings.data / "secret.key"
    try:
        if not path.exists():
            _make_key(path)
        key = path.read_bytes().strip()
    except OSError as error:
        raise ConfigError((), f"{path}: the key cannot be kept: {error.strerror}") from None
    if len(key) < _SECRET_BYTES:
        raise ConfigError((), f"{path}: the key is damaged; restore it, or remove it for a new one")
    return key


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
