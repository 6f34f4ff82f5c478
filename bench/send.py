"""How fast an issue leaves: against smtp-source as the limit and common Python ways as peers.

All in one run against Postfix's ``smtp-sink``; each sender is a process of its own, so that its CPU
time and memory are its own. ``smtp-sink`` and ``smtp-source`` come with Debian's postfix package;
without installing it: ``apt-get download postfix && dpkg -x postfix_*.deb DIR``, then
``--postfix DIR``.

    python -m bench.send --readers 10000
    python -m bench.send --readers 500 --quick
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from curator.mail import dkim as our_dkim
from curator.mail.deliver import Plan, deliver
from curator.mail.dkim import Algorithm, Signer
from curator.mail.letters import Stationery
from curator.mail.message import Compiled, compile_message
from curator.mail.smtp import Relay, Security
from curator.mail.stencil import Slots
from curator.model import (
    Author,
    Cadence,
    Content,
    IssueState,
    MailFormat,
    Newsletter,
    Period,
    Rendered,
    SubscriberState,
)
from curator.storage import issues, schema
from curator.storage.database import Database
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
        rows = [_reader_row(number) for number in range(readers)]
        for start in range(0, readers, 5000):
            connection.execute(schema.subscribers.insert(), rows[start : start + 5000])
        period = Period("2026-W08", NOW - timedelta(days=7), NOW, NOW.date(), NOW.date())
        issue = issues.create(connection, period, Content(), NOW)
        issues.transition(connection, issue.id, IssueState.DRAFT, IssueState.APPROVED, NOW)
        frozen = Frozen(rendered(), form.digest, messages={"": form.to_bytes()})
        issues.freeze(connection, issue.id, frozen, lambda _: Placement(), NOW)


def _reader_row(number: int) -> dict[str, object]:
    domain = f"d{number % 50}.example"
    return {
        "address": f"reader{number}@{domain}",
        "domain": domain,
        "address_hash": f"{number:064x}",
        "name": "",
        "state": SubscriberState.CONFIRMED,
        "topics": (),
        "cadence": Cadence.EVERY,
        "format": MailFormat.HTML,
        "created_at": NOW,
        "confirmed_at": NOW,
        "token_epoch": 0,
    }


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


def send_aiosmtplib(args: argparse.Namespace) -> None:
    """The aiosmtplib way, with a message of its own for each reader, connections kept open."""
    import aiosmtplib

    issue, signer = rendered(), naive_signer(args.signed)

    async def one(numbers: Iterator[int]) -> None:
        async with aiosmtplib.SMTP(
            hostname="127.0.0.1", port=args.port, start_tls=False, use_tls=False
        ) as client:
            for number in numbers:
                raw = naive_message(issue, number, signer)
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
    "smtplib": send_smtplib,
    "proxy": run_proxy,
}

# --------------------------------------------------------------------------- the run


class Bench:
    """The sink, the scratch folder, and the results so far."""

    def __init__(self, postfix: Path | None, folder: Path, port: int) -> None:
        self.postfix = postfix
        self.folder = folder
        self.port = port
        self.results: list[Result] = []

    def tool(self, name: str) -> tuple[str, dict[str, str]]:
        """One of Postfix's test programs, and the environment it needs."""
        if self.postfix is None:
            found = shutil.which(name) or f"/usr/sbin/{name}"
            return found, dict(os.environ)
        libraries = str(self.postfix / "usr/lib/postfix")
        return str(self.postfix / "usr/sbin" / name), {**os.environ, "LD_LIBRARY_PATH": libraries}

    @contextmanager
    def sink(self) -> Iterator[None]:
        """smtp-sink while the block lasts."""
        program, environment = self.tool("smtp-sink")
        words = [program, "-u", "nobody", f"127.0.0.1:{self.port}", "1024"]
        process = subprocess.Popen(words, env=environment)
        time.sleep(0.5)
        try:
            yield
        finally:
            process.terminate()
            process.wait()

    @contextmanager
    def far_away(self) -> Iterator[int]:
        """The sink behind 40 ms; gives the port."""
        listen = self.port + 1
        words = ["--child", "proxy", "--port", str(self.port), "--listen", str(listen)]
        process = subprocess.Popen([sys.executable, __file__, *words], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield listen
        finally:
            process.terminate()
            process.wait()

    def source(self, connections: int, mails: int, port: int, rtt: int) -> None:
        """smtp-source with mails of the same size: as fast as it gets."""
        program, environment = self.tool("smtp-source")
        size = len(compiled().to_bytes())
        words = [program, "-d", "-s", str(connections), "-l", str(size), "-m", str(mails)]
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([*words, f"127.0.0.1:{port}"], env=environment, check=True)
        seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.keep(Result("smtp-source", connections, "none", rtt, mails, seconds, cpu, 0))

    def child(
        self, sender: str, connections: int, signed: str, mails: int, port: int, rtt: int
    ) -> Result:
        """One of our senders, in a process of its own."""
        words = ["--child", sender, "--connections", str(connections), "--signed", signed]
        words += ["--readers", str(mails), "--port", str(port), "--rtt", str(rtt)]
        if sender == "curator":
            template, database = self.folder / f"{mails}.db", self.folder / "run.db"
            if not template.exists():
                prepare(template, mails)
            shutil.copy(template, database)
            for left in self.folder.glob("run.db-*"):
                left.unlink()
            words += ["--database", str(database)]
        done = subprocess.run(
            [sys.executable, __file__, *words], stdout=subprocess.PIPE, check=True, text=True
        )
        return self.keep(Result(**json.loads(done.stdout.splitlines()[-1])))

    def keep(self, result: Result) -> Result:
        """Remember and print a result."""
        self.results.append(result)
        print(
            f"{result.sender:12} {result.connections:3} conn  {result.signed:5} "
            f"{result.rtt_ms:3} ms  {result.mails:7} mails  {result.rate:8.1f}/s  "
            f"{result.cpu_ms:7.3f} ms CPU  {result.peak_mb:6.0f} MB",
            flush=True,
        )
        return result


def near(bench: Bench, readers: int, connections: Sequence[int]) -> None:
    """Without distance."""
    few = max(50, readers // 20)
    for number in connections:
        bench.source(number, readers, bench.port, 0)
        for signed in ("none", "rsa", "dual"):
            bench.child("curator", number, signed, readers, bench.port, 0)
        for sender in ("smtplib", "aiosmtplib"):
            for signed in ("none", "rsa"):
                bench.child(sender, number, signed, few, bench.port, 0)


def far(bench: Bench, readers: int, connections: Sequence[int]) -> None:
    """With a round trip of 40 ms; each one sends for about ten seconds."""
    with bench.far_away() as port:
        for number in connections:
            mails = min(readers, 150 * number)
            bench.source(number, mails, port, 40)
            for signed in ("none", "rsa"):
                bench.child("curator", number, signed, mails, port, 40)
                for sender in ("smtplib", "aiosmtplib"):
                    bench.child(sender, number, signed, max(30, mails // 3), port, 40)


def memory(bench: Bench, sizes: Sequence[int]) -> None:
    """Whether memory depends on the audience."""
    for readers in sizes:
        bench.child("curator", 4, "none", readers, bench.port, 0)


def signature_ms() -> float:
    """CPU milliseconds of one RSA signature in the quietest of some moments: the floor."""
    (signer,) = signers("rsa")
    found = []
    for _ in range(20):
        begun = time.process_time()
        for _ in range(20):
            signer.sign(b"x" * 1300)
        found.append((time.process_time() - begun) / 20 * 1000)
    return min(found)


def verdict(bench: Bench) -> list[str]:
    """The goals, and whether they were met."""

    def best(
        sender: str, signed: str = "none", rtt: int = 0, connections: int | None = None
    ) -> Result:
        found = [
            r
            for r in bench.results
            if (r.sender, r.signed, r.rtt_ms) == (sender, signed, rtt)
            and connections in (None, r.connections)
        ]
        return max(found, key=lambda r: r.rate)

    lines = []
    share = best("curator").rate / best("smtp-source").rate
    lines.append(f"unsigned with journal: {share:.2f} of smtp-source's rate (goal 0.5)")
    cpu = min(r.cpu_ms for r in bench.results if (r.sender, r.signed) == ("curator", "rsa"))
    naive = min(r.cpu_ms for r in bench.results if (r.sender, r.signed) == ("aiosmtplib", "rsa"))
    lines.append(f"signed RSA: {naive / cpu:.1f} times the naive peer's CPU efficiency (goal 25)")
    alone = signature_ms()
    lines.append(
        f"an RSA signature alone takes {alone:.2f} ms of our {cpu:.2f}; the naive peer is "
        f"{naive / alone:.0f} times that"
    )
    for number in sorted({r.connections for r in bench.results if r.rtt_ms}):
        for signed in ("none", "rsa"):
            ours, peer = best("curator", signed, 40, number), best("aiosmtplib", signed, 40, number)
            lines.append(
                f"at 40 ms on {number}, signed {signed}: {ours.rate / peer.rate:.1f} times "
                "aiosmtplib (goal 3)"
            )
    peaks = {r.mails: r.peak_mb for r in bench.results if r.sender == "curator" and not r.rtt_ms}
    lines.append(f"peak memory by readers: { {n: round(mb) for n, mb in sorted(peaks.items())} }")
    return lines


def main() -> None:
    """Run everything, or one child."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--quick", action="store_true", help="1 and 4 connections, no memory run")
    parser.add_argument("--postfix", type=Path, help="folder of an unpacked postfix package")
    parser.add_argument("--port", type=int, default=2525)
    for name, kind in (("child", str), ("database", str), ("signed", str), ("listen", int)):
        parser.add_argument(f"--{name}", type=kind, help=argparse.SUPPRESS)
    parser.add_argument("--connections", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--rtt", type=int, default=0, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        CHILDREN[args.child](args)
        return
    sink, _ = Bench(args.postfix, Path(), args.port).tool("smtp-sink")
    if not Path(sink).exists():
        sys.exit(f"{sink} is missing: install Debian's postfix, or see --postfix")
    connections = (1, 4) if args.quick else (1, 4, 16)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(args.postfix, Path(folder), args.port)
        with bench.sink():
            near(bench, args.readers, connections)
            far(bench, args.readers, connections)
            if not args.quick:
                memory(bench, (1_000, 100_000))
    print(*verdict(bench), sep="\n")


if __name__ == "__main__":
    main()
