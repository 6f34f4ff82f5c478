"""The whole way in a real browser with a real mail server: a reader's life, and the author's week."""

from __future__ import annotations

import email
import email.policy
import functools
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from curator.app import App
from curator.flows.desk import drafts
from curator.jobs.scheduler import running
from curator.jobs.ticks import TICKS, Tick
from curator.storage import issues
from curator.web.app import create_app
from tests.mail import sink as mail_sink
from tests.web import house
from tests.web.browsing import chromium, window
from tests.web.desk_visit import HASH, PASSWORD
from tests.web.serving import Serving, free_port, serve

pytestmark = [pytest.mark.browser, pytest.mark.acceptance, pytest.mark.xdist_group("browser")]
READER = "ada@mail.example.org"
FAST = tuple(
    Tick(tick.name, 0.5, tick.run) for tick in TICKS if tick.name in ("issues", "mail", "house")
)
"""Everything but looking at sources, every half second."""


@dataclass
class World:
    """A running newsletter and the mail server behind it."""

    site: Serving
    sink: mail_sink.Sink

    def mail(self, subject: str, to: str = READER) -> EmailMessage:
        """The newest mail to somebody whose subject has these words; waits for it."""
        for _ in range(300):
            for one in reversed(self.sink.mails):
                parsed = email.message_from_bytes(one.data, policy=email.policy.default)
                if one.recipient == to and subject in str(parsed["subject"]):
                    assert isinstance(parsed, EmailMessage)
                    return parsed
            time.sleep(0.1)
        found = [(one.recipient, one.data[-3000:]) for one in self.sink.mails]
        raise AssertionError(f"no mail {subject!r}; there are {found}")


def body(mail: EmailMessage, kind: str) -> str:
    """One of its two parts."""
    part = mail.get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content()).replace("\r\n", "\n")


def link(mail: EmailMessage, path: str) -> str:
    """The path of the first link below ``path``."""
    found = re.search(rf"https?://[^/\s]+({path}/[\w-]+)", body(mail, "plain"))
    assert found
    return found[1]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def world(tmp_path: Path, sqlite_template: Path) -> Iterator[World]:
    """A furnished house whose clock runs, with a desk and a mail server."""
    with mail_sink.running() as sink:
        port = free_port()
        settings = house.settings(
            tmp_path / "house",
            base_url=f"http://127.0.0.1:{port}",
            approval=True,
            sources=" []",
            desk_password_hash=HASH,
            smtp_url=f"smtp://127.0.0.1:{sink.port}?starttls=never",
        )
        shutil.copy(sqlite_template, tmp_path / "house" / "curator.db")
        app = App(settings)
        house.furnish(app)
        create = functools.partial(create_app, service=functools.partial(running, app, ticks=FAST))
        site = serve(app, port, create)
        yield World(site, sink)
        site.stop()


def sign_up(page: Page, address: str = READER) -> None:
    """Fill the form on the front page as a person would."""
    page.goto("/")
    page.get_by_label("Mail address").fill(address)
    page.wait_for_timeout(2500)
    page.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")


def sign_in(page: Page) -> None:
    page.goto("/desk")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Desk")


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def approve(page: Page) -> None:
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status")).to_contain_text("It leaves now")


def part(mail: EmailMessage, kind: str) -> str:
    """A part of a received mail, its line ends as before the way through SMTP (RFC 5321 §2.3.8)."""
    found = mail.get_body((kind,))
    assert isinstance(found, EmailMessage)
    content = found.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.replace(b"\r\n", b"\n").decode()


def without_slots(text: str) -> str:
    """A mail with the two links and the day that are each reader's own taken out."""
    text = re.sub(r"/(unsubscribe|preferences)/[\w-]+", r"/\1/-", text)
    return re.sub(r"\son\s\d{1,2} [A-Z][a-z]+ \d{4}\.", ".", text)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_reader_from_sign_up_to_leaving(world: World, browser: Browser, javascript: bool) -> None:
    number = house.draft(world.site.app).number
    url = world.site.url
    with window(browser, url, java_script_enabled=javascript) as page:
        sign_up(page)
        page.goto(link(world.mail("onfirm"), "/confirm"))
        if not javascript:
            page.get_by_role("button", name="Confirm my subscription").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("You are in")

        page.get_by_role("link", name="Choose topics and rhythm").click()
        page.get_by_label("Language").check()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status")).to_have_text("Your choices are saved.")
        expect(page.get_by_label("Language")).to_be_checked()

    with window(browser, url, java_script_enabled=javascript) as page:
        sign_in(page)
        page.goto(f"/desk/issues/{number}")
        approve(page)

    mail = world.mail(f"#{number}")
    assert "Attention, drawn slowly" in body(mail, "html")
    assert "A field guide to augmentation" not in body(mail, "html")

    one_click = str(mail["list-unsubscribe"]).split("<")[1].split(">")[0]
    assert mail["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    answer = httpx2.post(one_click, data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.headers.get("set-cookie")) == (200, None)
    with window(browser, url, java_script_enabled=javascript) as page:
        page.goto(link(mail, "/preferences"))
        assert "You have left" in page.inner_text("main")


def test_another_browser_needs_the_button_and_a_scanner_confirms_nothing(
    world: World, browser: Browser
) -> None:
    with window(browser, world.site.url) as page:
        sign_up(page)
    path = link(world.mail("onfirm"), "/confirm")
    with window(browser, world.site.url) as other:
        other.goto(path)
        other.wait_for_timeout(800)
        assert heading(other) == "One click, and you are in"
        other.get_by_role("button", name="Confirm my subscription").click()
        expect(other.get_by_role("heading", level=1)).to_have_text("You are in")


def picks(world: World, number: int) -> list[int]:
    with world.site.app.database.read() as connection:
        content = issues.get(connection, number).content
    return [pick.resource.id for section in content.sections for pick in section.picks]


def by_keyboard(page: Page, pick: int) -> None:
    """Focus the button as Tab would, and press it."""
    button = page.locator(f"#pick-{pick}").get_by_role("button", name="Move up")
    button.focus()
    page.keyboard.press("Enter")


def by_mouse(page: Page, pick: int) -> None:
    page.locator(f"#pick-{pick}").get_by_role("button", name="Move up").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_author_edits_approves_and_the_sent_mail_is_the_one_shown(
    world: World, browser: Browser, javascript: bool
) -> None:
    number = house.draft(world.site.app).number
    with window(browser, world.site.url, java_script_enabled=javascript) as page:
        sign_in(page)
        page.goto("/desk/readers")
        page.get_by_label("Addresses").fill(READER)
        page.get_by_role("button", name="They asked me").click()
        page.goto(f"/desk/issues/{number}")
        first, second, third, *_ = picks(world, number)

        by_keyboard(page, second)
        expect(page.get_by_role("status")).to_contain_text("Moved up “A field guide")
        by_mouse(page, third)
        expect(page.get_by_role("status")).to_contain_text("Moved up “Convolutions")
        assert picks(world, number)[:3] == [second, third, first]

        page.locator(f"#pick-{second}").get_by_role("button", name="Not about").first.click()
        expect(page.get_by_role("status")).to_contain_text("the tagger knows now")

        _edit(page, second)
        expect(page.get_by_role("status")).to_contain_text("Worded anew")
        here = f"{world.site.url}/desk/issues/{number}/mail"
        shown = {"html": page.request.get(here), "plain": page.request.get(f"{here}.txt")}
        assert "A title of my own" in shown["html"].text()
        proofs = {kind: without_slots(answer.text()) for kind, answer in shown.items()}
        expect(
            page.frame_locator("iframe").get_by_role("link", name="A title of my own")
        ).to_be_visible()
        approve(page)
    mail = world.mail(f"#{number}")
    for kind, proof in proofs.items():
        # The last line of a mail ends like every other.
        assert without_slots(part(mail, kind)) == proof.removesuffix("\n") + "\n"


def _edit(page: Page, pick: int) -> None:
    place = page.locator(f"#pick-{pick}")
    place.get_by_text("Edit, move or swap").click()
    place.get_by_label("Title").fill("A title of my own")
    place.get_by_label("Your note").fill("*Mine.*")
    place.get_by_role("button", name="Save").click()


def test_keys_and_dragging_do_what_the_buttons_do(world: World, browser: Browser) -> None:
    number = house.draft(world.site.app).number
    with window(browser, world.site.url) as page:
        sign_in(page)
        page.goto(f"/desk/issues/{number}")
        first, second, third, *_ = picks(world, number)
        page.locator(f"#pick-{second}").focus()
        page.keyboard.press("K")
        expect(page.get_by_role("status")).to_contain_text("Moved up")
        assert page.evaluate("document.activeElement.id") == f"pick-{second}"
        for key in ("J", "K", "p"):  # faster than the answers come
            page.keyboard.press(key)
        expect(page.get_by_role("status")).to_contain_text("Pinned")
        assert picks(world, number)[:3] == [second, first, third]
        assert page.evaluate("document.activeElement.id") == f"pick-{second}"
        page.keyboard.press("x")
        expect(page.get_by_role("status")).to_contain_text("Dropped")
        assert page.evaluate("document.activeElement.id") == f"pick-{first}"
        page.keyboard.press("z")
        expect(page.get_by_role("status")).to_contain_text("Taken back")
        page.locator(f"#pick-{first}").focus()  # so that nothing scrolls between press and move
        page.locator(f"#pick-{third}").drag_to(
            page.locator(f"#pick-{first}"),
            source_position={"x": 4.0, "y": 4.0},
            target_position={"x": 4.0, "y": 4.0},
        )
        expect(page.get_by_role("status")).to_contain_text("Moved")
        assert picks(world, number)[:3] == [second, third, first]
        assert drafts.read(world.site.app, number).past.undo


def test_what_is_being_written_survives_other_buttons_other_windows_and_the_end_of_a_session(
    world: World, browser: Browser
) -> None:
    number = house.draft(world.site.app).number
    with window(browser, world.site.url) as page:
        sign_in(page)
        page.goto(f"/desk/issues/{number}")
        first, second, *_ = picks(world, number)
        page.get_by_label("Opens the issue").fill("Half an hour of work.")
        by_keyboard(page, second)
        expect(page.get_by_role("status")).to_contain_text("Moved up")
        expect(page.get_by_label("Opens the issue")).to_have_value("Half an hour of work.")

        elsewhere = page.context.new_page()
        elsewhere.goto(f"/desk/issues/{number}")
        elsewhere.locator(f"#pick-{first}").get_by_role("button", name="Drop").click()
        expect(elsewhere.get_by_role("status")).to_contain_text("Dropped")
    # A refusal is an error to the console, which the window above would not forgive.
    context = browser.new_context(base_url=world.site.url)
    page = context.new_page()
    sign_in(page)
    page.goto(f"/desk/issues/{number}")
    page.get_by_label("Opens the issue").fill("Half an hour of work.")
    context.clear_cookies()
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("Your session has ended")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Note, in Markdown")).to_have_value("Half an hour of work.")
    page.get_by_role("button", name="Save it now").click()
    expect(page.get_by_role("status")).to_contain_text("Wrote the note")
    expect(page.get_by_label("Opens the issue")).to_have_value("Half an hour of work.")
    context.close()
