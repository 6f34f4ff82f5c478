"""The reference pages are what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.config.reference import PAGES


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_page_in_the_docs_is_current(name: str) -> None:
    page = Path("docs/reference") / f"{name}.md"
    assert page.read_text("utf-8") == PAGES[name](), (
        f"run: curator config reference {name} > {page}"
    )
