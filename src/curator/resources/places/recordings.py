"""Videos and podcasts: one key for watch pages, short links, embeds and players."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote

from curator.model import Kind
from curator.resources.places.address import Address, Identity, Recogniser

_PLAYERS = frozenset({"embed", "shorts", "live", "v", "vi", "e", "watch"})
_VIDEO = re.compile(r"[\w-]{11}")


def video(identifier: str) -> Identity:
    """A video on YouTube."""
    url = f"https://www.youtube.com/watch?v={identifier}"
    return Identity(f"youtube:{identifier}", url, Kind.VIDEO, video_id=identifier)


def _youtube(address: Address) -> Identity | None:
    segments = address.segments
    found = address.query.get("v", "")
    if len(segments) > 1 and segments[0] in _PLAYERS:
        found = segments[1]
    if address.starts("attribution_link"):
        found = dict(parse_qsl(address.query.get("u", "").partition("?")[2])).get("v", "")
    if _VIDEO.fullmatch(found) and found != "videoseries":
        return video(found)
    playlist = address.query.get("list")
    if playlist and segments and segments[0] in ("playlist", "embed"):
        url = f"https://www.youtube.com/playlist?list={playlist}"
        return Identity(f"youtube-playlist:{playlist}", url, Kind.COURSE)
    return _channel(segments)


_HANDLE = re.compile(r"@[\w.·-]{3,30}")
_CHANNEL_TABS = ((), ("featured",), ("videos",))
"""What shows a channel; shorts, streams and playlists show a part of it."""


def _channel(segments: tuple[str, ...]) -> Identity | None:
    """A channel by its handle, which ignores case."""
    if not segments or not _HANDLE.fullmatch(segments[0]) or segments[1:] not in _CHANNEL_TABS:
        return None
    handle = quote(segments[0], safe="@")
    return Identity(f"https://youtube.com/{handle.lower()}", f"https://www.youtube.com/{handle}")


def _youtu_be(address: Address) -> Identity | None:
    found = address.segments[0] if address.segments else ""
    return video(found) if _VIDEO.fullmatch(found) else None


def _vimeo(address: Address) -> Identity | None:
    numbers = [part for part in address.segments if re.fullmatch(r"\d{5,12}", part)]
    if not numbers or address.starts("user") or address.starts("showcase"):
        return None
    return Identity(
        f"vimeo:{numbers[0]}", f"https://vimeo.com/{numbers[0]}", Kind.VIDEO, video_id=numbers[0]
    )


def _bilibili(address: Address) -> Identity | None:
    """A video by its number; ``p`` is one of its parts."""
    found = re.match(r"/video/((?:BV[0-9A-Za-z]{10})|av\d+)/?$", address.path)
    part = address.query.get("p", "1")
    if found is None or not part.isdigit():
        return None
    number, tail = found[1], f"?p={part}" if part != "1" else ""
    url = f"https://www.bilibili.com/video/{number}/{tail}"
    return Identity(f"bilibili:{number}{tail}", url, Kind.VIDEO, video_id=number)


def _spotify(address: Address) -> Identity | None:
    segments = address.segments
    if len(segments) > 1 and segments[-2] in ("episode", "show"):
        url = f"https://open.spotify.com/{segments[-2]}/{segments[-1]}"
        return Identity(f"spotify:{segments[-2]}:{segments[-1]}", url, Kind.PODCAST)
    return None


def _apple_podcast(address: Address) -> Identity | None:
    show = next((part for part in address.segments if re.fullmatch(r"id\d+", part)), None)
    if show is None:
        return None
    episode = address.query.get("i")
    tail = f"?i={episode}" if episode else ""
    key = f"apple-podcast:{show}" + (f"/{episode}" if episode else "")
    return Identity(key, f"https://podcasts.apple.com/podcast/{show}{tail}", Kind.PODCAST)


HOSTS: dict[str, Recogniser] = {
    **dict.fromkeys(
        [
            "youtube.com",
            "youtube-nocookie.com",
            "music.youtube.com",
            "gaming.youtube.com",
            "img.youtube.com",
            "youtube.googleapis.com",
            "youtubekids.com",
            "i.ytimg.com",
            "yewtu.be",
        ],
        _youtube,
    ),
    "youtu.be": _youtu_be,
    "bilibili.com": _bilibili,
    "vimeo.com": _vimeo,
    "player.vimeo.com": _vimeo,
    "open.spotify.com": _spotify,
    "podcasts.apple.com": _apple_podcast,
}
"""Recognisers by host."""
