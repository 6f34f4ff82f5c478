"""Links of other programs: told first, stored when told to, and nobody's archive is published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from curator import schedule
from curator.app import App
from curator.errors import ParseError
from curator.flows.issues import issue as issue_flow
from curator.flows.resources import reading, saved, takeout
from curator.flows.resources.saved import Fate, Into
from curator.flows.resources.takeout import What
from curator.flows.topics.tag import tag
from curator.flows.work import parts
from curator.model import ReadingStatus
from curator.resources.saved.link import SavedLink
from curator.storage import log, resources
from curator.topics.taxonomy import Taxonomy
from tests.web.house import NOW

POCKET = b"""title,url,time_added,tags,status
On nets,https://one.example.org/nets,1704067200,vision|for later,unread
Old news,https://two.example.org/old,1704067200,,archive
On nets again,https://one.example.org/nets#top,1704067200,,unread
Not a link,javascript:alert(1),1704067200,,unread
"""


def listed(app: App) -> dict[str, ReadingStatus]:
    return {one.resource.title: item.status for item, one in reading.items(app)}


def stored(app: App) -> int:
    with app.database.read() as connection:
        return resources.count(connection)


def test_it_is_told_first_and_nothing_is_stored(app: App) -> None:
    report = saved.import_links(app, POCKET, NOW, file="pocket.csv")
    assert report.dry_run
    assert report.fates == {Fate.QUEUED: 1, Fate.KEPT: 1, Fate.TWICE: 1}
    assert [(one.file, one.line) for one in report.problems] == [("pocket.csv", 5)]
    assert (stored(app), listed(app)) == (0, {})


def test_unread_links_join_the_list_and_what_was_read_is_only_kept(app: App) -> None:
    report = saved.import_links(app, POCKET, NOW, apply_it=True)
    assert report.added == 2
    assert listed(app) == {"On nets": ReadingStatus.QUEUED}
    assert stored(app) == 2
    with app.database.read() as connection:
        assert "pocket were imported" in log.list_(connection)[0].message


def test_a_link_is_of_the_day_it_was_saved_and_its_tags_become_topics(app: App) -> None:
    saved.import_links(app, POCKET, NOW, apply_it=True)
    tag(app)
    [(item, resource)] = reading.items(app)
    assert item.added_at == resource.first_seen_at == datetime(2024, 1, 1, tzinfo=UTC)
    assert item.topics == ("vision",)
    assert [one.slug for one in resource.tags.topics] == ["vision"]


def test_a_second_import_changes_nothing(app: App) -> None:
    saved.import_links(app, POCKET, NOW, apply_it=True)
    [(item, _)] = reading.items(app)
    reading.set_status(app, item.id, ReadingStatus.DROPPED, NOW)
    again = saved.import_links(app, POCKET, NOW, apply_it=True)
    assert again.fates == {Fate.LISTED: 1, Fate.KNOWN: 1, Fate.TWICE: 1}
    assert listed(app) == {"On nets": ReadingStatus.DROPPED}


def test_all_of_it_may_go_to_the_library(app: App) -> None:
    saved.import_links(app, POCKET, NOW, into=Into.LIBRARY, apply_it=True)
    assert (stored(app), listed(app)) == (2, {})


def test_an_imported_list_does_not_flood_the_next_issue(app: App) -> None:
    rows = [f"Link {n},https://n{n}.example.org/,{1704067200 + n},,unread" for n in range(40)]
    head = "title,url,time_added,tags,status\n"
    saved.import_links(app, (head + "\n".join(rows)).encode(), NOW, apply_it=True)
    with app.database.read() as connection:
        period = schedule.period(None, app.schedule, NOW)
        content = issue_flow.compose_content(app, connection, period, NOW)
    titles = [pick.resource.resource.title for pick in content.reading]
    assert len(titles) == issue_flow.READING_MOST
    assert titles[-1] == "Link 39"


def test_many_links_are_stored_in_parts_with_progress(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MOST", 2)
    rows = "".join(f"https://n{number}.example.org/\n" for number in range(5))
    seen: list[tuple[int, int]] = []
    saved.import_links(
        app,
        f"url\n{rows}".encode(),
        NOW,
        apply_it=True,
        progress=lambda step: seen.append((step.done, step.total)),
    )
    assert seen == [(2, 5), (4, 5), (5, 5)]
    assert len(listed(app)) == 5


def test_a_file_without_links_is_named(app: App) -> None:
    with pytest.raises(ParseError, match=r"^thesis\.pdf: "):
        saved.import_links(app, b"%PDF-1.7", NOW, file="thesis.pdf")


@pytest.mark.parametrize("form", ["csv", "json", "bibtex", "md"])
def test_the_list_goes_out_in_each_form(app: App, form: str) -> None:
    saved.import_links(app, POCKET, NOW, apply_it=True)
    written = takeout.links(app, What.READING, form)
    assert written.number == 1
    assert "https://one.example.org/nets" in written.text
    assert "two.example.org" in takeout.links(app, What.ALL, form).text
    assert takeout.links(app, What.PICKED, form).number == 0


def test_what_goes_out_as_csv_comes_back_with_its_states(app: App) -> None:
    saved.import_links(app, POCKET, NOW, apply_it=True)
    [(item, _)] = reading.items(app)
    reading.set_status(app, item.id, ReadingStatus.READ, NOW)
    reading.edit(app, item.id, note="Worth it.", credit="")
    table = takeout.links(app, What.READING, "csv").text.encode()
    reading.remove(app, item.id)
    assert saved.import_links(app, table, NOW, apply_it=True).fates == {Fate.READ: 1}
    [(again, _)] = reading.items(app)
    assert (again.status, again.note) == (ReadingStatus.READ, "Worth it.")


def test_a_link_of_today_is_what_it_was_if_it_was_added_by_hand(app: App) -> None:
    added = reading.add(app, "http://127.0.0.1:9/x", NOW, note="By hand.")
    table = b"url,note\nhttp://127.0.0.1:9/x,From a file\n"
    assert saved.import_links(app, table, NOW, apply_it=True).fates == {Fate.LISTED: 1}
    [(item, _)] = reading.items(app)
    assert (item.id, item.note) == (added.item.id, "By hand.")


def test_links_into_a_private_network_are_left_out_and_counted(app: App) -> None:
    table = b"url\nhttp://10.0.0.7/wiki\nhttp://192.168.1.10:8080/\nhttps://a.example/x\n"
    report = saved.import_links(app, table, NOW, apply_it=True)
    assert report.fates == {Fate.PRIVATE: 2, Fate.QUEUED: 1}
    [(_, stored)] = reading.items(app)
    assert stored.resource.url == "https://a.example/x"


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (("Computer vision", "#VISION"), ("vision",)),
        (("words",), ()),
        (("nlp", "training", "cooking"), ("nlp", "training")),
    ],
)
def test_tags_are_topics_by_name_slug_or_alias(
    app: App, tags: Sequence[str], expected: Sequence[str]
) -> None:
    assert saved.topics_of(tags, Taxonomy(app.config.topics)) == expected


@pytest.mark.parametrize(
    ("read", "known", "listed_already", "form", "into", "expected"),
    [
        (False, False, False, "pocket", Into.READING, Fate.QUEUED),
        (False, True, False, "pocket", Into.READING, Fate.QUEUED),
        (False, False, False, "pocket", Into.LIBRARY, Fate.KEPT),
        (True, False, False, "pocket", Into.READING, Fate.KEPT),
        (True, True, False, "pocket", Into.READING, Fate.KNOWN),
        (True, False, False, "curator", Into.READING, Fate.READ),
        (True, True, True, "curator", Into.READING, Fate.LISTED),
    ],
)
def test_fates(
    read: bool, known: bool, listed_already: bool, form: str, into: Into, expected: Fate
) -> None:
    link = SavedLink("https://a.example/", read=read)
    assert saved.fate(link, known=known, listed=listed_already, form=form, into=into) is expected
