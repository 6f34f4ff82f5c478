"""Whatever sources say, the issue stays a sound mail: invented words, and real ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator import sanitize
from curator.issues import budget
from curator.issues.lint import errors, lint
from curator.issues.render import Theme
from curator.model import Content, Pick, Rendered, Resource, Section, Selection
from tests.corpora import corpora_folder
from tests.issues import sample

THEME = Theme()
PICKS = 14
FEEDS = 60

_pieces = st.sampled_from(
    ["<b>", "</td>", "]]>", "<!--", "-->", "{{", "}}", "{%", "@@", "\r\n", "\x00", "\u202e", "&lt;"]
)
_words = st.lists(st.one_of(st.text(max_size=20), _pieces), max_size=8).map("".join)


def _render(content: Content) -> Rendered:
    return THEME.digest(
        content,
        newsletter=sample.NEWSLETTER,
        period=sample.PERIOD,
        number=12,
        links=sample.LINKS,
        topics=sample.TOPICS,
    )


def _problems(content: Content) -> list[str]:
    fitted = budget.fit(content, _render)
    found = lint(
        fitted.rendered, content=fitted.content, newsletter=sample.NEWSLETTER, links=sample.LINKS
    )
    return [str(finding) for finding in errors(found)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(title=_words, summary=_words, site=_words, markdown=_words, note=_words)
def test_no_words_break_a_rule(
    title: str, summary: str, site: str, markdown: str, note: str
) -> None:
    resource = sample.resource(
        1, title, summary=summary, site=site, authors=(site,), text=markdown, markdown=markdown
    )
    pick = Pick(sample.stored(resource, 1), 1.0, reason=summary, also_in=(site,), note=markdown)
    own = sample.post(100, title, markdown)
    selection = Selection(sections=(Section("more", "More", (pick,)),))

    assert _problems(sample.content(selection=selection, posts=(own,), note=note)) == []


@pytest.mark.corpora
def test_no_real_feed_breaks_a_rule() -> None:
    found = islice(_resources(), 600)
    issues = 0
    while chunk := list(islice(found, PICKS)):
        picks = [
            Pick(sample.stored(one, number), 1 / number, reason=f"Because of {one.title[:40]}")
            for number, one in enumerate(chunk, 1)
        ]
        posts = tuple(pick.resource for pick in picks[:2])
        selection = Selection(sections=(Section("more", "More", tuple(picks[2:])),))
        assert _problems(sample.content(selection=selection, posts=posts)) == []
        issues += 1
    assert issues > 20


def _resources() -> Iterator[Resource]:
    """What real feeds of the small web say, as resources."""
    files = sorted(path for path in (corpora_folder() / "feeds" / "smallweb").rglob("*"))
    for path in islice((path for path in files if path.is_file()), FEEDS):
        feed: Any = feedparser.parse(path.read_bytes())
        for entry in feed.entries[:10]:
            if link := entry.get("link"):
                text = sanitize.html_to_text(entry.get("summary", ""))
                yield Resource(
                    key=link,
                    url=link,
                    title=entry.get("title", ""),
                    authors=(entry.get("author", ""),),
                    summary=text[:600],
                    text=text,
                    site=feed.feed.get("title"),
                )
