"""robots.txt as RFC 9309 reads it: the longest rule wins, ``*`` and ``$`` mean something.

Asked for pages that nobody subscribed to; a feed's address was chosen by a person.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote, unquote_to_bytes, urlsplit

from curator.errors import BadStatus, FetchError, NoSuchHost, TooLarge
from curator.model import Get
from curator.urls import host

BELIEVED_SECONDS = 24 * 3600.0
"""How long a file is believed (RFC 9309 §2.4)."""
UNREACHABLE_SECONDS = 600.0
"""How long a site is left alone whose file cannot be had."""
LARGEST = 500 * 1024
"""Bytes that are read of a file (RFC 9309 §2.5)."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to one crawler: ``(allowed, pattern)`` pairs."""

    rules: tuple[tuple[bool, str], ...] = ()

    def allow(self, url: str) -> bool:
        """Whether ``url`` may be fetched; where rules of equal length disagree, it may."""
        parts = urlsplit(url)
        path = _canonical(parts.path or "/") + (
            f"?{_canonical(parts.query)}" if parts.query else ""
        )
        fitting = [(len(pattern), allow) for allow, pattern in self.rules if _fits(pattern, path)]
        return max(fitting, default=(0, True))[1]


EVERYTHING = Rules()
NOTHING = Rules(((False, "/"),))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a site's file, and until when on the monotonic clock."""

    until: float
    rules: Rules
    unreachable: str = ""
    """Why it could not be had."""


class Robots:
    """The rules of all sites that are asked for, each file read once a day.

    ``fetch`` gets a file; ``agent`` is the product token that groups are looked up by.
    """

    def __init__(self, agent: str, fetch: Get) -> None:
        self._agent = agent
        self._fetch = fetch
        self._sites: dict[str, _Known] = {}

    def refusal(self, url: str) -> str:
        """Why ``url`` is to be left alone; empty where it may be fetched.

        Raises :class:`~curator.errors.NoSuchHost`.
        """
        known = self._known(url)
        if known.rules.allow(url):
            return ""
        return known.unreachable or f"the robots.txt of {host(url)} asks not to fetch this page"

    def _known(self, url: str) -> _Known:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        known = self._sites.get(origin)
        if known is None or known.until <= time.monotonic():
            known = self._sites[origin] = self._ask(f"{origin}/robots.txt")
        return known

    def _ask(self, url: str) -> _Known:
        """All is allowed where there is no file, nothing while it cannot be had (RFC 9309 §2.3)."""
        until = time.monotonic() + BELIEVED_SECONDS
        try:
            return _Known(until, parse(self._fetch(url).body, self._agent))
        except TooLarge:
            return _Known(until, EVERYTHING)
        except BadStatus as error:
            if error.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                return _Known(until, EVERYTHING)
            return _unreachable(f"{host(url)} cannot show its robots.txt: {error.message}")
        except NoSuchHost:
            raise  # There is no site whose rules could forbid anything.
        except FetchError as error:
            return _unreachable(error.message)


def _unreachable(why: str) -> _Known:
    """Nothing is fetched for a while."""
    return _Known(time.monotonic() + UNREACHABLE_SECONDS, NOTHING, why)


def parse(body: bytes, agent: str) -> Rules:
    """The rules for ``agent`` (its product token), else those for ``*``, else none."""
    text = body[:LARGEST].decode("utf-8", "replace").removeprefix("\ufeff")
    named: list[tuple[bool, str]] = []
    general: list[tuple[bool, str]] = []
    found = False
    for agents, rule in _lines(text):
        if agent.lower() in agents:
            found = True
            named += [rule] if rule else []
        if "*" in agents and rule:
            general.append(rule)
    return Rules(tuple(named if found else general))


def _lines(text: str) -> Iterator[tuple[frozenset[str], tuple[bool, str] | None]]:
    """Each rule with the agents of its group; a group without rules gives one ``None``."""
    agents: frozenset[str] = frozenset()
    naming = False
    for line in text.splitlines():
        key, colon, value = line.split("#", 1)[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            token = re.split(r"[/\s]", value.lower(), maxsplit=1)[0]
            agents = agents | {token} if naming else frozenset({token})
            naming = True
            yield agents, None
        elif key in ("allow", "disallow"):
            naming = False
            if value:
                yield agents, (key == "allow", _canonical(value))


def _canonical(path: str) -> str:
    """Percent-encoding in one form (RFC 9309 §2.2.2), pattern signs kept."""
    return quote(unquote_to_bytes(path), safe="/*$?=&;:@!'()+,~-._")


def _fits(pattern: str, path: str) -> bool:
    """Whether ``path`` starts with ``pattern``: each piece between stars at its first place.

    No regular expression: a hostile pattern of many stars would take it for ever.
    """
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    last = rest.pop() if rest and pattern.endswith("$") else None
    for piece in rest:
        found = path.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= place
    return not pattern.endswith("$") or place == len(path)
