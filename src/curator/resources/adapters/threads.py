"""Threads of Hacker News and Reddit: who began them and when, not who answered.

Neither says it in its head. Hacker News has it in the table of the item itself; Reddit in attributes
of the post's element, its older pages in the line below the title.
"""

from __future__ import annotations

from collections.abc import Iterator

from curator.model import Candidate
from curator.resources.adapters import Adapter, Reading, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document
from curator.resources.found import NOTHING
from curator.resources.maintext.blocks import escaped
from curator.sanitize import shorten

_ITEM = "(//table[contains(@class, 'fatitem')])[1]"
_TITLE = "//span[@class='titleline']/a"
_ASKED = f"{_ITEM}//div[contains(@class, 'toptext')]"
_POST = "(//shreddit-post)[1]"
_OLD_POST = "(//div[@id='siteTable']//p[contains(@class, 'tagline')])[1]"
_BODY = f"{_POST}//*[@slot='text-body']//p"
_LONGEST = 500
"""Characters of a summary; what somebody asks may be long."""


def applies(_document: Document, identity: Identity) -> bool:
    """The address of a thread."""
    return identity.key.startswith(("hn:", "reddit:"))


def candidates(reading: Reading) -> Iterator[Candidate]:
    """Title, who began it, when, and what the first post says."""
    page = reading.document
    yield from _hacker_news(page) if reading.identity.key.startswith("hn:") else _reddit(page)


def _hacker_news(page: Document) -> Iterator[Candidate]:
    yield from pick.given(
        site="Hacker News",
        title=pick.text(page, f"{_ITEM}{_TITLE}"),
        authors=pick.text(page, f"{_ITEM}//a[@class='hnuser']"),
        published=pick.text(page, f"{_ITEM}//span[@class='age']/@title").partition(" ")[0],
        summary=shorten(pick.text(page, _ASKED), _LONGEST),
    )


def _reddit(page: Document) -> Iterator[Candidate]:
    author = pick.text(page, f"{_POST}/@author | {_OLD_POST}//a[contains(@class, 'author')]")
    began = pick.text(page, f"{_POST}/@created-timestamp | {_OLD_POST}//time/@datetime")
    yield from pick.given(
        site="Reddit",
        title=pick.text(page, f"{_POST}/@post-title"),
        authors=author if not author.startswith("[") else None,  # [deleted]
        # Other days on the page are those of answers.
        published=began or NOTHING,
        summary=shorten(pick.text(page, _BODY), _LONGEST),
    )


def text(reading: Reading) -> str | None:
    """What the first post says, else its title: the rest of the page is said by others."""
    page = reading.document
    said = [*pick.texts(page, _ASKED), *pick.texts(page, _BODY)]
    titles = [*pick.texts(page, f"{_ITEM}{_TITLE}"), *pick.texts(page, f"{_POST}/@post-title")]
    return "\n\n".join(map(escaped, said or titles)) or None


ADAPTER = Adapter("threads", applies, candidates, text=text)
