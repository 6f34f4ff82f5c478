"""Send in a process of its own, and kill that process at random moments.

Also the child itself: ``python -m tests.mail.kill DATABASE_URL ISSUE PORT CONNECTIONS POLICY``.
"""

from __future__ import annotations

import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from curator.mail.deliver import Policy, deliver
from curator.storage.engine.database import Database
from tests.mail import sink
from tests.mail.examples import NOW, add_readers, address, freeze, plan, states

ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Trial:
    """What came of one issue whose sender was killed."""

    readers: int
    connections: int
    kills: int = 0
    copies: Counter[str] = field(default_factory=Counter)
    """How often each reader got the mail."""
    states: dict[str, int] = field(default_factory=dict)

    @property
    def lost(self) -> int:
        """Readers without the mail."""
        return sum(not self.copies[address(i)] for i in range(self.readers))

    @property
    def duplicates(self) -> int:
        """Mails too many."""
        return sum(self.copies.values()) - len(self.copies)


def start(
    url: str, issue: int, port: int, connections: int, policy: Policy
) -> subprocess.Popen[bytes]:
    """A process that sends."""
    words = [url, str(issue), str(port), str(connections), policy.value]
    return subprocess.Popen([sys.executable, "-m", "tests.mail.kill", *words], cwd=ROOT)


def trial(
    url: str,
    *,
    readers: int,
    connections: int,
    kills: int,
    policy: Policy,
    rng: random.Random,
) -> Trial:
    """Send to ``readers``, kill the sender ``kills`` times on the way, and let the last one finish."""
    result = Trial(readers, connections)
    with Database(url) as database, sink.running() as server:
        add_readers(database, readers)
        issue = freeze(database)
        goals = sorted(rng.randrange(1, readers) for _ in range(kills))
        for goal in goals:
            _kill_at(start(url, issue, server.port, connections, policy), server, goal, rng)
            result.kills += 1
        last = start(url, issue, server.port, connections, policy)
        assert last.wait(120) == 0
        result.copies = Counter(server.recipients)
        result.states = states(database, issue)
    return result


def _kill_at(
    child: subprocess.Popen[bytes], server: sink.Sink, goal: int, rng: random.Random
) -> None:
    """SIGKILL once the server has so many mails, a moment sooner or later."""
    deadline = time.monotonic() + 60
    while server.count < goal and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.0005)
    time.sleep(rng.uniform(0, 0.004))
    child.send_signal(signal.SIGKILL)
    child.wait()


def main() -> None:
    """Send what is due, as the child."""
    url, issue, port, connections, policy = sys.argv[1:]
    with Database(url) as database:
        deliver(
            database,
            int(issue),
            plan(
                database,
                int(issue),
                int(port),
                owner=f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}",
                clock=lambda: NOW,
                connections=int(connections),
                policy=Policy(policy),
            ),
        )


if __name__ == "__main__":
    main()
