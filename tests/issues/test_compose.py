from __future__ import annotations

from dataclasses import replace

import pytest

from curator.issues import wording
from curator.issues.compose import CREDIT_LIMIT, compose, credit_roll, for_topics, parse_credit
from curator.model import (
    Content,
    Goal,
    Pick,
    ReadingItem,
    ReadingStatus,
    Section,
    Selection,
    Source,
)
from tests.issues import sample


def _titles(content: Content) -> list[str]:
    return [pick.resource.resource.title for pick in content.picks()]


def test_the_authors_posts_come_first_newest_first() -> None:
    content = sample.content(posts=(sample.post(99, "Older"), sample.post(101, "Newer")))

    assert _titles(content)[:2] == ["Newer", "Older"]


def test_sections_keep_their_order_and_the_reading_list_follows() -> None:
    content = sample.content()

    assert [section.slug for section in content.sections] == ["vision", "nlp", "ethics"]
    assert _titles(content)[-2:] == [p.resource.resource.title for p in content.reading]


def test_a_post_that_was_also_selected_is_said_once() -> None:
    post = sample.post(100)
    selection = Selection(sections=(Section("vision", "Vision", (Pick(post, 0.9),)),))

    content = sample.content(selection=selection, posts=(post,))

    assert _titles(content).count(post.resource.title) == 1
    assert content.sections == ()


def test_a_queued_link_wins_over_the_same_pick_and_keeps_the_authors_words() -> None:
    chosen = sample.sections()[0].picks[0]
    item = ReadingItem(9, chosen.resource.id, ReadingStatus.QUEUED, sample.NOW, note="Do this one.")

    content = sample.content(reading=((item, chosen.resource),))

    assert content.reading[0].note == "Do this one."
    assert chosen.resource not in [p.resource for s in content.sections for p in s.picks]


def test_two_keys_with_one_address_are_the_same_resource() -> None:
    one = sample.stored(sample.resource(1, "One", url="https://example.org/a"), 1)
    other = replace(one, id=2, resource=replace(one.resource, key="doi:10.1/x"))
    selection = Selection(sections=(Section("more", "More", (Pick(one, 1), Pick(other, 0.5))),))

    assert len(sample.content(selection=selection, posts=(), reading=()).picks()) == 1


def test_goals_and_outcomes_are_kept_apart() -> None:
    ahead = Goal(5, "2026-W09", "Later")

    content = sample.content(outcomes=(*sample.outcomes(), ahead))

    assert [goal.id for goal in content.goals] == [3, 4]
    assert [goal.id for goal in content.outcomes] == [1, 2], "a goal to come has no outcome yet"


def test_a_week_with_nothing_new_is_empty_even_with_goals() -> None:
    content = sample.content(selection=Selection(), posts=(), reading=())

    assert content.empty
    assert content.goals


def test_what_selection_says_of_itself_is_passed_on() -> None:
    runner_up = sample.sections()[0].picks[0]
    selection = Selection(
        runners_up=(runner_up,), practice_share=0.5, shortfall="Too little theory came in."
    )

    content = sample.content(selection=selection)

    assert content.runners_up == (runner_up,)
    assert (content.practice_share, content.shortfall) == (0.5, "Too little theory came in.")


class TestCredits:
    def test_pointers_come_before_makers_each_name_once(self) -> None:
        names = [name for name, _ in sample.content().credits]

        assert names[:3] == ["Sana Iqbal", "Ada Brook", "Jonas Weber"]
        assert names.index("Jonas Weber") < names.index("Ines Halloran")
        assert len({name.casefold() for name in names}) == len(names)

    def test_the_author_does_not_thank_himself(self) -> None:
        assert "Mira Okafor" not in dict(sample.content().credits)

    def test_a_source_that_gave_nothing_to_this_issue_is_not_thanked(self) -> None:
        quiet = Source("https://quiet.example/feed", credit="Nobody Yet")

        assert "Nobody Yet" not in dict(sample.content(sources=(quiet,)).credits)

    def test_a_name_known_with_and_without_address_keeps_the_address(self) -> None:
        held = [
            replace(pick, resource=replace(pick.resource, credits=(credit,)))
            for pick, credit in zip(
                sample.sections()[0].picks[:2],
                ("Sana Iqbal", "sana iqbal <https://sana.example>"),
                strict=True,
            )
        ]
        content = Content(sections=(Section("more", "More", tuple(held)),))

        credits_ = dict(credit_roll(content, (), sample.NEWSLETTER))

        assert credits_["sana iqbal"] == "https://sana.example"

    def test_the_block_stays_short(self) -> None:
        content = sample.content(selection=Selection(sections=sample.many(60)))

        assert len(content.credits) == CREDIT_LIMIT

    @pytest.mark.parametrize(
        ("text", "name", "url"),
        [
            ("Jane Doe", "Jane Doe", None),
            ("Jane Doe <https://jane.example/x>", "Jane Doe", "https://jane.example/x"),
            ("Jane Doe (https://jane.example)", "Jane Doe", "https://jane.example"),
            ("Jane Doe - https://jane.example", "Jane Doe", "https://jane.example"),
            ("https://www.jane.example/links", "jane.example", "https://www.jane.example/links"),
            ("javascript:alert(1)", "javascript:alert(1)", None),
        ],
    )
    def test_a_credit_may_be_a_name_an_address_or_both(
        self, text: str, name: str, url: str | None
    ) -> None:
        assert parse_credit(text) == (name, url)


class TestForTopics:
    def test_no_choice_means_everything(self) -> None:
        content = sample.content()

        assert for_topics(content, ()) is content

    def test_only_chosen_sections_stay_and_the_authors_own_parts(self) -> None:
        content = sample.content()

        chosen = for_topics(content, ["nlp"])

        assert [section.slug for section in chosen.sections] == ["nlp"]
        assert (chosen.posts, chosen.reading) == (content.posts, content.reading)

    def test_the_share_of_practice_is_that_of_what_is_left(self) -> None:
        content = sample.content()
        assert wording.practice_percent(content) == 80

        assert wording.practice_percent(for_topics(content, ["nlp"])) == 100

    def test_a_pick_of_another_section_stays_where_it_carries_the_topic(self) -> None:
        chosen = for_topics(sample.content(), ["training"])

        assert [len(section.picks) for section in chosen.sections] == [1]


def test_composing_twice_gives_the_same_content() -> None:
    assert sample.content() == sample.content()
    assert compose(
        selection=Selection(),
        posts=(),
        reading=(),
        goals=(),
        outcomes=(),
        sources=(),
        newsletter=sample.NEWSLETTER,
        period=sample.PERIOD,
    ) == Content(practice_share=None)
