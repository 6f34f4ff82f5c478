"""The senders that :mod:`bench.send` compares, each run in a process of its own.

Curator; the common Python ways with a message made anew for each reader, with or without rendering
it anew too; and a proxy that adds distance.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import css_inline
import jinja2
from bench.readers import fill

from curator.mail import dkim as our_dkim
from curator.mail.deliver import Plan, deliver
from curator.mail.dkim import Algorithm, Signer
from curator.mail.letters import Stationery
from curator.mail.message import Compiled, compile_message
from curator.mail.smtp import Relay, Security
from curator.mail.stencil import Slots
from curator.model import (
    Author,
    Content,
    IssueState,
    Newsletter,
    Period,
    Rendered,
)
from curator.storage import issues
from curator.storage.engine.database import Database
from curator.storage.issues import Frozen, Placement
from curator.tokens import Keyring

HTML_BYTES, TEXT_BYTES = 60_000, 23_000
DELAY_SECONDS = 0.020
"""Each way: a round trip of 40 ms."""
RING = Keyring.of("a secret of the benchmark only")
NEWSLETTER = Newsletter(
    "A newsletter", Author("Ada"), "ada@example.org", base_url="https://digest.example.org"
)
NOW = datetime(2026, 2, 22, 8, 0, tzinfo=UTC)
SLOTS = Slots.of(RING, "2026-W08", NEWSLETTER.base_url)
ITEM = (
    '<tr><td style="padding:12px 0;font:16px/1.5 Georgia,serif;color:#222222"><a href="https://'
    'example.org/{n}" style="color:#0b57d0">Lesson {n}: convolutions, built by hand</a><br>'
    "What a kernel sees, why padding matters, and how a small network learns both.</td></tr>\n"
)


@dataclass(frozen=True, slots=True)
class Result:
    """What one sender needed."""

    sender: str
    connections: int
    signed: str
    rtt_ms: int
    mails: int
    seconds: float
    cpu_seconds: float
    peak_mb: float

    @property
    def rate(self) -> float:
        """Mails a second."""
        return self.mails / self.seconds

    @property
    def cpu_ms(self) -> float:
        """CPU milliseconds a mail."""
        return self.cpu_seconds / self.mails * 1000


# --------------------------------------------------------------------------- the issue


def rendered() -> Rendered:
    """An issue of the size of a full week."""
    items = "".join(ITEM.format(n=n) for n in range(HTML_BYTES // len(ITEM)))
    html = (
        f"<!doctype html><html lang='en'><body><table>{items}</table>"
        f"<a href='{SLOTS.unsubscribe_url}'>Unsubscribe</a></body></html>"
    )
    line = "Lesson: what a kernel sees, and why padding matters. https://example.org/1\n"
    text = line * (TEXT_BYTES // len(line)) + SLOTS.unsubscribe_url + "\n"
    return Rendered("A week of convolutions", text, html)


def compiled() -> Compiled:
    """The same as MIME."""
    return compile_message(
        rendered(), newsletter=NEWSLETTER, slots=SLOTS, period_key="2026-W08", date=NOW
    )


def prepare(path: Path, readers: int) -> None:
    """A database with a frozen issue for so many readers."""
    form = compiled()
    with Database(f"sqlite:///{path}") as database, database.begin() as connection:
        fill(connection, readers, NOW)
        period = Period("2026-W08", NOW - timedelta(days=7), NOW, NOW.date(), NOW.date())
        issue = issues.create(connection, period, Content(), NOW)
        issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, NOW)
        frozen = Frozen(rendered(), form.digest, messages={"": form.to_bytes()})
        issues.freeze(connection, issue.id, frozen, lambda _: Placement(), NOW)


# --------------------------------------------------------------------------- senders, each in a process


def signers(kind: str) -> list[Signer]:
    """Keys as they are wanted."""
    rsa = Signer("example.org", "r", our_dkim.generate())
    ed25519 = Signer("example.org", "e", our_dkim.generate(Algorithm.ED25519))
    return {"none": [], "rsa": [rsa], "dual": [rsa, ed25519]}[kind]


def send_curator(args: argparse.Namespace) -> None:
    """Curator, with its journal."""
    with Database(f"sqlite:///{args.database}") as database:
        with database.read() as connection:
            messages = issues.messages(connection, 1)
        plan = Plan(
            transport=Relay("127.0.0.1", args.port, Security.NONE),
            stationery=Stationery(
                messages,
                ring=RING,
                sender=NEWSLETTER.sender,
                signers=signers(args.signed),
                bounce_address="bounces@example.org",
            ),
            owner=f"bench:{os.getpid()}:x",
            clock=lambda: datetime.now(UTC),
            connections=args.connections,
        )
        with measured(args):
            report = deliver(database, 1, plan)
    assert report.sent == args.readers, report


def time_signature(_args: argparse.Namespace) -> None:
    """CPU milliseconds of one RSA signature in the quietest of some moments: the floor."""
    (signer,) = signers("rsa")
    found = []
    for _ in range(20):
        begun = time.process_time()
        for _ in range(20):
            signer.sign(b"x" * 1300)
        found.append((time.process_time() - begun) / 20 * 1000)
    print(f"{min(found):.2f}")


def naive_message(issue: Rendered, number: int, signer: tuple[bytes, bytes] | None) -> bytes:
    """A reader's mail as tutorials make it."""
    import dkim

    token = f"token{number:08d}abcdefghijk"
    marker = SLOTS.marker("unsubscribe")
    message = EmailMessage()
    message["From"] = "A newsletter <ada@example.org>"
    message["To"] = f"reader{number}@example.net"
    message["Subject"] = issue.subject
    message["Date"] = "Sun, 22 Feb 2026 08:00:00 +0000"
    message["Message-ID"] = f"<{token}@example.org>"
    message["List-Unsubscribe"] = f"<https://digest.example.org/unsubscribe/{token}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(issue.text.replace(marker, token), cte="quoted-printable")
    message.add_alternative(
        issue.html.replace(marker, token), subtype="html", cte="quoted-printable"
    )
    raw = message.as_bytes().replace(b"\n", b"\r\n")
    if signer is None:
        return raw
    domain, pem = signer
    return bytes(dkim.sign(raw, b"r", domain, pem, canonicalize=(b"relaxed", b"relaxed")) + raw)


def naive_signer(kind: str) -> tuple[bytes, bytes] | None:
    """The domain and key for dkimpy."""
    if kind == "none":
        return None
    from cryptography.hazmat.primitives import serialization

    pem = our_dkim.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    return b"example.org", pem


PAGE = (
    "<!doctype html><html lang='en'><head><style>td { padding: 12px 0; color: #222222;"
    " font: 16px/1.5 Georgia, serif; border-bottom: 1px solid #dddddd; vertical-align: top }"
    " a { color: #0b57d0; font-weight: 600; text-decoration: underline }"
    " p { margin: 0 0 8px; font-size: 16px; line-height: 1.5; color: #222222;"
    " font-family: Georgia, serif; text-align: left }"
    " .from { font-size: 14px; color: #555555; margin: 4px 0 0 }</style></head><body><table>"
    "{% for item in items %}<tr><td class='item'><p><a href='{{ item.url }}'>{{ item.title }}</a>"
    "</p><p>{{ item.text }}</p><p class='from'>{{ item.site }}</p></td></tr>\n{% endfor %}</table>"
    "<a href='{{ leave }}'>Unsubscribe</a></body></html>"
)
PLAIN = (
    "{% for item in items %}{{ item.title }}\n{{ item.url }}\n{{ item.text|wordwrap(72) }}\n\n"
    "{% endfor %}Unsubscribe: {{ leave }}\n"
)


@cache
def templates() -> tuple[jinja2.Template, jinja2.Template, list[dict[str, str]]]:
    """The issue as templates, and what stands in it.

    With its style inlined it is within two hundredths as large as :func:`rendered`, in both parts.
    """
    autoescaping = jinja2.Environment(autoescape=True)
    items = [
        {
            "url": f"https://example.org/{number}",
            "title": f"Lesson {number}: convolutions, built by hand",
            "text": "What a kernel sees, why padding matters, and how a network learns both. " * 5,
            "site": "example.org, 7 minutes",
        }
        for number in range(55)
    ]
    plain = jinja2.Environment(autoescape=False)
    return autoescaping.from_string(PAGE), plain.from_string(PLAIN), items


def rendered_anew(number: int) -> Rendered:
    """The issue for one reader, by Jinja2 and with its style inlined, as most programs make it."""
    page, plain, items = templates()
    leave = f"https://digest.example.org/unsubscribe/token{number:08d}abcdefghijk"
    html = css_inline.inline(page.render(items=items, leave=leave))
    return Rendered("A week of convolutions", plain.render(items=items, leave=leave), html)


def send_aiosmtplib(args: argparse.Namespace) -> None:
    """The aiosmtplib way, with a message of its own for each reader, connections kept open.

    As ``rendering`` the issue is rendered for each reader too.
    """
    import aiosmtplib

    issue, signer = rendered(), naive_signer(args.signed)
    anew = args.child == "rendering"

    async def one(numbers: Iterator[int]) -> None:
        async with aiosmtplib.SMTP(
            hostname="127.0.0.1", port=args.port, start_tls=False, use_tls=False
        ) as client:
            for number in numbers:
                own = rendered_anew(number) if anew else issue
                raw = naive_message(own, number, signer)
                await client.sendmail("ada@example.org", [f"reader{number}@example.net"], raw)

    async def everyone() -> None:
        numbers = iter(range(args.readers))
        await asyncio.gather(*(one(numbers) for _ in range(args.connections)))

    with measured(args):
        asyncio.run(everyone())


def send_smtplib(args: argparse.Namespace) -> None:
    """The smtplib way, on threads, connections kept open."""
    import smtplib

    issue, signer = rendered(), naive_signer(args.signed)
    numbers, lock = iter(range(args.readers)), threading.Lock()

    def one() -> None:
        with smtplib.SMTP("127.0.0.1", args.port) as client:
            while True:
                with lock:
                    number = next(numbers, None)
                if number is None:
                    return
                raw = naive_message(issue, number, signer)
                client.sendmail("ada@example.org", [f"reader{number}@example.net"], raw)

    with measured(args):
        threads = [threading.Thread(target=one) for _ in range(args.connections)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


@contextmanager
def measured(args: argparse.Namespace) -> Iterator[None]:
    """Print what the block needed, as JSON."""
    cpu, begun = time.process_time(), time.perf_counter()
    yield
    result = Result(
        sender=args.child,
        connections=args.connections,
        signed=args.signed,
        rtt_ms=args.rtt,
        mails=args.readers,
        seconds=time.perf_counter() - begun,
        cpu_seconds=time.process_time() - cpu,
        peak_mb=peak_mb(),
    )
    print(json.dumps(asdict(result)), flush=True)


def peak_mb() -> float:
    """The most memory this process held; what ``getrusage`` gives includes the one it came from."""
    status = Path("/proc/self/status").read_text()
    (line,) = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


def run_proxy(args: argparse.Namespace) -> None:
    """A proxy that delays each direction, as distance does; it limits nothing else."""

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while data := await reader.read(1 << 18):
            loop.call_later(DELAY_SECONDS, writer.write, data)
        loop.call_later(DELAY_SECONDS, writer.close)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, here = await asyncio.open_connection("127.0.0.1", args.port, limit=1 << 20)
        await asyncio.gather(pump(reader, here), pump(there, writer), return_exceptions=True)

    async def main() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", args.listen, limit=1 << 20)
        print("ready", flush=True)
        await server.serve_forever()

    asyncio.run(main())


CHILDREN = {
    "curator": send_curator,
    "aiosmtplib": send_aiosmtplib,
    "rendering": send_aiosmtplib,
    "smtplib": send_smtplib,
    "proxy": run_proxy,
    "signature": time_signature,
}


def main() -> None:
    """Be one of them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("child", choices=CHILDREN)
    parser.add_argument("--database")
    parser.add_argument("--signed", default="none")
    for name in ("port", "listen", "connections", "readers", "rtt"):
        parser.add_argument(f"--{name}", type=int, default=0)
    args = parser.parse_args()
    CHILDREN[args.child](args)


if __name__ == "__main__":
    main()
