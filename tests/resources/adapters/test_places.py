"""What the adapters know of places: pages in their shapes, written for these tests."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from curator.model import Kind, Page, Resource
from curator.resources.enrich import read

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FILLER = (
    "<p>" + "Words that a reader would read on such a page, one after the other. " * 12 + "</p>"
)


def resource(url: str, head: str, body: str = FILLER) -> Resource:
    """What is made of a page with that head and body."""
    markup = f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>"
    headers = {"content-type": "text/html; charset=utf-8"}
    return read(Page(url, url, 200, headers, markup.encode(), NOW), now=NOW).resource


WATCH = """<title>Attention with a pencil - YouTube</title>
<meta property="og:title" content="Attention with a pencil">
<meta property="og:description" content="One head, four words…">
<meta property="og:image" content="https://i.example/maxres.jpg">
<meta itemprop="datePublished" content="2026-02-17T08:00:12-08:00">
<meta itemprop="duration" content="PT27M31S">"""
STATE = """<span itemprop="author"><link itemprop="name" content="Pencil and Tensor"></span>
<script>var ytInitialPlayerResponse = {"videoDetails": {"title": "Attention with a pencil",
"lengthSeconds": "1651", "author": "Pencil and Tensor", "shortDescription":
"One head, four words, no code.\\n0:00 Why\\n3:10 Queries and keys"},
"captions": {"playerCaptionsTracklistRenderer": {"captionTracks": [{"baseUrl": "https://c.example/t"}]}}};
</script>"""


def test_a_video_is_told_by_its_player() -> None:
    found = resource("https://www.youtube.com/watch?v=abcdefghijk", WATCH, STATE)
    assert (found.kind, found.title) == (Kind.VIDEO, "Attention with a pencil")
    assert found.authors == ("Pencil and Tensor",)
    assert found.minutes == 28
    assert str(found.published) == "2026-02-17T16:00:12Z"
    assert found.summary == "One head, four words, no code."
    assert "Queries and keys" in found.text
    assert "https://c.example/t" in found.related


def test_a_player_that_cannot_be_read_leaves_the_head() -> None:
    broken = "<script>var ytInitialPlayerResponse = {oops</script>" + FILLER
    found = resource("https://www.youtube.com/watch?v=abcdefghijk", WATCH, broken)
    assert (found.title, found.minutes) == ("Attention with a pencil", 28)


LESSON = """<title>Learning by making - 3: What a filter sees</title>
<meta property="og:description" content="A course of eight lessons.">
<link rel="prev" href="lesson2.html"><link rel="next" href="lesson4.html">"""
PAGE = f"""<main><h1 class="title">3: What a filter sees</h1>
<p>We slide nine numbers over a photograph and look at what lights up, then learn the nine numbers.</p>
<iframe src="https://www.youtube-nocookie.com/embed/kkkkkkkkkkk"></iframe>{FILLER}
<section id="resources"><h2>Resources</h2><ul><li><a href="/nb/3.ipynb">Notebook</a></li></ul></section>
</main>"""


def test_a_lesson_has_its_place_in_the_series_and_no_date() -> None:
    found = resource("https://school.example/Lessons/lesson3.html", LESSON, PAGE)
    assert (found.kind, found.title) == (Kind.LESSON, "3: What a filter sees")
    assert found.published is None
    assert found.summary.startswith("We slide nine numbers")
    assert found.series_previous == "https://school.example/Lessons/lesson2.html"
    assert found.series_next == "https://school.example/Lessons/lesson4.html"
    assert found.media_url == "https://www.youtube.com/watch?v=kkkkkkkkkkk"
    assert found.related == ("https://school.example/nb/3.ipynb",)


@pytest.mark.parametrize(
    ("description", "title"),
    [
        (
            "A tiny library of filters - mira/plainvision",
            "mira/plainvision: A tiny library of filters",
        ),
        ("Contribute to mira/plainvision development by creating an account.", "mira/plainvision"),
    ],
)
def test_a_repository_has_an_owner_and_no_date(description: str, title: str) -> None:
    head = f"""<title>GitHub - mira/plainvision · GitHub</title>
<meta name="octolytics-dimension-repository_nwo" content="mira/plainvision">
<meta property="og:description" content="{description}">"""
    found = resource("https://github.com/mira/plainvision", head)
    assert (found.kind, found.title, found.authors) == (Kind.REPOSITORY, title, ("mira",))
    assert found.published is None
    assert found.code == ("https://github.com/mira/plainvision",)


def test_a_competition_has_a_deadline() -> None:
    head = """<title>Quiet Birds | Kaggle</title><meta property="og:title" content="Quiet Birds">
<meta property="og:description" content="Find the calls in noisy recordings.">
<script>x = {"deadline":"2026-06-01T23:59:00Z"}</script>"""
    found = resource("https://www.kaggle.com/c/quiet-birds", head)
    assert (found.kind, found.title) == (Kind.COMPETITION, "Quiet Birds")
    assert found.deadline == datetime(2026, 6, 1, 23, 59, tzinfo=UTC)
