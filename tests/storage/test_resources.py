"""One thing worth reading is one row, whatever leads to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from curator.errors import NotFound
from curator.model import (
    Candidate,
    Evidence,
    FetchState,
    PageState,
    Precision,
    Provenance,
    Tag,
    Tags,
    Track,
    When,
)
from curator.storage import entries, resources, sources
from curator.storage.engine.database import Connection, Database
from tests.storage.examples import DAY, NOW, entry, resource, source, stored

PAPER = resource(1, key="arxiv:1706.03762", url="https://arxiv.org/abs/1706.03762", text="Words.")


def seen_in(connection: Connection, resource_id: int, name: str = "blog", **more: object) -> None:
    """Let a source publish entry 1 and link it to the resource."""
    blog = source(name, **more)
    listed = [status.source for status in sources.statuses(connection)]
    sources.sync(connection, [*listed, blog], NOW)
    one = entry(1, categories=(f"tag of {name}",))
    saved = sources.save_outcome(connection, blog.url, FetchState(title="T"), [one], NOW)
    entries.link(connection, saved.new[0], resource_id)


# --------------------------------------------------------------------------- identity


def test_a_resource_is_found_by_id_key_address_and_alias(database: Database) -> None:
    with database.begin() as connection:
        one = resources.upsert(connection, PAPER, now=NOW, aliases=["https://t.example/x"])
        for name in (one, PAPER.key, PAPER.url, "https://t.example/x"):
            assert resources.get(connection, name).id == one
        assert resources.find(connection, "https://other.example") is None
        with pytest.raises(NotFound, match="there is no resource 99"):
            resources.get(connection, 99)


def test_it_comes_back_as_it_was(database: Database) -> None:
    full = replace(
        PAPER,
        authors=("Ada",),
        published=When(NOW, Precision.DAY),
        code=("https://github.com/a/b",),
        markdown="# Words",
        provenance={"title": Provenance("h1", 0.97, sure=True)},
    )
    with database.begin() as connection:
        found = resources.get(connection, resources.upsert(connection, full, now=NOW))
    assert found.resource == full
    assert (found.state, found.first_seen_at, found.tries) == (PageState.NEW, NOW, 0)


def test_the_same_thing_again_only_gains_what_it_lacked(database: Database) -> None:
    poor = replace(
        PAPER, title="First title", text="", provenance={"title": Provenance("feed", 0.5)}
    )
    rich = replace(
        PAPER,
        title="Second title",
        authors=("Ada",),
        provenance={"authors": Provenance("meta", 0.9), "title": Provenance("h1", 0.9)},
    )
    with database.begin() as connection:
        one = resources.upsert(connection, poor, now=NOW)
        assert resources.upsert(connection, rich, now=NOW + DAY) == one
        found = resources.get(connection, one)
    assert found.resource == replace(
        rich,
        title="First title",
        provenance={"title": Provenance("feed", 0.5), "authors": Provenance("meta", 0.9)},
    )
    assert found.first_seen_at == NOW


def test_a_summary_is_gained_with_whether_it_is_quoted(database: Database) -> None:
    silent = replace(PAPER, summary="", summary_quoted=False)
    with database.begin() as connection:
        one = resources.upsert(connection, silent, now=NOW)
        quoting = replace(PAPER, summary="We quote this.", summary_quoted=True)
        resources.upsert(connection, quoting, now=NOW)
        found = resources.get(connection, one).resource
    assert (found.summary, found.summary_quoted) == ("We quote this.", True)


def test_an_edited_entry_may_win(database: Database) -> None:
    with database.begin() as connection:
        one = resources.upsert(connection, PAPER, now=NOW)
        edited = replace(PAPER, title="Corrected", text="")
        resources.upsert(connection, edited, now=NOW, prefer_new=True)
        found = resources.get(connection, one).resource
    assert (found.title, found.text) == ("Corrected", "Words.")


def test_an_overlong_address_is_an_identity_too(database: Database) -> None:
    long_ = "https://blog.example/?" + "é" * 5000
    with database.begin() as connection:
        one = resources.upsert(connection, resource(1, key=long_, url=long_), now=NOW)
        other = resources.upsert(connection, resource(2, key=long_ + "x", url=long_ + "x"), now=NOW)
        assert resources.get(connection, long_).id == one != other


# --------------------------------------------------------------------------- sightings


def test_one_resource_in_two_sources_has_two_sightings(database: Database) -> None:
    with database.begin() as connection:
        one = stored(connection).id
        seen_in(connection, one, "blog", weight=0.5, credit="Grace")
        seen_in(connection, one, "news", weight=2.0, mine=True)
        found = resources.get(connection, one)
    assert found.sources == ("blog", "news")
    assert found.source_urls == ("https://blog.example/feed", "https://news.example/feed")
    assert found.categories == ("tag of blog", "tag of news")
    assert (found.mine, found.weight, found.credits) == (True, 2.0, ("Grace",))


def test_linking_twice_is_one_sighting(database: Database) -> None:
    with database.begin() as connection:
        one = stored(connection).id
        seen_in(connection, one)
        (linked,) = entries.of_resource(connection, one)
        entries.link(connection, linked.id, one)
        assert resources.get(connection, one).sources == ("blog",)
        assert entries.unlinked(connection) == []


def test_the_authors_own_hand_is_a_sighting_without_a_source(database: Database) -> None:
    with database.begin() as connection:
        one = stored(connection).id
        for credit in (None, "Grace", None):
            resources.add_sighting(
                connection, one, source_url=None, entry_id=None, now=NOW, credit=credit
            )
        found = resources.get(connection, one)
    assert (found.sources, found.credits, found.weight) == ((), ("Grace",), 1.0)


def test_a_sighting_in_an_unknown_source_is_refused(database: Database) -> None:
    with database.begin() as connection:
        one = stored(connection).id
        with pytest.raises(NotFound, match="there is no source"):
            resources.add_sighting(
                connection, one, source_url="https://x.example", entry_id="1", now=NOW
            )


# --------------------------------------------------------------------------- enrichment


def test_new_ones_are_enriched_at_once_and_retried_when_told(database: Database) -> None:
    later = NOW + timedelta(hours=6)
    with database.begin() as connection:
        one, two = stored(connection, 1), stored(connection, 2, published=When(NOW))
        assert [found.id for found in resources.to_enrich(connection, NOW)] == [two.id, one.id]
        resources.save_enriched(
            connection,
            one.id,
            one.resource,
            state=PageState.FAILED,
            now=NOW,
            error="timeout",
            retry_at=later,
        )
        resources.save_enriched(connection, two.id, two.resource, state=PageState.OK, now=NOW)
        assert resources.to_enrich(connection, NOW) == []
        (due,) = resources.to_enrich(connection, later)
    assert (due.id, due.state, due.error, due.tries) == (one.id, PageState.FAILED, "timeout", 1)
    assert due.enriched_at == NOW


def test_a_new_key_is_added_and_the_old_one_still_leads_there(database: Database) -> None:
    with database.begin() as connection:
        one = stored(connection)
        canonical = replace(one.resource, key=PAPER.key, url=PAPER.url)
        same = resources.save_enriched(
            connection,
            one.id,
            canonical,
            state=PageState.OK,
            now=NOW,
            aliases=["https://m.example"],
        )
        assert same == one.id
        for name in (one.resource.key, PAPER.key, PAPER.url, "https://m.example"):
            assert resources.get(connection, name).resource.key == PAPER.key


def test_what_a_page_offered_is_kept(database: Database) -> None:
    offered = (Candidate("title", "A", "og"), Candidate("summary", "S", "jsonld"))
    with database.begin() as connection:
        one = stored(connection)
        resources.save_enriched(
            connection, one.id, one.resource, state=PageState.OK, now=NOW, candidates=offered
        )
        assert resources.page_candidates(connection, one.id) == offered
        assert resources.page_candidates(connection, 99) == ()


# --------------------------------------------------------------------------- tags

TAGS = Tags(
    topics=(Tag("vision", 0.9, (Evidence("CNN", "title", 2.0),)), Tag("nlp", 0.6)),
    track=Track.PRACTICE,
    track_score=0.8,
    model_version="v1",
)


def tagged(connection: Connection, version: str = "v1") -> list[int]:
    """The ids of what is yet to be tagged."""
    return [one.id for one in resources.untagged(connection, version)]


def test_tags_are_kept_until_the_text_or_the_model_changes(database: Database) -> None:
    with database.begin() as connection:
        one = stored(connection)
        assert tagged(connection) == [one.id]
        resources.save_tags(connection, one.id, TAGS)
        assert resources.get(connection, one.id).tags == TAGS
        assert tagged(connection) == []
        assert tagged(connection, "v0") == tagged(connection, "v2") == [one.id]
        resources.save_enriched(connection, one.id, one.resource, state=PageState.OK, now=NOW)
        assert tagged(connection) == []
        longer = replace(one.resource, text="Now with text.")
        resources.save_enriched(connection, one.id, longer, state=PageState.OK, now=NOW)
        (again,) = resources.untagged(connection, "v1")
    assert again.resource.text == "Now with text."


def test_another_sighting_means_tagging_again(database: Database) -> None:
    with database.begin() as connection:
        one = stored(connection).id
        resources.save_tags(connection, one, TAGS)
        seen_in(connection, one)
        assert tagged(connection) == [one]


def test_tags_of_nothing_are_refused(database: Database) -> None:
    with database.begin() as connection, pytest.raises(NotFound):
        resources.save_tags(connection, 99, TAGS)


# --------------------------------------------------------------------------- hosts


def test_what_many_pages_of_a_host_share_is_told(database: Database) -> None:
    slogan, picture = Candidate("summary", "We blog.", "og"), Candidate("image", "/logo.png", "og")
    with database.begin() as connection:
        for number in range(4):
            one = stored(connection, number)
            own = Candidate("summary", f"About {number}", "p")
            resources.save_enriched(
                connection,
                one.id,
                one.resource,
                state=PageState.OK,
                now=NOW,
                candidates=[slogan, own, *([picture] if number else [])],
            )
        facts = resources.host_facts(connection, "blog.example")
        assert resources.host_facts(connection, "x.example") == resources.HostFacts("x.example")
    assert facts.pages == 4
    assert facts.repeated == {"summary": {"We blog.": 4}, "image": {"/logo.png": 3}}
