"""Addresses of the corpora: every form of the same thing joined, different things apart."""

from __future__ import annotations

import json

from curator.resources.canonical import identity
from tests.corpora import corpora_folder


def test_all_forms_of_one_thing_are_joined() -> None:
    pairs = json.loads((corpora_folder() / "topics/duplicates/url_variants.json").read_text())
    assert len(pairs) > 100
    assert [pair for pair in pairs if len({identity(url).key for url in pair}) > 1] == []


def test_different_pages_stay_apart() -> None:
    """Every page of the corpora is another one, a slash at the end aside."""
    addresses = {
        json.loads(line)["url"].rstrip("/")
        for listing in (corpora_folder() / "pages").glob("*/web.jsonl")
        for line in listing.read_text().splitlines()
    }
    assert len(addresses) > 1500
    assert len({identity(address).key for address in addresses}) == len(addresses)


def test_different_things_under_known_places_stay_apart() -> None:
    """No key of the pairs is another one's, slashes, fragments and capitals aside."""
    pairs = json.loads((corpora_folder() / "topics/duplicates/url_variants.json").read_text())
    keys = {identity(first).key for first, _ in pairs}
    bare = {key.partition("#")[0].rstrip("/").lower() for key in keys}
    assert len(keys) == len(bare)
