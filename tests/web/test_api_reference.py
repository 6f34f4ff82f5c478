"""The page about the API says what the API is."""

from __future__ import annotations

from pathlib import Path

from curator.flows.desk.keys import Scope
from curator.web.api import reference
from curator.web.api.app import operations

PAGE = Path("docs/reference/api.md")


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == reference.page(), (
        "run: curator config reference api > docs/reference/api.md"
    )


def test_every_operation_and_shape_is_on_it() -> None:
    page = PAGE.read_text("utf-8")
    described = operations("/api").openapi()
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert f"## {method.upper()} /api{path}\n" in page
            assert operation["tags"][0] in list(Scope)
    for link in page.split("](#")[1:]:
        name = link.partition(")")[0]
        assert f"\n### {name}\n" in page.lower(), name


def test_a_key_that_asks_changes_nothing_and_one_that_saves_only_saves() -> None:
    by_scope: dict[str, set[str]] = {scope.value: set() for scope in Scope}
    for path, methods in operations("/api").openapi()["paths"].items():
        for method, operation in methods.items():
            by_scope[operation["tags"][0]].add(f"{method} {path}")
    assert {one.split()[0] for one in by_scope["read"]} == {"get"}
    assert by_scope["save"] == {"post /resources"}
    assert "get" not in {one.split()[0] for one in by_scope["write"]}
