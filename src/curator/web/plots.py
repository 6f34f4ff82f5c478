"""Small plots as SVG elements: no script, no style attribute, and the same said in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

WIDTH, HEIGHT = 120, 28


def bars(values: Sequence[int], words: str) -> Markup:
    """A bar for each value, the largest as high as the plot; ``words`` say what it shows."""
    most = max([*values, 1])
    step = WIDTH / max(1, len(values))
    rects = "".join(
        f'<rect class="on" x="{place * step:.1f}" y="{HEIGHT - value / most * HEIGHT:.1f}"'
        f' width="{step * 0.72:.1f}" height="{value / most * HEIGHT:.1f}"/>'
        for place, value in enumerate(values)
        if value
    )
    ground = f'<path class="line" d="M0 {HEIGHT - 0.5}H{WIDTH}"/>'
    return _svg(ground + rects, words)


def line(values: Sequence[int], words: str) -> Markup:
    """A line through the values, from the least to the largest."""
    low, high = min([*values, 0]), max([*values, 1])
    step = WIDTH / max(1, len(values) - 1)
    points = " ".join(
        f"{place * step:.1f},{HEIGHT - 2 - (value - low) / (high - low) * (HEIGHT - 4):.1f}"
        for place, value in enumerate(values)
    )
    return _svg(f'<polyline class="stroke" points="{points}"/>', words)


def _svg(inside: str, words: str) -> Markup:
    return Markup(  # noqa: S704 - numbers and our own elements; the words are escaped
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" role="img"'
        f' aria-label="{escape(words)}">{inside}</svg>'
    )
