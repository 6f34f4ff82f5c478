"""Addresses: made absolute, stripped of trackers, compared by host.

Malformed addresses are common in real feeds; nothing here raises on one.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from functools import cache, lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from publicsuffixlist import PublicSuffixList

TRACKERS = frozenset(
    [
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "igshid",
        "igsh",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "_hsenc",
        "_hsmi",
        "__hstc",
        "__hssc",
        "hsctatracking",
        "oly_anon_id",
        "oly_enc_id",
        "vero_id",
        "vero_conv",
        "wickedid",
        "twclid",
        "ttclid",
        "li_fat_id",
        "s_cid",
        "ref_src",
        "ref_url",
        "spm",
        "scm",
        "rb_clickid",
        "s_kwcid",
        "ml_subscriber",
        "ml_subscriber_hash",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
        "share_source",
        "source_rss",
        "feature",
        "cmpid",
        "ncid",
        "sr_share",
        "at_medium",
        "at_campaign",
        "__twitter_impression",
        "_branch_match_id",
        "amp_gsa",
        "amp_js_v",
        "ck_subscriber_id",
        "dm_i",
        "epik",
        "fb_action_ids",
        "fb_action_types",
        "gad_source",
        "gclsrc",
        "isfreemail",
        "mibextid",
        "rdt_cid",
        "replytocom",
        "showwelcomeonshare",
        "srsltid",
        "triedredirect",
        "usqp",
    ]
)
TRACKER_PREFIXES = ("utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "ga_", "_ga")

_KEPT = "\u00df\u03c2"
"""Sharp s and final sigma: Python's codec follows RFC 3490 and would write ``ss`` and another sigma,
which is somebody else's domain (RFC 5894 §7.2)."""
_UNSAFE = re.compile(r"[\x00-\x20\x7f<>\"`{}|\\^]")
_PLAIN = re.compile(r"https?://[\w.-]+(?:/[\w.~%/@:,+=&!*-]*(?:\?[\w.~%/@:,+=&-]+)?)?", re.ASCII)
"""Addresses that are whole and need no escapes, as most are: they are taken as they stand."""
_PLAIN_PATH = re.compile(r"(?:/(?!\.)[\w.~%@:,+=&!*-]+)+/?(?:\?[\w.~%/@:,+=&-]+)?", re.ASCII)
"""Paths from the root without dots to be resolved or anything to be escaped."""
_HOST = re.compile(r"[\w.:-]+", re.ASCII)


def split(url: str) -> SplitResult | None:
    """The parts of an http or https address with a possible host, else ``None``."""
    try:
        parts = urlsplit(url.strip())
        host_name = parts.hostname
        usable = parts.scheme in ("http", "https") and host_name and not _UNSAFE.search(host_name)
        _ = parts.port
    except ValueError:
        return None
    return parts if usable else None


def is_web(url: str) -> bool:
    """Whether ``url`` is an absolute http or https address."""
    return split(url) is not None


def absolute(url: str | None, base: str | None) -> str | None:
    """``url`` resolved against ``base`` with unsafe characters escaped; ``None`` unless http(s)."""
    if not url or not (url := url.strip()):
        return None
    if _PLAIN.fullmatch(url):
        return url
    if _PLAIN_PATH.fullmatch(url) and (root := _root(base or "")):
        return root + url
    try:
        joined = urljoin(base or "", url)
    except ValueError:
        return None
    joined = _UNSAFE.sub(lambda match: quote(match.group()), joined)
    return joined if split(joined) else None


@lru_cache(maxsize=256)
def _root(base: str) -> str | None:
    """What stands before the path of an address; ``None`` where that needs a closer look."""
    parts = split(base)
    if parts is None or not _HOST.fullmatch(parts.netloc):
        return None
    return f"{parts.scheme}://{parts.netloc}"


def strip_trackers(url: str) -> str:
    """``url`` without the query parameters that only follow readers; all others stay in order."""
    parts = split(url)
    if parts is None or not parts.query:
        return url
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(key, value) for key, value in pairs if not is_tracker(key)]
    if len(kept) == len(pairs):
        return url
    return urlunsplit(parts._replace(query=urlencode(kept)))


def is_tracker(parameter: str) -> bool:
    """Whether a query parameter only serves to follow readers."""
    name = parameter.lower()
    return name in TRACKERS or name.startswith(TRACKER_PREFIXES)


def host(url: str) -> str:
    """The host in lower case, or an empty string."""
    parts = split(url)
    return (parts.hostname or "").rstrip(".").lower() if parts else ""


def ascii_host(name: str) -> str:
    """A host in lower case and in ASCII (RFC 5890); raises :class:`UnicodeError` for none."""
    # Letter by letter: of a whole word, Python lowers a last capital sigma to the final one.
    lowered = "".join(map(str.lower, name))
    letters = unicodedata.normalize("NFKC", lowered).replace("\u3002", ".")
    return ".".join(map(_ascii_label, letters.split(".")))


def plain_host(name: str) -> str:
    """A host in its ASCII form, in which hosts are compared; one that has none, as it is."""
    if name.isascii():
        return name
    try:
        return ascii_host(name)
    except UnicodeError:
        return name


def _ascii_label(label: str) -> str:
    plain = label.encode("idna").decode("ascii").lower()  # Raises for what no name may hold.
    if any(letter in label for letter in _KEPT):
        return "xn--" + label.encode("punycode").decode("ascii")
    return plain


@lru_cache(maxsize=4096)
def registrable_domain(name: str) -> str:
    """The domain someone can register (public suffix + 1); an IP address or lone label stays."""
    return _below(name, _suffixes())


@lru_cache(maxsize=4096)
def owned_domain(name: str) -> str:
    """The domain of one owner: the same, but ``ann.github.io`` where a host gives names to its users.

    The private section of the public suffix list says where that is.
    """
    return _below(name, _suffixes(of_registries=False))


def _below(name: str, suffixes: PublicSuffixList) -> str:
    name = name.rstrip(".").lower()
    try:
        return str(ipaddress.ip_address(name.strip("[]")))
    except ValueError:
        return suffixes.privatesuffix(name) or name


@cache
def _suffixes(*, of_registries: bool = True) -> PublicSuffixList:
    """Read where it is first needed: a tenth of a second that most commands can do without."""
    return PublicSuffixList(only_icann=of_registries)


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one owner's domain (:func:`owned_domain`)."""
    return bool(host(one)) and _site(one) == _site(other)


def _site(url: str) -> str:
    return owned_domain(plain_host(host(url)))
