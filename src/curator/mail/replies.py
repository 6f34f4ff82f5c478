"""What a mail server's answer means: who is at fault, and so what to do.

Only an answer about the reader's own address may ever stop mail to that reader. An answer about us
(policy, authentication, protocol, a mail too large) stops the issue instead: a day with a broken DMARC record must
not cost every reader at one provider. The enhanced status code decides (RFC 3463), then the reply
code and the words of servers that give none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from curator.sanitize import clean_text

MAX_TEXT = 500
"""Characters of a reply that are kept."""
PERMANENT = 500
"""Answers from here on are refusals for good (RFC 5321 §4.2.1)."""
CLOSING = 421
"""The server ends the session (RFC 5321 §3.8)."""


class Stage(StrEnum):
    """Which command was answered."""

    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"


class Verdict(StrEnum):
    """What an answer asks for."""

    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    """Try again later."""
    THROTTLED = "throttled"
    """Try again later, and be slower with that domain."""
    FULL = "full"
    """The mailbox is full: a soft failure of this reader."""
    BAD_ADDRESS = "bad-address"
    """There is no such mailbox: a hard failure of this reader."""
    POLICY = "policy"
    """We are refused, not the reader: stop and tell the author."""
    REFUSED = "refused"
    """Refused for a reason that accuses neither clearly; this mail has failed."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of a server."""

    code: int
    text: str = ""
    enhanced: str | None = None
    """``5.1.1`` (RFC 3463), where the server gave one."""
    stage: Stage = Stage.BODY

    @property
    def positive(self) -> bool:
        """Whether the command was taken (2xx), or its data is awaited (354)."""
        return 200 <= self.code < 400  # noqa: PLR2004 - reply classes of RFC 5321 §4.2.1

    def __str__(self) -> str:
        """The answer as the server wrote it, on one line."""
        # The words that a bounce quotes begin with the code already.
        quoted = self.text.startswith(f"{self.code} ")
        return self.text if quoted else f"{self.code} {self.text}".strip()


_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_BAD_ADDRESS = frozenset({"1.1", "1.2", "1.3", "1.4", "1.6", "1.10", "2.1"})
_OUR_ADDRESS = frozenset({"1.7", "1.8"})
"""The *sender's* address is refused, which is not the reader's fault (RFC 3463 §3.2)."""
_FULL = frozenset({"2.2"})
_SIZE = frozenset({"2.3", "3.4"})
"""The mail is too large (RFC 1870 §6.1), and the same mail goes to everybody."""
_UNKNOWN_USER = re.compile(
    r"(user|recipient|mailbox|address|account)\b.{0,40}\b(unknown|not found|does ?n[o']t exist|"
    r"invalid|unavailable|disabled|no longer)|no such (user|mailbox|recipient|address|person)|"
    r"unknown (user|recipient|mailbox|local.part)|unrouteable address",
    re.IGNORECASE,
)
_ABOUT_US = re.compile(
    r"\b(spam|block(ed|list)|black ?list|deny ?list|policy|reputation|dmarc|dkim|spf|"
    r"authenticat|reverse dns|ptr record|unsolicited|spamhaus|relay)",
    re.IGNORECASE,
)
_QUOTA = re.compile(r"quota|mailbox (is )?full|over ?limit|insufficient storage", re.IGNORECASE)
_TOO_LARGE = re.compile(
    r"\b(message|mail|content)\b.{0,40}\btoo (large|big|long)\b|\b(size|length)\b.{0,40}\bexceed|"
    r"\bexceed.{0,40}\b(size|length)\b",
    re.IGNORECASE,
)
_GREYLISTED = re.compile(r"gr[ae]y-?list|postgrey", re.IGNORECASE)
"""Each reader's first mail is put off (RFC 6647); to be slower with the others would put them off too."""
_SLOW_DOWN = re.compile(r"rate|too many|throttl|try again later.*limit|reputation", re.IGNORECASE)


def parse(code: int, text: str, stage: Stage = Stage.BODY) -> Reply:
    """A reply from its code and text; the enhanced code is taken only if its class agrees."""
    if code < 400 and len(text) <= MAX_TEXT and text.isprintable():  # noqa: PLR2004
        # Nearly all replies of a large issue; nothing in them is ever asked for.
        return Reply(code, text, None, stage)
    text = clean_text(text, MAX_TEXT)
    match = _ENHANCED.search(text)
    agrees = match is not None and match[1] == str(code)[0]
    return Reply(code, text, match[0] if match and agrees else None, stage)


def classify(reply: Reply) -> Verdict:
    """What to do about ``reply``."""
    if reply.positive:
        return Verdict.ACCEPTED
    subject = reply.enhanced.partition(".")[2] if reply.enhanced else ""
    if reply.code < PERMANENT:
        return _temporary(reply, subject)
    return _permanent(reply, subject) if subject else _bare(reply)


def _temporary(reply: Reply, subject: str) -> Verdict:
    """4xx: ``421`` and 4.7.x ask for patience with us, the rest concerns one mail."""
    if reply.code != CLOSING and _GREYLISTED.search(reply.text):
        return Verdict.DEFERRED
    slow = subject.startswith("7.") or (not subject and _SLOW_DOWN.search(reply.text))
    if reply.code == CLOSING or slow:
        return Verdict.THROTTLED
    return Verdict.DEFERRED


def _permanent(reply: Reply, subject: str) -> Verdict:
    """5xx with an enhanced code."""
    if reply.stage is Stage.MAIL or subject in _OUR_ADDRESS:
        return Verdict.POLICY
    if subject in _BAD_ADDRESS:
        return Verdict.BAD_ADDRESS
    if subject in _FULL:
        return Verdict.FULL
    # 5.5.x says that we speak wrongly, 5.7.x that we are not wanted; neither is the reader's doing.
    if subject in _SIZE or subject.startswith(("5.", "7.")):
        return Verdict.POLICY
    if subject == "1.0":
        return _bare(reply)
    return Verdict.REFUSED


def _bare(reply: Reply) -> Verdict:
    """5xx without an enhanced code: the words decide, and doubt never suppresses."""
    if reply.stage is Stage.MAIL or reply.code in (530, 534, 535, 538):
        return Verdict.POLICY
    if _UNKNOWN_USER.search(reply.text):
        return Verdict.BAD_ADDRESS
    if _ABOUT_US.search(reply.text) or (
        _TOO_LARGE.search(reply.text) and not _QUOTA.search(reply.text)
    ):
        return Verdict.POLICY
    if _QUOTA.search(reply.text) or reply.code == 552:  # noqa: PLR2004 - RFC 5321 §4.2.3
        return Verdict.FULL
    return Verdict.REFUSED
