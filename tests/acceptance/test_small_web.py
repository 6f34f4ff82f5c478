"""The main job on the real small web: 112 captured feeds, a course, papers, videos, releases.

Served under their own addresses by the replay program; nothing is known of them but what they say.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import feedparser
import pytest
import yaml
from lxml import html as lxml_html

from curator import config
from curator.feedsfile import starter
from tests.acceptance.command import Finished, Home
from tests.corpora import corpora_folder, replay_program

pytestmark = [pytest.mark.acceptance, pytest.mark.corpora]

WEEK = "2026-W08"
ARXIV = "https://export.arxiv.org/api/query?"
LISTED = (
    {"url": "https://course.fast.ai/", "kind": "listing", "selector": "a[href*='Lessons/lesson']"},
    "https://fastpages.fast.ai/feed.xml",
    {"url": "https://fastpages.fast.ai/sitemap.xml", "kind": "sitemap"},
    f"{ARXIV}search_query=cat:cs.CV&sortBy=submittedDate&sortOrder=descending&max_results=50",
    f"{ARXIV}search_query=testing&start=0&max_results=100",
    {"youtube": "UC4Otk-uDioJN0tg6s1QO9lw"},
    {"youtube": "UCA7LqFpF_Zlty4Yg2iGJppw"},
    {"youtube": "UCHS55yDvORmCpbM_3vNQQsQ"},
    {"url": "https://daily-dose-of-devops.hashnode.dev/rss.xml", "mine": True},
    {"github": "gulpjs/gulp"},
    "https://feeds.transistor.fm/fallthrough",
)


def manifest() -> list[dict[str, Any]]:
    """Every captured address and its file."""
    lines = (corpora_folder() / "feeds" / "web.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def small_web() -> list[dict[str, Any]]:
    """The 112 captured feeds."""
    return [row for row in manifest() if row["file"].startswith("smallweb/")]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("small-web")
    configuration = {
        "newsletter": {
            "title": "The small web",
            "author": {"name": "A. Reader"},
            "from": "digest@example.org",
            "postal_address": "1 Main Street, Example",
            "schedule": "monday 08:00 UTC",
        },
        "topics": yaml.safe_load(starter())["topics"],
        "sources": [row["url"] for row in small_web()] + list(LISTED),
    }
    (folder / "feeds.yaml").write_text(yaml.safe_dump(configuration, sort_keys=False))
    return Home(folder)


def digest(home: Home, log: Path) -> Finished:
    """One preview of the week against the replayed web."""
    feeds = corpora_folder() / "feeds" / "web.jsonl"
    replay = [sys.executable, str(replay_program()), "--manifest", str(feeds), "--log", str(log)]
    arguments = ("digest", "--week", WEEK, "--preview", "-o", "issue.html", "--json")
    return home.run(*arguments, before=[*replay, "--run", "--"], timeout=600)


@pytest.fixture(scope="module")
def first(home: Home) -> Finished:
    return digest(home, home.folder / "first.log")


@pytest.fixture(scope="module")
def second(home: Home, first: Finished) -> Finished:
    return digest(home, home.folder / "second.log")


def test_every_source_is_accounted_for(home: Home, first: Finished) -> None:
    listed = {source.url for source in config.load(home.folder / "feeds.yaml").sources}
    assert listed >= {row["url"] for row in small_web()}
    lines = first.json["sources"]["lines"]
    assert sorted(line["url"] for line in lines) == sorted(listed)
    assert {line["result"] for line in lines} <= {"ok", "failed"}
    assert all(line["reason"] for line in lines if line["result"] == "failed")


def test_what_feedparser_reads_gives_entries(first: Finished) -> None:
    found = {line["url"]: line["new"] for line in first.json["sources"]["lines"]}
    folder = corpora_folder() / "feeds"
    readable = [
        row["url"]
        for row in small_web()
        if feedparser.parse((folder / row["file"]).read_bytes()).entries
    ]
    missed = [url for url in readable if not found[url]]
    assert len(missed) <= 0.02 * len(readable), missed


def test_the_issue_is_well_formed_and_fits(home: Home, first: Finished) -> None:
    page = (home.folder / "issue.html").read_text(encoding="utf-8")
    assert len(page.encode()) == first.json["html_bytes"] < 100_000
    root = lxml_html.document_fromstring(page)
    assert len(root.findall(".//h1")) == 1
    assert not root.xpath("//script|//iframe|//form|//object")
    links = [anchor.get("href", "") for anchor in root.iter("a")]
    assert links
    assert all(re.match(r"https?://|mailto:", link) for link in links)
    titles = " ".join(" ".join(map(str, root.itertext())).split())
    assert all(" ".join(pick["title"].split())[:40] in titles for pick in first.json["picks"])


def test_the_issue_holds_a_week_of_reading(first: Finished) -> None:
    picks = first.json["picks"]
    assert len(picks) >= 8
    assert len({pick["url"] for pick in picks}) == len(picks)
    assert all(pick["reason"] for pick in picks if pick["section"] not in ("posts", "reading list"))


def test_a_second_run_fetches_with_304_and_composes_the_same(
    home: Home, first: Finished, second: Finished
) -> None:
    log = (home.folder / "second.log").read_text(encoding="utf-8").splitlines()
    sources = {line["url"] for line in second.json["sources"]["lines"]}
    answers = Counter(
        row["status"]
        for row in map(json.loads, log)
        if row["url"] in sources and row["method"] == "GET"
    )
    assert set(answers) <= {304, 404}, answers
    assert second.json["sources"]["unchanged"] == first.json["sources"]["ok"]
    assert second.json["new_entries"] == 0
    assert second.json["picks"] == first.json["picks"]
    assert second.json["html_bytes"] == first.json["html_bytes"]
