"""A reader's way over the pages: sign up, confirm, choose, leave, take along, be forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import httpx2
import pytest

from curator import tokens
from curator.model import (
    Cadence,
    MailFormat,
    Subscriber,
    SubscriberState,
    Suppression,
    SuppressionReason,
)
from curator.storage import subscribers, suppressions
from curator.tokens import Purpose
from tests.web import mailbox
from tests.web.conftest import Build
from tests.web.house import NOW
from tests.web.pages import Page, read
from tests.web.serving import Serving

ADDRESS = "ada@mail.example.org"
CROSS = {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"}


@pytest.fixture
def site(build: Build) -> Serving:
    """A house at a fixed time."""
    serving = build()
    serving.clock.at = NOW
    return serving


def sign_up(
    site: Serving, browser: httpx2.Client, address: str = ADDRESS, status: int = 200, **more: str
) -> Page:
    """Open the form, take three seconds, send it."""
    form = read(browser.get("/subscribe").text)
    assert site.clock.at
    site.clock.at += timedelta(seconds=3)
    data = {"address": address, "website": "", "form": form.field("form"), **more}
    answer = browser.post("/subscribe", data=data)
    assert answer.status_code == status
    return read(answer.text)


def reader_of(site: Serving, address: str = ADDRESS) -> Subscriber | None:
    with site.app.database.read() as connection:
        return subscribers.find(connection, address)


def joined(site: Serving, address: str = ADDRESS, **choices: str) -> Subscriber:
    """A reader who has been through it."""
    with site.client() as browser:
        sign_up(site, browser, address, 200, **choices)
        browser.post(mailbox.waiting(site.app)[-1].link("/confirm"))
    found = reader_of(site, address)
    assert found is not None
    return found


def test_from_the_form_to_the_list(site: Serving) -> None:
    with site.client() as browser:
        assert sign_up(site, browser).heading == "Look into your mailbox"
        [mail] = mailbox.waiting(site.app)
        assert (mail.purpose, mail.to) == ("confirm", ADDRESS)
        assert reader_of(site) is None
        page = read(browser.get(mail.link("/confirm")).text)
        assert reader_of(site) is None
        done = read(browser.post(page.actions()[0]).text)
        again = read(browser.post(page.actions()[0]).text)
    assert done.heading == "You are in"
    assert again.heading == "This link was used before"
    assert "Unless you have left" in again.words, "they may have left meanwhile"
    reader = reader_of(site)
    assert reader is not None
    assert reader.state is SubscriberState.CONFIRMED
    assert [mail.purpose for mail in mailbox.waiting(site.app)] == ["confirm", "welcome"]


def test_the_browser_that_asked_confirms_by_itself_another_one_by_a_button(site: Serving) -> None:
    with site.client() as browser, site.client() as other:
        sign_up(site, browser)
        path = mailbox.waiting(site.app)[0].link("/confirm")
        assert read(browser.get(path).text).root.xpath("//form[@data-submit]")
        page = read(other.get(path).text)
    assert not page.root.xpath("//form[@data-submit] | //script")
    assert page.root.xpath("//form//button")


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_scanner_that_follows_links_confirms_nothing(site: Serving, method: str) -> None:
    with site.client() as browser, site.client() as scanner:
        sign_up(site, browser)
        for _ in range(3):
            scanner.request(method, mailbox.waiting(site.app)[0].link("/confirm"))
    assert reader_of(site) is None


def test_everybody_gets_the_same_answer(site: Serving) -> None:
    joined(site, "known@mail.example.org")
    addresses = ("new@mail.example.org", "known@mail.example.org")
    with site.client() as browser:
        answers = {sign_up(site, browser, address).words for address in addresses}
    assert len(answers) == 1


@pytest.mark.parametrize("address", [" ", "not an address", "a@b@c", "<script>alert(1)</script>"])
def test_what_is_no_address_is_told_and_the_form_is_kept(site: Serving, address: str) -> None:
    with site.client() as browser:
        form = read(browser.get("/subscribe").text).field("form")
        assert site.clock.at
        site.clock.at += timedelta(seconds=3)
        answer = browser.post("/subscribe", data={"address": address, "form": form})
    page = read(answer.text)
    assert (answer.status_code, page.heading) == (422, "Subscribe")
    assert "no mail address" in page.words
    assert page.field("address") == address
    assert not mailbox.waiting(site.app)


def test_choices_made_at_the_form_are_kept(site: Serving) -> None:
    reader = joined(site, topics="vision", cadence="monthly")
    assert reader.topics == ("vision",)
    assert reader.cadence is Cadence.MONTHLY


def test_an_embedded_form_asks_for_one_more_click(site: Serving) -> None:
    with site.client() as browser:
        answer = browser.post("/subscribe", data={"address": ADDRESS}, headers=CROSS)
        page = read(answer.text)
        assert page.field("address") == ADDRESS
        assert not mailbox.waiting(site.app)
        assert site.clock.at
        site.clock.at += timedelta(seconds=3)
        browser.post("/subscribe", data={"address": ADDRESS, "form": page.field("form")})
    assert len(mailbox.waiting(site.app)) == 1


def test_the_choices_of_a_form_on_a_blog_are_kept_on_the_page_with_one_more_button(
    site: Serving,
) -> None:
    said = {"address": ADDRESS, "topics": ["vision", "words"], "cadence": "monthly"}
    with site.client() as browser:
        page = read(browser.post("/subscribe", data=said, headers=CROSS).text)
        assert page.ticked("topics") == ["vision", "nlp"]
        assert page.ticked("cadence") == ["monthly"]
        assert read(browser.get("/subscribe").text).ticked("cadence") == ["every"]
        mistyped = {"topics": "ethics", "cadence": "monthly"}
        page = sign_up(site, browser, "no address", 422, **mistyped)
    assert (page.ticked("topics"), page.ticked("cadence")) == (["ethics"], ["monthly"])


def test_a_form_left_open_overnight_loses_nobody(site: Serving) -> None:
    with site.client() as browser:
        form = read(browser.get("/subscribe").text).field("form")
        assert site.clock.at
        site.clock.at += timedelta(hours=30)
        page = read(browser.post("/subscribe", data={"address": ADDRESS, "form": form}).text)
    assert page.field("address") == ADDRESS
    assert page.heading == "Subscribe"


def test_the_frame_for_other_sites_may_be_framed_and_nothing_else_may(site: Serving) -> None:
    with site.client() as browser:
        embedded = browser.get("/embed").headers["content-security-policy"]
        other = browser.get("/subscribe").headers["content-security-policy"]
    assert "frame-ancestors *" in embedded
    assert "frame-ancestors 'none'" in other


def test_a_robot_that_fills_the_trap_is_told_the_same_and_nothing_happens(site: Serving) -> None:
    with site.client() as browser:
        assert sign_up(site, browser, website="http://spam").heading == "Look into your mailbox"
    assert not mailbox.waiting(site.app)


def rhythms(site: Serving) -> list[str]:
    """What the sign-up page offers."""
    with site.client() as browser:
        page = read(browser.get("/subscribe").text)
    return [str(one) for one in page.root.xpath("//input[@name='cadence']/@value")]


def test_posts_alone_are_offered_where_they_are_mailed(site: Serving, build: Build) -> None:
    assert rhythms(site) == ["every", "monthly"]
    assert rhythms(build(posts=True)) == ["every", "monthly", "posts"]
    assert joined(site, cadence="posts").cadence is Cadence.EVERY, "an old form cannot ask for it"


def test_who_chose_posts_alone_keeps_that_and_is_told_that_none_come(site: Serving) -> None:
    joined(site)
    path = mailbox.waiting(site.app)[-1].link("/preferences")
    reader = reader_of(site)
    assert reader
    with site.app.database.begin() as connection:
        subscribers.change(connection, reader.id, NOW, cadence=Cadence.POSTS)
    with site.client() as browser:
        assert "this brings nothing" in read(browser.get(path).text).words
        browser.post(path, data={"cadence": "posts", "format": "text"})
    changed = reader_of(site)
    assert changed
    assert (changed.cadence, changed.format) == (Cadence.POSTS, MailFormat.TEXT)


def test_preferences_are_shown_as_they_are_and_stored_as_chosen(build: Build) -> None:
    site = build(posts=True)
    site.clock.at = NOW
    joined(site)
    path = mailbox.waiting(site.app)[-1].link("/preferences")
    with site.client() as browser:
        page = read(browser.get(path).text)
        assert page.root.xpath("//input[@value='every'][@checked]")
        choices = {
            "topics": ["vision", "nlp"],
            "cadence": "posts",
            "format": "text",
            "send_hour": "7",
            "time_zone": "Asia/Kolkata",
            "pause_weeks": "4",
        }
        page = read(browser.post(path, data=choices).text)
    assert "Your choices are saved." in page.words
    reader = reader_of(site)
    assert reader is not None
    assert set(reader.topics) == {"vision", "nlp"}
    assert (reader.cadence, reader.format) == (Cadence.POSTS, MailFormat.TEXT)
    assert (reader.send_hour, reader.time_zone) == (7, "Asia/Kolkata")
    assert reader.paused_until
    assert page.root.xpath("//option[@value='4'][@selected]")


@pytest.mark.parametrize(
    "nonsense",
    [
        {"cadence": "hourly", "format": "pdf", "send_hour": "99", "time_zone": "Mars/Base"},
        {"topics": ["none"] * 500},
        {"pause_weeks": "-1", "send_hour": "٣"},
        {"time_zone": "../../etc/passwd"},
    ],
)
def test_nonsense_in_a_form_is_passed_over(site: Serving, nonsense: Mapping[str, str]) -> None:
    joined(site)
    path = mailbox.waiting(site.app)[-1].link("/preferences")
    with site.client() as browser:
        assert browser.post(path, data=nonsense).status_code in (200, 400)
    reader = reader_of(site)
    assert reader is not None
    assert (reader.cadence, reader.send_hour, reader.time_zone) == (Cadence.EVERY, None, None)
    assert reader.topics == ()


@pytest.mark.parametrize("body", ["urlencoded", "multipart"])
def test_one_click_unsubscribe_needs_no_cookie_no_origin_and_no_page(
    site: Serving, body: str
) -> None:
    joined(site)
    path = mailbox.waiting(site.app)[-1].link("/unsubscribe")
    field = ("List-Unsubscribe", "One-Click")
    form = (
        {"data": dict([field])}
        if body == "urlencoded"
        else {"files": [(field[0], (None, field[1]))]}
    )
    with site.client() as mail_program:
        answers = [mail_program.post(path, **form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].text == "unsubscribed\n"
    reader = reader_of(site)
    assert reader is not None
    assert reader.state is SubscriberState.UNSUBSCRIBED


def test_the_unsubscribe_page_has_one_button_and_looking_changes_nothing(site: Serving) -> None:
    joined(site)
    path = mailbox.waiting(site.app)[-1].link("/unsubscribe")
    with site.client() as browser:
        page = read(browser.get(path).text)
        assert len(page.actions()) == 1
        found = reader_of(site)
        assert found is not None
        assert found.state is SubscriberState.CONFIRMED
        assert read(browser.post(page.actions()[0]).text).heading == "You have left"


def test_data_are_behind_a_fresh_link_only(site: Serving) -> None:
    reader = joined(site)
    path = mailbox.waiting(site.app)[-1].link("/preferences")
    with site.client() as browser:
        page = read(browser.post(f"{path}/link").text)
        assert "on its way to your mailbox" in page.words
        fresh = mailbox.waiting(site.app)[-1].link("/manage")
        shown = read(browser.get(fresh).text)
        data = browser.get(f"{fresh}/data.json").json()
        assert site.clock.at
        site.clock.at += timedelta(hours=3)
        assert browser.get(fresh).status_code == 404
    assert ADDRESS in shown.words
    assert "double-opt-in" in shown.words
    assert data["reader"]["address"] == reader.address


def test_one_who_has_left_can_still_see_and_erase_everything(site: Serving) -> None:
    reader = joined(site)
    path = mailbox.waiting(site.app)[-1].link("/preferences")
    with site.app.database.begin() as connection:
        subscribers.unsubscribe(connection, reader.id, NOW, method="link")
    with site.client() as browser:
        left = read(browser.post(path, data={"pause_weeks": "1"}).text).words
        assert "You have left" in left
        assert "Nothing comes until" not in left, "nothing comes at all"
        assert "on its way" in read(browser.post(f"{path}/link").text).words
        fresh = mailbox.waiting(site.app)[-1].link("/manage")
        assert browser.post(f"{fresh}/erase", data={"sure": "yes"}).status_code == 200
    assert reader_of(site) is None


def test_where_no_mail_may_go_the_author_is_to_be_written_to(site: Serving) -> None:
    joined(site)
    waiting = mailbox.waiting(site.app)
    with site.app.database.begin() as connection:
        mark = site.app.keyring.address_hash(ADDRESS)
        suppressions.add(connection, Suppression(mark, SuppressionReason.HARD_BOUNCE, NOW))
    with site.client() as browser:
        page = read(browser.post(waiting[-1].link("/preferences") + "/link").text)
    assert "write to mira@mail.example.org" in page.words
    assert [one.purpose for one in mailbox.waiting(site.app)] == [one.purpose for one in waiting]


def test_erasing_wants_the_box_ticked(site: Serving) -> None:
    joined(site)
    with site.client() as browser:
        browser.post(mailbox.waiting(site.app)[-1].link("/preferences") + "/link")
        path = mailbox.waiting(site.app)[-1].link("/manage")
        assert browser.post(f"{path}/erase").status_code == 422
        assert reader_of(site)
        assert read(browser.post(f"{path}/erase", data={"sure": "yes"}).text).heading == (
            "You are forgotten"
        )
        assert browser.get(path).status_code == 404
    assert reader_of(site) is None


def test_an_address_moves_when_the_new_one_agrees(site: Serving) -> None:
    joined(site)
    new = "ada@new.example.org"
    with site.client() as browser:
        browser.post(mailbox.waiting(site.app)[-1].link("/preferences") + "/link")
        path = mailbox.waiting(site.app)[-1].link("/manage")
        assert (
            "is on its way"
            in read(browser.post(f"{path}/address", data={"address": new}).text).words
        )
        assert reader_of(site, new) is None
        mail = mailbox.waiting(site.app)[-1]
        assert mail.to == new
        done = read(browser.post(mail.link("/confirm")).text)
    assert done.heading == "Your address is changed"
    assert reader_of(site, new)
    assert reader_of(site) is None


@pytest.mark.parametrize("address", ["", "nobody", "a@b@c", ADDRESS])
def test_a_wrong_new_address_is_told(site: Serving, address: str) -> None:
    joined(site)
    with site.client() as browser:
        browser.post(mailbox.waiting(site.app)[-1].link("/preferences") + "/link")
        path = mailbox.waiting(site.app)[-1].link("/manage")
        answer = browser.post(f"{path}/address", data={"address": address})
    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["/confirm", "/preferences", "/unsubscribe", "/manage"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_forged_swapped_and_expired_links_all_look_alike(
    site: Serving, path: str, method: str
) -> None:
    reader = joined(site)
    ring = site.app.keyring
    swapped = {
        "/confirm": Purpose.UNSUBSCRIBE,
        "/preferences": Purpose.UNSUBSCRIBE,
        "/unsubscribe": Purpose.PREFERENCES,
        "/manage": Purpose.PREFERENCES,
    }[path]
    other_ring = tokens.Keyring.of("another secret, which is also long enough")
    purpose = {"/confirm": Purpose.CONFIRM, "/preferences": Purpose.PREFERENCES}.get(
        path, Purpose.UNSUBSCRIBE if path == "/unsubscribe" else Purpose.MANAGE
    )
    bad = [
        tokens.make(ring, swapped, reader.id),
        tokens.make(other_ring, purpose, reader.id),
        tokens.make(ring, purpose, reader.id, expires_at=NOW - timedelta(days=1)),
        tokens.make(ring, purpose, reader.id)[:-1],
        "x" * 3000,
        "%00",
        "é" * 20,
    ]
    tail = "/address" if (method, path) == ("POST", "/manage") else ""
    with site.client() as browser:
        answers = [browser.request(method, f"{path}/{token}{tail}") for token in bad]
    assert {answer.status_code for answer in answers} == {404}
    (words,) = {read(answer.text).words for answer in answers}
    assert "its time is over" in words
    assert "Ask for a new one" in words
    found = reader_of(site)
    assert found is not None
    assert found.state is SubscriberState.CONFIRMED


@pytest.mark.parametrize("path", ["/confirm", "/preferences", "/unsubscribe"])
def test_pages_with_a_secret_address_are_kept_by_nobody(site: Serving, path: str) -> None:
    joined(site)
    mails = mailbox.waiting(site.app)
    with site.client() as browser:
        mail = mails[0] if path == "/confirm" else mails[-1]
        answer = browser.get(mail.link(path))
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in answer.headers["x-robots-tag"]


def test_an_overlong_form_is_refused(site: Serving) -> None:
    with site.client() as browser:
        answer = browser.post("/subscribe", data={"address": "a" * 400_000})
        many = browser.post("/subscribe", data={f"f{n}": "x" for n in range(2000)})
    assert answer.status_code == 413
    assert many.status_code == 400
