"""A scripted attack on the sign-up page of a running site: many posts, networks and victims.

The networks are written into ``X-Forwarded-For`` by the attack, which plays the trusted proxy.
``bench/signups.py`` runs the large version.
"""

from __future__ import annotations

import random
import shutil
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx2

from curator.app import App
from curator.audience import signup
from curator.storage import outbox
from tests.web import house
from tests.web.serving import Serving, free_port, serve

VICTIM = "victim@mail.example.org"
THREADS = 4


@dataclass(slots=True)
class Attack:
    """What the attackers got for it."""

    answers: Counter[tuple[int, int]] = field(default_factory=Counter)
    """How often each status and length of page came."""
    mails: Counter[str] = field(default_factory=Counter)
    """How many confirm mails each address would get."""


@contextmanager
def site(folder: Path, template: Path | None = None) -> Iterator[Serving]:
    """A site behind a proxy on this machine."""
    settings = house.settings(folder, trusted_proxies="127.0.0.1/32")
    if template is not None:
        shutil.copy(template, folder / "curator.db")
    serving = serve(App(settings), free_port())
    serving.clock.at = house.NOW
    try:
        yield serving
    finally:
        serving.stop()


def sign_up(site: Serving, client: httpx2.Client, address: str, ip: str) -> httpx2.Response:
    """One post with a form that was open for a while."""
    shown = signup.form_token(site.app.keyring, house.NOW - timedelta(seconds=30))
    data = {"address": address, "website": "", "form": shown}
    return client.post("/subscribe", data=data, headers={"x-forwarded-for": ip})


def run(site: Serving, *, posts: int, networks: int, rng: random.Random) -> Attack:
    """Every tenth post is aimed at one victim, the others at many."""
    attack, lock = Attack(), threading.Lock()
    victims = [f"victim{number}@mail.example.org" for number in range(posts // 3)]
    aims = [
        (VICTIM if number % 10 == 0 else rng.choice(victims), _ip(rng.randrange(networks), rng))
        for number in range(posts)
    ]

    def work(part: list[tuple[str, str]]) -> None:
        with site.client() as client:
            for address, ip in part:
                answer = sign_up(site, client, address, ip)
                with lock:
                    attack.answers[answer.status_code, len(answer.text)] += 1

    threads = [threading.Thread(target=work, args=(aims[i::THREADS],)) for i in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    attack.mails = mails(site.app)
    return attack


def mails(app: App) -> Counter[str]:
    """Confirm mails in the outbox, by address."""
    with app.database.read() as connection:
        found = outbox.list_(connection, limit=100_000)
    return Counter(one.address for one in found if one.purpose == "confirm")


def _ip(network: int, rng: random.Random) -> str:
    return f"10.{network // 256}.{network % 256}.{rng.randrange(1, 255)}"
