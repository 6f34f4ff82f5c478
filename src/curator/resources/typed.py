"""What somebody types or pastes for a link: an address in the end, however it was written.

People paste ``arXiv:2101.00001v2 [cs.LG]``, ``10.1000/182``, ``example.org/post`` or
``<https://example.org>,`` where an address is asked for. Machines write addresses; nothing here is
for what comes out of feeds and pages.
"""

from __future__ import annotations

import re

from curator import urls
from curator.resources import identifiers
from curator.resources.canonical import identity
from curator.resources.places import code

_AROUND = " \t\r\n<>\"'`“”‘’„«»"
_AFTER = re.compile(r"[.,;!?)\]}>]+$")
_SUBJECT = re.compile(r"\s*\[[\w.-]+\](?:\s+\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4})?$")
"""What follows the number in a citation, and in the stamp beside a paper's first page."""
_SCHEMELESS = re.compile(r"(?:[^\W_][\w-]*\.)+[^\W\d_]{2,24}(?::\d+)?(?:[/?#]\S*)?")
_NAMED = re.compile(r"(?:pmid:?\s*\d{5,9}|pmc\d{4,9})", re.IGNORECASE)


def address(text: str) -> str:
    """The web address that ``text`` stands for, else ``text`` as it is.

    A web address stays as it was typed, but for what a sentence or a mail puts around it.
    """
    bare = _bare(text)
    if urls.is_web(bare):
        return bare
    return _of_identifier(bare) or code.ssh(bare) or _with_scheme(bare) or text.strip()


def _bare(text: str) -> str:
    """Without the signs that sentences, mails and Markdown put around an address."""
    bare = text.strip(_AROUND).removeprefix("(").removeprefix("[").strip(_AROUND)
    while found := _AFTER.search(bare):
        shorter = bare[:-1].rstrip(_AROUND)
        if found.group()[-1] in ")]" and _opened(bare, found.group()[-1]):
            break
        bare = shorter
    return bare


def _opened(text: str, closing: str) -> bool:
    """Whether the bracket at the end of ``text`` was opened in it: ``/wiki/Loom_(weaving)``."""
    opening = {")": "(", "]": "["}[closing]
    return text.count(opening) >= text.count(closing)


def _of_identifier(text: str) -> str | None:
    """The address behind an identifier that is all of ``text``."""
    plain = re.sub(r"^arxiv\s+", "arxiv:", _SUBJECT.sub("", text), flags=re.IGNORECASE)
    if found := identifiers.arxiv_id(plain):
        return identity(f"arxiv:{found}").url
    if _DOI.match(text) and (found := identifiers.doi(text)):
        return identity(f"doi:{found}").url
    if found := identifiers.isbn(text):
        return identity(f"isbn:{found}").url
    return _medical(text) if _NAMED.fullmatch(text) else None


_DOI = re.compile(r"(?:doi:?\s*|info:doi/)?10\.\d{4,9}/\S", re.IGNORECASE)


def _medical(text: str) -> str:
    number = re.sub(r"\D", "", text)
    if text.lower().startswith("pmid"):
        return f"https://pubmed.ncbi.nlm.nih.gov/{number}/"
    return f"https://pmc.ncbi.nlm.nih.gov/articles/PMC{number}/"


def _with_scheme(text: str) -> str | None:
    """``example.org/post`` with its scheme."""
    written = f"https://{text}"
    return written if _SCHEMELESS.fullmatch(text) and urls.is_web(written) else None
