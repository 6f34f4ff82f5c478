"""The one owner of HTML safety: every markup that is stored, shown or mailed passes here.

An allow-list (nh3, the Ammonia library) keeps text structure and drops everything else: no script,
style, form, frame, event handler, ``data:`` or ``javascript:`` address, class or id survives.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import unescape

import nh3

from curator.shifted import without_marks

TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "dd",
        "del",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "var",
    ]
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    "time": {"datetime"},
    "*": {"lang", "dir"},
}
SCHEMES = frozenset({"http", "https", "mailto"})
DROP_WITH_CONTENT = frozenset(
    {"script", "style", "iframe", "object", "template", "noscript", "svg", "math"}
)

# Characters that reorder or hide text (bidi overrides, zero-width, soft hyphen, BOM) and controls.
_HIDDEN = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LOOSE = re.compile(r" ([.,])(?=\s|$)")
"""A full stop or comma that stands alone: what stood before it, an icon, is gone."""
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")


def clean_html(markup: str, *, images: bool = True, base: str | None = None) -> str:
    """``markup`` reduced to the allow-list; links get ``rel="noopener noreferrer nofollow"``.

    With ``base``, an absolute http(s) address, relative links and images are resolved against it.
    """
    if not markup:
        return ""
    return _cleaner(images, base).clean(_CONTROL.sub("", markup))


@lru_cache(maxsize=512)
def _cleaner(images: bool, base: str | None) -> nh3.Cleaner:  # noqa: FBT001 - cached by position
    """A compiled allow-list; building one costs more than cleaning a paragraph."""
    return nh3.Cleaner(
        tags=set(TAGS if images else TAGS - {"img"}),
        clean_content_tags=set(DROP_WITH_CONTENT),
        attributes=ATTRIBUTES,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer nofollow",
        url_relative=("rewrite_with_base", base) if base else None,
    )


@lru_cache(maxsize=1)
def _stripper() -> nh3.Cleaner:
    return nh3.Cleaner(tags=set(), clean_content_tags=set(DROP_WITH_CONTENT))


def clean_text(text: str, limit: int | None = None) -> str:
    """Plain text on one line: NFC, no controls, no hidden or reordering characters.

    ``limit`` cuts to so many characters at a word boundary and adds an ellipsis.
    """
    if not (text.isascii() and text.isprintable()):  # most are, and have nothing to be cleaned of
        text = _CONTROL.sub("", _HIDDEN.sub("", unicodedata.normalize("NFC", text)))
    text = _SPACE.sub(" ", text).strip()
    return shorten(text, limit) if limit else text


def clean_block(text: str) -> str:
    """Plain text of several lines: like :func:`clean_text`, but line breaks stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", _HIDDEN.sub("", unicodedata.normalize("NFC", text)))
    return re.sub(r"[^\S\n]+", " ", text).strip()


def clean_source(text: str) -> str:
    """Markdown or code of several lines: like :func:`clean_block`, but every space stays."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", _HIDDEN.sub("", unicodedata.normalize("NFC", text)))


def html_to_text(markup: str) -> str:
    """The words of ``markup`` on one line, entities resolved."""
    if not markup:
        return ""
    spaced = re.sub(
        r"</?(p|div|br|li|tr|h[1-6]|blockquote|pre|td|th|ul|ol|dd|dt)\b[^>]*>",
        " ",
        without_marks(_CONTROL.sub("", markup)),
        flags=re.IGNORECASE,
    )
    # nh3 with no tags allowed leaves only text; a plain regex would not survive ``<a title=">">``.
    bare = _stripper().clean(spaced)
    return _LOOSE.sub(r"\1", clean_text(unescape(_TAG.sub(" ", bare))))


def shorten(text: str, limit: int) -> str:
    """``text`` of at most ``limit`` characters, cut at a word and ended with ``…``."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    cut = head.rsplit(" ", 1)[0]
    if len(cut) < len(head) // 2:  # one long word, or a script without spaces
        cut = head
    return cut.rstrip(" ,;:.–—-") + "…"
