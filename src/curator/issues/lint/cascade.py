"""The little of CSS that a mail needs: which declarations win for an element, by colour scheme.

Rules from ``style`` elements by importance, specificity and order, then the ``style`` attribute
(CSS Cascading Level 4 §6). Media queries count only for the scheme that is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import cssselect
import tinycss2
from lxml import cssselect as compiled

from curator.issues.lint.mail import Element, Mail

_FONT = re.compile(r"(?:^|\s)([\d.]+(?:px|pt|em|%))(?:\s*/\s*([\d.]+\w*))?\s")
"""Size and line height in the ``font`` shorthand."""
_Weight = tuple[bool, int, tuple[int, int, int], int]
_Won = dict[str, tuple[_Weight, str]]


@dataclass(frozen=True, slots=True)
class Declaration:
    """One property with its value as written."""

    name: str
    value: str
    important: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector with its declarations."""

    selector: str
    declarations: tuple[Declaration, ...]
    dark: bool
    """It stands in ``@media (prefers-color-scheme: dark)``."""


class Cascade:
    """The winning declarations of each element of a mail."""

    def __init__(self, mail: Mail, *, dark: bool) -> None:
        self._won: dict[Element, _Won] = {}
        for element in mail.elements:
            self._won[element] = {}
            for item in declarations(element.get("style", "")):
                self._offer(element, item, (item.important, 1, (0, 0, 0), 0))
        for order, rule in enumerate(rules(mail.stylesheet)):
            if dark or not rule.dark:
                self._apply(mail, rule, order)

    def value(self, element: Element, name: str) -> str | None:
        """What ``element`` itself is given for a property; inheritance is the caller's."""
        won = self._won.get(element, {}).get(name)
        return won[1] if won else None

    def _apply(self, mail: Mail, rule: Rule, order: int) -> None:
        for selector in cssselect.parse(rule.selector):
            match = compiled.CSSSelector(selector.canonical(), translator="html")
            for element in cast("list[Element]", match(mail.root)):
                for item in rule.declarations:
                    weight = (item.important, 0, selector.specificity(), order)
                    self._offer(element, item, weight)

    def _offer(self, element: Element, item: Declaration, weight: _Weight) -> None:
        won = self._won.setdefault(element, {})
        if item.name not in won or weight >= won[item.name][0]:
            won[item.name] = (weight, item.value)


@lru_cache(maxsize=1024)  # inlined styles repeat for every pick
def declarations(css: str) -> tuple[Declaration, ...]:
    """The declarations of a ``style`` attribute; bad ones are left out."""
    return tuple(_declarations(css))


def rules(stylesheet: str) -> Iterator[Rule]:
    """The rules that a colour scheme decides on: plain ones, and those for dark mode."""
    yield from _rules(tinycss2.parse_stylesheet(stylesheet, True, True), dark=False)


def _rules(nodes: list[tinycss2.ast.Node], *, dark: bool) -> Iterator[Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            found = tuple(_declarations(node.content))
            selector = tinycss2.serialize(node.prelude).strip()
            if _matchable(selector):
                yield Rule(selector, found, dark)
        elif node.type == "at-rule" and node.lower_at_keyword == "media" and node.content:
            prelude = tinycss2.serialize(node.prelude).replace(" ", "").lower()
            if "prefers-color-scheme:dark" in prelude:
                inner = tinycss2.parse_rule_list(node.content, True, True)
                yield from _rules(inner, dark=True)


def _matchable(selector: str) -> bool:
    """Whether it can be matched without a browser's state or another mail program's rewriting."""
    try:
        cssselect.parse(selector)
    except cssselect.SelectorError:
        return False
    return not any(mark in selector for mark in (":hover", ":focus", ":visited", ":active", "ogs"))


def _declarations(css: str | list[tinycss2.ast.Node]) -> Iterator[Declaration]:
    for node in tinycss2.parse_blocks_contents(css, True, True):
        if node.type == "declaration":
            value = tinycss2.serialize(node.value).strip()
            yield Declaration(node.lower_name, value, node.important)
            if node.lower_name == "font" and (match := _FONT.search(value)):
                yield Declaration("font-size", match.group(1), node.important)
                if match.group(2):
                    yield Declaration("line-height", match.group(2), node.important)


def inherited(cascade: Cascade, element: Element, name: str) -> str | None:
    """The nearest value of a property from ``element`` outward."""
    for node in (element, *element.iterancestors()):
        if value := cascade.value(node, name):
            return value
    return None
