"""JSON-LD as pages really write it: comments, CDATA shells, trailing commas, control characters.

Gives nodes (dictionaries) that speak about the page itself. Items of lists, comments, reviews and
related things are left out, since their authors and dates are not the page's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

Node = Mapping[str, Any]

LIMIT_CHARACTERS = 1_000_000
_SHELL = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|"
                    r"(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$")  # fmt: skip
_TRAILING = re.compile(r",(\s*[}\]])")
_ESCAPES = re.compile(r'\\(?![\\"/bfnrtu])')
_DEPTH = 12
# The parts of a node that are (parts of) the page itself.
_TOP_INTO = ("@graph", "mainEntity", "mainEntityOfPage")


def nodes(sources: Iterable[str]) -> tuple[Node, ...]:
    """All nodes about the page in the sources of its JSON-LD scripts; broken ones give nothing."""
    tops = [top for source in sources for top in _documents(source)]
    flat = [node for top in tops for node in _flat(top, 0)]
    known = {node["@id"]: node for node in flat if isinstance(node.get("@id"), str)}
    return tuple(_resolved(node, known) for node in flat)


def _documents(source: str) -> Iterator[Any]:
    """The JSON values of one script."""
    text = _SHELL.sub("", _SHELL.sub("", source[:LIMIT_CHARACTERS])).strip()
    if not text:
        return
    for attempt in (text, _mended(text)):
        try:
            yield json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        return
    yield from _prefix(_mended(text))


def _mended(text: str) -> str:
    """Common mistakes put right: trailing commas, escaped entities, wrong escapes, line breaks."""
    if "&quot;" in text:
        text = unescape(text)
    return _ESCAPES.sub(r"\\\\", _TRAILING.sub(r"\1", text)).rstrip("; \n")


def _prefix(text: str) -> Iterator[Any]:
    """The first value, where something follows it."""
    decoder = json.JSONDecoder(strict=False)
    try:
        value, _ = decoder.raw_decode(text)
    except (ValueError, RecursionError):
        return
    yield value


def _flat(value: Any, depth: int) -> Iterator[Node]:
    """The node and what is the page itself inside it."""
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for item in value[:200]:
            yield from _flat(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in _TOP_INTO:
            if isinstance(value.get(name), (dict, list)):
                yield from _flat(value[name], depth + 1)


def _resolved(node: Node, known: Mapping[str, Node]) -> Node:
    """The node with references ``{"@id": …}`` replaced by what they refer to, one level deep."""
    return {name: _followed(value, known) for name, value in node.items()}


def _followed(value: Any, known: Mapping[str, Node]) -> Any:
    if isinstance(value, list):
        return [_followed(item, known) for item in value[:200]]
    if isinstance(value, dict) and "@id" in value and len(value) <= 2:
        return known.get(str(value["@id"]), value)
    return value


def types(node: Node) -> frozenset[str]:
    """The types of a node without their vocabulary's address."""
    found = node.get("@type") or node.get("type") or ()
    listed = found if isinstance(found, list) else [found]
    return frozenset(str(one).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for one in listed)


def texts(value: Any) -> list[str]:
    """The strings a value stands for: itself, its ``@value`` or ``name``, or those of a list."""
    if isinstance(value, str):
        return [unescape(value).strip()] if value.strip() else []
    if isinstance(value, bool) or value is None:
        return []
    if isinstance(value, (int, float)):
        return [str(value)]
    if isinstance(value, list):
        return [text for item in value[:200] for text in texts(item)]
    if isinstance(value, dict):
        return texts(value.get("@value") or value.get("name"))
    return []


def text(value: Any) -> str | None:
    """The first of :func:`texts`."""
    found = texts(value)
    return found[0] if found else None
