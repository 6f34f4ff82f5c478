"""Fix an approved issue: its mail in every form readers chose, and one delivery per reader."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from curator.flows.issues import approval, series
from curator.flows.issues.series import Edition
from curator.issues import compose
from curator.mail.message import compile_message
from curator.mail.stencil import Slots
from curator.model import Cadence, Content, Issue, MailFormat, Rendered, Topic
from curator.storage import issues
from curator.storage.issues import AudienceGroup, FreezeCounts, Frozen, Placement
from curator.topics.family import present, with_children

if TYPE_CHECKING:
    from curator.app import App

EXPIRES = timedelta(days=3)
"""A weekly mail that could not be delivered for so long is not worth delivering."""
MAIN = ""
"""The form of most readers: every section, text and HTML."""
CADENCE, TOPICS = "cadence", "topics"
"""Why a reader gets nothing of this issue."""


@dataclass(frozen=True, slots=True)
class Form:
    """One shape of the issue: which picks, and which parts."""

    content: Content
    format: MailFormat


@dataclass(frozen=True, slots=True)
class Pressed:
    """Every form of an issue, by its name."""

    mails: dict[str, Rendered]
    messages: dict[str, bytes]
    """Compiled: MIME with gaps for the reader's values."""


def freeze(app: App, issue: Issue, now: datetime) -> FreezeCounts:
    """Render and compile every form, then store them with the deliveries, in one transaction.

    Rendering takes seconds where many choices differ, so it is done before, while readers can sign
    up and leave; for what they chose meanwhile a form is made inside. Raises
    :class:`curator.errors.Conflict` unless the issue is approved, as it was given.
    """
    edition = Edition.of(issue)
    with app.database.read() as connection:
        groups = issues.audience(connection, now)
    pressed = press(app, edition, groups, now)
    with app.database.begin() as connection:
        issues.hold_audience(connection)
        approval.insist_unchanged(connection, issue)
        pressed = _with_late_choices(app, edition, pressed, issues.audience(connection, now), now)
        frozen = Frozen(
            rendered=pressed.mails[MAIN],
            digest=hashlib.sha256(pressed.messages[MAIN]).hexdigest(),
            variants=pressed.mails,
            messages=pressed.messages,
            expires_at=now + EXPIRES,
        )
        return issues.freeze(
            connection,
            issue.id,
            frozen,
            lambda group: placement(
                issue.content,
                group,
                app.config.topics,
                now,
                edition.cadence,
                zone=app.schedule.zone,
            ),
            now,
        )


def _with_late_choices(
    app: App, edition: Edition, pressed: Pressed, groups: Sequence[AudienceGroup], now: datetime
) -> Pressed:
    """What was pressed, and the forms of ``groups`` that are not among it."""
    late = [
        group
        for group in groups
        if group.cadence is edition.cadence and variant(group) not in pressed.mails
    ]
    if not late:
        return pressed
    more = press(app, edition, late, now)
    return Pressed({**more.mails, **pressed.mails}, {**more.messages, **pressed.messages})


def press(app: App, edition: Edition, groups: Sequence[AudienceGroup], now: datetime) -> Pressed:
    """Every form that ``groups`` need, rendered and compiled."""
    slots = Slots.of(app.keyring, edition.period.key, app.config.newsletter.base_url)
    wanted = [group for group in groups if group.cadence is edition.cadence]
    forms = forms_for(edition.content, wanted, app.config.topics)
    mails = {
        name: series.mail(app, edition, form.content, slots=slots) for name, form in forms.items()
    }
    messages = {
        name: compile_message(
            mails[name],
            newsletter=app.config.newsletter,
            slots=slots,
            period_key=edition.period.key,
            date=now,
            form=form.format,
            reply_address=app.settings.bounce_address,
        ).to_bytes()
        for name, form in forms.items()
    }
    return Pressed(mails, messages)


# --------------------------------------------------------------------------- who gets what; pure


def forms_for(
    content: Content, groups: Sequence[AudienceGroup], topics: Sequence[Topic]
) -> dict[str, Form]:
    """Every form that some group needs, by its name; the main one always."""
    forms = {MAIN: Form(content, MailFormat.HTML)}
    for group in groups:
        name = variant(group)
        if name not in forms:
            forms[name] = Form(chosen(content, group, topics), group.format)
    return forms


def chosen(content: Content, group: AudienceGroup, topics: Sequence[Topic]) -> Content:
    """What a group's topics, and those below them, leave of the issue.

    Who chose only topics that are gone by now gets everything, like one who chose none.
    """
    return compose.for_topics(content, with_children(present(group.topics, topics), topics))


def variant(group: AudienceGroup) -> str:
    """The name of the form that a group gets: equal choices, equal name."""
    if not group.topics and group.format is MailFormat.HTML:
        return MAIN
    choice = ",".join(sorted(group.topics))
    mark = hashlib.sha256(choice.encode()).hexdigest()[:16] if choice else "all"
    return f"{mark}-{group.format.value}"


def placement(
    content: Content,
    group: AudienceGroup,
    topics: Sequence[Topic],
    now: datetime,
    cadence: Cadence = Cadence.EVERY,
    *,
    zone: str = "UTC",
) -> Placement:
    """What a group gets of an issue for readers of a ``cadence``, and from when on.

    ``zone`` is the newsletter's own time zone, for who chose an hour and no zone.
    An empty issue that the author sends all the same is for everybody.
    """
    if group.cadence is not cadence:
        return Placement(exclude=CADENCE)
    if not content.empty and chosen(content, group, topics).empty:
        return Placement(exclude=TOPICS)
    return Placement(variant(group), next_at=local_hour(group, now, zone))


def local_hour(group: AudienceGroup, now: datetime, zone: str = "UTC") -> datetime | None:
    """The next instant at which it is the group's hour where they live; ``None`` means at once.

    While it is that hour it is at once: an issue of eight o'clock is ready some minutes later, and
    whoever wants their mail at eight does not want it a day after.
    """
    if group.send_hour is None:
        return None
    try:
        here = now.astimezone(ZoneInfo(group.time_zone or zone))
    except (ZoneInfoNotFoundError, ValueError):
        return None
    if here.hour == group.send_hour:
        return None
    then = here.replace(hour=group.send_hour, minute=0, second=0, microsecond=0)
    return (then if then >= here else then + timedelta(days=1)).astimezone(now.tzinfo)
