"""Pages per second of processor time and peak memory, beside trafilatura and newspaper4k.

    python -m bench.extract [--corpora FOLDER] [--pages 100]

Each contestant reads the same pages in a process of its own, twice; the faster round counts. Pages
are every n-th of the development set. "Metadata" is everything but the main text.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

SET = "wcxb-dev"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
ROUNDS = 2
GOALS = {"curator, metadata": 60.0, "curator, with text": 8.0}
Reader = Callable[[str, bytes], object]


def curator(*, with_text: bool) -> Reader:
    """The product, as its workers call it."""
    from curator.errors import CuratorError
    from curator.model import Page
    from curator.resources.enrich import read

    def one(url: str, body: bytes) -> object:
        page = Page(url, url, 200, {"content-type": "text/html"}, body, NOW)
        try:
            return read(page, now=NOW, with_text=with_text)
        except CuratorError as error:
            return error

    return one


def trafilatura(*, with_text: bool) -> Reader:
    """Its own functions for each."""
    import trafilatura as peer
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")

    def one(url: str, body: bytes) -> object:
        if with_text:
            return peer.bare_extraction(body, url=url, with_metadata=True, config=config)
        return peer.extract_metadata(body, default_url=url)

    return one


def newspaper() -> Reader:
    """It reads text and metadata together."""
    import newspaper as peer

    def one(url: str, body: bytes) -> object:
        article = peer.Article(url, fetch_images=False)
        article.download(input_html=body.decode("utf-8", "replace"))
        article.parse()
        return article

    return one


CONTESTANTS: dict[str, Callable[[], Reader]] = {
    "curator, metadata": lambda: curator(with_text=False),
    "trafilatura, metadata": lambda: trafilatura(with_text=False),
    "curator, with text": lambda: curator(with_text=True),
    "trafilatura, with text": lambda: trafilatura(with_text=True),
    "newspaper4k, with text": newspaper,
}


def sample(corpora: Path, count: int) -> list[tuple[str, bytes]]:
    """Addresses and bodies of every n-th page."""
    folder = corpora / "pages" / SET
    lines = (folder / "web.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines[:: max(1, len(lines) // count)]][:count]
    return [(row["url"], (folder / row["file"]).read_bytes()) for row in rows]


def run(name: str, corpora: Path, count: int) -> dict[str, float]:
    """One contestant in this process: seconds of the faster round, and megabytes at the peak."""
    pages = sample(corpora, count)
    read = CONTESTANTS[name]()
    read(*pages[0])  # What is imported and compiled once is not counted.
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        for page in pages:
            try:
                read(*page)
            except Exception as error:  # noqa: BLE001 - a peer that fails on a page has read it
                print(f"{name}: {type(error).__name__} at {page[0]}", file=sys.stderr)
        best = min(best, time.process_time() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"pages": len(pages), "seconds": best, "megabytes": peak}


def main() -> int:
    """All contestants; 1 where a goal is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpora", type=Path, default=os.environ.get("CURATOR_CORPORA"))
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--only")
    arguments = parser.parse_args()
    if not arguments.corpora:
        parser.error("name the folder of unpacked corpora with --corpora or CURATOR_CORPORA")
    corpora = Path(arguments.corpora)
    if arguments.only:
        print(json.dumps(run(arguments.only, corpora, arguments.pages)))
        return 0
    rates: dict[str, float] = {}
    print(
        f"{platform.machine()}, Python {platform.python_version()}, {arguments.pages} pages of {SET}"
    )
    for name in CONTESTANTS:
        command = [sys.executable, "-m", "bench.extract", "--corpora", str(corpora),
                   "--pages", str(arguments.pages), "--only", name]  # fmt: skip
        told = json.loads(
            subprocess.run(command, check=True, capture_output=True, text=True).stdout
        )
        rates[name] = told["pages"] / told["seconds"]
        print(
            f"{name:24} {rates[name]:7.1f} pages per CPU second, {told['megabytes']:5.0f} MB",
            flush=True,
        )
    ratio = rates["curator, metadata"] / rates["trafilatura, metadata"]
    print(f"metadata: {ratio:.2f} times trafilatura")
    missed = [name for name, goal in GOALS.items() if rates[name] < goal]
    for name in missed:
        print(f"{name}: the goal is {GOALS[name]:.0f}")
    return bool(missed) or ratio < 2


if __name__ == "__main__":
    sys.exit(main())
