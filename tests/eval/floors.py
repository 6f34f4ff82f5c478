"""Floors for measured figures: what Curator reached once it must keep reaching.

``floors.toml`` has one number per figure. :func:`hold` compares a figure with its floor and says
both; :mod:`tests.eval.test_floors` holds that no floor is ever lowered or taken away.
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).with_name("floors.toml")
CEILINGS = "at most"
"""The table whose numbers may only fall; those of all others may only rise."""

_log = logging.getLogger(__name__)

Floors = dict[tuple[str, str], float]


def read(text: str) -> Floors:
    """The numbers of a file of floors, by table and name."""
    return {
        (table, name): float(value)
        for table, values in tomllib.loads(text).items()
        for name, value in values.items()
    }


def hold(
    table: str, figures: Mapping[str, float], beside: Mapping[str, float] | None = None
) -> None:
    """Fail where a figure is worse than what is pinned for it, or where nothing is pinned.

    All are logged, with what stands ``beside`` them: ``pytest -o log_cli=true
    --log-cli-level=INFO tests/eval`` shows them.
    """
    pinned = read(FILE.read_text("utf-8"))
    told = [f"{name} {value:.3f}, pinned {pinned[table, name]}" for name, value in figures.items()]
    worse = [
        name
        for name, value in figures.items()
        if not is_as_good(table, round(value, 3), pinned[table, name])
    ]
    told += [f"beside it {name} {value:.3f}" for name, value in (beside or {}).items()]
    _log.info("%s: %s", table, "; ".join(told))
    assert not worse, f"{table}: {'; '.join(told)}"


def is_as_good(table: str, value: float, pinned: float) -> bool:
    """Whether ``value`` is as good as what is pinned, by the table's sense."""
    return value <= pinned if table == CEILINGS else value >= pinned


def lowered(before: Floors, after: Floors) -> list[str]:
    """What ``after`` takes back of ``before``, a phrase each."""
    return [
        f"{table}: {name} was {value}, is {after.get((table, name), 'gone')}"
        for (table, name), value in before.items()
        if (table, name) not in after or not is_as_good(table, after[table, name], value)
    ]
