"""Rules that concern several lines of ``feeds.yaml`` at once; each adds its mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from curator import shorthands
from curator.config.shape import ROUNDING, SourcePart, TopicPart, is_slug
from curator.config.words import unknown_topic
from curator.config.yamltext import Document, Path
from curator.errors import BadValue
from curator.model import Source, SourceKind

Lines = Sequence[tuple[int, Any]]
"""Sound lines of a section with their index in the file."""


def slugs_in(lines: Any) -> set[str]:
    """The slugs of all topics, sound or not, so that one mistake does not cause others."""
    return {slug for _, line in _mappings(lines) if isinstance(slug := line.get("slug"), str)}


def _mappings(lines: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """The lines that are mappings, sound or not, with their index."""
    for index, line in enumerate(lines if isinstance(lines, list) else ()):
        if isinstance(line, dict):
            yield index, line


def check_references(value: Mapping[str, Any], known: set[str], document: Document) -> None:
    """Topics that parents and sources name exist; lines with other mistakes are looked at as well."""
    for path, slug in (*_parents_named(value), *_topics_named(value)):
        if slug not in known and is_slug(slug):
            document.problem(path, unknown_topic(slug, sorted(known)))


def _parents_named(value: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    for index, topic in _mappings(value.get("topics")):
        if isinstance(parent := topic.get("parent"), str):
            yield ("topics", index, "parent"), parent


def _topics_named(value: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    for index, line in _mappings(value.get("sources")):
        named = line.get("topics")
        for number, slug in enumerate(named if isinstance(named, list) else ()):
            if isinstance(slug, str):
                yield ("sources", index, "topics", number), slug


def check_topics(lines: Sequence[tuple[int, TopicPart]], document: Document) -> None:
    """Slugs are unique, parents form no circle, targets fit into an issue."""
    _check_slugs(document)
    parents = {topic.slug: topic.parent for _, topic in lines if topic.parent}
    for index, topic in lines:
        if topic.slug in (circle := _ancestors(topic.slug, parents)):
            what = f"a circle of parents: {' → '.join([topic.slug, *circle])}"
            document.problem(("topics", index, "parent"), what)
    total = sum(topic.target or 0 for _, topic in lines)
    if total > 100 + ROUNDING:
        what = f"the targets of all topics add up to {total:g}; at most 100 are allowed"
        document.problem(("topics",), what, key=True)


def _check_slugs(document: Document) -> None:
    """No slug, present or former, is taken twice."""
    first: dict[str, int] = {}
    for index, topic in _mappings(document.value.get("topics")):
        for path, slug in _slugs(index, topic):
            if slug in first:
                line = document.place(("topics", first[slug])).line
                document.problem(path, f"the slug {slug!r} is taken by the topic in line {line}")
            first.setdefault(slug, index)


def _slugs(index: int, topic: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The slugs that a topic takes, sound or not, each with its place."""
    former = topic.get("former")
    formers = enumerate(former if isinstance(former, list) else ())
    taken: list[tuple[tuple[str | int, ...], Any]] = [(("slug",), topic.get("slug"))]
    taken += [(("former", place), one) for place, one in formers]
    for path, slug in taken:
        if isinstance(slug, str):
            yield ("topics", index, *path), slug


def _ancestors(slug: str, parents: Mapping[str, str]) -> list[str]:
    """The parents of ``slug``, nearest first, until the top or the first repetition."""
    found: list[str] = []
    above = parents.get(slug)
    while above and above not in found:
        found.append(above)
        above = parents.get(above)
    return found


def sources(lines: Sequence[tuple[int, SourcePart]], document: Document) -> tuple[Source, ...]:
    """The sources that the lines stand for, each once: of equal ones the first counts."""
    first: dict[str, int] = {}
    found = []
    for index, line in lines:
        source = _source(line, ("sources", index), document)
        if source is None:
            continue
        other = first.setdefault(shorthands.identity(source.url), index)
        if other == index:
            found.append(source)
            continue
        place = document.place(("sources", other))
        what = f"the same source stands in line {place.line}, which counts; remove one"
        document.problem(("sources", index), what, mild=True)
    return tuple(found)


def _source(line: SourcePart, path: tuple[str | int, ...], document: Document) -> Source | None:
    """The source of one line, or ``None`` where its address is wrong."""
    try:
        url, kind = source_of(line)
    except BadValue as error:
        key = next(key for key in ("arxiv", "youtube", "github", "url") if getattr(line, key))
        document.problem((*path, key), error.message)
        return None
    _check_options(line, kind, path, document)
    return Source(
        url=url,
        kind=kind,
        # What it calls itself is its address.
        name=line.name or (f"arXiv: {line.arxiv}" if line.arxiv else None),
        topics=tuple(line.topics),
        weight=line.weight,
        limit=line.limit,
        mine=line.mine,
        credit=line.credit or None,
        selector=line.selector,
        shorts=line.shorts,
        only=tuple(line.only),
        exclude=tuple(line.exclude),
        private=line.private,
    )


def source_of(line: SourcePart) -> tuple[str, SourceKind]:
    """The address and kind of a line; raises :class:`BadValue`."""
    url, kind = _expanded(line)
    if line.kind:
        return url, SourceKind(line.kind)
    listing = line.selector and kind is SourceKind.FEED
    return url, SourceKind.LISTING if listing else kind


def _expanded(line: SourcePart) -> tuple[str, SourceKind]:
    """The address behind the key that names the source, and the kind it says itself."""
    if line.arxiv:
        return shorthands.arxiv(line.arxiv, line.limit), SourceKind.ARXIV
    if line.youtube:
        return shorthands.youtube(line.youtube), SourceKind.YOUTUBE
    if line.github:
        return shorthands.github(line.github), SourceKind.GITHUB
    return shorthands.plain(line.url or "")


def _check_options(
    line: SourcePart, kind: SourceKind, path: tuple[str | int, ...], document: Document
) -> None:
    """Options stand only where their kind knows them, and a selector is one."""
    if line.selector and kind is not SourceKind.LISTING:
        what = f"only listings have a selector, and this is of kind {kind}; use kind: listing"
        document.problem((*path, "selector"), what, key=True)
    if line.shorts and kind is not SourceKind.YOUTUBE:
        what = f"only YouTube sources know shorts, and this is of kind {kind}"
        document.problem((*path, "shorts"), what, key=True)
    if line.selector and (wrong := _wrong_selector(line.selector)):
        document.problem((*path, "selector"), f"not a CSS selector: {wrong}")


def _wrong_selector(selector: str) -> str | None:
    """Why the listing reader (Soup Sieve) would refuse ``selector``; ``None`` where it would not."""
    import soupsieve  # noqa: PLC0415 - a quarter of start-up, and few files have a selector

    try:
        soupsieve.compile(selector)
    except Exception as error:  # noqa: BLE001 - it raises more kinds than it documents
        return str(error).split("\n", 1)[0]
    return None
