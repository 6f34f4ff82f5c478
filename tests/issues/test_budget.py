from __future__ import annotations

from dataclasses import replace

from curator.issues import budget, weight
from curator.issues.render import Theme
from curator.model import Content, Pick, Rendered, Selection
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

    assert weight.html_bytes(fitted.rendered) <= budget.LIMIT_BYTES
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
    assert not weight.fits(_render(larger), budget.LIMIT_BYTES)


def test_two_hundred_picks_lose_the_lowest_scored_ones() -> None:
    fitted = budget.fit(_crowded(200), _render)

    kept = [pick.resource.id for pick in fitted.content.sections[0].picks]
    assert weight.html_bytes(fitted.rendered) <= budget.LIMIT_BYTES
    assert kept == list(range(1, len(kept) + 1))
    assert fitted.cuts[-1].startswith("left out “Result number ")


def test_in_a_script_that_takes_more_to_travel_the_whole_mail_is_the_limit() -> None:
    """Each letter takes six bytes on the way, in both parts."""
    section = _crowded(60).sections[0]

    def foreign(pick: Pick) -> Pick:
        said = replace(pick.resource.resource, summary="Что получилось и почему. " * 16)
        return replace(pick, resource=replace(pick.resource, resource=said))

    section = replace(section, picks=tuple(map(foreign, section.picks)))
    fitted = budget.fit(replace(sample.content(), sections=(section,)), _render)

    assert fitted.cuts
    assert weight.travelling_bytes(fitted.rendered) <= weight.TRAVELLING_LIMIT
    assert len(fitted.content.sections[0].picks) == 60, "shortening was enough"


def test_what_the_author_pinned_or_wrote_is_never_cut() -> None:
    content = _crowded(5)
    pinned = replace(content.sections[0].picks[4], pinned=True)
    section = replace(content.sections[0], picks=(*content.sections[0].picks[:4], pinned))
    content = replace(content, sections=(section,))

    fitted = budget.fit(content, _render, limit_bytes=1)

    assert [pick.resource.id for pick in fitted.content.sections[0].picks] == [5]
    assert [post.resource.id for post in fitted.content.posts] == [
        post.resource.id for post in content.posts
    ]
    assert (fitted.content.note, fitted.content.goals) == (content.note, content.goals)


def test_of_a_long_reading_list_the_newest_links_wait() -> None:
    content = replace(sample.content(), reading=_many_links(200))

    fitted = budget.fit(content, _render)

    kept = fitted.content.reading
    assert weight.html_bytes(fitted.rendered) <= budget.LIMIT_BYTES
    assert budget.READING_KEPT <= len(kept) < 200
    assert kept == content.reading[: len(kept)]
    assert fitted.cuts[-1].startswith("left for the next issue “Result number ")
    assert len(fitted.content.sections) == len(content.sections), "the picks stay"


def test_of_many_own_posts_the_last_come_without_their_openings() -> None:
    post = sample.content().posts[0]
    long = replace(post.resource.resource, text="", markdown="A paragraph of the post. " * 40)
    posts = tuple(
        replace(post, resource=replace(post.resource, id=n, resource=replace(long, key=str(n))))
        for n in range(50)
    )

    fitted = budget.fit(replace(sample.content(), posts=posts), _render)

    assert weight.html_bytes(fitted.rendered) <= budget.LIMIT_BYTES
    assert len(fitted.content.posts) == 50
    assert fitted.content.posts[0] == posts[0]
    assert not fitted.content.posts[-1].resource.resource.markdown


def _many_links(number: int) -> tuple[Pick, ...]:
    """A reading list as long as that, each link with a note."""
    picks = sample.many(100 + number)[0].picks[100:]  # apart from those of the sample
    return tuple(replace(pick, note="Worth a quiet hour, he said.") for pick in picks)
