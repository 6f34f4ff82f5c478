"""Markdown read for its words: a text's length and what it is about hang on no address or mark."""

from __future__ import annotations

import re

_PICTURE = re.compile(r"!\[[^\]]{0,1000}\]\([^)\s]*\)")
_LINK = re.compile(r"(?<!\\)\[((?:[^\[\]]|\\[\[\]]|\[[^\[\]]{0,100}\]){0,1000})\]\([^)\s]*\)")
_EMPHASIS = re.compile(r"(?<!\\)\*{1,3}(?=\S)|(?<=[^\s\\])\*{1,3}")
_ESCAPE = re.compile(r"\\([*_\[\]])")


def unlinked(source: str) -> str:
    """``source`` with the words of its links alone and without its pictures."""
    return _LINK.sub(r"\1", _PICTURE.sub("", source)) if "](" in source else source


def unmarked(source: str) -> str:
    """The same without marks of emphasis."""
    words = unlinked(source)
    return _ESCAPE.sub(r"\1", _EMPHASIS.sub("", words)) if "*" in words or "\\" in words else words
