"""Lessons and courses: a place in a series, a video, and no date that nobody wrote."""

from __future__ import annotations

import pytest

from curator.model import Kind
from tests.resources.adapters.pages import FILLER, resource

LESSON = """<title>Learning by making - 3: What a filter sees</title>
<meta property="og:site_name" content="Learning by making">
<meta property="og:description" content="A course of eight lessons.">
<link rel="prev" href="lesson2.html"><link rel="next" href="lesson4.html">"""
PAGE = f"""<main><h1 class="title">3: What a filter sees</h1>
<p>We slide nine numbers over a photograph and look at what lights up, then learn the nine numbers.</p>
<iframe src="https://www.youtube-nocookie.com/embed/kkkkkkkkkkk"></iframe>{FILLER}
<section id="resources"><h2>Resources</h2><ul><li><a href="/nb/3.ipynb">Notebook</a></li>
<li><a href="https://github.com/mira/plainvision">Code</a></li><li><a href="#top">up</a></li></ul></section>
<h2>Links</h2><ul><li><a href="https://www.kaggle.com/c/quiet-birds">Competition</a></li></ul>
</main>"""
URL = "https://school.example/Lessons/lesson3.html"


def test_a_lesson_has_its_place_in_the_series_and_no_date() -> None:
    found = resource(URL, LESSON, PAGE)
    assert (found.kind, found.title) == (Kind.LESSON, "3: What a filter sees")
    assert found.minutes is None, "the video's length is not on the page"
    assert (found.published, found.authors) == (None, ())
    assert found.summary.startswith("We slide nine numbers")
    assert found.series_previous == "https://school.example/Lessons/lesson2.html"
    assert found.series_next == "https://school.example/Lessons/lesson4.html"
    assert found.media_url == "https://www.youtube.com/watch?v=kkkkkkkkkkk"


def test_a_paragraph_that_leads_up_to_a_list_is_no_summary() -> None:
    lead = "<p>Here is what you will need at hand to follow along with all of this lesson:</p>"
    found = resource(URL, LESSON, PAGE.replace("</h1>", f"</h1>{lead}"))
    assert found.summary.startswith("We slide nine numbers")


def test_its_lists_of_links_are_its_resources() -> None:
    found = resource(URL, LESSON, PAGE)
    assert found.related == (
        "https://school.example/nb/3.ipynb",
        "https://github.com/mira/plainvision",
        "https://www.kaggle.com/c/quiet-birds",
    )
    assert found.code == ("https://github.com/mira/plainvision",)


def test_the_date_and_people_of_a_title_block_are_the_lessons() -> None:
    block = """<div class="quarto-title-meta"><p class="author">Ana Cruz</p><p class="author">Ben Okafor</p>
    <p class="date">2024-05-06</p></div>"""
    found = resource(URL, LESSON, block + PAGE)
    assert found.authors == ("Ana Cruz", "Ben Okafor")
    assert str(found.published) == "2024-05-06"


@pytest.mark.parametrize(
    "source",
    ["https://player.vimeo.com/video/123456789", "//www.youtube.com/embed/kkkkkkkkkkk?rel=0"],
)
def test_the_video_may_be_at_either_host(source: str) -> None:
    page = PAGE.replace("https://www.youtube-nocookie.com/embed/kkkkkkkkkkk", source)
    media = resource(URL, LESSON, page).media_url
    assert media in ("https://vimeo.com/123456789", "https://www.youtube.com/watch?v=kkkkkkkkkkk")


def test_a_page_under_lessons_without_their_shape_is_read_like_any_other() -> None:
    found = resource("https://school.example/lessons/about.html", "<title>About us</title>", FILLER)
    assert found.media_url is None


def test_the_front_page_of_a_course_says_so() -> None:
    head = """<title>Learn Lenses</title><meta property="og:type" content="website">
    <meta property="og:description" content="A premium training course to learn how lenses bend light.">"""
    assert resource("https://lenses.example/", head).kind is Kind.COURSE


@pytest.mark.parametrize(
    ("url", "described"),
    [
        ("https://lenses.example/blog/1", "How I made a free online course in a week."),
        ("https://lenses.example/", "Notes on lenses, light and the course of rivers."),
    ],
)
def test_what_only_speaks_of_courses_is_none(url: str, described: str) -> None:
    head = f'<title>Notes</title><meta name="description" content="{described}">'
    assert resource(url, head).kind is not Kind.COURSE
