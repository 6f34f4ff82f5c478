"""Books in shops and catalogues, known by an ISBN in the address or in the page's own address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.model import Candidate
from curator.resources import names
from curator.resources.adapters import Adapter, Reading, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document

_TITLES = "roductTitle"
"""What both identifiers of a title end in."""
_FORMAT = re.compile(
    r"\s*(?:Kindle Edition|Hardcover|Paperback|Audiobook|Mass Market Paperback)\b.*$"
)
_DATE = re.compile(r"\d{1,2} \w+ (?:19|20)\d\d|\w+ \d{1,2}, (?:19|20)\d\d")


def applies(document: Document, identity: Identity) -> bool:
    """A page of a book."""
    return _isbn(document, identity) is not None or bool(
        _TITLES in document.markup
        and document.tree.xpath("//*[@id='productTitle' or @id='ebooksProductTitle']")
        and document.tree.xpath(
            "//*[contains(@id,'book_details') or contains(@id,'bylineInfo')]//*[contains(@class,'author')]"
        )
    )


def _isbn(document: Document, identity: Identity) -> str | None:
    return pick.known(document, identity).isbn


def candidates(reading: Reading) -> Iterator[Candidate]:
    """Title, authors, day and ISBN."""
    page = reading.document
    title = pick.text(page, "//*[@id='productTitle' or @id='ebooksProductTitle']")
    writers = pick.texts(page, "//*[@id='bylineInfo']//*[contains(@class,'author')]//a")
    date = _DATE.search(pick.text(page, "//*[contains(@id,'publication_date')]"))
    yield from pick.given(
        kind="book",
        isbn=_isbn(page, reading.identity),
        title=_FORMAT.sub("", title) or None,
        authors="; ".join(name for writer in writers for name in names.people(writer)),
        published=date.group() if date else None,
    )


ADAPTER = Adapter("books", applies, candidates)
