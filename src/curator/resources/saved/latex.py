"""Words out of LaTeX, as bibliographies hold it: accents, quotes, dashes, commands, braces."""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
"""The combining character of each accent command (The LaTeX Companion, table of accents)."""
_LETTERS = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "i": "ı",
    "j": "ȷ",
    "textbackslash": "\\",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textendash": "–",
    "textemdash": "—",
    "ldots": "…",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
}
_DOTLESS = re.compile(r"\\([ij])(?![A-Za-z])")
_ACCENT = re.compile(
    r"\\(?:([`'^~=.\"])\s*(?:\{\s*([A-Za-z])\s*\}|([A-Za-z]))"
    r"|([uHvcdbkr])(?:\s*\{\s*([A-Za-z])\s*\}|\s+([A-Za-z])))"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)(?:\s*\{\}|\s+|(?![A-Za-z]))")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BRACES = re.compile(r"(?<!\\)[{}]")


def words(value: str) -> str:
    """What a reader would see of ``value``; mathematics between dollars stays as it is written."""
    parts = re.split(r"(?<!\\)(\$[^$]*\$)", value)
    return "".join(part if part.startswith("$") else _prose(part) for part in parts)


def _prose(value: str) -> str:
    value = re.sub(r"(?<!\\)~", " ", value)
    value = _ACCENT.sub(_accented, _DOTLESS.sub(r"\1", value) if "\\" in value else value)
    value = _COMMAND.sub(lambda match: _LETTERS.get(match[1], ""), value)
    value = value.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    return _ESCAPED.sub(r"\1", _BRACES.sub("", value))


def _accented(match: re.Match[str]) -> str:
    accent = match[1] or match[4]
    letter = match[2] or match[3] or match[5] or match[6]
    return unicodedata.normalize("NFC", letter + _ACCENTS[accent])


def verbatim(value: str) -> str:
    """An address or a number: escapes undone, the ``url`` command and braces off, a tilde kept."""
    value = re.sub(r"\\url\s*", "", value)
    value = value.replace(r"\textasciitilde", "~").replace(r"\~{}", "~")
    return _ESCAPED.sub(r"\1", _BRACES.sub("", value)).strip()
