"""What people say to each other: questions, threads, posts."""

from __future__ import annotations

import re
from urllib.parse import quote

from curator.model import Kind
from curator.resources.places.address import Address, Identity, Recogniser


def _stack(address: Address) -> Identity | None:
    if len(address.segments) < 2 or not address.segments[1].isdigit():
        return None
    if address.segments[0] not in ("questions", "q"):
        return None
    number = address.segments[1]
    if len(address.segments) > 3:
        return None
    url = f"https://{address.host}/questions/{number}"
    return Identity(f"stack:{address.host}/{number}", url, Kind.DISCUSSION)


def _reddit(address: Address) -> Identity | None:
    segments = address.segments
    if "comments" not in segments or len(segments) > segments.index("comments") + 3:
        return None
    after = segments[segments.index("comments") + 1 :]
    if not after:
        return None
    url = f"https://www.reddit.com/{'/'.join(map(quote, segments))}"
    return Identity(f"reddit:{after[0]}", url, Kind.DISCUSSION)


def _hacker_news(address: Address) -> Identity | None:
    number = address.query.get("id", "")
    if not address.starts("item") or not number.isdigit():
        return None
    url = f"https://news.ycombinator.com/item?id={number}"
    return Identity(f"hn:{number}", url, Kind.DISCUSSION)


def medium(address: Address) -> Identity | None:
    """A story on Medium or one of its publications, by the number its address ends in."""
    last = address.segments[-1] if address.segments else ""
    found = re.search(r"(?:^|-)([0-9a-f]{8,12})$", last)
    if found is None:
        return None
    return Identity(f"medium:{found.group(1)}", address.url.split("?")[0].split("#")[0], Kind.POST)


HOSTS: dict[str, Recogniser] = {
    **dict.fromkeys(
        ["stackoverflow.com", "serverfault.com", "superuser.com", "askubuntu.com", "mathoverflow.net",
         "stats.stackexchange.com", "datascience.stackexchange.com", "ai.stackexchange.com",
         "math.stackexchange.com", "cs.stackexchange.com"],
        _stack,
    ),
    **dict.fromkeys(["reddit.com", "old.reddit.com", "np.reddit.com", "new.reddit.com"], _reddit),
    "news.ycombinator.com": _hacker_news,
    "medium.com": medium,
}  # fmt: skip
"""Recognisers by host."""
