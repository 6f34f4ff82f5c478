"""The service under load: pages and forms beside bare Starlette ones, search, start-up, memory.

    python -m bench.web [--rows 100000] [--seconds 10] [--connections 64]

``curator serve`` and the bare application are processes of their own under the same server
(uvicorn, one process); wrk speaks to one after the other over loopback. The bare page has the same
bytes as the archive page, the bare form reads its fields and answers a line: whatever the service
does beyond that is what the ratio shows.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
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

QUERIES = 200
SECRET = "a secret of the bench, long enough to be one"
READY_SECONDS = 60


def environment(folder: Path) -> dict[str, str]:
    """The variables of the house in ``folder``, behind a proxy on this machine."""
    mine = {
        "CURATOR_DATA": str(folder),
        "CURATOR_FEEDS": str(folder / "feeds.yaml"),
        "CURATOR_SECRET_KEY": SECRET,
        "CURATOR_TRUSTED_PROXIES": "127.0.0.1",
        "CURATOR_LOG_FORMAT": "json",
    }
    return {**os.environ, **mine}


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


def furnish(folder: Path, port: int, rows: int) -> tuple[list[str], str]:
    """Issues, resources and readers; gives the readers' tokens and a proof of an open form."""
    house.settings(folder, base_url=f"http://127.0.0.1:{port}", sources=" []")
    app = App(house.environment_of(folder, secret_key=SECRET))
    house.furnish(app)
    storage.fill(app.database, rows)
    with app.database.read() as connection:
        readers = subscribers.list_(connection, limit=rows)
    links = [access.unsubscribe_token(app.keyring, one) for one in readers]
    shown = signup.form_token(app.keyring, datetime.now(UTC) - timedelta(minutes=5))
    app.close()
    return links, shown


def sign_ups(shown: str, number: int) -> list[tuple[str, str]]:
    """Sign-ups of different people."""
    return [
        (
            "/subscribe",
            urlencode({"address": f"new{one}@mail.example.org", "form": shown, "website": ""}),
        )
        for one in range(number)
    ]


# --------------------------------------------------------------------------- measuring


def compare(name: str, ours: wrk.Load, peer: wrk.Load) -> None:
    """Two lines: ours and the bare one, with the ratio."""
    print(f"{name:22} {ours}")
    print(f"{'  bare Starlette':22} {peer}   ratio {ours.per_second / peer.per_second:.2f}")


def search(url: str) -> None:
    """One query after the other, of one and two words as common as words are."""
    rng = random.Random(5)
    took: list[float] = []
    with httpx2.Client(base_url=url) as client:
        for number in range(QUERIES):
            query = storage.words(rng, 1 + number % 2)
            began = time.perf_counter()
            assert client.get("/search", params={"q": query}).status_code == 200
            took.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(took, n=20)
    print(f"{'search':22} p50 {statistics.median(took):7.1f} ms   p95 {cuts[-1]:7.1f} ms")


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
    for last in (False, False, True):
        url = f"http://127.0.0.1:{port}/readyz"
        with running(serve(port), environment(folder), url) as (pid, seconds):
            starts.append(seconds)
            if last:
                time.sleep(30)
                print(f"{'start-up':22} {min(starts):.2f} s until /readyz answers, best of three")
                print(f"{'idle memory':22} {memory(pid):.0f} MiB")


def load(folder: Path, given: argparse.Namespace) -> None:
    """Pages and forms beside the bare peer."""
    port, peer = free_port(), free_port()
    links, shown = furnish(folder, port, given.rows)
    how = {"seconds": given.seconds, "connections": given.connections}
    url, bare_url = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{peer}"
    page = folder / "page.html"
    leaving = [(f"/unsubscribe/{token}", "List-Unsubscribe=One-Click") for token in links]
    joining = sign_ups(shown, given.rows)
    with running(serve(port, "--no-scheduler"), environment(folder), f"{url}/readyz"):
        page.write_bytes(httpx2.get(f"{url}/archive/3").content)
        command = [sys.executable, "-m", "bench.web", "--bare", str(peer), str(page)]
        with running(command, dict(os.environ), bare_url):
            print(f"the archive page has {page.stat().st_size:,} bytes")
            peers = wrk.load(bare_url, **how)
            compare("archive page", wrk.load(f"{url}/archive/3", **how), peers)
            form = wrk.load(bare_url, **how, posts=joining, folder=folder)
            compare("sign-up", wrk.load(url, **how, posts=joining, folder=folder), form)
            click = wrk.load(bare_url, **how, posts=leaving, folder=folder)
            compare("one-click leaving", wrk.load(url, **how, posts=leaving, folder=folder), click)
        search(url)
    idle(folder, port)


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--bare", nargs=2, metavar=("PORT", "PAGE"), help="be the bare peer")
    given = parser.parse_args()
    if given.bare:
        bare(int(given.bare[0]), Path(given.bare[1]))
        return
    wrk.insist()
    cores = os.cpu_count()
    print(f"{platform.machine()}, {cores} cores, Python {platform.python_version()}")
    print(f"{given.connections} connections, {given.rows:,} resources and readers")
    with tempfile.TemporaryDirectory() as folder:
        load(Path(folder), given)


if __name__ == "__main__":
    main()
