"""The main job on the sample week: what lands in the readers' mailboxes, and what does not.

One house sends the week to three readers through aiosmtpd; most tests look at what arrived.
"""

from __future__ import annotations

import email.utils
import json
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from mailbox import Maildir
from typing import Any

import pytest
import yaml
from aiosmtpd.controller import Controller
from sample.postbox import Postbox
from sample.server import WEEK

from tests.acceptance.command import Finished, Home
from tests.acceptance.conftest import copied
from tests.acceptance.letters import Mail, mails
from tests.mail import received, sink
from tests.web.serving import free_port

pytestmark = pytest.mark.acceptance

READERS = ("marta@readers.example", "fred@readers.example", "ayumi@readers.example")
GOAL, OUTCOME = "Teach the bird model to say none of these", "Convolve one digit by hand"
NOTE, OF_THE_NOTE, CREDIT = "An evening, and worth it.", "My next table gets this first.", "Marta"
LISTED = "http://tablemind.example/2026/02/a-random-forest-before-lunch/"
AFTERWARDS = "2026-W09"


@dataclass(frozen=True)
class Week:
    """The sample week as it was sent."""

    home: Home
    first: Finished
    again: Finished
    mails: tuple[Mail, ...]
    after_again: int
    """Mails in all after the second run."""

    @property
    def report(self) -> dict[str, Any]:
        """What the first run said of itself."""
        report: dict[str, Any] = self.first.json
        return report

    @property
    def mail(self) -> Mail:
        """Any one reader's mail."""
        return self.mails[0]


@pytest.fixture(scope="module")
def week(read_once: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    box = received.Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=False)
    controller.start()
    try:
        url = f"smtp://127.0.0.1:{controller.port}"
        home = copied(read_once, tmp_path_factory.mktemp("week") / "home", CURATOR_SMTP_URL=url)
        prepare(home)
        first = home.run("digest", "--week", WEEK, "--json")
        arrived = tuple(Mail(mail.recipients, mail.raw) for mail in box.mails)
        again = home.run("digest", "--week", WEEK, "--no-refresh", "--json")
        yield Week(home, first, again, arrived, len(box.mails))
    finally:
        controller.stop()


def prepare(home: Home) -> None:
    """Three readers, last week's goal and the next one, and a link on the reading list."""
    for command in (
        ("subscribers", "add", *READERS),
        ("challenge", "add", "--week", WEEK, OUTCOME),
        ("challenge", "done", "1", "--note", NOTE),
        ("challenge", "add", "--week", AFTERWARDS, GOAL),
        ("add", LISTED, "--note", OF_THE_NOTE, "--credit", CREDIT),
    ):
        assert home.run(*command).code == 0, command


def edited(home: Home, **keys: object) -> None:
    """Change keys of the newsletter in the house's ``feeds.yaml``."""
    path = home.folder / "feeds.yaml"
    document = yaml.safe_load(path.read_text("utf-8"))
    document["newsletter"] |= keys
    path.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")


# --------------------------------------------------------------------------- the mail


def test_every_reader_gets_one_mail(week: Week) -> None:
    assert week.first.code == 3, "two sources failed, and the exit code says so"
    assert sorted(mail.recipients for mail in week.mails) == sorted((one,) for one in READERS)
    assert week.report["sent"]["sent"] == len(READERS)
    assert week.report["state"] == "sent"


def test_it_is_text_and_html_in_utf_8_and_nothing_else(week: Week) -> None:
    for mail in week.mails:
        assert mail.message.get_content_type() == "multipart/alternative"
        parts = list(mail.message.iter_parts())
        assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
        assert [part.get_content_charset() for part in parts] == ["utf-8", "utf-8"]
        assert len(mail.part("html").encode()) < 100_000
        assert max(map(len, mail.raw.split(b"\r\n"))) <= 998


def test_its_headers_are_those_of_a_list(week: Week) -> None:
    for mail in week.mails:
        assert email.utils.parseaddr(mail.header("From"))[1] == "ines@ines-learns.example"
        assert mail.header("To") == mail.recipients[0]
        assert mail.header("Subject").startswith("Top Down #1: ")
        assert mail.header("List-Id").endswith(">")
        assert mail.header("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
        web, post = mail.ways_out
        assert web.startswith("http://letters.ines-learns.example/unsubscribe/")
        assert post.startswith("mailto:")
        sent = email.utils.parsedate_to_datetime(mail.header("Date"))
        assert timedelta() <= datetime.now(UTC) - sent < timedelta(minutes=30)
        names = [name.lower() for name in mail.message]
        assert len(names) == len(set(names)), "each header once"


def test_every_reader_has_links_and_a_message_id_of_their_own(week: Week) -> None:
    out = [mail.ways_out[0] for mail in week.mails]
    assert len(set(out)) == len(READERS)
    assert len({mail.header("Message-ID") for mail in week.mails}) == len(READERS)
    for mail, own in zip(week.mails, out, strict=True):
        others = [link for link in out if link != own]
        assert own in mail.links
        assert own in mail.part("plain")
        assert not any(link in mail.raw.decode("utf-8", "replace") for link in others)
        assert not any(link.rsplit("/", 1)[1] in " ".join(mail.links) for link in others)


def test_every_pick_stands_in_both_parts_with_its_link(week: Week) -> None:
    picks = week.report["picks"]
    assert len(picks) >= 10
    for pick in picks:
        title = " ".join(pick["title"].split())
        assert title in week.mail.text
        assert title in week.mail.words
        assert pick["url"] in week.mail.part("plain")
        assert pick["url"] in week.mail.links


def test_no_resource_is_there_twice(week: Week) -> None:
    ids = [pick["id"] for pick in week.report["picks"]]
    assert len(ids) == len(set(ids))


def test_what_a_reader_reads_is_in_order(week: Week) -> None:
    sections = list(dict.fromkeys(pick["section"] for pick in week.report["picks"]))
    assert sections[0] == "posts", "the author's own posts come first"
    assert sections[-1] == "reading list"
    posts = [pick["title"] for pick in week.report["picks"] if pick["section"] == "posts"]
    for said in (week.mail.text.casefold(), week.mail.words.casefold()):
        heads = ["new from ines carvalho", "the week’s challenge", *sections[1:-1]]
        heads += ["from my reading list", "with thanks to"]
        places: list[int] = []
        for head in heads:
            places.append(said.find(head.casefold(), places[-1] + 1 if places else 0))
            assert places[-1] >= 0, head
        assert all(
            places[0] < said.find(title.casefold(), places[0]) < places[1] for title in posts
        )


def test_own_posts_come_in_full_excerpt(week: Week) -> None:
    assert "Nine multiplications" in week.mail.text or "opened a spreadsheet" in week.mail.text
    assert "opened a spreadsheet" in week.mail.words


def test_the_challenge_and_last_weeks_outcome_are_shown(week: Week) -> None:
    for said in (week.mail.text, week.mail.words):
        assert GOAL in said
        assert OUTCOME in said
        assert NOTE in said
        assert said.find(GOAL) < said.find(OUTCOME)


def test_the_reading_list_has_note_and_credit(week: Week) -> None:
    for said in (week.mail.text, week.mail.words):
        listed = said[said.casefold().rfind("from my reading list") :]
        assert "A random forest before lunch" in listed
        assert OF_THE_NOTE in listed
        assert CREDIT in listed


def test_credits_card_and_footer_close_the_mail(week: Week) -> None:
    for said in (week.mail.text, week.mail.words):
        end = said[said.casefold().rfind("with thanks to") :]
        assert CREDIT in end
        assert "Amara Diallo" in end, "authors of picks are thanked"
        assert "I teach chemistry by day" in end
        for line in ("Ines Carvalho", "Rua das Amostras 12", "4000-001 Porto"):
            assert line in end


def test_every_pick_has_a_reason(week: Week) -> None:
    for pick in week.report["picks"]:
        if pick["section"] not in ("posts", "reading list"):
            assert pick["reason"]
            assert pick["reason"] in week.mail.words


def test_the_same_thing_elsewhere_and_what_is_like_a_pick_are_told_beside_it(week: Week) -> None:
    assert "Also in Field Notes." in week.mail.words
    assert "Related: Popularity Is All You Borrowed" in week.mail.words
    assert not [one for one in week.report["picks"] if "field-notes.example/2026/big" in one["url"]]


def test_images_have_words_and_the_page_a_language(week: Week) -> None:
    page = week.mail.page
    assert page.get("lang") == "en"
    assert all(image.get("alt") is not None for image in page.iter("img"))
    assert not page.xpath("//script|//form|//iframe|//object|//*[@onclick]")


def test_a_second_run_sends_nothing(week: Week) -> None:
    assert week.after_again == len(READERS)
    assert week.again.code == 0
    assert week.again.json["state"] == "sent"
    assert "nothing was sent again" in week.again.json["message"]
    assert [one["id"] for one in week.again.json["picks"]] == [
        one["id"] for one in week.report["picks"]
    ]


def test_the_next_week_repeats_nothing(week: Week) -> None:
    done = week.home.run(
        "digest", "--week", AFTERWARDS, "--no-refresh", "--preview", "-o", "next.html", "--json"
    )
    picked = {pick["id"] for pick in done.json["picks"]}
    assert picked
    assert not picked & {pick["id"] for pick in week.report["picks"]}
    page = (week.home.folder / "next.html").read_text("utf-8")
    assert f'{week.report["picks"][2]["url"]}"' not in page
    assert GOAL in page, "what was announced last week is this week's outcome"


# --------------------------------------------------------------------------- what it says

SCHEMA: dict[str, type | tuple[type, ...]] = {
    "ok": bool, "week": str, "number": int, "state": str, "message": str, "sources": dict,
    "new_entries": int, "resources": dict, "tagged": int, "subject": str, "html_bytes": int,
    "html_file": (str, type(None)), "picks": list, "practice_share": (float, type(None)),
    "shortfall": str, "cuts": list, "missed": list, "findings": list, "overridden": list, "sent": dict,
}  # fmt: skip


def test_the_report_in_json_has_a_fixed_shape(week: Week) -> None:
    report = week.report
    assert report.keys() == SCHEMA.keys()
    assert all(isinstance(report[name], kind) for name, kind in SCHEMA.items())
    assert report["sources"].keys() == {"ok", "unchanged", "failed", "skipped", "lines"}
    assert {line["result"] for line in report["sources"]["lines"]} == {"unchanged", "failed"}
    assert all(line["reason"] for line in report["sources"]["lines"] if line["result"] == "failed")
    pick = {"section", "id", "title", "url", "reason", "score"}
    assert all(one.keys() == pick for one in report["picks"])
    assert json.loads(week.first.out), "one object, nothing around it"


def test_the_summary_for_people_accounts_for_everything(home: Home) -> None:
    home.run("subscribers", "add", *READERS)
    done = home.run("digest", "--week", WEEK)
    assert done.code == 3
    assert "sources   0 ok, 14 unchanged, 2 failed" in done.out
    assert "failed: A blog that has gone: there is nothing at this address (HTTP 404)" in done.err
    assert "failed: Half a page: " in done.err
    assert "entries   0 new" in done.out
    assert "Computer vision" in done.out
    assert "mail      issue 1 sent · 3 sent" in done.out


# --------------------------------------------------------------------------- other ways to run it


def test_a_preview_writes_the_page_and_nothing_else(read_once: Home) -> None:
    page = (read_once.folder / "issue.html").read_text("utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "A convolution by hand, in a spreadsheet" in page
    assert read_once.run("issues", "list", "--json").json == []
    assert not list((read_once.folder / "data" / "curator").glob("outbox/*/*"))


def test_without_refreshing_it_composes_the_same(read_once: Home) -> None:
    arguments = ("digest", "--week", WEEK, "--preview", "--no-refresh", "-o", "again.html")
    done = read_once.run(*arguments, "--json")
    assert done.code == 0
    assert done.json["sources"] is None
    again = (read_once.folder / "again.html").read_bytes()
    assert again == (read_once.folder / "issue.html").read_bytes()


def test_a_test_goes_to_one_address_and_is_not_remembered(home: Home, postbox: Postbox) -> None:
    home.run("subscribers", "add", *READERS)
    arguments = ("digest", "--week", WEEK, "--no-refresh", "--to", "me@example.org")
    done = home.run(*arguments, "--json", CURATOR_SMTP_URL=postbox.url)
    assert (done.code, done.json["state"]) == (0, "test")
    (mail,) = mails(postbox.letters)
    assert mail.recipients == ("me@example.org",)
    assert mail.message.get_content_type() == "multipart/alternative"
    assert mail.ways_out[0].endswith("/unsubscribe/example"), "a test's links lead nowhere"
    assert home.run("issues", "list", "--json").json == []


def test_an_empty_week_says_so_and_sends_nothing_unless_asked(home: Home, postbox: Postbox) -> None:
    (home.folder / "data" / "curator" / "curator.db").unlink()
    home.run("subscribers", "add", READERS[0])
    arguments = ("digest", "--week", WEEK, "--no-refresh")
    quiet = home.run(*arguments, CURATOR_SMTP_URL=postbox.url)
    assert quiet.code == 0
    assert "nothing new this week; nothing was sent" in quiet.out
    assert postbox.letters == []
    assert home.run("issues", "list", "--json").json == []
    asked = home.run(*arguments, "--send-empty", "--json", CURATOR_SMTP_URL=postbox.url)
    assert asked.code == 0, asked.err
    (mail,) = mails(postbox.letters)
    assert "A quiet week" in mail.text
    assert "A quiet week" in mail.words


def test_without_a_mail_server_the_outbox_gets_the_mail(home: Home) -> None:
    home.run("subscribers", "add", *READERS)
    done = home.run("digest", "--week", WEEK, "--no-refresh", "--json")
    assert (done.code, done.json["sent"]["sent"]) == (0, 3)
    box = Maildir(home.folder / "data" / "curator" / "outbox", create=False)
    assert sorted(str(mail["To"]) for mail in box) == sorted(READERS)


def test_with_approval_a_draft_waits_for_the_author(home: Home, postbox: Postbox) -> None:
    edited(home, approval=True)
    home = home.having(CURATOR_SMTP_URL=postbox.url)
    home.run("subscribers", "add", *READERS)
    home.run("add", LISTED, "--note", OF_THE_NOTE)
    done = home.run("digest", "--week", WEEK, "--no-refresh")
    assert done.code == 0
    assert "waits for you: `curator send approve 1`" in done.out
    again = home.run("digest", "--week", WEEK, "--no-refresh", "--json")
    assert again.code == 0
    assert again.json["picks"][-1]["section"] == "reading list", "composed anew, nothing is lost"
    assert postbox.letters == []
    (draft,) = home.run("issues", "list", "--json").json
    assert draft["state"] == "draft"
    approved = home.run("send", "approve", "1")
    assert (approved.code, approved.out) == (0, "issue 1 sent · 3 sent\n")
    assert sorted(letter.recipients[0] for letter in postbox.letters) == sorted(READERS)


def test_what_ctrl_c_interrupts_the_next_run_finishes(home: Home) -> None:
    readers = [f"reader{number}@readers.example" for number in range(40)]
    home.run("subscribers", "add", *readers)
    with sink.running(sink.Script(delay_seconds=0.1)) as server:
        home = home.having(
            CURATOR_SMTP_URL=f"smtp://127.0.0.1:{server.port}?starttls=never",
            CURATOR_SMTP_CONNECTIONS="1",
        )
        child = home.start("digest", "--week", WEEK, "--no-refresh")
        until = time.monotonic() + 120
        while server.count < 5 and child.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        child.send_signal(signal.SIGINT)
        said = child.communicate(timeout=120)[1]
        assert (child.returncode, said.strip().splitlines()[-1]) == (130, "interrupted")
        assert 5 <= server.count < len(readers)
        server.script.delay_seconds = 0.0
        done = home.run("digest", "--week", WEEK, "--no-refresh", "--json")
    assert (done.code, done.json["sent"]["sent"]) == (0, len(readers))
    assert set(server.recipients) == set(readers)
    assert len(server.recipients) <= len(readers) + 1, "one connection: at most one mail twice"
