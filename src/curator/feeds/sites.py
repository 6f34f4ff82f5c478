"""What is known of well-known sites: where their feeds are, and what to leave out of them.

Every address made here is only a candidate until it was fetched and read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import SplitResult, parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from curator.errors import ParseError
from curator.feeds.forms.draft import Draft, DraftFeed
from curator.model import Page, Source, SourceKind
from curator.sanitize import html_to_text
from curator.urls import host, registrable_domain, split

Maker = Callable[[SplitResult, str], list[str]]
"""Feed addresses of a page, by the parts of its address and its path without a final slash."""
_YOUTUBE_FEED = "https://www.youtube.com/feeds/videos.xml"
_CHANNEL = re.compile(r"UC[\w-]{22}")
_CHANNEL_ON_PAGE = tuple(
    re.compile(pattern + r"(UC[\w-]{22})")
    for pattern in (
        r"feeds/videos\.xml\?channel_id=",
        r"rel=[\"']?canonical[\"']?[^>]{0,80}/channel/",
        r"\"(?:externalId|externalChannelId)\":\s*\"",
        r"\"channelId\":\s*\"",
        r"/channel/",
    )
)
"""Where a page names its channel, the surest first: it may name others that it recommends."""
_SHORTS = re.compile(r"/shorts/|(?:^|\s)#shorts\b", re.IGNORECASE)
_IS_FEED = re.compile(r"\.(?:atom|rss|xml|json)$|(?:^|/)(?:feed|rss|api/query)(?:/|$)")
KAGGLE = (
    "https://www.kaggle.com/competitions.atom",
    "https://www.kaggle.com/api/v1/competitions/list?sortBy=recentlyCreated",
)
ARXIV_PAGE = 10
"""Entries that arXiv gives where the query does not say how many."""


def feed_addresses(url: str) -> tuple[str, ...]:
    """Where the feed of a page on a known site is; empty for all other pages, and for feeds."""
    parts = urlsplit(url)
    if _IS_FEED.search(parts.path):
        return ()
    name = host(url).removeprefix("www.")
    domain = registrable_domain(name)
    path = parts.path.rstrip("/")
    found: list[str] = []
    if maker := _BY_DOMAIN.get(name) or _BY_DOMAIN.get(domain):
        found += maker(parts, path)
    if re.fullmatch(r"/@[\w.]+(?:@[\w.-]+)?", path) and domain not in _BY_DOMAIN:
        found.append(f"{parts.scheme}://{parts.netloc}{path}.rss")  # Mastodon and its kin
    return tuple(found)


def _reddit(parts: SplitResult, path: str) -> list[str]:
    """The feed of a subreddit or user, in the order that the page shows."""
    found = re.match(r"/(?:r|u|user)/[\w.+-]+(?:/(?:new|hot|top|rising|m/\w+))?(?=/|$)", path)
    order = re.search(r"(?:^|&)t=\w+", parts.query)
    query = f"?{order[0].lstrip('&')}" if order and found and found[0].endswith("/top") else ""
    return [f"https://www.reddit.com{found[0] if found else ''}/.rss{query}"]


def _youtube(parts: SplitResult, path: str) -> list[str]:
    query = parse_qs(parts.query)
    if found := _CHANNEL.search(path):
        return [f"{_YOUTUBE_FEED}?channel_id={found[0]}"]
    if playlist := query.get("list"):
        return [f"{_YOUTUBE_FEED}?playlist_id={playlist[0]}"]
    if path.startswith("/user/"):
        return [f"{_YOUTUBE_FEED}?user={path.split('/')[2]}"]
    return []


def _github(_parts: SplitResult, path: str) -> list[str]:
    parts = path.strip("/").split("/")
    if len(parts) == 1 and parts[0]:
        return [f"https://github.com/{parts[0]}.atom"]
    if len(parts) < 2:  # noqa: PLR2004 - owner and name
        return []
    base = f"https://github.com/{parts[0]}/{parts[1].removesuffix('.git')}"
    wanted = parts[2] if len(parts) > 2 else ""  # noqa: PLR2004
    if wanted == "commits":
        return [f"{base}/commits{'/' + '/'.join(parts[3:]) if parts[3:] else ''}.atom"]
    if wanted == "tags":
        return [f"{base}/tags.atom"]
    return [f"{base}/releases.atom", f"{base}/tags.atom", f"{base}/commits.atom"]


def _medium(parts: SplitResult, path: str) -> list[str]:
    if parts.netloc.removeprefix("www.") != "medium.com":
        return [f"https://{parts.netloc}/feed"]
    found = re.match(r"/(?:tag/[\w-]+|@?[\w.-]+(?:/tagged/[\w-]+)?)", path)
    return [f"https://medium.com/feed{found[0]}"] if found else []


def _substack(parts: SplitResult, path: str) -> list[str]:
    if parts.netloc.removeprefix("www.") != "substack.com":
        return [f"https://{parts.netloc}/feed"]
    author = re.match(r"/@([a-z0-9-]+)", path)  # whose publication mostly has the same name
    return [f"https://{author[1]}.substack.com/feed"] if author else []


def _own_feed(tail: str) -> Maker:
    """For services that give each user a host of their own."""
    return lambda parts, _path: [f"https://{parts.netloc}{tail}"]


def _bluesky(_parts: SplitResult, path: str) -> list[str]:
    found = re.match(r"/profile/[\w.:-]+", path)
    return [f"https://bsky.app{found[0]}/rss"] if found else []


def _arxiv(_parts: SplitResult, path: str) -> list[str]:
    found = re.match(r"/list/([\w.-]+)", path)
    return [f"https://rss.arxiv.org/rss/{found[1]}"] if found else []


def _dev(_parts: SplitResult, path: str) -> list[str]:
    tag = re.match(r"/t/(\w+)", path)
    first = f"tag/{tag[1]}" if tag else path.strip("/").split("/")[0]
    return [f"https://dev.to/feed/{first}".rstrip("/")]


def _kaggle(_parts: SplitResult, path: str) -> list[str]:
    """The list of competitions, where Kaggle lets programs have it; its pages are for browsers."""
    return list(KAGGLE) if path.startswith("/competitions") else []


_BY_DOMAIN: dict[str, Maker] = {
    "reddit.com": _reddit,
    "youtube.com": _youtube,
    "github.com": _github,
    "medium.com": _medium,
    "hashnode.dev": _own_feed("/rss.xml"),
    "substack.com": _substack,
    "tumblr.com": _own_feed("/rss"),
    "wordpress.com": _own_feed("/feed/"),
    "bsky.app": _bluesky,
    "arxiv.org": _arxiv,
    "dev.to": _dev,
    "kaggle.com": _kaggle,
}


def channel_feed(page: str) -> str | None:
    """The feed of the YouTube channel that a channel's page (``/@handle``, ``/c/name``) shows."""
    for pattern in _CHANNEL_ON_PAGE:
        if found := pattern.search(page):
            return f"{_YOUTUBE_FEED}?channel_id={found[1]}"
    return None


def kind_of(url: str) -> SourceKind:
    """What kind of source an address most likely is."""
    parts = split(url)
    name, path = host(url).removeprefix("www."), parts.path if parts else ""
    if name == "export.arxiv.org" and path.startswith("/api/"):
        return SourceKind.ARXIV
    if name in ("youtube.com", "m.youtube.com", "music.youtube.com", "youtu.be"):
        return SourceKind.YOUTUBE
    if name == "github.com":
        return SourceKind.GITHUB
    if re.search(r"sitemap[^/]*\.xml(\.gz)?$", path):
        return SourceKind.SITEMAP
    return SourceKind.OPML if path.endswith(".opml") else SourceKind.FEED


# --------------------------------------------------------------------------- after reading


def adjusted(source: Source, page: Page, found: DraftFeed) -> DraftFeed:
    """The drafts as this site's readers want them. Raises :class:`ParseError` for arXiv's errors."""
    name = host(page.final_url).removeprefix("www.")
    if name == "youtube.com" and not source.shorts:
        return found.with_entries(tuple(one for one in found.entries if not _is_short(one)))
    if name.endswith("arxiv.org") and "/api/" in page.final_url:
        return _arxiv_page(page.final_url, found)
    return found


def _is_short(one: Draft) -> bool:
    return bool(_SHORTS.search(one.link) or _SHORTS.search(one.title.value))


def _arxiv_page(url: str, found: DraftFeed) -> DraftFeed:
    """The archive tells an error as an entry; and its pages follow from the query."""
    for one in found.entries:
        if "arxiv.org/api/errors" in one.guid:
            told = html_to_text(one.summary.value) or "unknown reason"
            raise ParseError(f"arXiv does not understand the query: {told}")
    return replace(found, next_link=_arxiv_next(url, len(found.entries)))


def _arxiv_next(url: str, count: int) -> str:
    """The address of the next page, or nothing after a page that is not full."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    size = _whole(query.get("max_results"), ARXIV_PAGE)
    if not count or count < size:
        return ""
    query["start"] = str(_whole(query.get("start"), 0) + size)
    return urlunsplit(parts._replace(query=urlencode(query, safe=":,")))


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() else default
