"""Editing ``feeds.yaml`` by command: comments, order and indentation stay as the person left them.

Every edit is checked as a whole before it replaces the file, and replaces it at once: whoever reads
the file sees either all of the old or all of the new text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from curator import config, feedstext, shorthands, wholefile
from curator.config import rules, yamltext
from curator.config.schema import FILE_NAME
from curator.config.shape import SourcePart
from curator.errors import BadValue, ConfigError, Conflict, CuratorError, NotFound
from curator.model import Source

Line = str | Mapping[str, Any]
"""A line of ``sources``: an address, or a mapping with options."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of lines that were to be added."""

    added: tuple[Source, ...] = ()
    known: tuple[Source, ...] = ()
    """The file had them already."""
    refused: tuple[tuple[Line, str], ...] = ()
    """Lines that are wrong, each with the reason."""


def add_source(path: Path, line: Line) -> Source:
    """Add a source at the end of those in the file at ``path`` and give it as the file now has it.

    A mapping with nothing but ``url`` becomes a bare address. Raises :class:`Conflict` where the
    file has it already, :class:`BadValue` where the line is wrong, :class:`ConfigError` where the
    file was wrong before.
    """
    outcome = add_sources(path, [line])
    if outcome.refused:
        raise BadValue(outcome.refused[0][1])
    if outcome.known:
        raise Conflict(f"{path.name} has it already: {outcome.known[0].label}")
    return outcome.added[0]


def add_sources(path: Path, lines: Iterable[Line], *, dry_run: bool = False) -> Added:
    """Add those of ``lines`` that are right and new, in one edit, and say what became of each.

    With ``dry_run`` it only says so. Raises :class:`ConfigError` where the file was wrong before.
    """
    text = _text_of(path)
    before = config.parse(text.encode(), path.name)
    seen = {shorthands.identity(source.url): source for source in before.sources}
    topics = {topic.slug for topic in before.topics}
    new: list[Mapping[str, Any]] = []
    known: list[Source] = []
    refused: list[tuple[Line, str]] = []
    for line in lines:
        given = {"url": line} if isinstance(line, str) else dict(line)
        try:
            source = config.source(given, topics)
        except ConfigError as error:
            refused.append((line, "; ".join(problem.what for problem in error.problems)))
            continue
        key = shorthands.identity(source.url)
        if key in seen:
            known.append(seen[key])
        else:
            seen[key] = source
            new.append(given)
    after = feedstext.with_lines(text, new) if new else text
    added = config.parse(after.encode(), path.name).sources[len(before.sources) :]
    if new and not dry_run:
        _change(path, after)
    return Added(added, tuple(known), tuple(refused))


def remove_source(path: Path, url: str) -> Source:
    """Remove the source with that address, or whose shorthand stands for it, and give it.

    Raises :class:`NotFound` where there is none, :class:`ConfigError` where the file is wrong.
    """
    text = _text_of(path)
    sources = config.parse(text.encode(), path.name).sources
    wanted = _identity(url)
    found = next((one for one in sources if shorthands.identity(one.url) == wanted), None)
    if found is None:
        raise NotFound(f"{path.name} has no source {url}; see `curator sources list`")
    after = text
    for index in reversed(_lines_of(text, wanted)):
        after = feedstext.without_line(after, index)
    _change(path, after)
    return found


def merge_topics(path: Path, gone: str, joined: Mapping[str, Any]) -> None:
    """Leave topic ``gone`` out of the file and make the one it went into what ``joined`` says.

    Raises :class:`ConfigError` where the file is wrong.
    """
    _change(path, feedstext.with_merged_topics(_text_of(path), gone, joined))


def _lines_of(text: str, wanted: str) -> list[int]:
    """The indexes of all lines that stand for a source: one may stand there twice."""
    lines = yamltext.read(text.encode(), "feeds.yaml").value["sources"]
    return [index for index, line in enumerate(lines) if _meant(line) == wanted]


def _meant(line: Any) -> str:
    """The identity of the source that a sound line stands for."""
    part = SourcePart.model_validate({"url": line} if isinstance(line, str) else line)
    return shorthands.identity(rules.source_of(part)[0])


def _text_of(path: Path) -> str:
    """The file's text; one that is not UTF-8 is wrong, which checking it tells."""
    raw = config.read_file(path)
    config.parse(raw, path.name)
    return raw.decode("utf-8-sig")


def _change(path: Path, text: str) -> None:
    """Replace the file by ``text`` once that is known to be right; new lines end as the others do."""
    if text.count("\r\n") > text.count("\n") / 2:
        text = re.sub(r"\r?\n", "\r\n", text)
    config.parse(text.encode(), path.name)
    replace(path, text.encode())


def init(folder: Path) -> tuple[Path, ...]:
    """Write a starter ``feeds.yaml`` and its schema into ``folder``; gives the files written.

    Raises :class:`Conflict` where ``folder`` has a ``feeds.yaml``; nothing is overwritten then.
    """
    path = folder / "feeds.yaml"
    if path.exists():
        raise Conflict(f"{path} exists; edit it, or remove it first")
    folder.mkdir(parents=True, exist_ok=True)
    schema = folder / FILE_NAME
    replace(schema, (json.dumps(config.schema(), indent=2, ensure_ascii=False) + "\n").encode())
    replace(path, starter())
    return path, schema


def starter() -> bytes:
    """The ``feeds.yaml`` that ships with Curator."""
    packed = resources.files("curator") / "data" / "feeds.yaml"
    if packed.is_file():
        return packed.read_bytes()
    # An editable install has no packed data; the repository's own file is the same one.
    return (Path(__file__).parents[2] / "feeds.yaml").read_bytes()


def replace(path: Path, text: bytes) -> None:
    """Put ``text`` in place of the file at ``path`` in one step, keeping its permissions.

    Raises :class:`CuratorError` where it cannot be written; the old one stays then.
    """
    target = path.resolve()  # where the folder we are in is gone, that is what is to be told
    try:
        wholefile.replace(target, text)
    except OSError as error:
        raise CuratorError(
            f"{path} cannot be written: {error.strerror}; it stays as it was"
        ) from error


def _identity(url: str) -> str:
    try:
        return shorthands.identity(shorthands.plain(url)[0])
    except BadValue as error:
        raise NotFound(error.message) from None
