"""Addresses as they are asked for and as they are told."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import unquote, urldefrag, urlsplit, urlunsplit

from curator.errors import Forbidden
from curator.urls import split

LONGEST = 8000
"""Characters."""


def tidy(url: str) -> str:
    """The address as it is asked for: http or https, no fragment. Raises :class:`Forbidden`."""
    url = urldefrag(plain(url)).url
    parts = split(url)
    if parts is None or len(url) > LONGEST:
        raise Forbidden(url[:200], "only http and https addresses are fetched")
    if parts.netloc.count("@") > 1:  # Readers disagree on which of them the host follows.
        what = "only one @ may stand before the path (RFC 3986 §3.2.1); write %40 for one in a password"
        raise Forbidden(public(url)[:200], what)
    return url


def plain(text: str) -> str:
    """``feed://host`` and ``//host`` as a web address, and the one inside ``feed:https://host``."""
    inner = text.strip()
    for scheme in ("feed:", "rss:"):
        inner = inner.removeprefix(scheme)
    return f"https:{inner}" if inner.startswith("//") else inner


def without_credentials(url: str) -> tuple[str, dict[str, str]]:
    """``url`` without ``user:password@``, and the header that carries them to this host only."""
    parts = urlsplit(url)
    userinfo, _, place = parts.netloc.rpartition("@")
    if not userinfo:
        return url, {}
    coded = b64encode(unquote(userinfo).encode()).decode()
    return urlunsplit(parts._replace(netloc=place)), {"authorization": f"Basic {coded}"}


def public(url: str) -> str:
    """``url`` as it may be told: no password."""
    try:
        return without_credentials(url)[0]
    except ValueError:
        return ""
