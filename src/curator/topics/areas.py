"""The areas of the field that Curator has words for: ``lexicon.toml``, and parts of them in ``parts.toml``.

``languages.toml`` goes on with the words of some in other languages than English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

from curator.patterns import is_pattern
from curator.topics.phrases import joined

FILES = ("lexicon.toml", "parts.toml")
LANGUAGES = "languages.toml"
"""Where the words are kept."""


@dataclass(frozen=True)
class Area:
    """One area of the field."""

    name: str
    heads: frozenset[str]
    """Names that call for it, letters run together."""
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    of: frozenset[str] = frozenset()
    """The areas that it is cut out of where a topic is about it."""
    part: bool = False
    """Whether it is a part of the field beside the broad areas."""

    @cached_property
    def keys(self) -> frozenset[str]:
        """The letters of its names and strong words."""
        return self.heads | {joined(word) for word in self.strong if not is_pattern(word)}


@lru_cache(maxsize=1)
def areas() -> tuple[Area, ...]:
    """The areas that ship with Curator."""
    more = _parsed(LANGUAGES)
    return tuple(area for file in FILES for area in _read(file, more))


def _read(file: str, more: Mapping[str, _Raw]) -> tuple[Area, ...]:
    return tuple(
        Area(
            name,
            frozenset(map(joined, _listed(name, "heads", area, more))),
            _listed(name, "strong", area, more),
            _listed(name, "weak", area, more),
            frozenset(_parts(area.get("of", ""))),
            file != FILES[0],
        )
        for name, area in _parsed(file).items()
    )


_Raw = Mapping[str, str]


def _parsed(file: str) -> dict[str, _Raw]:
    return tomllib.loads(files("curator.topics").joinpath(file).read_text("utf-8"))


def _listed(name: str, key: str, area: _Raw, more: Mapping[str, _Raw]) -> tuple[str, ...]:
    return (*_parts(area[key]), *_parts(more.get(name, {}).get(key, "")))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\n", " ").split(",") if part.strip())
