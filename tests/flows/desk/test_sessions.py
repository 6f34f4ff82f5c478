"""The author's sessions: which of them are over."""

from __future__ import annotations

import pytest

from curator.app import App
from curator.errors import StorageError
from curator.flows.desk import sessions
from tests.web.house import NOW


def test_each_sign_out_everywhere_begins_a_new_epoch(app: App) -> None:
    assert sessions.epoch(app) == 0
    sessions.end_all(app, NOW)
    sessions.end_all(app, NOW)
    assert sessions.epoch(app) == 2


def test_a_database_that_cannot_be_read_brings_no_ended_session_back(app: App) -> None:
    sessions.end_all(app, NOW)
    file = app.database.path
    assert file
    app.close()
    file.write_bytes(b"no database any more")
    with pytest.raises(StorageError):
        sessions.epoch(app)
