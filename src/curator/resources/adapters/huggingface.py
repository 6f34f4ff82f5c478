"""Hugging Face models, datasets and spaces: name, licence, papers, and the card as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from curator.model import Candidate, Page
from curator.resources import identifiers
from curator.resources.adapters import Adapter, Reading, Wanted, pick
from curator.resources.canonical import Identity
from curator.resources.document import Document
from curator.resources.maintext import blocks, render

_API = "https://huggingface.co/api/"
_CARD = "//*[contains(@class,'model-card-content')] | //*[contains(@class,'prose')]"


def applies(_: Document, identity: Identity) -> bool:
    """An address of the hub that is a model, a dataset or a space."""
    return identity.key.startswith("hf:")


def wanted(identity: Identity) -> Wanted | None:
    """The page; where it cannot be had, the hub's answer for programs."""
    name = identity.key.removeprefix("hf:")
    if name == identity.key:
        return None
    room = "" if name.startswith(("datasets/", "spaces/")) else "models/"
    return Wanted(identity.url, instead=(f"{_API}{room}{name}",))


def alone(identity: Identity, extras: Mapping[str, Page]) -> Iterator[Candidate]:
    """Name, owner, day and licence, and the papers among the tags."""
    for address, page in extras.items():
        answer = pick.parsed(page) if address.startswith(_API) else None
        if not isinstance(answer, dict) or not isinstance(answer.get("id"), str):
            continue
        tags = [tag for tag in answer.get("tags") or () if isinstance(tag, str)]
        licence = next((tag for tag in tags if tag.startswith("license:")), "")
        yield from pick.given(
            kind=identity.kind.value if identity.kind else None,
            site="Hugging Face",
            title=answer["id"],
            authors=answer["id"].partition("/")[0],
            published=str(answer.get("createdAt") or ""),
            modified=str(answer.get("lastModified") or ""),
            licence=licence.removeprefix("license:"),
        )
        for found in filter(None, map(identifiers.arxiv_id, _papers(tags))):
            yield Candidate("related", f"https://arxiv.org/abs/{found}", "")


def _papers(tags: Sequence[str]) -> list[str]:
    return [tag.removeprefix("arxiv:") for tag in tags if tag.startswith("arxiv:")][:5]


def candidates(reading: Reading) -> Iterator[Candidate]:
    """The name as title; papers that the tags link to."""
    page, identity = reading.document, reading.identity
    name = identity.url.removeprefix("https://huggingface.co/")
    bare = re.sub(r"^(?:datasets|spaces)/", "", name)
    licence = pick.text(page, "//a[contains(@href,'license:')]")
    yield from pick.given(
        kind=identity.kind.value if identity.kind else None,
        site="Hugging Face",
        title=bare,
        authors=bare.partition("/")[0],
        summary=_first_paragraph(page),
        licence=re.sub(r"^license:\s*", "", licence, flags=re.IGNORECASE),
    )
    for href in pick.links(page, "//a[contains(@href,'arxiv:')]/@href")[:5]:
        if found := identifiers.arxiv_id(href.rsplit("arxiv:", 1)[-1]):
            yield Candidate("related", f"https://arxiv.org/abs/{found}", "")


def _first_paragraph(page: Document) -> str:
    found = pick.texts(
        page, "//*[contains(@class,'model-card-content')]//p | //*[contains(@class,'prose')]//p"
    )
    return next((text for text in found if len(text) > 60), "")


def text(reading: Reading) -> str | None:
    """The card."""
    found = reading.document.tree.xpath(_CARD)
    return (
        render.markdown(blocks.of_page(found[0], reading.document.base)) or None if found else None
    )


ADAPTER = Adapter("huggingface", applies, candidates, wanted, text, alone)
