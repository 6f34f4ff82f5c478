"""How each source is doing, and what its owner should do about it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from curator.feeds import decide
from curator.model import FetchState, Source

QUIET = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Health:
    """One row of ``curator sources health``."""

    url: str
    name: str
    last_good_at: datetime | None
    status: str
    """``ok``, ``new``, ``failing (404)``, ``disabled`` …"""
    next_try_at: datetime | None
    posts_per_week: float | None
    failures: int
    error: str | None
    advice: str
    """What to do, or nothing."""


def of(source: Source, state: FetchState, now: datetime) -> Health:
    """The row of one source."""
    return Health(
        url=source.url,
        name=source.name or state.title or source.url,
        last_good_at=state.last_good_at,
        status=status(state),
        next_try_at=None if state.disabled_at else state.next_fetch_at,
        posts_per_week=state.posts_per_week,
        failures=state.failures,
        error=state.error,
        advice=advice(source, state, now),
    )


def status(state: FetchState) -> str:
    """In a word or two how the last look went."""
    code = f" ({state.status})" if state.status and state.error else ""
    if state.disabled_at:
        return f"disabled{code}"
    if state.error:
        return f"failing{code}"
    return "ok" if state.last_good_at else "new"


def advice(source: Source, state: FetchState, now: datetime) -> str:
    """What the author should do; empty where all is well or patience is enough."""
    if state.disabled_at:
        return _why_disabled(state)
    if state.error:
        return _by_status(state, now)
    if state.moved_to and decide.trusts_move(source, state, now):
        return f"it has moved; change its address to {state.moved_to}"
    if state.feed_url and state.feed_url != source.url:
        return f"its feed was found at {state.feed_url}; give that address to spare the search"
    if state.last_good_at and state.posts_per_week == 0:
        return "it has not posted for two months"
    return ""


def _why_disabled(state: FetchState) -> str:
    if state.status == decide.GONE:
        return "it is gone for good; remove it, or correct its address"
    return "it failed for a month; remove it, or correct its address and refresh with --force"


def _by_status(state: FetchState, now: datetime) -> str:
    since = state.failing_since or now
    days = (now - since).days
    if state.status == 404:  # noqa: PLR2004
        return "look whether the site has a new address for its feed"
    if state.status in (401, 402, 403):
        return "open it in a browser; the site may refuse programs"
    if state.status in decide.BUSY:
        return "nothing; it is asked again when it said"
    return f"failing for {days} days; look at it in a browser" if days > 2 else ""  # noqa: PLR2004
