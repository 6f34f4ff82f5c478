"""One thread, its connection, and the letters that go over it one after another."""

from __future__ import annotations

from curator.errors import CuratorError, SmtpUnreachable
from curator.mail.letters import Letter
from curator.mail.replies import Reply, Stage
from curator.mail.run import Run
from curator.mail.transport import Channel, ChannelLost

RECONNECTS = 3
"""Failures to connect in a row that a sender thread bears."""
CLOSING = 421


def work(run: Run, channel: Channel | None) -> None:
    """What one thread of ``run`` does; ``channel`` is a connection that is open already."""
    Sender(run, channel).run()


class Sender:
    """One thread and its connection."""

    def __init__(self, run: Run, channel: Channel | None) -> None:
        self._run = run
        self._channel = channel

    def run(self) -> None:
        """Connect, take letters and send them until none is left."""
        try:
            while self._run.supply.expects_more() and self._connect():
                letter = self._run.supply.take()
                if letter is None:
                    return
                self._use(letter)
        except CuratorError as error:
            self._run.failed(error)
        finally:
            self._hang_up()

    def _connect(self) -> bool:
        """Have a connection; ``False`` after too many failures. No letter waits for it meanwhile."""
        for attempt in range(RECONNECTS):
            if self._channel is not None:
                return True
            try:
                self._channel = self._run.plan.transport.connect()
                self._run.opened()
            except SmtpUnreachable as error:
                failure = error
                self._run.pause(self._run.plan.reconnect_seconds * (attempt + 1))
        if self._channel is None:
            self._run.gave_up(failure)
        return self._channel is not None

    def _use(self, first: Letter) -> None:
        """Send letters over the connection until it ends or none may go now."""
        assert self._channel is not None
        session = Session(self._run, self._channel)
        try:
            session.begin(first)
            while session.letter is not None:
                session.one()
        except ChannelLost as error:
            session.abandon(error)
            self._hang_up()

    def _hang_up(self) -> None:
        if self._channel is not None:
            self._channel.close()
            self._channel = None
            self._run.closed()


class Session:
    """The letters of one connection: one under way, and perhaps the next already announced."""

    def __init__(self, run: Run, channel: Channel) -> None:
        self._run = run
        self._channel = channel
        self._stationery = run.plan.stationery
        self.letter: Letter | None = None
        self._following: Letter | None = None
        self._inflight = False
        self._mail = b""

    def begin(self, letter: Letter | None) -> None:
        """Announce a letter, if there is one."""
        self.letter = letter
        if letter is not None:
            self._channel.offer(self._stationery.envelope(letter))
            self._mail = self._write(letter)

    def _write(self, letter: Letter) -> bytes:
        return self._stationery.mail(letter, self._run.plan.clock())

    def one(self) -> None:
        """Bring the letter under way to its outcome, and have the next one under way."""
        letter = self.letter
        assert letter is not None
        answer = self._channel.answer()
        if answer.code == CLOSING and answer.stage is Stage.MAIL:
            raise ChannelLost(f"the server ends the session: {answer}")
        if not answer.positive:
            self._settle(letter, answer)
            self.begin(self._run.supply.poll())
            return
        if not self._run.journal.inflight(letter.delivery.id):
            # Unsubscribed a moment ago. The server waits for a mail that must not come.
            self.letter = None
            raise ChannelLost("the mail is wanted no more")
        self._inflight = True
        self._hand_over()
        reply = self._channel.receipt()
        self._settle(letter, reply)
        self._advance()

    def _hand_over(self) -> None:
        """Send the mail with the next envelope, and write the next mail while the server works."""
        following = self._run.supply.poll()
        self._following = following
        envelope = self._stationery.envelope(following) if following else None
        self._channel.finish(self._mail, envelope, transparent=True)
        if following is not None:
            self._mail = self._write(following)

    def _settle(self, letter: Letter, reply: Reply) -> None:
        self.letter, self._inflight = None, False
        self._run.settle(letter, reply)
        if reply.code == CLOSING:
            raise ChannelLost("the server closes the connection")

    def _advance(self) -> None:
        if self._following is not None and self._run.over:
            # It is announced but not sent; hanging up is the only way to take that back.
            raise ChannelLost("the run is over")
        self.letter, self._following = self._following, None
        if self.letter is None:
            self.begin(self._run.supply.poll())

    def abandon(self, error: ChannelLost) -> None:
        """The connection is gone: book the letter under way, give the next one back."""
        if self._following is not None:
            self._run.give_back(self._following, error)
        if self.letter is None:
            return
        if self._inflight:
            self._run.lost(self.letter, error)
        else:
            self._run.give_back(self.letter, error)
