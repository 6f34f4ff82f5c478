"""Books by their ISBN, in shops, catalogues and at publishers."""

from __future__ import annotations

import re

from curator.model import Kind
from curator.resources import identifiers
from curator.resources.places.address import Address, Identity, Recogniser


def book(isbn: str, url: str | None = None) -> Identity:
    """A book by its thirteen digits."""
    return Identity(
        f"isbn:{isbn}", url or f"https://openlibrary.org/isbn/{isbn}", Kind.BOOK, isbn=isbn
    )


def amazon(address: Address) -> Identity | None:
    """A book by its ISBN; any other thing in the shop by its number there."""
    found = re.search(
        r"/(?:dp|gp/product|product|gp/aw/d|exec/obidos/ASIN|o/ASIN|ASIN)/([A-Z0-9]{10})(?:/|$)",
        address.path,
    )
    if found is None:
        return None
    url = f"https://www.{address.host.removeprefix('smile.')}/dp/{found.group(1)}"
    isbn = identifiers.isbn(found.group(1))
    return book(isbn, url) if isbn else Identity(url, url)


_GOOGLE_BOOKS = re.compile(r"(?:books|play)\.google\.[a-z.]{2,6}|google\.[a-z.]{2,6}")
_VOLUME = re.compile(r"[\w-]{12}")


def google(address: Address) -> Identity | None:
    """A book at Google: by ISBN where the address has it, else by its number there."""
    if not _GOOGLE_BOOKS.fullmatch(address.host) or "books" not in address.url:
        return None
    query = address.query
    isbn = identifiers.isbn(query.get("isbn") or query.get("vid") or "")
    if isbn:
        return book(isbn)
    segments = address.segments
    number = segments[3] if address.starts("books", "edition") and len(segments) > 3 else ""
    number = number or query.get("id", "")
    if not _VOLUME.fullmatch(number):
        return None
    return Identity(
        f"google-books:{number}", f"https://books.google.com/books?id={number}", Kind.BOOK
    )


def _sold(address: Address) -> Identity | None:
    """A shop's page of a book, whose ISBN is a parameter."""
    isbn = identifiers.isbn(address.query.get("ean") or address.query.get("isbn") or "")
    return book(isbn, address.url.split("#")[0]) if isbn else isbn_in_path(address)


def _goodreads(address: Address) -> Identity | None:
    """``/book/show/123-title`` and ``/book/show/123.Title``."""
    found = re.match(r"/(?:[a-z]{2}/)?book/show/((\d+)(?:[.-][\w.-]*)?)/?$", address.path)
    if found is None:
        return isbn_in_path(address)
    url = f"https://www.goodreads.com/book/show/{found[1]}"
    return Identity(f"goodreads:{found[2]}", url, Kind.BOOK)


HOSTS: dict[str, Recogniser] = {
    "bookshop.org": _sold,
    "barnesandnoble.com": _sold,
    "goodreads.com": _goodreads,
}
"""Recognisers by host."""


def isbn_in_path(address: Address) -> Identity | None:
    """Catalogues and publishers: an ISBN-13 at the end, or any ISBN after ``isbn``."""
    last = address.segments[-1] if address.segments else ""
    named = len(address.segments) > 1 and address.segments[-2].lower() == "isbn"
    if not named and not last.startswith(("978", "979")):
        return None
    isbn = identifiers.isbn(last)
    return book(isbn, address.url.split("#")[0].split("?")[0]) if isbn else None
