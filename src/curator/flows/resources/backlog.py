"""What a new source had long ago becomes resources too, a part at a time, when nothing waits for it.

An issue is made of what is recent, so a digest looks at that alone. The older entries would only
delay it: they are taken up afterwards, from what their feeds said, and their pages are not fetched.
They are then found by search and lists, and can be put into an issue by hand.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from curator.flows.resources.enrich import adopt
from curator.flows.topics.tag import tag

if TYPE_CHECKING:
    from curator.app import App

PART = 200
"""Entries taken up at a time: a few seconds of work."""


def catch_up(app: App, now: datetime, *, most: int = PART) -> int:
    """Give up to ``most`` older entries their resource and its topics; the number adopted."""
    adopted = adopt(app, now, most=most)
    tag(app, most=most)
    return adopted
