"""What the author does to a draft: each change gives a new content. Pure.

Picks are known by the id of their resource. Whatever is dropped goes to the head of the ranked
rest, so that it can come back. Every function raises :class:`curator.errors.NotFound` for a pick
or section that the draft does not have.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from curator.errors import NotFound
from curator.issues.compose import credit_roll
from curator.model import Content, Newsletter, Pick, Section, Source, Topic

POSTS, READING, MORE = "posts", "reading", "more"
MORE_TITLE = "More"

Change = Callable[[Content], Content]


def settled(content: Content, sources: Sequence[Source], newsletter: Newsletter) -> Content:
    """``content`` after changes by hand: empty sections gone, thanks and mix counted anew."""
    kept = tuple(section for section in content.sections if section.picks)
    whole = replace(content, sections=kept, practice_share=None, shortfall="")
    return replace(whole, credits=credit_roll(whole, sources, newsletter))


# --------------------------------------------------------------------------- finding


def find(content: Content, resource_id: int) -> tuple[str, int, Pick]:
    """Where a pick stands: the section's slug, its place from 0, and the pick."""
    for slug, picks in lists(content):
        for place, pick in enumerate(picks):
            if pick.resource.id == resource_id:
                return slug, place, pick
    raise NotFound("that is not in this issue any more")


def lists(content: Content) -> list[tuple[str, tuple[Pick, ...]]]:
    """Every list of picks by its slug, in reading order."""
    middle = [(section.slug, section.picks) for section in content.sections]
    return [(POSTS, content.posts), *middle, (READING, content.reading)]


def runner_up(content: Content, resource_id: int) -> Pick:
    """A pick of the ranked rest."""
    for pick in content.runners_up:
        if pick.resource.id == resource_id:
            return pick
    raise NotFound("that is not among the candidates any more")


# --------------------------------------------------------------------------- order


def move(content: Content, resource_id: int, steps: int) -> Content:
    """One up (``-1``) or down (``+1``); at the edge of a section it goes into the next one."""
    slug, place, pick = find(content, resource_id)
    picks = dict(lists(content))[slug]
    target = place + steps
    if 0 <= target < len(picks):
        return _with(content, slug, _inserted(_without(picks, place), target, pick))
    neighbour = _neighbour(content, slug, steps)
    if neighbour is None:
        return content
    arrives = 0 if steps > 0 else len(dict(lists(content))[neighbour])
    return place_at(content, resource_id, neighbour, arrives)


def place_at(content: Content, resource_id: int, slug: str, place: int) -> Content:
    """Put a pick at ``place`` of the list ``slug``."""
    old, where, pick = find(content, resource_id)
    content = _with(content, old, _without(dict(lists(content))[old], where))
    picks = _list(content, slug)
    return _with(content, slug, _inserted(picks, min(max(place, 0), len(picks)), pick))


def to_section(content: Content, resource_id: int, topic: Topic) -> Content:
    """Move a pick to the end of a topic's section, which is opened if need be."""
    content = _opened(content, topic.slug, topic.name)
    return place_at(content, resource_id, topic.slug, len(_list(content, topic.slug)))


def move_section(content: Content, slug: str, steps: int) -> Content:
    """A whole section up or down."""
    slugs = [section.slug for section in content.sections]
    if slug not in slugs:
        raise NotFound(f"there is no section {slug}")
    place = slugs.index(slug)
    target = min(max(place + steps, 0), len(slugs) - 1)
    order = list(content.sections)
    order.insert(target, order.pop(place))
    return replace(content, sections=tuple(order))


# --------------------------------------------------------------------------- in and out


def drop(content: Content, resource_id: int) -> Content:
    """Take a pick out; it becomes the first of the ranked rest."""
    slug, place, pick = find(content, resource_id)
    shorter = _with(content, slug, _without(dict(lists(content))[slug], place))
    return replace(shorter, runners_up=(replace(pick, pinned=False), *shorter.runners_up))


def take(content: Content, resource_id: int, topics: Sequence[Topic]) -> Content:
    """Take a pick from the ranked rest into the section of its first topic."""
    pick = runner_up(content, resource_id)
    names = {topic.slug: topic.name for topic in topics}
    open_ = {section.slug for section in content.sections}
    slugs = [tag.slug for tag in pick.resource.tags.topics if tag.slug in names]
    slug = next((one for one in slugs if one in open_), slugs[0] if slugs else MORE)
    content = _opened(_without_runner_up(content, resource_id), slug, names.get(slug, MORE_TITLE))
    return _with(content, slug, (*_list(content, slug), pick))


def swap(content: Content, resource_id: int, with_id: int) -> Content:
    """Put a pick of the ranked rest in the very place of another one."""
    slug, place, pick = find(content, resource_id)
    newcomer = runner_up(content, with_id)
    picks = dict(lists(content))[slug]
    changed = _with(content, slug, _inserted(_without(picks, place), place, newcomer))
    changed = _without_runner_up(changed, with_id)
    return replace(changed, runners_up=(replace(pick, pinned=False), *changed.runners_up))


# --------------------------------------------------------------------------- words


def pin(content: Content, resource_id: int, *, pinned: bool) -> Content:
    """Mark a pick as the author's own choice; it is never cut for size."""
    return _changed(content, resource_id, lambda pick: replace(pick, pinned=pinned))


def word(content: Content, resource_id: int, *, title: str, summary: str, note: str) -> Content:
    """Word a pick anew; an empty title stays as it was, a new summary is no quotation."""

    def reword(pick: Pick) -> Pick:
        resource = pick.resource.resource
        quoted = resource.summary_quoted and summary == resource.summary
        said = replace(
            resource, title=title or resource.title, summary=summary, summary_quoted=quoted
        )
        return replace(pick, resource=replace(pick.resource, resource=said), note=note)

    return _changed(content, resource_id, reword)


def name_section(content: Content, slug: str, title: str) -> Content:
    """Give a section another heading."""
    _list(content, slug)
    sections = (
        replace(one, title=title or one.title) if one.slug == slug else one
        for one in content.sections
    )
    return replace(content, sections=tuple(sections))


def write_note(content: Content, note: str) -> Content:
    """Set the author's note, in Markdown."""
    return replace(content, note=note.strip())


def retag(content: Content, pick_with_tags: Pick) -> Content:
    """Take over the tags of a resource that was tagged again."""
    tags = pick_with_tags.resource.tags
    return _changed(
        content,
        pick_with_tags.resource.id,
        lambda pick: replace(pick, resource=replace(pick.resource, tags=tags)),
    )


# --------------------------------------------------------------------------- inside


def _list(content: Content, slug: str) -> tuple[Pick, ...]:
    for name, picks in lists(content):
        if name == slug:
            return picks
    raise NotFound(f"there is no section {slug}")


def _with(content: Content, slug: str, picks: tuple[Pick, ...]) -> Content:
    """``content`` with another list of picks in one place."""
    if slug == POSTS:
        return replace(content, posts=picks)
    if slug == READING:
        return replace(content, reading=picks)
    sections = (replace(one, picks=picks) if one.slug == slug else one for one in content.sections)
    return replace(content, sections=tuple(sections))


def _opened(content: Content, slug: str, title: str) -> Content:
    """``content`` with a section of that slug, new at the end if need be."""
    if any(section.slug == slug for section in content.sections):
        return content
    return replace(content, sections=(*content.sections, Section(slug, title)))


def _neighbour(content: Content, slug: str, steps: int) -> str | None:
    """The section before or after; the author's posts and reading list keep to themselves."""
    slugs = [section.slug for section in content.sections]
    if slug not in slugs:
        return None
    target = slugs.index(slug) + steps
    return slugs[target] if 0 <= target < len(slugs) else None


def _changed(content: Content, resource_id: int, change: Callable[[Pick], Pick]) -> Content:
    slug, place, pick = find(content, resource_id)
    picks = dict(lists(content))[slug]
    return _with(content, slug, _inserted(_without(picks, place), place, change(pick)))


def _without_runner_up(content: Content, resource_id: int) -> Content:
    rest = (pick for pick in content.runners_up if pick.resource.id != resource_id)
    return replace(content, runners_up=tuple(rest))


def _without(picks: tuple[Pick, ...], place: int) -> tuple[Pick, ...]:
    return picks[:place] + picks[place + 1 :]


def _inserted(picks: tuple[Pick, ...], place: int, pick: Pick) -> tuple[Pick, ...]:
    return (*picks[:place], pick, *picks[place:])
