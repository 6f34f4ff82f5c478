"""Rules on what a reader can see: contrast in light and dark, sizes of letters and lines."""

from __future__ import annotations

from collections.abc import Iterator

import tinycss2.color3

from curator.issues.lint.cascade import Cascade, inherited
from curator.issues.lint.mail import Element, Finding, Mail, error, opening, warning

CONTRAST = 4.5
"""WCAG 2.2 §1.4.3, level AA."""
FONT_LEAST = 14.0
"""CSS pixels."""
LINE_LEAST = 1.4
ONE_LINE = 40
"""Characters; what is shorter does not run over several lines."""
_BODY_TAGS = frozenset({"p", "li", "td", "blockquote", "pre"})
_KEYWORDS = {"medium": 16.0, "small": 13.0, "large": 18.0, "x-large": 24.0, "smaller": 13.0}

Colour = tuple[float, float, float]


def contrast(mail: Mail) -> Iterator[Finding]:
    """Text stands out from its ground by 4.5 to 1, in light and in dark."""
    for scheme in ("light", "dark"):
        cascade = Cascade(mail, dark=scheme == "dark")
        told: set[tuple[Colour, Colour]] = set()
        for element, text in mail.visible:
            pair = ink(cascade, element), ground(cascade, element)
            found = ratio(*pair)
            if found < CONTRAST and pair not in told:
                told.add(pair)
                message = f"{found:.1f} to 1 in {scheme}, at least {CONTRAST} to 1: “{text[:40]}”"
                yield error("contrast", message, opening(element))


def letters(mail: Mail) -> Iterator[Finding]:
    """Letters of at least 14 px, lines at least 1.4 times as high."""
    cascade = Cascade(mail, dark=False)
    told: set[str] = set()
    for element, text in mail.visible:
        size = _pixels(inherited(cascade, element, "font-size"))
        if size is not None and size < FONT_LEAST and str(size) not in told:
            told.add(str(size))
            yield error("font-size", f"{size:g} px is too small: “{text[:40]}”", opening(element))
        height = _number(inherited(cascade, element, "line-height"))
        runs = element.tag in _BODY_TAGS and len(text) > ONE_LINE
        if runs and height is not None and height < LINE_LEAST:
            yield warning(
                "line-height", f"{height:g} is too tight: “{text[:40]}”", opening(element)
            )


def ratio(one: Colour, other: Colour) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004

    red, green, blue = map(linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ink(cascade: Cascade, element: Element) -> Colour:
    """The colour of an element's text; a link without one is blue, as programs paint it."""
    for node in (element, *element.iterancestors()):
        colour = _colour(cascade.value(node, "color"))
        if colour:
            return colour
        if node.tag == "a":
            return (0.0, 0.0, 0.933)
    return (0.0, 0.0, 0.0)


def ground(cascade: Cascade, element: Element) -> Colour:
    """The colour behind an element; white where nothing paints one."""
    for node in (element, *element.iterancestors()):
        for name in ("background-color", "background"):
            if colour := _colour(cascade.value(node, name)):
                return colour
        if colour := _colour(node.get("bgcolor")):
            return colour
    return (1.0, 1.0, 1.0)


def _colour(value: str | None) -> Colour | None:
    """The colour of a value; ``None`` where it names none, or a see-through one."""
    for word in (value or "").replace("!important", "").split(" "):
        parsed = tinycss2.color3.parse_color(word) if word else None
        if parsed and parsed != "currentColor" and parsed.alpha > 0:
            return (parsed.red, parsed.green, parsed.blue)
    return None


def _pixels(value: str | None) -> float | None:
    if value is None:
        return None
    if value in _KEYWORDS:
        return _KEYWORDS[value]
    number, unit = value.rstrip("abcdefghijklmnopqrstuvwxyz%"), value.lstrip("0123456789.")
    return _number(number) if unit == "px" else None


def _number(value: str | None) -> float | None:
    try:
        return float(value or "")
    except ValueError:
        return None
