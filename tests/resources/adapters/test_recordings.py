"""Videos, podcasts, tracks and films."""

from __future__ import annotations

import json

import pytest

from curator.model import Kind
from curator.resources import enrich
from tests.resources.adapters.pages import FILLER, NOW, html, instead, page, resource

WATCH = """<title>Attention with a pencil - YouTube</title>
<meta property="og:title" content="Attention with a pencil">
<meta property="og:description" content="One head, four words…">
<meta property="og:image" content="https://i.example/maxres.jpg">
<meta itemprop="datePublished" content="2026-02-17T08:00:12-08:00">
<meta itemprop="duration" content="PT27M31S">"""
STATE = """<span itemprop="author"><link itemprop="name" content="Pencil and Tensor"></span>
<script>var ytInitialPlayerResponse = {"videoDetails": {"title": "Attention with a pencil",
"lengthSeconds": "1651", "author": "Pencil and Tensor", "shortDescription":
"One head, four words, no code.\\n\\n0:00 Why\\n3:10 Queries and keys\\n1:02:03 The end\\n\\nThanks."},
"captions": {"playerCaptionsTracklistRenderer": {"captionTracks": [{"baseUrl": "https://c.example/t"}]}}};
</script>"""
VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"
OEMBED = "https://www.youtube.com/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabcdefghijk"


def test_a_video_is_told_by_its_player() -> None:
    found = resource(VIDEO + "&t=42s", WATCH, STATE)
    assert (found.key, found.kind, found.title) == (
        "youtube:abcdefghijk",
        Kind.VIDEO,
        "Attention with a pencil",
    )
    assert found.authors == ("Pencil and Tensor",)
    assert found.minutes == 28
    assert str(found.published) == "2026-02-17T16:00:12Z"
    assert found.summary == "One head, four words, no code."
    assert "https://c.example/t" in found.related


def test_a_watch_page_in_the_visitor_s_language_says_nothing_of_the_video_s() -> None:
    spoken = html(WATCH, STATE).replace("<html lang=en>", '<html lang="fi-FI">')
    assert enrich.read(page(VIDEO, spoken), now=NOW).resource.language != "fi-FI"


def test_its_chapters_are_a_list_after_the_description() -> None:
    found = resource(VIDEO, WATCH, STATE)
    assert found.markdown == (
        "One head, four words, no code.\n\nThanks.\n\n## Chapters\n\n"
        "- 0:00 Why\n- 3:10 Queries and keys\n- 1:02:03 The end"
    )


@pytest.mark.parametrize(
    "script",
    [
        "{oops",
        '{"videoDetails": 3}',
        '{"videoDetails": {"title": [1]}, "captions": []}',
        "{" * 5000,
    ],
)
def test_a_player_that_cannot_be_read_leaves_the_head(script: str) -> None:
    broken = f"<script>var ytInitialPlayerResponse = {script};</script>" + FILLER
    found = resource(VIDEO, WATCH, broken)
    assert (found.title, found.minutes) == ("Attention with a pencil", 28)


def test_oembed_stands_in_for_a_watch_page() -> None:
    assert enrich.wanted("https://youtu.be/abcdefghijk").instead == (OEMBED,)
    told = {"provider_name": "YouTube", "title": "Attention with a pencil",
            "author_name": "Pencil; and Tensor", "thumbnail_url": "https://i.example/hq.jpg"}  # fmt: skip
    found = instead(VIDEO, {OEMBED: json.dumps(told)})
    assert found is not None
    assert (found.kind, found.title) == (Kind.VIDEO, "Attention with a pencil")
    assert found.authors == ("Pencil, and Tensor",)
    assert (found.published, found.image) == (None, "https://i.example/hq.jpg")


def test_another_sites_oembed_says_nothing_of_a_video() -> None:
    told = json.dumps({"provider_name": "YouTube", "title": "Not this one"})
    assert instead(VIDEO, {"https://evil.example/oembed": told}) is None


def test_an_episode_in_apples_directory() -> None:
    head = """<title>Quiet Birds - Field Notes - Apple Podcasts</title>
    <meta property="og:title" content="Quiet Birds">
    <script type="application/ld+json">{"@type": "PodcastEpisode", "name": "Quiet Birds",
     "datePublished": "2026-01-05", "duration": "PT41M", "partOfSeries": {"@type": "PodcastSeries", "name": "Field Notes"}, "description": "We wait for an owl."}</script>"""
    found = resource("https://podcasts.apple.com/us/podcast/quiet-birds/id123?i=456", head)
    assert (found.key, found.kind) == ("apple-podcast:id123/456", Kind.PODCAST)
    assert (found.title, found.site) == ("Quiet Birds", "Apple Podcasts")
    assert found.authors == ("Field Notes",)
    assert (str(found.published)[:10], found.minutes) == ("2026-01-05", 41)


def test_an_episode_on_spotify_names_its_show() -> None:
    head = """<title>Quiet Birds - Field Notes | Podcast on Spotify</title>
    <meta property="og:title" content="Quiet Birds">
    <meta property="og:description" content="Listen to this episode from Field Notes on Spotify. We wait.">"""
    found = resource("https://open.spotify.com/episode/0a1b2c", head)
    assert (found.title, found.authors, found.site) == ("Quiet Birds", ("Field Notes",), "Spotify")


def test_a_track_has_its_musician_day_and_length() -> None:
    head = """<title>Slow Rain by Mira and Ben | A Site</title><meta property="og:type" content="music.song">
    <meta property="og:title" content="Slow Rain"><meta name="music:duration" content="250">
    <meta name="music:release_date" content="2013-05-06">"""
    found = resource("https://music.example/tracks/1", head)
    assert (found.kind, found.authors) == (Kind.PODCAST, ("Mira and Ben",))
    assert (str(found.published), found.minutes) == ("2013-05-06", 4)


def test_a_film_is_its_directors_and_may_be_older_than_the_web() -> None:
    head = """<title>Long Rain (1962) - Films</title><meta property="og:title" content="Long Rain ⭐ 7.8">
    <script type="application/ld+json">{"@type": "Movie", "name": "Long Rain", "duration": "PT1H35M",
     "datePublished": "1962-03-04", "director": [{"@type": "Person", "name": "Ana Cruz"}]}</script>"""
    found = resource("https://films.example/title/1", head)
    assert (found.kind, found.title, found.authors) == (Kind.VIDEO, "Long Rain", ("Ana Cruz",))
    assert (str(found.published), found.minutes) == ("1962-03-04", 95)
