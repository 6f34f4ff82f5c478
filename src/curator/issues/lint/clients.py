"""Rules on what mail programs understand, from the data of caniemail.com (MIT).

``data/caniemail.json`` holds one letter for each of 16 programs and each feature. Sixteen are not
equal in readers, but a feature that half of them lack cannot carry a design.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from curator.issues.lint.cascade import declarations
from curator.issues.lint.mail import Finding, Mail, error, warning

FEW = 3
"""Programs without a feature from which on it is told."""
MANY = 8
"""Programs without a feature from which on it is refused."""
GMAIL = "Gmail"
"""What this one lacks is refused too: most readers are there."""
_UNLISTED = frozenset(["color"])
"""Properties older than the data: every program has them."""
_UNITS = re.compile(r"(?<![\w#.-])-?\d*\.?\d+([a-z]+|%)")
_FUNCTIONS = re.compile(r"\b(rgba?|calc|var|min|max|clamp|light-dark|conic-gradient)\(")
_FRAME = frozenset(["body"])
"""Programs replace it by an element of their own and keep what is inside."""
_TAG_FEATURES = {
    "ul": "lists",
    "ol": "lists",
    "dl": "lists",
    **dict.fromkeys(
        ("article", "section", "main", "nav", "header", "footer", "aside"), "semantics"
    ),
    **dict.fromkeys(("figure", "figcaption", "time", "details", "summary"), "semantics"),
}
_FUNCTION_FEATURES = {
    "rgb": "css-rgb",
    "rgba": "css-rgba",
    "calc": "css-unit-calc",
    "var": "css-variables",
    "%": "css-unit-percent",
}


def styles(mail: Mail) -> Iterator[Finding]:
    """The ``style`` attributes use only what most programs understand."""
    used: dict[str, str] = {}
    for element in mail.elements:
        for item in declarations(element.get("style", "")):
            if not item.name.startswith(("mso-", "-webkit-", "-ms-")):
                for feature in _features(item.name, item.value):
                    used.setdefault(feature, f"{item.name}: {item.value}")
    yield from _judge(used)


def elements(mail: Mail) -> Iterator[Finding]:
    """So do the elements of the body."""
    tags = {str(e.tag) for body in mail.tagged("body") for e in body.iter("*")} - _FRAME
    used = {f"html-{_TAG_FEATURES.get(tag, tag)}": f"<{tag}>" for tag in sorted(tags)}
    yield from _judge({key: value for key, value in used.items() if key in _table()})


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    features: dict[str, str] = _data()["features"]
    return features


@lru_cache(maxsize=1)
def _data() -> dict[str, dict[str, str]]:
    path = files("curator.issues") / "data" / "caniemail.json"
    data: dict[str, dict[str, str]] = json.loads(path.read_text("utf-8"))
    return data


def lacking(feature: str) -> tuple[str, ...]:
    """The programs that do not know a feature at all."""
    letters = _table().get(feature, "")
    return tuple(name for name, has in zip(_data()["clients"], letters, strict=False) if has == "n")


def _features(name: str, value: str) -> Iterator[str]:
    """The features that one declaration needs."""
    if name not in _UNLISTED:
        yield _property(name)
    if name == "display" and f"css-display-{value}" in _table():
        yield f"css-display-{value}"
    # Words in quotes are names of fonts.
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", value)
    for unit in _UNITS.findall(bare):
        yield _FUNCTION_FEATURES.get(unit, f"css-unit-{unit}")
    for function in _FUNCTIONS.findall(bare):
        yield _FUNCTION_FEATURES.get(function, f"css-function-{function}")


def _property(name: str) -> str:
    """The feature of a property: its own, else that of what it is a part of."""
    stem = name
    while f"css-{stem}" not in _table() and "-" in stem:
        stem = stem.rsplit("-", 1)[0]
    return f"css-{stem if f'css-{stem}' in _table() else name}"


def _judge(used: dict[str, str]) -> Iterator[Finding]:
    for feature, example in used.items():
        without = lacking(feature)
        names = ", ".join(without[:5]) + (" and others" if len(without) > 5 else "")  # noqa: PLR2004
        if feature not in _table() and not feature.startswith("css-unit-"):
            yield warning("client-support", f"nothing is known of {example}")
        elif len(without) >= MANY or GMAIL in without:
            yield error("client-support", f"{example} does nothing in {names}")
        elif len(without) >= FEW:
            yield warning("client-support", f"{example} does nothing in {names}")
