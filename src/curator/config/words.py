"""Mistakes in the shape of ``feeds.yaml``, in words that say what is wrong and what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from curator.config.shape import (
    AuthorPart,
    FilePart,
    MixPart,
    NewsletterPart,
    Part,
    SourcePart,
    TopicPart,
)
from curator.config.yamltext import Document, Path

_SHAPES = {
    "model_type": "this must be a mapping of keys and values",
    "string_type": "this must be text",
    "list_type": "this must be a list, such as [one, two]",
    "bool_type": "this must be true or false",
    "int_type": "this must be a whole number",
    "int_from_float": "this must be a whole number",
    "float_type": "this must be a number",
    "finite_number": "this must be a number",
}
_BOUNDS = {
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "greater_than": "more than {gt}",
}
_PARTS: Mapping[str, type[Part]] = {
    "newsletter": NewsletterPart,
    "author": AuthorPart,
    "mix": MixPart,
    "topics": TopicPart,
    "sources": SourcePart,
}


def note(error: ValidationError, prefix: Path, document: Document) -> None:
    """Note every mistake that pydantic found in the value at ``prefix``."""
    for mistake in error.errors(include_url=False):
        path = (*prefix, *mistake["loc"])
        kind, value = mistake["type"], mistake["input"]
        if kind == "extra_forbidden":
            document.problem(path, unknown_key(path), key=True)
        elif kind != "missing" and value is None:
            document.problem(path, "it has no value; give one or leave the key out", key=True)
        else:
            document.problem(path, _said(kind, value, mistake) + _described(path, kind))


def unknown_key(path: Path) -> str:
    """What is wrong with a key that the part at ``path`` does not have."""
    known = list(_keys(path))
    return f"unknown key; {did_you_mean(str(path[-1]), known)}allowed: {', '.join(known)}"


def unknown_topic(slug: str, known: Sequence[str]) -> str:
    """What is wrong with a topic that is none of ``known``."""
    names = ", ".join(known) or "none yet"
    return f"there is no topic {slug!r}; {did_you_mean(slug, known)}topics: {names}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint at the known word that ``word`` resembles, or an empty string."""
    near = get_close_matches(word, list(known), n=1)
    return f"did you mean {near[0]}? " if near else ""


def _said(kind: str, value: Any, mistake: Mapping[str, Any]) -> str:
    """The mistake without the description of the key."""
    context = mistake.get("ctx", {})
    if kind == "missing":
        return "it is missing"
    if kind == "value_error":
        return str(context["error"])
    if kind == "string_type" and isinstance(value, bool | int | float):
        return f'this must be text; put it into quotes, such as "{str(value).lower()}"'
    if kind == "literal_error":
        return f"{repr(value)[:60]} is not allowed; use {context['expected']}"
    if kind in _BOUNDS:
        return f"{value} is not allowed; it must be {_BOUNDS[kind].format(**context)}"
    return _SHAPES.get(kind, str(mistake["msg"]))


def _described(path: Path, kind: str) -> str:
    """The description of the key at ``path`` as the tail of a sentence, where it helps."""
    if kind in ("value_error", "literal_error") or not path:
        return ""
    description = _keys(path).get(str(path[-1]), "").rstrip(".")
    return f" ({description})" if description else ""


def _keys(path: Path) -> dict[str, str]:
    """The keys that may stand beside the one at the end of ``path``, with descriptions."""
    # `topics` inside a source is a list of slugs and has no keys, so the last owner decides.
    owners = [step for step in path[:-1] if isinstance(step, str)]
    part = _PARTS.get(owners[-1], FilePart) if owners else FilePart
    return keys(part)


def keys(part: type[Part]) -> dict[str, str]:
    """The keys of a part as the file spells them, with their descriptions."""
    fields: Callable[[], Any] = part.model_fields.items
    return {field.alias or name: field.description or "" for name, field in fields()}
