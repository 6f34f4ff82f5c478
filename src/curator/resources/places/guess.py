"""What the words of a path suggest."""

from __future__ import annotations

import re

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
    "short-courses": Kind.COURSE,
    "specializations": Kind.COURSE,
    "blog": Kind.POST,
    "blogs": Kind.POST,
    "posts": Kind.POST,
    "video": Kind.VIDEO,
    "videos": Kind.VIDEO,
    "book": Kind.BOOK,
    "books": Kind.BOOK,
    "docs": Kind.DOCUMENT,
    "documentation": Kind.DOCUMENT,
    "forum": Kind.DISCUSSION,
    "forums": Kind.DISCUSSION,
}
_THREAD = re.compile(
    r"^/t/[^/]+/\d+(?:/\d+)?/?$|/threads/[^/]+\.\d+/|/(?:viewtopic|showthread)\.php|/showthread/|"
    r"^/r/[^/]+/comments/|/discussions?/(?:[\w-]+/)?\d+/$|/-/(?:issues|merge_requests)/\d+/$",
    re.IGNORECASE,
)
"""A thread's address in the common kinds of forum software: Discourse, XenForo, phpBB, vBulletin; a
comment under a link, and what is discussed beside code."""
_HOSTS = {"blog": Kind.POST, "docs": Kind.DOCUMENT, "forum": Kind.DISCUSSION, "forums": Kind.DISCUSSION,
          "discuss": Kind.DISCUSSION, "discourse": Kind.DISCUSSION, "bbs": Kind.DISCUSSION}  # fmt: skip
"""First labels of hosts that are about one kind of page."""


def kind(address: Address) -> Kind | None:
    """What words of a path suggest; a weak sign."""
    if address.path.lower().endswith(".ipynb"):
        return Kind.NOTEBOOK
    if address.path.lower().endswith(".pdf"):
        return Kind.DOCUMENT
    if _THREAD.search(address.path if address.path.endswith("/") else address.path + "/"):
        return Kind.DISCUSSION
    label, _, rest = address.host.partition(".")
    if label in _HOSTS and "." in rest and address.segments:
        return _HOSTS[label]
    for segment in address.segments[:-1]:
        if found := _KIND_PATHS.get(segment.lower()):
            return found
    return None
