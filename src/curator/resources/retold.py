"""A stored resource told again, once it is known what the pages of its host have in common.

Of a blog's first pages nothing tells that each begins with the blog's own slogan and logo; after
three of them it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from curator.model import Candidate, Kind, Provenance, Resource
from curator.resources import texwords
from curator.resources.choose import image, summary
from curator.resources.found import Found, SiteFacts


def shared(summaries: Iterable[str], images: Iterable[str]) -> SiteFacts:
    """What several pages of a host offered alike, as those who choose compare it."""
    said = (summary.key(summary.readable(one)) for one in summaries)
    return SiteFacts(frozenset(said), frozenset(images))


def shares(made: Resource, facts: SiteFacts) -> bool:
    """Whether the summary or image of ``made`` is one of those."""
    return summary.key(made.summary) in facts.summaries or made.image in facts.images


def retold(
    made: Resource, offered: Sequence[Candidate], facts: SiteFacts, now: datetime
) -> Resource:
    """``made`` with another summary and image, or none, where its own are on other pages too.

    ``offered`` is what its page offered. What a model wrote and what is quoted stays.
    """
    found = Found(made.url, now, tuple(offered), made.title, made.site, facts)
    if summary.key(made.summary) in facts.summaries:
        told, why = summary.choose(found, made.title, made.text)
        told = texwords.plain(told) if made.kind is Kind.PAPER else told
        quoted = why is not None and why.origin == summary.QUOTED
        made = _because(replace(made, summary=told, summary_quoted=quoted), "summary", why)
    if made.image in facts.images:
        picture, why = image.choose(found)
        made = _because(replace(made, image=picture), "image", why)
    return made


def _because(made: Resource, field: str, why: Provenance | None) -> Resource:
    others = {name: reason for name, reason in made.provenance.items() if name != field}
    return replace(made, provenance=others | ({field: why} if why else {}))
