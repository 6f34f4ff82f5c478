"""``curator resources check``, ``list`` and ``show``, as the author runs them beside a site."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from curator.app import App
from curator.cli.root import PARTLY, run
from curator.model import Evidence, Level, LinkCheck, PageState, Resource, Tags, When
from curator.resources import canonical
from curator.storage import linkchecks, resources, tagged
from tests.feeds.site import Answer, Site
from tests.web import house

NOW = datetime.now(UTC)
READ = NOW - timedelta(days=8)
PAGE = b"<html><title>Lenses by hand</title><body><p>" + b"They bend light. " * 40


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/there": Answer(PAGE, headers={"content-type": "text/html"})}) as running:
        yield running


@pytest.fixture
def home(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch, site: Site
) -> Path:
    """A library whose links were read eight days ago: one is there, one is not, one died before."""
    folder = tmp_path / "home"
    app = App(house.settings(folder))
    (folder / "curator.db").write_bytes(sqlite_template.read_bytes())
    with app.database.begin() as connection:
        for name in ("there", "missing", "dead"):
            known = canonical.identity(site.url(f"/{name}"))
            one = Resource(known.key, known.url, f"About {name}", published=When(READ))
            found = resources.upsert(connection, one, now=READ, state=PageState.OK)
            if name == "dead":
                check = LinkCheck(READ, READ, dead=True, reason="there was nothing")
                linkchecks.put(connection, found, check)
    app.close()
    monkeypatch.setenv("CURATOR_DATA", str(folder))
    monkeypatch.setenv("CURATOR_FEEDS", str(folder / "feeds.yaml"))
    monkeypatch.setenv("CURATOR_SECRET_KEY", house.SECRET)
    monkeypatch.setenv("CURATOR_ALLOW_NETWORKS", "127.0.0.0/8")
    return folder


def test_check_tells_what_is_wrong_and_counts_the_rest(
    home: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["resources", "check"]) == PARTLY
    out, err = capsys.readouterr()
    assert [line.split("\t")[0] for line in out.splitlines()] == ["dead", "missing"]
    assert site.url("/missing") in out
    assert err == "looked at 3 links: 1 there, 1 missing, 1 dead\n"
    assert run(["resources", "check"]) == 0, "nothing is due"


def test_check_looks_at_single_links_whenever_it_is_asked(
    home: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["resources", "check", site.url("/there"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["fate"], found["missing_since"], found["url"]) == (
        "there",
        None,
        site.url("/there"),
    )
    assert run(["resources", "check", "https://unknown.example/"]) == 1
    assert "there is no resource" in capsys.readouterr().err


@pytest.mark.parametrize("option", [["--published"], ["--all"], ["--limit", "5"]])
def test_check_refuses_to_choose_among_links_that_are_named(
    home: Path, capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    assert run(["resources", "check", "1", *option]) == 2
    assert "choose among all links" in capsys.readouterr().err


def test_list_and_show_know_dead_links(
    home: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["resources", "list", "--state", "gone"]) == 0
    assert capsys.readouterr().out.rstrip().endswith("About dead")
    assert run(["resources", "show", site.url("/dead")]) == 0
    assert f"the link is dead since {READ:%Y-%m-%d}: there was nothing" in capsys.readouterr().out


def test_show_says_why_the_level_is_what_it_is(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = App(house.environment_of(home))
    reasons = (Evidence("beginners", "title", -1.6),)
    with app.database.begin() as connection:
        tags = Tags(level=Level.BEGINNER, level_evidence=reasons, model_version="1")
        tagged.save_tags(connection, 1, tags)
    app.close()
    assert run(["resources", "show", "1"]) == 0
    assert f"beginner  {reasons[0]}\n" in capsys.readouterr().out


def test_show_tells_what_is_known_besides(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = canonical.identity("https://school.example/lesson-2")
    lesson = Resource(
        known.key,
        known.url,
        "Lenses",
        venue="Optics Letters",
        licence="CC BY 4.0",
        paywalled=True,
        deadline=datetime(2026, 3, 1, tzinfo=UTC),
        series_next="https://school.example/lesson-3",
        code=("https://git.example/lenses",),
    )
    app = App(house.environment_of(home))
    with app.database.begin() as connection:
        resources.upsert(connection, lesson, now=READ)
    app.close()
    assert run(["resources", "show", known.url]) == 0
    told = capsys.readouterr().out
    for line in (
        "venue      Optics Letters",
        "licence    CC BY 4.0",
        "paywall    likely",
        "closes     2026-03-01 00:00 UTC",
        "next       https://school.example/lesson-3",
        "code       https://git.example/lenses",
    ):
        assert line in told
    assert "previous" not in told
