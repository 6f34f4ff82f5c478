"""Fix an approved issue: its mail in every form readers chose, and one delivery per reader."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from curator.flows.issue import rendered
from curator.issues import compose
from curator.mail.message import compile_message
from curator.mail.stencil import Slots
from curator.model import Cadence, Content, Issue, MailFormat, Rendered
from curator.storage import issues
from curator.storage.issues import AudienceGroup, FreezeCounts, Frozen, Placement

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


def freeze(app: App, issue: Issue, now: datetime) -> FreezeCounts:
    """Render and compile every form, then create the deliveries, all in one transaction.

    Raises :class:`curator.errors.Conflict` unless the issue is approved.
    """
    slots = Slots.of(app.keyring, issue.period.key, app.config.newsletter.base_url)
    with app.database.begin() as connection:
        groups = issues.audience(connection, now)
        forms = forms_for(issue.content, groups)
        mails = {
            name: rendered(app, form.content, issue.period, issue.number, slots=slots)
            for name, form in forms.items()
        }
        messages = {
            name: _compiled(app, issue, mails[name], form.format, slots, now)
            for name, form in forms.items()
        }
        frozen = Frozen(
            rendered=mails[MAIN],
            digest=hashlib.sha256(messages[MAIN]).hexdigest(),
            variants=mails,
            messages=messages,
            expires_at=now + EXPIRES,
        )
        return issues.freeze(
            connection,
            issue.id,
            frozen,
            lambda group: placement(issue.content, group, now),
            now,
        )


def _compiled(
    app: App, issue: Issue, mail: Rendered, form: MailFormat, slots: Slots, now: datetime
) -> bytes:
    """One form of the issue as MIME with gaps for the reader's values."""
    return compile_message(
        mail,
        newsletter=app.config.newsletter,
        slots=slots,
        period_key=issue.period.key,
        date=now,
        form=form,
    ).to_bytes()


# --------------------------------------------------------------------------- who gets what; pure


def forms_for(content: Content, groups: Sequence[AudienceGroup]) -> dict[str, Form]:
    """Every form that some group needs, by its name; the main one always."""
    forms = {MAIN: Form(content, MailFormat.HTML)}
    for group in groups:
        name = variant(group)
        if name not in forms:
            forms[name] = Form(compose.for_topics(content, group.topics), group.format)
    return forms


def variant(group: AudienceGroup) -> str:
    """The name of the form that a group gets: equal choices, equal name."""
    if not group.topics and group.format is MailFormat.HTML:
        return MAIN
    choice = ",".join(sorted(group.topics))
    mark = hashlib.sha256(choice.encode()).hexdigest()[:16] if choice else "all"
    return f"{mark}-{group.format.value}"


def placement(content: Content, group: AudienceGroup, now: datetime) -> Placement:
    """What a group gets of a weekly issue, and from when on."""
    if group.cadence is not Cadence.EVERY:
        return Placement(exclude=CADENCE)
    if compose.for_topics(content, group.topics).empty:
        return Placement(exclude=TOPICS)
    return Placement(variant(group), next_at=local_hour(group, now))


def local_hour(group: AudienceGroup, now: datetime) -> datetime | None:
    """The next instant at which it is the group's hour where they live; ``None`` means at once."""
    if group.time_zone is None or group.send_hour is None:
        return None
    try:
        here = now.astimezone(ZoneInfo(group.time_zone))
    except (ZoneInfoNotFoundError, ValueError):
        return None
    then = here.replace(hour=group.send_hour, minute=0, second=0, microsecond=0)
    return (then if then >= here else then + timedelta(days=1)).astimezone(now.tzinfo)
