from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from curator.issues import wording
from curator.model import Content, Kind, Level, Pick, Section, Selection, Track
from tests.issues import sample


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 2, 16), date(2026, 2, 22), "16–22 February 2026"),
        (date(2026, 2, 23), date(2026, 3, 1), "23 February – 1 March 2026"),
        (date(2025, 12, 29), date(2026, 1, 4), "29 December 2025 – 4 January 2026"),
        (date(2026, 2, 16), date(2026, 2, 16), "16 February 2026"),
    ],
)
def test_a_period_is_said_as_short_as_it_can_be(first: date, last: date, said: str) -> None:
    period = replace(sample.PERIOD, first_day=first, last_day=last)

    assert wording.span(period) == said


@pytest.mark.parametrize(
    ("minutes", "said"), [(1, "1 min"), (59, "59 min"), (60, "1 h"), (92, "1 h 32 min")]
)
def test_minutes_are_said_in_hours_where_they_fill_them(minutes: int, said: str) -> None:
    assert wording.duration(minutes) == said


def test_unknown_facts_are_not_said() -> None:
    assert wording.facts(sample.resource(1, "T"), Level.UNKNOWN) == ("Article",)
    walled = sample.resource(1, "T", minutes=8, paywalled=True)
    assert wording.facts(walled, Level.BEGINNER) == (
        "Article",
        "8 min",
        "beginner",
        "behind a paywall",
    )


def test_where_a_paper_came_out_is_said_unless_it_is_the_site() -> None:
    paper = sample.resource(1, "T", kind=Kind.PAPER, venue="Journal of Looms", site="arXiv")
    assert wording.facts(paper, Level.UNKNOWN) == ("Paper", "Journal of Looms")
    assert wording.facts(replace(paper, site="journal of looms"), Level.UNKNOWN) == ("Paper",)
    assert wording.facts(replace(paper, kind=Kind.ARTICLE), Level.UNKNOWN) == ("Article",)


def test_until_when_a_competition_is_open_is_said() -> None:
    closing = datetime(2026, 3, 14, 23, 59, tzinfo=UTC)
    contest = sample.resource(1, "T", kind=Kind.COMPETITION, deadline=closing)
    assert wording.facts(contest, Level.UNKNOWN) == ("Competition", "open until 14 March 2026")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), ""),
        (("A",), "A"),
        (("A", "B"), "A and B"),
        (("A", "B", "C"), "A, B and C"),
        (("A", "B", "C", "D"), "A and others"),
    ],
)
def test_many_authors_are_one_and_others(names: tuple[str, ...], said: str) -> None:
    assert wording.authors(names) == said


@pytest.mark.parametrize(
    ("name", "url", "said"),
    [
        ("Pixel Weekly", "https://pixel.example.net/a", "Pixel Weekly"),
        (None, "https://www.pixel.example.net/a", "pixel.example.net"),
        ("bank.example.com", "https://evil.example.net/a", "evil.example.net"),
        ("https://bank.example.com/", "https://evil.example.net/a", "evil.example.net"),
        ("blog.example.net", "https://www.example.net/a", "blog.example.net"),
    ],
)
def test_a_site_cannot_claim_to_be_another_host(name: str | None, url: str, said: str) -> None:
    assert wording.site(sample.resource(1, "T", url=url, site=name)) == said


def test_an_author_who_is_the_site_is_named_once() -> None:
    alone = sample.resource(1, "T", authors=("Jane Doe",), site="jane doe")

    assert wording.byline(alone) == "Jane Doe"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/x?utm_source=feed&id=1", "https://a.example/x?id=1"),
        ("http://127.0.0.1:8000/x", "http://127.0.0.1:8000/x"),
        ("http://203.0.113.9/x", None),
        ("http://3405803777/x", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//a.example/x", None),
        ('https://a.example/x y"onclick=', "https://a.example/x%20y%22onclick="),
        (None, None),
    ],
)
def test_only_addresses_fit_for_a_mail_are_linked(url: str | None, kept: str | None) -> None:
    assert wording.address(url) == kept


def test_a_shouting_title_is_calmed_and_a_short_acronym_is_not() -> None:
    assert wording.calm("EVERYTHING ABOUT NETWORKS") == "Everything about networks"
    assert wording.calm("GPT-4") == "GPT-4"


def test_a_sentence_has_a_capital_and_a_stop() -> None:
    assert wording.sentence("because it is new") == "Because it is new."
    assert wording.sentence("Why?") == "Why?"
    assert wording.sentence(" ") == ""


@pytest.mark.parametrize(
    ("said", "quoted", "shown"),
    [
        ("we count mosses on one wall.", True, "… we count mosses on one wall."),
        ("We count mosses on one wall.", True, "We count mosses on one wall."),
        ("mosses, counted", False, "mosses, counted"),
        ("", True, ""),
    ],
)
def test_a_quotation_shows_that_it_begins_inside_a_sentence(
    said: str, quoted: bool, shown: str
) -> None:
    resource = sample.resource(1, "T", summary=said, summary_quoted=quoted)
    assert wording.summary(resource, 340) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Moss grows on walls. It likes the shade of", "Moss grows on walls."),
        ("Mosses of the U.S. Army were counted by all", "Mosses of the U.S. Army were…"),
        ("Moss. It likes the shade of old walls there", "Moss. It likes the shade of…"),
        ("Moss grows on the walls of an old", "Moss grows on the walls of…"),
        ("Moss grows on walls. It likes", "Moss grows on walls. It likes"),
    ],
)
def test_a_long_summary_ends_with_a_sentence_if_that_leaves_half_of_it(
    said: str, shown: str
) -> None:
    assert wording.summary(sample.resource(1, "T", summary=said), 30) == shown


def test_the_headline_is_the_author_s_own_post_where_there_is_one() -> None:
    assert wording.headline(sample.content()) == "My classifier was reading the ruler"
    assert wording.headline(Content()) == "a quiet week"


def sided(
    number: int, score: float, track: Track = Track.PRACTICE, *, pinned: bool = False
) -> Pick:
    stored = sample.stored(sample.resource(number, f"On number {number} of the shelf"), number)
    return Pick(replace(stored, tags=replace(stored.tags, track=track)), score, pinned=pinned)


@pytest.mark.parametrize(("picks", "first"), [
    ((sided(1, 0.6), sided(2, 0.8), sided(3, 0.9, Track.THEORY)), 2),
    ((sided(1, 0.6), sided(2, 0.8, Track.THEORY), sided(3, 0.9, Track.THEORY)), 3),
    ((sided(1, 0.7), sided(2, 0.7)), 1),
    ((sided(1, 0.6, Track.THEORY, pinned=True), sided(2, 0.8), sided(3, 0.9)), 1),
])  # fmt: skip
def test_else_it_is_the_best_pick_of_the_issue_s_side_or_a_pinned_one(
    picks: tuple[Pick, ...], first: int
) -> None:
    """Not that of the first section: its topic is the first of the taxonomy, week by week."""
    content = Content(sections=(Section("a", "A", picks[:1]), Section("b", "B", picks[1:])))
    assert wording.headline(content) == f"On number {first} of the shelf"
    others = [f"On number {number} of the shelf" for number in range(1, len(picks) + 1)]
    others.remove(f"On number {first} of the shelf")
    assert "; ".join(others) in wording.preheader(content, sample.PERIOD, "Mo")


def test_a_lesson_goes_by_the_same_name_in_subject_and_preheader_as_in_the_issue() -> None:
    def with_lesson(number: int) -> Content:
        held = sample.post(number, "5: What a filter sees")
        lesson = replace(held, resource=replace(held.resource, kind=Kind.LESSON))
        return sample.content(posts=(sample.post(100), lesson))

    assert wording.headline(with_lesson(101)) == "Lesson 5: What a filter sees"
    line = wording.preheader(with_lesson(99), sample.PERIOD, "Mo")
    assert "Lesson 5: What a filter sees" in line


@pytest.mark.parametrize(
    "content",
    [
        Content(),
        sample.content(),
        sample.content(posts=(), reading=(), selection=Selection(sections=sample.many(1))),
        sample.content(posts=(sample.post(1, "A" * 300), sample.post(2, "B" * 300))),
    ],
)
def test_the_preheader_has_40_to_130_characters_whatever_is_inside(content: Content) -> None:
    line = wording.preheader(content, sample.PERIOD, "Mo")

    assert 40 <= len(line) <= 130


def test_the_share_of_practice_is_counted_where_selection_gave_none() -> None:
    picks = tuple(
        replace(
            pick, resource=replace(pick.resource, tags=replace(pick.resource.tags, track=track))
        )
        for pick, track in zip(
            sample.many(4)[0].picks,
            (Track.PRACTICE, Track.PRACTICE, Track.THEORY, None),
            strict=True,
        )
    )

    assert wording.practice_percent(Content(sections=(Section("a", "A", picks),))) == 75
    assert wording.practice_percent(Content()) is None
    assert wording.practice_percent(Content(practice_share=0.8)) == 80


def test_what_takes_nobody_knows_how_long_makes_the_time_a_lower_bound() -> None:
    picks = [
        Pick(sample.stored(sample.resource(number, "T", minutes=minutes), number), 1.0)
        for number, minutes in enumerate((20, 70, None))
    ]
    assert wording.summary_line(Content(sections=(Section("a", "A", tuple(picks[:2])),))) == (
        "2 picks, 1 h 30 min"
    )
    assert wording.summary_line(Content(sections=(Section("a", "A", tuple(picks)),))) == (
        "3 picks, over 1 h 30 min"
    )
    assert (
        wording.summary_line(Content(sections=(Section("a", "A", tuple(picks[2:])),))) == "1 pick"
    )
    mostly = (*picks, *picks[2:])
    assert wording.summary_line(Content(sections=(Section("a", "A", mostly),))) == "4 picks"


def test_a_lesson_that_only_has_a_number_is_called_one() -> None:
    def titled(title: str, kind: Kind = Kind.LESSON) -> str:
        return wording.title(sample.resource(1, title, kind=kind), 200)

    assert titled("5: Convolutions") == "Lesson 5: Convolutions"
    assert titled("Lesson 5: Convolutions") == "Lesson 5: Convolutions"
    assert titled("5: Convolutions", Kind.ARTICLE) == "5: Convolutions"
