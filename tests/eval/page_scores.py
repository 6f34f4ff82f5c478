"""How right answers about pages are: F1 of each field over a set with known answers.

Precision is over given answers, pages whose truth is "none" included; recall over pages that have
one. The same pages are read by this project, by trafilatura and by newspaper4k.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import pathlib
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from curator.errors import CuratorError
from curator.model import Page
from curator.resources import decode, enrich
from tests.eval import truth

NOW = datetime(2026, 11, 1, tzinfo=UTC)
FIELDS = {
    "wcxb-dev": ("title", "authors", "published", "text"),
    "trafilatura-eval": ("title", "authors", "published"),
    "postlight-fixtures": ("title", "authors", "published", "image"),
    "scrapinghub-aeb": ("text",),
    "papis-scholarly": ("title", "authors"),
    "fastai-course22": ("title",),
}
"""The sets, and what each of them knows."""

Answers = Mapping[str, Any]
"""A page's title, authors, published, image and text; what is not known is empty."""
Reader = Callable[[Page], Answers]


def articles(folder: pathlib.Path) -> list[dict[str, Any]]:
    """The labelled pages of a set that are articles."""
    return [
        item for item in truth.items(folder)
        if (item["truth"].get("page_type") or "article") == "article"
    ]  # fmt: skip


def sample(items: Iterable[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """As many of them, always the same and of no order: by a hash of their addresses."""
    return sorted(items, key=lambda one: hashlib.sha256(one["url"].encode()).digest())[:most]


# --------------------------------------------------------------------------- readers


def by_curator(page: Page) -> Answers:
    """What this project says of a page; nothing where it refuses it."""
    try:
        found = enrich.read(page, now=NOW).resource
    except CuratorError:
        return {}
    return {
        "title": found.title,
        "authors": list(found.authors),
        "published": str(found.published) if found.published else None,
        "image": found.image,
        "text": found.text,
    }


def by_trafilatura(page: Page) -> Answers:
    """What trafilatura says."""
    import trafilatura

    found = trafilatura.bare_extraction(
        _markup(page), url=page.url, with_metadata=True, include_comments=False
    )
    if found is None:
        return {}
    said = found if isinstance(found, dict) else found.as_dict()
    authors = [name for name in (said.get("author") or "").split("; ") if name]
    return {"title": said.get("title"), "authors": authors, "published": said.get("date"),
            "image": said.get("image"), "text": said.get("text")}  # fmt: skip


def by_newspaper(page: Page) -> Answers:
    """What newspaper4k says."""
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        from newspaper import Article

        found = Article(page.url, fetch_images=False)
        found.download(input_html=_markup(page))
        try:
            found.parse()
        except Exception:  # noqa: BLE001 - the peer's failure is an empty answer
            return {}
    published = found.publish_date.isoformat() if found.publish_date else None
    return {"title": found.title, "authors": found.authors, "published": published,
            "image": found.top_image, "text": found.text}  # fmt: skip


def _markup(page: Page) -> str:
    """The same text for every reader."""
    return decode.text_of(page.body, page.headers.get("content-type", ""))


READERS: Mapping[str, Reader] = {
    "curator": by_curator,
    "trafilatura": by_trafilatura,
    "newspaper4k": by_newspaper,
}


# --------------------------------------------------------------------------- figures


@dataclass(slots=True)
class Tally:
    """How often a field was known, given and right."""

    known: int = 0
    given: int = 0
    right: int = 0
    missing: int = 0
    """Pages that have no such field."""
    invented: int = 0
    """Pages among those for which one was given."""

    def count(self, *, known: bool, given: bool, right: bool) -> None:
        """Take one page into account."""
        self.known += known
        self.given += given
        self.right += right
        self.missing += not known
        self.invented += given and not known

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.known + self.given) if self.right else 0.0

    @property
    def false(self) -> float:
        """The share of pages without the field for which one was given."""
        return self.invented / self.missing if self.missing else 0.0


@dataclass(slots=True)
class Score:
    """The figures of one reader on one set."""

    pages: int = 0
    fields: dict[str, Tally] = field(default_factory=dict)
    texts: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """F1 by field, ``text`` as mean word F1, ``false dates`` where pages without dates are known."""
        found = {name: tally.f1 for name, tally in self.fields.items()}
        if self.texts:
            found["text"] = sum(self.texts) / len(self.texts)
        dates = self.fields.get("published")
        if dates and dates.missing > 2:
            found["false dates"] = dates.false
        return found

    def take(self, name: str, item: Mapping[str, Any], answers: Answers) -> None:
        """Compare the answers about one page with what is known of it."""
        self.pages += 1
        for one in FIELDS[name]:
            if one == "text":
                if text := item["truth"].get("text"):
                    self.texts.append(truth.word_f1(answers.get("text"), text))
                continue
            asserted, value = truth.wanted(name, dict(item), one)
            if asserted:
                given = answers.get(one)
                self.fields.setdefault(one, Tally()).count(
                    known=bool(value), given=bool(given), right=truth.same(one, given, value)
                )


def score(name: str, folder: pathlib.Path, items: Iterable[dict[str, Any]], read: Reader) -> Score:
    """The figures of a reader over the pages of a set."""
    made = Score()
    for item in items:
        made.take(name, item, read(truth.page(folder, item, NOW)))
    return made
