"""Reading JSON of other people's making without ever being surprised by its shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from curator.errors import ParseError
from curator.sanitize import clean_text

MOST_BYTES = 4 << 20
MOST_EVENTS = 1000


def parse(body: bytes) -> Any:
    """The JSON in ``body``; raises :class:`ParseError`."""
    if len(body) > MOST_BYTES:
        raise ParseError("the webhook's body is too large")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ParseError("the webhook's body is not JSON") from error


def objects(value: Any) -> list[Mapping[str, Any]]:
    """The objects in a list, at most :data:`MOST_EVENTS`; a lone object is a list of one."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items[:MOST_EVENTS] if isinstance(item, dict)]


def inner(value: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """The object at a path of names; empty where there is none."""
    for name in names:
        found = value.get(name)
        value = found if isinstance(found, dict) else {}
    return value


def word(value: Mapping[str, Any], name: str, limit: int = 500) -> str:
    """The text or number of a name, on one line; empty where there is none."""
    found = value.get(name)
    return clean_text(str(found), limit) if isinstance(found, str | int | float) else ""
