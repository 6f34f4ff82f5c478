"""One pick as the reader sees it: words ready to print, markup already safe, links fit for a mail.

Templates know an item by these names; a name here is a promise, as in :mod:`curator.issues.view`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from markupsafe import Markup

from curator import sanitize, urls
from curator.issues import excerpt, prose, wording
from curator.issues.compose import parse_credit
from curator.model import Newsletter, Pick, Resource, StoredResource, Topic, Track

SUMMARY_LENGTH = 340
"""Characters of a summary; a longer one is cut at a word."""
TITLE_LENGTH = 200
RELATED_LENGTH = 120
ALSO_LIMIT = 3
LONG_EXCERPTS = 2
"""So many posts open at length; after a busy fortnight the others are half as long."""
ITEM_INDENT = 4
"""Columns that the text part sets an item in by."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address and the words that say where it leads."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Item:
    """One pick as the reader sees it."""

    number: int
    """1, 2, 3 … through the whole issue, the same in both parts."""
    title: str
    url: str | None
    """An http or https address, or ``None`` where the resource has none that is fit for a mail."""
    site: str
    byline: str
    """Authors and site."""
    facts: tuple[str, ...]
    """Kind, time, level."""
    topics: tuple[str, ...]
    """Names."""
    track: str
    """``practice``, ``theory`` or empty."""
    summary: str
    quoted: bool
    """The summary is sentences of the resource itself, to be marked as a quotation."""
    reason: str
    """A sentence: why it is here."""
    also_in: str
    """Who else had it: ``A and B``, or empty."""
    via: str
    """Who pointed to it, or empty."""
    note: Markup
    """The author's words, safe HTML."""
    note_text: str
    language: str | None
    """Where it differs from the newsletter's."""
    direction: str
    code: tuple[Link, ...] = ()
    """The repository that belongs to it, at most one."""
    related: tuple[Link, ...] = ()
    """What is like it and is not in the issue."""
    discussions: tuple[Link, ...] = ()
    """Where it is talked about."""
    media: str | None = None
    """Its notebook, PDF, audio or video file."""
    transcript: str | None = None
    """What is said in it, to read."""
    excerpt: Markup = field(default_factory=Markup)
    """The opening of the author's own post, safe HTML; empty for anything else."""
    excerpt_text: str = ""
    more: bool = False
    """Whether the post goes on behind its excerpt."""

    @property
    def links(self) -> tuple[Link, ...]:
        """Further addresses of it: its code, what is said in it to read, where it is talked about."""
        transcript = (Link(self.transcript, "Transcript"),) if self.transcript else ()
        return (*self.code, *transcript, *self.discussions)

    @property
    def meta(self) -> str:
        """Facts in one line: ``Article · 8 min · beginner``."""
        return " · ".join(self.facts)


class Items:
    """Builds items and counts them through the issue."""

    def __init__(
        self, newsletter: Newsletter, topic_names: Mapping[str, str], told: Container[str] = ()
    ) -> None:
        self._language = newsletter.language.split("-")[0].lower()
        self._topics = topic_names
        self._told = told
        self._numbers: Iterator[int] = count(1)

    def pick(self, pick: Pick) -> Item:
        """A pick under a heading."""
        return self._item(pick, "")

    def post(self, pick: Pick, place: int) -> Item:
        """The author's post at ``place`` (0, 1, …), with its opening."""
        length = excerpt.LENGTH if place < LONG_EXCERPTS else excerpt.LENGTH // 2
        return self._item(pick, excerpt.excerpt(pick.resource.resource, length))

    def whole(self, pick: Pick, limit: int | None) -> Item:
        """A post in full, or its first ``limit`` characters; its title is the mail's own heading."""
        return self._item(pick, excerpt.whole(pick.resource.resource, limit), heading=2)

    def _item(self, pick: Pick, opening: str, heading: int = 4) -> Item:
        stored, resource = pick.resource, pick.resource.resource
        url = wording.address(resource.url)
        language = resource.language or self._language
        track: Track | None = stored.tags.track
        via = [parse_credit(text)[0] for text in stored.credits][:ALSO_LIMIT]
        return Item(
            number=next(self._numbers),
            title=wording.title(resource, TITLE_LENGTH),
            url=url,
            site=wording.site(resource),
            byline=wording.byline(resource),
            facts=wording.facts(resource, stored.tags.level),
            topics=tuple(self._topics.get(t.slug, t.slug) for t in stored.tags.topics),
            track=track.value if track else "",
            summary=wording.summary(resource, SUMMARY_LENGTH),
            quoted=resource.summary_quoted,
            reason=wording.sentence(pick.reason),
            also_in=wording.listed(_also_in(pick, set(via))),
            via=wording.listed(via),
            note=prose.html(pick.note, heading=4),
            note_text=prose.text(pick.note, width=prose.WIDTH - ITEM_INDENT),
            language=language if language.split("-")[0].lower() != self._language else None,
            direction=wording.direction(language),
            code=_code(resource),
            related=tuple(_related(pick, self._told)),
            discussions=tuple(_discussions(pick)),
            media=wording.address(resource.media_url),
            transcript=wording.address(resource.transcript_url),
            excerpt=prose.html(opening, heading=heading, base=resource.url),
            excerpt_text=prose.text(opening, base=resource.url),
            more=excerpt.goes_on(resource, opening),
        )


def _code(resource: Resource) -> tuple[Link, ...]:
    """The first usable repository; ``Code: owner/name`` where its address says so."""
    for url in filter(None, map(wording.address, resource.code)):
        path = urls.split(url)
        name = sanitize.clean_text(path.path.strip("/") if path else "", 60)
        return (Link(url, f"Code: {name}" if name else f"Code on {urls.host(url)}"),)
    return ()


def _related(pick: Pick, told: Container[str]) -> Iterator[Link]:
    """What is like it, without what the author took into the issue since."""
    for title, given in pick.related:
        url, words = wording.address(given), sanitize.clean_text(title, RELATED_LENGTH)
        if url and words and given not in told:
            yield Link(url, words)


def _discussions(pick: Pick) -> Iterator[Link]:
    """``Discussion on news.example``."""
    for url in filter(None, map(wording.address, pick.discussions)):
        yield Link(url, f"Discussion on {urls.host(url).removeprefix('www.')}")


def _also_in(pick: Pick, said: Container[str]) -> list[str]:
    """Other sources that had it, without those that the line names before."""
    names = dict.fromkeys(sanitize.clean_text(name, 40) for name in pick.also_in)
    return [name for name in names if name and name not in said][:ALSO_LIMIT]


def post_item(stored: StoredResource, newsletter: Newsletter, limit: int | None = None) -> Item:
    """The author's own post with its whole text, or ``limit`` characters of it, as the excerpt."""
    return Items(newsletter, {}).whole(Pick(stored, 1.0), limit)


def items_of(
    picks: Iterable[Pick], newsletter: Newsletter, topics: Sequence[Topic] = ()
) -> tuple[Item, ...]:
    """Single picks outside an issue, for pages that list them."""
    known = Items(newsletter, {topic.slug: topic.name for topic in topics})
    return tuple(map(known.pick, picks))
