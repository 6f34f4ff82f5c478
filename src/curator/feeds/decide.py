"""What a fetch means: the state that was, what happened and the time make the state that will be.

Pure. When to come back, whether an address has moved, when to give up, which entries are new: all
policy of fetching is here, and nothing else is.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from curator.errors import BadStatus, FetchError, Unreadable
from curator.feeds import skips
from curator.feeds.fetching.freshness import lifetime_seconds
from curator.model import Entry, Feed, FetchState, Page, Source, Validators
from curator.urls import host, registrable_domain, split

HOUR = 3600.0
DAY = 24 * HOUR
SHORTEST = HOUR
"""Seconds between two looks at a source whose server can say "unchanged" (RFC 9110 §13)."""
LONGEST = DAY
"""Seconds between two looks at a source that posts rarely, or cannot be asked for changes."""
PER_POST = 2.0
"""Looks for each post that is expected."""
SILENT_SHARE = 0.25
"""Of the time since the newest post, the pause that is right if there may be none."""
RHYTHM = timedelta(days=60)
"""How far back posts are counted."""
GIVE_UP = timedelta(days=30)
"""A source that failed for so long is disabled; a count would kill it in an outage of a day."""
JITTER = 0.1
"""Largest share of the pause that is added, so that sources that failed together part again."""
TRUST_SEEN = 10
TRUST_AGE = timedelta(days=7)
"""A permanent redirect is believed after so many fetches, or so long."""
REWRITES = 24
"""An entry whose text changes more often than that is no longer called changed."""
PERMANENT = frozenset({301, 308})
_LOOSE_ENDS = " -–—|"
"""What is left of a title whose second half is empty, as in ``Rest of World -``."""
GONE = 410
BUSY = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Changes:
    """What a fetch brought."""

    new: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    rewrites: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """Nobody of this domain is to be asked before then."""

    domain: str
    until: datetime


# --------------------------------------------------------------------------- addresses


def address(source: Source, state: FetchState, now: datetime) -> str:
    """What to ask: a trusted new address, else the discovered feed, else the source's own."""
    if state.moved_to and trusts_move(source, state, now):
        return state.moved_to
    return state.feed_url or source.url


def trusts_move(source: Source, state: FetchState, now: datetime) -> bool:
    """Whether the new address may be asked directly; http to https of one host, at once."""
    if not state.moved_to:
        return False
    old, new = split(state.feed_url or source.url), split(state.moved_to)
    if old and new and old._replace(scheme="https", netloc=new.netloc) == new:
        same_host = old.hostname == new.hostname
        if same_host and new.scheme == "https":
            return True
    aged = state.moved_since is not None and now - state.moved_since >= TRUST_AGE
    return state.moved_seen >= TRUST_SEEN or aged


def _moved(state: FetchState, page: Page, now: datetime) -> FetchState:
    """The state with what this answer says of the address (RFC 9110 §15.4.2, §15.4.9)."""
    if page.url == state.moved_to and not page.redirects:
        return state
    permanent = page.redirects and all(status in PERMANENT for status, _ in page.redirects)
    if not permanent:
        return replace(state, moved_to=None, moved_seen=0, moved_since=None)
    if page.final_url == state.moved_to:
        return replace(state, moved_seen=state.moved_seen + 1)
    return replace(state, moved_to=page.final_url, moved_seen=1, moved_since=now)


# --------------------------------------------------------------------------- what happened


def unchanged(source: Source, state: FetchState, page: Page, now: datetime) -> FetchState:
    """The server said so, or sent the same bytes; new validators count (RFC 9111 §4.3.4)."""
    kept = state.validators
    fresh = validators(page)
    state = replace(
        _moved(state, page, now),
        validators=Validators(fresh.etag or kept.etag, fresh.last_modified or kept.last_modified),
    )
    return _good(source, state, page, now)


def read(
    source: Source,
    state: FetchState,
    page: Page,
    feed: Feed,
    now: datetime,
    *,
    dates: Sequence[datetime],
) -> FetchState:
    """A feed was read; ``dates`` are those of all its entries, known ones too.

    To be saved in the transaction that saves the entries, so that nothing is lost if that fails.
    """
    state = replace(
        _moved(state, page, now),
        validators=validators(page),
        body_hash=body_hash(page),
        title=feed.title.rstrip(_LOOSE_ENDS) or state.title,
        site_url=feed.site_url or state.site_url,
        posts_per_week=posts_per_week(dates, now) if dates else state.posts_per_week,
        newest_at=max((date for date in dates if date <= now), default=state.newest_at),
        websub_hub=feed.hub or hub(page) or state.websub_hub,
        ttl_seconds=feed.ttl_seconds,
        skips=feed.skips,
    )
    return _good(source, state, page, now)


def failed(
    source: Source, state: FetchState, asked: str, error: Exception, now: datetime
) -> tuple[FetchState, Wait | None]:
    """Nothing came; and how long the whole domain is to be left alone, if it asked for that.

    A feed that was discovered or moved to, and is gone, sends the search back to the source's own
    address. Only that one being gone disables the source.
    """
    status = _status(error)
    failures = state.failures + 1
    since = state.failing_since or now
    state = replace(
        state,
        last_try_at=now,
        status=status,
        error=str(error),
        failures=failures,
        failing_since=since,
    )
    if asked != source.url and (status in (404, GONE) or not isinstance(error, FetchError)):
        state = replace(state, moved_to=None, moved_seen=0, moved_since=None, feed_url=None)
        state = replace(state, validators=Validators(), body_hash=None, fingerprints=())
    elif status == GONE or now - since >= GIVE_UP:
        state = replace(state, disabled_at=now)
    wait = _asked_to_wait(asked, error, now)
    pause = back_off(source, state)
    at = now + timedelta(seconds=pause)
    return replace(state, next_fetch_at=max(at, wait.until) if wait else at), wait


def _status(error: Exception) -> int | None:
    """What the server answered, if it did."""
    if isinstance(error, Unreadable):
        return error.page.status
    return error.status if isinstance(error, BadStatus) else None


def _good(source: Source, state: FetchState, page: Page, now: datetime) -> FetchState:
    """The state after an answer that was good, with the time of the next look."""
    interval = pace(state, now)
    floor = max(lifetime_seconds(page.headers, now), min(state.ttl_seconds or 0, DAY))
    pause = _jittered(max(interval, floor), source.url, 0)
    return replace(
        state,
        last_try_at=now,
        last_good_at=now,
        status=page.status,
        error=None,
        failures=0,
        failing_since=None,
        disabled_at=None,
        interval_seconds=int(interval),
        next_fetch_at=skips.beyond(now + timedelta(seconds=pause), state.skips),
    )


# --------------------------------------------------------------------------- when again


def posts_per_week(dates: Sequence[datetime], now: datetime) -> float:
    """How often a source posts, over the last 60 days or since its newest posts allow to tell."""
    recent = sorted((date for date in dates if now - date <= RHYTHM), reverse=True)
    if not recent:
        return 0.0
    # A feed shows only its newest entries, so a lively one may not reach back 60 days.
    everything = len(recent) < len(dates)
    span = RHYTHM if everything else max(now - recent[-1], timedelta(days=1))
    return round(len(recent) / (span / timedelta(weeks=1)), 3)


def pace(state: FetchState, now: datetime) -> float:
    """Seconds between two looks: half the time between two posts, from an hour to a day.

    A source that has fallen silent is asked less often with every hour of it: a quarter of its
    silence. Nothing else would slow it down, since an unchanged feed tells no dates.
    """
    if state.validators == Validators() or not state.posts_per_week:
        return LONGEST
    between = 7 * DAY / (state.posts_per_week * PER_POST)
    silence = (now - state.newest_at).total_seconds() if state.newest_at else 0.0
    return min(max(between, silence * SILENT_SHARE, SHORTEST), LONGEST)


def back_off(source: Source, state: FetchState) -> float:
    """Seconds after a failure: the pause doubled with each one, up to a day."""
    interval = float(min(state.interval_seconds or HOUR, LONGEST))
    doubled = interval * 2.0 ** min(state.failures, 16)
    return _jittered(min(doubled, DAY), source.url, state.failures)


def _jittered(seconds: float, url: str, salt: int) -> float:
    """``seconds`` and up to a tenth more, always the same for one source and failure."""
    digest = hashlib.sha256(f"{salt} {url}".encode()).digest()
    return seconds * (1 + JITTER * int.from_bytes(digest[:4], "big") / 2**32)


def _asked_to_wait(asked: str, error: Exception, now: datetime) -> Wait | None:
    """The pause a busy server asks for (RFC 9110 §10.2.3, RFC 6585 §4), for its whole domain.

    A machine of the user's own, without a public name, speaks for itself only: there each address
    may stand for another site. Reddit answers 403 where it means 429.
    """
    if not isinstance(error, BadStatus):
        return None
    domain = registrable_domain(host(asked))
    throttled = error.status in BUSY or (error.status == 403 and domain == "reddit.com")  # noqa: PLR2004
    if not throttled or not is_public(domain):
        return None
    if error.retry_after is None and error.status not in (429, 403):
        return None
    seconds = error.retry_after if error.retry_after is not None else HOUR
    return Wait(domain, now + timedelta(seconds=max(seconds, 1.0)))


def is_public(domain: str) -> bool:
    """Whether a domain is one of the public name space, not an address or a name on a LAN."""
    try:
        ipaddress.ip_address(domain)
    except ValueError:
        return "." in domain and not domain.endswith((".local", ".lan", ".internal", ".home.arpa"))
    return False


# --------------------------------------------------------------------------- what is new


def changes(
    entries: Collection[Entry], known: Mapping[str, str], rewrites: Sequence[tuple[str, int]] = ()
) -> Changes:
    """Which entries are new, and which say something else than the stored ones (id → hash)."""
    counts = dict(rewrites)
    new = tuple(entry for entry in entries if entry.id not in known)
    differing = [entry for entry in entries if known.get(entry.id, entry.hash) != entry.hash]
    changed = tuple(entry for entry in differing if counts.get(entry.id, 0) < REWRITES)
    for entry in changed:
        counts[entry.id] = counts.get(entry.id, 0) + 1
    present = {entry.id for entry in entries}
    kept = tuple((id_, count) for id_, count in counts.items() if id_ in present or count > 1)
    return Changes(new, changed, kept[-200:])


def validators(page: Page) -> Validators:
    """What the answer can be asked for again with, as it came."""
    return Validators(page.headers.get("etag") or None, page.headers.get("last-modified") or None)


def body_hash(page: Page) -> str:
    """SHA-256 of the decoded body."""
    return hashlib.sha256(page.body).hexdigest()


def hub(page: Page) -> str | None:
    """A WebSub hub that the ``Link`` field names (W3C WebSub §4)."""
    for part in page.headers.get("link", "").split(","):
        target, _, parameters = part.partition(";")
        if 'rel="hub"' in parameters or "rel=hub" in parameters:
            return target.strip().strip("<>") or None
    return None
