"""What earlier issues and verdicts mean for the next choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curator.model import StoredResource, Verdict


@dataclass(frozen=True, slots=True)
class Past:
    """What was sent before and what the author said of it."""

    picked: Sequence[StoredResource] = ()
    """What was sent in the last eight weeks."""
    shares: Sequence[tuple[int, int]] = ()
    """Practice picks and all picks of earlier issues, oldest first."""
    verdicts: Sequence[tuple[StoredResource, Verdict]] = ()
    """What the author kept, pinned and skipped, oldest first."""
