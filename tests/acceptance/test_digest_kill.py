"""SIGKILL at ten random moments of ``curator digest`` with 200 readers: nobody is left without.

The moments are counted in what the process had done, not in seconds, so that they are spread over
the whole job on any machine: requests to the sample's web while it reads, mails that the server
took while it sends. After each kill the same command is simply given again.
"""

from __future__ import annotations

import logging
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Sized
from functools import partial
from pathlib import Path

import pytest
from sample import server
from sample.server import WEEK

from tests.acceptance.command import Home
from tests.mail import sink

pytestmark = pytest.mark.acceptance
logger = logging.getLogger(__name__)

READERS = tuple(f"reader{number}@readers.example" for number in range(200))
CONNECTIONS = 4
WHILE_READING, WHILE_SENDING = 4, 6


def test_everybody_has_the_mail_after_ten_kills(web: server.Running, tmp_path: Path) -> None:
    rng = random.Random(2026)
    with sink.running(sink.Script(delay_seconds=0.004)) as mail:
        home = _furnished(tmp_path, web.base, mail.port)
        for requests in rng.sample(range(1, 17), WHILE_READING):
            _kill_when(home, partial(_beyond, web.log, len(web.log) + requests), rng)
        assert mail.count == 0
        for mails in sorted(rng.sample(range(1, len(READERS)), WHILE_SENDING)):
            _kill_when(home, partial(_beyond, mail.mails, mails), rng)
        done = home.run("digest", "--week", WEEK, "--json")
        copies = Counter(mail.recipients)
    assert done.json["state"] == "sent"
    assert copies.keys() == set(READERS), "nobody is lost, and nobody else has it"
    twice = sum(copies.values()) - len(copies)
    logger.info("%s readers, ten kills: %s mails too many", len(READERS), twice)
    assert twice <= CONNECTIONS * WHILE_SENDING, "at most one for each open connection and kill"


def _beyond(done: Sized, number: int) -> bool:
    return len(done) >= number


def _furnished(folder: Path, proxy: str, port: int) -> Home:
    """A house with 200 readers that has read nothing yet."""
    shutil.copy(server.FEEDS, folder / "feeds.yaml")
    home = Home(
        folder,
        {
            "HTTP_PROXY": proxy,
            "http_proxy": proxy,
            "CURATOR_SMTP_URL": f"smtp://127.0.0.1:{port}?starttls=never",
            "CURATOR_SMTP_CONNECTIONS": str(CONNECTIONS),
        },
    )
    added = home.run("subscribers", "add", "-", stdin="\n".join(READERS))
    assert added.code == 0, added.err
    return home


def _kill_when(home: Home, reached: Callable[[], bool], rng: random.Random) -> None:
    """Run the digest, and kill it a moment after it got so far."""
    child = home.start("digest", "--week", WEEK)
    until = time.monotonic() + 240
    while not reached() and time.monotonic() < until:
        assert child.poll() is None, "it ended before its moment came"
        time.sleep(0.001)
    time.sleep(rng.random() / 100)
    child.kill()
    child.communicate(timeout=60)
    assert child.returncode == -signal.SIGKILL
