"""Signs above and below the line: where there is no markup, 10⁶ must not read as 106."""

from __future__ import annotations

import re

_SIGNS = "0123456789+-−=()ni"
_SHIFTED = {
    "sup": str.maketrans(_SIGNS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ"),
    "sub": str.maketrans(_SIGNS, "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₙᵢ"),
}
"""What Unicode has for signs above and below the line."""
_MARKED = re.compile(r"<(su[bp])(?:\s[^<>]*)?>([^<>&]{1,20})</\1\s*>", re.IGNORECASE)


def shifted(words: str, tag: str) -> str:
    """What an element ``sup`` or ``sub`` holds, above or below the line where every sign can be.

    Words such as the ending of an ordinal number stay on the line.
    """
    table = _SHIFTED.get(tag)
    can_be = table is not None and bool(words) and all(ord(sign) in table for sign in words)
    return words.translate(table) if table and can_be else words


def without_marks(markup: str) -> str:
    """``markup`` with plain signs for those elements ``sup`` and ``sub`` that can do without."""
    return _MARKED.sub(_sign, markup) if "<su" in markup or "<SU" in markup else markup


def _sign(found: re.Match[str]) -> str:
    words = shifted(found[2].strip(), found[1].lower())
    return found[0] if words == found[2].strip() else words
