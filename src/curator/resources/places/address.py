"""The parts of an address, and what a recogniser makes of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote

from curator.model import Kind


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address that recognisers look at."""

    host: str
    """Lower case, without ``www.`` and ``m.``."""
    path: str
    segments: tuple[str, ...]
    """Parts of the path, unquoted and stripped, empty ones dropped."""
    query: dict[str, str]
    url: str

    @classmethod
    def of(cls, parts: SplitResult) -> Address:
        """The address in parts."""
        host = (parts.hostname or "").rstrip(".").lower()
        host = re.sub(r"^(?:www\d?|m|mobile)\.(?=[^.]+\.)", "", host)
        segments = tuple(part for raw in parts.path.split("/") if (part := unquote(raw).strip()))
        query = dict(parse_qsl(parts.query)) if parts.query else {}
        return cls(host, parts.path, segments, query, parts.geturl())

    def starts(self, *words: str) -> bool:
        """Whether the first segments are ``words``."""
        return self.segments[: len(words)] == words


@dataclass(frozen=True, slots=True)
class Identity:
    """What an address stands for; equal keys are the same resource."""

    key: str
    """``arxiv:1706.03762``, ``doi:10…``, ``youtube:ID``, ``github:owner/name`` …, else an
    address."""
    url: str
    """The address to keep and to show: canonical where the place is known, else cleaned."""
    kind: Kind | None = None
    """What the address alone tells of the kind."""
    arxiv_id: str | None = None
    doi: str | None = None
    isbn: str | None = None
    video_id: str | None = None
    """The identifier of a video at its host."""
    repository: str | None = None
    """``owner/name`` on GitHub, as written."""


Recogniser = Callable[[Address], Identity | None]
