"""On what terms: the licence a page names, and whether it must be paid for."""

from __future__ import annotations

import re

from curator.resources.found import Found
from curator.sanitize import clean_text

_CREATIVE_COMMONS = re.compile(
    r"creativecommons\.org/(?:licenses|publicdomain)/([a-z-]+)(?:/(\d\.\d))?", re.IGNORECASE
)

_RESERVED = re.compile(
    r"©|\(c\)|copyright|all rights reserved|alle rechte|tous droits|derechos reservados|"
    r"diritti riservati",
    re.IGNORECASE,
)
"""A line that says whose it is says nothing of what others may do,"""
_GRANTED = re.compile(r"licen[cs]e|\bCC[ -]BY|public domain", re.IGNORECASE)
"""unless it goes on to say so."""


def licence(found: Found) -> str | None:
    """The licence in short (``CC BY 4.0``), else as the page names it."""
    for one in found.of("licence"):
        if match := _CREATIVE_COMMONS.search(one.value):
            name = {"zero": "CC0", "mark": "Public Domain Mark"}.get(match[1].lower())
            return " ".join(filter(None, (name or f"CC {match[1].upper()}", match[2])))
        is_short = 2 < len(one.value) <= 100 and not one.value.startswith("http")
        if is_short and (_GRANTED.search(one.value) or not _RESERVED.search(one.value)):
            return clean_text(one.value)
    return None


def paywalled(found: Found) -> bool | None:
    """Whether the page says it must be paid for; ``None`` where it says nothing."""
    values = [one.value.lower() for one in found.of("paywalled")]
    if not values:
        return None
    return any(value in ("true", "locked", "metered", "paid") for value in values)
