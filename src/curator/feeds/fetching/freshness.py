"""How long an answer stays good, by its header fields (RFC 9111 §4.2, RFC 9110 §10.2.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_HTTP = 31 * 24 * 3600.0
"""Seconds; a server that asks for more is not believed."""
_DIGITS = re.compile(r"\s*(\d{1,10})(?:\.\d+)?\s*")


def http_date(text: str) -> datetime | None:
    """An HTTP date in UTC (RFC 9110 §5.6.7), or ``None``."""
    try:
        instant = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def retry_after_seconds(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait by ``Retry-After``, given in seconds or as a date; never negative.

    A date counts from the server's own ``Date``, so that a wrong clock does no harm.
    """
    value = headers.get("retry-after", "")
    if found := _DIGITS.fullmatch(value):
        return min(float(found[1]), LONGEST_HTTP)
    until = http_date(value) if value else None
    if until is None:
        return None
    sent = http_date(headers.get("date", "")) or now
    return min(max((until - sent).total_seconds(), 0.0), LONGEST_HTTP)


def lifetime_seconds(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds for which the answer need not be asked for again; 0 where nothing is said."""
    control = _directives(headers.get("cache-control", ""))
    if "no-cache" in control or "no-store" in control:
        return 0.0
    age = _seconds(headers.get("age", "")) or 0.0
    stated = _seconds(control.get("max-age", ""))
    if stated is not None:
        return _capped(stated - age)
    expires = http_date(headers.get("expires", ""))
    if expires is None:
        return 0.0
    return _capped((expires - (http_date(headers.get("date", "")) or now)).total_seconds())


def _capped(seconds: float) -> float:
    return min(max(seconds, 0.0), LONGEST_HTTP)


def _seconds(value: str) -> float | None:
    found = _DIGITS.fullmatch(value.strip('"'))
    return float(found[1]) if found else None


def _directives(value: str) -> dict[str, str]:
    parts = (part.partition("=") for part in value.lower().split(","))
    return {name.strip(): argument.strip() for name, _, argument in parts if name.strip()}
