"""The lines of ``feeds.yaml``: sources added and removed with nothing else touched.

A list with a hyphen on each line is edited line by line, so that every other byte stays. A list in
brackets goes through ruamel.yaml's round trip, which keeps comments and order. The text is known to
be sound before and is checked after, so nothing here raises.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq


def with_lines(text: str, lines: Sequence[Mapping[str, Any]]) -> str:
    """``text`` with ``lines`` at the end of its sources."""
    written = [line["url"] if set(line) == {"url"} else dict(line) for line in lines]
    block = _block(text, "sources")
    if block is None:
        return _edited(text, "sources", lambda sources: sources.extend(written))
    rows = text.splitlines(keepends=True)
    if rows and not rows[-1].endswith("\n"):
        rows[-1] += "\n"
    if block.end > len(rows):  # there is no `sources` yet
        rows += ["\n", "sources:\n"]
    new = [" " * block.indent + row for row in _emitted(written).splitlines(keepends=True)]
    at = min(block.end, len(rows))
    return "".join([*rows[:at], *new, *rows[at:]])


def without_line(text: str, index: int) -> str:
    """``text`` without the source at ``index``; comments around it stay."""
    return _without(text, "sources", index)


def with_merged_topics(text: str, gone: str, joined: Mapping[str, Any]) -> str:
    """``text`` with topic ``gone`` left out and the one it went into as ``joined`` says.

    Parents and the topics of sources that named ``gone`` name the other one.
    """
    slugs = [topic["slug"] for topic in yaml.safe_load(text)["topics"]]
    writer = _writer()
    writer.indent(mapping=2, sequence=4, offset=2)
    tree = writer.load(_without(text, "topics", slugs.index(gone)))
    into = joined["slug"]
    topics = tree["topics"]
    _update(next(topic for topic in topics if topic["slug"] == into), joined)
    for topic in topics:
        if topic.get("parent") == gone:
            if topic["slug"] == into:
                del topic["parent"]
            else:
                topic["parent"] = into
    for source in tree.get("sources") or ():
        named = source.get("topics") if isinstance(source, dict) else None
        if named and gone in named:
            kept = list(dict.fromkeys(into if s == gone else s for s in named))
            source["topics"] = _listed(kept, brackets=_in_brackets(named))
    return _dumped(writer, tree)


def _update(topic: Any, wanted: Mapping[str, Any]) -> None:
    """Change what differs. Lists stay in brackets or on lines; a new one is as the others are."""
    brackets = any(map(_in_brackets, topic.values()))
    for name, value in wanted.items():
        if name not in topic:
            # Before the last key: comments that follow the topic hang on that one.
            topic.insert(max(1, len(topic) - 1), name, _listed(value, brackets=brackets))
        elif topic[name] != value:
            topic[name] = _listed(value, brackets=_in_brackets(topic[name]))


def _in_brackets(value: Any) -> bool:
    return isinstance(value, CommentedSeq) and bool(value.fa.flow_style())


def _listed(value: Any, *, brackets: bool) -> Any:
    """A list as it is to stand in the file; anything else as it is."""
    if not isinstance(value, list):
        return value
    found = CommentedSeq(value)
    if brackets:
        found.fa.set_flow_style()
    return found


def _without(text: str, key: str, index: int) -> str:
    """``text`` without one item of the list at ``key``; an empty line on either side becomes one."""
    block = _block(text, key)
    if block is None:
        return _edited(text, key, lambda items: items.pop(index))
    rows = text.splitlines(keepends=True)
    first, last = block.spans[index]
    above, below = rows[:first], rows[last:]
    if above and below and not above[-1].strip() and not below[0].strip():
        below = below[1:]
    return "".join([*above, *below])


@dataclass(frozen=True, slots=True)
class _Block:
    """Where the items of a list stand, in lines counted from 0; ends are the lines after."""

    indent: int
    """Blanks before each hyphen."""
    end: int
    spans: tuple[tuple[int, int], ...] = ()
    """First and after-last line of each item."""


def _block(text: str, key: str) -> _Block | None:
    """Where the items at ``key`` stand; ``None`` for those in brackets, which have no lines."""
    tree: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    if tree.flow_style:
        return None
    found = next(((k, v) for k, v in tree.value if k.value == key), None)
    if found is None:
        return _Block(2, text.count("\n") + 3)
    name, value = found
    if isinstance(value, yaml.ScalarNode):  # `sources:` with nothing after it
        return _Block(2, name.end_mark.line + 1) if not value.value else None
    if value.flow_style:
        return None
    rows = text.splitlines()
    column = value.start_mark.column
    spans = tuple((_hyphen(rows, item, column), _last(rows, _end(item))) for item in value.value)
    return _Block(column, spans[-1][1], spans)


def _hyphen(rows: list[str], item: Any, column: int) -> int:
    """The line of an item's hyphen; only comments can stand between it and the item."""
    line = item.start_mark.line
    while rows[line][: column + 1].strip() != "-":
        line -= 1
    return int(line)


def _end(node: Any) -> int:
    """The line after the last one that holds something of ``node``."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    mark = node.end_mark
    # A block scalar ends at the start of the next line; an empty value where its key ends.
    return int(mark.line + (mark.column > 0))


def _last(rows: list[str], end: int) -> int:
    """``end`` moved up over blank lines, which a folded text counts as its own."""
    while not rows[end - 1].strip():
        end -= 1
    return end


def _edited(text: str, key: str, edit: Callable[[Any], Any]) -> str:
    """``text`` with ``edit`` applied to its list at ``key``, in round-trip form."""
    writer = _writer()
    tree = writer.load(text)
    if not tree.get(key):
        tree[key] = CommentedSeq()
    edit(tree[key])
    return _dumped(writer, tree)


def _emitted(lines: list[Any]) -> str:
    """``lines`` as the lines of a block list without indentation."""
    return _dumped(_writer(), lines)


def _writer() -> YAML:
    writer = YAML()
    writer.preserve_quotes = True
    writer.width = 4096  # never fold a long line
    return writer


def _dumped(writer: YAML, tree: Any) -> str:
    buffer = io.StringIO()
    writer.dump(tree, buffer)
    return buffer.getvalue()
