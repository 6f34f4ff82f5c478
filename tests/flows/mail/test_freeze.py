"""Who gets which form of an issue, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from curator.flows.mail.freeze import (
    CADENCE,
    MAIN,
    TOPICS,
    forms_for,
    local_hour,
    placement,
    variant,
)
from curator.model import (
    Cadence,
    Content,
    MailFormat,
    Pick,
    Resource,
    Section,
    StoredResource,
    Tag,
    Tags,
    Topic,
)
from curator.storage.issues import AudienceGroup

NOW = datetime(2026, 2, 22, 16, 0, tzinfo=UTC)
KNOWN = tuple(Topic(slug, slug.title()) for slug in ("vision", "ethics", "tabular"))


def group(
    *topics: str,
    cadence: Cadence = Cadence.EVERY,
    form: MailFormat = MailFormat.HTML,
    zone: str | None = None,
    hour: int | None = None,
) -> AudienceGroup:
    return AudienceGroup(topics, cadence, form, zone, hour, readers=1)


def content() -> Content:
    def section(slug: str, number: int) -> Section:
        resource = Resource(f"k{number}", f"https://a.example/{number}", f"Title {number}")
        stored = StoredResource(number, resource, Tags((Tag(slug, 0.9),)))
        return Section(slug, slug.title(), (Pick(stored, 0.5),))

    return Content(sections=(section("vision", 1), section("ethics", 2)))


def test_most_readers_share_the_main_form() -> None:
    assert variant(group()) == MAIN


def test_equal_choices_share_a_form_in_whatever_order_they_were_made() -> None:
    assert variant(group("a", "b")) == variant(group("b", "a")) != variant(group("a"))


def test_text_readers_have_a_form_of_their_own() -> None:
    assert len({variant(group(form=form)) for form in MailFormat}) == 2


def test_each_form_is_made_once_and_holds_the_chosen_topics() -> None:
    forms = forms_for(
        content(), [group(), group("vision"), group("vision"), group("ethics")], KNOWN
    )
    assert len(forms) == 3
    chosen = forms[variant(group("vision"))].content
    assert [section.slug for section in chosen.sections] == ["vision"]


def test_who_chose_a_topic_gets_what_lies_below_it() -> None:
    topics = (Topic("seeing", "Seeing"), Topic("vision", "Vision", parent="seeing"))
    wide = group("seeing")
    chosen = forms_for(content(), [wide], topics)[variant(wide)].content
    assert [section.slug for section in chosen.sections] == ["vision"]
    assert not placement(content(), wide, topics, NOW).exclude


def test_a_renamed_topic_keeps_its_readers_and_one_that_is_gone_costs_nobody_the_issue() -> None:
    topics = (Topic("vision", "Vision", former=("images",)), Topic("ethics", "Ethics"))
    old, lost = group("images"), group("given-up")
    forms = forms_for(content(), [old, lost], topics)
    assert [one.slug for one in forms[variant(old)].content.sections] == ["vision"]
    assert forms[variant(lost)].content == content()
    assert not placement(content(), lost, topics, NOW).exclude


def test_a_reader_of_posts_alone_gets_no_weekly_issue() -> None:
    assert placement(content(), group(cadence=Cadence.POSTS), KNOWN, NOW).exclude == CADENCE


def test_a_reader_whose_topics_are_not_in_it_gets_no_empty_mail() -> None:
    assert placement(content(), group("tabular"), KNOWN, NOW).exclude == TOPICS


def test_an_empty_issue_that_is_sent_all_the_same_is_for_everybody() -> None:
    assert not placement(Content(), group("tabular"), KNOWN, NOW).exclude
    assert not placement(Content(), group(), KNOWN, NOW).exclude


def test_without_an_hour_the_mail_leaves_at_once() -> None:
    assert local_hour(group(zone="Europe/Berlin"), NOW) is None


def test_the_hour_is_the_readers_own() -> None:
    berlin = local_hour(group(zone="Europe/Berlin", hour=8), NOW)
    assert berlin == datetime(2026, 2, 23, 7, 0, tzinfo=UTC)
    tokyo = local_hour(group(zone="Asia/Tokyo", hour=6), NOW)
    assert tokyo == datetime(2026, 2, 22, 21, 0, tzinfo=UTC)


def test_an_hour_without_a_zone_is_that_of_the_newsletter() -> None:
    """The page calls the empty choice the time zone of the newsletter."""
    only_hour = group(hour=8)
    there = local_hour(group(zone="Asia/Tokyo", hour=8), NOW)
    assert local_hour(only_hour, NOW, "Asia/Tokyo") == there
    assert placement(content(), only_hour, KNOWN, NOW, zone="Asia/Tokyo").next_at == there


@pytest.mark.parametrize(
    ("zone", "hour", "now", "then"),
    [
        ("Europe/Berlin", 8, "2026-03-29T00:30", "2026-03-29T06:00"),
        ("Europe/Berlin", 2, "2026-03-29T00:30", "2026-03-29T01:00"),  # skipped: an hour later
        ("Europe/Berlin", 2, "2026-10-24T23:00", "2026-10-25T00:00"),  # twice: the first one
        ("Europe/Berlin", 8, "2026-10-25T01:30", "2026-10-25T07:00"),
        ("America/New_York", 8, "2026-03-08T06:00", "2026-03-08T12:00"),
        ("Africa/Cairo", 8, "2026-04-23T08:00", "2026-04-24T05:00"),  # changes on a Friday
        ("Australia/Lord_Howe", 2, "2026-10-03T10:00", "2026-10-03T15:30"),  # by half an hour
        ("Pacific/Kiritimati", 7, "2026-03-01T07:00", "2026-03-01T17:00"),
    ],
)
def test_the_hour_is_that_of_the_clock_there_whatever_it_does_that_night(
    zone: str, hour: int, now: str, then: str
) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert local_hour(group(zone=zone, hour=hour), at) == datetime.fromisoformat(then).replace(
        tzinfo=UTC
    )


def test_within_the_hour_itself_it_is_at_once() -> None:
    berlin = group(zone="Europe/Berlin", hour=17)
    for minutes in (0, 1, 59):
        assert local_hour(berlin, NOW + timedelta(minutes=minutes)) is None
    tomorrow = datetime(2026, 2, 23, 16, 0, tzinfo=UTC)
    assert local_hour(berlin, NOW + timedelta(minutes=60)) == tomorrow


def test_an_unknown_zone_does_not_hold_the_mail() -> None:
    assert local_hour(group(zone="Mars/Olympus", hour=8), NOW) is None
