"""Books by their ISBN, in shops, catalogues and at publishers."""

from __future__ import annotations

import re

from curator.model import Kind
from curator.resources import identifiers
from curator.resources.places.address import Address, Identity


def book(isbn: str, url: str | None = None) -> Identity:
    """A book by its thirteen digits."""
    return Identity(
        f"isbn:{isbn}", url or f"https://openlibrary.org/isbn/{isbn}", Kind.BOOK, isbn=isbn
    )


def amazon(address: Address) -> Identity | None:
    """A book by its ISBN; any other thing in the shop by its number there."""
    found = re.search(
        r"/(?:dp|gp/product|product|gp/aw/d|exec/obidos/ASIN)/([A-Z0-9]{10})(?:/|$)", address.path
    )
    if found is None:
        return None
    url = f"https://www.{address.host}/dp/{found.group(1)}"
    isbn = identifiers.isbn(found.group(1))
    return book(isbn, url) if isbn else Identity(url, url)


def isbn_in_path(address: Address) -> Identity | None:
    """Catalogues and publishers: an ISBN-13 at the end, or any ISBN after ``isbn``."""
    last = address.segments[-1] if address.segments else ""
    named = len(address.segments) > 1 and address.segments[-2].lower() == "isbn"
    if not named and not last.startswith(("978", "979")):
        return None
    isbn = identifiers.isbn(last)
    return book(isbn, address.url.split("#")[0].split("?")[0]) if isbn else None
