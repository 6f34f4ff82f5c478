"""Rules on what a mail program shows before the mail is opened, and on sizes."""

from __future__ import annotations

from collections.abc import Iterator

from curator.issues import weight
from curator.issues.lint.mail import Finding, Mail, error, warning
from curator.issues.wording import PREHEADER_LIMITS, SUBJECT_LIMIT

HTML_LIMIT = 100_000
"""Bytes; Gmail cuts at 102,400 and hides what follows."""
HTML_WARNING = 90_000
SUBJECT_LEAST = 10


def sizes(mail: Mail) -> Iterator[Finding]:
    """The HTML part must not be cut by Gmail, and the way out must lie before any cut."""
    raw = mail.rendered.html.encode()
    if len(raw) > HTML_LIMIT:
        over = len(raw) - HTML_LIMIT
        yield error(
            "html-size",
            f"{len(raw):,} bytes, {over:,} too many for Gmail; leave out a post or picks",
            "body.html",
        )
    elif len(raw) > HTML_WARNING:
        yield warning("html-size", f"{len(raw):,} of {HTML_LIMIT:,} bytes used", "body.html")
    total = weight.travelling_bytes(mail.rendered)
    if total > weight.TRAVELLING_LIMIT:
        yield error(
            "total-size",
            f"{total:,} bytes as it travels, at most {weight.TRAVELLING_LIMIT:,}; leave out a post"
            " or picks",
        )
    if mail.links and raw.rfind(mail.links.unsubscribe.encode()) > HTML_LIMIT:
        yield error("unsubscribe-cut", "the unsubscribe link lies where Gmail cuts", "body.html")


def subject(mail: Mail) -> Iterator[Finding]:
    """10 to 70 characters on one line, not shouting."""
    line = mail.rendered.subject
    if "\n" in line or "\r" in line:
        yield error("subject-line", "the subject has a line break", "subject.txt")
    if not SUBJECT_LEAST <= len(line) <= SUBJECT_LIMIT:
        yield error(
            "subject-length",
            f"{len(line)} characters; {SUBJECT_LEAST} to {SUBJECT_LIMIT} are shown whole",
            "subject.txt",
        )
    if any(char.isalpha() for char in line) and line.upper() == line:
        yield error("subject-caps", "all capitals read as spam", "subject.txt")


def preheader(mail: Mail) -> Iterator[Finding]:
    """A hidden line of 40 to 130 characters at the start that says more than the subject."""
    line = mail.rendered.preheader
    least, most = PREHEADER_LIMITS
    if not least <= len(line) <= most:
        yield error("preheader-length", f"{len(line)} characters; {least} to {most} are shown")
    if line and line.casefold() == mail.rendered.subject.casefold():
        yield error("preheader-same", "the preheader repeats the subject")
    concealed = (e.text or "" for e in mail.elements if e in mail.hidden and e.tag == "div")
    if line and not any(" ".join(text.split()) == line for text in concealed):
        yield error("preheader-hidden", "the preheader is not hidden at the start", "body.html")
