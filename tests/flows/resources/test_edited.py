"""Sources edit what they published, and what is known of it follows, until it was in an issue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from curator.app import App
from curator.flows.feeds.refresh import refresh
from curator.flows.resources.edited import APART, OWN_APART, OWN_SOON, follow, take_over
from curator.flows.resources.enrich import enrich_new
from curator.model import IssueState, PageState
from curator.storage import issues, resources
from tests.feeds.site import Answer, Site
from tests.flows.resources.test_looks import WALL, article, html, newsletter, stored
from tests.storage.examples import WEEK, content
from tests.web.house import NOW

LATER = NOW + timedelta(hours=2)


class Blog:
    """A site with one feed whose pages and entries can be edited."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.titles = {"looms": "Of looms", "wall": "Behind a wall"}
        site.routes["/feed"] = lambda _: self._feed()
        site.routes["/looms"] = lambda _: html(article(self.titles["looms"]))
        site.routes["/wall"] = html(WALL)

    def url(self, name: str) -> str:
        return self.site.url(f"/{name}")

    def _feed(self) -> Answer:
        items = "".join(
            f"<item><title>{title}</title><link>{self.url(name)}</link><guid>{name}</guid>"
            "<pubDate>Tue, 17 Feb 2026 10:00:00 GMT</pubDate></item>"
            for name, title in self.titles.items()
        )
        body = f'<rss version="2.0"><channel><title>Blog</title>{items}</channel></rss>'
        return Answer(body.encode(), 200, {"content-type": "application/rss+xml"})


@pytest.fixture
def blog() -> Iterator[Blog]:
    with Site() as site:
        yield Blog(site)


@pytest.fixture(params=[False, True], ids=["theirs", "mine"])
def mine(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def app(tmp_path: Path, sqlite_template: Path, blog: Blog, mine: bool) -> Iterator[App]:
    app = newsletter(tmp_path / "home", sqlite_template, blog.site, mine=mine)
    refresh(app, NOW)
    enrich_new(app, NOW)
    yield app
    app.close()


def title(app: App, blog: Blog, name: str) -> str:
    return stored(app, blog.url(name)).resource.title


def test_an_edited_page_is_read_again_the_authors_own_at_once(
    app: App, blog: Blog, mine: bool
) -> None:
    blog.titles["looms"] = "Of looms, mended"
    take_over(app, refresh(app, LATER, force=True).edited, LATER)
    enrich_new(app, LATER)
    assert title(app, blog, "looms") == ("Of looms, mended" if mine else "Of looms")
    enrich_new(app, NOW + APART)
    assert title(app, blog, "looms") == "Of looms, mended"


def test_where_the_feed_is_all_that_is_known_its_new_words_count(app: App, blog: Blog) -> None:
    blog.titles["wall"] = "Behind a higher wall"
    take_over(app, refresh(app, LATER, force=True).edited, LATER)
    assert title(app, blog, "wall") == "Behind a higher wall"


def test_what_was_in_an_issue_stays_as_it_was_read(app: App, blog: Blog) -> None:
    with app.database.begin() as connection:
        issue = issues.create(connection, WEEK, content(stored(app, blog.url("looms"))), NOW)
        issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, NOW)
    blog.titles["looms"] = "Of looms, mended"
    take_over(app, refresh(app, LATER, force=True).edited, LATER)
    enrich_new(app, NOW + APART)
    assert title(app, blog, "looms") == "Of looms"


def test_a_page_that_fails_now_stands_as_it_was_read(app: App, blog: Blog) -> None:
    blog.titles["looms"] = "Of looms, mended"
    blog.site.routes["/looms"] = html(b"oops", 500)
    take_over(app, refresh(app, LATER, force=True).edited, LATER)
    enrich_new(app, NOW + APART)
    found = stored(app, blog.url("looms"))
    assert (found.state, found.resource.title) == (PageState.OK, "Of looms")
    assert found.retry_at is not None, "it is tried again"


def test_one_that_is_gone_is_no_longer_offered(app: App, blog: Blog) -> None:
    blog.titles["looms"] = "Of looms, deleted"
    del blog.site.routes["/looms"]
    take_over(app, refresh(app, LATER, force=True).edited, LATER)
    enrich_new(app, NOW + APART)
    assert stored(app, blog.url("looms")).state is PageState.GONE


@pytest.mark.parametrize(("after", "before_issue"), [(OWN_APART, False), (OWN_SOON, True)])
def test_a_post_that_the_author_took_down_is_in_no_issue(
    app: App,
    blog: Blog,
    mine: bool,
    after: timedelta,
    before_issue: bool,
) -> None:
    del blog.site.routes["/looms"]
    for at in (NOW + after - timedelta(seconds=1), NOW + after):
        assert stored(app, blog.url("looms")).state is PageState.OK, "it was read just now"
        follow(app, (), at, before_issue=before_issue)
        enrich_new(app, at)
    with app.database.read() as connection:
        posts = resources.mine_posts(connection, NOW - timedelta(days=28), NOW)
        offered = resources.candidates(connection, NOW - timedelta(days=28), NOW)
    titles = {one.resource.title for one in (*posts, *offered)}
    assert ("Of looms" in titles) == (not mine)
