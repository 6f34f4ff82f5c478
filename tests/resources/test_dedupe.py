"""What is surely the same thing, what is only related, and what must stay apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from curator.model import Resource, When
from curator.resources import dedupe
from curator.resources.dedupe import Match, Rule

LOOM = (
    "A loom holds the warp under tension so that the weft can be passed through it. The oldest ones "
    "stood upright and used stones as weights. Ours is made of beech, has four shafts, and was bought "
    "from a school that closed. We oiled its treadles, replaced two broken heddles, and measured how "
    "much each shaft lifts at every setting before the first thread was wound on the back beam."
)
BREAD = (
    "Bread rises because yeast makes gas and gluten keeps it. A colder kitchen only needs more hours, "
    "and a wetter dough a hotter oven. We baked eleven loaves from one flour and changed a single "
    "thing each time: salt, water, warmth, or the length of the last rest before the oven was opened."
)


def _resource(number: int, title: str, text: str = "", *, day: int = 1, key: str = "",
              host: str = "") -> Resource:  # fmt: skip
    url = f"https://{host or f'site{number}.example'}/{number}"
    return Resource(
        key=key or url,
        url=url,
        title=title,
        text=text,
        published=When(datetime(2026, 2, day, tzinfo=UTC)),
    )


def _rules(*resources: Resource) -> list[tuple[int, int, Rule]]:
    prints = list(map(dedupe.Print.of, resources))
    return [(one.first, one.second, one.rule) for one in dedupe.find(prints)]


def test_one_identity_is_one_thing() -> None:
    paper = _resource(1, "Looms as graphs", key="arxiv:2601.00001")
    again = _resource(2, "[2601.00001] Looms as graphs", key="arxiv:2601.00001")
    assert _rules(paper, again) == [(0, 1, Rule.KEY)]


def test_a_notice_that_links_first_to_the_paper_of_its_title_is_the_paper() -> None:
    paper = _resource(1, "Looms as graphs: a short proof", key="arxiv:2601.00001")
    notice = _resource(2, "Looms as graphs", "New: https://arxiv.org/abs/2601.00001 and more.")
    other = _resource(3, "Five things I read", "First https://arxiv.org/abs/2601.00001 of course.")
    assert (0, 1, Rule.LINK) in _rules(paper, notice, other)
    assert all(2 not in pair[:2] for pair in _rules(paper, notice, other))


def test_a_telling_title_on_two_sites_is_one_thing() -> None:
    one = _resource(1, "Restoring a beech loom with four shafts", LOOM)
    two = _resource(2, "Restoring a Beech Loom with Four Shafts", LOOM)
    assert _rules(one, two) == [(0, 1, Rule.TITLE)]


def test_the_same_text_under_another_title_is_one_thing() -> None:
    assert _rules(_resource(1, "Our school loom", LOOM), _resource(2, "Oil and beech", LOOM)) == [
        (0, 1, Rule.TEXT)
    ]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (_resource(1, "Weaving twill, part 1", LOOM), _resource(2, "Weaving twill, part 2", LOOM)),
        (_resource(1, "Restoring a beech loom with four shafts", LOOM),
         _resource(2, "Restoring a beech loom with four shafts", BREAD)),
        (_resource(1, "Weekly links"), _resource(2, "Weekly links")),
        (_resource(1, "Restoring an old beech loom slowly", LOOM, host="a.example"),
         _resource(2, "Restoring an old beech loom slowly", BREAD, day=20, host="a.example")),
    ],
    ids=["parts of a series", "other text", "a common title", "a title used again"],
)  # fmt: skip
def test_in_doubt_two_things_stay_apart(one: Resource, two: Resource) -> None:
    assert _rules(one, two) == []


def test_of_things_that_are_the_same_the_first_in_order_is_kept() -> None:
    pairs = [Match(0, 1, Rule.TITLE, 1.0), Match(1, 2, Rule.TITLE, 1.0)]
    assert dedupe.folded(pairs, [1, 0, 2]) == {0: 1, 2: 1}


def test_what_is_like_the_like_of_a_thing_is_not_folded_into_it() -> None:
    pairs = [Match(0, 1, Rule.TITLE, 1.0), Match(1, 2, Rule.TITLE, 1.0)]
    assert dedupe.folded(pairs, [0, 2, 1]) == {1: 0}
    assert dedupe.folded([], [0, 1]) == {}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("See https://a.example, then https://arxiv.org/abs/2601.00001v2.", "arxiv:2601.00001"),
        ("(https://doi.org/10.5555/12345678)", "doi:10.5555/12345678"),
        ("https://a.example only", None),
    ],
)
def test_the_first_link_is_that_of_a_paper_repository_or_video(text: str, key: str | None) -> None:
    assert dedupe.first_link(text) == key


def test_a_link_to_itself_is_none() -> None:
    assert dedupe.first_link("https://arxiv.org/abs/2601.00001", "arxiv:2601.00001") is None
