"""Small plots as SVG elements: no script, no style attribute, and the same said in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

WIDTH, HEIGHT = 120.0, 28.0
SLOTS = 12
"""A plot has room for so many columns at least, so that few of them do not grow into blocks."""
BAR = 0.68
"""The part of its slot that a bar fills."""
SHADES = ("mid", "low", "on")
"""Classes of the parts of a column, from the ground up: the sheet gives them their colours."""


def bars(values: Sequence[int], words: str) -> Markup:
    """A bar for each value, the newest at the right; ``words`` say what it shows."""
    return _columns([(0, 0, value) for value in values], words)


def stacked(columns: Sequence[Sequence[int]], words: str) -> Markup:
    """A column for each row of values, one part on the other in the order of :data:`SHADES`."""
    return _columns(columns, words)


def line(values: Sequence[int], words: str) -> Markup:
    """A line through the values over a shaded area, from nothing to the largest."""
    high = max([*values, 1])
    step = WIDTH / max(1, len(values) - 1)
    points = " ".join(
        f"{place * step:.1f},{HEIGHT - 1 - value / high * (HEIGHT - 3):.1f}"
        for place, value in enumerate(values)
    )
    ground = f"0,{HEIGHT:g} {points} {WIDTH:g},{HEIGHT:g}"
    return _svg(
        f'<polygon class="area" points="{ground}"/><polyline class="stroke" points="{points}"/>',
        words,
    )


def _columns(columns: Sequence[Sequence[int]], words: str) -> Markup:
    most = max([1, *(sum(column) for column in columns)])
    slots = max(SLOTS, len(columns))
    step = WIDTH / slots
    first = slots - len(columns)
    parts = "".join(
        part
        for place, column in enumerate(columns, start=first)
        for part in _column(column, place * step, step * BAR, HEIGHT / most)
    )
    return _svg(f'{parts}<path class="line" d="M0 {HEIGHT:g}H{WIDTH:g}"/>', words)


def _column(values: Sequence[int], x: float, width: float, unit: float) -> Iterator[str]:
    """The parts of one column, ``unit`` high for each one counted."""
    top = HEIGHT
    for shade, value in zip(SHADES, values, strict=False):
        if not value:
            continue
        # What is there at all must be seen, however tall its neighbours are.
        height = max(value * unit, 1.0)
        top -= height
        yield (
            f'<rect class="{shade}" x="{x:.1f}" y="{top:.1f}"'
            f' width="{width:.1f}" height="{height:.1f}"/>'
        )


def _svg(inside: str, words: str) -> Markup:
    return Markup(  # noqa: S704 - numbers and our own elements; the words are escaped
        f'<svg class="plot" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" preserveAspectRatio="none"'
        f' role="img" aria-label="{escape(words)}">{inside}</svg>'
    )
