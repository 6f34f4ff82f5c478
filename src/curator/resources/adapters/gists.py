"""GitHub's gists: a few files of one person, with a line about them.

A gist that was changed shows only when that was; the day it was made is then known to the interface
for programs alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from curator.model import Candidate, Page
from curator.resources.adapters import Adapter, Reading, Wanted, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document
from curator.resources.found import NOTHING
from curator.resources.maintext import blocks, render

_API = "https://api.github.com/gists/"
_FILES = "//*[contains(concat(' ', @class, ' '), ' file ')]"
_NAMES = "//*[contains(@class, 'gist-blob-name')]"
_PROSE = (".md", ".markdown", ".txt", ".rst", ".adoc", ".org")
_MOST_LINES = 600
"""Lines of code kept of a file."""


def applies(_: Document, identity: Identity) -> bool:
    """An address of one gist."""
    return identity.key.startswith("gist:")


def wanted(identity: Identity) -> Wanted | None:
    """The page; where it cannot be had, the interface's answer."""
    number = identity.key.removeprefix("gist:")
    return None if number == identity.key else Wanted(identity.url, instead=(_API + number,))


def alone(identity: Identity, extras: Mapping[str, Page]) -> Iterator[Candidate]:
    """The line about it, its owner, when it was made and changed."""
    for address, page in extras.items():
        answer = pick.parsed(page) if address.startswith(_API) else None
        if not isinstance(answer, dict) or identity.key != f"gist:{answer.get('id')}":
            continue
        owner, files = answer.get("owner"), answer.get("files")
        names = [str(name) for name in files] if isinstance(files, dict) else []
        yield from pick.given(
            kind=_kind(names),
            site="GitHub",
            title=str(answer.get("description") or "").strip() or next(iter(names), None),
            authors=str(owner.get("login") or "") if isinstance(owner, dict) else None,
            published=str(answer.get("created_at") or ""),
            modified=str(answer.get("updated_at") or ""),
        )


def candidates(reading: Reading) -> Iterator[Candidate]:
    """The same from the page."""
    page = reading.document
    names = pick.texts(page, _NAMES)
    made, day = _day(page)
    yield from pick.given(
        kind=_kind(names),
        site="GitHub",
        title=pick.text(page, "//*[@itemprop='about']") or page.title_tag.removesuffix(" · GitHub"),
        authors=pick.text(page, "//h1//*[contains(@class, 'author')]//a"),
        published=day if made else NOTHING,
        modified=None if made else day,
    )


def _kind(names: Sequence[str]) -> str:
    """What the files are: a notebook, code, or notes where there is no code among them."""
    lowered = [name.lower() for name in names]
    if any(name.endswith(".ipynb") for name in lowered):
        return "notebook"
    return "post" if lowered and all(name.endswith(_PROSE) for name in lowered) else "repository"


def _day(page: Document) -> tuple[bool, str]:
    """Whether the time below the heading is that of its making, and the time."""
    for time in page.tree.xpath("//*[self::relative-time or self::time-ago][@datetime]"):
        around = time.getparent()
        words = "".join(around.itertext()).strip() if around is not None else ""
        if words.startswith(("Created", "Last active")):
            return words.startswith("Created"), str(time.get("datetime"))
    return False, ""


def text(reading: Reading) -> str | None:
    """The files: prose as it is, code as code; without the comments below."""
    parts = []
    for file in reading.document.tree.xpath(_FILES):
        prose = file.xpath(".//*[contains(@class, 'markdown-body')]")
        lines = file.xpath(".//td[contains(@class, 'blob-code')]")[:_MOST_LINES]
        if prose:
            parts.append(render.markdown(blocks.of_page(prose[0], reading.document.base)))
        elif lines:
            code = "\n".join("".join(line.itertext()).rstrip("\r\n") for line in lines)
            fence = "~~~~" if "```" in code else "```"
            parts.append(f"{fence}\n{code}\n{fence}")
    return "\n\n".join(filter(None, parts)) or None


ADAPTER = Adapter("gists", applies, candidates, wanted, text, alone)
