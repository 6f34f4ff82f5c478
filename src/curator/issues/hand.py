"""What the author settled by hand in a draft, so that composing it anew does not undo his work. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from curator.issues import editing
from curator.model import Content, Pick


@dataclass(frozen=True, slots=True)
class Words:
    """A pick as the author worded it."""

    title: str
    summary: str
    note: str

    @classmethod
    def of(cls, pick: Pick) -> Words:
        """The words of a pick."""
        resource = pick.resource.resource
        return cls(resource.title, resource.summary, pick.note)


@dataclass(frozen=True, slots=True)
class Hand:
    """What the author took out, brought in, pinned and worded; picks by the id of their resource."""

    skipped: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()
    """Brought in from the ranked rest."""
    pinned: tuple[int, ...] = ()
    words: Mapping[int, Words] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    """Names that sections were given, by slug."""

    @property
    def wanted(self) -> frozenset[int]:
        """What goes in whatever it scores: brought in, pinned or worded, and not taken out since."""
        return frozenset({*self.kept, *self.pinned, *self.words}) - frozenset(self.skipped)

    def after(self, composed: Content, edited: Content) -> Hand:
        """This, and what the author did to ``composed``, which was made under it."""
        before, now = _picks(composed), _picks(edited)
        known = {pick.resource.id: pick for pick in composed.runners_up} | before
        reworded = {
            one: Words.of(pick)
            for one, pick in now.items()
            if one in known and Words.of(pick) != Words.of(known[one])
        }
        named = {section.slug: section.title for section in composed.sections}
        renamed = {
            section.slug: section.title
            for section in edited.sections
            if section.title != named.get(section.slug, section.title)
        }
        return Hand(
            skipped=tuple(sorted({*self.skipped, *before} - now.keys())),
            kept=tuple(sorted({*self.kept, *(now.keys() - before.keys())} & now.keys())),
            pinned=tuple(sorted(one for one, pick in now.items() if pick.pinned)),
            words={**self.words, **reworded},
            headings={**self.headings, **renamed},
        )

    def applied(self, content: Content) -> Content:
        """``content``, composed under this, in the author's words."""
        there = _picks(content)
        for one, words in self.words.items():
            if one in there:
                content = editing.word(
                    content, one, title=words.title, summary=words.summary, note=words.note
                )
        sections = (
            replace(one, title=self.headings.get(one.slug, one.title)) for one in content.sections
        )
        return replace(content, sections=tuple(sections))


def _picks(content: Content) -> dict[int, Pick]:
    return {pick.resource.id: pick for pick in content.picks()}
