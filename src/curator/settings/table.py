"""The table of all settings."""

# Each field's default is its row of the table, an immutable description, never a shared value.
# ruff: noqa: RUF009
from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from curator.errors import BadValue, ConfigError, Problem
from curator.settings import values
from curator.settings.given import data_folder, given
from curator.settings.row import Setting, setting
from curator.settings.values import Network, Secret, SmtpServer

_LEVELS = ("debug", "info", "warning", "error")
_FORMATS = ("auto", "console", "json")


# --------------------------------------------------------------------------- the table


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings, checked."""

    data: Path = setting(
        "CURATOR_DATA",
        values.path,
        "Folder that holds the database, the outbox and the generated key.",
        lambda data: data,
        default_doc="`curator` in `$XDG_DATA_HOME`, else `~/.local/share/curator`",
    )
    feeds: Path = setting(
        "CURATOR_FEEDS",
        values.path,
        "The configuration file.",
        Path("feeds.yaml"),
        default_doc="`feeds.yaml` in the current folder",
    )
    database_url: Secret = setting(
        "CURATOR_DATABASE_URL",
        values.database,
        "`sqlite:////path/to/file.db` or `postgresql://user:password@host/name`.",
        lambda data: Secret(f"sqlite:///{data / 'curator.db'}"),
        default_doc="`curator.db` in the data folder",
        secret=True,
    )
    templates: Path | None = setting(
        "CURATOR_TEMPLATES",
        values.path,
        "A folder whose files replace those of the default theme, one by one.",
        default_doc="the default theme",
    )
    smtp: SmtpServer | None = setting(
        "CURATOR_SMTP_URL",
        values.smtp,
        "The mail server: `smtp://user:password@host:587?starttls=always` (or `auto`, `never`) "
        "or `smtps://user:password@host:465`.",
        default_doc="none: mail goes to the outbox",
        secret=True,
    )
    smtp_connections: int = setting(
        "CURATOR_SMTP_CONNECTIONS",
        values.whole(1, 64),
        "Connections to the mail server at a time.",
        2,
        default_doc="2",
    )
    smtp_per_minute: int | None = setting(
        "CURATOR_SMTP_PER_MINUTE",
        values.whole(1, 1_000_000),
        "At most so many mails a minute over all connections.",
        default_doc="no limit",
    )
    smtp_per_day: int | None = setting(
        "CURATOR_SMTP_PER_DAY",
        values.whole(1, 100_000_000),
        "At most so many mails of issues in 24 hours; the rest follow the day after.",
        default_doc="no limit",
    )
    smtp_warm_up: str = setting(
        "CURATOR_SMTP_WARM_UP",
        values.choice("no", "yes"),
        "`yes` for a new sending domain: 200 mails on the first day, more each day for six weeks.",
        "no",
        default_doc="`no`",
    )
    smtp_in_doubt: str = setting(
        "CURATOR_SMTP_IN_DOUBT",
        values.choice("resend", "hold"),
        "What becomes of a mail that may or may not have left before a crash: `resend` sends it "
        "again with the same Message-ID, so nobody misses it and a few may get it twice; `hold` "
        "keeps it for `curator send retry-unknown`.",
        "resend",
        default_doc="`resend`",
    )
    outbox: Path = setting(
        "CURATOR_OUTBOX",
        values.path,
        "Maildir folder that gets the mail where no server is set.",
        lambda data: data / "outbox",
        default_doc="`outbox` in the data folder",
    )
    semantic: str = setting(
        "CURATOR_SEMANTIC",
        values.choice("yes", "no"),
        "`no` leaves the `[semantic]` extra unused where it is installed: a text is tagged in 4 ms "
        "then instead of 50.",
        "yes",
        default_doc="`yes`",
    )
    summary_url: str | None = setting(
        "CURATOR_SUMMARY_URL",
        values.endpoint,
        "A server with OpenAI's chat completions, for example `https://api.example.org/v1`, that "
        "writes summaries in place of quotations. The beginning of each such page is sent to it.",
        default_doc="none: sentences are quoted",
    )
    summary_model: str = setting(
        "CURATOR_SUMMARY_MODEL",
        values.line,
        "The model that the server is asked for.",
        "default",
        default_doc="`default`",
    )
    summary_key: Secret | None = setting(
        "CURATOR_SUMMARY_KEY",
        values.secret,
        "The key that is sent to that server.",
        default_doc="none",
        secret=True,
    )
    summary_seconds: int = setting(
        "CURATOR_SUMMARY_SECONDS",
        values.whole(1, 300),
        "How long a summary may take; after that the quotation stays.",
        20,
        default_doc="20",
    )
    summary_per_day: int = setting(
        "CURATOR_SUMMARY_PER_DAY",
        values.whole(1, 1_000_000),
        "At most so many summaries a day.",
        200,
        default_doc="200",
    )
    secret_key: Secret | None = setting(
        "CURATOR_SECRET_KEY",
        values.keys,
        "Signs the links in mails and the desk's sessions; whoever has it can forge them. Several, each "
        "on its line: the last one signs, and links of the earlier ones still work.",
        default_doc="made once, kept as `secret.key` in the data folder",
        secret=True,
    )
    dkim_key: Secret | None = setting(
        "CURATOR_DKIM_KEY",
        values.pem,
        "Private key (PEM) that signs mail.",
        default_doc="none: mail is not signed",
        secret=True,
    )
    dkim_selector: str = setting(
        "CURATOR_DKIM_SELECTOR",
        values.line,
        "Selector under which DNS has the public key.",
        "curator",
        default_doc="`curator`",
    )
    dkim_ed25519_key: Secret | None = setting(
        "CURATOR_DKIM_ED25519_KEY",
        values.pem,
        "A second key (PEM, Ed25519), whose signature stands beside the first one.",
        default_doc="none: one signature",
        secret=True,
    )
    dkim_ed25519_selector: str = setting(
        "CURATOR_DKIM_ED25519_SELECTOR",
        values.line,
        "Selector under which DNS has the second public key.",
        "curator-ed25519",
        default_doc="`curator-ed25519`",
    )
    bounce_address: str | None = setting(
        "CURATOR_BOUNCE_ADDRESS",
        values.mail_address,
        "Mailbox for bounces; each mail's envelope sender is it with `+TOKEN` before the `@`.",
        default_doc="the newsletter's From address, unchanged",
    )
    bounce_maildir: Path | None = setting(
        "CURATOR_BOUNCE_MAILDIR",
        values.path,
        "Maildir folder to read bounces from.",
        default_doc="none",
    )
    bounce_mailbox: Secret | None = setting(
        "CURATOR_BOUNCE_MAILBOX_URL",
        values.mailbox,
        "IMAP mailbox to read bounces from: `imaps://user:password@host/folder`.",
        default_doc="none",
        secret=True,
    )
    hook_ses: Secret | None = setting(
        "CURATOR_HOOK_SES",
        values.secret,
        "ARN of the SNS topic by which Amazon SES tells of bounces at `/hooks/ses`.",
        default_doc="none: such calls are refused",
        secret=True,
    )
    hook_postmark: Secret | None = setting(
        "CURATOR_HOOK_POSTMARK",
        values.secret,
        "`user:password` that Postmark sends to `/hooks/postmark`.",
        default_doc="none: such calls are refused",
        secret=True,
    )
    hook_sendgrid: Secret | None = setting(
        "CURATOR_HOOK_SENDGRID",
        values.secret,
        "Public key that SendGrid shows for its signed events at `/hooks/sendgrid`.",
        default_doc="none: such calls are refused",
        secret=True,
    )
    hook_mailgun: Secret | None = setting(
        "CURATOR_HOOK_MAILGUN",
        values.secret,
        "Signing key of Mailgun's calls to `/hooks/mailgun`.",
        default_doc="none: such calls are refused",
        secret=True,
    )
    contact: str | None = setting(
        "CURATOR_CONTACT",
        values.line,
        "Address of a page or mailbox that the User-Agent names, so that sites can reach you.",
        default_doc="the newsletter's base URL, unless that is this machine",
    )
    allow_networks: tuple[Network, ...] = setting(
        "CURATOR_ALLOW_NETWORKS",
        values.networks,
        "Private networks that fetching may reach, separated by commas.",
        (),
        default_doc="none: only public addresses",
    )
    fetch_threads: int = setting(
        "CURATOR_FETCH_THREADS",
        values.whole(1, 256),
        "Addresses fetched at a time.",
        32,
        default_doc="32",
    )
    host: str = setting(
        "CURATOR_HOST",
        values.line,
        "Interface that `curator serve` listens on.",
        "127.0.0.1",
        default_doc="`127.0.0.1`",
    )
    port: int = setting(
        "CURATOR_PORT",
        values.whole(1, 65535),
        "Port that `curator serve` listens on.",
        8000,
        default_doc="8000",
    )
    desk_password_hash: Secret | None = setting(
        "CURATOR_DESK_PASSWORD_HASH",
        values.password_hash,
        "Argon2 hash of the desk's password.",
        default_doc="none: the desk is closed",
        secret=True,
    )
    trusted_proxies: tuple[Network, ...] = setting(
        "CURATOR_TRUSTED_PROXIES",
        values.networks,
        "Networks of proxies whose `X-Forwarded-For` is believed, separated by commas.",
        (),
        default_doc="none",
    )
    signup_proof: str = setting(
        "CURATOR_SIGNUP_PROOF",
        values.choice("no", "yes"),
        "`yes`: from 100 sign-ups an hour on, browsers show a moment's work before a confirm mail "
        "leaves; no third party is asked. Who runs no scripts cannot sign up meanwhile.",
        "no",
        default_doc="`no`",
    )
    desk_proxy_header: str | None = setting(
        "CURATOR_DESK_PROXY_HEADER",
        values.header_name,
        "Header in which a trusted proxy names the person it signed in, such as `Remote-User`; "
        "whoever it names is the author.",
        default_doc="none: the desk asks for its password",
    )
    metrics_networks: tuple[Network, ...] = setting(
        "CURATOR_METRICS_NETWORKS",
        values.networks,
        "Networks that may read `/metrics`, separated by commas.",
        (),
        default_doc="none: there is no `/metrics`",
    )
    webhooks: tuple[str, ...] = setting(
        "CURATOR_WEBHOOKS",
        values.addresses,
        "Addresses that are told when an issue was sent and when a reader confirmed, separated by "
        "blanks.",
        (),
        default_doc="none",
    )
    webhook_secret: Secret | None = setting(
        "CURATOR_WEBHOOK_SECRET",
        values.key,
        "Signs what webhooks are told.",
        default_doc="a key made from `CURATOR_SECRET_KEY`",
        secret=True,
    )
    log_level: str = setting(
        "CURATOR_LOG_LEVEL",
        values.choice(*_LEVELS),
        f"How much `curator serve` logs: {', '.join(_LEVELS)}. Other commands log with `-v`.",
        "info",
        default_doc="`info`",
    )
    log_format: str = setting(
        "CURATOR_LOG_FORMAT",
        values.choice(*_FORMATS),
        "`console`, `json`, or `auto`: console on a terminal, else JSON.",
        "auto",
        default_doc="`auto`",
    )

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """The settings in ``environ``, by default the process's own environment.

        Raises :class:`ConfigError` that names every variable with a bad value.
        """
        environ = os.environ if environ is None else environ
        problems: list[Problem] = []
        found: dict[str, Any] = {}
        for name, row in table():
            try:
                text = given(row, environ)
                found[name] = _default(row, found, environ) if text is None else row.read(text)
            except BadValue as error:
                problems.append(Problem("environment", 0, 0, row.variable, error.message))
                # One bad data folder is one mistake, not one for each setting that follows it.
                found.setdefault("data", Path())
        if problems:
            raise ConfigError(tuple(problems), "\n".join(f"{p.path}: {p.what}" for p in problems))
        return cls(**found)


def table() -> Iterator[tuple[str, Setting]]:
    """Each field's name and its row, in the order of the reference page."""
    for each in fields(Settings):
        yield each.name, each.metadata["setting"]


def slips(environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Variables of ``environ`` that are no settings but resemble one, each with that one."""
    known = {row.variable for _, row in table()}
    known |= {f"{row.variable}_FILE" for _, row in table() if row.secret}
    for name in sorted(environ):
        if name.startswith("CURATOR_") and name not in known:
            for near in get_close_matches(name, known, n=1, cutoff=0.85):
                yield name, near


def _default(row: Setting, found: Mapping[str, Any], environ: Mapping[str, str]) -> Any:
    """The value of a setting that is not given; many follow the data folder."""
    return row.default(found["data"] if "data" in found else data_folder(environ))
