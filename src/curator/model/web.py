"""One answer of the web, and the function that asks for one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Page:
    """One HTTP answer, decoded of its transfer and content codings but otherwise as it came."""

    url: str
    """The address that was asked for."""
    final_url: str
    """The address that answered, after redirects."""
    status: int
    headers: Mapping[str, str]
    """Field names in lower case."""
    body: bytes
    fetched_at: datetime
    redirects: tuple[tuple[int, str], ...] = ()
    """Each hop on the way: the status that redirected, and the address it pointed to."""

    @property
    def content_type(self) -> str:
        """The media type in lower case without parameters, or an empty string."""
        return self.headers.get("content-type", "").split(";", 1)[0].strip().lower()


Get = Callable[[str], Page]
"""Fetches one address politely and safely; raises :class:`curator.errors.FetchError`."""
