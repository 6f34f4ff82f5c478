from __future__ import annotations

from dataclasses import replace

from curator.issues import budget
from curator.issues.render import Theme
from curator.model import Content, Rendered, Selection
from tests.issues import sample

THEME = Theme()


def _render(content: Content) -> Rendered:
    return THEME.digest(
        content,
        newsletter=sample.NEWSLETTER,
        period=sample.PERIOD,
        number=12,
        links=sample.LINKS,
        topics=sample.TOPICS,
    )


def _crowded(picks: int) -> Content:
    return sample.content(selection=Selection(sections=sample.many(picks)))


def test_an_issue_that_fits_is_left_alone() -> None:
    content = sample.content()

    fitted = budget.fit(content, _render)

    assert fitted.content is content
    assert fitted.cuts == ()


def test_sixty_picks_fit_and_none_is_lost_while_shortening_is_enough() -> None:
    fitted = budget.fit(_crowded(60), _render)

    assert budget.size(fitted.rendered) <= budget.LIMIT_BYTES
    assert len(fitted.content.sections[0].picks) == 60
    assert fitted.cuts[0] == (
        "shortened the summary of “Result number 60: a title of quite usual length about networks”"
    )


def test_no_more_is_cut_than_needed() -> None:
    content = _crowded(60)
    fitted = budget.fit(content, _render)
    last_cut = 60 - len(fitted.cuts)

    picks = list(fitted.content.sections[0].picks)
    assert picks[last_cut] != content.sections[0].picks[last_cut]
    picks[last_cut] = content.sections[0].picks[last_cut]
    restored = replace(fitted.content.sections[0], picks=tuple(picks))

    larger = replace(fitted.content, sections=(restored,))
    assert budget.size(_render(larger)) > budget.LIMIT_BYTES


def test_two_hundred_picks_lose_the_lowest_scored_ones() -> None:
    fitted = budget.fit(_crowded(200), _render)

    kept = [pick.resource.id for pick in fitted.content.sections[0].picks]
    assert budget.size(fitted.rendered) <= budget.LIMIT_BYTES
    assert kept == list(range(1, len(kept) + 1))
    assert fitted.cuts[-1].startswith("left out “Result number ")


def test_what_the_author_chose_himself_is_never_cut() -> None:
    content = _crowded(5)
    pinned = replace(content.sections[0].picks[4], pinned=True)
    section = replace(content.sections[0], picks=(*content.sections[0].picks[:4], pinned))
    content = replace(content, sections=(section,))

    fitted = budget.fit(content, _render, limit_bytes=1)

    assert [pick.resource.id for pick in fitted.content.sections[0].picks] == [5]
    assert fitted.content.posts == content.posts
    assert fitted.content.reading == content.reading
