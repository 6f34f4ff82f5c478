"""What is allowed in ``feeds.yaml`` but probably not meant: said by ``curator config check``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from urllib.parse import parse_qsl, urlsplit

from curator import urls
from curator.model import Config, Topic
from curator.patterns import is_pattern


def remarks(config: Config) -> tuple[str, ...]:
    """A sentence for each thing worth a second look."""
    return (
        *_newsletter(config),
        *_left_as_it_came(config),
        *_aliases(config.topics),
        *_questions(config),
        *_sources(config),
    )


def _newsletter(config: Config) -> Iterator[str]:
    newsletter = config.newsletter
    if newsletter.sender.endswith(("@example.org", "@example.com")):
        yield "newsletter.from is an example address; readers could not answer"
    if urls.host(newsletter.base_url) in ("127.0.0.1", "localhost"):
        yield "newsletter.base_url is this machine; readers cannot reach it to unsubscribe"
    if not newsletter.postal_address:
        yield "newsletter.postal_address is empty; many countries require one in every mail"


def _left_as_it_came(config: Config) -> Iterator[str]:
    """What stands in the file that ``curator init`` writes until somebody puts his own there."""
    newsletter = config.newsletter
    if newsletter.author.name == "Your Name":
        yield "newsletter.author.name is still 'Your Name'; readers see it as the sender"
    if "1 Example Street" in (newsletter.postal_address or ""):
        yield "newsletter.postal_address is still the example's; every mail shows it"
    if urls.host(newsletter.author.link or "").startswith("your-name."):
        yield "newsletter.author.link is still the example's; every mail leads there"
    for source in config.sources:
        if (host := urls.host(source.url)).startswith("your-name."):
            yield f"the source {host} is still the example's; put your own blog there, or take it out"


def _aliases(topics: tuple[Topic, ...]) -> Iterator[str]:
    """Near-certain words that two topics claim, neither of which is part of the other."""
    claimed: dict[str, list[Topic]] = defaultdict(list)
    for topic in topics:
        for alias in {alias.lower() for alias in topic.aliases}:
            claimed[alias].append(topic)
    for alias, claimants in sorted(claimed.items()):
        slugs = {topic.slug for topic in claimants}
        apart = [topic.slug for topic in claimants if topic.parent not in slugs]
        if len(apart) > 1:
            yield f"the alias {alias!r} stands in several topics: {', '.join(apart)}"


def _questions(config: Config) -> Iterator[str]:
    """Words whose ``?`` at the end, a question mark, seems to be meant for an ``s`` that may be missing."""
    topics = ((one.aliases, one.weak, one.exclude) for one in config.topics)
    sources = ((one.only, one.exclude) for one in config.sources)
    words = chain.from_iterable(chain.from_iterable((*topics, *sources)))
    for word in dict.fromkeys(words):
        if word.endswith("s?") and " " not in word and not is_pattern(word):
            yield (
                f"in '{word}' the ? is a question mark; for an s that may be missing write "
                f"'{word[:-2]}(s)?'"
            )


def _sources(config: Config) -> Iterator[str]:
    if not config.sources:
        yield "there are no sources; add one with `curator sources add URL`"
    elif not any(source.mine for source in config.sources):
        yield "no source is marked `mine: true`, so no issue will have your own posts"
    for source in config.sources:
        if not source.private and (name := _key_in(source.url)):
            yield (
                f"the address of {urls.host(source.url)} has a {name!r}; if it is yours alone, say "
                "`private: true`, or the site's list of sources shows it"
            )


_KEYS = frozenset(
    "token auth key apikey api_key access_token secret password sig signature private".split()
)
"""What sites call the part of an address that opens a feed to one person alone."""


def _key_in(url: str) -> str | None:
    """What in an address may be a key."""
    parts = urlsplit(url)
    names = [*(name.lower() for name, _ in parse_qsl(parts.query)), *parts.path.lower().split("/")]
    return next((name for name in names if name in _KEYS), None)
