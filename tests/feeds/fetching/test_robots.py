"""robots.txt as RFC 9309 says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.feeds.fetching.robots import EVERYTHING, NOTHING, parse

SITE = "https://site.example"


def allows(text: str, path: str) -> bool:
    return parse(text.encode(), "curator").allow(SITE + path)


def test_no_rules_allow_everything() -> None:
    assert allows("", "/any")
    assert EVERYTHING.allow(SITE)
    assert not NOTHING.allow(SITE + "/any")


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Disallow: /a", "/a/b", False),
        ("Disallow: /a", "/b", True),
        ("Disallow:", "/a", True),
        ("Disallow: /\nAllow: /open", "/open/x", True),
        ("Allow: /a\nDisallow: /a", "/a", True),
        ("Disallow: /*.pdf$", "/x/y.pdf", False),
        ("Disallow: /*.pdf$", "/x/y.pdf?z", True),
        ("Disallow: /a*b*c", "/a1b2c3", False),
        ("Disallow: /a*b*c", "/a1c2b3", True),
        ("Disallow: /search?q=", "/search?q=cnn", False),
        ("Disallow: /caf%C3%A9", "/café", False),
        ("Disallow: /a$", "/a", False),
        ("Disallow: /a$", "/ab", True),
        ("disallow : /a # private", "/a", False),
    ],
)
def test_the_longest_rule_wins(rules: str, path: str, allowed: bool) -> None:
    assert allows(f"User-agent: *\n{rules}", path) is allowed


def test_a_group_for_curator_replaces_the_general_one() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: Curator/2\nDisallow: /private"
    assert allows(text, "/open")
    assert not allows(text, "/private")


def test_groups_of_one_agent_are_joined_and_several_agents_share_one() -> None:
    text = "User-agent: curator\nUser-agent: other\nDisallow: /a\nUser-agent: curator\nDisallow: /b"
    assert not allows(text, "/a")
    assert not allows(text, "/b")


def test_an_empty_group_for_curator_allows_everything() -> None:
    assert allows("User-agent: *\nDisallow: /\nUser-agent: curator\nDisallow:", "/a")


@given(st.binary(max_size=300), st.text(max_size=50))
def test_any_bytes_give_an_answer(body: bytes, path: str) -> None:
    assert parse(body, "curator").allow(f"{SITE}/{path}") in (True, False)


def test_many_stars_take_no_time() -> None:
    rule = "Disallow: /" + "*a" * 500 + "b$"
    assert allows(f"User-agent: *\n{rule}", "/" + "a" * 2000)
