"""The shape of ``feeds.yaml``: every key, its type and what it means.

These pydantic models only say what one line may look like; :mod:`curator.config.rules` checks what
concerns several lines, :mod:`curator.config` turns them into the nouns of :mod:`curator.model`. The descriptions here
are what editors show and what the reference page is made of.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from curator import patterns, sanitize, schedule, shorthands
from curator.errors import BadValue

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
RESERVED_SLUGS = frozenset({"posts", "reading", "more"})
"""Sections that every issue may have; a topic cannot be called so."""
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[^@\s]{1,253}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LINE_LIMIT, BLOCK_LIMIT = 300, 5000
"""Characters."""
ROUNDING = 0.01
"""Percentages may miss 100 by so much."""
ADDRESS_KEYS = ("url", "arxiv", "youtube", "github")
"""The keys of a source that say what to read."""


def _told(check: Callable[[str], Any]) -> Callable[[str], Any]:
    """``check`` with its :class:`BadValue` as the error that pydantic collects."""

    def checked(text: str) -> Any:
        try:
            return check(text)
        except BadValue as error:
            raise ValueError(error.message) from None

    return checked


def _controls(text: str) -> str:
    """Refuse control characters other than a line break and a tab."""
    for character in text:
        if unicodedata.category(character) == "Cc" and character not in "\n\t":
            raise BadValue(f"the control character U+{ord(character):04X} is not allowed")
    return text


def _line(text: str) -> str:
    """One line of text, cleaned."""
    text = _controls(text.strip())
    if "\n" in text:
        raise BadValue("a line break is not allowed here; write it on one line")
    if len(text) > LINE_LIMIT:
        raise BadValue(f"{len(text)} characters; at most {LINE_LIMIT} are allowed")
    return sanitize.clean_text(text)


def _words(text: str) -> str:
    """One line that says something."""
    text = _line(text)
    if not text:
        raise BadValue("it is empty; write something or leave the key out")
    return text


def _block(text: str) -> str:
    """Several lines of text, cleaned."""
    if len(text) > BLOCK_LIMIT:
        raise BadValue(f"{len(text)} characters; at most {BLOCK_LIMIT} are allowed")
    return sanitize.clean_block(_controls(text))


def is_slug(text: str) -> bool:
    """Whether ``text`` may be the slug of a topic."""
    return text not in RESERVED_SLUGS and SLUG.fullmatch(text) is not None


def _slug(text: str) -> str:
    if not SLUG.fullmatch(text):
        raise BadValue(f"{text[:60]!r} is not a slug: small letters, digits and single hyphens")
    if text in RESERVED_SLUGS:
        raise BadValue(f"{text!r} is the name of a section of every issue; choose another")
    return text


def _mail_address(text: str) -> str:
    """An address that may stand in a From header (RFC 5321 §4.1.2, without quoted local parts)."""
    text = text.strip()
    _, at, domain = text.rpartition("@")
    local_ok = not re.search(r"^\.|\.\.|\.@", text)
    if "<" in text or not _ADDRESS.fullmatch(text) or not (at and local_ok):
        raise BadValue(
            f"{text[:80]!r} is not a mail address; write just name@example.org "
            "(the name shown is the author's)"
        )
    if not shorthands.is_host(domain):
        raise BadValue(f"{domain[:80]!r} is not a mail domain")
    return text


def _language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise BadValue(f"{text[:40]!r} is not a language tag; write one such as en or pt-BR")
    return text


def _schedule(text: str) -> str:
    return str(schedule.parse(text))


def _alias(text: str) -> str:
    """A word, a phrase or a pattern that can be used (:mod:`curator.patterns`)."""
    text = _words(text)
    if not patterns.is_pattern(text):
        return text
    try:
        patterns.compile_pattern(text)
    except patterns.UnsafePattern as error:
        # As it was written: a backslash stays one.
        raise BadValue(f"'{text}' is not a pattern that can be used: {error.message}") from None
    return text


Line = Annotated[str, AfterValidator(_told(_line))]
Words = Annotated[str, AfterValidator(_told(_words))]
Block = Annotated[str, AfterValidator(_told(_block))]
Slug = Annotated[str, AfterValidator(_told(_slug))]
Alias = Annotated[str, AfterValidator(_told(_alias))]
WebAddress = Annotated[str, AfterValidator(_told(shorthands.address))]
MailAddress = Annotated[str, AfterValidator(_told(_mail_address))]
Base = Annotated[str, AfterValidator(_told(shorthands.base))]
Language = Annotated[str, AfterValidator(_told(_language))]
ScheduleText = Annotated[str, AfterValidator(_told(_schedule))]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


class Part(BaseModel):
    """Common to all parts: unknown keys are mistakes and nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=False)


class AuthorPart(Part):
    """The person whose newsletter this is; shown as a card at the end of each issue."""

    name: Words = Field(description="Shown as the sender's name.", examples=["Ada Example"])
    bio: Block = Field("", description="A sentence or two on the author.")
    link: WebAddress | None = Field(None, description="The author's own page.")
    picture: WebAddress | None = Field(None, description="Address of a square picture.")


class MixPart(Part):
    """How a week is split between building and theory, in percent; the two add up to 100."""

    practice: Percent = Field(80, description="Percent of what teaches by building.")
    theory: Percent = Field(20, description="Percent of what teaches by theory.")

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        total = self.practice + self.theory
        if abs(total - 100) > ROUNDING:
            raise ValueError(f"practice and theory add up to {total:g}; they must add up to 100")
        return self


class NewsletterPart(Part):
    """The mail itself: who sends it, when, and how much is in it."""

    title: Words = Field(description="Name of the newsletter; subject and heading use it.")
    tagline: Line = Field("", description="A line under the title.")
    author: AuthorPart = Field(description="The person whose newsletter this is.")
    sender: MailAddress = Field(alias="from", description="The From address, without a name.")
    reply_to: MailAddress | None = Field(None, description="Where answers go, if not to `from`.")
    postal_address: Block = Field(
        "", description="Postal address for the footer; many countries require one."
    )
    base_url: Base = Field(
        "http://127.0.0.1:8000",
        description="Where readers reach the pages (sign-up, archive, unsubscribe).",
    )
    schedule: ScheduleText = Field(
        "sunday 08:00 UTC",
        description="When an issue goes out: day, time and IANA time zone; with `daily` it is tried "
        "every day until the issue of the week is out. "
        "The zone also says when a week begins. An issue of Friday to Sunday is about that week, "
        "any other about the week before.",
        examples=["sunday 08:00 America/Los_Angeles", "daily 07:30 UTC"],
    )
    mix: MixPart = Field(
        default_factory=lambda: MixPart(practice=80, theory=20),
        description="Practice and theory, in percent.",
    )
    length: int = Field(
        12, ge=1, le=100, description="Picks in an issue, own posts and reading list aside."
    )
    per_topic: int = Field(3, ge=1, le=100, description="At most so many picks on one topic.")
    per_source: int = Field(2, ge=1, le=100, description="At most so many picks of one source.")
    language: Language = Field("en", description="Language of the issue (BCP 47).")
    instant_posts: bool = Field(
        False, description="Mail each new post of the author by itself to those who chose that."
    )
    approval: bool = Field(False, description="Wait for the author before an issue leaves.")


class TopicPart(Part):
    """A subject that resources are sorted into."""

    slug: Slug = Field(description="Short name for addresses and commands.", examples=["cnns"])
    name: Words = Field(description="Heading that readers see.")
    description: Block = Field(
        "", description="What belongs here, in words that such texts use; tagging compares them."
    )
    parent: Slug | None = Field(
        None,
        description="Slug of the wider topic, on whose pages, feeds and readers' lists this one is too.",
    )
    aliases: list[Alias] = Field(
        [],
        description="Near-certain words and phrases, or patterns such as `yolo*`, `gpt-[45]` "
        r"or `yolov\d+`.",
    )
    weak: list[Alias] = Field([], description="Words that only support.")
    exclude: list[Alias] = Field([], description="Words that speak against the topic.")
    urls: list[Words] = Field(
        [], description="Hosts or host/path beginnings whose pages belong here."
    )
    feed_tags: list[Words] = Field([], description="Categories that feeds use for it.")
    former: list[Slug] = Field([], description="Slugs this topic had before; they lead here.")
    track: Literal["practice", "theory"] | None = Field(
        None, description="What its resources usually are."
    )
    target: Percent | None = Field(
        None, description="Percent of an issue the author would like on it."
    )


class SourcePart(Part):
    """One thing to read: exactly one of `url`, `arxiv`, `youtube`, `github`, and options."""

    url: Words | None = Field(None, description="Address of a feed, page, sitemap or OPML file.")
    arxiv: Words | None = Field(
        None,
        description="An arXiv query, or a category.",
        examples=["cat:cs.CV AND abs:convolution", "cs.LG"],
    )
    youtube: Words | None = Field(
        None, description="A channel id (UC…), playlist id (PL…) or handle (@name)."
    )
    github: Words | None = Field(
        None,
        description="owner/name for releases; owner/name/tags or owner/name/commits for those.",
    )
    name: Words | None = Field(None, description="The name readers see.")
    kind: (
        Literal["feed", "listing", "sitemap", "arxiv", "youtube", "github", "podcast", "opml"]
        | None
    ) = Field(None, description="What stands behind the address, where it cannot say so itself.")
    topics: list[Slug] = Field([], description="Slugs that every entry of it carries.")
    weight: float = Field(
        1.0,
        gt=0,
        le=10,
        allow_inf_nan=False,
        description="How much its entries count: their quality, a fifth of what ranks them, is "
        "multiplied by it. 1 is usual; more than 2 counts as 2.",
    )
    limit: int | None = Field(
        None, ge=1, le=1000, description="At most so many of the newest entries of one fetch."
    )
    mine: bool = Field(False, description="The author's own posts: they come first in an issue.")
    credit: Line | None = Field(None, description="Who pointed the author to it.")
    selector: Words | None = Field(
        None, description="For listings: CSS selector of the links.", examples=["main h2 a"]
    )
    shorts: bool = Field(False, description="For YouTube: keep shorts too.")
    only: list[Alias] = Field(
        [],
        description="Entries are read only if their title or one of their categories has one of "
        "these words or patterns, written as `aliases` are.",
        examples=[["fastai", "pytorch"]],
    )
    exclude: list[Alias] = Field(
        [],
        description="Entries whose title or categories have one of these words or "
        "patterns are left out.",
        examples=[["sponsored", "we are hiring"]],
    )
    private: bool = Field(
        False,
        description="Left out of the public list of sources, as a paid feed whose address is a key.",
    )

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        if sum(getattr(self, key) is not None for key in ADDRESS_KEYS) != 1:
            raise ValueError(f"give exactly one of {', '.join(ADDRESS_KEYS)}")
        return self


class FilePart(Part):
    """All of feeds.yaml."""

    newsletter: NewsletterPart = Field(description="The mail itself.")
    topics: list[TopicPart] = Field([], description="Subjects that resources are sorted into.")
    sources: list[SourcePart] = Field(
        [], description="What to read. A bare address is a complete source."
    )
