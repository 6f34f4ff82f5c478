"""Short posts and videos of social networks."""

from __future__ import annotations

import re

from curator.model import Kind
from curator.resources.places.address import Address, Identity, Recogniser

_INSTAGRAM_ROOMS = {"p": Kind.POST, "reel": Kind.VIDEO, "reels": Kind.VIDEO, "tv": Kind.VIDEO}


def _tweet(address: Address) -> Identity | None:
    segments = address.segments
    if address.starts("i", "web"):
        segments = segments[1:]
    if len(segments) > 2 and segments[1] in ("status", "statuses") and segments[2].isdigit():
        url = f"https://x.com/{segments[0]}/status/{segments[2]}"
        return Identity(f"x:{segments[2]}", url, Kind.POST)
    return None


def _instagram(address: Address) -> Identity | None:
    """``/p/CODE``, ``/reel/CODE``, both also after an account's name."""
    for room, code in zip(address.segments, address.segments[1:], strict=False):
        if room in _INSTAGRAM_ROOMS and re.fullmatch(r"[\w-]{5,40}", code):
            url = f"https://www.instagram.com/{'p' if room == 'p' else 'reel'}/{code}/"
            return Identity(f"instagram:{code}", url, _INSTAGRAM_ROOMS[room])
    return None


def _tiktok(address: Address) -> Identity | None:
    segments = address.segments
    if len(segments) > 2 and segments[1] in ("video", "photo") and segments[2].isdigit():
        url = f"https://www.tiktok.com/{segments[0]}/{segments[1]}/{segments[2]}"
        return Identity(f"tiktok:{segments[2]}", url, Kind.VIDEO, video_id=segments[2])
    return None


def _bluesky(address: Address) -> Identity | None:
    segments = address.segments
    if len(segments) > 3 and address.starts("profile") and segments[2] == "post":
        url = f"https://bsky.app/profile/{segments[1]}/post/{segments[3]}"
        return Identity(f"bluesky:{segments[1].lower()}/{segments[3]}", url, Kind.POST)
    return None


HOSTS: dict[str, Recogniser] = {
    **dict.fromkeys(
        ["twitter.com", "x.com", "nitter.net", "xcancel.com", "fxtwitter.com", "vxtwitter.com",
         "fixupx.com"],
        _tweet,
    ),
    "instagram.com": _instagram,
    "tiktok.com": _tiktok,
    "bsky.app": _bluesky,
}  # fmt: skip
"""Recognisers by host."""
