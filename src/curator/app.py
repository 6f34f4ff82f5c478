"""The composition root: what the use cases need, each made once and only when it is asked for."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Sequence
from typing import TYPE_CHECKING

from curator import config as config_file
from curator import schedule, urls
from curator.errors import ConfigError
from curator.model import Config, Topic
from curator.once import Once
from curator.settings import Settings, signing_keys
from curator.storage.engine.database import Database
from curator.workers import Workers

if TYPE_CHECKING:
    from curator.feeds.fetching.fetch import Fetcher
    from curator.issues.render import Theme
    from curator.mail.dkim import Signer
    from curator.mail.transport import Transport
    from curator.mail.webhooks.certificates import Certificates
    from curator.resources.endpoint import Endpoint
    from curator.schedule import Schedule
    from curator.tokens import Keyring
    from curator.topics.classify import Tagger
    from curator.topics.meaning import Embed

PRELOAD = (
    "curator.feeds.read",
    "curator.feeds.forms.parse",
    "curator.feeds.forms.listing",
    "curator.resources.enrich",
)
"""What workers need; the fork server imports it once for all of them."""
HERE = ("127.0.0.1", "localhost")
"""Hosts of a newsletter that is tried out: nobody else reaches them."""


class App:
    """The application behind one command, one test or one service; close it when done."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        """Who holds the leases of this process."""

    @Once
    def config(self) -> Config:
        """``feeds.yaml``, checked. Raises :class:`curator.errors.ConfigError`."""
        return config_file.load(self.settings.feeds)

    @Once
    def database(self) -> Database:
        """The database, open."""
        return Database(self.settings.database_url.reveal())

    @Once
    def endpoint(self) -> Endpoint | None:
        """Where summaries are written, if the settings name a server for it."""
        from curator.resources.endpoint import Endpoint

        given = self.settings
        if given.summary_url is None:
            return None
        key = given.summary_key.reveal() if given.summary_key else None
        return Endpoint(given.summary_url, given.summary_model, key, given.summary_seconds)

    @Once
    def fetcher(self) -> Fetcher:
        """Fetches addresses, politely and safely."""
        from curator.feeds.fetching.fetch import Fetcher

        return Fetcher(contact=self._contact(), allow=self.settings.allow_networks)

    def _contact(self) -> str | None:
        """Where those who are fetched from can reach us: as set, else the newsletter's own site."""
        if self.settings.contact or not self.settings.feeds.exists():
            return self.settings.contact
        try:
            site = self.config.newsletter.base_url
        except ConfigError:  # told by what needs it
            return None
        return None if urls.host(site) in HERE else site

    @Once
    def workers(self) -> Workers:
        """The processes that read hostile documents."""
        return Workers(preload=PRELOAD)

    @Once
    def schedule(self) -> Schedule:
        """When the newsletter goes out."""
        return schedule.parse(self.config.newsletter.schedule)

    @Once
    def theme(self) -> Theme:
        """The templates: the user's folder over the packaged ones."""
        from curator.issues.render import Theme

        own = self.settings.templates
        return Theme([own] if own else [])

    @Once
    def keyring(self) -> Keyring:
        """The secrets that sign links."""
        from curator.tokens import Keyring

        return Keyring.of(*signing_keys(self.settings))

    @Once
    def transport(self) -> Transport:
        """Where mail goes: the SMTP server, else the outbox folder."""
        from curator.mail import maildir, smtp

        server = self.settings.smtp
        return smtp.relay(server) if server else maildir.Maildir(self.settings.outbox)

    @Once
    def certificates(self) -> Certificates:
        """Those that Amazon signs its notifications with."""
        from curator.mail.webhooks.certificates import Certificates

        return Certificates(lambda url: self.fetcher.get(url).body)

    @Once
    def signers(self) -> tuple[Signer, ...]:
        """The keys that sign mail; none where no key is set."""
        from curator import mailaddress
        from curator.mail import dkim

        settings = self.settings
        domain = mailaddress.domain_of(self.config.newsletter.sender)
        keys = (
            (settings.dkim_key, settings.dkim_selector),
            (settings.dkim_ed25519_key, settings.dkim_ed25519_selector),
        )
        return tuple(
            dkim.Signer(domain, selector, dkim.from_pem(pem.reveal().encode()))
            for pem, selector in keys
            if pem is not None
        )

    def address_hash(self, address: str) -> str:
        """The keyed hash of an address, by which suppressions know it."""
        return self.keyring.address_hash(address)

    def tagger(self, *, learned: bool = True, topics: Sequence[Topic] | None = None) -> Tagger:
        """The tagger of the present taxonomy, with the author's corrections if ``learned``.

        ``topics`` are other ones to tag by. Without a ``feeds.yaml`` the topics that ship with
        Curator are used.
        """
        from curator.topics.classify import Tagger

        if not learned:
            known_topics = self._topics().topics if topics is None else topics
            return Tagger(known_topics, embed=self.embed)
        from curator.storage import corrections, resources

        with self.database.read() as connection:
            given = corrections.list_(connection)
            ids = resources.owners(connection, [one.resource_key for one in given]).values()
            examples = resources.get_many(connection, list(ids), text=True).values()
        return Tagger(
            self.config.topics if topics is None else topics,
            corrections=given,
            examples=[stored.resource for stored in examples],
            embed=self.embed,
        )

    @property
    def embed(self) -> Embed | None:
        """The sentence encoder, if the semantic extra is installed and wanted."""
        from curator.topics import semantic

        return semantic.embedder() if self.settings.semantic == "yes" else None

    def _topics(self) -> Config:
        """The user's configuration, or the one that ships where there is none."""
        if self.settings.feeds.exists():
            return self.config
        from curator import feedsfile

        return config_file.parse(feedsfile.starter(), "feeds.yaml")

    def read_again(self) -> None:
        """Take over ``feeds.yaml`` as it is now.

        Raises :class:`curator.errors.ConfigError` for a wrong one; the old one stays then.
        """
        self.__dict__["config"] = config_file.load(self.settings.feeds)
        for name in ("schedule", "signers"):
            self.__dict__.pop(name, None)

    def interrupt(self) -> None:
        """Cut off what is being fetched, and fetch no more until the application is closed."""
        if "fetcher" in self.__dict__:
            self.fetcher.interrupt()

    def close(self) -> None:
        """Give back what was opened; safe to call twice."""
        for name in ("workers", "fetcher", "database"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()
