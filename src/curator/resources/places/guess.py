"""What the words of a path suggest."""

from __future__ import annotations

from curator.model import Kind
from curator.resources.places.address import Address

_KIND_PATHS = {
    "podcast": Kind.PODCAST,
    "podcasts": Kind.PODCAST,
    "episode": Kind.PODCAST,
    "episodes": Kind.PODCAST,
    "lesson": Kind.LESSON,
    "lessons": Kind.LESSON,
    "lecture": Kind.LESSON,
    "lectures": Kind.LESSON,
    "course": Kind.COURSE,
    "courses": Kind.COURSE,
    "blog": Kind.POST,
    "blogs": Kind.POST,
    "posts": Kind.POST,
    "video": Kind.VIDEO,
    "videos": Kind.VIDEO,
    "book": Kind.BOOK,
    "books": Kind.BOOK,
    "docs": Kind.DOCUMENT,
    "documentation": Kind.DOCUMENT,
}


def kind(address: Address) -> Kind | None:
    """What words of a path suggest; a weak sign."""
    if address.path.lower().endswith(".ipynb"):
        return Kind.NOTEBOOK
    if address.path.lower().endswith(".pdf"):
        return Kind.DOCUMENT
    if address.host.startswith("blog."):
        return Kind.POST
    for segment in address.segments[:-1]:
        if found := _KIND_PATHS.get(segment.lower()):
            return found
    return None
