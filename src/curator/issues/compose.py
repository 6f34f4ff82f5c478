"""Selection, posts, reading list and goals become the content of one issue. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from curator import sanitize, urls
from curator.model import (
    Content,
    Goal,
    Newsletter,
    Period,
    Pick,
    ReadingItem,
    Section,
    Selection,
    Source,
    StoredResource,
)

CREDIT_LIMIT = 24
"""Names in the credits block; thanks that nobody reads thank nobody."""

Credit = tuple[str, str | None]

_ADDRESS = re.compile(r"<?(https?://[^\s<>()]+)>?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def compose(  # noqa: PLR0913 - the parts of an issue are as many as they are
    *,
    selection: Selection,
    posts: Sequence[StoredResource],
    reading: Sequence[tuple[ReadingItem, StoredResource]],
    goals: Sequence[Goal],
    outcomes: Sequence[Goal],
    sources: Sequence[Source],
    newsletter: Newsletter,
    period: Period,
    note: str = "",
) -> Content:
    """All that the issue of ``period`` says; the same resource never stands in it twice.

    The author's posts come first, newest first; what the author queued by hand wins over the same
    thing picked by rank, since it carries his words.
    """
    seen: set[str] = set()
    own = tuple(_once((Pick(post, 1.0) for post in _newest_first(posts)), seen))
    queued = tuple(_once((_reading_pick(item, stored) for item, stored in reading), seen))
    sections = tuple(_sections(selection.sections, seen))
    content = Content(
        posts=own,
        goals=tuple(goals),
        # A goal of a week to come has no outcome yet.
        outcomes=tuple(goal for goal in outcomes if goal.week <= period.key),
        sections=sections,
        reading=queued,
        note=note.strip(),
        runners_up=tuple(_once(selection.runners_up, set(seen))),
        practice_share=selection.practice_share,
        shortfall=selection.shortfall,
    )
    return replace(content, credits=credit_roll(content, sources, newsletter))


def for_topics(content: Content, slugs: Sequence[str]) -> Content:
    """The issue for a reader who chose topics; no choice means everything.

    Sections of other topics go, unless a pick in them carries a chosen topic too. The author's own
    posts, words and reading list stay for everyone.
    """
    if not slugs:
        return content
    wanted = frozenset(slugs)
    kept = (
        replace(s, picks=tuple(p for p in s.picks if s.slug in wanted or _topics(p) & wanted))
        for s in content.sections
    )
    sections = tuple(section for section in kept if section.picks)
    # The share of what is left is counted anew.
    return replace(content, sections=sections, practice_share=None)


def credit_roll(
    content: Content, sources: Sequence[Source], newsletter: Newsletter
) -> tuple[Credit, ...]:
    """Those to thank, each once: who pointed to something first, then who made it."""
    by_url = {source.url: source.credit for source in sources if source.credit}
    picks = content.picks()
    pointed = (c for pick in picks for c in _pointers(pick, by_url))
    made = (c for pick in picks[len(content.posts) :] for c in _makers(pick))
    roll: dict[str, Credit] = {}
    for name, url in (*pointed, *made):
        key = name.casefold()
        if key and key != newsletter.author.name.casefold() and not (key in roll and roll[key][1]):
            roll[key] = (name, url or roll.get(key, (name, None))[1])
    return tuple(roll.values())[:CREDIT_LIMIT]


def parse_credit(text: str) -> Credit:
    """``Jane Doe <https://jane.example>``, a bare name or a bare address as name and address."""
    match = _ADDRESS.search(text)
    url = urls.absolute(match.group(1), None) if match else None
    bare = _ADDRESS.sub(" ", text).strip(" ,;()-–") if match else text
    name = sanitize.clean_text(bare, 60) or urls.host(url or "").removeprefix("www.")
    return name, url


def _newest_first(posts: Sequence[StoredResource]) -> list[StoredResource]:
    def when(stored: StoredResource) -> tuple[datetime, int]:
        published = stored.resource.published
        return (published.instant if published else stored.first_seen_at or _EPOCH, stored.id)

    return sorted(posts, key=when, reverse=True)


def _once(picks: Iterable[Pick], seen: set[str]) -> Iterator[Pick]:
    """The picks not seen before, by key and by address; ``seen`` grows."""
    for pick in picks:
        names = {pick.resource.resource.key, pick.resource.resource.url}
        if seen.isdisjoint(names):
            seen |= names
            yield pick


def _sections(sections: Iterable[Section], seen: set[str]) -> Iterator[Section]:
    for section in sections:
        picks = tuple(_once(section.picks, seen))
        if picks:
            yield replace(section, picks=picks)


def _reading_pick(item: ReadingItem, stored: StoredResource) -> Pick:
    credits_ = (item.credit, *stored.credits) if item.credit else stored.credits
    return Pick(replace(stored, credits=tuple(dict.fromkeys(credits_))), 1.0, note=item.note)


def _topics(pick: Pick) -> frozenset[str]:
    return frozenset(tag.slug for tag in pick.resource.tags.topics)


def _pointers(pick: Pick, by_url: Mapping[str, str]) -> Iterator[Credit]:
    """Who led to this pick: its own credits, and those of the sources that had it."""
    for text in pick.resource.credits:
        yield parse_credit(text)
    for url in pick.resource.source_urls:
        if credited := by_url.get(url):
            yield parse_credit(credited)


def _makers(pick: Pick) -> Iterator[Credit]:
    """Who made it; of many authors the first one."""
    resource = pick.resource.resource
    for name in resource.authors[:1]:
        yield sanitize.clean_text(name, 60), urls.absolute(resource.url, None)
