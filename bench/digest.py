"""The main job on the captured small web: wall, CPU and peak memory of a first and a second run.

``CURATOR_CORPORA=… CURATOR_REPLAY=… python -m bench.digest``. The limit beside it, in the same run,
is feedparser alone over the same bodies: what reading the feeds costs if nothing else is done.
"""

from __future__ import annotations

import ctypes
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from curator.feedsfile import starter

MEBI = 1 << 20


@dataclass(frozen=True)
class Cost:
    """What a child process took."""

    name: str
    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int
    """Of the largest process."""

    def __str__(self) -> str:
        peak = self.peak_bytes / MEBI
        return f"{self.name:<28} {self.wall_seconds:7.1f} s wall {self.cpu_seconds:7.1f} s CPU {peak:6.0f} MiB"


def main() -> int:
    """Print the table; 1 where the corpora are not to be had."""
    corpora, replay = os.environ.get("CURATOR_CORPORA"), os.environ.get("CURATOR_REPLAY")
    if not corpora or not replay:
        print("bench.digest: set CURATOR_CORPORA and CURATOR_REPLAY", file=sys.stderr)
        return 1
    folder = Path(corpora) / "feeds"
    rows = [json.loads(line) for line in (folder / "web.jsonl").read_text().splitlines()]
    feeds = [row for row in rows if row["file"].startswith("smallweb/")]
    with tempfile.TemporaryDirectory() as home:
        costs = _runs(Path(home), folder, replay, feeds)
    print(
        f"{len(feeds)} feeds; {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    for cost in costs:
        print(cost)
    print(f"first run / feedparser alone, CPU: {costs[0].cpu_seconds / costs[2].cpu_seconds:.2f}")
    return 0


def _runs(home: Path, folder: Path, replay: str, feeds: list[dict[str, str]]) -> list[Cost]:
    newsletter = {"title": "B", "author": {"name": "B"}, "from": "b@example.org"}
    config = {
        "newsletter": newsletter,
        "topics": yaml.safe_load(starter())["topics"],
        "sources": [row["url"] for row in feeds],
    }
    (home / "feeds.yaml").write_text(yaml.safe_dump(config, sort_keys=False))
    web = [sys.executable, replay, "--manifest", str(folder / "web.jsonl"), "--run", "--"]
    digest = ["digest", "--week", "2026-W08", "--preview", "-o", "o.html", "--json"]
    job = [*web, sys.executable, "-m", "curator", *digest]
    files = [str(folder / row["file"]) for row in feeds]
    peer = [sys.executable, "-c", _FEEDPARSER, *files]
    environment = {**os.environ, "XDG_DATA_HOME": str(home)}

    def run(command: list[str]) -> Callable[[], None]:
        def go() -> None:
            subprocess.run(
                command, cwd=home, env=environment, stdout=subprocess.DEVNULL, check=True
            )

        return go

    return [
        measured("digest, first run", run(job)),
        measured("digest, all 304", run(job)),
        measured("feedparser alone", run(peer)),
    ]


_FEEDPARSER = """
import io, sys, feedparser
for name in sys.argv[1:]:
    feedparser.parse(io.BytesIO(open(name, "rb").read()))
"""


def measured(name: str, go: Callable[[], None]) -> Cost:
    """The cost of the child processes of ``go``, in a process of its own so that peaks are apart."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _adopt_orphans()
        began = time.monotonic()
        go()
        wall = time.monotonic() - began
        _wait_for_all()
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        told = json.dumps([wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024])
        os.write(writing, told.encode())
        os._exit(0)
    os.waitpid(child, 0)
    wall, cpu, peak = json.loads(os.read(reading, 4096))
    return Cost(name, wall, cpu, peak)


def _adopt_orphans() -> None:
    """Workers outlive the fork server that made them; as their reaper we count their time too."""
    ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER of linux/prctl.h


def _wait_for_all() -> None:
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


if __name__ == "__main__":
    sys.exit(main())
