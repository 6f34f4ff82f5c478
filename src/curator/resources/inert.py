"""What is kept of a page can do nothing: the last look at a resource before it is stored.

Titles, names and summaries are plain text and are escaped wherever they are shown. Still no tag that
acts stays in them: its angle brackets become quotation marks of the same shape, so that *how the
script tag works* still reads. Addresses are absolute and of the web; Markdown links lead nowhere
else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from curator import urls
from curator.model import Resource
from curator.sanitize import clean_text

_TAGS = (
    "script|style|iframe|frame|frameset|object|embed|applet|svg|math|template|noscript|link|meta|base|"
    "form|input|button|portal|marquee|title|textarea|xmp|plaintext"
)
_ACTING = re.compile(
    rf"<(\s*/?\s*(?:{_TAGS})\b[^<>]*+|[^<>]*?\son\w+\s*+=[^<>]*+)(>?)", re.IGNORECASE
)
_ANY = re.compile(r"<(?=\s*[A-Za-z/!?])")
_NESTED = 4
"""Tags within tags that are told apart; what is deeper keeps no bracket at all."""
_CODE = re.compile(
    r"(^```.*?(?:^```|\Z)|^~~~~.*?(?:^~~~~|\Z)|(?<!\\)`[^`\n]+`)", re.MULTILINE | re.DOTALL
)
_TAG = re.compile(r"(?<!\\)<(?=[A-Za-z/!?])(?!https?:|mailto:)")
"""The beginning of a tag, in what adapters and plain files say; ``<https://…>`` is a link."""
_ELSEWHERE = re.compile(
    r"(\]\(\s*+<?+|^[^\S\n]*+\[[^\]\n]++\]:\s*+<?+)\s*+(?:javascript|vbscript|data|file|blob):",
    re.IGNORECASE | re.MULTILINE,
)


def resource(made: Resource) -> Resource:
    """The resource with nothing in it that acts."""
    return replace(
        made,
        url=clean_text(made.url),
        title=plain(made.title),
        authors=tuple(filter(None, map(plain, made.authors))),
        summary=plain(made.summary),
        site=_optional(made.site),
        venue=_optional(made.venue),
        licence=_optional(made.licence),
        markdown=markdown(made.markdown),
        image=address(made.image, made.url),
        media_url=address(made.media_url, made.url),
        transcript_url=address(made.transcript_url, made.url),
        series_previous=address(made.series_previous, made.url),
        series_next=address(made.series_next, made.url),
        code=_addresses(made.code, made.url),
        related=_addresses(made.related, made.url),
    )


def plain(text: str) -> str:
    """One line of plain text; tags that act lose their brackets, and so do those around them.

    ``<li class=<svg onload=…>>`` is one tag that acts once what stands in it is none.
    """
    kept = clean_text(text)
    for _ in range(_NESTED):
        done = _ACTING.sub(_quoted, kept)
        if done == kept:
            return kept
        kept = done
    return _ANY.sub("‹", kept)


def _quoted(match: re.Match[str]) -> str:
    return f"‹{match[1]}›" if match[2] else f"‹{match[1]}"


def _optional(text: str | None) -> str | None:
    return plain(text) or None if text else None


def address(value: str | None, base: str) -> str | None:
    """The absolute web address that ``value`` is on the page at ``base``, else ``None``."""
    return urls.absolute(clean_text(value), base) if value else None


def _addresses(values: Iterable[str], base: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (address(value, base) for value in values))))


def markdown(source: str) -> str:
    """Markdown without tags, whose links lead to the web or nowhere; code stays as it is."""
    parts = _CODE.split(source)
    return "".join(
        part if place % 2 else _TAG.sub("&lt;", _ELSEWHERE.sub(r"\1#", part))
        for place, part in enumerate(parts)
    )
