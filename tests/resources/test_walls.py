"""Pages that are not the thing itself are refused, and told apart by what to do next."""

from __future__ import annotations

import pytest

from curator.errors import Wall
from curator.model import PageState
from curator.resources import document, walls
from curator.resources.document import Document
from tests.resources.pages import URL, page

PROSE = (
    "<p>" + "The loom is set up in an hour and the first rows are woven before noon. " * 30 + "</p>"
)


def _titled(title: str, body: str = "<p>Wait.</p>") -> Document:
    return page(body, f"<title>{title}</title>")


def _state(made: Document) -> PageState:
    with pytest.raises(Wall) as raised:
        walls.check(made)
    return raised.value.state


@pytest.mark.parametrize(
    "title",
    ["Just a moment...", "Attention Required! | Cloudflare", "Access denied", "Are you a robot?",
     "403 Forbidden", "Robot check", "Client Challenge", "Pardon Our Interruption",
     "Making sure you're not a bot!", "ERROR: The request could not be satisfied", "The Weaver - Are you a robot?",
     "Radware Bot Manager Captcha", "Verifying your connection..."],
)  # fmt: skip
def test_a_bot_wall_blocks(title: str) -> None:
    assert _state(_titled(title)) is PageState.BLOCKED


@pytest.mark.parametrize(
    "title", ["404 Not Found", "Page not found | The Weaver", "Seite nicht gefunden", "Oops! Page missing"]
)  # fmt: skip
def test_a_soft_404_is_gone(title: str) -> None:
    assert _state(_titled(title)) is PageState.GONE


@pytest.mark.parametrize(
    "title", ["Log in", "Sign in to continue", "The Weaver | Sign in", "Sign Up | Weavers"]
)
def test_a_log_in_page_blocks(title: str) -> None:
    assert _state(_titled(title)) is PageState.BLOCKED


def test_a_form_for_a_password_and_little_else_blocks() -> None:
    form = '<form><input name="user"><input type="password"></form>'
    assert _state(_titled("The Weaver", form)) is PageState.BLOCKED


@pytest.mark.parametrize("title", ["Before you continue to the site", "We value your privacy"])
def test_a_consent_page_blocks(title: str) -> None:
    assert _state(_titled(title)) is PageState.BLOCKED


@pytest.mark.parametrize(
    "body",
    ['<div id="root"></div>', "<noscript>You need to enable JavaScript to run this app.</noscript>",
     "<h1>Please enable JavaScript</h1>"],
)  # fmt: skip
def test_an_empty_shell_is_empty(body: str) -> None:
    assert _state(page(body)) is PageState.EMPTY


def test_a_status_says_gone_whatever_the_page_says() -> None:
    made = document.of_markup(f"<title>Warp</title>{PROSE}", URL, status=410)
    assert _state(made) is PageState.GONE


@pytest.mark.parametrize(
    "title", ["Blocked by a bot", "Why 404 pages matter", "Log in with one line"]
)
def test_an_article_about_walls_is_none(title: str) -> None:
    walls.check(_titled(title, PROSE))


def test_a_page_without_text_or_scripts_is_its_title() -> None:
    walls.check(page("", "<title>A loom comes back</title>"))


def test_without_text_but_with_scripts_it_is_a_shell() -> None:
    scripted = page('<script src="/loom.js"></script>', "<title>A loom comes back</title>")
    assert _state(scripted) is PageState.EMPTY


def test_a_shell_that_its_head_describes_is_read_by_its_head() -> None:
    walls.check(
        page('<div id="root"></div>', '<title>Cup</title><meta property="og:title" content="Cup">')
    )


def test_a_page_whose_head_says_its_day_asks_for_no_password() -> None:
    form = '<form><input name="user"><input type="password"></form>'
    head = """<meta property="og:title" content="Which loom?">
    <meta property="article:published_time" content="2026-02-01T10:00:00Z">"""
    walls.check(page(form, f"<title>Which loom?</title>{head}"))


def test_no_body_at_all_is_empty() -> None:
    with pytest.raises(Wall):
        walls.check_body(b" \n")
