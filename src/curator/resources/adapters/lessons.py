"""Lessons of a course: a page in a series, with a video and its own list of resources.

Known by its shape and not by its host: a course or lesson in the address, neighbours by
``rel=prev`` and ``rel=next``, and one embedded video. Such pages carry no date; none is made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator import urls
from curator.model import Candidate, Kind
from curator.resources import canonical, names
from curator.resources.adapters import Adapter, Reading, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document, squeeze, text_of
from curator.resources.found import NOTHING

_EMBED = re.compile(r"(?:youtube(?:-nocookie)?\.com/embed|player\.vimeo\.com/video)/([\w-]+)")
_LISTS = re.compile(
    r"^(?:resources?|links?|materials?|notebooks?|further reading)\b", re.IGNORECASE
)
_FEWEST_WORDS = 8


def applies(document: Document, identity: Identity) -> bool:
    """A lesson's address, and a neighbour or a video on the page."""
    if identity.kind is not Kind.LESSON:
        return False
    return any(_neighbours(document)) or bool(videos(document))


def candidates(reading: Reading) -> Iterator[Candidate]:
    """The heading, the first paragraph, the neighbours, the video and the lists of links."""
    page = reading.document
    yield Candidate("kind", "lesson", "")
    for heading in page.tree.xpath("//h1[contains(@class,'title')]")[:1]:
        yield Candidate("title", squeeze(text_of(heading)), "")
    yield from _summary(page)
    for field, address in _neighbours(page):
        yield Candidate(field, address, "")
    for address in videos(page)[:1]:
        yield Candidate("media", address, "")
    for address in listed(page):
        yield Candidate("related", address, "")
        if canonical.identity(address).repository:
            yield Candidate("code", address, "")
    yield from pick.given(
        published=pick.text(page, "//p[contains(@class,'date')]") or NOTHING,
        authors="; ".join(_people(page)) or NOTHING,
    )


def _people(page: Document) -> tuple[str, ...]:
    """The authors in the title block, if it has one with them."""
    path = "//*[contains(@class,'title-meta') or contains(@class,'title-block')]//p[contains(@class,'author')]"
    return names.listed(pick.texts(page, path))


def videos(page: Document) -> list[str]:
    """Watch pages of the embedded videos."""
    found = (_EMBED.search(str(source)) for source in page.tree.xpath("//iframe/@src"))
    return [
        f"https://vimeo.com/{one[1]}"
        if "vimeo" in one[0]
        else f"https://www.youtube.com/watch?v={one[1]}"
        for one in found
        if one
    ]


def listed(page: Document) -> Iterator[str]:
    """The links below headings such as "Resources" and "Links"."""
    for heading in page.tree.xpath("//h2|//h3"):
        if not _LISTS.match(squeeze(text_of(heading))):
            continue
        section = heading.getparent() if heading.getparent().tag == "section" else heading
        path = ".//a/@href" if section is not heading else "following-sibling::ul[1]//a/@href"
        for href in section.xpath(path):
            if (address := urls.absolute(str(href), page.base)) and "#" not in str(href)[:1]:
                yield address


def _summary(page: Document) -> Iterator[Candidate]:
    """The first paragraph that does not lead up to a list: descriptions are often a whole course's."""
    for paragraph in page.tree.xpath("//main//p[not(ancestor::nav)]")[:10]:
        words = squeeze(text_of(paragraph))
        if len(words.split()) >= _FEWEST_WORDS and not words.endswith(":"):
            yield Candidate("summary", words, "")
            return


def _neighbours(page: Document) -> Iterator[tuple[str, str]]:
    for field, rel in (("previous", "prev"), ("next", "next")):
        for link in page.links:
            if rel in link.rel:
                yield field, link.href
                break


ADAPTER = Adapter("lessons", applies, candidates)
