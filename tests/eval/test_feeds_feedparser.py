"""feedparser's own assertions hold after normalisation, or it is said why not.

Each document of its suite carries an ``Expect:`` expression. Its conjuncts of the shape
``entries[0]['title'] == '…'`` that hold for feedparser are compared with Curator's entry: markup
by its words, since the allow-lists differ and titles are plain text here.
"""

from __future__ import annotations

import ast
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest

from curator.errors import ParseError
from curator.feeds.forms.document import decode
from curator.feeds.read import read
from curator.model import Entry, Feed, Page, Source
from curator.sanitize import clean_text, html_to_text
from tests.corpora import corpora_folder

pytestmark = pytest.mark.corpora

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SITE = "http://127.0.0.1:8097/"
_EXPECT = re.compile(r"Expect:\s*(.*?)\s*(?:-->|\n)")
_DATES = frozenset({"published", "updated", "created", "modified", "issued"})
_HEADER = re.compile(r"Header:\s*([^:\n]+):([^\n]*)\n")

REASONS = {
    "entities/lang.xml": "HTML 5 has another character for this entity",
    "entities/rang.xml": "HTML 5 has another character for this entity",
    "wellformed/lang/entry_content_xml_lang_blank_3.xml": "compares a language",
    "wellformed/sanitize/xml_declaration_unexpected_character.xml": "a declaration is no text",
    "wellformed/sanitize/xml_malicious_comment.xml": "a comment that does not end hides the rest",
    "wellformed/sanitize/item_content_encoded_script_nested_cdata.xml": "what a script hides",
}
_REASON_BY_SHAPE = {
    "_iframe": "HTML 5 takes what stands in an open iframe for its text",
    "_object": "what an open object holds goes with it",
    "entry_title_on": "a picture is no title",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One conjunct that holds for feedparser."""

    file: str
    field: str
    want: Any
    got: Any
    met: bool

    @property
    def reason(self) -> str | None:
        shapes = (reason for shape, reason in _REASON_BY_SHAPE.items() if shape in self.file)
        return REASONS.get(self.file) or next(shapes, None)


# --------------------------------------------------------------------------- reading claims


def claims(path: Path, root: Path) -> Iterator[Claim]:
    body = path.read_bytes()
    text = decode(body, None)[0].replace("\0", "")
    found = _EXPECT.search(text)
    if not found:
        return
    headers = {name.strip().lower(): value.strip() for name, value in _HEADER.findall(text)}
    url = headers.get("content-location") or str(path.relative_to(root))
    url = url if url.startswith("http") else SITE + url.lstrip("/")
    theirs = feedparser.parse(
        io.BytesIO(body), response_headers={"content-location": url, **headers}
    )
    try:
        mine = read(Source(url), Page(url, url, 200, headers, body, NOW))
    except ParseError:
        mine = None
    name = str(path.relative_to(root))
    for left, want in _conjuncts(found[1]):
        if _holds(left, want, theirs):
            claim = _claim(name, _path(left), want, mine)
            if claim:
                yield claim


def _conjuncts(expression: str) -> Iterator[tuple[ast.expr, Any]]:
    """``left == literal`` pairs."""
    try:
        tree = ast.parse(expression, mode="eval").body
    except SyntaxError:
        return
    parts = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
    for part in parts:
        if isinstance(part, ast.Compare) and len(part.ops) == 1 and isinstance(part.ops[0], ast.Eq):
            try:
                yield part.left, ast.literal_eval(part.comparators[0])
            except ValueError:
                continue


def _path(left: ast.expr) -> list[Any]:
    """``entries[0]['title']`` as ``["entries", 0, "title"]``; empty for other shapes."""
    found: list[Any] = []
    while isinstance(left, ast.Subscript):
        found.insert(0, ast.literal_eval(left.slice))
        left = left.value
    return [left.id, *found] if isinstance(left, ast.Name) else []


def _holds(left: ast.expr, want: Any, theirs: Any) -> bool:
    path = _path(left)
    value = {"entries": theirs.entries, "feed": theirs.feed}.get(path[0] if path else "")
    try:
        for key in path[1:]:
            value = value[key]  # type: ignore[index]
    except (KeyError, IndexError, TypeError):
        return False
    return bool(value == want)


# --------------------------------------------------------------------------- comparing


def _claim(file: str, path: list[Any], want: Any, feed: Feed | None) -> Claim | None:
    """The claim, if it is about something that Curator keeps."""
    if path[:1] == ["feed"] and path[1:] in (["title"], ["link"]):
        field = path[1]
        got = (feed.title if field == "title" else feed.site_url) if feed else None
        return Claim(file, f"feed {field}", want, got, _same(field, want, got))
    if path[:1] != ["entries"] or len(path) < 3:
        return None
    entry = feed.entries[path[1]] if feed and len(feed.entries) > path[1] else None
    values = _values(path[2:], entry)
    if values is None:
        return None
    field = str(path[2])
    return Claim(file, field, want, values, any(_same(field, want, value) for value in values))


def _values(path: list[Any], entry: Entry | None) -> list[Any] | None:
    """Where Curator keeps what feedparser keeps at ``path``; ``None`` if nowhere."""
    kept = {"title", "link", "id", "guid", "author", "summary", "description"}
    field = str(path[0])
    dates = field.removesuffix("_parsed") in _DATES and field.endswith("_parsed")
    parts = field in ("content", "enclosures") and len(path) > 2
    if not parts and not dates and not (field in kept and len(path) == 1):
        return None
    if entry is None:
        return []
    if field == "content":
        return [entry.content] if path[2] == "value" else None
    if field == "enclosures":
        key = {"href": "url", "url": "url", "type": "type", "length": "length"}.get(path[2])
        return [str(getattr(one, key)) for one in entry.enclosures] if key else None
    if dates:
        return [one.timetuple()[:6] for one in (entry.published, entry.updated) if one]
    found: dict[str, list[Any]] = {
        "title": [entry.title],
        "link": [entry.url],
        "id": [entry.id],
        "guid": [entry.id],
        "author": list(entry.authors),
        "summary": [entry.summary],
        "description": [entry.summary],
    }
    return found[field]


def _same(field: str, want: Any, got: Any) -> bool:
    if field.endswith("_parsed"):
        return bool(tuple(want[:6]) == got)
    if field in ("title", "summary", "description", "content"):
        wanted = (html_to_text(want), clean_text(want), clean_text(html_to_text(want)))
        return html_to_text(got or "") in wanted or clean_text(got or "") in wanted
    if field == "author":
        return str(got) in str(want)
    return bool(got == want)


# --------------------------------------------------------------------------- the gate


@pytest.fixture(scope="module")
def made() -> list[Claim]:
    root = corpora_folder() / "feeds" / "kurtmckee-feedparser" / "tests"
    return [claim for path in sorted(root.rglob("*.xml")) for claim in claims(path, root)]


def test_every_claim_is_met_or_explained(made: list[Claim]) -> None:
    total, met = Counter(one.field for one in made), Counter(one.field for one in made if one.met)
    for field in sorted(total):
        print(f"| {field} | {met[field]} of {total[field]} |")  # noqa: T201
    assert len(made) > 1100
    missed = [
        f"{one.file} {one.field}: {one.want!r} is {one.got!r}"
        for one in made
        if not one.met and not one.reason
    ]
    assert missed == []


def test_few_need_an_explanation(made: list[Claim]) -> None:
    assert sum(not one.met for one in made) <= 40


def test_dates_links_identities_people_and_files_need_none(made: list[Claim]) -> None:
    plain = ("link", "id", "guid", "author", "enclosures", "published_parsed", "updated_parsed")
    assert [one for one in made if one.field in plain and not one.met] == []
