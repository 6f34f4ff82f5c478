"""Small readings that adapters share: texts and addresses by XPath, JSON of a page of extras."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from curator.model import Candidate, Page
from curator.resources import canonical
from curator.resources.canonical import Identity
from curator.resources.document import Document, squeeze, text_of


def known(document: Document, identity: Identity) -> Identity:
    """The page's identity: by its address if that tells, else by the address it declares.

    Only what a page is may follow from its own word; the key under which it is kept does not.
    """
    if document.canonical is None or not identity.key.startswith(("http:", "https:")):
        return identity
    return canonical.identity(document.canonical)


def texts(document: Document, path: str) -> list[str]:
    """The words of every element or attribute that an XPath finds, empty ones left out."""
    found = document.tree.xpath(path)
    plain = (one if isinstance(one, str) else text_of(one, apart=True) for one in found)
    return [text for text in map(squeeze, plain) if text]


def text(document: Document, path: str) -> str:
    """The first of :func:`texts`, or an empty string."""
    found = texts(document, path)
    return found[0] if found else ""


def links(document: Document, path: str) -> list[str]:
    """The absolute addresses that an XPath over ``href`` or ``src`` attributes finds."""
    found = (document.absolute(one) for one in texts(document, path))
    return list(dict.fromkeys(one for one in found if one))


def metas(document: Document, **fields: str) -> Iterator[Candidate]:
    """Candidates from ``meta`` elements: the field's name and the element's."""
    for field, name in fields.items():
        if value := document.meta(name):
            yield Candidate(field, value, "")


def given(**fields: str | None) -> Iterator[Candidate]:
    """Candidates of values at hand, empty ones left out."""
    for field, value in fields.items():
        if value:
            yield Candidate(field, value, "")


def parsed(page: Page | None) -> Any:
    """The JSON of a page, or ``None`` where there is none."""
    if page is None:
        return None
    try:
        return json.loads(page.body)
    except (ValueError, RecursionError):
        return None
