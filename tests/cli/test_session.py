"""Addresses as commands take them: from arguments, or one a line from standard input."""

from __future__ import annotations

import io
import sys

import pytest

from curator.cli.session import addresses, print_table


@pytest.fixture
def _lines(monkeypatch: pytest.MonkeyPatch) -> None:
    written = "https://a.example/ \r\n\n  https://b.example/\n\xff\n".encode("latin-1")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(written), encoding="utf-8"))


@pytest.mark.usefixtures("_lines")
def test_a_dash_stands_for_the_lines_of_standard_input() -> None:
    found = list(addresses(["https://x.example/", "-"]))
    assert found == ["https://x.example/", "https://a.example/", "https://b.example/", "\ufffd"]


@pytest.mark.usefixtures("_lines")
def test_as_given_they_keep_the_spaces_around_them() -> None:
    found = list(addresses(["-"], as_given=True))
    assert found == ["https://a.example/ ", "  https://b.example/", "\ufffd"]


class Terminal(io.StringIO):
    """A window that somebody reads."""

    def isatty(self) -> bool:
        return True


def test_a_narrow_window_folds_a_table_and_cuts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Terminal()
    monkeypatch.setattr(sys, "stdout", shown)
    monkeypatch.setenv("COLUMNS", "24")
    address = "somebody.with.a.long.name@mail.example.org"
    print_table(("address",), [(address,)])
    assert address in "".join(line.strip() for line in shown.getvalue().splitlines())
