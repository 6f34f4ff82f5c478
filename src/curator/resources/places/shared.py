"""What an address tells of who shared it, by its shape: publications have hosts of their own.

Substack and Medium serve posts under any domain. Their posts' addresses are known by their form, and
so are the parameters that the two add when somebody shares or is mailed one.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_POST = re.compile(r"/p/[\w-]+/?")
_STORY = re.compile(r"/(?:[\w@.%-]+/)*[\w%-]+-[0-9a-f]{12}/?")
_MAILED = frozenset({"publication_id", "post_id"})
_SHARED = frozenset({"utm_campaign", "utm_medium"})
_READER = frozenset({"r", "s", "token", "publication_id", "post_id"})
"""Who shared a post, and the token of the reader to whom it was mailed."""
_STORY_FROM = frozenset({"source", "gi", "sk"})


def of_a_reader(path: str, names: Collection[str]) -> frozenset[str]:
    """The parameters that tell a reader, never the post: neither to be shown nor compared.

    ``names`` are all that the address has. A lone ``r`` may mean anything; it tells who shared the
    post where the rest of what the share button or the mail adds stands beside it.
    """
    shared = _MAILED.issubset(names) or _SHARED.issubset(names) or "triedRedirect" in names
    return _READER if shared and _POST.fullmatch(path) else frozenset()


def of_a_story(path: str) -> frozenset[str]:
    """The parameters of a story with a number at its end that say whence a reader comes.

    They are shown all the same: ``sk`` lets those read whom the author gave the link.
    """
    return _STORY_FROM if _STORY.fullmatch(path) else frozenset()
