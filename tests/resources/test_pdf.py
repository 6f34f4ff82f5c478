"""PDFs: title, people, text and identifiers of the first pages, or a typed error."""

from __future__ import annotations

import pytest

from curator.errors import ParseError
from curator.model import Candidate, Kind
from curator.resources import pdf
from curator.resources.enrich import read
from tests.resources.adapters.pages import NOW, page

LINES = (
    "Counting Leaves with Short Words",
    "Ana Cruz, Ben Okafor",
    "arXiv:2401.04321v2  [cs.CV]  9 Jan 2024",
    "Abstract",
    "We count leaves, one by one and in any light, with words of at most four letters, and com-",
    "pare the counts with those of a carpenter who did the same by hand over three summers.",
    "1 Introduction",
    "Leaves are many. See doi:10.5555/Leaves.3 for the figures.",
)


FONTS = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"


def document(*lines: str, title: str = "", author: str = "", pages: int = 1) -> bytes:
    """A PDF of the same page so many times with these lines, written out object by object."""
    kids = " ".join(["3 0 R"] * pages)
    text = "".join(f"({line}) Tj T* " for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 40 800 Td {text}ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 840] /Contents 4 0 R /Resources {FONTS} >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        f"<< /Title ({title}) /Author ({author}) >>",
    ]
    body, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        f"{body}xref\n0 6\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size 6 /Root 1 0 R /Info 5 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode("latin-1")


def values(found: tuple[Candidate, ...], field: str) -> list[str]:
    return [one.value for one in found if one.field == field]


def test_a_paper_tells_of_itself() -> None:
    found, text, _ = pdf.read(
        document(*LINES, title="Counting Leaves", author="Ana Cruz; Ben Okafor")
    )
    assert values(found, "title") == ["Counting Leaves", "Counting Leaves with Short Words"]
    assert values(found, "authors") == ["Ana Cruz; Ben Okafor"]
    assert values(found, "arxiv_id") == ["2401.04321"]
    assert values(found, "doi") == ["10.5555/leaves.3"]
    assert values(found, "kind") == ["paper"]
    assert "and compare the counts" in values(found, "summary")[0]
    assert "Leaves are many." in text


def test_of_a_long_one_the_first_pages_are_read_and_the_time_is_reckoned_from_them() -> None:
    line = (
        "Leaves are many and each has a shape of its own to be told by and a tree to be found at."
    )
    body = document(*[line] * 60, title="Counting Leaves", pages=20)
    _, text, share = pdf.read(body)
    assert share == pdf.PAGES / 20
    made = read(page("https://leaves.example/book.pdf", body, "application/pdf"), now=NOW)
    assert made.resource.minutes == round(len(text.split()) / 230 * 4)


@pytest.mark.parametrize("title", ["", "untitled", "Microsoft Word - x.docx", "paper.tex", "12"])
def test_titles_of_programs_are_none(title: str) -> None:
    found, _, _ = pdf.read(document(*LINES, title=title))
    assert values(found, "title") == ["Counting Leaves with Short Words"]


def test_a_pdf_is_a_resource_under_its_paper() -> None:
    body = document(*LINES, title="Counting Leaves with Short Words", author="Ana Cruz")
    made = read(
        page("https://arxiv.org/pdf/2401.04321v2", body, "application/pdf"), now=NOW
    ).resource
    assert (made.key, made.kind) == ("arxiv:2401.04321", Kind.PAPER)
    assert (made.title, made.authors) == ("Counting Leaves with Short Words", ("Ana Cruz",))


@pytest.mark.parametrize(
    ("body", "label", "told"),
    [
        (b"%PDF-1.7\n...", "text/html", True),
        (b"\n\n%PDF-1.7\n...", "application/octet-stream", True),
        (b"junk %PDF-1.7", "application/pdf", True),
        (b"<html>", "application/pdf", False),
        (b"junk %PDF-1.7", "text/html", False),
    ],
)
def test_a_pdf_is_told_by_its_first_bytes(body: bytes, label: str, told: bool) -> None:
    assert pdf.is_pdf(body, label) is told


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7\n",
        document(*LINES)[:300],
        document(*LINES).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
        b"%PDF-1.7\n" + b"1 0 obj << /Kids [1 0 R] >>\n" * 50,
    ],
)
def test_a_broken_one_is_a_typed_error_or_empty(body: bytes) -> None:
    try:
        found, text, _ = pdf.read(body)
    except ParseError:
        return
    assert isinstance(found, tuple)
    assert isinstance(text, str)
