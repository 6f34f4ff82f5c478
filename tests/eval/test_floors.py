"""What is pinned only ever gets stricter."""

from __future__ import annotations

import subprocess

from tests.eval.floors import FILE, lowered, read


def git(*arguments: str) -> str:
    """What git prints; nothing outside a clone, where nothing was promised."""
    command = ["git", *arguments]
    return subprocess.run(
        command, cwd=FILE.parent, capture_output=True, text=True, check=False
    ).stdout


def test_no_floor_is_lower_than_it_ever_was() -> None:
    now = read(FILE.read_text("utf-8"))
    for commit in git("log", "--format=%H", "--", FILE.name).split():
        before = read(git("show", f"{commit}:./{FILE.name}"))
        assert lowered(before, now) == [], f"since {commit}"


def test_a_lower_floor_and_a_higher_ceiling_are_told() -> None:
    before = {("topics", "f1"): 0.8, ("at most", "error"): 0.05, ("topics", "gone"): 0.1}
    after = {("topics", "f1"): 0.7, ("at most", "error"): 0.06}
    assert lowered(before, after) == [
        "topics: f1 was 0.8, is 0.7",
        "at most: error was 0.05, is 0.06",
        "topics: gone was 0.1, is gone",
    ]


def test_rising_floors_and_falling_ceilings_are_welcome() -> None:
    before = {("topics", "f1"): 0.8, ("at most", "error"): 0.05}
    assert lowered(before, {("topics", "f1"): 0.9, ("at most", "error"): 0.01}) == []
