"""How fast an issue leaves: against smtp-source as the limit and common Python ways as peers.

The peers make a message for each reader with EmailMessage and sign it with dkimpy; ``rendering``
renders the issue for each reader too (Jinja2 and css-inline), as most newsletter programs do.
All in one run against Postfix's ``smtp-sink``; each sender is a process of its own, so that its CPU
time and memory are its own. ``smtp-sink`` and ``smtp-source`` come with Debian's postfix package;
without installing it: ``apt-get download postfix && dpkg -x postfix_*.deb DIR``, then
``--postfix DIR``.

    python -m bench.send --readers 10000
    python -m bench.send --only near --connections 4 16
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.senders import Result, compiled, prepare

from curator import processor

SENDERS = [sys.executable, "-m", "bench.senders"]
ROOT = Path(__file__).parents[1]


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
        words = [*SENDERS, "proxy", "--port", str(self.port), "--listen", str(listen)]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, cwd=ROOT)
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
        words = [*SENDERS, sender, "--connections", str(connections), "--signed", signed]
        words += ["--readers", str(mails), "--port", str(port), "--rtt", str(rtt)]
        if sender == "curator":
            template, database = self.folder / f"{mails}.db", self.folder / "run.db"
            if not template.exists():
                prepare(template, mails)
            shutil.copy(template, database)
            for left in self.folder.glob("run.db-*"):
                left.unlink()
            words += ["--database", str(database)]
        return self.keep(Result(**json.loads(_told(words).splitlines()[-1])))

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


def _told(words: Sequence[str]) -> str:
    """What a process prints that begins as the command line does."""
    environment = dict(os.environ)
    processor.prepare(environment)
    done = subprocess.run(
        words, stdout=subprocess.PIPE, check=True, text=True, cwd=ROOT, env=environment
    )
    return done.stdout


def near(bench: Bench, readers: int, connections: Sequence[int]) -> None:
    """Without distance."""
    few = max(50, readers // 20)
    for number in connections:
        bench.source(number, readers, bench.port, 0)
        for signed in ("none", "rsa", "dual"):
            bench.child("curator", number, signed, readers, bench.port, 0)
        for sender in ("smtplib", "aiosmtplib", "rendering"):
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


def memory(bench: Bench) -> None:
    """Whether memory depends on the audience or on the connections."""
    for readers, connections in ((1_000, 4), (100_000, 4), (100_000, 16)):
        bench.child("curator", connections, "none", readers, bench.port, 0)


def best(
    bench: Bench, sender: str, signed: str = "none", rtt: int = 0, connections: int | None = None
) -> Result:
    """The fastest result of a sender."""
    found = [
        r
        for r in bench.results
        if (r.sender, r.signed, r.rtt_ms) == (sender, signed, rtt)
        and connections in (None, r.connections)
    ]
    return max(found, key=lambda r: r.rate)


def near_verdict(bench: Bench) -> Iterator[str]:
    """Rate and CPU beside the goals, on equal connections."""
    for number in sorted({r.connections for r in bench.results}):
        ours, limit = (best(bench, who, connections=number) for who in ("curator", "smtp-source"))
        share = ours.rate / limit.rate
        yield f"unsigned with journal on {number}: {share:.2f} of smtp-source's rate (goal 0.5)"
        cpu = best(bench, "curator", "rsa", connections=number).cpu_ms
        for peer in ("aiosmtplib", "smtplib", "rendering"):
            times = best(bench, peer, "rsa", connections=number).cpu_ms / cpu
            goal = " (goal 25)" if peer == "rendering" else ""
            yield f"signed RSA on {number}: {times:.1f} times the CPU efficiency of {peer}{goal}"
    yield f"an RSA signature alone takes {_told([*SENDERS, 'signature']).strip()} ms"


def far_verdict(bench: Bench) -> Iterator[str]:
    """Rates at a distance beside the goal."""
    for number in sorted({r.connections for r in bench.results if r.rtt_ms}):
        for signed in ("none", "rsa"):
            ours, peer = (
                best(bench, who, signed, 40, number).rate for who in ("curator", "aiosmtplib")
            )
            yield (
                f"at 40 ms on {number}, signed {signed}: {ours / peer:.1f} times aiosmtplib (goal 3)"
            )


def main() -> None:
    """Run everything, or a part."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--connections", type=int, nargs="*", default=[1, 4, 16])
    parser.add_argument("--only", choices=("near", "far", "memory"), help="one of the three parts")
    parser.add_argument("--postfix", type=Path, help="folder of an unpacked postfix package")
    parser.add_argument("--port", type=int, default=2525)
    args = parser.parse_args()
    sink, _ = Bench(args.postfix, Path(), args.port).tool("smtp-sink")
    if not Path(sink).exists():
        sys.exit(f"{sink} is missing: install Debian's postfix, or see --postfix")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(args.postfix, Path(folder), args.port)
        with bench.sink():
            if args.only in (None, "near"):
                near(bench, args.readers, args.connections)
                print(*near_verdict(bench), sep="\n")
            if args.only in (None, "far"):
                far(bench, args.readers, args.connections)
                print(*far_verdict(bench), sep="\n")
            if args.only in (None, "memory"):
                memory(bench)


if __name__ == "__main__":
    main()
