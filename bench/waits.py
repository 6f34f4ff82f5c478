"""How long a sign-up waits while much else is stored: imports beside the pages and from a command.

    python -m bench.waits [--rows 10000]

Somebody signs up ten times a second on a database on disk. Meanwhile nothing else is written; links
are imported by the service itself, then tagged; readers are imported; and the same by commands of
their own, which are other processes.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Thread

from tests.web import house

from curator.app import App
from curator.audience.signup import Form, Rules
from curator.flows.audience import subscribe, transfer
from curator.flows.resources import saved
from curator.flows.topics import tag

PAUSE = 0.1
"""Seconds between two sign-ups."""
RULES = Rules(form_token=False)
TEXT = "Convolutions, attention and a training loop that was written by hand, explained"


def links(rows: int, host: str) -> bytes:
    """A list of so many saved links, as a table."""
    lines = (f"https://{host}.example/{number},{TEXT} {number}" for number in range(rows))
    return "\n".join(("url,title", *lines)).encode()


def readers(rows: int, host: str) -> bytes:
    """A list of so many readers."""
    lines = (f"r{number}@{host}.example,Reader {number}" for number in range(rows))
    return "\n".join(("email,name", *lines)).encode()


def beside(app: App, name: str, work: Callable[[], object], numbers: count[int]) -> None:
    """Do ``work`` and sign people up meanwhile; print how long those waited."""
    thread = Thread(target=work)
    waits: list[float] = []
    begun = time.perf_counter()
    thread.start()
    while thread.is_alive() or len(waits) < 20:
        time.sleep(PAUSE)
        number = next(numbers)
        form = Form(
            address=f"new{number}@mail.example.org", ip=f"10.{number >> 8}.{number % 256}.1"
        )
        start = time.perf_counter()
        subscribe.sign_up(app, form, datetime.now(UTC), rules=RULES)
        waits.append((time.perf_counter() - start) * 1000)
    thread.join()
    p95 = statistics.quantiles(waits, n=20)[-1]
    took = time.perf_counter() - begun
    told = f"{len(waits):5} sign-ups: p50 {statistics.median(waits):6.0f} ms"
    print(f"{name:32} {took:5.1f} s {told}, p95 {p95:6.0f}, longest {max(waits):6.0f}", flush=True)


def command(folder: Path, *words: str) -> Callable[[], object]:
    """``curator`` as a process of its own on the house in ``folder``."""
    mine = {
        "CURATOR_DATA": str(folder),
        "CURATOR_FEEDS": str(folder / "feeds.yaml"),
        "CURATOR_SECRET_KEY": house.SECRET,
    }
    line = [sys.executable, "-m", "curator", *words]
    return lambda: subprocess.run(line, env={**os.environ, **mine}, check=True, capture_output=True)


def measure(folder: Path, rows: int) -> None:
    """One after the other."""
    numbers, now = count(), datetime.now(UTC)
    for name, data in (("links", links(rows, "two")), ("readers", readers(rows, "two"))):
        (folder / f"{name}.csv").write_bytes(data)
    with closing(App(house.settings(folder / "home"))) as app:
        beside(app, "(warming up)", lambda: None, numbers)
        cases: dict[str, Callable[[], object]] = {
            "nothing else": lambda: time.sleep(2),
            "links, in the service": lambda: saved.import_links(
                app, links(rows, "one"), now, apply_it=True
            ),
            "their topics, in the service": lambda: tag.tag(app),
            "readers, in the service": lambda: transfer.import_list(
                app, readers(rows, "one"), now, apply_it=True
            ),
            "links, by a command": command(
                folder / "home", "resources", "import", str(folder / "links.csv"), "--apply"
            ),
            "readers, by a command": command(
                folder / "home", "subscribers", "import", str(folder / "readers.csv"), "--apply"
            ),
        }
        for name, work in cases.items():
            beside(app, name, work, numbers)


def main() -> None:
    """Measure on SQLite."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=10_000)
    given = parser.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}, {given.rows:,} of each")
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), given.rows)


if __name__ == "__main__":
    main()
