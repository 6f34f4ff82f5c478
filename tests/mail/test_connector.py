"""Connections made in the background: handed over, told of, and never left open."""

from __future__ import annotations

import select
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from curator.errors import CuratorError, DeliveryError, SmtpClosed, SmtpUnreachable
from curator.mail.connector import TRIES, Connector
from curator.mail.replies import Reply
from curator.mail.transport import Channel, Envelope


@dataclass(eq=False)
class Line:
    """A channel of which only the end matters."""

    closed: threading.Event = field(default_factory=threading.Event)

    def fileno(self) -> None:
        """Nobody is waited for."""

    def ready(self) -> bool:
        return True

    def offer(self, envelope: Envelope) -> None: ...

    def answer(self) -> Reply:
        return Reply(354)

    def finish(
        self, mail: Sequence[bytes], following: Envelope | None = None, *, transparent: bool = False
    ) -> None: ...

    def receipt(self) -> Reply:
        return Reply(250)

    def close(self) -> None:
        self.closed.set()


class Exchange:
    """Connects when it is let, or fails in a way of its own."""

    label = "exchange"

    def __init__(self, *outcomes: Line | CuratorError) -> None:
        self.outcomes = list(outcomes)
        self.may = threading.Event()
        self.asked = 0

    def connect(self) -> Channel:
        self.may.wait(5)
        self.asked += 1
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, CuratorError):
            raise outcome
        return outcome


def collected(connector: Connector) -> list[Channel | CuratorError]:
    """What comes next, as one who waits for several things would wait for it."""
    readable, _, _ = select.select([connector], [], [], 5)
    assert readable
    return connector.collect()


def test_a_channel_is_handed_over() -> None:
    line = Line()
    exchange = Exchange(line)
    connector = Connector(exchange, pause_seconds=0)
    connector.start()
    assert (connector.busy, connector.collect()) == (1, [])
    exchange.may.set()
    assert collected(connector) == [line]
    assert connector.busy == 0
    connector.close()
    assert not line.closed.is_set(), "it belongs to somebody else now"


def test_failures_are_borne_a_few_times_and_then_told() -> None:
    failures = [SmtpUnreachable(f"busy {number}") for number in range(TRIES)]
    exchange = Exchange(*failures)
    exchange.may.set()
    connector = Connector(exchange, pause_seconds=0)
    connector.start()
    assert collected(connector) == [failures[-1]]
    assert exchange.asked == TRIES
    connector.close()


def test_what_waiting_does_not_cure_is_told_at_once() -> None:
    failure = DeliveryError("a control character")
    exchange = Exchange(failure)
    exchange.may.set()
    connector = Connector(exchange, pause_seconds=60)
    connector.start()
    assert collected(connector) == [failure]
    connector.close()


def test_a_server_that_does_not_let_us_in_is_asked_once_and_not_by_others_either() -> None:
    """A server takes sixteen times three wrong passwords for an attack."""
    failure = SmtpClosed("535 bad credentials")
    exchange = Exchange(failure, Line())
    exchange.may.set()
    connector = Connector(exchange, pause_seconds=60)
    for _ in range(2):
        connector.start()
        assert collected(connector) == [failure]
    assert exchange.asked == 1
    connector.close()


def test_a_connection_that_comes_too_late_is_closed() -> None:
    line = Line()
    exchange = Exchange(line)
    connector = Connector(exchange, pause_seconds=0)
    connector.start()
    threading.Timer(0.05, exchange.may.set).start()
    connector.close()
    assert line.closed.wait(5)


def test_one_that_nobody_collected_is_closed() -> None:
    line = Line()
    exchange = Exchange(line)
    exchange.may.set()
    connector = Connector(exchange, pause_seconds=0)
    connector.start()
    select.select([connector], [], [], 5)
    connector.close()
    assert line.closed.is_set()


def test_goodbyes_are_waited_for_together() -> None:
    lines = [Line() for _ in range(5)]
    connector = Connector(Exchange(), pause_seconds=0)
    for line in lines:
        connector.hang_up(line)
    connector.close()
    assert all(line.closed.is_set() for line in lines)
