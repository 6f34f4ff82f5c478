"""An issue is cut to the size that Gmail shows whole: the least-ranked words go first.

Gmail cuts the HTML part at 102,400 bytes and hides the rest, the unsubscribe link with it; identical
limits were seen since 2014. Nothing that is the author's own (posts, note, goals, reading list,
pinned picks) is ever cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from curator import sanitize
from curator.model import Content, Pick, Rendered, Section

LIMIT_BYTES = 98_000
"""Of the HTML part; 2,000 bytes below what lint refuses, for the addresses stamped per reader."""
SHORT_SUMMARY = 120
"""Characters of a summary that was shortened."""

_Cut = Callable[[Pick], Pick | None]


@dataclass(frozen=True, slots=True)
class Fitted:
    """An issue that fits, and what that took."""

    content: Content
    rendered: Rendered
    cuts: tuple[str, ...] = ()
    """What went, in words for the author, least-ranked first."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One cut: to which pick, how, and how to tell it."""

    key: str
    cut: _Cut
    told: str


def fit(
    content: Content,
    render: Callable[[Content], Rendered],
    limit_bytes: int = LIMIT_BYTES,
) -> Fitted:
    """``content`` with the fewest cuts whose HTML is at most ``limit_bytes``.

    The order of cuts: summaries shortened, then left out, then whole picks, each from the lowest
    score up. If all of them are not enough the last state is given, and lint refuses it.
    """
    rendered = render(content)
    if size(rendered) <= limit_bytes:
        return Fitted(content, rendered)
    steps = tuple(_steps(content))
    low, high = 0, len(steps)
    while low < high:
        middle = (low + high) // 2
        if size(render(_apply(content, steps[:middle]))) <= limit_bytes:
            high = middle
        else:
            low = middle + 1
    cut = _apply(content, steps[:low])
    return Fitted(cut, render(cut), tuple(step.told for step in steps[:low]))


def size(rendered: Rendered) -> int:
    """Bytes of the HTML part once its transfer encoding is undone."""
    return len(rendered.html.encode())


def _steps(content: Content) -> Iterator[_Step]:
    picks = [pick for section in content.sections for pick in section.picks if not pick.pinned]
    picks.sort(key=lambda pick: (pick.score, pick.resource.resource.key))
    kinds: tuple[tuple[_Cut, str], ...] = (
        (_shorten, "shortened the summary of"),
        (_unsummarised, "left out the summary of"),
        (_gone, "left out"),
    )
    for cut, words in kinds:
        for pick in picks:
            resource = pick.resource.resource
            yield _Step(resource.key, cut, f"{words} “{sanitize.clean_text(resource.title, 80)}”")


def _apply(content: Content, steps: tuple[_Step, ...]) -> Content:
    # A later cut of the same pick includes the earlier one.
    cuts = {step.key: step.cut for step in steps}
    sections = tuple(_cut_section(section, cuts) for section in content.sections)
    return replace(content, sections=tuple(section for section in sections if section.picks))


def _cut_section(section: Section, cuts: dict[str, _Cut]) -> Section:
    kept = (cuts.get(pick.resource.resource.key, _same)(pick) for pick in section.picks)
    return replace(section, picks=tuple(pick for pick in kept if pick is not None))


def _same(pick: Pick) -> Pick | None:
    return pick


def _gone(_pick: Pick) -> Pick | None:
    return None


def _shorten(pick: Pick) -> Pick | None:
    return _with_summary(pick, sanitize.clean_text(pick.resource.resource.summary, SHORT_SUMMARY))


def _unsummarised(pick: Pick) -> Pick | None:
    return _with_summary(pick, "")


def _with_summary(pick: Pick, summary: str) -> Pick:
    resource = replace(pick.resource.resource, summary=summary)
    return replace(pick, resource=replace(pick.resource, resource=resource))
