"""What the doctor says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How good it is."""

    GOOD = "good"
    WARNING = "warning"
    """Mail arrives, but less surely."""
    BAD = "bad"
    """Large providers will refuse or hide the mail."""
    SKIPPED = "skipped"
    """Could not be looked at from here."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    """``SPF``, ``DKIM``, ``DMARC``, ``return path``, ``TLS``, ``one-click``, ``clock`` …"""
    grade: Grade
    says: str
    """What is so."""
    cure: str = ""
    """What to do about it."""


def good(what: str, says: str) -> Finding:
    """All is well."""
    return Finding(what, Grade.GOOD, says)


def warning(what: str, says: str, cure: str) -> Finding:
    """Could be better."""
    return Finding(what, Grade.WARNING, says, cure)


def bad(what: str, says: str, cure: str) -> Finding:
    """Must be mended."""
    return Finding(what, Grade.BAD, says, cure)


def skipped(what: str, says: str) -> Finding:
    """Not looked at."""
    return Finding(what, Grade.SKIPPED, says)
