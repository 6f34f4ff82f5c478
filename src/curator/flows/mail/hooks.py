"""What mail providers tell of bounces and complaints, each proven by the secret that was set for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from curator.errors import NotFound
from curator.mail.bounces.book import Booked
from curator.mail.bounces.rules import Action
from curator.mail.webhooks import receive
from curator.mail.webhooks.receive import Call
from curator.settings import Secret
from curator.storage import log

if TYPE_CHECKING:
    from curator.app import App


def told(
    app: App, provider: str, headers: Mapping[str, str], body: bytes, now: datetime
) -> list[Booked]:
    """Book what a provider's call says. Telling it twice changes nothing more.

    Raises :class:`NotFound` for a provider without a secret, :class:`~curator.errors.TokenError` for a call that
    is not the provider's, and :class:`~curator.errors.ParseError` for one that cannot be read.
    """
    secret = _secret(app, provider)
    if secret is None:
        raise NotFound(f"no secret is set for {provider}")
    call = Call(provider, headers, body)
    said = receive.read(call, secret=secret.reveal(), now=now, fetch=app.certificates)
    if said.visit:
        app.fetcher.get(said.visit)
    with app.database.begin() as connection:
        booked = receive.apply(connection, app.keyring, said, now)
        for one in booked:
            if one.action is not Action.NOTHING:
                log.add(connection, "bounce", f"{one.action.value}: {one.why}", now)
    return booked


def _secret(app: App, provider: str) -> Secret | None:
    settings = app.settings
    return {
        "ses": settings.hook_ses,
        "postmark": settings.hook_postmark,
        "sendgrid": settings.hook_sendgrid,
        "mailgun": settings.hook_mailgun,
    }.get(provider)
