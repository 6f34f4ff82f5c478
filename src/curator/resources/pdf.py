"""PDFs: title, authors and the text of the first pages, by pypdf."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator

from curator.errors import ParseError
from curator.model import Candidate
from curator.resources import identifiers, names
from curator.sanitize import clean_block, clean_text

PAGES = 5
"""Pages that are read; a summary and an abstract stand on the first."""
_BAD_TITLE = re.compile(r"^(?:untitled|microsoft word|document\d*|.*\.(?:docx?|tex|dvi|pdf|indd|qxd)|\W*)$",
                        re.IGNORECASE)  # fmt: skip
_ARXIV_STAMP = re.compile(r"arXiv:\s*([\w.-]+/?\d+(?:v\d+)?)\s*\[")
_ABSTRACT = re.compile(
    r"\babstract\b[\s.:—–-]*(.{80,3000}?)(?=\n\s*(?:\d\.?\s+)?(?:introduction|keywords|index terms|ccs concepts|1\s)\b|\Z)",
    re.IGNORECASE | re.DOTALL,
)

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def is_pdf(body: bytes, content_type: str) -> bool:
    """Whether an answer is a PDF, by its first bytes, whatever its label says."""
    return body[:1024].lstrip().startswith(b"%PDF-") or (
        content_type == "application/pdf" and b"%PDF-" in body[:1024]
    )


def read(body: bytes) -> tuple[tuple[Candidate, ...], str, float]:
    """Candidates, the plain text of a PDF's first pages, and the share of its pages that they are.

    Raises :class:`~curator.errors.ParseError` where it is broken or locked.
    """
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ParseError("the PDF is locked with a password")
        text = "\n\n".join(
            reader.pages[n].extract_text() for n in range(min(PAGES, len(reader.pages)))
        )
        information = {str(k): str(v) for k, v in (reader.metadata or {}).items()}
    except ParseError:
        raise
    except Exception as error:
        raise ParseError(f"the PDF could not be read: {type(error).__name__}") from error
    text = clean_block(_rejoined(text))
    share = min(1.0, PAGES / max(1, len(reader.pages)))
    return tuple(_candidates(information, text)), text, share


def _rejoined(text: str) -> str:
    """Words broken at line ends put together again."""
    return re.sub(r"(\w)-\n(\w)", r"\1\2", text)


def _candidates(information: dict[str, str], text: str) -> Iterator[Candidate]:
    title = clean_text(information.get("/Title", ""))
    if title and not _BAD_TITLE.match(title) and len(title) > 5:
        yield Candidate("title", title, "pdf")
    if first := _first_heading(text):
        yield Candidate("title", first, "pdf:text")
    if people := names.people(information.get("/Author", "")):
        yield Candidate("authors", "; ".join(people), "pdf")
    stamp = _ARXIV_STAMP.search(text[:6000])
    if stamp and (identifier := identifiers.arxiv_id(stamp.group(1))):
        yield Candidate("arxiv_id", identifier, "pdf:text")
    if "10." in text[:4000] and (doi := identifiers.doi(text[:4000])):
        yield Candidate("doi", doi, "pdf:text")
    if abstract := _ABSTRACT.search(text[:12000]):
        yield Candidate("summary", clean_text(abstract.group(1), 3000), "citation")
        yield Candidate("kind", "paper", "citation")


def _first_heading(text: str) -> str:
    """The first lines of the text up to a line that cannot belong to a title."""
    lines: list[str] = []
    for line in text.split("\n")[:12]:
        plain = line.strip()
        if _ARXIV_STAMP.search(plain) or len(plain) < 4:
            if lines:
                break
            continue
        if lines and (len(lines) >= 2 or len(plain.split()) < 2 or "," in plain or "@" in plain
                      or any(sign.isdigit() for sign in plain)):  # fmt: skip
            break
        lines.append(plain)
    joined = " ".join(lines)
    return joined if 10 <= len(joined) <= 250 else ""
