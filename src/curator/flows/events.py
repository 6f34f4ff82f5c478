"""What others may want to know, kept in the log and told to webhooks: signed, in order, until heard.

Each address has a place in the log up to which it was told. Telling is repeated with growing pauses
and given up for events that are some days old. Bodies, ids and signatures are those of Standard
Webhooks 1.0 (standardwebhooks.com), so that its libraries verify them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from curator.errors import FetchError
from curator.flows.work.leasing import held
from curator.links import ISSUE, link
from curator.model import Issue, Subscriber
from curator.storage import kv, log
from curator.storage.codec import JSON
from curator.storage.log import LogEvent

if TYPE_CHECKING:
    from curator.app import App
    from curator.storage.engine.database import Connection

logger = logging.getLogger("curator.webhooks")

KIND = "event"
GIVE_UP = timedelta(days=3)
LONGEST_PAUSE = timedelta(hours=6)
AT_A_TIME = 100
PREFIX = "whsec_"
"""Before a secret in base64 (Standard Webhooks 1.0, "signature scheme")."""


def issue_sent(connection: Connection, issue: Issue, now: datetime) -> None:
    """An issue has reached everybody it was for."""
    detail: dict[str, JSON] = {
        "event": "issue.sent",
        "series": issue.series,
        "number": issue.number,
        "period": issue.period.key,
        "subject": issue.rendered.subject if issue.rendered else "",
        "readers": issue.audience_count,
    }
    log.add(connection, KIND, f"issue {issue.label} is sent", now, detail=detail)


def reader_confirmed(connection: Connection, reader: Subscriber, now: datetime) -> None:
    """Somebody has joined; who it is stays between them and us."""
    detail: dict[str, JSON] = {
        "event": "reader.confirmed",
        "reader": reader.id,
        "topics": list(reader.topics),
        "cadence": reader.cadence.value,
    }
    log.add(connection, KIND, "a reader confirmed", now, detail=detail)


# --------------------------------------------------------------------------- telling


@dataclass(frozen=True, slots=True)
class Place:
    """How far one address was told."""

    last: int
    """The id of the newest event it has heard."""
    failures: int = 0
    next_at: str = ""
    """Not before this instant."""


def tell(app: App, now: datetime) -> int:
    """Tell every webhook what it has not heard; gives how many events were heard."""
    if not app.settings.webhooks:
        return 0
    with held(app, "webhooks") as mine:
        return sum(_tell_one(app, url, now) for url in app.settings.webhooks) if mine else 0


def _tell_one(app: App, url: str, now: datetime) -> int:
    place = _place(app, url, now)
    if place.next_at and datetime.fromisoformat(place.next_at) > now:
        return 0
    heard = 0
    for event in _after(app, place.last):
        if now - event.at <= GIVE_UP and not _is_heard(app, url, event, now):
            pause = min(timedelta(seconds=30) * 2**place.failures, LONGEST_PAUSE)
            failed = Place(place.last, min(place.failures + 1, 20), (now + pause).isoformat())
            _keep(app, url, failed, now)
            return heard
        heard += 1
        place = Place(event.id)
        _keep(app, url, place, now)
    return heard


def _after(app: App, last: int) -> list[LogEvent]:
    """Events newer than ``last``, oldest first."""
    found: list[LogEvent] = []
    before: int | None = None
    with app.database.read() as connection:
        while True:
            batch = log.list_(connection, kind=KIND, limit=AT_A_TIME, before_id=before)
            newer = [event for event in batch if event.id > last]
            found += newer
            if len(newer) < AT_A_TIME:
                return found[::-1]
            before = newer[-1].id


def _is_heard(app: App, url: str, event: LogEvent, now: datetime) -> bool:
    body = payload(app, event)
    try:
        status = app.fetcher.post(url, body, headers(_key_bytes(app), event.id, body, now))
    except FetchError as error:
        logger.warning("a webhook was not told: %s", error.message)
        return False
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return True
    logger.warning("a webhook at %s answered %s", urlsplit(url).hostname, status)
    return False


def payload(app: App, event: LogEvent) -> bytes:
    """The body that tells of an event."""
    data = {name: value for name, value in event.detail.items() if name != "event"}
    if event.detail.get("event") == "issue.sent" and data.get("series") == "weekly":
        base = app.config.newsletter.base_url
        data["url"] = link(base, ISSUE, str(data["number"]))
    said = {
        "type": event.detail.get("event", ""),
        "timestamp": event.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "data": data,
    }
    return json.dumps(said, ensure_ascii=False).encode()


def headers(secret: bytes, number: int, body: bytes, now: datetime) -> Mapping[str, str]:
    """Who it is from: an id that stays the same when it is told again, the time, the signature."""
    name, at = f"evt_{number}", str(int(now.timestamp()))
    signed = b".".join([name.encode(), at.encode(), body])
    code = base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode("ascii")
    return {
        "content-type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": at,
        "webhook-signature": f"v1,{code}",
    }


def secret(app: App) -> str:
    """What signs, as receivers' libraries take it: ``whsec_`` and the key in base64."""
    return PREFIX + base64.b64encode(_key_bytes(app)).decode("ascii")


def _key_bytes(app: App) -> bytes:
    """The key itself: one written as libraries take it is decoded, any other is what it says."""
    if app.settings.webhook_secret is None:
        return app.keyring.key("webhook")
    given = app.settings.webhook_secret.reveal()
    if given.startswith(PREFIX):
        with suppress(ValueError):
            return base64.b64decode(given.removeprefix(PREFIX), validate=True)
    return given.encode()


def _place(app: App, url: str, now: datetime) -> Place:
    """Where an address stands; a new one hears what happens from now on."""
    with app.database.begin() as connection:
        newest = log.list_(connection, kind=KIND, limit=1)
        start = Place(newest[0].id if newest else 0)
        known = kv.put_once(connection, _key(url), json.dumps(asdict(start)), now)
    return Place(**json.loads(known))


def _keep(app: App, url: str, place: Place, now: datetime) -> None:
    with app.database.begin() as connection:
        kv.put(connection, _key(url), json.dumps(asdict(place)), now)


def _key(url: str) -> str:
    return f"webhook:{hashlib.sha256(url.encode()).hexdigest()[:24]}"
