"""Addresses that only lead on to another one, which is written out in them.

Mail programs, social networks and search engines wrap every link to count or to check it. The thing
is what is inside. Only places that are known to do so are opened: elsewhere an address in an address
may be a parameter like any other.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable
from urllib.parse import SplitResult, parse_qs, unquote

from curator import urls

_DEPTH = 4
"""Wrappers inside wrappers that are opened; real chains have two."""
_AMP_PATH = re.compile(r"^/(?:amp|[cvi])/(?:s/)?([^/]+\.[a-z]{2,}(?:/.*)?)$", re.IGNORECASE)
_SNAPSHOT = re.compile(r"^/web/\d{4,14}(?:id_|if_|js_|cs_|im_)?/(.+)$")
_CACHED = re.compile(r"^cache:(?:[\w-]{6,}:)?([^\s+]+)")
_REWRITTEN = re.compile(r"^/v3/__(.+?)__;")
_BARE = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/?#]|$)", re.IGNORECASE)

_BY_PARAMETER: dict[str, tuple[str, tuple[str, ...]]] = {
    "youtube.com": ("/redirect", ("q",)),
    "l.facebook.com": ("/", ("u",)),
    "lm.facebook.com": ("/", ("u",)),
    "facebook.com": ("/l.php", ("u",)),
    "l.instagram.com": ("/", ("u",)),
    "l.threads.net": ("/", ("u",)),
    "l.messenger.com": ("/", ("u",)),
    "linkedin.com": ("/(?:safety/go|redir/.*)", ("url",)),
    "out.reddit.com": ("/", ("url",)),
    "slack-redir.net": ("/link", ("url",)),
    "steamcommunity.com": ("/linkfilter", ("url", "u")),
    "medium.com": ("/(?:r/?$|m/global-identity)", ("url", "redirectUrl")),
    "exit.sc": ("/", ("url",)),
    "t.umblr.com": ("/redirect", ("z",)),
    "vk.com": ("/away", ("to",)),
    "duckduckgo.com": ("/l/", ("uddg",)),
    "link.zhihu.com": ("/", ("target",)),
    "link.juejin.cn": ("/", ("target",)),
    "getpocket.com": ("/redirect", ("url",)),
    "deref-gmx.net": ("/", ("redirectUrl",)),
    "deref-web.de": ("/", ("redirectUrl",)),
    "disq.us": ("/url", ("url",)),
    "go.redirectingat.com": ("/", ("url",)),
    "go.skimresources.com": ("/", ("url",)),
    "redirect.viglink.com": ("/", ("u",)),
    "click.linksynergy.com": ("/", ("murl",)),
    "awin1.com": ("/cread", ("ued", "p")),
    "kaggle.com": ("/kernels/welcome", ("src",)),
}
"""Per host: how the path begins (a pattern), and the parameters that may hold the address."""


def unwrapped(parts: SplitResult) -> SplitResult:
    """The address that ``parts`` leads to; ``parts`` itself where it is no wrapper."""
    for _ in range(_DEPTH):
        inner = _inner(parts)
        if inner is None:
            break
        parts = inner
    return parts


def archived(parts: SplitResult) -> SplitResult | None:
    """The address of which ``parts`` is a kept copy in the Internet Archive, else ``None``."""
    copied = parts
    for _ in range(_DEPTH):
        original = _original(copied)
        if original is None:
            return copied if copied is not parts else None
        copied = original
    return None


def _original(parts: SplitResult) -> SplitResult | None:
    if _host(parts) not in ("web.archive.org", "archive.org"):
        return None
    found = _SNAPSHOT.match(parts.path)
    tail = f"?{parts.query}" if parts.query else ""
    return _address(found.group(1) + tail) if found else None


def _inner(parts: SplitResult) -> SplitResult | None:
    host = _host(parts)
    known = _BY_PARAMETER.get(host)
    if known is not None and re.match(known[0], parts.path):
        return _parameter(parts, known[1])
    opened = next((open_ for ending, open_ in _BY_ENDING if re.search(ending, host)), None)
    return opened(parts) if opened else None


def _host(parts: SplitResult) -> str:
    return re.sub(r"^(?:www|m)\.", "", (parts.hostname or "").rstrip(".").lower())


def _parameter(parts: SplitResult, names: tuple[str, ...]) -> SplitResult | None:
    """The first of these parameters that holds an address."""
    query = parse_qs(parts.query)
    found = (_address(query[name][0]) for name in names if name in query)
    return next((one for one in found if one is not None), None)


def _address(text: str) -> SplitResult | None:
    """A whole address, or one without its scheme or with one of its two slashes lost."""
    text = re.sub(r"^(https?):/+", r"\1://", text.strip(), flags=re.IGNORECASE)
    if "://" not in text.partition("?")[0]:
        text = f"https://{text}" if _BARE.match(text) else text
    absolute = urls.absolute(text, None)
    return urls.split(absolute) if absolute else None


def _google(parts: SplitResult) -> SplitResult | None:
    """Results of the search, and its viewer of AMP pages (google.com/amp/s/…)."""
    if parts.path == "/url":
        return _parameter(parts, ("q", "url"))
    return _amp(parts) if parts.path.startswith("/amp/") else None


def _bing(parts: SplitResult) -> SplitResult | None:
    return _amp(parts) if parts.path.startswith("/amp/") else None


def _amp(parts: SplitResult) -> SplitResult | None:
    """The page in a viewer or cache of AMP pages (…/amp/s/HOST/PATH, cdn.ampproject.org/c/s/…)."""
    found = _AMP_PATH.match(parts.path)
    return urls.split("https://" + found.group(1)) if found else None


def _translated(parts: SplitResult) -> SplitResult | None:
    """``a-example.translate.goog``: a dot is written ``-`` in the host, and ``-`` twice."""
    label = (parts.hostname or "").removesuffix(".translate.goog")
    host = re.sub(r"(?<!-)-(?!-)", ".", label).replace("--", "-")
    query = "&".join(one for one in parts.query.split("&") if not one.startswith("_x_tr_"))
    return urls.split(parts._replace(scheme="https", netloc=host, query=query).geturl())


def _translate(parts: SplitResult) -> SplitResult | None:
    return _parameter(parts, ("u",))


def _safe_link(parts: SplitResult) -> SplitResult | None:
    return _parameter(parts, ("url",))


def _cache(parts: SplitResult) -> SplitResult | None:
    """Google's former copies of pages: ``search?q=cache:NUMBER:ADDRESS+WORDS``."""
    asked = parse_qs(parts.query).get("q", [""])[0]
    found = _CACHED.match(asked)
    return _address(found.group(1)) if found else None


def _defended(parts: SplitResult) -> SplitResult | None:
    """Proofpoint's two forms: ``/v3/__ADDRESS__;…`` and ``?u=https-3A__host_path``."""
    if found := _REWRITTEN.match(parts.path):
        return _address(found.group(1))
    written = parse_qs(parts.query).get("u", [""])[0]
    plain = re.sub(r"-([0-9A-F]{2})", r"%\1", written).replace("_", "/")
    return _address(unquote(plain)) if written else None


def _behind_question_mark(parts: SplitResult) -> SplitResult | None:
    return _address(unquote(parts.query)) if parts.path in ("", "/") else None


def _substack(parts: SplitResult) -> SplitResult | None:
    """``/redirect/2/…``: JSON in base 64 that has the address as ``e``; also a post in the app."""
    if found := re.match(r"^/redirect/2/([\w-]+)", parts.path):
        try:
            said = json.loads(urlsafe_b64decode(found.group(1) + "=="))
            return _address(str(said["e"]))
        except (ValueError, LookupError, TypeError):
            return None
    if found := re.match(r"^/pub/([\w-]+)(/p/.+)$", parts.path):
        return urls.split(f"https://{found.group(1)}.substack.com{found.group(2)}")
    return None


def _before_an_address(parts: SplitResult) -> SplitResult | None:
    """Readers that are put before an address: ``https://reader.example/https://…``."""
    tail = f"?{parts.query}" if parts.query else ""
    path = parts.path.lstrip("/")
    return _address(path + tail) if re.match(r"https?:/", path, re.IGNORECASE) else None


_BY_ENDING: tuple[tuple[str, Callable[[SplitResult], SplitResult | None]], ...] = (
    (r"^google\.(?:com|[a-z]{2}|co\.[a-z]{2}|com\.[a-z]{2})$", _google),
    (r"^translate\.google\.", _translate),
    (r"^bing\.com$", _bing),
    (r"\.ampproject\.org$", _amp),
    (r"\.translate\.goog$", _translated),
    (r"\.safelinks\.protection\.outlook\.com$", _safe_link),
    (r"^webcache\.googleusercontent\.com$", _cache),
    (r"^urldefense\.(?:com|us)$|^urldefense\.proofpoint\.com$", _defended),
    (r"^(?:href\.li|nullrefer\.com|anonym\.to|dereferer\.me)$", _behind_question_mark),
    (r"^(?:open\.)?substack\.com$", _substack),
    (r"^(?:r\.jina\.ai|12ft\.io|outline\.com|freedium\.cfd|archive\.(?:ph|today|is))$", _before_an_address),
)  # fmt: skip
"""By the end of the host: what opens it."""
