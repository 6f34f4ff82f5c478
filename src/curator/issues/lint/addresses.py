"""Rules on links: absolute, honest, saying where they lead."""

from __future__ import annotations

from collections.abc import Iterator

from curator import urls
from curator.issues import wording
from curator.issues.lint.mail import Element, Finding, Mail, error, opening, said, warning

SHORTENERS = frozenset(
    [
        "bit.ly",
        "buff.ly",
        "cutt.ly",
        "dlvr.it",
        "goo.gl",
        "is.gd",
        "lnkd.in",
        "ow.ly",
        "rb.gy",
        "rebrand.ly",
        "shorturl.at",
        "t.co",
        "t.ly",
        "tiny.cc",
        "tinyurl.com",
        "trib.al",
        "v.gd",
    ]
)
VAGUE = frozenset(
    ["click", "click here", "here", "link", "more", "read more", "this", "this link", "learn more"]
)


def absolute(mail: Mail) -> Iterator[Finding]:
    """Every address is http, https or mailto, or one of the reader's own slots."""
    for link, href in _links(mail):
        if not href.startswith("mailto:") and not urls.is_web(href):
            yield error("link-absolute", f"{href[:60]!r} leads nowhere from a mail", opening(link))


def honest(mail: Mail) -> Iterator[Finding]:
    """No bare IP address, no shortener, no tracking parameter, no http where https is known."""
    known = [mail.newsletter.base_url, *(link.get("href", "") for link in mail.tagged("a"))]
    secure = {urls.host(url) for url in known if url.startswith("https:")}
    for link, href in _links(mail):
        host, where = urls.host(href), opening(link)
        if wording.is_local(host):
            yield warning("link-local", f"{host} is reached from this machine only")
        elif wording.is_ip(host):
            yield error("link-ip", f"{host} is a bare IP address; spam filters refuse it", where)
        if host in SHORTENERS:
            yield warning("link-shortener", f"{host} hides where the link leads", where)
        if urls.strip_trackers(href) != href:
            yield error("link-tracker", f"{href[:80]} follows the reader", where)
        if href.startswith("http:") and host in secure:
            yield warning("link-http", f"{host} is also known by https")


def described(mail: Mail) -> Iterator[Finding]:
    """The words of a link say where it leads without the words around it.

    Where the author wrote them so, in a post or a note, they are told and do not stop the issue.
    """
    own = _own_markdown(mail)
    for link in mail.tagged("a"):
        words = said(link)
        alt = " ".join(image.get("alt", "") for image in link.iter("img")).strip()
        if not words and not alt:
            yield error("link-text", "a link without words", opening(link))
        elif words.strip("→. ").casefold() in VAGUE:
            told = warning if f"[{words.casefold()}](" in own else error
            yield told("link-text", f"“{words}” does not say where it leads", opening(link))


def _own_markdown(mail: Mail) -> str:
    """What the author wrote himself."""
    content = mail.content
    posts = (pick.resource.resource.markdown for pick in content.posts)
    return "\n".join([content.note, *posts, *(pick.note for pick in content.picks())]).casefold()


def _links(mail: Mail) -> Iterator[tuple[Element, str]]:
    """The links with their addresses, but for the slots that are stamped per reader."""
    slots = mail.links.values() if mail.links else ()
    for link in mail.tagged("a"):
        href = link.get("href")
        if href is not None and href not in slots:
            yield link, href
