"""What the pages of a host share is told of none of them, once it is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from curator.model import Candidate, Provenance, Resource
from curator.resources.retold import retold, shared, shares

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SLOGAN = "Weaver &amp; Sons: for people who weave, and for those who would like to."
OWN = "How to warp a loom in an hour, with one hand and without any help at all."
TEXT = "The loom is set up in an hour, and the first rows go slowly. Then it is done."
MADE = Resource(
    key="https://weaver.example/1",
    url="https://weaver.example/1",
    title="Warping",
    summary="Weaver & Sons: for people who weave, and for those who would like to.",
    image="https://weaver.example/sons.jpg",
    text=TEXT,
    provenance={"summary": Provenance("og", 0.85), "image": Provenance("og", 0.9)},
)
FACTS = shared([SLOGAN], [str(MADE.image)])
OFFERED = (
    Candidate("summary", SLOGAN, "og"),
    Candidate("image", str(MADE.image), "og"),
    Candidate("image", "https://weaver.example/warping.jpg", "content"),
)


def test_its_text_is_quoted_and_its_next_picture_taken() -> None:
    told = retold(MADE, OFFERED, FACTS, NOW)
    assert told.summary == "The loom is set up in an hour, and the first rows go slowly."
    assert told.summary_quoted
    assert told.image == "https://weaver.example/warping.jpg"
    assert {name: why.origin for name, why in told.provenance.items()} == {
        "summary": "text", "image": "content"
    }  # fmt: skip


def test_what_the_feed_says_of_the_page_comes_before_a_quotation() -> None:
    told = retold(MADE, (*OFFERED, Candidate("summary", OWN, "feed")), FACTS, NOW)
    assert (told.summary, told.summary_quoted) == (OWN, False)


def test_where_nothing_else_was_offered_there_is_none() -> None:
    told = retold(replace(MADE, text=""), OFFERED[:2], FACTS, NOW)
    assert (told.summary, told.image, told.provenance) == ("", None, {})


def test_what_is_its_own_stays() -> None:
    own = replace(MADE, summary=OWN, image=None)
    assert not shares(own, FACTS)
    assert retold(own, OFFERED, FACTS, NOW) == own
