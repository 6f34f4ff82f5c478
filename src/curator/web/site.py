"""What every page says of the newsletter, and where things are on the site."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from urllib.parse import quote, urlsplit

from curator.issues import view, wording
from curator.issues.view import Portrait
from curator.model import Newsletter

PAGE = "page="
"""The query of the later pages of a list."""


@dataclass(frozen=True, slots=True)
class Site:
    """The newsletter as the pages see it. Templates know it as ``site``."""

    title: str
    tagline: str
    author: Portrait
    language: str
    direction: str
    base_url: str
    """Where these pages are."""
    service_url: str
    """Where forms are answered."""
    postal_address: str
    mails_posts: bool
    """Whether the author's posts are mailed by themselves, so that a reader can have those alone."""
    asks_work: bool
    """Whether browsers show some work at sign-up while very much comes in."""
    live: bool
    """Whether forms and search answer here; not so on pages written as files."""

    def to(self, path: str) -> str:
        """The address of one of our pages, from the root of its host."""
        if self.live:
            return self._prefix + path
        # A folder's index file is served under its name with a slash, on every static host; it
        # cannot know a query, so later pages of a list are folders too.
        place, mark, query = path.partition("?")
        if query.startswith(PAGE):
            place, mark, query = f"{place}/page/{query.removeprefix(PAGE)}", "", ""
        whole = place if "." in place.rsplit("/", 1)[-1] or place.endswith("/") else f"{place}/"
        return self._prefix + whole + mark + query

    def absolute(self, path: str) -> str:
        """The whole address of one of our pages."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}{self.to(path)}"

    def service(self, path: str) -> str:
        """Where a form is answered: here, or from static pages at the running service."""
        return self.to(path) if self.live else self.service_url + path

    def asset(self, name: str) -> str:
        """The address of a file of ours, which changes when the file does."""
        return f"{self._prefix}/static/{name}?{asset_hash(name)}"

    def topic(self, slug: str) -> str:
        """The page of a topic."""
        return self.to(f"/topics/{quote(slug)}")

    @property
    def _prefix(self) -> str:
        return urlsplit(self.base_url).path.rstrip("/")


def site_of(
    newsletter: Newsletter, *, files_at: str | None = None, asks_work: bool = False
) -> Site:
    """The site of a newsletter; ``files_at`` is where it is served as mere files, if it is."""
    base_url = newsletter.base_url.rstrip("/")
    return Site(
        title=newsletter.title,
        tagline=newsletter.tagline,
        author=view.portrait(newsletter.author),
        language=newsletter.language,
        direction=wording.direction(newsletter.language),
        base_url=base_url if files_at is None else files_at.rstrip("/"),
        service_url=base_url,
        postal_address=", ".join(
            filter(None, map(str.strip, newsletter.postal_address.split("\n")))
        ),
        mails_posts=newsletter.instant_posts,
        asks_work=asks_work,
        live=files_at is None,
    )


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself to browsers, search engines and link previews."""

    title: str
    path: str
    """Its own canonical address."""
    description: str = ""
    kind: str = "website"
    """Open Graph type."""
    index: bool = True
    """Whether search engines may list it."""
    feeds: tuple[tuple[str, str], ...] = ()
    """Title and path of further Atom feeds about just this page."""
    data: str = ""
    """Structured data (JSON-LD), safe to stand in a script element."""
    published: str = ""
    nav: str = ""
    """The entry of the navigation that this page belongs to."""


STATIC = files("curator.web") / "static"
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,60}")


@lru_cache(maxsize=64)
def asset_hash(name: str) -> str:
    """The first characters of the hash of a file in ``static``."""
    return hashlib.sha256(asset(name)).hexdigest()[:10]


@lru_cache(maxsize=64)
def asset(name: str) -> bytes:
    """A file in ``static``; raises :class:`FileNotFoundError`."""
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return (STATIC / name).read_bytes()
