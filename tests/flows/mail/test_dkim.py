"""A key of one's own: the file it is written to."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from curator.app import App
from curator.errors import Conflict, DeliveryError
from curator.flows.mail import dkim


def test_a_key_is_written_for_its_owner_only_and_never_over_another(app: App, home: Path) -> None:
    made = dkim.keygen(app, "ed25519", home / "key.pem")
    assert made.file.stat().st_mode & 0o777 == 0o600
    before = made.file.read_bytes()
    with pytest.raises(Conflict, match="a key in use is not overwritten"):
        dkim.keygen(app, "ed25519", home / "key.pem")
    assert made.file.read_bytes() == before


def test_on_a_full_disk_no_half_of_a_key_is_left_that_would_be_taken_for_one_in_use(
    app: App, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fdopen

    def full(handle: int, *_: Any) -> Any:
        os.close(handle)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(DeliveryError, match="No space left on device"):
        dkim.keygen(app, "ed25519", home / "key.pem")
    assert not (home / "key.pem").exists()
    monkeypatch.setattr(os, "fdopen", real)
    assert dkim.keygen(app, "ed25519", home / "key.pem").file.exists()
