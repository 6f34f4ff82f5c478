"""The letters that go over one connection, one after another."""

from __future__ import annotations

from curator.mail.letters import Letter
from curator.mail.replies import CLOSING, Reply, Stage
from curator.mail.run import Run
from curator.mail.transport import Channel, ChannelLost


class Session:
    """One letter under way, and perhaps the next already announced.

    Nothing here waits: :meth:`go_on` goes as far as the server's words allow. Every method may raise
    :class:`ChannelLost`; then :meth:`abandon` is the last to be called.
    """

    def __init__(self, run: Run, channel: Channel) -> None:
        self._run = run
        self.channel = channel
        self._stationery = run.plan.stationery
        self.letter: Letter | None = None
        self._following: Letter | None = None
        self.inflight = False
        """Whether the letter's end has left, and its receipt is awaited."""
        self._mail: list[bytes] = []
        """The letter's mail in pieces; of the following one, once that is announced."""

    def begin(self, letter: Letter | None) -> None:
        """Announce a letter, if there is one."""
        self.letter = letter
        if letter is not None:
            self.channel.offer(letter.envelope)
            self._mail = self._write(letter)

    def _write(self, letter: Letter) -> list[bytes]:
        return self._stationery.mail(letter, self._run.plan.clock())

    def go_on(self) -> int | None:
        """Take what the server has said; the delivery that may be sent once it is inflight."""
        while self.letter is not None and self._may_go_on and self.channel.ready():
            if self.inflight:
                self._settle(self.letter, self.channel.receipt())
                self._advance()
            elif self._wanted(self.letter):
                return self.letter.delivery.id
        return None

    @property
    def _may_go_on(self) -> bool:
        """Nothing is begun once the run is over; what is inflight is seen through."""
        return self.inflight or not self._run.over

    def _wanted(self, letter: Letter) -> bool:
        """Whether the server awaits the letter; a refused one is booked, and the next announced."""
        answer = self.channel.answer()
        if answer.code == CLOSING and answer.stage is Stage.MAIL:
            raise ChannelLost(f"the server ends the session: {answer}")
        if answer.positive:
            return True
        self._settle(letter, answer)
        self.begin(self._run.supply.poll())
        return False

    def send(self, *, granted: bool) -> None:
        """Send the letter, now that it is durably inflight, or leave it where it is unwanted."""
        if not granted:
            # They left or moved a moment ago. The server waits for a mail that must not come.
            self.letter = None
            self._run.supply.look_again()
            raise ChannelLost("the mail is wanted no more")
        self.inflight = True
        self._following = following = self._run.supply.poll()
        self.channel.finish(self._mail, following.envelope if following else None, transparent=True)
        if following is not None:
            # Written while the server works at the one before.
            self._mail = self._write(following)

    def _settle(self, letter: Letter, reply: Reply) -> None:
        self.letter, self.inflight = None, False
        self._run.settle(letter, reply)
        if reply.code == CLOSING:
            raise ChannelLost("the server closes the connection")

    def _advance(self) -> None:
        self.letter, self._following = self._following, None
        if self.letter is None:
            self.begin(self._run.supply.poll())

    def abandon(self, error: ChannelLost) -> None:
        """The connection is gone: book the letter under way, give the next one back."""
        letter, following = self.letter, self._following
        self.letter = self._following = None
        if following is not None:
            self._run.give_back(following, error)
        if letter is None:
            return
        if self.inflight:
            self._run.lost(letter, error)
        else:
            self._run.give_back(letter, error)
