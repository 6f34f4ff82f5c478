"""What the mail says of its picks and may be wrong: fields that a page left in doubt."""

from __future__ import annotations

from collections.abc import Iterator

from curator.issues.lint.mail import Finding, Mail, warning
from curator.model import Resource

_SHOWN = {"title": "title", "authors": "authors", "published": "date"}
"""Fields that a reader sees, and what they are called."""


def uncertain(mail: Mail) -> Iterator[Finding]:
    """Titles, authors and dates that are weakly supported on their page."""
    for pick in mail.content.picks():
        resource = pick.resource.resource
        if names := doubtful(resource):
            verb = "is" if len(names) == 1 and names[0] != "authors" else "are"
            yield warning(
                "uncertain-field",
                f"the {' and the '.join(names)} of “{resource.title}” {verb} uncertain; "
                f"`curator resources why {resource.url}` shows what the page offers",
            )


def nameless(mail: Mail) -> Iterator[Finding]:
    """Picks that stand there with their bare address, since nothing told what they are."""
    for pick in mail.content.picks():
        resource = pick.resource.resource
        if resource.title == resource.url:
            unread = f": its page could not be read ({pick.resource.error})"
            yield warning(
                "no-title",
                f"{resource.url} stands there without a title{unread if pick.resource.error else ''}; "
                "give it one at the desk, or take it out",
            )


def doubtful(resource: Resource) -> list[str]:
    """The fields of a resource that are likely enough to be shown and not likely enough to trust."""
    why = resource.provenance
    return [
        shown
        for name, shown in _SHOWN.items()
        if getattr(resource, name) and name in why and why[name].weak
    ]
