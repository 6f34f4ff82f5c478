"""Addresses with a slash at their end: what was published as files is found where pages are served."""

from __future__ import annotations

import pytest

from tests.web.conftest import Build

FOREIGN = {"host": "evil.example"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/archive/", "/archive"),
        ("/topics/vision/?page=2", "/topics/vision?page=2"),
        ("/topics/a%20%25b/", "/topics/a%20%25b"),
        ("/desk/sign-in/", "/desk/sign-in"),
        ("/api/resources/", "/api/resources"),
        ("//archive//", "/archive"),
    ],
)
def test_the_page_is_named_without_a_host(build: Build, asked: str, found: str) -> None:
    with build(furnished=True).client(headers=FOREIGN) as visitor:
        answer = visitor.get(f"{visitor.base_url}".rstrip("/") + asked)
    assert (answer.status_code, answer.headers["location"]) == (307, found)


def test_a_form_keeps_what_it_carries(build: Build) -> None:
    with build().client() as visitor:
        answer = visitor.post("/subscribe/", data={"address": "ada@mail.example.org"})
    assert (answer.status_code, answer.headers["location"]) == (307, "/subscribe")


def test_below_a_path_of_a_host_the_path_is_kept(build: Build) -> None:
    with build(base_url="https://example.org/letters").client() as visitor:
        for asked in ("/letters/archive/", "/archive/"):
            assert visitor.get(asked).headers["location"] == "/letters/archive"


@pytest.mark.parametrize("asked", ["//evil.example/", "/nowhere/", "/static/../x/", "/x%0d%0ay/"])
def test_where_no_page_is_there_is_none(build: Build, asked: str) -> None:
    with build().client() as visitor:
        answer = visitor.get(f"{visitor.base_url}".rstrip("/") + asked)
    assert (answer.status_code, answer.headers.get("location")) == (404, None)
