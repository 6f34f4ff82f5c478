"""What readers do at the pages: sign up, confirm, choose, leave, take their data, be forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from curator import tokens
from curator.audience import access, confirm, erase, export, preferences, signup, unsubscribe, why
from curator.audience.confirm import Confirmed, Pending
from curator.audience.notice import Notice
from curator.audience.signup import Asked, Form, Rules
from curator.audience.unsubscribe import Left
from curator.audience.why import History
from curator.flows import events
from curator.flows.mail import notice
from curator.model import Cadence, Choices, Subscriber
from curator.storage import log, suppressions
from curator.storage.codec import JSON
from curator.tokens import Purpose
from curator.topics.family import present, today

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection

NOBODY = Notice("confirm", "nobody@example.org", "https://example.org/", 72, "nobody")
"""Composed where no mail is to be sent, so that the answer takes as long as where one is."""


@dataclass(frozen=True, slots=True)
class Settings:
    """A reader's page of choices."""

    reader: Subscriber
    topics: tuple[str, ...]
    """The topics that the reader chose, as they are called by now."""
    unsubscribe: str
    """The token that leaves the list."""


def sign_up(app: App, form: Form, now: datetime, *, rules: Rules | None = None) -> Asked:
    """Store a sign-up and queue its confirm mail; the answer never tells which of it was done."""
    form = replace(form, choices=preferences.write(_choices(app, form.choices)))

    def write(connection: Connection) -> Asked:
        asked = signup.sign_up(
            connection,
            app.keyring,
            form,
            base_url=app.config.newsletter.base_url,
            now=now,
            rules=rules,
        )
        message = notice.compose(app, asked.notice or NOBODY, now)
        if asked.notice:
            notice.queue(connection, asked.notice, message, now)
        return asked

    return app.database.together(write)


def pending(app: App, token: str, cookie: str, now: datetime) -> Pending:
    """What a confirm link is about. Raises :class:`curator.errors.TokenError`."""
    with app.database.read() as connection:
        return confirm.look(connection, app.keyring, token, cookie=cookie, now=now)


def confirmed(app: App, token: str, ip: str, now: datetime) -> Confirmed:
    """Make a sign-up a reader and queue the welcome. Raises ``TokenError``."""

    def write(connection: Connection) -> Confirmed:
        done = confirm.confirm(connection, app.keyring, token, ip=ip, now=now)
        if done.reader and done.fresh:
            notice.welcome(app, connection, done.reader, now)
            events.reader_confirmed(connection, done.reader, now)
        return done

    return app.database.together(write)


def settings(app: App, token: str, now: datetime) -> Settings:
    """The reader of a preferences link. Raises ``TokenError``."""
    with app.database.read() as connection:
        reader = access.reader(connection, app.keyring, Purpose.PREFERENCES, token, now)
    topics = present(reader.topics, app.config.topics)
    return Settings(reader, topics, access.unsubscribe_token(app.keyring, reader))


def choose(app: App, token: str, fields: Mapping[str, str], now: datetime) -> Settings:
    """Store what a reader chose; who had left and chooses is still away. Raises ``TokenError``."""

    def write(connection: Connection) -> Subscriber:
        reader = access.reader(connection, app.keyring, Purpose.PREFERENCES, token, now)
        choices = _choices(app, fields, reader.cadence)
        return preferences.change(connection, reader, choices, now)

    reader = app.database.together(write)
    topics = present(reader.topics, app.config.topics)
    return Settings(reader, topics, access.unsubscribe_token(app.keyring, reader))


def ask_link(app: App, token: str, now: datetime) -> bool:
    """Mail the reader a fresh link to all of their data, one who has left too.

    ``False`` where no mail may go to the address. Raises ``TokenError``.
    """
    with app.database.begin() as connection:
        reader = access.reader(connection, app.keyring, Purpose.PREFERENCES, token, now)
        if suppressions.get(connection, app.keyring.address_hash(reader.address)):
            return False
        asked = access.manage_notice(app.keyring, reader, now, app.config.newsletter.base_url)
        notice.queue(connection, asked, notice.compose(app, asked, now), now)
    return True


def history(app: App, token: str, now: datetime) -> History:
    """All that is kept of the reader of a fresh link. Raises ``TokenError``."""
    with app.database.read() as connection:
        reader = access.reader(connection, app.keyring, Purpose.MANAGE, token, now)
        return why.why(connection, app.keyring, reader.address, now)


def data(app: App, token: str, now: datetime) -> dict[str, JSON]:
    """The same as values for a file to take along. Raises ``TokenError``."""
    with app.database.read() as connection:
        reader = access.reader(connection, app.keyring, Purpose.MANAGE, token, now)
        return export.everything(connection, app.keyring, reader)


def forget(app: App, token: str, now: datetime) -> None:
    """Erase the reader of a fresh link. Raises ``TokenError``."""
    with app.database.begin() as connection:
        reader = access.reader(connection, app.keyring, Purpose.MANAGE, token, now)
        erase.erase(connection, app.keyring, reader, now, method="page")
        log.add(connection, "reader", "a reader was erased on request", now)
    app.database.scour()


def move(app: App, token: str, address: str, now: datetime) -> None:
    """Ask the owner of a new address. Raises ``TokenError``, and ``AddressError`` for a wrong one."""
    with app.database.begin() as connection:
        reader = access.reader(connection, app.keyring, Purpose.MANAGE, token, now)
        asked = preferences.ask_address(
            connection,
            app.keyring,
            reader,
            address,
            base_url=app.config.newsletter.base_url,
            now=now,
        )
        message = notice.compose(app, asked or NOBODY, now)
        if asked:
            notice.queue(connection, asked, message, now)


def leave(app: App, token: str, method: str, ip: str, now: datetime) -> Left:
    """Unsubscribe at once. Raises ``TokenError``."""
    check_leaving(app, token, now)

    def write(connection: Connection) -> Left:
        return unsubscribe.unsubscribe(
            connection, app.keyring, token, method=method, now=now, ip=ip
        )

    return app.database.together(write)


def check_leaving(app: App, token: str, now: datetime) -> None:
    """Raise ``TokenError`` unless the token would leave the list; changes nothing."""
    tokens.read(app.keyring, Purpose.UNSUBSCRIBE, token, now)


def preferences_link(app: App, reader: Subscriber) -> str:
    """The path of a reader's page of choices."""
    return f"/preferences/{access.preferences_token(app.keyring, reader)}"


def _choices(app: App, fields: Mapping[str, str], before: Cadence = Cadence.EVERY) -> Choices:
    """What a form says, of what is on offer; nobody loses the rhythm they had ``before``."""
    offered = {*Cadence} if app.config.newsletter.instant_posts else {*Cadence} - {Cadence.POSTS}
    return preferences.read(fields, today(app.config.topics), {*offered, before})
