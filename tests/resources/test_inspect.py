"""A resource as the dictionary that ``curator resources inspect --json`` prints."""

from __future__ import annotations

import json

from curator.model import Kind, Precision, Provenance, Resource, When
from curator.resources import inspect
from tests.resources.pages import NOW, URL

KNOWN = Resource(
    key="https://weaver.example/blog/warp-and-weft",
    url="https://weaver.example/blog/warp-and-weft",
    title="Warp and weft",
    authors=("Ann Lee", "B. Orr"),
    published=When(NOW, Precision.MONTH),
    kind=Kind.POST,
    minutes=4,
    provenance={"title": Provenance("og", 0.98, sure=True), "authors": Provenance("meta", 0.62)},
)


def test_what_is_known_stands_under_its_name() -> None:
    told = inspect.described(URL + "?utm_source=x", KNOWN)
    assert told["url"] == URL + "?utm_source=x"
    assert told["canonical_url"] == URL
    assert told["authors"] == ["Ann Lee", "B. Orr"]
    assert told["kind"] == "post"


def test_a_date_is_as_precise_as_it_is_known() -> None:
    assert inspect.described(URL, KNOWN)["published"] == "2026-03"


def test_what_is_unknown_is_none_or_empty() -> None:
    told = inspect.described(URL, KNOWN)
    assert (told["modified"], told["image"], told["doi"]) == (None, None, None)
    assert (told["code"], told["summary"]) == ([], "")


def test_the_dictionary_is_json() -> None:
    told = inspect.described(URL, KNOWN) | inspect.certainty(KNOWN)
    assert json.loads(json.dumps(told)) == told


def test_how_sure_each_field_is() -> None:
    assert inspect.certainty(KNOWN) == {
        "confidence": {"title": 0.98, "authors": 0.62},
        "sure": ["title"],
    }


def test_nothing_is_sure_of_no_resource() -> None:
    assert inspect.certainty(None) == {"confidence": {}, "sure": []}


def test_a_link_that_could_not_be_read_has_the_same_keys() -> None:
    nothing = inspect.nothing_of(URL)
    assert list(nothing) == list(inspect.described(URL, KNOWN))
    assert nothing["url"] == URL
    assert (nothing["title"], nothing["kind"], nothing["authors"]) == (None, None, [])
