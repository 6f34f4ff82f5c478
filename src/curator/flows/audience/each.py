"""One thing done to many addresses: a bad one does not keep the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curator.audience import addresses
from curator.errors import CuratorError
from curator.flows.work.parts import parts

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection


@dataclass(frozen=True, slots=True)
class Problem:
    """An address that was left out, and why."""

    address: str
    what: str


@dataclass(frozen=True, slots=True)
class Done:
    """Whom it was done to, and for whom it could not be."""

    done: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def each(app: App, given: Iterable[str], do: Callable[[Connection, str], None]) -> Done:
    """Do it to each address, stored in parts so that readers can write in between.

    All of ``given`` is read before the database is touched: somebody may be typing it.
    """
    done: list[str] = []
    problems: list[Problem] = []
    for part in parts(list(given)):
        with app.database.begin() as connection:
            for text in part:
                try:
                    address = addresses.parse(text)
                    do(connection, address)
                    done.append(address)
                except CuratorError as error:
                    problems.append(Problem(text, error.message))
    return Done(tuple(done), tuple(problems))
