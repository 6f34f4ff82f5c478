"""The gate before sending: what a rendered issue must meet, rule by rule.

The rules are those that need only the mail itself; headers, signatures and live links are checked
where they exist. Each file holds the rules of one subject.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from curator.issues.lint import addresses, clients, envelope, facts, legible, markup, text
from curator.issues.lint.mail import Finding, Level, Mail
from curator.issues.view import MailLinks
from curator.model import Content, Newsletter, Rendered

__all__ = ["Finding", "Level", "errors", "lint"]

_RULES: tuple[Callable[[Mail], Iterator[Finding]], ...] = (
    envelope.sizes,
    envelope.subject,
    envelope.preheader,
    markup.active,
    markup.head,
    markup.style_place,
    markup.tables,
    markup.headings,
    markup.images,
    addresses.absolute,
    addresses.honest,
    addresses.described,
    text.items,
    text.repeated,
    text.alike,
    text.lines,
    text.footer,
    legible.contrast,
    legible.letters,
    clients.styles,
    clients.elements,
    facts.uncertain,
    facts.nameless,
)


def lint(
    rendered: Rendered,
    *,
    content: Content,
    newsletter: Newsletter,
    links: MailLinks | None = None,
) -> tuple[Finding, ...]:
    """What is wrong with ``rendered``, errors first, each once.

    ``links`` are those it was rendered with: they are exempt from the rules on addresses, since a
    slot marker is not one, and the footer must have them.
    """
    mail = Mail(rendered, content, newsletter, links)
    found = dict.fromkeys(finding for rule in _RULES for finding in rule(mail))
    return tuple(sorted(found, key=lambda finding: finding.level is Level.WARNING))


def errors(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that stop an issue."""
    return tuple(finding for finding in findings if finding.level is Level.ERROR)
