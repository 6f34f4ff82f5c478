"""Writes the part of ``docs/reference/database.md`` that the code knows.

``python -m tests.storage.reference`` brings the page up to date.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

PAGE = Path("docs/reference/database.md")
START, END = "<!-- made from the code: start -->\n", "<!-- made from the code: end -->\n"
NOUNS = (
    ("What is fetched", ("sources", "documents", "entries")),
    ("Resources", ("resources", "linkchecks", "search", "forms")),
    ("The author's hand", ("reading", "goals", "corrections", "feedback")),
    ("Issues", ("issues",)),
    ("Readers", ("subscribers", "consent", "suppressions", "signups")),
    ("Mail on its way", ("deliveries", "outbox", "bounces")),
    ("The service", ("leases", "kv", "place", "mark", "log", "archive", "codec")),
)


def current() -> str:
    """The page as it should be."""
    before, _, rest = PAGE.read_text("utf-8").partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}{''.join(_parts())}{END}{after}"


def _parts() -> Iterator[str]:
    for title, names in NOUNS:
        yield f"\n## {title}\n"
        for name in names:
            module = importlib.import_module(f"curator.storage.{name}")
            told = (inspect.getdoc(module) or "").replace("``", "`")
            told = re.sub(r":\w+:`~?[\w.]*?(\w+)`", r"\1", told)
            yield f"\n### {name}\n\n{told}\n\n```python\n"
            yield "\n".join(_members(module))
            yield "\n```\n"


def _members(module: ModuleType) -> Iterator[str]:
    """What other rooms may use, in the order of the file, values first."""
    name = module.__name__.rpartition(".")[2]
    public = getattr(module, "__all__", None) or [
        key
        for key, value in vars(module).items()
        if not key.startswith("_") and getattr(value, "__module__", "") == module.__name__
    ]
    values = [getattr(module, key) for key in public]
    for value in values:
        if dataclasses.is_dataclass(value):
            yield _value(value)
    for value in values:
        if inspect.isfunction(value):
            yield f"{name}.{_function(value)}"


def _value(kind: object) -> str:
    assert isinstance(kind, type)
    assert dataclasses.is_dataclass(kind)
    fields = ", ".join(f"{one.name}: {one.type}" for one in dataclasses.fields(kind))
    return f"{kind.__name__}({fields})"


def _function(function: Callable[..., object]) -> str:
    signature = str(inspect.signature(function))
    plain = re.sub(r"<(\w+\.\w+): '[^']*'>", r"\1", signature)
    plain = plain.replace("connection: 'Connection'", "connection")
    plain = re.sub(r"= Filters\(.*?\)", "= Filters()", plain)
    unquoted = re.sub(r"(: |-> )'([^']*)'", r"\1\2", plain)
    told = inspect.getdoc(function) or ""
    first = told.split("\n\n")[0].replace("\n", " ").replace("``", "`")
    first = re.sub(r":\w+:`~?[\w.]*?(\w+)`", r"\1", first)
    return f"{function.__name__}{unquoted}\n    # {first}"


if __name__ == "__main__":
    PAGE.write_text(current(), "utf-8")
