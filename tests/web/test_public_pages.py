"""What a visitor finds: every page, without JavaScript, safe to read."""

from __future__ import annotations

import gzip
import json
import re
from xml.etree import ElementTree as ET

import feedparser
import httpx2
import pytest

from tests.web.conftest import Build
from tests.web.pages import read

PAGES = (
    "/",
    "/archive",
    "/archive/3",
    "/topics",
    "/topics/vision",
    "/reading",
    "/search",
    "/search?q=bread",
    "/sources",
    "/subscribe",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_heading_a_language_and_a_title(
    visitor: httpx2.Client, path: str
) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = read(answer.text)
    assert len(page.root.findall(".//h1")) == 1
    assert page.root.get("lang") == "en"
    assert "Top Down" in str(page.root.findtext(".//title"))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_strict_about_what_may_run(visitor: httpx2.Client, path: str) -> None:
    answer = visitor.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] in ("same-origin", "no-referrer")
    assert not re.search(r"\sstyle=|\son\w+=|<style", answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_loads_anything_from_elsewhere(visitor: httpx2.Client, path: str) -> None:
    page = read(visitor.get(path).text)
    loaded = page.root.xpath("//img/@src | //script/@src | //link[@rel='stylesheet']/@href")
    assert all(str(address).startswith("/") for address in loaded)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_small(visitor: httpx2.Client, path: str) -> None:
    sheet = visitor.get(
        read(visitor.get(path).text).root.xpath("//link[@rel='stylesheet']/@href")[0]
    )
    assert len(visitor.get(path).content) + len(sheet.content) < 100_000
    assert len(sheet.content) < 20_000


@pytest.mark.parametrize("path", PAGES)
def test_every_link_within_the_site_leads_somewhere(visitor: httpx2.Client, path: str) -> None:
    inside = {link for link in read(visitor.get(path).text).links().values() if link[:1] == "/"}
    broken = {link: code for link in inside if (code := visitor.get(link).status_code) >= 400}
    assert broken == {}


def test_the_front_page_shows_the_newest_issue_and_the_form(visitor: httpx2.Client) -> None:
    page = read(visitor.get("/").text)
    assert page.heading == "Top Down"
    assert page.links()["Read the whole issue"] == "/archive/3"
    assert "/subscribe" in page.actions()
    assert "No. 2" in page.words


def test_an_issue_has_every_item_of_its_mail(visitor: httpx2.Client) -> None:
    page = read(visitor.get("/archive/3").text)
    links = page.root.xpath("//article//a/@href")
    for title in ("Attention, drawn slowly, part 3", "Who labelled this?"):
        assert title in page.words
    assert "https://www.youtube.com/watch?v=abcdefghijk&n=3" in links
    assert "80 % practice, 20 % theory" in page.words


def test_the_archive_lists_the_newest_first(visitor: httpx2.Client) -> None:
    titles = [title for title in read(visitor.get("/archive").text).links() if "ruler" in title]
    assert [title.rpartition(" ")[2] for title in titles] == ["3", "2", "ruler"]


def test_issues_are_chained(visitor: httpx2.Client) -> None:
    links = read(visitor.get("/archive/2").text).links()
    assert links["Issue before →"] == "/archive/1"
    assert links["← Issue after"] == "/archive/3"


def test_a_topic_tells_why_each_was_picked_and_where(visitor: httpx2.Client) -> None:
    page = read(visitor.get("/topics/nlp").text)
    assert page.heading == "Language"
    assert "Because you asked for more videos about language." in page.words
    assert page.links()["No. 3"] == "/archive/3"


def test_a_topic_s_former_name_still_works(visitor: httpx2.Client) -> None:
    assert read(visitor.get("/topics/words").text).heading == "Language"


def test_the_reading_list_carries_the_author_s_note(visitor: httpx2.Client) -> None:
    assert "have not lost an experiment since" in read(visitor.get("/reading").text).words


def test_search_marks_what_it_found(visitor: httpx2.Client) -> None:
    page = read(visitor.get("/search", params={"q": "tokenizer laptop"}).text)
    assert "Fine-tuning a small model" in page.words
    assert {mark.text for mark in page.root.iter("mark")} >= {"tokenizer"}


def test_a_link_to_a_search_of_a_topic_follows_its_new_name(visitor: httpx2.Client) -> None:
    page = read(visitor.get("/search", params={"q": "bread", "topic": "words"}).text)
    assert page.root.xpath("//select[@name='topic']/option[@selected]/@value") == ["nlp"]


@pytest.mark.parametrize(
    "query", ['"', "' OR 1=1 --", "<script>alert(1)</script>", "*" * 5000, "\x00", "NEAR("]
)
def test_search_takes_anything(visitor: httpx2.Client, query: str) -> None:
    answer = visitor.get("/search", params={"q": query, "page": "999999999", "topic": "';--"})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("path", ["/feed.xml", "/picks.xml", "/topics/vision/feed.xml"])
def test_atom_feeds_are_read_by_a_feed_reader(visitor: httpx2.Client, path: str) -> None:
    answer = visitor.get(path)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert len({entry.id for entry in feed.entries}) == len(feed.entries) >= 3
    assert all(entry.link.startswith("http") and entry.content for entry in feed.entries)


@pytest.mark.parametrize("path", ["/feed.json", "/picks.json", "/topics/vision/feed.json"])
def test_json_feeds_say_the_same(visitor: httpx2.Client, path: str) -> None:
    feed = json.loads(visitor.get(path).content)
    atom = feedparser.parse(visitor.get(path.replace(".json", ".xml")).content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in feed["items"]] == [entry.id for entry in atom.entries]


def test_in_json_a_pick_is_a_page_elsewhere_that_an_issue_speaks_of(visitor: httpx2.Client) -> None:
    """JSON Feed 1.1: ``url`` is where we talk about a thing, ``external_url`` the thing."""
    item = json.loads(visitor.get("/picks.json").content)["items"][0]
    entry = feedparser.parse(visitor.get("/picks.xml").content).entries[0]
    assert "/archive/" in item["url"]
    assert item["external_url"] == entry.link
    issue = json.loads(visitor.get("/feed.json").content)["items"][0]
    assert issue["url"] == issue["id"]
    assert "external_url" not in issue


@pytest.mark.parametrize("guess", ["/feed", "/feed/", "/rss", "/rss/", "/rss.xml", "/atom.xml"])
def test_where_other_newsletters_have_their_feed_ours_is_found(
    visitor: httpx2.Client, guess: str
) -> None:
    answer = visitor.get(guess)
    assert (answer.status_code, answer.headers["location"]) == (301, "/feed.xml")


def test_the_feed_of_issues_has_the_whole_issue(visitor: httpx2.Client) -> None:
    first = feedparser.parse(visitor.get("/feed.xml").content).entries[0]
    assert first.title == "No. 3: My classifier was reading the ruler, part 3"
    assert "Who labelled this?" in first.content[0].value


def test_the_sitemap_lists_issues_and_topics(visitor: httpx2.Client) -> None:
    root = ET.fromstring(visitor.get("/sitemap.xml").content)
    places = [str(place.text) for place in root.findall(".//{*}loc")]
    paths = {"/" + place.split("/", 3)[3] for place in places}
    assert {"/", "/archive/1", "/archive/3", "/topics/vision", "/subscribe"} <= paths
    assert "/topics/unheard" not in paths


def test_crawlers_are_kept_from_secret_addresses(visitor: httpx2.Client) -> None:
    lines = visitor.get("/robots.txt").text.splitlines()
    assert {"Disallow: /desk", "Disallow: /confirm/", "Disallow: /unsubscribe/"} <= set(lines)
    assert lines[-1].endswith("/sitemap.xml")


def test_pages_describe_themselves_to_machines(visitor: httpx2.Client) -> None:
    page = read(visitor.get("/archive/3").text)
    data = json.loads(page.root.findtext(".//script[@type='application/ld+json']") or "")
    assert data["@type"] == "Article"
    assert data["author"]["name"] == "Mira Okafor"
    properties = dict(
        zip(
            page.root.xpath("//meta[@property]/@property"),
            page.root.xpath("//meta[@property]/@content"),
            strict=True,
        )
    )
    assert properties["og:type"] == "article"
    assert properties["og:url"].endswith("/archive/3")


def test_the_manifest_takes_what_is_shared_to_it(visitor: httpx2.Client) -> None:
    manifest = visitor.get("/manifest.webmanifest").json()
    assert manifest["share_target"]["action"] == "/desk/save"


@pytest.mark.parametrize(
    "path", ["/archive/99", "/archive/x", "/topics/none", "/static/none.css", "/x"]
)
def test_what_is_not_there_is_said_in_the_site_s_own_frame(
    visitor: httpx2.Client, path: str
) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert read(answer.text).links()["Top Down"] == "/"


@pytest.mark.parametrize("path", ["/static/..%2f..%2fapp.py", "/static/%2e%2e", "/static/.hidden"])
def test_static_files_stay_in_their_folder(visitor: httpx2.Client, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_static_files_are_kept_for_ever_under_their_hash(visitor: httpx2.Client) -> None:
    address = read(visitor.get("/").text).root.xpath("//link[@rel='stylesheet']/@href")[0]
    assert "immutable" in visitor.get(address).headers["cache-control"]
    assert "immutable" not in visitor.get("/static/style.css").headers["cache-control"]


def test_what_a_browser_has_is_not_sent_again(visitor: httpx2.Client) -> None:
    first = visitor.get("/archive/3")
    again = visitor.get("/archive/3", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_pages_are_compressed_for_those_who_take_it(visitor: httpx2.Client) -> None:
    plain = visitor.get("/archive/3", headers={"accept-encoding": "identity"})
    with visitor.stream("GET", "/archive/3", headers={"accept-encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed) == plain.content


def test_an_empty_house_has_pages_too(build: Build) -> None:
    with build().client() as visitor:
        for path in ("/", "/archive", "/topics", "/reading", "/search?q=x", "/feed.xml"):
            assert visitor.get(path).status_code == 200


def test_a_draft_is_nobody_s_business(build: Build) -> None:
    from tests.web import house

    serving = build(furnished=True)
    number = house.draft(serving.app).number
    with serving.client() as visitor:
        assert visitor.get(f"/archive/{number}").status_code == 404
        assert f"No. {number}" not in visitor.get("/archive").text


def test_health_says_alive_and_ready(visitor: httpx2.Client) -> None:
    assert visitor.get("/healthz").text == "ok\n"
    assert visitor.get("/readyz").text == "ready\n"


def test_a_site_that_lost_its_database_says_so_and_tells_no_more(build: Build) -> None:
    serving = build(database_url="sqlite:////proc/none/curator.db")
    with serving.client() as visitor:
        assert visitor.get("/healthz").status_code == 200
        assert visitor.get("/readyz").status_code == 503
        answer = visitor.get("/archive")
    assert answer.status_code == 503
    assert "/proc" not in answer.text
