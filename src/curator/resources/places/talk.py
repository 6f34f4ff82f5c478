"""What people say to each other: questions, threads, posts."""

from __future__ import annotations

import re
from urllib.parse import quote

from curator.model import Kind
from curator.resources.places.address import Address, Identity, Recogniser


def stack(address: Address) -> Identity | None:
    """A question on one of Stack Exchange's sites, with or without its title; not a single answer."""
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


def _redd_it(address: Address) -> Identity | None:
    """The short link of a thread."""
    if len(address.segments) != 1 or not re.fullmatch(r"[a-z0-9]{4,9}", address.segments[0]):
        return None
    number = address.segments[0]
    return Identity(
        f"reddit:{number}", f"https://www.reddit.com/comments/{number}", Kind.DISCUSSION
    )


def wikipedia(address: Address) -> Identity | None:
    """An article by its title, also where the title is a parameter; a certain revision is another."""
    named = address.query.get("title", "") if address.path == "/w/index.php" else ""
    if set(address.query) - _SAME_ARTICLE:
        return None
    if len(address.segments) > 1 and (address.starts("wiki") or _SCRIPT.fullmatch(address.path)):
        named = "/".join(address.segments[1:])
    if not named:
        return None
    host = re.sub(r"\.m\.wikipedia", ".wikipedia", address.host)
    if named[0].isascii():  # Wikipedia begins titles with a capital, in some scripts not
        named = named[0].upper() + named[1:]
    url = f"https://{host}/wiki/{quote(named.replace(' ', '_'), safe=_TITLE_SAFE)}"
    return Identity(url, url)


_SAME_ARTICLE = frozenset({"title", "redirect", "useskin", "wprov", "searchToken", "oldformat"})
_SCRIPT = re.compile(r"/(?:zh-[a-z]{2,4}|sr-e[cl])/.+")
"""An article in another script of its language."""
_TITLE_SAFE = "/:;()@!$&'*,=~-._"


def substack(address: Address) -> Identity | None:
    """A post of a publication; what its address has beside says who shared it with whom."""
    if not address.starts("p") or len(address.segments) != 2:
        return None
    url = f"https://{address.host}/p/{quote(address.segments[1])}"
    return Identity(url, url, Kind.POST)


def _hacker_news(address: Address) -> Identity | None:
    number = address.query.get("id", "")
    if not address.starts("item") or not number.isdigit():
        return None
    url = f"https://news.ycombinator.com/item?id={number}"
    return Identity(f"hn:{number}", url, Kind.DISCUSSION)


def _lobsters(address: Address) -> Identity | None:
    """A story with its comments, with or without its title."""
    if not address.starts("s") or not 1 < len(address.segments) < 4:
        return None
    number = address.segments[1]
    url = f"https://lobste.rs/{'/'.join(map(quote, address.segments))}"
    return Identity(f"lobsters:{number}", url, Kind.DISCUSSION)


def _less_wrong(address: Address) -> Identity | None:
    """A post by its number, also as a part of a sequence and on the forum that shares it."""
    segments = address.segments
    place = next((at for at, word in enumerate(segments[:-1]) if word in ("posts", "p")), None)
    number = segments[place + 1] if place is not None else ""
    if place not in (0, 2) or not re.fullmatch(r"[A-Za-z0-9]{17}", number):
        return None
    title = f"/{quote(segments[2])}" if place == 0 and len(segments) > 2 else ""
    host = "alignmentforum.org" if address.host == "alignmentforum.org" else "lesswrong.com"
    return Identity(f"lesswrong:{number}", f"https://www.{host}/posts/{number}{title}", Kind.POST)


def medium(address: Address) -> Identity | None:
    """A story on Medium or one of its publications, by the number its address ends in."""
    last = address.segments[-1] if address.segments else ""
    found = re.search(r"(?:^|-)([0-9a-f]{8,12})$", last)
    if found is None:
        return None
    return Identity(f"medium:{found.group(1)}", address.url.split("?")[0].split("#")[0], Kind.POST)


HOSTS: dict[str, Recogniser] = {
    **dict.fromkeys(
        ["stackoverflow.com", "serverfault.com", "superuser.com", "askubuntu.com", "mathoverflow.net"],
        stack,
    ),
    **dict.fromkeys(
        ["reddit.com", "old.reddit.com", "np.reddit.com", "new.reddit.com", "i.reddit.com",
         "amp.reddit.com"],
        _reddit,
    ),
    "redd.it": _redd_it,
    "news.ycombinator.com": _hacker_news,
    "lobste.rs": _lobsters,
    "medium.com": medium,
    **dict.fromkeys(["lesswrong.com", "greaterwrong.com", "alignmentforum.org"], _less_wrong),
}  # fmt: skip
"""Recognisers by host."""
