"""Keys for programs: shown once, known by their hash, good for what they were made for."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.app import App
from curator.errors import BadValue, Conflict, NotFound
from curator.flows.desk import keys
from curator.flows.desk.keys import Key, Scope
from tests.web.house import NOW


def test_a_key_is_found_by_itself_and_by_nothing_else(app: App) -> None:
    key = keys.make(app, "phone", NOW, Scope.SAVE)
    assert key.startswith(keys.PREFIX)
    found = keys.find(app, key)
    assert found
    assert (found.name, found.scopes, found.made_at) == ("phone", (Scope.SAVE,), "2026-02-23")
    for other in (key[:-1], key.upper(), "", found.hash):
        assert keys.find(app, other) is None


def test_the_key_itself_is_nowhere_in_the_database(app: App, home: Path) -> None:
    key = keys.make(app, "phone", NOW, Scope.READ)
    app.close()
    assert key.encode() not in b"".join(path.read_bytes() for path in home.glob("curator.db*"))


@pytest.mark.parametrize(
    ("scopes", "opens"),
    [
        ((Scope.READ,), {Scope.READ}),
        ((Scope.SAVE,), {Scope.SAVE}),
        ((Scope.READ, Scope.SAVE), {Scope.READ, Scope.SAVE}),
        ((Scope.WRITE,), set(Scope)),
    ],
)
def test_scopes(scopes: tuple[Scope, ...], opens: set[Scope]) -> None:
    key = Key("x", "", scopes, "")
    assert {scope for scope in Scope if key.may(scope)} == opens


def test_a_removed_key_opens_nothing(app: App) -> None:
    key = keys.make(app, "phone", NOW, Scope.READ)
    keys.remove(app, "phone", NOW)
    assert keys.find(app, key) is None
    with pytest.raises(NotFound):
        keys.remove(app, "phone", NOW)


def test_what_is_no_key_is_not_made(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadValue):
        keys.make(app, " \0 ", NOW, Scope.READ)
    with pytest.raises(BadValue, match="may do"):
        keys.make(app, "phone", NOW)
    keys.make(app, "phone", NOW, Scope.READ)
    with pytest.raises(Conflict, match="already"):
        keys.make(app, "phone", NOW, Scope.READ)
    monkeypatch.setattr(keys, "MOST", 1)
    with pytest.raises(Conflict, match="remove one"):
        keys.make(app, "tablet", NOW, Scope.READ)
    assert [one.name for one in keys.list_(app)] == ["phone"]
