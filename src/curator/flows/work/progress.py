"""How a use case tells how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done out of ``total`` in a stage; ``what`` names it for a person."""

    stage: str
    done: int
    total: int
    what: str = ""


Progress = Callable[[Step], None]
"""Called after each step; must be quick."""


def no_progress(step: Step) -> None:
    """For callers that do not look."""
