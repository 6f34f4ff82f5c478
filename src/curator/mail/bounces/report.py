"""One thing that came back, whoever told it: a mail server, a provider's feedback, a webhook."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from curator.mail.replies import Reply, Verdict, classify, parse


class Kind(StrEnum):
    """What is told."""

    FAILED = "failed"
    DELAYED = "delayed"
    """The server still tries; nothing to do."""
    COMPLAINT = "complaint"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class Report:
    """What is said of one recipient."""

    kind: Kind
    reply: Reply = field(default_factory=lambda: Reply(550))
    recipient: str = ""
    """As the report names it; may differ from the reader's address behind a forwarder."""
    source: str = "dsn"
    return_path: str = ""
    """Our envelope sender, where the report tells it."""
    message_id: str = ""
    """Of our mail, where the report tells it."""

    @property
    def verdict(self) -> Verdict:
        """Who is at fault."""
        return classify(self.reply)


def reply_of(status: str, diagnostic: str) -> Reply:
    """The reply behind a status code and the words of the server that gave it."""
    words = diagnostic.strip()
    start = words[:3]
    code = int(start) if start.isdecimal() and start[0] in "45" else 0
    if not code:
        code = 450 if status.startswith("4") else 550
    reply = parse(code, words)
    if reply.enhanced is None and status and not status.endswith(".0.0"):
        return Reply(code, reply.text, status, reply.stage)
    return reply
