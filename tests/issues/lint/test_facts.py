"""What a page left in doubt is told to the author before it is mailed."""

from __future__ import annotations

from dataclasses import replace

from curator.dates import parse_when
from curator.issues.lint.facts import doubtful
from curator.model import Provenance, Resource
from tests.issues.lint.test_lint import CONTENT, MAIL, _lint

SURE, WEAK = Provenance("og", 0.98, sure=True), Provenance("near", 0.55)
RESOURCE = Resource(key="https://a.example/1", url="https://a.example/1", title="Nets",
                    authors=("Ann Lee",), published=parse_when("2026-02-17"))  # fmt: skip


def test_a_weak_title_is_doubtful_and_a_sure_one_is_not() -> None:
    assert doubtful(replace(RESOURCE, provenance={"title": WEAK, "authors": SURE})) == ["title"]


def test_a_field_that_is_not_shown_is_no_trouble() -> None:
    nobody = replace(RESOURCE, authors=(), provenance={"authors": WEAK, "image": WEAK})
    assert doubtful(nobody) == []


def test_a_pick_that_is_only_its_address_is_told_with_the_reason() -> None:
    first = CONTENT.sections[0].picks[0]
    bare = replace(first.resource.resource, title=first.resource.resource.url)
    pick = replace(first, resource=replace(first.resource, resource=bare, error="no answer"))
    content = replace(CONTENT, sections=(replace(CONTENT.sections[0], picks=(pick,)),))
    [told] = [one for one in _lint(MAIL, content) if one.rule == "no-title"]
    assert told.level == "warning"
    assert told.message.startswith(
        f"{bare.url} stands there without a title: its page could not be read (no answer); give it"
    )


def test_the_issue_warns_of_each_pick_in_doubt() -> None:
    first = CONTENT.sections[0].picks[0]
    weak = replace(
        first.resource.resource,
        published=parse_when("2026-02-17"),
        provenance={"published": WEAK},
    )
    pick = replace(first, resource=replace(first.resource, resource=weak))
    section = replace(CONTENT.sections[0], picks=(pick, *CONTENT.sections[0].picks[1:]))
    content = replace(CONTENT, sections=(section, *CONTENT.sections[1:]))

    told = [one for one in _lint(MAIL, content) if one.rule == "uncertain-field"]

    assert [one.message for one in told] == [
        (
            f"the date of “{weak.title}” is uncertain; "
            f"`curator resources why {weak.url}` shows what the page offers"
        )
    ]
