"""The gate before an issue leaves: its words, its finished mails, and its links.

The words are looked at once; the finished mail, headers and signature included, in every form that
some reader gets; and the links of the picks are visited side by side, for as long as there is time.
An error stops the issue unless the author says otherwise, and what that overrides is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from curator.errors import CuratorError, LintError
from curator.flows.issues import series
from curator.flows.issues.series import POSTS, Edition
from curator.flows.mail.freeze import press
from curator.flows.resources import recheck
from curator.flows.resources.glance import looker
from curator.flows.work.intime import in_time
from curator.issues.lint import Finding, Level, errors, lint
from curator.issues.wording import count
from curator.mail import lint as mail_lint
from curator.mail.letters import Letter, Stationery
from curator.model import (
    Addressee,
    Cadence,
    Content,
    Delivery,
    DeliveryState,
    PageState,
    Pick,
    Rendered,
)
from curator.resources import standing
from curator.resources.standing import Standing
from curator.sanitize import clean_text
from curator.storage import issues, log
from curator.storage.issues import AudienceGroup

if TYPE_CHECKING:
    from curator.app import App

LINK_SECONDS = 20.0
"""For all links together; those that did not answer by then are taken to be alive."""
LINK_THREADS = 16
FRESH = timedelta(hours=1)
"""A page that was read so recently is not visited again."""
OF_DIGESTS = frozenset(
    {
        "item-twice",
        "parts-differ",
        "preheader-length",
        "subject-caps",
        "subject-length",
        "text-title",
    }
)
"""Rules on how a digest reads; the title and the length of a post are the author's own."""
DEAD_LINK = "dead-link"
SAMPLE = "sample.reader@example.net"


def look(
    app: App, edition: Edition, mail: Rendered, now: datetime, *, live: bool = True
) -> tuple[Finding, ...]:
    """What speaks against sending an edition, errors first; ``live`` visits the links too."""
    with app.database.read() as connection:
        groups = issues.audience(connection, now)
    found = [
        *_words(app, edition, mail),
        *_left_out(app, groups),
        *_finished(app, edition, groups, now),
        *dead_links(app, edition.content, now, live=live),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.level is Level.WARNING))


def insist(findings: tuple[Finding, ...], *, force: bool) -> tuple[Finding, ...]:
    """The errors that ``force`` overrides; without it :class:`LintError` where there are any."""
    wrong = errors(findings)
    if wrong and not force:
        raise LintError(
            "the issue was not sent:\n"
            + "\n".join(f"  {one.rule}: {one.message}" for one in wrong)
            + "\nmend it, or send it all the same with --force"
        )
    return wrong


def note_overridden(app: App, name: str, overridden: Sequence[Finding], now: datetime) -> None:
    """Keep in the log what an issue was sent in spite of."""
    if overridden:
        told = f"issue {name} leaves by force in spite of {count(len(overridden), 'error')}"
        with app.database.begin() as connection:
            log.add(
                connection,
                "issue",
                told,
                now,
                detail={"overridden": [f"{one.rule}: {one.message}" for one in overridden]},
            )


def _words(app: App, edition: Edition, mail: Rendered) -> list[Finding]:
    """What is wrong with what the mail says."""
    found = lint(
        mail,
        content=edition.content,
        newsletter=app.config.newsletter,
        links=series.links(app, edition),
    )
    exempt = OF_DIGESTS if edition.series == POSTS else ()
    return [one for one in found if one.rule not in exempt]


def _left_out(app: App, groups: Sequence[AudienceGroup]) -> Iterator[Finding]:
    """That some readers chose what is not mailed at all."""
    if app.config.newsletter.instant_posts:
        return
    if number := sum(group.readers for group in groups if group.cadence is Cadence.POSTS):
        yield Finding(
            Level.WARNING,
            "posts-off",
            f"{count(number, 'reader')} chose your posts alone and"
            f" {'gets' if number == 1 else 'get'} nothing: `instant_posts` is off in feeds.yaml",
        )


# --------------------------------------------------------------------------- finished mails


def _finished(
    app: App, edition: Edition, groups: Sequence[AudienceGroup], now: datetime
) -> Iterator[Finding]:
    """What is wrong with one reader's mail of each form."""
    try:
        messages = press(app, edition, groups, now).messages
        stationery = Stationery(
            messages,
            ring=app.keyring,
            sender=app.config.newsletter.sender,
            signers=app.signers,
            bounce_address=app.settings.bounce_address,
        )
        for form in messages:
            letter = _sample(stationery, form, now)
            for fault in mail_lint.lint(b"".join(stationery.mail(letter, now)), letter.envelope):
                level = Level.ERROR if fault.stops else Level.WARNING
                yield Finding(level, fault.rule, fault.message)
    except CuratorError as error:
        yield Finding(Level.ERROR, "mail", error.message)


def _sample(stationery: Stationery, form: str, now: datetime) -> Letter:
    """A letter to nobody."""
    delivery = Delivery(0, 0, 0, SAMPLE, DeliveryState.QUEUED, variant=form)
    return stationery.letter(delivery, Addressee(0, "", now.date()))


# --------------------------------------------------------------------------- links


def dead_links(app: App, content: Content, now: datetime, *, live: bool = True) -> list[Finding]:
    """A warning for each pick whose link is dead, in reading order.

    That is one known to be dead, or, if it is visited now (``live``), one where nothing is.
    """
    picks = {one.resource.resource.url: one for one in content.picks()}
    known = recheck.known(app, [one.resource.id for one in picks.values()])
    why = {
        url: check.reason
        for url, one in picks.items()
        if (check := known.get(one.resource.id)) and check.dead
    }
    if live:
        why |= _missing(
            app, [url for url in picks if url not in why and not _fresh(picks[url], now)]
        )
    return [_dead(picks[url], why[url]) for url in picks if url in why]


def _fresh(pick: Pick, now: datetime) -> bool:
    read_at = pick.resource.enriched_at
    recent = read_at is not None and now - read_at < FRESH
    return recent and pick.resource.state is PageState.OK


def _dead(pick: Pick, why: str) -> Finding:
    resource = pick.resource.resource
    title = clean_text(resource.title, 80)
    return Finding(
        Level.WARNING,
        DEAD_LINK,
        f"“{title}” is gone: {resource.url}, {why}; take it out, or find where it went",
    )


def _missing(app: App, urls: Sequence[str]) -> dict[str, str]:
    """Those addresses where nothing is, as far as they answer in time, and what was told."""
    if not urls:
        return {}
    looks = in_time(looker(app), urls, seconds=LINK_SECONDS, threads=LINK_THREADS)
    believed = zip(looks, standing.believed(looks), strict=True)
    return {url: one.reason for (url, _), one in believed if one.standing is Standing.MISSING}
