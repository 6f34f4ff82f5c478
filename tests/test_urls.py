"""Addresses as the web has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator import urls


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a",
        "//a.example",
        "ftp://a.example",
        "http://",
        "http://[bad",
        "http://a:port/",
        "mailto:a@b",
    ],
)
def test_only_http_addresses_with_a_host_are_web(url: str) -> None:
    assert not urls.is_web(url)


@pytest.mark.parametrize(
    ("url", "base", "whole"),
    [
        ("b", "https://a.example/x/", "https://a.example/x/b"),
        (" /b c ", "https://a.example/x", "https://a.example/b%20c"),
        ("/b/c?d=1", "HTTPS://A.example:8080/x?y#z", "https://A.example:8080/b/c?d=1"),
        ("/b/../c/./d", "https://a.example/x", "https://a.example/c/d"),
        ("/b", "https://me@a.example/x", "https://me@a.example/b"),
        ("/b", "ftp://a.example/x", None),
        ("//b.example/", "https://a.example/", "https://b.example/"),
        ("https://b.example/<x>", None, "https://b.example/%3Cx%3E"),
        ("b", None, None),
        ("javascript:alert(1)", "https://a.example/", None),
        ("", "https://a.example/", None),
        (None, "https://a.example/", None),
        ("http://[bad", "https://a.example/", None),
    ],
)
def test_relative_addresses_become_whole(
    url: str | None, base: str | None, whole: str | None
) -> None:
    assert urls.absolute(url, base) == whole


@pytest.mark.parametrize(
    ("url", "stripped"),
    [
        ("https://a.example/?utm_source=rss&id=1", "https://a.example/?id=1"),
        ("https://a.example/?fbclid=x", "https://a.example/"),
        ("https://a.example/?b=2&a=1#part", "https://a.example/?b=2&a=1#part"),
        ("https://a.example/?q=a%20b&c", "https://a.example/?q=a%20b&c"),
        ("https://a.example/?UTM_Medium=x&ref=keep", "https://a.example/?ref=keep"),
        ("not an address?utm_source=x", "not an address?utm_source=x"),
    ],
)
def test_only_trackers_are_taken_out(url: str, stripped: str) -> None:
    assert urls.strip_trackers(url) == stripped


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("www.example.co.uk", "example.co.uk"),
        ("blog.example.org", "example.org"),
        ("me.github.io", "github.io"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("Example.ORG.", "example.org"),
    ],
)
def test_registrable_domain(name: str, domain: str) -> None:
    assert urls.registrable_domain(name) == domain


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("blog.example.co.uk", "example.co.uk"),
        ("ann.github.io", "ann.github.io"),
        ("github.io", "github.io"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
    ],
)
def test_the_domain_of_one_owner(name: str, domain: str) -> None:
    assert urls.owned_domain(name) == domain


def test_same_site() -> None:
    assert urls.same_site("https://a.example.org/", "http://b.example.org/x")
    assert not urls.same_site("https://a.example.org/", "https://example.net/")
    assert not urls.same_site("", "")
    assert not urls.same_site("https://ann.github.io/", "https://ben.github.io/"), "two owners"
    assert urls.same_site("https://faß.example/", "https://blog.xn--fa-hia.example/")
    assert not urls.same_site("https://faß.example/", "https://fass.example/")


def test_a_host_that_has_no_ascii_form_stays() -> None:
    assert urls.plain_host("ü" * 70 + ".example") == "ü" * 70 + ".example"


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    assert urls.strip_trackers(text) is not None
    assert urls.absolute(text, "https://a.example/") is None or urls.is_web(
        urls.absolute(text, "https://a.example/") or ""
    )
    assert isinstance(urls.host(text), str)
