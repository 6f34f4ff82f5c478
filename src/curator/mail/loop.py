"""One thread that serves every connection of a run.

It waits for whichever server speaks first, takes what each has said, makes all letters that may go
now inflight in one commit, and sends them. A commit costs a write to the disk and a thread would
cost two switches a mail; so one thread with all connections sends more than a thread for each.
"""

from __future__ import annotations

import selectors
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import TypeVar

from curator.errors import CuratorError, SmtpUnreachable
from curator.mail.connector import Connector
from curator.mail.run import Run
from curator.mail.sender import Session
from curator.mail.supply import PATIENCE_SECONDS
from curator.mail.transport import Channel, ChannelLost

T = TypeVar("T")

TURN_SECONDS = 0.1
"""A turn waits no longer for the servers; then it looks around for the author."""
GATHER_SECONDS = 0.002
"""A commit waits at most so long for connections that are about to ask; a disk takes as long."""
CHECK_SECONDS = 0.25
"""How often servers that say nothing are checked for having been silent too long."""


class Loop:
    """The connections of a run and what they wait for."""

    def __init__(self, run: Run) -> None:
        self._run = run
        plan = run.plan
        self._connector = Connector(plan.transport, pause_seconds=plan.reconnect_seconds)
        self._most = plan.connections
        """Connections to have; one less for each that cannot be had."""
        self._sessions: set[Session] = set()
        self._busy: set[Session] = set()
        """Those of them with a letter."""
        self._unheard: set[Session] = set()
        """Those of them whose channel has nothing to wait on, such as a Maildir's."""
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._connector, selectors.EVENT_READ)
        self._checked = self._feed_at = 0.0

    def send(self) -> None:
        """Send until nothing is due, or the run is stopped; where nothing is, ask no server.

        Raises :class:`SmtpUnreachable` when the first connection cannot be made, and what no mail
        can cure, such as a :class:`curator.errors.StorageError`.
        """
        try:
            if self._expects_more():
                self._sessions.add(Session(self._run, self._run.plan.transport.connect()))
            while self._goes_on():
                self._turn()
        finally:
            self._close()
            self._run.journal.settle(now=True)
        if self._run.error is not None:
            raise self._run.error

    def _goes_on(self) -> bool:
        """Give out letters, open connections for more; whether anything is under way."""
        self._run.look_around()
        if self._run.over:
            self._cut_short()
        self._feed()
        wanting = self._most - len(self._sessions) - self._connector.busy
        if wanting > 0 and len(self._sessions) == len(self._busy) and self._expects_more():
            for _ in range(wanting):
                self._connector.start()
        return bool(self._sessions) or (self._connector.busy > 0 and self._expects_more())

    def _expects_more(self) -> bool:
        return self._run.supply.expects_more()

    def _turn(self) -> None:
        asking: dict[Session, int] = {}
        self._listen(asking, self._patience())
        until = monotonic() + GATHER_SECONDS
        while asking and len(asking) < len(self._busy) and (left := until - monotonic()) > 0:
            self._listen(asking, left)
        if asking:
            granted = self._run.journal.inflight(tuple(asking.values()))
            for session, number in asking.items():
                self._guarded(session, partial(session.send, granted=number in granted))
        self._run.journal.settle()

    def _listen(self, asking: dict[Session, int], patience: float) -> None:
        """Let sessions go on whose servers have spoken, and note those that ask to send."""
        for session in self._spoken(patience):
            if session not in asking:
                wanted = self._guarded(session, session.go_on)
                if wanted is not None:
                    asking[session] = wanted

    # ----------------------------------------------------------------- waiting

    def _spoken(self, patience: float) -> list[Session]:
        """Sessions whose server has said something; now and then all that wait for theirs."""
        events = self._selector.select(patience)
        found = [key.data for key, _ in events if key.data is not None]
        if len(found) < len(events):
            for made in self._connector.collect():
                self._take(made)
        if monotonic() - self._checked < CHECK_SECONDS:
            return [*found, *self._unheard]
        self._checked = monotonic()
        return list(self._busy)

    def _patience(self) -> float:
        """How long to wait for a server."""
        if self._unheard:
            return 0.0
        if len(self._sessions) == len(self._busy):
            return TURN_SECONDS
        return min(TURN_SECONDS, max(0.0, self._feed_at - monotonic()))

    def _feed(self) -> None:
        """Give letters to idle sessions, and hang up where none is to be expected."""
        idle = self._sessions - self._busy
        if not idle or (monotonic() < self._feed_at and not self._run.over):
            return
        for session in idle:
            letter, wait = self._run.supply.next()
            if letter is not None:
                self._guarded(session, partial(session.begin, letter))
            elif wait is None or wait > PATIENCE_SECONDS:
                self._drop(session)
            else:
                self._feed_at = monotonic() + wait
                return

    # ----------------------------------------------------------------- connections

    def _take(self, made: Channel | CuratorError) -> None:
        """A channel that was made, or why it could not be."""
        if not isinstance(made, CuratorError):
            self._sessions.add(Session(self._run, made))
            return
        self._most -= 1
        if not isinstance(made, SmtpUnreachable):
            self._run.failed(made)
        elif not self._sessions and not self._connector.busy and self._expects_more():
            self._run.unreachable = made.message
            self._run.ended.set()

    def _guarded(self, session: Session, step: Callable[[], T]) -> T | None:
        """Have a session do something, and bear what becomes of its connection."""
        try:
            result = step()
        except ChannelLost as error:
            session.abandon(error)
            self._drop(session)
            return None
        except CuratorError as error:
            self._run.failed(error)
            self._drop(session)
            return None
        if (session.letter is not None) != (session in self._busy):
            self._mark(session)
        return result

    def _mark(self, session: Session) -> None:
        """Wait for the server of a session while it has a letter, and no longer."""
        server = session.channel.fileno()
        if session.letter is not None:
            self._busy.add(session)
            if server is None:
                self._unheard.add(session)
            else:
                self._selector.register(server, selectors.EVENT_READ, session)
        else:
            self._busy.remove(session)
            self._unheard.discard(session)
            if server is not None:
                self._selector.unregister(server)

    def _cut_short(self) -> None:
        """Take back what is announced and has not left; hanging up is the only way to do that."""
        for session in [one for one in self._busy if not one.inflight]:
            session.abandon(ChannelLost("the run is over"))
            self._drop(session)

    def _drop(self, session: Session) -> None:
        """Be done with a session and its connection."""
        session.letter = None
        if session in self._busy:
            self._mark(session)
        self._sessions.discard(session)
        self._connector.hang_up(session.channel)

    def _close(self) -> None:
        for session in list(self._sessions):
            self._drop(session)
        self._connector.close()
        self._selector.close()
