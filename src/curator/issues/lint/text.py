"""Rules on the text part and the footer: both parts say the same, and how to leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from curator import sanitize
from curator.issues import wording
from curator.issues.item import TITLE_LENGTH
from curator.issues.lint.mail import Finding, Mail, error, warning, words

OVERLAP = 0.8
"""Share of the words of each part that the other has too; below it spam filters see two mails."""
LINE = 998
"""Octets (RFC 5322 §2.1.1)."""


def items(mail: Mail) -> Iterator[Finding]:
    """The text part has every title and address."""
    flat = " ".join(mail.rendered.text.split())
    for pick in mail.content.picks():
        resource = pick.resource.resource
        title = " ".join(sanitize.clean_text(resource.title, TITLE_LENGTH).split())
        if title not in flat:
            yield error("text-title", f"“{title}” is not in the text part", "body.txt")
        url = wording.address(resource.url)
        if url and url not in flat:
            yield error("text-url", f"{url} is not in the text part", "body.txt")


def repeated(mail: Mail) -> Iterator[Finding]:
    """No resource stands in the issue twice."""
    seen = Counter(pick.resource.resource.url for pick in mail.content.picks())
    for url, times in seen.items():
        if times > 1:
            yield error("item-twice", f"{url} is in the issue {times} times")


def alike(mail: Mail) -> Iterator[Finding]:
    """Both parts hold nearly the same words (SpamAssassin's MPART_ALT_DIFF)."""
    shown = Counter(mail.words)
    plain = Counter(words(_without_addresses(mail.rendered.text)))
    common = (shown & plain).total()
    largest = max(shown.total(), plain.total())
    if largest and common / largest <= OVERLAP:
        yield error("parts-differ", f"only {common / largest:.0%} of the words are in both parts")


def lines(mail: Mail) -> Iterator[Finding]:
    """No line of the text part is longer than a mail may carry."""
    longest = max((len(line.encode()) for line in mail.rendered.text.split("\n")), default=0)
    if longest > LINE:
        yield warning("text-line", f"a line of {longest} octets will be folded", "body.txt")


def footer(mail: Mail) -> Iterator[Finding]:
    """Who sends this, and one click to leave, to change and to read on the web: in both parts."""
    postal = [" ".join(line.split()) for line in mail.newsletter.postal_address.splitlines()]
    shown = " ".join(" ".join(text.split()) for _, text in mail.visible)
    plain = " ".join(mail.rendered.text.split())
    if not any(postal):
        yield warning(
            "postal-address", "no postal address; many countries ask for one in bulk mail"
        )
    for part, said in (("body.html", shown), ("body.txt", plain)):
        if any(line.strip(" ,") not in said for line in postal):
            yield error("postal-address", "the postal address is missing", part)
    yield from _way_out(mail)


def _way_out(mail: Mail) -> Iterator[Finding]:
    if mail.links is None:
        return
    hrefs = {link.get("href") for link in mail.tagged("a")}
    for name in ("unsubscribe", "preferences", "web"):
        address: str = getattr(mail.links, name)
        if address not in hrefs:
            yield error(f"footer-{name}", f"the {name} link is missing", "body.html")
        if address not in mail.rendered.text:
            yield error(f"footer-{name}", f"the {name} link is missing", "body.txt")


def _without_addresses(text: str) -> str:
    return " ".join(word for word in text.split() if "://" not in word and "@@" not in word)
