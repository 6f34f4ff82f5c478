"""``curator topics`` and ``curator issues why``, as the author runs them on a small library."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from curator import schedule
from curator.app import App
from curator.cli.root import run
from curator.flows.desk import drafts
from curator.flows.topics import tag
from curator.model import PageState, Resource, When
from curator.storage import resources
from tests.web import house

TITLES = (
    "Computer vision for letterboxes",
    "Convolutions of a looking glass",
    "Training in the rain",
    "Language without words",
    "Quinces, a guide",
)
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a tagged library, where the command finds it."""
    folder = tmp_path / "home"
    settings = house.settings(folder)
    (folder / "curator.db").write_bytes(sqlite_template.read_bytes())
    app = App(settings)
    with app.database.begin() as connection:
        for number, title in enumerate(TITLES):
            url = f"https://site.example/{number}"
            published = When(house.NOW - timedelta(days=2))
            one = Resource(url, url, title, text=f"{title}. Words.", published=published)
            resources.upsert(connection, one, now=house.NOW, state=PageState.OK)
    tag.tag(app)
    app.close()
    monkeypatch.setenv("CURATOR_DATA", str(folder))
    monkeypatch.setenv("CURATOR_FEEDS", str(folder / "feeds.yaml"))
    monkeypatch.setenv("CURATOR_SECRET_KEY", house.SECRET)
    return folder


@pytest.fixture
def curator(home: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command: its exit status, what it printed, and what it said beside that."""

    def command(*words: str) -> tuple[int, str, str]:
        status = run(list(words))
        said = capsys.readouterr()
        return status, said.out, said.err

    return command


def edited(home: Path, old: str, new: str) -> Path:
    """Another ``feeds.yaml`` beside the one in use."""
    other = home / "other.yaml"
    other.write_text((home / "feeds.yaml").read_text().replace(old, new))
    return other


def test_check_and_lint_find_nothing_wrong(curator: Command) -> None:
    assert curator("topics", "check") == (0, "5 topics, nothing doubtful\n", "")
    status, said, beside = curator("topics", "lint")
    assert status == 0
    assert said == ""
    assert beside == "5 resources looked at, no alias is mostly wrong\n"


def test_lint_in_json(curator: Command) -> None:
    found: dict[str, Any] = json.loads(curator("topics", "lint", "--json")[1])
    assert (found["ok"], found["problems"], found["resources"]) == (True, [], 5)


def test_diff_tells_what_another_file_would_change(curator: Command, home: Path) -> None:
    other = edited(home, "name: Ethics", "name: Ethics, aliases: [quinces]")
    status, said, beside = curator("topics", "diff", str(other))
    assert (status, said) == (0, "+ethics −nlp  Quinces, a guide\n")
    assert beside == "1 of 5 resources change\n"


def test_a_correction_is_told_and_counts_in_the_next_diff(curator: Command, home: Path) -> None:
    status, said, _ = curator("topics", "correct", "https://site.example/4", "ethics", "--not")
    assert (status, said.splitlines()[0]) == (0, "Quinces, a guide")
    other = edited(home, "name: Ethics", "name: Ethics, aliases: [quinces]")
    assert curator("topics", "diff", str(other))[1] == ""


def test_ask_says_what_is_known_and_how_to_answer(curator: Command) -> None:
    status, said, _ = curator("topics", "ask", "--limit", "1")
    first, why, answer = said.splitlines()
    assert status == 0
    assert first.split()[2] in ("applied", "suggested")
    assert " in title (+" in why
    assert answer.strip().startswith("curator topics correct ")


def test_suggest_says_what_it_needs(curator: Command) -> None:
    status, said, beside = curator("topics", "suggest")
    assert (status, said) == (0, "")
    assert beside.startswith("nothing to propose yet")


def test_merge_leads_the_old_slug_to_the_new_one(curator: Command) -> None:
    said = curator("topics", "merge", "cnn", "vision")[1]
    assert said == "cnn leads to vision, which has its words as aliases now\n"
    listed = curator("resources", "list", "--topic", "cnn")
    assert listed == curator("resources", "list", "--topic", "vision")
    assert listed[0] == 0
    status, _, beside = curator("topics", "merge", "cnn", "vision")
    assert status == 1
    assert "there is no topic 'cnn'" in beside


def test_a_mistyped_topic_is_told_with_the_one_it_resembles(curator: Command) -> None:
    status, _, beside = curator("topics", "correct", "1", "visoin")
    assert status == 1
    assert "there is no topic 'visoin'; did you mean vision? topics: " in beside


@pytest.mark.parametrize("drafted", [True, False])
def test_why_prints_terms_that_add_up(curator: Command, home: Path, drafted: bool) -> None:
    app = App(house.environment_of(home))
    which = schedule.period(None, app.schedule, house.NOW).key
    if drafted:
        which = str(drafts.begin(app, house.NOW, week=which).number)
    app.close()
    status, said, _ = curator("issues", "why", which)
    assert status == 0
    lines = [line.split() for line in said.splitlines()]
    places = [i for i, line in enumerate(lines) if line and line[0].replace(".", "").isdigit()]
    assert len(places) == len(TITLES)
    for place in places:
        points = [float(one[0]) for one in lines[place + 1 : place + 8] if one[0][0] in "+-"][:5]
        assert float(lines[place][0]) == pytest.approx(sum(points), abs=1e-9)
