"""The service under load: pages and forms beside bare Starlette ones, search, start-up, memory.

    python -m bench.web [--rows 100000] [--seconds 10] [--connections 64] [--house FOLDER]
                        [--only archive sign-up one-click search idle]

``curator serve`` and the bare application are processes of their own under the same server
(uvicorn, one process); wrk speaks to one after the other over loopback. The bare page has the same
bytes as the archive page, the bare form reads its fields and answers a line: whatever the service
does beyond that is what the ratio shows.

Filling the house takes minutes, so ``--house`` keeps it for the next run, which works on a copy.
Every other part ends after ``--seconds``, whatever the speed.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import httpx2
from bench import storage, wrk
from tests.web import house
from tests.web.serving import free_port

from curator.app import App
from curator.audience import access, signup
from curator.storage import subscribers

PARTS = ("archive", "sign-up", "one-click", "search", "idle")
QUERIES = 200
COMMON, RARE = range(20, 200), range(2000, 20_000)
"""Words by their rank: of every second to every twentieth resource, and of hardly any. The first
twenty stand for those that search leaves out."""
SECRET = "a secret of the bench, long enough to be one"
READY_SECONDS = 60


def environment(folder: Path) -> dict[str, str]:
    """The variables of the house in ``folder``, behind a proxy on this machine.

    Modules are compiled once, as an installation has them.
    """
    mine = {
        "CURATOR_DATA": str(folder),
        "CURATOR_FEEDS": str(folder / "feeds.yaml"),
        "CURATOR_SECRET_KEY": SECRET,
        "CURATOR_TRUSTED_PROXIES": "127.0.0.1",
        "CURATOR_LOG_FORMAT": "json",
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }
    others = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    return {**others, **mine}


@contextmanager
def running(command: list[str], variables: dict[str, str], url: str) -> Iterator[tuple[int, float]]:
    """A server in a process of its own; its id, and the seconds until it answered."""
    began = time.perf_counter()
    with (Path(variables.get("CURATOR_DATA", "/tmp")) / "log").open("w") as log:
        process = subprocess.Popen(command, env=variables, stderr=log, stdout=log)
        try:
            yield process.pid, _until_it_answers(url, began)
        finally:
            process.terminate()
            process.wait(60)


def _until_it_answers(url: str, began: float) -> float:
    while time.perf_counter() - began < READY_SECONDS:
        try:
            if httpx2.get(url).status_code == 200:
                return time.perf_counter() - began
        except httpx2.TransportError:
            time.sleep(0.01)
    raise TimeoutError(url)


def serve(port: int, *options: str) -> list[str]:
    """The command of the service."""
    return [sys.executable, "-m", "curator", "serve", "--port", str(port), *options]


# --------------------------------------------------------------------------- the bare peer


def bare(port: int, page: Path) -> None:
    """Serve ``page`` and a form with nothing behind it; this process only."""
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, PlainTextResponse, Response
    from starlette.routing import Route

    body = page.read_bytes()

    async def show(_request: Request) -> Response:
        return HTMLResponse(body)

    async def take(request: Request) -> Response:
        async with request.form() as form:
            return PlainTextResponse(f"{len(form)}\n")

    routes = [Route("/", show), Route("/{path:path}", take, methods=["POST"])]
    uvicorn.run(
        Starlette(routes=routes),
        port=port,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
    )


# --------------------------------------------------------------------------- the house


def furnished(kept: Path | None, rows: int, into: Path) -> None:
    """Issues, resources and readers in ``into``: copied from ``kept``, which is filled if need be."""
    made = kept or into
    if not (made / "curator.db").exists():
        began = time.perf_counter()
        house.settings(made, base_url="http://127.0.0.1:8000", sources=" []")
        with closing(App(house.environment_of(made, secret_key=SECRET, semantic="yes"))) as app:
            house.furnish(app)
            # Tagged as the service tags, or it would be busy with that and not idle.
            storage.fill(app.database, rows, version=app.tagger().version)
        say(f"the house was furnished in {time.perf_counter() - began:.0f} s")
    if made != into:
        shutil.copytree(made, into, dirs_exist_ok=True)


def leaving(folder: Path, number: int) -> list[wrk.Post]:
    """One-click requests of as many readers."""
    with closing(App(house.environment_of(folder, secret_key=SECRET))) as app:
        with app.database.read() as connection:
            readers = subscribers.list_(connection, limit=number)
        tokens = [access.unsubscribe_token(app.keyring, one) for one in readers]
    return [(f"/unsubscribe/{token}", "List-Unsubscribe=One-Click") for token in tokens]


def joining(folder: Path, number: int) -> list[wrk.Post]:
    """Sign-ups of as many people."""
    with closing(App(house.environment_of(folder, secret_key=SECRET))) as app:
        shown = signup.form_token(app.keyring, datetime.now(UTC) - timedelta(minutes=5))
    fields = {"form": shown, "website": ""}
    addresses = (f"new{one}@mail.example.org" for one in range(number))
    return [("/subscribe", urlencode({"address": one, **fields})) for one in addresses]


# --------------------------------------------------------------------------- measuring


def say(line: str) -> None:
    """A line of the result, at once."""
    print(line, flush=True)


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked of both servers, and how long."""

    ours: str
    our_pid: int
    bare: str
    bare_pid: int
    folder: Path
    seconds: int
    connections: int

    def archive(self) -> None:
        """The same page of both."""
        self._compare("archive page", "/archive/3", "/")

    def sign_up(self) -> None:
        """People who sign up."""
        self._compare("sign-up", posts=joining(self.folder, self._most))

    def one_click(self) -> None:
        """Readers who leave."""
        self._compare("one-click leaving", posts=leaving(self.folder, self._most))

    def search(self) -> None:
        """One query after the other, of one and two words: common ones, and any."""
        with httpx2.Client(base_url=self.ours) as client:
            for name, words in (("common", COMMON), ("rare", RARE)):
                took = [_searched(client, query) for query in _queries(words)]
                cuts = statistics.quantiles(took, n=20)
                label = f"search, {name} words"
                say(f"{label:22} p50 {statistics.median(took):7.1f} ms   p95 {cuts[-1]:7.1f} ms")

    @property
    def _most(self) -> int:
        """More requests than any server answers in the time."""
        return self.seconds * 1500

    def _compare(
        self, name: str, page: str = "", bare_page: str = "", posts: list[wrk.Post] | None = None
    ) -> None:
        """Two lines: ours and the bare one, with the ratio."""
        peer, peer_cpu = self._load(self.bare + bare_page, self.bare_pid, posts)
        ours, our_cpu = self._load(self.ours + page, self.our_pid, posts)
        say(f"{name:22} {ours}   {our_cpu:.2f} ms of CPU each")
        say(f"{'  bare Starlette':22} {peer}   {peer_cpu:.2f} ms")
        rate, cpu = ours.per_second / peer.per_second, our_cpu / peer_cpu
        say(f"{'  ratio':22} {rate:7.2f} of the requests, {cpu:.2f} times the CPU")

    def _load(self, url: str, pid: int, posts: list[wrk.Post] | None) -> tuple[wrk.Load, float]:
        """What came of a load, and the milliseconds of CPU that each request cost the server.

        A busy machine changes those less than everything else.
        """
        before = cpu_seconds(pid)
        found = wrk.load(
            url,
            seconds=self.seconds,
            connections=self.connections,
            posts=posts,
            folder=self.folder,
        )
        spent = cpu_seconds(pid) - before
        return found, spent * 1000 / (found.per_second * self.seconds)


def _queries(words: range) -> list[str]:
    """One and two of the words that resources are filled with."""
    rng = random.Random(5)
    return [
        " ".join(f"w{rng.choice(words)}" for _ in range(1 + number % 2))
        for number in range(QUERIES)
    ]


def _searched(client: httpx2.Client, query: str) -> float:
    began = time.perf_counter()
    assert client.get("/search", params={"q": query}).status_code == 200
    return (time.perf_counter() - began) * 1000


def cpu_seconds(pid: int) -> float:
    """Processor time that a process and its threads took so far."""
    # Fields 14 and 15 of proc(5)'s stat, counted behind the name, which may hold blanks.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """MiB that a process keeps for itself, its children included (proportional set size)."""
    total = 0
    for one in (pid, *_children(pid)):
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            found += [child, *_children(child)]
    return found


def idle(folder: Path, port: int) -> None:
    """Start-up and memory, the clock running, after half a minute of nothing to do."""
    starts: list[float] = []
    spent: list[float] = []
    for last in (False, False, True):
        url = f"http://127.0.0.1:{port}/readyz"
        with running(serve(port), environment(folder), url) as (pid, seconds):
            starts.append(seconds)
            spent.append(cpu_seconds(pid))
            if last:
                time.sleep(30)
                least = f"{min(starts):.2f} s until /readyz answers, {min(spent):.2f} s of CPU"
                say(f"{'start-up':22} {least}, best of three")
                say(f"{'idle memory':22} {memory(pid):.0f} MiB")


def load(folder: Path, given: argparse.Namespace) -> None:
    """Pages and forms beside the bare peer."""
    port, peer = free_port(), free_port()
    page = folder / "page.html"
    ours, bare_url = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{peer}"
    command = serve(port, "--no-scheduler")
    with running(command, environment(folder), f"{ours}/readyz") as (our_pid, _):
        page.write_bytes(httpx2.get(f"{ours}/archive/3").content)
        say(f"the archive page has {page.stat().st_size:,} bytes")
        command = [sys.executable, "-m", "bench.web", "--bare", str(peer), str(page)]
        with running(command, dict(os.environ), bare_url) as (bare_pid, _):
            both = Load(ours, our_pid, bare_url, bare_pid, folder, given.seconds, given.connections)
            parts = {
                "archive": both.archive,
                "sign-up": both.sign_up,
                "one-click": both.one_click,
                "search": both.search,
            }
            for part in given.only:
                if part in parts:
                    parts[part]()


def main() -> None:
    """Measure everything, or what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--house", type=Path, help="keep the filled database here, and use it")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--bare", nargs=2, metavar=("PORT", "PAGE"), help="be the bare peer")
    given = parser.parse_args()
    if given.bare:
        bare(int(given.bare[0]), Path(given.bare[1]))
        return
    wrk.insist()
    cores = os.cpu_count()
    say(f"{platform.machine()}, {cores} cores, Python {platform.python_version()}")
    say(f"{given.connections} connections, {given.rows:,} resources and readers")
    with tempfile.TemporaryDirectory() as folder:
        furnished(given.house, given.rows, Path(folder))
        load(Path(folder), given)
        if "idle" in given.only:
            idle(Path(folder), free_port())


if __name__ == "__main__":
    main()
