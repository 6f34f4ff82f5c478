"""Data sets and programs in archives such as Zenodo: a DOI is not always that of a paper.

These pages describe themselves for machines; the description names the DOI as its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.model import Candidate
from curator.resources import identifiers, ldjson, names
from curator.resources.adapters import Adapter, Reading, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document
from curator.resources.ldjson import Node

_KINDS = {"Dataset": "dataset", "SoftwareSourceCode": "repository"}
_MOST_TEXTS = 50


def applies(document: Document, identity: Identity) -> bool:
    """A page at a DOI that describes itself as data or as a program with that DOI."""
    return identity.doi is not None and _node(document, identity.doi) is not None


def candidates(reading: Reading) -> Iterator[Candidate]:
    """What it is, its makers, its day."""
    node = _node(reading.document, reading.identity.doi or "") or {}
    makers = [
        name for key in ("creator", "author") for name in ldjson.texts(node.get(key))[:_MOST_TEXTS]
    ]
    yield from pick.given(
        kind=next(_KINDS[one] for one in sorted(ldjson.types(node)) if one in _KINDS),
        title=ldjson.text(node.get("name")),
        authors="; ".join(names.listed(makers)),
        published=ldjson.text(node.get("datePublished")),
    )


def _node(document: Document, doi: str) -> Node | None:
    """The description that has the DOI as its own."""
    for node in document.nodes:
        if _KINDS.keys() & ldjson.types(node):
            told = ldjson.texts([node.get(name) for name in ("@id", "identifier", "sameAs", "url")])
            if any(identifiers.doi(one) == doi for one in told[:_MOST_TEXTS]):
                return node
    return None


ADAPTER = Adapter("records", applies, candidates)
