"""An issue is cut to the size that Gmail shows whole: the least-ranked words go first.

Gmail cuts the HTML part at 102,400 bytes and hides the rest, the unsubscribe link with it; identical
limits were seen since 2014. In scripts that travel as three bytes a byte the whole mail is the
narrower limit (:mod:`curator.issues.weight`). What the author chose himself goes last: of a long reading list the
newest links wait for the next issue, and of many own posts the last come without their openings.
His note, goals and pinned picks are never cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from curator import sanitize
from curator.issues import weight
from curator.model import Content, Pick, Rendered

LIMIT_BYTES = 98_000
"""Of the HTML part; 2,000 bytes below what lint refuses, for the addresses stamped per reader."""
SHORT_SUMMARY = 120
"""Characters of a summary that was shortened."""
READING_KEPT = 12
"""Links of the reading list that stay as long as there are picks to cut."""

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
    """``content`` with the fewest cuts whose HTML is at most ``limit_bytes``, and whose mail travels.

    The order of cuts: summaries shortened, then left out, each from the lowest score up; all but the
    first links of the reading list; picks; the openings of own posts; the whole reading list. If all
    of them are not enough the last state is given, and lint refuses it.
    """
    rendered = render(content)
    if weight.fits(rendered, limit_bytes):
        return Fitted(content, rendered)
    steps = tuple(_steps(content))
    low, high = 0, len(steps)
    while low < high:
        middle = (low + high) // 2
        if weight.fits(render(_apply(content, steps[:middle])), limit_bytes):
            high = middle
        else:
            low = middle + 1
    cut = _apply(content, steps[:low])
    return Fitted(cut, render(cut), tuple(step.told for step in steps[:low]))


def _steps(content: Content) -> Iterator[_Step]:
    picks = [pick for section in content.sections for pick in section.picks if not pick.pinned]
    picks.sort(key=lambda pick: (pick.score, pick.resource.resource.key))
    first, later = content.reading[:READING_KEPT], content.reading[READING_KEPT:]
    kinds: tuple[tuple[Sequence[Pick], _Cut, str], ...] = (
        (picks, _shorten, "shortened the summary of"),
        (picks, _unsummarised, "left out the summary of"),
        (later[::-1], _gone, "left for the next issue"),
        (picks, _gone, "left out"),
        (content.posts[::-1], _unopened, "left out the opening of"),
        (first[::-1], _gone, "left for the next issue"),
    )
    for chosen, cut, words in kinds:
        for pick in chosen:
            resource = pick.resource.resource
            yield _Step(resource.key, cut, f"{words} “{sanitize.clean_text(resource.title, 80)}”")


def _apply(content: Content, steps: tuple[_Step, ...]) -> Content:
    # A later cut of the same pick includes the earlier one.
    cuts = {step.key: step.cut for step in steps}
    sections = (replace(section, picks=_kept(section.picks, cuts)) for section in content.sections)
    return replace(
        content,
        posts=_kept(content.posts, cuts),
        sections=tuple(section for section in sections if section.picks),
        reading=_kept(content.reading, cuts),
    )


def _kept(picks: Sequence[Pick], cuts: Mapping[str, _Cut]) -> tuple[Pick, ...]:
    kept = (cuts.get(pick.resource.resource.key, _same)(pick) for pick in picks)
    return tuple(pick for pick in kept if pick is not None)


def _same(pick: Pick) -> Pick | None:
    return pick


def _gone(_pick: Pick) -> Pick | None:
    return None


def _shorten(pick: Pick) -> Pick | None:
    return _with_summary(pick, sanitize.clean_text(pick.resource.resource.summary, SHORT_SUMMARY))


def _unsummarised(pick: Pick) -> Pick | None:
    return _with_summary(pick, "")


def _unopened(pick: Pick) -> Pick | None:
    """Only the summary stays of a post's text."""
    resource = replace(pick.resource.resource, text="", markdown="")
    return replace(pick, resource=replace(pick.resource, resource=resource))


def _with_summary(pick: Pick, summary: str) -> Pick:
    resource = replace(pick.resource.resource, summary=summary)
    return replace(pick, resource=replace(pick.resource, resource=resource))
