"""Looking without storing: one JSON object a line for each address, in the order given."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.acceptance.command import Finished, Home

pytestmark = pytest.mark.acceptance

SOURCE_KEYS = [
    "url",
    "final_url",
    "status",
    "kind",
    "format",
    "title",
    "site_url",
    "error",
    "entries",
]
ENTRY_KEYS = [
    "id", "url", "title", "authors", "published", "updated", "summary", "content", "categories",
    "language", "enclosures",
]  # fmt: skip
ENCLOSURE_KEYS = ["url", "type", "length", "duration"]
RESOURCE_KEYS = [
    "url", "canonical_url", "title", "authors", "published", "modified", "summary", "image", "site",
    "language", "kind", "minutes", "text", "arxiv_id", "doi", "code", "topics", "track",
    "track_evidence", "level", "error",
]  # fmt: skip
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

FEEDS = (
    "http://slowgrad.example/feed.xml",
    "http://kitchen-ml.example/feed.json",
    "http://slow-answers.example/feed.rss",
    "http://field-notes.example/sitemap.xml",
)
PAGES = (
    "http://tablemind.example/2026/02/a-random-forest-before-lunch/",
    "http://slowgrad.example/2026/02/19/gradient-accumulation.html",
)
BAD = (
    "http://nowhere.example/",
    "http://[::1",
    "words",
    "ftp://slowgrad.example/feed.xml",
    "http://slowgrad.example:99999/",
    "http://exa mple/",
)


def rows(done: Finished) -> list[dict[str, Any]]:
    """One object a line."""
    return [json.loads(line) for line in done.out.splitlines()]


def test_a_source_has_these_keys_and_no_guesses(read_once: Home) -> None:
    done = read_once.run("sources", "inspect", *FEEDS, "--json")
    assert done.code == 0, done.err
    found = rows(done)
    assert [row["url"] for row in found] == list(FEEDS)
    assert [(row["kind"], row["format"]) for row in found] == [
        ("feed", "atom10"), ("feed", "json11"), ("podcast", "rss20"), ("sitemap", "urlset"),
    ]  # fmt: skip
    for row in found:
        assert list(row)[: len(SOURCE_KEYS)] == SOURCE_KEYS
        assert (row["status"], row["error"], bool(row["entries"])) == (200, None, True)
        for entry in row["entries"]:
            assert list(entry)[: len(ENTRY_KEYS)] == ENTRY_KEYS
            assert all(list(one) == ENCLOSURE_KEYS for one in entry["enclosures"])
            dates = (entry["published"], entry["updated"])
            assert all(date is None or RFC3339.fullmatch(date) for date in dates)
            lists = (entry["authors"], entry["categories"], entry["enclosures"])
            assert all(isinstance(one, list) for one in lists)
    sound = found[2]["entries"][0]["enclosures"][0]
    assert sound["type"] == "audio/mpeg"
    assert sound["duration"] > 0


def test_a_resource_has_these_keys_and_no_guesses(read_once: Home) -> None:
    done = read_once.run("resources", "inspect", *PAGES, "--json")
    assert done.code == 0, done.err
    found = rows(done)
    assert [row["url"] for row in found] == list(PAGES)
    for row in found:
        assert list(row)[: len(RESOURCE_KEYS)] == RESOURCE_KEYS
        assert row["error"] is None
        assert row["text"]
        assert row["arxiv_id"] is row["doi"] is None
        assert RFC3339.fullmatch(row["published"])
        assert all({"slug", "score", "evidence"} == topic.keys() for topic in row["topics"])
        assert all(0 < topic["score"] <= 1 and topic["evidence"] for topic in row["topics"])
    assert found[0]["authors"] == ["Oluwaseun Adeyemi"]
    assert found[0]["topics"][0]["slug"] == "tabular"


@pytest.mark.parametrize("what", ["sources", "resources"])
def test_a_bad_address_is_an_error_in_its_line_and_never_the_end(
    read_once: Home, what: str
) -> None:
    given = [BAD[0], FEEDS[0], *BAD[1:], PAGES[0]]
    done = read_once.run(what, "inspect", "-", "--json", stdin="\n".join(given) + "\n")
    assert done.code == 3, done.err
    found = rows(done)
    assert [row["url"] for row in found] == given
    good = [row["url"] for row in found if row["error"] is None]
    assert good == [FEEDS[0], PAGES[0]], "a page as a source leads to its feed"
    keys = [list(row) for row in found]
    assert all(one == keys[0] for one in keys), "the same keys in each line"


def test_a_thousand_addresses_come_back_in_order_and_nothing_is_stored(home: Home) -> None:
    given = [PAGES[0] if n % 100 == 0 else f"http://host{n}.example/{n}" for n in range(1000)]
    before = home.run("resources", "list", "--json").out
    done = home.run("resources", "inspect", "-", "--json", stdin="\n".join(given))
    assert done.code == 3, done.err
    found = rows(done)
    assert [row["url"] for row in found] == given
    assert [row["url"] for row in found if row["error"] is None] == [PAGES[0]] * 10
    assert home.run("resources", "list", "--json").out == before
