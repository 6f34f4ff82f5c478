"""What ``curator resources show`` tells of one resource, a name and a value each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from curator.model import Evidence, Resource, StoredResource

if TYPE_CHECKING:
    from curator.flows.resources.beside import Beside

REASONS = 8
"""Reasons of a topic that are printed; in all of a long text there may be more."""

Fact = tuple[str, object]


def of(stored: StoredResource, others: Beside, link: str | None) -> Iterator[Fact]:
    """What is known of a resource; ``link`` is what was last found at its address."""
    known = (*_itself(stored.resource), *_stored(stored, link), *_beside(others), *_topics(stored))
    return ((name, value) for name, value in known if value not in (None, ""))


def beside(others: Beside, link: str | None) -> dict[str, object]:
    """What stands beside a resource, for programs; the resources among it by id, title and address."""
    return {
        "link": link,
        "same_as": others.keeps and _short(others.keeps),
        "also_at": [one.resource.url for one in others.repeats],
        "related": list(map(_short, others.related)),
        "discussions": others.discussions,
    }


def _short(one: StoredResource) -> dict[str, object]:
    return {"id": one.id, "title": one.resource.title, "url": one.resource.url}


def named(one: StoredResource) -> str:
    """A resource in one line."""
    return f"{one.id} {one.resource.title} {one.resource.url}"


def _itself(resource: Resource) -> tuple[Fact, ...]:
    return (
        ("address", resource.url),
        ("key", resource.key + (" (only the page says so)" if resource.claimed else "")),
        ("kind", resource.kind.value),
        ("authors", ", ".join(resource.authors)),
        ("published", resource.published),
        ("site", resource.site),
        ("venue", resource.venue),
        ("licence", resource.licence),
        ("paywall", "likely" if resource.paywalled else None),
        ("closes", resource.deadline and f"{resource.deadline:%Y-%m-%d %H:%M} UTC"),
        ("previous", resource.series_previous),
        ("next", resource.series_next),
        ("media", resource.media_url),
        ("transcript", resource.transcript_url),
        ("code", ", ".join(resource.code)),
        ("minutes", resource.minutes),
    )


def _stored(stored: StoredResource, link: str | None) -> tuple[Fact, ...]:
    tags = stored.tags
    return (
        ("sources", ", ".join(stored.sources)),
        ("page", f"{stored.state.value} {stored.error or ''}".strip()),
        ("link", link),
        ("track", f"{tags.track or 'unknown'}  {'; '.join(map(str, tags.track_evidence))}"),
        ("level", f"{tags.level.value}  {'; '.join(map(str, tags.level_evidence))}".rstrip()),
        ("issue", stored.issue_number),
    )


def _beside(others: Beside) -> tuple[Fact, ...]:
    return (
        ("same as", others.keeps and named(others.keeps)),
        *(("also at", one.resource.url) for one in others.repeats),
        *(("related", named(one)) for one in others.related),
        *(("talked of", url) for url in others.discussions),
    )


def _topics(stored: StoredResource) -> Iterator[Fact]:
    for tag in stored.tags.topics:
        yield "topic", f"{tag.slug} {tag.score:.2f}: {_reasons(tag.evidence)}"


def _reasons(evidence: Sequence[Evidence]) -> str:
    """The strongest reasons of a topic, and how many more there are; JSON has them all."""
    more = len(evidence) - REASONS
    told = [*map(str, evidence[:REASONS]), *([f"and {more} more"] if more > 0 else [])]
    return "; ".join(told)
