"""How each source is doing, and what its owner should do about it. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from curator.feeds import decide
from curator.model import FetchState, Source

BAD = 400
"""From this status on it was the server that refused (RFC 9110 §15.5)."""
LASTING_DAYS = 3
"""A failure that lasts so long is told with its age."""


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
    """What to do, or nothing; the error is not repeated in it."""
    websub_hub: str | None = None
    """Where the source would announce new posts (W3C WebSub); noted, not used."""

    @property
    def told(self) -> str:
        """The error and what to do about it in one line; empty where all is well."""
        return "; ".join(filter(None, (self.error, self.advice)))


def of(source: Source, state: FetchState, now: datetime, others: Collection[str] = ()) -> Health:
    """The row of one source; ``others`` are the addresses of all sources."""
    return Health(
        url=source.url,
        name=source.name or state.title or source.url,
        last_good_at=state.last_good_at,
        status=status(state),
        next_try_at=None if state.disabled_at else state.next_fetch_at,
        posts_per_week=state.posts_per_week,
        failures=state.failures,
        error=state.error,
        advice=advice(source, state, now, others),
        websub_hub=state.websub_hub,
    )


def status(state: FetchState) -> str:
    """In a word or two how the last look went."""
    code = f" ({state.status})" if state.status and state.error else ""
    if state.disabled_at:
        return f"disabled{code}"
    if state.error:
        return f"failing{code}"
    return "ok" if state.last_good_at else "new"


def lasts(state: FetchState, now: datetime) -> bool:
    """Whether a source gives nothing any more, or has not for some days: its owner should look."""
    lasting = state.disabled_at is not None or _days_failing(state, now) >= LASTING_DAYS
    return bool(state.error) and lasting


def advice(source: Source, state: FetchState, now: datetime, others: Collection[str] = ()) -> str:
    """What the author should do; empty where all is well."""
    if state.disabled_at:
        return _why_disabled(state)
    if state.error:
        return _by_status(state, now)
    if state.moved_to and decide.trusts_move(source, state, now):
        return _elsewhere(
            f"it has moved; change its address to {state.moved_to}", state.moved_to, others
        )
    if state.feed_url and state.feed_url != source.url:
        told = f"its feed was found at {state.feed_url}; give that address to spare the search"
        return _elsewhere(told, state.feed_url, others)
    if state.last_good_at and state.posts_per_week == 0:
        return "it has not posted for two months"
    return ""


def _elsewhere(told: str, address: str, others: Collection[str]) -> str:
    """``told``, unless what is there is a source of its own already."""
    return f"it is read twice: {address} is a source too; remove one" if address in others else told


def _why_disabled(state: FetchState) -> str:
    again = "correct its address, or have it asked again"
    if state.status == decide.GONE:
        return f"remove it, {again}"
    return f"it failed for a month; remove it, {again}"


def _days_failing(state: FetchState, now: datetime) -> int:
    """For how many whole days a source has failed."""
    return (now - (state.failing_since or now)).days


def _by_status(state: FetchState, now: datetime) -> str:
    """What a failing source needs; after three days also for how long it has failed."""
    days = _days_failing(state, now)
    since = f" (failing for {days} days)" if days >= LASTING_DAYS else ""
    if state.status in decide.BUSY:
        return f"nothing; it is asked again when it said{since}"
    if state.status == 404:  # noqa: PLR2004
        return f"look whether the site has a new address for its feed{since}"
    if state.status in (401, 402, 403):
        return f"open it in a browser; the site may refuse programs{since}"
    if state.status is not None and state.status < BAD:
        return f"look at what came: curator sources document{since}"
    if since:
        return f"open it in a browser{since}"
    return "wait, or correct its address" if state.status is None else "wait"
