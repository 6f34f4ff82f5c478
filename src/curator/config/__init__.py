"""``feeds.yaml``: read, checked, and turned into the nouns of :mod:`curator.model`.

Reading goes text → values with places (:mod:`.yamltext`) → the shape of each line (:mod:`.shape`,
told by :mod:`.words`) → rules across lines (:mod:`.rules`) → :class:`curator.model.Config`. Every
step adds its mistakes to one list, so that a person sees all of them at once, each with its line
and column.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from curator.config import rules, words, yamltext
from curator.config.schema import schema
from curator.config.shape import FilePart, NewsletterPart, Part, SourcePart, TopicPart
from curator.config.yamltext import Document
from curator.errors import ConfigError, Problem
from curator.model import Author, Config, Mix, Newsletter, Source, Topic, Track

__all__ = ["load", "parse", "read_file", "schema", "source"]

_P = TypeVar("_P", bound=Part)


def load(path: Path) -> Config:
    """The configuration in the file at ``path``.

    Raises :class:`ConfigError` with every mistake in it.
    """
    return parse(read_file(path), path.name)


def read_file(path: Path) -> bytes:
    """The bytes of a configuration file; raises :class:`ConfigError` where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(yamltext.LIMIT_BYTES + 1)
    except FileNotFoundError:
        what = "there is no such file; run `curator init` to make one, or name yours by --feeds"
    except IsADirectoryError:
        what = "this is a folder; name the file in it"
    except (OSError, ValueError) as error:
        what = f"it cannot be read: {getattr(error, 'strerror', None) or error}"
    raise ConfigError((), f"{path}: {what}")


def parse(text: bytes, file: str = "feeds.yaml") -> Config:
    """The configuration in ``text``; raises :class:`ConfigError` with every mistake in it.

    ``file`` is the name that the mistakes carry.
    """
    return checked(text, file)[0]


def checked(text: bytes, file: str = "feeds.yaml") -> tuple[Config, tuple[Problem, ...]]:
    """The configuration in ``text``, and the mistakes in it that leave no doubt what is meant.

    Raises :class:`ConfigError` with every mistake where one of them does.
    """
    document = yamltext.read(text, file)
    unreadable = document.value is None and bool(document.problems)
    config = None if unreadable else _config(document)
    problems = tuple(sorted(document.problems, key=_order))
    if config is None or document.wrong:
        raise ConfigError(problems)
    return config, problems


def source(line: Mapping[str, Any], topics: set[str]) -> Source:
    """The source that one line stands for, given the slugs of all topics.

    Raises :class:`ConfigError` with every mistake in it.
    """
    document = Document("source")
    value = {"sources": [line]}
    rules.check_references(value, topics, document)
    found = rules.sources(_lines(SourcePart, value, "sources", document), document)
    if document.problems:
        raise ConfigError(tuple(document.problems))
    return found[0]


def _order(problem: Problem) -> tuple[int, int]:
    return problem.line, problem.column


def _config(document: Document) -> Config | None:
    """The configuration, or ``None`` with the mistakes noted in ``document``."""
    value = document.value
    if value is None:
        document.problem((), "the file is empty; run `curator init` for one to start from")
        return None
    if not isinstance(value, dict):
        document.problem((), "the file must hold the keys newsletter, topics and sources")
        return None
    for key in value.keys() - words.keys(FilePart).keys():
        document.problem((key,), words.unknown_key((key,)), key=True)
    newsletter = _newsletter_part(value, document)
    rules.check_references(value, rules.slugs_in(value.get("topics")), document)
    topics = _lines(TopicPart, value, "topics", document)
    rules.check_topics(topics, document)
    sources = rules.sources(_lines(SourcePart, value, "sources", document), document)
    if newsletter is None:
        return None
    return Config(_newsletter(newsletter), tuple(_topic(part) for _, part in topics), sources)


def _newsletter_part(value: dict[str, Any], document: Document) -> NewsletterPart | None:
    if "newsletter" not in value:
        document.problem((), "newsletter is missing; it needs title, author and from")
        return None
    return _sound(NewsletterPart, value["newsletter"], ("newsletter",), document)


def _lines(
    part: type[_P], value: dict[str, Any], key: str, document: Document
) -> list[tuple[int, _P]]:
    """The sound lines of a section with their indexes; an absent or empty section has none."""
    lines = value.get(key)
    if lines is None:
        return []
    if not isinstance(lines, list):
        document.problem((key,), "this must be a list; begin each line with a hyphen")
        return []
    # A bare address is a complete source.
    bare = part is SourcePart
    mappings = ({"url": line} if bare and isinstance(line, str) else line for line in lines)
    parts = (_sound(part, line, (key, index), document) for index, line in enumerate(mappings))
    return [(index, sound) for index, sound in enumerate(parts) if sound is not None]


def _sound(part: type[_P], value: Any, path: yamltext.Path, document: Document) -> _P | None:
    """``value`` in its shape, or ``None`` with the mistakes noted."""
    try:
        return part.model_validate(value)
    except ValidationError as error:
        words.note(error, path, document)
    return None


def _newsletter(part: NewsletterPart) -> Newsletter:
    author = part.author
    return Newsletter(
        title=part.title,
        author=Author(author.name, author.bio, author.link, author.picture),
        sender=part.sender,
        tagline=part.tagline,
        postal_address=part.postal_address,
        base_url=part.base_url,
        schedule=part.schedule,
        mix=Mix(part.mix.practice / 100, part.mix.theory / 100),
        length=part.length,
        language=part.language,
        reply_to=part.reply_to,
        instant_posts=part.instant_posts,
        approval=part.approval,
        per_topic=part.per_topic,
        per_source=part.per_source,
    )


def _topic(part: TopicPart) -> Topic:
    return Topic(
        slug=part.slug,
        name=part.name,
        description=part.description,
        parent=part.parent,
        aliases=tuple(part.aliases),
        weak=tuple(part.weak),
        exclude=tuple(part.exclude),
        urls=tuple(part.urls),
        feed_tags=tuple(part.feed_tags),
        former=tuple(part.former),
        track=Track(part.track) if part.track else None,
        target=None if part.target is None else part.target / 100,
    )
