"""Editing ``feeds.yaml`` by command: comments, order and indentation stay as the person left them.

Every edit is checked as a whole before it replaces the file, and replaces it at once: whoever reads
the file sees either all of the old or all of the new text.
"""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from curator import config, shorthands
from curator.config import rules
from curator.config.schema import EDITOR_LINES, FILE_NAME
from curator.config.shape import SourcePart
from curator.errors import BadValue, Conflict, NotFound
from curator.model import Source

Line = str | Mapping[str, Any]
"""A line of ``sources``: an address, or a mapping with options."""


def add_source(path: Path, line: Line) -> Source:
    """Add a source at the end of the file at ``path`` and give it as the file now has it.

    A mapping with nothing but ``url`` becomes a bare address. Raises :class:`Conflict` where the
    file has it already, :class:`ConfigError` where the file or the new line is wrong.
    """
    before = config.load(path)
    after = _with_line(path, line)
    # An added duplicate is the one mistake with a better name than a line number.
    known = {shorthands.identity(source.url): source for source in before.sources}
    added = _meant(line)
    if added is not None and shorthands.identity(added) in known:
        raise Conflict(f"{path.name} has it already: {known[shorthands.identity(added)].label}")
    sources = config.parse(after, path.name).sources
    replace(path, after)
    return sources[-1]


def remove_source(path: Path, url: str) -> Source:
    """Remove the source with that address, or shorthand's expansion, and give what it was.

    Raises :class:`NotFound` where there is none, :class:`ConfigError` where the file is wrong.
    """
    sources = config.load(path).sources
    wanted = _identity(url)
    index = next(
        (i for i, source in enumerate(sources) if shorthands.identity(source.url) == wanted), None
    )
    if index is None:
        raise NotFound(f"{path.name} has no source {url}; see `curator sources list`")
    after = _without_line(path, index)
    config.parse(after, path.name)
    replace(path, after)
    return sources[index]


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
    """Put ``text`` in place of the file at ``path`` in one step, keeping its permissions."""
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _meant(line: Line) -> str | None:
    """The address a line stands for; ``None`` where it is wrong, which checking will tell."""
    given = {"url": line} if isinstance(line, str) else line
    try:
        return rules.source_of(SourcePart.model_validate(given))[0]
    except (BadValue, ValidationError):
        return None


def _identity(url: str) -> str:
    try:
        return shorthands.identity(shorthands.plain(url)[0])
    except BadValue as error:
        raise NotFound(error.message) from None


# --------------------------------------------------------------------------- the text itself


def _with_line(path: Path, line: Line) -> bytes:
    """The file's text with ``line`` at the end of its sources."""
    yaml, tree = _open(path)
    lines = tree.get("sources")
    if lines is None:
        lines = tree["sources"] = CommentedSeq()
    bare = isinstance(line, str) or set(line) == {"url"}
    given: Mapping[str, Any] = {"url": line} if isinstance(line, str) else line
    lines.append(given["url"] if bare else CommentedMap(given))
    return _text(yaml, tree)


def _without_line(path: Path, index: int) -> bytes:
    """The file's text without the source at ``index``."""
    yaml, tree = _open(path)
    del tree["sources"][index]
    return _text(yaml, tree)


def _open(path: Path) -> tuple[YAML, CommentedMap]:
    """The file as a tree that remembers its comments, and the writer set to its indentation."""
    text = config.read_file(path).decode("utf-8-sig")
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096  # never fold a long line
    outer = re.search(r"^( *)- ", text, re.MULTILINE)
    offset = len(outer[1]) if outer else 2
    yaml.indent(mapping=2, sequence=offset + 2, offset=offset)
    tree: CommentedMap = yaml.load(text)
    return yaml, tree


def _text(yaml: YAML, tree: CommentedMap) -> bytes:
    buffer = io.BytesIO()
    yaml.dump(tree, buffer)
    return buffer.getvalue()


def has_editor_line(text: bytes) -> bool:
    """Whether the file tells editors where its schema is."""
    return text.startswith(EDITOR_LINES.split("\n", 1)[0].encode())
