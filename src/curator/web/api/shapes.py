"""What goes over the wire, as OpenAPI describes it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from curator.model import (
    GoalState,
    Issue,
    IssueState,
    Kind,
    Level,
    Pick,
    ReadingItem,
    ReadingStatus,
    StoredResource,
    Track,
)

T = TypeVar("T")

_PORT = "(:([0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}))?"
_HOST = "[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"
_BLANK = r"\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
"""Blanks and controls, written out: languages disagree on what ``\\s`` is."""
Url = Annotated[
    str,
    StringConstraints(max_length=4000, pattern=rf"^https?://{_HOST}{_PORT}([/?#][^{_BLANK}]*)?$"),
]
Week = Annotated[
    str,
    StringConstraints(
        pattern=r"^20([0-9]{2}-W(0[1-9]|[1-4][0-9]|5[0-2])"
        r"|(20|26|32|37|43|48|54|60|65|71|76|82|88|93|99)-W53)$"
    ),
]
"""An ISO week; only some years have 53."""
Line = Annotated[str, StringConstraints(max_length=200)]
Text = Annotated[str, StringConstraints(max_length=2000)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
Address = Annotated[str, StringConstraints(min_length=3, max_length=254)]


class Shape(BaseModel):
    """Bodies say what they mean: an unknown field is refused."""

    model_config = ConfigDict(extra="forbid")


class Page(Shape, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: str | None = Field(
        default=None, description="The address of the next page, if there is one."
    )


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    errors: list[str] = Field(default_factory=list, description="One line for each mistake.")


class TopicShape(Shape):
    """A subject of the taxonomy."""

    slug: str
    name: str
    description: str
    picks: int


class ResourceShape(Shape):
    """The thing worth reading behind a link."""

    id: int
    url: str
    title: str
    authors: list[str]
    site: str | None
    kind: Kind
    published: str | None = Field(description="As precisely as it is known: 2026, 2026-02, …")
    minutes: int | None
    language: str | None
    summary: str
    topics: list[str]
    track: Track | None
    level: Level
    issue: int | None = Field(description="The number of the issue it was in.")

    @classmethod
    def of(cls, stored: StoredResource) -> ResourceShape:
        """A stored resource."""
        resource = stored.resource
        return cls(
            id=stored.id,
            url=resource.url,
            title=resource.title,
            authors=list(resource.authors),
            site=resource.site,
            kind=resource.kind,
            published=str(resource.published) if resource.published else None,
            minutes=resource.minutes,
            language=resource.language,
            summary=resource.summary,
            topics=[tag.slug for tag in stored.tags.topics],
            track=stored.tags.track,
            level=stored.tags.level,
            issue=stored.issue_number,
        )


class PickShape(Shape):
    """A resource in an issue, and why it is there."""

    resource: ResourceShape
    reason: str
    note: str
    section: str

    @classmethod
    def of(cls, pick: Pick, section: str) -> PickShape:
        """A pick under its heading."""
        return cls(
            resource=ResourceShape.of(pick.resource),
            reason=pick.reason,
            note=pick.note,
            section=section,
        )


class IssueLine(Shape):
    """An issue in a list."""

    number: int
    period: str
    state: IssueState
    sent_at: datetime | None
    readers: int
    url: str | None
    """Its page; there is none before it is out."""

    @classmethod
    def of(cls, issue: Issue, url: str | None) -> IssueLine:
        """An issue with the address of its page, if it has one."""
        return cls(
            number=issue.number,
            period=issue.period.key,
            state=issue.state,
            sent_at=issue.sent_at,
            readers=issue.audience_count,
            url=url,
        )


class IssueShape(IssueLine):
    """An issue with all it says."""

    subject: str
    note: str
    picks: list[PickShape]


class SourceShape(Shape):
    """A source and how it is doing."""

    url: str
    name: str
    kind: str
    topics: list[str]
    status: str
    error: str | None
    entries: int
    newest_at: datetime | None


class ReadingShape(Shape):
    """A link on the reading list."""

    id: int
    status: ReadingStatus
    note: str
    credit: str | None
    added_at: datetime
    resource: ResourceShape

    @classmethod
    def of(cls, item: ReadingItem, stored: StoredResource) -> ReadingShape:
        """An item and its resource."""
        return cls(
            id=item.id,
            status=item.status,
            note=item.note,
            credit=item.credit,
            added_at=item.added_at,
            resource=ResourceShape.of(stored),
        )


class Save(Shape):
    """A link to put on the reading list."""

    url: Url
    note: Text = ""
    credit: Line = ""
    topics: list[Slug] = Field(default_factory=list, max_length=10)


class Saved(Shape):
    """What a saved link turned out to be."""

    item: ReadingShape
    page: str = Field(description="How the look at its page went: ok, blocked, gone, failed …")
    error: str | None = None


class Settle(Shape):
    """What became of a link."""

    status: ReadingStatus


class CorrectTopic(Shape):
    """Whether a resource is about a topic; the tagger learns from it."""

    topic: Slug
    is_about: bool = True


class CorrectTrack(Shape):
    """Which track a resource belongs to; the tagger learns from it."""

    track: Track


class AddSource(Shape):
    """A feed, or a page that names one."""

    url: Url
    topics: list[Slug] = Field(default_factory=list, max_length=10)


class GoalShape(Shape):
    """A goal of a week."""

    id: int
    week: str
    text: str
    state: GoalState
    note: str


class AddGoal(Shape):
    """A goal to set."""

    text: Annotated[str, StringConstraints(max_length=300, pattern=r"[^\W_]")]
    week: Week | None = None


class Vouch(Shape):
    """Readers whom the author vouches for."""

    addresses: list[Address] = Field(min_length=1, max_length=500)


class Vouched(Shape):
    """What became of each address."""

    added: list[str]
    problems: dict[str, str]


class Status(Shape):
    """How the newsletter is doing."""

    title: str
    next_at: datetime
    readers: int
    sources: int
    sources_failing: int
    queued: int
