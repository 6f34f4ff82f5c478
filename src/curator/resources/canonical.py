"""What an address identifies: one key for every form in which the same thing is linked.

:func:`identity` folds an address into a key. Where the place is known (arXiv, a DOI, YouTube,
GitHub …) the key is the identifier; else it is the address without what does not change the page:
trackers, fragment, AMP, mobile host, default port. Two things never share a key on purpose; in
doubt they stay apart. Nothing here raises on a malformed address.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from curator import urls
from curator.model import Kind, Resource
from curator.resources import identifiers, places, wrappers
from curator.resources.places import Address, Identity, books, code, guess, papers, shared

__all__ = [
    "Identity",
    "identity",
    "leads_elsewhere",
    "of_arxiv",
    "of_doi",
    "own_canonical",
    "unread",
]

_SESSION = frozenset({"jsessionid", "phpsessid", "sid", "sessionid", "session_id", "aspsessionid"})
# Parameters that only say where a reader came from; in a key they never matter.
_REFERRERS = frozenset({"ref", "referrer", "referer", "via", "share", "cmp", "smid", "sh", "rss"})
_AMP_QUERY = {("amp", "1"), ("amp", ""), ("amp", "true"), ("outputtype", "amp"), ("view", "amp")}
_INDEX = re.compile(r"/(?:index|default|home)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_MOBILE = re.compile(r"^(?:m|mobile|amp|touch|wap)\.", re.IGNORECASE)
_MOBILE_INNER = re.compile(r"^([a-z]{2,3})\.m\.", re.IGNORECASE)
_SCHEMED = re.compile(r"^(?:arxiv:|doi:|info:doi/|isbn:|urn:isbn:)", re.IGNORECASE)
_SESSION_PART = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_SESSION_NUMBER = re.compile(r"[0-9a-f]{32}")
_SAFE = "/%:@!$&'()*+,;=~-._"
"""What stays in a path as it is."""
_UNRESERVED = re.compile(
    r"%(?:2[dDeE]|3[0-9]|[46][1-9a-fA-F]|[57][0-9aA]|5[fF]|7[eE]|2[1789aAcC]|3[aA]|40)"
)
"""Escapes that no server needs in a path: unreserved characters, and those that a path may hold as
they are and that mean nothing in it (``!'()*,:@``)."""


@lru_cache(maxsize=16384)
def identity(url: str) -> Identity:
    """The identity of what ``url`` links to; for a malformed address, the address itself."""
    text = url.strip()
    if _SCHEMED.match(text):
        return _schemed(text)
    parts = urls.split(code.ssh(text) or text)
    if parts is None:
        return Identity(text, text)
    parts = wrappers.unwrapped(parts)
    if original := wrappers.archived(parts):
        return _archived(parts, original)
    address = Address.of(parts)
    place = places.recognise(address)
    return place or _plain(parts, address)


def of_arxiv(arxiv_id: str) -> Identity:
    """The identity of a paper on arXiv."""
    return papers.arxiv(arxiv_id)


def of_doi(doi: str, url: str | None = None) -> Identity:
    """The identity behind a DOI; ``url`` is the page that shows it, if known."""
    return papers.of_doi(doi.lower(), url)


def _schemed(text: str) -> Identity:
    """``arXiv:…``, ``doi:…`` and ``isbn:…`` written as addresses."""
    if found := identifiers.arxiv_id(text):
        return of_arxiv(found)
    if found := identifiers.doi(text):
        return of_doi(found)
    if found := identifiers.isbn(text):
        return books.book(found)
    return Identity(text, text)


def unread(found: Identity, title: str = "") -> Resource:
    """The resource behind a link of which only the address is known, and perhaps a title."""
    return Resource(
        key=found.key,
        url=found.url,
        title=title or found.url,
        kind=found.kind or Kind.ARTICLE,
        arxiv_id=found.arxiv_id,
        doi=found.doi,
        isbn=found.isbn,
    )


def _archived(parts: SplitResult, original: SplitResult) -> Identity:
    """A kept copy is the thing it is a copy of; where the original is a page, the copy is shown.

    Who links to the copy knows, as a rule, that the original is gone.
    """
    known = identity(original.geturl())
    if not known.key.startswith(("http:", "https:")):
        return known
    return replace(known, url=_plain(parts, Address.of(parts)).url)


def _plain(parts: SplitResult, address: Address) -> Identity:
    """An address of no known place: cleaned to be shown, folded to be compared."""
    pairs = _shown(parts)
    path = quote(_SESSION_PART.sub("", parts.path), safe=_SAFE)
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    shown_host = _ascii_host(parts)
    netloc = shown_host + _port(parts)
    query = urlencode(pairs) if len(pairs) != _count(parts.query) else parts.query
    shown = urlunsplit((parts.scheme.lower(), netloc, path or "/", query, fragment))
    folded = _INDEX.sub("/", _without_amp(_folded(path))).rstrip("/")
    idle = _REFERRERS | shared.of_a_story(parts.path)
    kept = sorted(pair for pair in pairs if pair[0].lower() not in idle)
    key = urlunsplit(
        ("https", _bare_host(shown_host) + _port(parts), folded or "/", urlencode(kept), fragment)
    )
    return Identity(key, shown, guess.kind(address))


def _shown(parts: SplitResult) -> list[tuple[str, str]]:
    """The parameters that an address keeps where it is shown."""
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    told = shared.of_a_reader(parts.path, {name for name, _ in pairs})
    return [pair for pair in pairs if _counts(pair) and pair[0] not in told]


def _count(query: str) -> int:
    return len(parse_qsl(query, keep_blank_values=True))


def _counts(pair: tuple[str, str]) -> bool:
    """Whether a parameter can change the page."""
    name, value = pair[0].lower(), pair[1].lower()
    session = name in _SESSION or (name == "s" and _SESSION_NUMBER.fullmatch(value) is not None)
    return not (urls.is_tracker(name) or session or (name, value) in _AMP_QUERY)


def _folded(path: str) -> str:
    """The path with needless escapes and doubled slashes undone (RFC 3986 §6.2.2).

    They identify nothing, but a server may ask for them: the address to show keeps them.
    """
    path = _UNRESERVED.sub(lambda match: unquote(match.group()), path)
    path = re.sub(r"%[0-9a-f]{2}", lambda match: match.group().upper(), path)
    return re.sub(r"/{2,}", "/", path)


def _without_amp(path: str) -> str:
    """The path of the page that an AMP page stands for."""
    path = re.sub(r"\.amp(\.html?)?$", lambda match: match.group(1) or "", path)
    path = re.sub(r"/amp/?$", "/", path)
    return re.sub(r"^/amp/", "/", path)


def _ascii_host(parts: SplitResult) -> str:
    """The host in lower case and, for other scripts, in its ASCII form (RFC 5890)."""
    host = (parts.hostname or "").rstrip(".").lower()
    if ":" in host:
        return f"[{host}]"
    return urls.plain_host(host)


def _port(parts: SplitResult) -> str:
    return f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""


def _bare_host(host: str) -> str:
    """The host without ``www.`` and mobile prefixes, as long as a domain remains."""
    bare = re.sub(r"^www\d?\.", "", host)
    bare = _MOBILE_INNER.sub(r"\1.", bare)
    stripped = _MOBILE.sub("", bare)
    return stripped if "." in stripped and _is_domain(stripped) else bare


def _is_domain(host: str) -> bool:
    """Whether ``host`` has a registrable domain in it, so that nothing needed was cut."""
    return "." in urls.owned_domain(host)


def leads_elsewhere(declared: Identity, answered: Identity) -> bool:
    """Whether an address that a page declares is another one than the one that answered.

    Identifiers are no addresses: arXiv's page of a paper is there whoever names the paper. Neither
    scheme nor final slash makes another address.
    """
    if not declared.key.startswith(("http:", "https:")):
        return False
    return declared.key != answered.key or urls.host(declared.url) != urls.host(answered.url)


def own_canonical(declared: str | None, page_url: str) -> str | None:
    """The canonical address a page declares, if it can be believed, else ``None``.

    It must be of the same registrable domain and must not be the home page of a page that is not
    (a common mistake of templates).
    """
    if not declared or not urls.same_site(declared, page_url):
        return None
    ours = urlsplit(page_url)
    theirs = urls.split(declared)
    if theirs is None:
        return None
    home = theirs.path in ("", "/") and not theirs.query
    return None if home and ours.path not in ("", "/") else declared
