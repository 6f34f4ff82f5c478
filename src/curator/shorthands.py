"""What a line of ``sources`` stands for: its address in one normal form, and its kind.

``arxiv``, ``youtube`` and ``github`` shorthands become the addresses that those sites document;
a plain address says its kind itself where that is certain, else it is a feed (fetching finds out
more). Raises :class:`BadValue` with what is wrong and what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

from curator import urls
from curator.errors import BadValue
from curator.model import SourceKind

ARXIV_RESULTS = 50
"""How many of the newest papers a query asks for where the source has no ``limit``."""

_ARXIV_FIELDS = ("ti", "au", "abs", "co", "jr", "cat", "rn", "id", "all", "submittedDate")
_ARXIV_CATEGORY = re.compile(r"[a-z]+(-[a-z]+)*\.[A-Za-z]{2,}(-[A-Za-z]+)*")
_CHANNEL = re.compile(r"UC[\w-]{22}")
_PLAYLIST = re.compile(r"(PL|UU|OL|FL)[\w-]{10,48}")
_HANDLE = re.compile(r"@[\w.·-]{3,30}")
_REPOSITORY = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]{0,38})/([\w.-]{1,100})(?:[/ ]+(\w+))?")
_GITHUB_FEEDS = ("releases", "tags", "commits")
_LABEL = re.compile(r"[^\W_]([\w-]{0,61}[^\W_])?")
_YOUTUBE = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com"})
_FEED_SCHEME = re.compile(r"feed:(?://)?(?=https?:|[^/:])", re.IGNORECASE)
_SCHEMELESS = re.compile(r"(?:[^\W_][\w-]*\.)+[^\W\d_]{2,24}(?::\d+)?(?:[/?#]\S*)?")
_QUERY = re.compile(r"[(\s]*(?:ti|au|abs|cat|all):[^/\s]", re.IGNORECASE)
_SITEMAP = re.compile(r"sitemap[^/]*\.xml(\.gz)?", re.IGNORECASE)


def plain(url: str) -> tuple[str, SourceKind]:
    """The normal form and the kind of an address."""
    url = address(url)
    parts = urlsplit(url)
    if parts.hostname in _YOUTUBE:
        return _youtube_page(url)
    if parts.hostname in ("github.com", "www.github.com"):
        return _github_page(url)
    if parts.path == "/api/query" and parts.hostname in ("export.arxiv.org", "arxiv.org"):
        return url, SourceKind.ARXIV
    return url, _kind_of_file(parts.path.rsplit("/", 1)[-1])


def address(url: str) -> str:
    """``url`` with scheme and host in lower case, a path, and no fragment or default port."""
    parts = urls.split(url)
    if parts is None:
        raise BadValue(f"{url[:80]!r} is not an address; write it in full, such as https://…")
    if parts.username or parts.password:
        raise BadValue("a name and password in an address are not supported: they would be shown")
    host = (parts.hostname or "").rstrip(".")
    if not is_host(host) or re.search(r"[\s\x00-\x1f\x7f]", url.strip()):
        raise BadValue(f"{url[:80]!r} is not an address: check the host and for blanks")
    default = {"http": 80, "https": 443}[parts.scheme]
    bracketed = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port not in (None, default) else ""
    return urlunsplit((parts.scheme, bracketed + port, parts.path or "/", parts.query, ""))


def base(text: str) -> str:
    """An address that others are appended to, without a slash at its end.

    Raises :class:`~curator.errors.BadValue` for what is none.
    """
    url = address(text)
    if "?" in url or "#" in text:
        raise BadValue("the base address has no query and no fragment; write https://example.org")
    return url.rstrip("/")


def arxiv(query: str, limit: int | None = None) -> str:
    """The API address of an arXiv query, newest first.

    ``query`` is in the API's own language, such as ``cat:cs.CV AND abs:convolution``, or a bare
    category. Source: arXiv API user's manual §5.1.
    """
    query = " ".join(query.split())
    if _ARXIV_CATEGORY.fullmatch(query):
        query = f"cat:{query}"
    _check_arxiv(query)
    found = quote(query, safe=":*.,-_ ").replace(" ", "+")
    return (
        f"https://export.arxiv.org/api/query?search_query={found}"
        f"&sortBy=submittedDate&sortOrder=descending&max_results={limit or ARXIV_RESULTS}"
    )


def youtube(channel: str) -> str:
    """The feed of a channel id or playlist id, or the page of a handle (its feed is found there)."""
    channel = channel.strip()
    if _CHANNEL.fullmatch(channel):
        return f"https://www.youtube.com/feeds/videos.xml?channel_id={channel}"
    if _PLAYLIST.fullmatch(channel):
        return f"https://www.youtube.com/feeds/videos.xml?playlist_id={channel}"
    if _HANDLE.fullmatch(channel):
        return f"https://www.youtube.com/{channel}"
    raise BadValue(
        f"{channel[:60]!r} is not a channel; use its id (UC and 22 characters), "
        "a playlist's id (PL…) or a handle (@name)"
    )


def github(repository: str) -> str:
    """The Atom feed of a repository's ``releases`` (default), ``tags`` or ``commits``."""
    match = _REPOSITORY.fullmatch(repository.strip())
    if not match:
        raise BadValue(f"{repository[:60]!r} is not a repository; write owner/name")
    owner, name, what = match[1], match[2].removesuffix(".git"), match[3] or "releases"
    if what not in _GITHUB_FEEDS:
        raise BadValue(f"{what!r} is not one of {', '.join(_GITHUB_FEEDS)}")
    return f"https://github.com/{owner}/{name}/{what}.atom"


def typed(text: str, kind: str = "") -> str:
    """The address of the source that somebody types or pastes, else ``text`` as it is.

    ``example.org``, ``feed://example.org/rss``, ``@name`` and ids of YouTube, ``owner/name`` of
    GitHub, a query of arXiv. With one of the ``kind`` that has a shorthand, what the shorthand
    takes; then :class:`BadValue` is raised where it is none.
    """
    text = text.strip()
    if urls.is_web(text):
        return text
    if shorthand := _SHORTHANDS.get(kind):
        return shorthand(text)
    if _FEED_SCHEME.match(text):
        text = _FEED_SCHEME.sub("", text)
        return text if urls.is_web(text) else f"https://{text}"
    if _QUERY.match(text):
        return arxiv(text)
    if any(one.fullmatch(text) for one in (_CHANNEL, _PLAYLIST, _HANDLE)):
        return youtube(text)
    if _REPOSITORY.fullmatch(text):
        return github(text)
    return f"https://{text}" if _SCHEMELESS.fullmatch(text) else text


_SHORTHANDS: dict[str, Callable[[str], str]] = {
    "arxiv": arxiv,
    "youtube": youtube,
    "github": github,
}


def identity(url: str) -> str:
    """Equal for addresses that are surely the same source."""
    return address(url).removeprefix("https:").removeprefix("http:")


def _kind_of_file(name: str) -> SourceKind:
    """What the last part of a path says for certain."""
    if _SITEMAP.fullmatch(name):
        return SourceKind.SITEMAP
    return SourceKind.OPML if name.lower().endswith(".opml") else SourceKind.FEED


def _youtube_page(url: str) -> tuple[str, SourceKind]:
    """The feed behind a channel's or playlist's page; other pages stay as they are."""
    parts = urlsplit(url)
    playlist = parse_qs(parts.query).get("list", [""])[0]
    steps = [step for step in parts.path.split("/") if step]
    if parts.path == "/playlist" and _PLAYLIST.fullmatch(playlist):
        return youtube(playlist), SourceKind.YOUTUBE
    if len(steps) > 1 and steps[0] == "channel" and _CHANNEL.fullmatch(steps[1]):
        return youtube(steps[1]), SourceKind.YOUTUBE
    if steps and _HANDLE.fullmatch(steps[0]):
        return youtube(steps[0]), SourceKind.YOUTUBE
    return url, SourceKind.YOUTUBE


def _github_page(url: str) -> tuple[str, SourceKind]:
    """The releases feed behind a repository's page; feeds of GitHub itself stay as they are."""
    path = urlsplit(url).path.strip("/")
    if path.count("/") == 1 and not path.endswith(".atom"):
        return github(path), SourceKind.GITHUB
    if path.count("/") == 2 and path.endswith(_GITHUB_FEEDS):  # noqa: PLR2004 - owner/name/releases
        return github(path), SourceKind.GITHUB
    is_feed = path.endswith(".atom") and path.count("/") > 1
    return url, SourceKind.GITHUB if is_feed else SourceKind.FEED


def _check_arxiv(query: str) -> None:
    """Refuse what the API would answer with an error or with everything."""
    fields = re.findall(r"(?<![\w\"])(\w+):(?=\S)", query)
    if not fields:
        known = ", ".join(_ARXIV_FIELDS)
        raise BadValue(f"name a field in the query, such as cat:cs.CV or abs:word; fields: {known}")
    for field in fields:
        if field not in _ARXIV_FIELDS:
            near = get_close_matches(field, _ARXIV_FIELDS, n=1)
            hint = f"; did you mean {near[0]}:?" if near else ""
            raise BadValue(f"{field}: is not an arXiv field{hint} ({', '.join(_ARXIV_FIELDS)})")
    if query.count('"') % 2 or query.count("(") != query.count(")"):
        raise BadValue("quotes and brackets of the query must come in pairs")


def is_host(host: str) -> bool:
    """Whether ``host`` is an IP address or labels that DNS allows (RFC 1123 §2.1, RFC 5890)."""
    if ":" in host:
        return True
    return len(host) <= 253 and all(_LABEL.fullmatch(label) for label in host.split("."))  # noqa: PLR2004
