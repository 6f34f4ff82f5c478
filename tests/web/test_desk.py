"""The desk: who gets in, and what can be done there, all of it without JavaScript."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from curator import schedule
from curator.errors import NotFound
from curator.flows.desk import drafts
from curator.flows.issues import issue as issue_flow
from curator.flows.issues.series import MONTHLY
from curator.flows.mail import clone
from curator.model import Content, FetchState, IssueState, LinkCheck, Tag, Track, Verdict
from curator.storage import feedback, issues, linkchecks, reading, resources, sources
from curator.web.attempts import Attempts
from tests.web import house, mailbox
from tests.web.conftest import Build
from tests.web.desk_visit import PASSWORD, Desk, said, sign_in
from tests.web.house import NOW
from tests.web.pages import read
from tests.web.serving import Serving

PATHS = (
    "/desk",
    "/desk/issues",
    "/desk/resources",
    "/desk/sources",
    "/desk/reading",
    "/desk/challenge",
    "/desk/readers",
    "/desk/log",
    "/desk/save",
)


@pytest.fixture
def number(site: Serving) -> int:
    """A draft."""
    return house.draft(site.app).number


def ids(site: Serving, number: int) -> list[int]:
    with site.app.database.read() as connection:
        content = issues.get(connection, number).content
    return [pick.resource.id for section in content.sections for pick in section.picks]


# --------------------------------------------------------------------------- who gets in


@pytest.mark.parametrize("path", [*PATHS, "/desk/issues/1", "/desk/issues/1/mail"])
def test_strangers_are_sent_to_the_door(site: Serving, path: str) -> None:
    with site.client() as browser:
        answer = browser.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/desk/sign-in")


@pytest.mark.parametrize(
    "path",
    [
        "/desk/issues",
        "/desk/issues/1/approve",
        "/desk/issues/1/picks/1",
        "/desk/resources/1/correct",
        "/desk/sources",
        "/desk/reading",
        "/desk/readers",
        "/desk/sign-out",
    ],
)
def test_strangers_change_nothing(site: Serving, path: str) -> None:
    with site.client() as browser:
        answer = browser.post(path, data={"do": "drop", "url": "https://x.example"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/desk/sign-in"


def test_the_password_opens_and_the_page_asked_for_comes_back(site: Serving) -> None:
    with site.client() as browser:
        door = browser.get("/desk/readers").headers["location"]
        form = read(browser.get(door).text)
        answer = browser.post(
            "/desk/sign-in", data={"password": PASSWORD, "next": form.field("next")}
        )
        assert answer.headers["location"] == "/desk/readers"
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert browser.get("/desk/readers").status_code == 200


@pytest.mark.parametrize(
    "onward",
    ["https://evil.example/desk", "//evil.example/desk", "/\\evil", "/archive", "javascript:1"],
)
def test_after_signing_in_one_never_lands_elsewhere(site: Serving, onward: str) -> None:
    with site.client() as browser:
        answer = browser.post("/desk/sign-in", data={"password": PASSWORD, "next": onward})
    assert answer.headers["location"] == "/desk"


def test_wrong_passwords_are_counted(site: Serving) -> None:
    with site.client() as browser:
        codes = [
            browser.post("/desk/sign-in", data={"password": "wrong"}).status_code
            for _ in range(Attempts.PER_NETWORK)
        ]
        right = browser.post("/desk/sign-in", data={"password": PASSWORD}).status_code
        site.clock.at = NOW + timedelta(minutes=16)
        later = browser.post("/desk/sign-in", data={"password": PASSWORD}).status_code
    assert set(codes) == {403}
    assert (right, later) == (429, 303)


def test_a_session_ends_by_time_by_sign_out_and_everywhere(site: Serving) -> None:
    with closing(sign_in(site).browser) as one, closing(sign_in(site).browser) as other:
        assert one.get("/desk").status_code == 200
        one.post("/desk/sign-out", data={"where": "everywhere"})
        assert one.get("/desk").status_code == 303
        assert other.get("/desk").status_code == 303
    with closing(sign_in(site).browser) as third:
        site.clock.at = NOW + timedelta(days=15)
        assert third.get("/desk").status_code == 303


def test_a_forged_session_is_none(site: Serving) -> None:
    with site.client(cookies={"curator_desk": "AAAA"}) as browser:
        assert browser.get("/desk").status_code == 303


def test_without_a_password_the_desk_is_closed(build: Build) -> None:
    with build().client() as browser:
        assert "is closed" in read(browser.get("/desk/sign-in").text).words
        assert browser.post("/desk/sign-in", data={"password": ""}).status_code == 403


def test_a_trusted_proxy_names_the_author_and_nobody_else_does(build: Build) -> None:
    trusted = build(desk_proxy_header="Remote-User", trusted_proxies="127.0.0.1")
    other = build(desk_proxy_header="Remote-User", trusted_proxies="10.0.0.0/8")
    for serving, status in ((trusted, 200), (other, 303)):
        with serving.client(headers={"Remote-User": "mira"}) as browser:
            assert browser.get("/desk").status_code == status
        with serving.client() as browser:
            assert browser.get("/desk").status_code == 303


# --------------------------------------------------------------------------- every page


@pytest.mark.parametrize("path", PATHS)
def test_every_page_of_the_desk_is_strict_and_kept_by_nobody(desk: Desk, path: str) -> None:
    answer = desk.browser.get(path)
    assert answer.status_code == 200
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    page = read(answer.text)
    assert len(page.root.findall(".//h1")) == 1
    assert str(page.root.findtext(".//title")).count("Desk") == 1


def test_the_overview_tells_what_is_due(desk: Desk, number: int) -> None:
    page = desk.page("/desk")
    assert "Sunday, 1 March 2026, 08:00" in page.words
    assert page.links()[f"Edit and send: No. {number}"] == f"/desk/issues/{number}"


def test_what_is_being_sent_leaves_at_no_later_time(site: Serving, desk: Desk, number: int) -> None:
    with site.app.database.begin() as connection:
        row = issues.get(connection, number).id
        issues.schedule(connection, row, NOW + timedelta(days=1))
    assert "leaves by itself on" in desk.page("/desk").words
    with site.app.database.begin() as connection:
        steps = (IssueState.DRAFT, IssueState.APPROVED, IssueState.PAUSED)
        for state, following in pairwise(steps):
            issues.transition(connection, row, state, following, NOW, reason="by you")
    assert "leaves" not in desk.page("/desk").words


def held_best(site: Serving) -> int:
    """A best of a month that waits for the author's word; gives its row."""
    week = schedule.period("2026-W01", site.app.schedule, NOW)
    with site.app.database.begin() as connection:
        made = issues.create(connection, week, Content(), NOW, series=MONTHLY)
        steps = (IssueState.DRAFT, IssueState.APPROVED, IssueState.PAUSED)
        for state, following in pairwise(steps):
            issues.transition(connection, made.id, state, following, NOW, reason="it is late")
    return made.id


def state_of(site: Serving, row: int) -> IssueState:
    with site.app.database.read() as connection:
        return issues.state(connection, row)


def test_a_best_of_a_month_that_is_held_is_read_and_sent_from_the_overview(
    site: Serving, desk: Desk
) -> None:
    assert "monthly-1" not in desk.page("/desk").words
    best = held_best(site)
    page = desk.page("/desk")
    assert "monthly-1 is held: it is late." in page.words
    shown = desk.browser.get(page.links()["Read it first: monthly-1"])
    assert shown.status_code == 200
    assert "sandbox" in shown.headers["content-security-policy"]
    assert "monthly-1 is on its way." in said(desk.press("/desk/held/monthly-1", do="send"))
    assert state_of(site, best) is IssueState.APPROVED


def test_one_that_is_held_is_given_up_once_the_box_is_ticked(site: Serving, desk: Desk) -> None:
    best = held_best(site)
    assert "tick the box" in said(desk.press("/desk/held/monthly-1", do="cancel"))
    assert state_of(site, best) is IssueState.PAUSED
    desk.press("/desk/held/monthly-1", do="cancel", sure="yes")
    assert state_of(site, best) is IssueState.CANCELLED
    assert "monthly-1 is held" not in desk.page("/desk").words


def test_what_is_not_held_or_no_issue_is_told(site: Serving, desk: Desk) -> None:
    assert "is no issue" in said(desk.press("/desk/held/nonsense", do="send"))
    assert "button" in said(desk.press("/desk/held/monthly-1", do="fly"))


def test_the_overview_asks_about_what_could_go_either_way(site: Serving, desk: Desk) -> None:
    with site.app.database.begin() as connection:
        stored = resources.list_(connection, limit=1)[0]
        slug = site.app.config.topics[0].slug
        doubtful = replace(stored.tags, topics=(), suggested=(Tag(slug, 0.44),))
        resources.save_tags(connection, stored.id, doubtful)
    assert "Could go either way" in desk.page("/desk").words
    address = f"/desk/resources/{stored.id}/correct"
    answered = desk.press(address, onward="/desk", **{"not": slug})
    assert "the tagger knows now" in said(answered)
    assert answered.heading == "Desk"
    actions = desk.page("/desk").root.xpath("//form/@action")
    assert not [one for one in actions if one.endswith(address)]


def test_the_overview_names_dead_links_that_were_chosen(site: Serving, desk: Desk) -> None:
    assert "Dead links" not in desk.page("/desk").words
    with site.app.database.begin() as connection:
        item = reading.list_(connection)[0]
        since = house.NOW - timedelta(days=3)
        check = LinkCheck(house.NOW, since, dead=True, reason="there is nothing at this address")
        linkchecks.put(connection, item.resource_id, check)
        title = resources.get(connection, item.resource_id).resource.title
    page = desk.page("/desk")
    assert "there is nothing at this address · since 2026-02-" in page.words
    assert page.links()[title] == f"/desk/resources/{item.resource_id}"
    assert "gone" in desk.page("/desk/reading").words


# --------------------------------------------------------------------------- the draft


def test_reordered_by_buttons(site: Serving, desk: Desk, number: int) -> None:
    first, second, *_ = ids(site, number)
    page = desk.pick(number, second, "up")
    assert ids(site, number)[:2] == [second, first]
    assert said(page).startswith("Moved up “A field guide")


def test_dropped_undone_and_done_again(site: Serving, desk: Desk, number: int) -> None:
    before = ids(site, number)
    desk.pick(number, before[1], "drop")
    dropped = ids(site, number)
    assert before[1] not in dropped
    page = desk.press(f"/desk/issues/{number}/step", do="undo")
    assert said(page).startswith("Taken back: dropped")
    assert ids(site, number) == before
    desk.press(f"/desk/issues/{number}/step", do="redo")
    assert ids(site, number) == dropped


def test_many_changes_can_all_be_taken_back(site: Serving, desk: Desk, number: int) -> None:
    before = ids(site, number)
    for pick in before[:4]:
        desk.pick(number, pick, "drop")
    for _ in range(4):
        desk.press(f"/desk/issues/{number}/step", do="undo")
    assert ids(site, number) == before
    assert "nothing to take back" in said(desk.press(f"/desk/issues/{number}/step", do="undo"))


def test_a_change_on_an_old_state_changes_nothing(site: Serving, desk: Desk, number: int) -> None:
    before = ids(site, number)
    old = desk.version(number)
    desk.pick(number, before[0], "drop")
    after = ids(site, number)
    page = desk.press(f"/desk/issues/{number}/picks/{before[1]}", base=old, do="drop")
    assert "changed elsewhere" in said(page)
    assert ids(site, number) == after


def test_worded_anew(site: Serving, desk: Desk, number: int) -> None:
    pick = ids(site, number)[0]
    words = {"title": "<b>Bread</b> & decay", "summary": "Mine.", "note": "*Try it.*"}
    desk.pick(number, pick, "save", **words)
    mail = desk.browser.get(f"/desk/issues/{number}/mail").text
    assert "&lt;b&gt;Bread&lt;/b&gt; &amp; decay" in mail
    assert "<em>Try it.</em>" in mail


def test_a_candidate_is_swapped_in(site: Serving, desk: Desk, number: int) -> None:
    with site.app.database.read() as connection:
        runner_up = issues.get(connection, number).content.runners_up[0].resource.id
    before = ids(site, number)
    desk.pick(number, before[0], "swap", **{"with": str(runner_up)})
    assert ids(site, number)[0] == runner_up
    desk.pick(number, before[0], "take")
    assert before[0] in ids(site, number)


def test_moved_between_sections_and_by_dragging(site: Serving, desk: Desk, number: int) -> None:
    before = ids(site, number)
    desk.pick(number, before[0], "section", slug="ethics")
    assert ids(site, number)[-1] == before[0]
    desk.pick(number, before[0], "place", slug="nlp", place="0")
    assert ids(site, number).index(before[0]) == 2


def test_pins_sections_and_the_note(site: Serving, desk: Desk, number: int) -> None:
    pick = ids(site, number)[2]
    assert "pinned" in desk.pick(number, pick, "pin").words
    path = f"/desk/issues/{number}/change"
    desk.press(path, base=desk.version(number), do="section-up", slug="nlp")
    desk.press(path, base=desk.version(number), do="note", note="# Hi\n\n*there* <script>")
    mail = desk.browser.get(f"/desk/issues/{number}/mail").text
    assert mail.index("Language") < mail.index("Computer vision")
    assert "<em>there</em>" in mail
    assert "<script" not in mail


def test_a_section_gets_a_heading_of_ones_own(desk: Desk, number: int) -> None:
    path = f"/desk/issues/{number}"
    form = desk.page(path).root.get_element_by_id("heading-nlp").getparent().getparent()
    fields = {one.get("name"): one.get("value") for one in form.iter("input")}
    page = desk.press(str(form.get("action")), **fields | {"title": "Words <3", "do": "heading"})
    assert "Words <3" in said(page)
    assert "Words &lt;3" in desk.browser.get(f"{path}/mail").text


def test_candidates_carry_their_reasons(site: Serving, desk: Desk, number: int) -> None:
    with site.app.database.read() as connection:
        first = issues.get(connection, number).content.runners_up[0]
    words = desk.page(f"/desk/issues/{number}").words
    assert first.reason in words
    assert f"{first.score:.2f} · " in words


@pytest.mark.parametrize("do", ["", "explode", "save\x00", "up" * 500])
def test_unknown_buttons_do_nothing(site: Serving, desk: Desk, number: int, do: str) -> None:
    before = ids(site, number)
    assert "not known" in said(desk.pick(number, before[0], do))
    assert ids(site, number) == before


def test_what_is_not_there_is_told(desk: Desk, number: int) -> None:
    assert "not in this issue" in said(desk.pick(number, 987654, "drop"))
    assert desk.browser.get("/desk/issues/9999").status_code == 404


def test_the_mail_is_shown_as_it_will_arrive(site: Serving, desk: Desk, number: int) -> None:
    answer = desk.browser.get(f"/desk/issues/{number}/mail")
    found = drafts.read(site.app, number).issue
    mail = issue_flow.rendered(site.app, found.content, found.period, number)
    assert answer.text == mail.html
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox")
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'self'" in policy
    assert desk.browser.get(f"/desk/issues/{number}/mail.txt").text == mail.text


def test_the_gauges_follow(site: Serving, desk: Desk, number: int) -> None:
    before = drafts.proof(site.app, drafts.read(site.app, number).issue).gauges
    desk.pick(number, ids(site, number)[0], "drop")
    after = drafts.proof(site.app, drafts.read(site.app, number).issue).gauges
    assert (after.picks, after.size < before.size) == (before.picks - 1, True)
    words = desk.page(f"/desk/issues/{number}").words
    assert f"{after.practice} % practice" in words
    assert f"{after.picks} picks" in words


# --------------------------------------------------------------------------- leaving


def approve(desk: Desk, number: int, **fields: str) -> str:
    path = f"/desk/issues/{number}/approve"
    return said(desk.press(path, base=desk.version(number), **fields))


def state(site: Serving, number: int) -> IssueState:
    with site.app.database.read() as connection:
        return issues.get(connection, number).state


def test_approved_for_now(site: Serving, desk: Desk, number: int) -> None:
    assert "It leaves now: in a few seconds" in approve(desk, number, when="now")
    assert state(site, number) is IssueState.APPROVED
    assert issues_due(site, number) == NOW


def test_what_was_approved_for_now_says_what_happens_now_and_not_at_what_minute(
    site: Serving, desk: Desk, number: int
) -> None:
    approve(desk, number, when="now")
    for page in ("/desk", f"/desk/issues/{number}"):
        words = desk.page(page).words
        assert "leaves now: it is being frozen, and its mails go out at once" in words
        assert "leaves on" not in words


def test_what_was_approved_in_a_database_that_must_not_send_says_why_it_stays(
    site: Serving, desk: Desk, number: int
) -> None:
    approve(desk, number, when="now")
    with site.app.database.begin() as connection:
        clone.mark_restored(connection, NOW)
    words = desk.page(f"/desk/issues/{number}").words
    assert "does not leave: this database was restored from a backup" in words


def issues_due(site: Serving, number: int) -> object:
    with site.app.database.read() as connection:
        return issues.get(connection, number).due_at


def test_approved_for_the_next_regular_time_or_one_of_ones_own(
    site: Serving, desk: Desk, number: int
) -> None:
    approve(desk, number, when="next")
    assert issues_due(site, number) == site.app.schedule.next_after(NOW)
    desk.press(f"/desk/issues/{number}/unapprove")
    assert state(site, number) is IssueState.DRAFT
    approve(desk, number, when="at", at="2026-03-02T18:30")
    assert str(issues_due(site, number)) == "2026-03-02 17:30:00+00:00"


def test_a_time_that_is_none_is_told(site: Serving, desk: Desk, number: int) -> None:
    for no_time in ("soon", "0001-01-01T00:00"):
        assert "give day and time" in approve(desk, number, when="at", at=no_time)
    assert state(site, number) is IssueState.DRAFT


def test_what_was_changed_teaches_the_ranking(site: Serving, desk: Desk, number: int) -> None:
    before = ids(site, number)
    with site.app.database.read() as connection:
        newcomer = issues.get(connection, number).content.runners_up[0].resource.id
    desk.pick(number, before[0], "drop")
    desk.pick(number, newcomer, "take")
    desk.pick(number, before[1], "pin")
    approve(desk, number, when="now")
    with site.app.database.read() as connection:
        given = {(one.resource_id, one.verdict) for one in feedback.list_(connection)}
    assert given == {
        (before[0], Verdict.SKIP),
        (newcomer, Verdict.KEEP),
        (before[1], Verdict.PIN),
    }


def test_an_approved_issue_is_not_edited(site: Serving, desk: Desk, number: int) -> None:
    base = desk.version(number)
    approve(desk, number, when="now")
    page = desk.press(f"/desk/issues/{number}/picks/{ids(site, number)[0]}", base=base, do="drop")
    assert "no longer be changed" in said(page)


def test_giving_up_wants_the_box_ticked(site: Serving, desk: Desk, number: int) -> None:
    path = f"/desk/issues/{number}/cancel"
    assert "tick the box" in said(desk.press(path))
    assert "given up" in said(desk.press(path, sure="yes"))
    with pytest.raises(NotFound):
        state(site, number)


def test_a_draft_is_composed_from_what_is_stored(site: Serving, desk: Desk) -> None:
    page = desk.press("/desk/issues", week="2026-W10")
    assert "is drafted" in said(page)
    assert "already has issue" in said(desk.press("/desk/issues", week="2026-W10"))
    assert "not an ISO week" in said(desk.press("/desk/issues", week="next"))


# --------------------------------------------------------------------------- the rest


def test_a_topic_and_the_track_are_corrected_in_one_click(
    site: Serving, desk: Desk, number: int
) -> None:
    pick = ids(site, number)[0]
    path = f"/desk/resources/{pick}/correct"
    page = desk.press(path, **{"not": "vision", "onward": f"/desk/issues/{number}"})
    assert said(page).startswith("It is not about Computer vision")
    assert page.heading.startswith(f"No. {number}")
    desk.press(path, **{"is": "ethics"})
    desk.press(path, track="theory")
    with site.app.database.read() as connection:
        tags = resources.get(connection, pick).tags
        in_draft = issues.get(connection, number).content.sections[0].picks[0].resource.tags
    slugs = {tag.slug for tag in tags.topics}
    assert "vision" not in slugs
    assert "ethics" in slugs
    assert tags.track is Track.THEORY
    assert in_draft == tags
    assert "Take back" in desk.page(f"/desk/resources/{pick}").words
    desk.press(path, undo="track")
    with site.app.database.read() as connection:
        assert resources.get(connection, pick).tags.track is not Track.THEORY


@pytest.mark.parametrize("fields", [{"is": "none"}, {"track": "magic"}, {"not": ""}, {}])
def test_wrong_corrections_change_nothing(
    site: Serving, desk: Desk, number: int, fields: dict[str, str]
) -> None:
    pick = ids(site, number)[0]
    with site.app.database.read() as connection:
        before = resources.get(connection, pick).tags
    desk.press(f"/desk/resources/{pick}/correct", **fields)
    with site.app.database.read() as connection:
        assert resources.get(connection, pick).tags == before


def test_goals_are_set_settled_and_taken_back(desk: Desk) -> None:
    page = desk.press("/desk/challenge", text="Finish *lesson 8*", week="2026-W10")
    assert "Set for 2026-W10" in said(page)
    goal = page.actions()[-3].rsplit("/", 1)[-1]
    assert "done" in desk.press(f"/desk/challenge/{goal}", do="done").words
    assert "Saved" in said(desk.press(f"/desk/challenge/{goal}", do="save", text="Other"))
    assert "Taken back" in said(desk.press(f"/desk/challenge/{goal}", do="remove"))


def test_the_reading_list_is_worked_on(site: Serving, desk: Desk) -> None:
    item = house.item_of(site.app)
    assert "Marked as read" in said(desk.press(f"/desk/reading/{item.id}", do="read"))
    desk.press(f"/desk/reading/{item.id}", do="save", note="Twice.", credit="Bo")
    assert house.item_of(site.app).note == "Twice."
    desk.press(f"/desk/reading/{item.id}", do="remove")
    assert house.item_of(site.app).id != item.id


def test_a_link_that_was_in_an_issue_is_not_promised_to_another(site: Serving, desk: Desk) -> None:
    with site.app.database.read() as connection:
        pick = issues.get(connection, 1).content.sections[0].picks[0].resource
    told = said(desk.press("/desk/reading", url=pick.resource.url, note="Once more"))
    assert "it was in issue 1 already; no issue takes it again" in told
    assert "in No. 1" in desk.page("/desk/reading").words


def test_what_is_shared_fills_the_form_and_saves_nothing_yet(site: Serving, desk: Desk) -> None:
    page = desk.browser.get(
        "/desk/save", params={"title": "T", "text": "Look: https://a.example/x?y=1 nice"}
    )
    assert read(page.text).field("url") == "https://a.example/x?y=1"
    assert read(page.text).field("title") == "T"


def test_where_a_page_cannot_be_read_its_title_in_the_browser_stays(
    site: Serving, desk: Desk
) -> None:
    gone = "http://127.0.0.1:9/behind-a-wall"
    told = said(desk.press("/desk/reading", url=gone, title="<b>Members only</b>"))
    assert "“<b>Members only</b>” is on the list" in told


def test_readers_are_vouched_for_found_and_let_go(site: Serving, desk: Desk) -> None:
    page = desk.press("/desk/readers", addresses="ada@mail.example.org\nnot-an-address", do="add")
    assert said(page).startswith("1 added. not-an-address")
    assert "ada@mail.example.org" in desk.page("/desk/readers?q=ada").words
    history = desk.page("/desk/readers/one?address=ada@mail.example.org")
    assert "vouched" in history.words
    page = desk.press("/desk/readers", addresses="ada@mail.example.org", do="remove")
    assert said(page).startswith("1 left")
    assert not mailbox.waiting(site.app)


def test_the_form_for_a_blog_leads_to_the_sign_up_page(site: Serving, desk: Desk) -> None:
    page = desk.page("/desk/embed")
    assert f'action="{site.url}/subscribe"' in page.words
    assert f"({site.url}/subscribe)" in page.words
    assert f'src="{site.url}/embed"' in page.words


def test_a_source_that_cannot_be_added_stays_in_the_form(desk: Desk) -> None:
    answer = desk.browser.post("/desk/sources", data={"url": "http://127.0.0.1:9/nothing"})
    page = read(answer.text)
    assert answer.status_code == 422
    assert page.field("url") == "http://127.0.0.1:9/nothing"
    assert "127.0.0.1" in said(page)


@pytest.mark.parametrize(
    "path", ["/desk/log?before=x", "/desk/resources?q=%00&page=-1", "/desk/readers?page=99"]
)
def test_odd_queries_are_taken(desk: Desk, path: str) -> None:
    assert desk.browser.get(path).status_code == 200


def test_a_source_in_trouble_is_asked_again(site: Serving, desk: Desk) -> None:
    url = site.app.config.sources[0].url
    gone = FetchState(error="gone", disabled_at=NOW, failures=9, last_try_at=NOW)
    with site.app.database.begin() as connection:
        sources.sync(connection, site.app.config.sources, NOW)
        sources.save_outcome(connection, url, gone, (), NOW)
    assert "Ask again" in desk.page("/desk/sources").words
    assert "is asked again now" in said(desk.press("/desk/sources/retry", url=url))
    with site.app.database.read() as connection:
        state = sources.get(connection, url).state
    assert (state.disabled_at, state.error, state.next_fetch_at) == (None, None, None)
    assert "no source" in said(desk.press("/desk/sources/retry", url="https://no.example/"))


@pytest.mark.parametrize("path", ["/desk", "/desk/sources", "/desk/reading", "/desk/save"])
def test_an_address_may_be_typed_as_people_write_it(desk: Desk, path: str) -> None:
    """A browser lets no ``www.fast.ai`` or ``arXiv:2101.00001`` through a field for addresses."""
    html = desk.browser.get(path).text
    assert 'name="url"' in html
    assert 'type="url"' not in html
