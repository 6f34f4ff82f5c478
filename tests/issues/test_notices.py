"""What only announces something is told by its title, and goes into no issue by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curator.issues.hand import Hand
from curator.issues.notices import notice
from curator.issues.select import select
from curator.model import Kind, Selection, StoredResource
from tests.issues import sample
from tests.issues.weeks import TOPICS, newsletter, period, stored


@pytest.mark.parametrize(("title", "what"), [
    ("We’re hiring: Loom Engineer, Berlin", "a job (“We’re hiring”)"),
    ("Weaving jobs of the week", "a job (“jobs of the week”)"),
    ("Sponsored: Weave three times faster", "what somebody paid for (“Sponsored”)"),
    ("Black Friday: 50% off all looms", "a sale (“50% off”)"),
    ("Win a loom: enter our giveaway", "a giveaway (“giveaway”)"),
    ("Loom Inc. raises $40M Series B to weave the future", "a round of money (“raises $40”)"),
    ("Webinar: Scaling your mill", "an invitation (“Webinar”)"),
    ("Call for papers: second workshop on warping", "an invitation (“Call for papers”)"),
    ("Scheduled maintenance of the mill on Sunday", "a notice to customers (“Scheduled maintenance”)"),
    ("Loom Inc. named a Leader in mills", "an award (“named a Leader”)"),
    ("Happy holidays from all weavers", "a greeting (“Happy holidays”)"),
    ("Test", "a test (“Test”)"),
])  # fmt: skip
def test_set_phrases_of_a_title_say_what_is_announced(title: str, what: str) -> None:
    assert notice(sample.resource(1, title)) == what


@pytest.mark.parametrize("title", [
    "Forecasting Black Friday sales with boosted trees", "How we hire weavers", "Predicting who gets a job",
    "A giveaway of weights: open models compared", "Test your loom before you warp", "Raising errors in Python",
    "What leaders in weaving read", "Win a weaving competition in five steps", "Drawing early-bird tickets of a mill", "Job scheduling on a cluster", "30% faster looms", "Hello world",
])  # fmt: skip
def test_what_speaks_of_such_things_is_no_notice(title: str) -> None:
    assert notice(sample.resource(1, title)) == ""


def test_a_post_that_says_who_paid_for_it_is_one_and_a_competition_invites_rightly() -> None:
    paid = sample.resource(
        1, "Faster looms", summary="This post is sponsored by Mill Corp. Looms are slow."
    )
    assert notice(paid) == "what somebody paid for"
    assert notice(sample.resource(1, "Enter to win a loom", kind=Kind.COMPETITION)) == ""


def test_a_paper_is_none_whatever_it_is_called() -> None:
    assert notice(sample.resource(1, "Webinar or workshop? A study", kind=Kind.PAPER)) == ""


def chosen(*candidates: StoredResource, hand: Hand) -> Selection:
    return select(candidates, newsletter=newsletter(), topics=TOPICS, period=period(), hand=hand)


def test_none_goes_in_by_itself_even_where_slots_stay_empty_and_any_by_hand() -> None:
    job = stored(1, "vision")
    job = replace(job, resource=replace(job.resource, title="We are hiring: image engineer"))
    alone = chosen(job, hand=Hand())
    assert alone.sections == ()
    assert alone.runners_up[0].left_out == (
        "it only announces a job (“We are hiring”); it goes in where you pin it"
    )
    pinned = chosen(job, hand=Hand(pinned=(job.id,)))
    assert [pick.resource.id for one in pinned.sections for pick in one.picks] == [job.id]
