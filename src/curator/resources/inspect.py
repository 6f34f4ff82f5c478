"""A resource as a JSON-able dictionary, for ``curator resources inspect`` and the API."""

from __future__ import annotations

from typing import Any

from curator.model import Resource, When


def described(url: str, resource: Resource) -> dict[str, Any]:
    """What is known of the resource behind ``url``; unknown is ``None`` or empty.

    Dates are RFC 3339 in UTC, or as much of one as is known (``2021-06``).
    """
    return {
        "url": url,
        "canonical_url": resource.url,
        "title": resource.title,
        "authors": list(resource.authors),
        "published": _date(resource.published),
        "modified": _date(resource.modified),
        "summary": resource.summary,
        "image": resource.image,
        "site": resource.site,
        "language": resource.language,
        "kind": resource.kind.value,
        "minutes": resource.minutes,
        "text": resource.text,
        "arxiv_id": resource.arxiv_id,
        "doi": resource.doi,
        "code": list(resource.code),
    }


def certainty(resource: Resource | None) -> dict[str, Any]:
    """How sure each field is, 0 to 1 by name, and the names of those that are surely right."""
    provenance = resource.provenance if resource else {}
    return {
        "confidence": {name: why.confidence for name, why in provenance.items()},
        "sure": [name for name, why in provenance.items() if why.sure],
    }


def nothing_of(url: str) -> dict[str, Any]:
    """The same keys for a link that could not be read."""
    nothing = Resource(key="", url="", title="")
    empty = {key: value or None for key, value in described(url, nothing).items()}
    lists: dict[str, Any] = {"authors": [], "code": [], "summary": "", "text": ""}
    return {**empty, **lists, "url": url, "kind": None}


def _date(when: When | None) -> str | None:
    return str(when) if when else None
