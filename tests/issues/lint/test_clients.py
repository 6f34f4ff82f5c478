from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest

from curator.issues.lint.clients import lacking
from tests.corpora import corpora_folder

CLIENTS = {
    "Gmail": "gmail/desktop-webmail",
    "Gmail for iOS": "gmail/ios",
    "Gmail for Android": "gmail/android",
    "Apple Mail": "apple-mail/macos",
    "Apple Mail for iOS": "apple-mail/ios",
    "Outlook for Windows": "outlook/windows",
    "Outlook.com": "outlook/outlook-com",
    "Outlook for iOS": "outlook/ios",
    "Outlook for Android": "outlook/android",
    "Outlook for Mac": "outlook/macos",
    "Yahoo": "yahoo/desktop-webmail",
    "Samsung Email": "samsung-email/android",
    "Thunderbird": "thunderbird/macos",
    "Proton Mail": "protonmail/desktop-webmail",
    "Fastmail": "fastmail/desktop-webmail",
    "HEY": "hey/desktop-webmail",
}


def _table() -> dict[str, Any]:
    path = files("curator.issues") / "data" / "caniemail.json"
    table: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return table


def test_known_gaps_are_in_the_table() -> None:
    assert "Gmail" in lacking("css-position")
    assert "Gmail" in lacking("css-variables")
    assert lacking("css-background-color") == ()


def test_the_table_is_small_and_names_its_source_and_licence() -> None:
    path = files("curator.issues") / "data" / "caniemail.json"

    assert len(path.read_bytes()) < 40_000
    assert "MIT" in _table()["source"]
    assert (files("curator.issues") / "data" / "caniemail.LICENSE").is_file()


def test_each_feature_has_a_letter_for_each_program() -> None:
    table = _table()

    assert table["clients"] == list(CLIENTS)
    assert {len(letters) for letters in table["features"].values()} == {16}


@pytest.mark.corpora
def test_the_table_is_what_the_data_say() -> None:
    data = json.loads((corpora_folder() / "caniemail.json").read_text("utf-8"))

    condensed = {
        name: "".join(feature["r"].get(client, "u")[0] for client in CLIENTS.values())
        for name, feature in data.items()
        if name.startswith(("css-", "html-"))
    }

    assert _table()["features"] == condensed
