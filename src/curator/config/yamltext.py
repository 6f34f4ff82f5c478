"""A YAML text as plain values, with the place of every key and value in it.

Scalars are read by the core schema of YAML 1.2 (§10.3), so ``no`` stays a word and ``08:00`` a
time. What a hostile or broken file could do is refused first: aliases (they multiply), tags, deep
nesting, size. Every mistake found is kept; nothing but :class:`Document` comes back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from curator.errors import Problem

LIMIT_BYTES = 1_000_000
"""A larger file is refused."""
LIMIT_DEPTH = 12
"""Nesting beyond this is refused."""

Path = tuple[str | int, ...]
"""Keys and indexes that lead to a value."""

# The C loader is many times faster where PyYAML was built with it; both give the same nodes.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = re.compile(r"|~|null|Null|NULL")
_BOOL = re.compile(r"true|True|TRUE|false|False|FALSE")
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]{1,18}|[0-9]{1,18}(\.[0-9]{0,18})?)([eE][-+]?[0-9]{1,2})?")
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "seq", "map", "timestamp", "merge", "value")
)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a text; both numbers count from 1."""

    line: int = 1
    column: int = 1


@dataclass(slots=True)
class Document:
    """What a text says, where it says it, and what is wrong with it as YAML."""

    file: str
    """The name that problems carry."""
    value: Any = None
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where ``path`` stands, or its nearest ancestor; with ``key`` where its key stands."""
        if key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, Place())

    def problem(self, path: Path, what: str, *, key: bool = False, mild: bool = False) -> None:
        """Note a mistake at ``path``."""
        self.report(self.place(path, key=key), path, what, mild=mild)

    def report(self, place: Place, path: Path, what: str, *, mild: bool = False) -> None:
        """Note a mistake at ``place``."""
        name = ".".join(map(str, path))
        self.problems.append(Problem(self.file, place.line, place.column, name, what, mild))

    @property
    def wrong(self) -> bool:
        """Whether there is a mistake that leaves open what is meant."""
        return not all(problem.mild for problem in self.problems)


def read(text: bytes, file: str) -> Document:
    """The document in ``text``; ``file`` is the name that its problems carry."""
    document = Document(file)
    if len(text) > LIMIT_BYTES:
        document.problem((), f"the file has {len(text):,} bytes; at most {LIMIT_BYTES:,} are read")
        return document
    try:
        decoded = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_of(text[: error.start].decode("utf-8", "replace"))
        document.report(place, (), "this is not UTF-8; save the file as UTF-8")
        return document
    node = _compose(decoded, document)
    if node is not None and not document.problems:
        document.value = _build(node, (), document)
    return document


def _compose(text: str, document: Document) -> yaml.Node | None:
    """The node tree of ``text``; ``None`` where it is empty or not YAML."""
    try:
        for place, what in _refused(text):
            document.report(place, (), what)
        if document.problems:
            return None
        node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except yaml.reader.ReaderError as error:
        place = _place_of(text[: error.position])
        document.report(place, (), f"the character U+{ord_of(error):04X} is not allowed here")
    except yaml.MarkedYAMLError as error:
        place = _place(error.problem_mark or error.context_mark)
        document.report(place, (), _syntax(error, text.splitlines()[place.line - 1 : place.line]))
    else:
        return node
    return None


def ord_of(error: yaml.reader.ReaderError) -> int:
    """The code point a reader error is about (a number or a character, by loader)."""
    return error.character if isinstance(error.character, int) else ord(error.character[:1] or "?")


def _refused(text: str) -> Iterator[tuple[Place, str]]:
    """What could harm a reader of the text, found on the flat stream of events."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > LIMIT_DEPTH:
                yield _place(event.start_mark), f"nested deeper than {LIMIT_DEPTH} levels"
                return
        if isinstance(event, yaml.AliasEvent):
            yield _place(event.start_mark), "aliases (*name) are not supported; write it out"
        elif (tag := getattr(event, "tag", None)) not in (None, "!", *_PLAIN_TAGS):
            yield _place(event.start_mark), f"the tag {tag!r} is not supported; leave it out"


def _build(node: Any, path: Path, document: Document) -> Any:
    """The plain value of ``node``, noting its place and the mistakes in it."""
    document.values[path] = _place(node.start_mark)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, document)
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*path, index), document) for index, item in enumerate(node.value)]
    # The C loader says "" where the other says None.
    return node.value if node.style else scalar(node.value)


def _mapping(node: yaml.MappingNode, path: Path, document: Document) -> dict[str, Any]:
    """The mapping of ``node``; a repeated key is a mistake and its first value stays."""
    mapping: dict[str, Any] = {}
    for key, value in node.value:
        place = _place(key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            document.report(place, path, "a key must be a word")
            continue
        name = str(key.value)
        if name in mapping:
            first = document.keys[(*path, name)]
            document.report(place, (*path, name), f"repeated; it stands in line {first.line} too")
            continue
        document.keys[(*path, name)] = place
        mapping[name] = _build(value, (*path, name), document)
    return mapping


def scalar(text: str) -> str | int | float | bool | None:
    """An unquoted scalar by the core schema of YAML 1.2."""
    if _NULL.fullmatch(text):
        return None
    if _BOOL.fullmatch(text):
        return text.lower() == "true"
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _syntax(error: yaml.MarkedYAMLError, line: list[str]) -> str:
    """A sentence for a syntax error in ``line``, with the usual cause where there is one."""
    said = ", ".join(filter(None, (_begun(error), error.problem)))
    if any("\t" in _indent(row) for row in line):
        return f"not YAML: {said}; indent with spaces, never with tabs"
    if "mapping values are not allowed" in said:
        return (
            f"not YAML: {said}; put a blank after the colon of a key, and a value that has ': ' in "
            "it into quotes"
        )
    if "cannot start any token" in said:
        return f"not YAML: {said}; put a value that begins with @, ` or % into quotes"
    return f"not YAML: {said}; check indentation, quotes and brackets"


def _begun(error: yaml.MarkedYAMLError) -> str | None:
    """What was being read, and where it began if that was lines before: a quote left open."""
    began, found = error.context_mark, error.problem_mark
    if error.context and began and found and began.line < found.line:
        return f"{error.context} that begins in line {began.line + 1}"
    return error.context


def _indent(row: str) -> str:
    return row[: len(row) - len(row.lstrip())]


def _place(mark: Any) -> Place:
    """The place of a YAML mark, which counts from 0."""
    return Place(mark.line + 1, mark.column + 1) if mark else Place()


def _place_of(before: str) -> Place:
    """The place just after the text ``before``."""
    return Place(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
