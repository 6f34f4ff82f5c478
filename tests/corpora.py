"""Where the corpora are: other people's feeds and pages, never part of this project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def corpora_folder() -> Path:
    """The unpacked corpora from ``CURATOR_CORPORA``; skips the test, saying so, where unset."""
    named = os.environ.get("CURATOR_CORPORA")
    if named and Path(named).is_dir():
        return Path(named)
    message = "CURATOR_CORPORA does not name a folder of unpacked corpora"
    if os.environ.get("CURATOR_CORPORA_REQUIRED"):
        pytest.fail(message)
    pytest.skip(message)


def replay_program() -> Path:
    """The stand-in for the internet from ``CURATOR_REPLAY``; skips, saying so, where unset."""
    named = os.environ.get("CURATOR_REPLAY")
    if named and Path(named).is_file():
        return Path(named)
    message = "CURATOR_REPLAY does not name the replay program"
    if os.environ.get("CURATOR_CORPORA_REQUIRED"):
        pytest.fail(message)
    pytest.skip(message)
