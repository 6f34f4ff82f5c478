"""``feeds.yaml``: what it gives, and how its mistakes are told."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
import yaml

from curator import config
from curator.errors import ConfigError
from curator.model import Config, Mix, SourceKind, Track
from tests.corpora import corpora_folder

ARXIV = "https://export.arxiv.org/api/query"
NEWEST = "&sortBy=submittedDate&sortOrder=descending&max_results=50"
LEAST = """
    newsletter:
      title: A Week of Learning
      author: {name: Ada Example}
      from: ada@example.org
"""


def read(text: str) -> Config:
    return config.parse(textwrap.dedent(text).encode())


def mistakes(text: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(text)
    return caught.value.message.splitlines()


def test_least() -> None:
    given = read(LEAST)
    assert given.newsletter.title == "A Week of Learning"
    assert given.newsletter.sender == "ada@example.org"
    assert given.newsletter.mix == Mix(0.8, 0.2)
    assert given.sources == ()


def test_sources_of_every_form() -> None:
    given = read(
        LEAST
        + """
    topics:
      - {slug: cnns, name: CNNs, track: practice, target: 25}
    sources:
      - https://Blog.Example.org
      - {url: https://x.example/feed, name: X, topics: [cnns], weight: 2, limit: 5, mine: true}
      - {url: https://course.example/, selector: "main a", credit: Bob}
      - arxiv: cat:cs.CV AND abs:convolution
      - youtube: UCabcdefghijklmnopqrstuv
      - github: owner/name
      - https://x.example/sitemap.xml
      - https://x.example/list.opml
      - {url: https://x.example/pod, kind: podcast, only: [nets], exclude: [sponsored, 'ad\\b']}
    """
    )
    named = [source.name for source in given.sources if source.name]
    assert named == ["X", "arXiv: cat:cs.CV AND abs:convolution"]
    assert [(source.kind, source.url) for source in given.sources] == [
        (SourceKind.FEED, "https://blog.example.org/"),
        (SourceKind.FEED, "https://x.example/feed"),
        (SourceKind.LISTING, "https://course.example/"),
        (
            SourceKind.ARXIV,
            ARXIV + "?search_query=cat:cs.CV+AND+abs:convolution" + NEWEST,
        ),
        (
            SourceKind.YOUTUBE,
            "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv",
        ),
        (SourceKind.GITHUB, "https://github.com/owner/name/releases.atom"),
        (SourceKind.SITEMAP, "https://x.example/sitemap.xml"),
        (SourceKind.OPML, "https://x.example/list.opml"),
        (SourceKind.PODCAST, "https://x.example/pod"),
    ]
    assert given.sources[1].mine
    assert (given.sources[-1].only, given.sources[-1].exclude) == (
        ("nets",),
        ("sponsored", r"ad\b"),
    )
    assert given.topics[0].track is Track.PRACTICE
    assert given.topics[0].target == 0.25


def test_the_file_that_ships_is_sound() -> None:
    assert len(config.load(Path("feeds.yaml")).sources) > 10


@pytest.mark.corpora
def test_taxonomies_made_by_programs_are_read() -> None:
    """Aliases that are patterns, one alias in several topics, and a newsletter with little."""
    made = yaml.safe_load((corpora_folder() / "topics" / "topics.yaml").read_text("utf-8"))
    topics = [
        {"slug": topic["id"], "name": topic["name"], "description": topic["description"],
         "aliases": topic.get("strong") or [], "weak": topic.get("weak") or [],
         "exclude": topic.get("exclude") or []}
        for topic in made["topics"]
    ]  # fmt: skip
    newsletter = {"title": "Scored", "author": {"name": "Scored"}, "from": "scored@example.org"}
    text = yaml.safe_dump({"newsletter": newsletter, "topics": topics}, allow_unicode=True)
    assert len(config.parse(text.encode()).topics) == len(topics)


def test_ten_mistakes_are_told_at_once() -> None:
    told = mistakes("""\
        newsletter:
          titel: Typo
          title: Two
          author: {name: 12}
          from: Ada <ada@example.org>
          schedule: 1 08:00 UTC
          mix: {practice: 80, theory: 30}
        topics:
          - {slug: cnns, name: CNNs, parent: vison}
        sources:
          - https://a.example/feed
          - https://A.example/feed
          - {url: "https://b.example", kind: fed}
          - youtube: nope
          - {url: "https://c.example", topics: [cnn]}
        """)
    places = [tuple(line.split(": ")[:2]) for line in told]
    assert places == [
        ("feeds.yaml:2:3", "newsletter.titel"),
        ("feeds.yaml:4:18", "newsletter.author.name"),
        ("feeds.yaml:5:9", "newsletter.from"),
        ("feeds.yaml:6:13", "newsletter.schedule"),
        ("feeds.yaml:7:8", "newsletter.mix"),
        ("feeds.yaml:9:38", "topics.0.parent"),
        ("feeds.yaml:12:5", "sources.1"),
        ("feeds.yaml:13:38", "sources.2.kind"),
        ("feeds.yaml:14:14", "sources.3.youtube"),
        ("feeds.yaml:15:41", "sources.4.topics.0"),
    ]
    assert "did you mean title?" in told[0]
    assert "did you mean cnns?" in told[-1]
