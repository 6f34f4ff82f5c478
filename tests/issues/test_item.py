from __future__ import annotations

from dataclasses import replace

from curator.issues.item import Item, Link, items_of
from curator.model import Pick, Resource
from tests.issues import sample


def _item(resource: Resource, **changes: object) -> Item:
    held = replace(sample.stored(resource, 1), **changes)  # type: ignore[arg-type]
    (item,) = items_of([Pick(held, 1.0)], sample.NEWSLETTER, sample.TOPICS)
    return item


def test_topics_carry_their_names_and_unknown_ones_their_slug() -> None:
    held = sample.stored(sample.resource(1, "T"), 1, topics=("cnn", "brand-new"))

    (item,) = items_of([Pick(held, 1.0)], sample.NEWSLETTER, sample.TOPICS)

    assert item.topics == ("Convolutions", "brand-new")


def test_a_repository_is_named_by_its_path() -> None:
    item = _item(sample.resource(1, "T", code=("javascript:x", "https://github.com/owner/name")))

    assert item.code == (Link("https://github.com/owner/name", "Code: owner/name"),)


def test_a_resource_without_title_is_named_by_its_site() -> None:
    assert _item(sample.resource(1, "\u200b ", url="https://a.example/x")).title == "a.example"


def test_a_language_is_said_only_where_it_differs() -> None:
    assert _item(sample.resource(1, "T", language="en-GB")).language is None
    assert _item(sample.resource(1, "T", language="de")).language == "de"


def test_who_pointed_to_it_is_said_without_the_address() -> None:
    item = _item(sample.resource(1, "T"), credits=("Jo <https://jo.example>", "Ada"))

    assert item.via == "Jo and Ada"


def test_a_source_that_pointed_to_it_is_not_named_again_among_those_that_had_it() -> None:
    held = replace(sample.stored(sample.resource(1, "T"), 1), credits=("Linklog",))

    (item,) = items_of([Pick(held, 1.0, also_in=("Linklog", "Notes"))], sample.NEWSLETTER)

    assert (item.via, item.also_in) == ("Linklog", "Notes")


def test_where_it_is_talked_about_is_a_link_that_names_the_place() -> None:
    talked = ("https://www.news.example/item?id=7", "javascript:1")
    pick = Pick(sample.stored(sample.resource(1, "T"), 1), 1.0, discussions=talked)
    (item,) = items_of([pick], sample.NEWSLETTER)
    assert item.links[-1:] == (
        Link("https://www.news.example/item?id=7", "Discussion on news.example"),
    )
