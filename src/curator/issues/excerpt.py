"""The opening of a post: as many whole blocks of its text as fit."""

from __future__ import annotations

import re
from dataclasses import replace

from curator import sanitize
from curator.issues import prose
from curator.markdown import unlinked, unmarked
from curator.model import Resource

LENGTH = 1600
"""Characters of an excerpt: several paragraphs, a minute and a half of reading."""

_IMAGE = re.compile(r"\[!\[([^\]]*)\]\([^)]*\)\]\(([^)]*)\)|!\[([^\]]*)\]\(([^)]*)\)")
"""An image, alone or as a link: what it shows, and where it leads, such as to a video."""
_HEADING = re.compile(r"#{1,6}\s")


def excerpt(resource: Resource, limit: int = LENGTH) -> str:
    """Markdown of the first blocks of ``resource``; its summary where there is no text."""
    blocks = [block for block in _blocks(resource) if not _repeats_title(block, resource.title)]
    taken: list[str] = []
    room = limit
    for block in blocks:
        room -= len(unlinked(block))
        if room < 0:
            break
        taken.append(block)
    if not taken and blocks:
        taken = [sanitize.shorten(unmarked(blocks[0]), limit)]
    while taken and _leads_on(taken[-1], cut=len(taken) < len(blocks)):
        taken.pop()
    return "\n\n".join(taken) or resource.summary


def goes_on(resource: Resource, opening: str) -> bool:
    """Whether there is more of ``resource`` than its ``opening``; pictures count."""
    return bool(opening) and opening != whole(resource)


def whole(resource: Resource, limit: int | None = None) -> str:
    """Markdown of all of ``resource``, for a post that is mailed in full.

    A mail loads nothing from elsewhere, so a picture becomes a link that says what it shows.
    ``limit`` is for a post too long for one mail: as many whole blocks as fit into so many
    characters.
    """
    linked = replace(resource, markdown=_IMAGE.sub(_picture, resource.markdown))
    if limit:
        return excerpt(linked, limit)
    blocks = (block for block in _blocks(linked) if not _repeats_title(block, resource.title))
    return "\n\n".join(blocks) or resource.summary


def _picture(match: re.Match[str]) -> str:
    alt, address = match.group(1) or match.group(3), match.group(2) or match.group(4)
    return f"[Picture: {alt}]({address})" if alt else f"[Picture]({address})"


def _blocks(resource: Resource) -> tuple[str, ...]:
    if resource.markdown.strip():
        pieces = (_IMAGE.sub("", block) for block in prose.blocks(resource.markdown))
        return tuple(piece for piece in pieces if piece.strip())
    lines = (line.strip() for line in resource.text.split("\n"))
    return tuple(_escape(line) for line in lines if line)


def _escape(line: str) -> str:
    """Plain text as Markdown that says the same."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])|^(\s*)([-+]|\d+[.)])(?=\s)", _backslash, line)


def _backslash(match: re.Match[str]) -> str:
    if match.group(1):
        return "\\" + match.group(1)
    mark = match.group(3)
    return f"{match.group(2)}{mark[:-1]}\\{mark[-1]}"


def _leads_on(block: str, *, cut: bool) -> bool:
    """Whether a last block only leads up to what is not there any more: a heading, "such as:"."""
    return bool(_HEADING.match(block)) or (cut and block.rstrip().endswith((":", "：")))


def _repeats_title(block: str, title: str) -> bool:
    heading = re.sub(r"^#{1,6}\s+", "", block).strip()
    return heading.casefold() == title.strip().casefold()
