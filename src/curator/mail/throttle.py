"""How fast each receiving domain may be mailed: token buckets that halve when told to slow down.

Pure: a :class:`Throttle` is a value that answers "may this domain get a mail at this instant?" and
learns from the answers; it never sleeps and never asks the clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MIN_COOLDOWN, MAX_COOLDOWN = 300.0, 3600.0 * 4
"""Seconds a domain is left alone after it asked for patience."""
SLOWEST = 1 / 60
"""Mails a second that a domain still gets however often it complains."""
RECOVERY = 1.05
"""A mail taken without complaint raises a lowered rate by so much."""
BURST_SECONDS = 1.0
"""How much unused allowance a domain may save up."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Rates of the author's choosing, in mails a second; ``None`` means no limit."""

    total: float | None = None
    per_domain: float | None = None
    domains: Mapping[str, float] = field(default_factory=dict)
    """For single domains, instead of ``per_domain``."""
    daily: int | None = None
    """Mails in 24 hours."""
    warm_up: bool = False
    """Whether a new sending domain starts slowly; see :func:`warm_up`."""

    def of(self, domain: str) -> float | None:
        """The limit of one domain."""
        return self.domains.get(domain, self.per_domain)


@dataclass(slots=True)
class _Bucket:
    rate: float | None
    """Mails a second now; ``None`` is as fast as it goes."""
    ceiling: float | None
    tokens: float = 1.0
    at: float = 0.0
    closed_until: float = 0.0
    complaints: int = 0
    """In a row."""

    def wait(self, now: float) -> float:
        """Seconds until one more mail may go."""
        if now < self.closed_until:
            return self.closed_until - now
        if self.rate is None:
            return 0.0
        self._refill(now)
        return max(0.0, (1.0 - self.tokens) / self.rate)

    def _refill(self, now: float) -> None:
        if self.rate is not None:
            full = max(1.0, self.rate * BURST_SECONDS)
            self.tokens = min(full, self.tokens + (now - self.at) * self.rate)
        self.at = now

    def take(self, now: float) -> None:
        self._refill(now)
        self.tokens -= 1.0

    def slow_down(self, now: float, seen_rate: float) -> None:
        self.complaints += 1
        pause = min(MAX_COOLDOWN, MIN_COOLDOWN * 2 ** (self.complaints - 1))
        self.closed_until = max(self.closed_until, now + pause)
        self.rate = max(SLOWEST, (self.rate or seen_rate) / 2)
        self.tokens, self.at = 1.0, self.closed_until

    def speed_up(self) -> None:
        self.complaints = 0
        if self.rate is None or self.rate == self.ceiling:
            return
        self.rate *= RECOVERY
        if self.ceiling is not None:
            self.rate = min(self.rate, self.ceiling)


class Throttle:
    """The buckets of all domains and one for everything; instants are seconds of one clock."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._all = _Bucket(limits.total, limits.total)
        self._domains: dict[str, _Bucket] = {}
        self._taken = 0
        self._since: float | None = None

    def wait(self, domain: str, now: float) -> float:
        """Seconds until ``domain`` may get its next mail; 0 means at once."""
        bucket = self._limited(domain)
        return max(self._all.wait(now), bucket.wait(now) if bucket else 0.0)

    def take(self, domain: str, now: float) -> None:
        """Count a mail to ``domain``."""
        self._since = now if self._since is None else self._since
        self._taken += 1
        self._all.take(now)
        if bucket := self._limited(domain):
            bucket.take(now)

    def accepted(self, domain: str) -> None:
        """``domain`` took a mail without complaint."""
        if bucket := self._limited(domain):
            bucket.speed_up()

    def complained(self, domain: str, now: float) -> float:
        """``domain`` asked to slow down: halve its rate; gives the instant it opens again."""
        bucket = self._limited(domain) or self._domains.setdefault(domain, _Bucket(None, None))
        bucket.slow_down(now, self._seen_rate(now))
        return bucket.closed_until

    def closed(self, now: float) -> dict[str, float]:
        """Domains that get nothing now because they asked for patience, and for how many seconds."""
        return {
            name: bucket.closed_until - now
            for name, bucket in self._domains.items()
            if now < bucket.closed_until
        }

    def _seen_rate(self, now: float) -> float:
        elapsed = now - self._since if self._since is not None else 0.0
        return self._taken / max(elapsed, 1.0)

    def _limited(self, domain: str) -> _Bucket | None:
        """The bucket of a domain; none, and no memory, for one without limit or complaint."""
        bucket = self._domains.get(domain)
        rate = self._limits.of(domain)
        if bucket is None and rate is not None:
            bucket = self._domains[domain] = _Bucket(rate, rate)
        return bucket


WARM_UP_FIRST, WARM_UP_LAST, WARM_UP_DAYS = 200, 200_000, 42
"""A new sending domain earns its name over six weeks (the curve Ghost uses)."""


def warm_up(day: int) -> int | None:
    """Mails that day ``day`` (from 0) of a new sending domain may see; ``None`` once it is warm."""
    if day >= WARM_UP_DAYS:
        return None
    growth: float = (WARM_UP_LAST / WARM_UP_FIRST) ** (max(day, 0) / (WARM_UP_DAYS - 1))
    return int(WARM_UP_FIRST * growth)


def allowance(limits: Limits, day: int, sent_today: int) -> int | None:
    """How many more mails may leave on day ``day`` of sending; ``None`` means any number."""
    caps = [limits.daily, warm_up(day) if limits.warm_up else None]
    known = [cap for cap in caps if cap is not None]
    return max(0, min(known) - sent_today) if known else None
