"""What ``curator digest`` says to people."""

from __future__ import annotations

import pytest

from curator.cli.digest import _tell_pages
from curator.flows.resources.enrich import EnrichReport, Unread


def test_a_page_that_cannot_be_read_is_named_once_and_then_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    old = [Unread(f"https://old{number}.example/", "a wall", again=True) for number in range(2)]
    new = Unread("https://new.example/", "nothing there")
    _tell_pages(3, EnrichReport(1, {"blocked": 3}, (new, *old)))
    told = capsys.readouterr()
    assert told.out == "entries   3 new, 1 link; pages: 3 blocked\n"
    assert told.err.splitlines() == [
        "  page not read: https://new.example/: nothing there",
        "  2 pages told of before, still not read",
    ]
