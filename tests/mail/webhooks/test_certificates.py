"""Amazon's certificates are asked for once in a while, not for each of its messages."""

from __future__ import annotations

from curator.mail.webhooks.certificates import KEEP_SECONDS, MOST, Certificates
from tests.mail.webhooks.test_receive import certificate

PEM = certificate()


class Amazon:
    """Answers every address with a certificate, or with what it is told to."""

    def __init__(self, answer: bytes = PEM) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.now = 0.0

    def kept(self) -> Certificates:
        return Certificates(self.fetch, lambda: self.now)

    def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        return self.answer


def test_it_is_fetched_again_after_some_hours() -> None:
    amazon = Amazon()
    kept = amazon.kept()
    assert [kept("a"), kept("a")] == [PEM, PEM]
    amazon.now = KEEP_SECONDS
    assert kept("a") == PEM
    assert amazon.asked == ["a", "a"]


def test_what_is_none_is_not_kept() -> None:
    amazon = Amazon(b"try again later")
    kept = amazon.kept()
    assert kept("a") == b"try again later"
    amazon.answer = PEM
    assert kept("a") == PEM
    assert amazon.asked == ["a", "a"]


def test_addresses_made_up_do_not_fill_the_memory() -> None:
    amazon = Amazon()
    kept = amazon.kept()
    for number in range(MOST + 1):
        kept(str(number))
    kept(str(MOST))
    kept("0")
    assert amazon.asked == [*map(str, range(MOST + 1)), "0"]
