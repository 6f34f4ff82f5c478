"""The sample week: whole, consistent, and served as a web server should."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from pathlib import Path

import feedparser
import pytest
from bs4 import BeautifulSoup
from sample import server
from sample.server import FEEDS, FOLDER, Running, Site

from curator import config, schedule
from curator.model import Config, Source, SourceKind

SITE = Site()
FAILING = ("http://gone.example/feed.xml", "http://half-a-page.example/feed.xml")


@pytest.fixture(scope="module")
def given() -> Config:
    return config.load(FEEDS)


@pytest.fixture
def running() -> Iterator[Running]:
    with server.serve() as one:
        yield one


def body(url: str) -> bytes:
    file = SITE.find(url)
    assert file, url
    return file.read_bytes()


def links(source: Source) -> list[str]:
    """The addresses of a source's entries, each kind in its own way."""
    raw = body(source.url)
    if source.kind is SourceKind.LISTING:
        page = BeautifulSoup(raw, "lxml")
        found = [str(link["href"]) for link in page.select(source.selector or "")]
        return [source.url + link.removeprefix("./") for link in found]
    if source.kind is SourceKind.SITEMAP:
        return [
            element.text or ""
            for element in ET.fromstring(raw).iter()
            if element.tag.endswith("loc")
        ]
    if raw.startswith(b"{"):
        return [item["url"] for item in json.loads(raw)["items"]]
    return [entry.link for entry in feedparser.parse(raw).entries]


def sound(given: Config) -> list[Source]:
    return [source for source in given.sources if source.url not in FAILING]


def ask(url: str, **headers: str) -> tuple[int, bytes, Message]:
    request = urllib.request.Request(
        url, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), error.headers


def test_every_kind_of_source_is_there(given: Config) -> None:
    assert len(sound(given)) >= 12
    assert {source.kind for source in given.sources} == set(SourceKind) - {SourceKind.OPML}
    assert sum(source.mine for source in given.sources) == 1


def test_two_sources_fail() -> None:
    gone, half = FAILING
    assert SITE.find(gone) is None
    assert not feedparser.parse(body(half)).entries


def test_every_link_in_every_source_leads_to_a_page(given: Config) -> None:
    for source in sound(given):
        found = links(source)
        assert len(found) >= 2, source.url
        for url in found:
            assert body(url), url


def test_every_file_that_a_feed_names_exists(given: Config) -> None:
    """Channel links, pictures, enclosures, transcripts, thumbnails."""
    address = re.compile(r"""http://[a-z.-]+\.example[^\s"'<>\]]*""")
    for source in sound(given):
        text = body(source.url).decode().replace("&amp;", "&").replace("&#038;", "&")
        named = [url for url in address.findall(text) if "/v/" not in url and "?p=" not in url]
        missing = {url for url in named if "papers.example/api" not in url and not SITE.find(url)}
        # The ids of this one's entries look like addresses and are none.
        assert not {url for url in missing if not url.startswith("http://slowgrad.example/20")}


def test_there_is_enough_to_read(given: Config) -> None:
    urls = {re.sub(r"v\d$", "", url.split("?utm")[0]) for s in sound(given) for url in links(s)}
    long = [url for url in urls if len(BeautifulSoup(body(url), "lxml").get_text().split()) > 120]
    assert len(long) >= 25


def test_the_week_has_dates_within_it_and_before_it(given: Config) -> None:
    zone = schedule.parse(given.newsletter.schedule)
    week = schedule.period(server.WEEK, zone, datetime.fromisoformat(server.NOW))
    entries = [entry for s in sound(given) for entry in feedparser.parse(body(s.url)).entries]
    known = [entry.published_parsed for entry in entries if "published_parsed" in entry]
    dates = [datetime.fromtimestamp(timegm(parsed), UTC) for parsed in known]
    assert sum(week.start <= at < week.end for at in dates) >= 15
    assert any(datetime(2026, 1, 1, tzinfo=UTC) < at < week.start for at in dates)
    assert schedule.period(None, zone, datetime.fromisoformat(server.NOW)) == week


def test_the_same_thing_comes_from_two_sources(given: Config) -> None:
    log = next(source for source in given.sources if source.name == "Linklog")
    others = {SITE.find(url) for s in sound(given) if s is not log for url in links(s)}
    assert all(SITE.find(url) in others for url in links(log))
    assert any("utm_source" in url for url in links(log))


def test_it_is_small_and_reaches_nowhere_else() -> None:
    files = [file for file in FOLDER.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) < 300_000
    allowed = re.compile(
        r"https?://([a-z.-]+\.example|schema\.org|www\.w3\.org|purl\.org|arxiv\.org/schemas"
        r"|a9\.com|search\.yahoo\.com/mrss|www\.youtube\.com/xml|www\.itunes\.com/dtds"
        r"|jsonfeed\.org|podcastindex\.org/namespace|www\.sitemaps\.org|jekyllrb\.com)"
    )
    for file in files:
        if file.suffix not in (".png", ".mp3", ".pdf"):
            foreign = [url for url in re.findall(r"https?://[^\s\"'<>]+", file.read_text())
                       if not allowed.match(url)]  # fmt: skip
            assert not foreign, file


def test_pictures_are_pictures() -> None:
    pictures = list(FOLDER.rglob("*.png"))
    assert len(pictures) >= 8
    assert all(picture.read_bytes().startswith(b"\x89PNG\r\n\x1a\n") for picture in pictures)


def test_direct_answers_have_links_that_can_be_followed(running: Running) -> None:
    status, raw, headers = ask(running.address("http://slowgrad.example/feed.xml"))
    assert (status, headers["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    [first, *_] = feedparser.parse(raw).entries
    assert first.link.startswith(running.base)
    assert ask(first.link)[0] == 200


def test_a_site_relative_link_stays_on_its_site(running: Running) -> None:
    _, raw, _ = ask(running.address("http://proofs-and-plots.example/atom.xml"))
    for entry in feedparser.parse(raw).entries:
        assert ask(entry.link)[0] == 200, entry.link


def test_an_unchanged_page_answers_304(running: Running) -> None:
    url = running.address("http://ines-learns.example/rss.xml")
    _, _, headers = ask(url)
    status, raw, again = ask(url, If_None_Match=f'"other", W/{headers["ETag"]}')
    assert (status, raw, again["ETag"]) == (304, b"", headers["ETag"])
    assert ask(url, If_Modified_Since=headers["Last-Modified"])[0] == 304
    assert ask(url, If_None_Match='"other"', If_Modified_Since=headers["Last-Modified"])[0] == 200


def test_a_proxy_answers_under_the_real_names(running: Running) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": running.base}))
    with opener.open("http://ines-learns.example/rss.xml", timeout=10) as answer:
        assert answer.read() == body("http://ines-learns.example/rss.xml")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        opener.open("http://gone.example/feed.xml", timeout=10)
    assert [status for _, status in running.log] == [200, 404]


@pytest.mark.parametrize(
    "path", ["", "/", "/nowhere", "/ines-learns.example/../../feeds.yaml", "/..%2f..%2fserver.py/x"]
)
def test_nothing_else_is_served(running: Running, path: str) -> None:
    assert ask(running.base + path)[0] == 404


def test_the_direct_feeds_file_is_sound(running: Running, tmp_path: Path) -> None:
    given = config.parse(running.feeds().encode())
    assert all(source.url.startswith(running.base) for source in given.sources[:3])
