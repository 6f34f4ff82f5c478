"""How fast Curator refreshes sources: beside `reader`, with feedparser alone as the baseline.

    python bench/refresh.py CORPORA [--quick] [--seconds 400]

Over loopback, one host per source, SQLite on disk for both programs, all in one run:

(a) first fetch of the captured feeds; (b) the same again, all 304; (c) all changed by one entry;
(d) 1,000 synthetic sources, first fetch and all 304; then 10,000, for Curator alone, to show how cost
grows; left out where that would take longer than ``--seconds``.

Every measurement is a process of its own. Wall is the time of the refresh alone, without the start
of the interpreter; CPU is that of the process and all its workers, start included; memory is the
peak of the whole process tree's proportional set size.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.loopback import Loopback

PR_SET_CHILD_SUBREAPER = 36
SAMPLE_SECONDS = 0.05
STATES = ("first", "304")
"""What (d) measures."""
LONGEST_SECONDS = 600.0
"""No single measurement takes so long unless something hangs."""


@dataclass(frozen=True)
class Cost:
    """What one measurement took: seconds, seconds, bytes."""

    wall: float
    cpu: float
    memory: int
    note: str

    def __str__(self) -> str:
        return f"{self.wall:8.2f} s wall {self.cpu:8.2f} s CPU {self.memory / 2**20:6.0f} MB  {self.note}"


# --------------------------------------------------------------------------- what is measured


def curator(urls: list[str], folder: str) -> str:
    """Refresh and store as ``curator digest`` does: the same flow in the same application."""
    from datetime import UTC, datetime

    from curator.app import App
    from curator.flows.feeds.refresh import refresh
    from curator.settings import Settings

    home = Path(folder)
    home.mkdir(exist_ok=True)
    head = "newsletter: {title: Bench, author: {name: B}, from: b@example.org}\nsources:\n"
    feeds = home / "feeds.yaml"
    feeds.write_text(head + "".join(f"  - {url}\n" for url in urls))
    settings = {"DATA": folder, "FEEDS": str(feeds), "ALLOW_NETWORKS": "127.0.0.0/8"}
    app = App(Settings.from_environment({f"CURATOR_{key}": settings[key] for key in settings}))
    assert len(app.config.sources) == len(urls)
    app.database.upgrade()
    try:
        begun = time.perf_counter()
        report = refresh(app, datetime.now(UTC), force=True)
        wall = time.perf_counter() - begun
    finally:
        app.close()
    told = {result: count for result, count in report.counts.items() if count}
    return json.dumps({"wall": wall, "note": told | {"entries": report.new_entries}})


def reader(urls: list[str], database: str) -> str:
    """Update all feeds with ten threads, reader's own way."""
    from reader import UpdatedFeed, make_reader

    with make_reader(database) as store:
        for url in urls:
            store.add_feed(url, exist_ok=True)
        begun = time.perf_counter()
        results = list(store.update_feeds_iter(scheduled=False, workers=10))
        wall = time.perf_counter() - begun
        failed = sum(isinstance(one.value, Exception) for one in results)
        new = sum(one.value.new for one in results if isinstance(one.value, UpdatedFeed))
        note = {"ok": len(results) - failed, "failed": failed, "entries": new}
    return json.dumps({"wall": wall, "note": note})


def feedparser_alone(bodies: list[bytes]) -> str:
    """Only parse the bodies, with feedparser's defaults."""
    import io

    import feedparser

    begun = time.perf_counter()
    entries = sum(len(feedparser.parse(io.BytesIO(body)).entries) for body in bodies)
    return json.dumps({"wall": time.perf_counter() - begun, "note": {"entries": entries}})


# --------------------------------------------------------------------------- measuring


def measure(program: str, given: Path, database: str, site: int) -> Cost:
    """Run one program over the addresses (or bodies) in a file, in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, __file__, "--child", program, str(given), database]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    peak = _Peak(child.pid)
    try:
        out, _ = child.communicate(timeout=LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        raise
    finally:
        peak.stop()
    _reap(site)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    told = json.loads(out)
    return Cost(told["wall"], cpu, peak.most, str(told["note"]))


def _reap(kept: int) -> None:
    """Wait for orphaned workers, so that their time is counted; not for the site."""
    for process in _family(os.getpid())[1:]:
        if process != kept:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(process, 0)


class _Peak:
    """The largest memory of a process and its descendants, sampled."""

    def __init__(self, root: int) -> None:
        self.most = 0
        self._root = root
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(SAMPLE_SECONDS):
            self.most = max(self.most, sum(map(_pss, _family(self._root))))


def _family(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def _pss(process: int) -> int:
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


# --------------------------------------------------------------------------- what is served


def captured(corpora: Path) -> list[bytes]:
    """The bodies of the captured small-web feeds."""
    rows = map(json.loads, (corpora / "feeds" / "web.jsonl").read_text().splitlines())
    files = [row["file"] for row in rows if row["file"].startswith("smallweb/")]
    return [(corpora / "feeds" / name).read_bytes() for name in files]


def with_one_more(body: bytes) -> bytes:
    """``body`` with a copy of its first entry before it, under another name and address."""
    found = re.search(rb"<(item|entry)[\s>].*?</\1>", body, re.DOTALL)
    if not found:
        return body + b"\n"
    new = re.sub(rb"(<(?:guid|id)\b[^>]*>)", rb"\g<1>new-", found[0], count=1)
    new = re.sub(rb"(<title\b[^>]*>)(<!\[CDATA\[)?", rb"\g<1>\g<2>New: ", new, count=1)
    new = re.sub(rb"(<link>\s*(?:<!\[CDATA\[)?[^<\]\s]+)", rb"\g<1>-new", new, count=1)
    new = re.sub(rb"(<link\b[^>]*?\bhref=[\"'][^\"'>]+)", rb"\g<1>-new", new, count=1)
    return body[: found.start()] + new + body[found.start() :]


def synthetic(count: int, entries: int = 15) -> list[bytes]:
    """Small feeds, each its own."""
    words = ["convolution", "gradient", "kernel", "stride", "tensor", "batch", "label", "epoch"]
    bodies = []
    for number in range(count):
        items = "".join(
            f"<item><title>{words[place % 8]} {number}-{place}</title>"
            f"<link>https://site{number}.example/{place}</link>"
            f"<guid>https://site{number}.example/{place}</guid>"
            f"<pubDate>{place % 27 + 1:02} Jan 2026 10:00:00 GMT</pubDate>"
            f"<description>&lt;p&gt;{' '.join(words * 8)} {place}&lt;/p&gt;</description></item>"
            for place in range(entries)
        )
        bodies.append(
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>Site {number}</title>'
            f"<link>https://site{number}.example/</link><description>x</description>{items}"
            "</channel></rss>".encode()
        )
    return bodies


# --------------------------------------------------------------------------- the run


def ratio(name: str, one: Cost, other: Cost) -> None:
    """How many times more the other took."""
    memory = other.memory / max(one.memory, 1)
    print(
        f"  {name}: {other.wall / one.wall:.1f} x wall, {other.cpu / one.cpu:.1f} x CPU, "
        f"{memory:.1f} x memory",
        flush=True,
    )


class Bench:
    """One run over one loopback site."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = Loopback()

    def run(self, label: str, program: str, urls: list[str], database: str) -> Cost:
        """Measure a program over addresses."""
        given = self.folder / "urls.json"
        given.write_text(json.dumps(urls))
        cost = measure(program, given, str(self.folder / database), self.site.process)
        print(f"{label:12} {program:10} {cost}", flush=True)
        return cost

    def feeds(self, bodies: list[bytes]) -> None:
        """(a), (b) and (c)."""
        steps = [("(a) first", bodies), ("(b) 304", bodies)]
        steps.append(("(c) changed", [with_one_more(body) for body in bodies]))
        for label, served in steps:
            urls = self.site.serve(served)
            mine = self.run(label, "curator", urls, "curator")
            theirs = self.run(label, "reader", urls, "reader.db")
            ratio("reader / curator", mine, theirs)
        given = self.folder / "bodies"
        given.mkdir()
        for number, body in enumerate(bodies):
            (given / str(number)).write_bytes(body)
        print(
            f"{'parse only':12} {'feedparser':10} {measure('feedparser', given, '-', self.site.process)}"
        )

    def growth(self, few: int, many: int, seconds: float) -> None:
        """(d): ``few`` sources beside the peer, then ``many`` if that takes no longer than wanted."""
        costs = self.grown(few)
        self.beside(few, costs)
        # Writing the file down and starting takes time too, which is not in the cost.
        ahead = 1.5 * many / few * sum(costs[few, label].wall for label in STATES)
        if ahead > seconds:
            print(f"  {many} sources are left out: they would take about {ahead:.0f} s")
            return
        costs |= self.grown(many)
        for label in STATES:
            one, other = costs[few, label].cpu / few, costs[many, label].cpu / many
            print(f"  {label}: cost of a source at {many} / at {few}: {other / one:.2f}")

    def grown(self, count: int) -> dict[tuple[int, str], Cost]:
        """So many synthetic sources, read and read again."""
        urls = self.site.serve(synthetic(count))
        costs: dict[tuple[int, str], Cost] = {}
        for label in STATES:
            cost = self.run(f"(d) {label}", "curator", urls, f"curator-{count}")
            costs[count, label] = cost
            each = f"{1000 * cost.wall / count:.2f} ms wall, {1000 * cost.cpu / count:.2f} ms CPU"
            print(f"  {count} sources: {each} each", flush=True)
        return costs

    def beside(self, count: int, costs: dict[tuple[int, str], Cost]) -> None:
        """The peer over the same sources, and the ratios."""
        urls = self.site.serve(synthetic(count))
        for label in STATES:
            theirs = self.run(f"(d) {label}", "reader", urls, f"reader-{count}.db")
            ratio(f"reader / curator, {count} sources, {label}", costs[count, label], theirs)


def child(program: str, given: Path, database: str) -> None:
    """The measured process."""
    if program == "feedparser":
        files = sorted(given.iterdir(), key=lambda path: int(path.name))
        print(feedparser_alone([path.read_bytes() for path in files]))
        return
    urls = json.loads(given.read_text())
    print({"curator": curator, "reader": reader}[program](urls, database))


def main() -> None:
    """Run everything, or be a measured process."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("corpora", nargs="*", default=[os.environ.get("CURATOR_CORPORA", "")])
    parser.add_argument("--child", nargs=3, metavar=("PROGRAM", "GIVEN", "DATABASE"))
    parser.add_argument("--quick", action="store_true", help="leave out the 10,000 sources")
    parser.add_argument("--only", choices=["feeds", "growth"])
    parser.add_argument(
        "--seconds",
        type=float,
        default=400.0,
        help="leave out the 10,000 if they would take longer",
    )
    arguments = parser.parse_args()
    if arguments.child:
        program, given, database = arguments.child
        child(program, Path(given), database)
        return
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    bodies = captured(Path(arguments.corpora[0]))
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{len(bodies)} feeds of {sum(map(len, bodies)) / 2**20:.1f} MB"
    )
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        if arguments.only != "growth":
            bench.feeds(bodies)
        if arguments.only != "feeds":
            bench.growth(1000, 2000 if arguments.quick else 10_000, arguments.seconds)


if __name__ == "__main__":
    main()
