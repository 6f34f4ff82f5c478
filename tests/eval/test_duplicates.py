"""Pairs of the same thing are found with their addresses hidden, and nothing else is merged."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable
from typing import Any

import pytest

from curator.model import Resource
from curator.resources import dedupe
from curator.resources.canonical import identity
from tests.corpora import corpora_folder
from tests.eval.floors import hold

Pair = tuple[int, int]


def told(name: str) -> Any:
    path = corpora_folder() / "topics" / "duplicates" / name
    return json.loads(path.read_text(encoding="utf-8"))


PREFIXES = {"hf": "hf", "arxiv": "ax", "mwml": "mwml"}
"""How the list of pairs names the items of the labelled sets."""


@pytest.fixture(scope="module")
def hidden() -> tuple[list[Resource], list[str]]:
    """Things seen twice, once or thrice among all labelled items, each at an address of its own.

    The second list has the name of each thing.
    """
    items = [(one["key"], one["title"], one["body"]) for one in told("true_pairs.json")]
    with (corpora_folder() / "topics" / "tagging.jsonl").open(encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        items += [(PREFIXES[one["set"]] + one["id"], one["title"], one["body"]) for one in rows]
    # A post that was shared in the other set under its own title is the same thing.
    posts = {title.casefold(): key for key, title, _ in items if key.startswith("hf")}
    resources = [
        Resource(f"https://{i}.example/", f"https://{i}.example/", title, text=body or "")
        for i, (_, title, body) in enumerate(items)
    ]
    names = [
        posts.get(title.casefold(), name) if name.startswith("mwml") else name
        for name, title, _ in items
    ]
    return resources, names


def pairs_of(names: Iterable[Hashable]) -> set[Pair]:
    """All pairs of places that have the same name."""
    places: dict[Hashable, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(name, []).append(place)
    return {(a, b) for group in places.values() for a in group for b in group if a < b}


def test_pairs_with_their_addresses_hidden(hidden: tuple[list[Resource], list[str]]) -> None:
    resources, names = hidden
    wanted = pairs_of(names)
    found = {
        (match.first, match.second) for match in dedupe.find(list(map(dedupe.Print.of, resources)))
    }
    # What feed readers do that merge by the title alone.
    by_title = pairs_of(" ".join(one.title.casefold().split()) for one in resources)
    hold(
        "duplicates",
        {
            "precision": len(found & wanted) / len(found),
            "recall": len(found & wanted) / len(wanted),
            "recall above equal titles": len((found - by_title) & wanted) / len(wanted),
        },
    )


def test_variants_of_one_address() -> None:
    pairs = told("url_variants.json")
    same = sum(identity(one).key == identity(other).key for one, other in pairs)
    hold("duplicates", {"address variants recall": same / len(pairs)})


def test_other_addresses_stay_apart() -> None:
    """No two of the addresses of labelled links lead to one key, unless one is the other's variant."""
    links = json.loads(
        (corpora_folder() / "topics" / "awesome-dl-resources" / "links.json").read_text("utf-8")
    )
    urls = {link["url"].split("#")[0].rstrip("/") for link in links}
    keys: dict[str, set[str]] = {}
    for url in urls:
        keys.setdefault(identity(url).key, set()).add(url)
    merged = [found for found in keys.values() if len(found) > 1]
    hold("at most", {"other addresses merged": len(merged) / len(urls)})
