"""One row of the table of settings: what a variable means, and how it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table: a variable of the environment."""

    variable: str
    read: Callable[[str], Any]
    default: Callable[[Path], Any]
    """Gives the value where the variable is unset, from the data folder."""
    doc: str
    default_doc: str = ""
    """The default in words."""
    secret: bool = False
    """May be given by a file, and is never shown."""


def setting(
    variable: str,
    read: Callable[[str], Any],
    doc: str,
    default: Any = None,
    *,
    default_doc: str = "",
    secret: bool = False,
) -> Any:
    """A field of :class:`curator.settings.Settings`; a ``default`` that is callable gets the data folder."""
    given = default if callable(default) else lambda _data: default
    row = Setting(variable, read, given, doc, default_doc, secret)
    return field(metadata={"setting": row})
