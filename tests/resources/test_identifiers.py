"""Identifiers in running text and addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.resources import identifiers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1706.03762", "1706.03762"),
        ("1706.03762v7", "1706.03762"),
        ("arXiv:1706.03762v7", "1706.03762"),
        ("arxiv: 2401.00001", "2401.00001"),
        ("2401.00001.pdf", "2401.00001"),
        ("0704.0001", "0704.0001"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("math.GT/0309136v2", "math/0309136"),
        ("cs.LG/0701001", "cs/0701001"),
        ("CS/0701001", "cs/0701001"),
        ("1713.03762", None),
        ("1706.037621", None),
        ("page/0309136", None),
        ("1706.03762 and more", None),
        ("", None),
    ],
)
def test_arxiv(text: str, found: str | None) -> None:
    assert identifiers.arxiv_id(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10.1038/s41586-021-03819-2", "10.1038/s41586-021-03819-2"),
        ("doi:10.1038/S41586-021-03819-2", "10.1038/s41586-021-03819-2"),
        ("https://doi.org/10.5555/ABC.def.", "10.5555/abc.def"),
        ("https://dx.doi.org/10.1016%2FS0009-2614(97)04014-1", "10.1016/s0009-2614(97)04014-1"),
        ("(see 10.1000/182)", "10.1000/182"),
        ("10.1016/S0009-2614(97)04014-1)", "10.1016/s0009-2614(97)04014-1"),
        ("10.1101/2020.03.22.002386v3.full.pdf", "10.1101/2020.03.22.002386"),
        ("10.3389/fpsyg.2014.00781/full", "10.3389/fpsyg.2014.00781"),
        ("10.1371/journal.pone.0213978&type=printable", "10.1371/journal.pone.0213978"),
        ("10.1000/182?utm_source=x#top", "10.1000/182"),
        ("version 10.2/3", None),
        ("10.1038", None),
    ],
)
def test_doi(text: str, found: str | None) -> None:
    assert identifiers.doi(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("9780262035613", "9780262035613"),
        ("978-0-262-03561-3", "9780262035613"),
        ("ISBN-13: 978 0 262 03561 3", "9780262035613"),
        ("0262035618", "9780262035613"),
        ("urn:isbn:0-262-03561-8", "9780262035613"),
        ("080442957X", "9780804429573"),
        ("080442957x", "9780804429573"),
        ("9780262035614", None),
        ("0262035619", None),
        ("1234567890123", None),
        ("12345", None),
        ("B0011UCPM4", None),
    ],
)
def test_isbn(text: str, found: str | None) -> None:
    assert identifiers.isbn(text) == found


def test_arxivs_own_dois() -> None:
    assert identifiers.arxiv_of_doi("10.48550/arXiv.1706.03762") == "1706.03762"
    assert identifiers.arxiv_of_doi("10.1000/182") is None


@given(st.text(max_size=80))
def test_reading_twice_gives_the_same(text: str) -> None:
    for read in (identifiers.arxiv_id, identifiers.doi, identifiers.isbn):
        found = read(text)
        assert found is None or read(found) == found


@given(st.from_regex(r"\A10\.\d{4,9}/[!-~]{1,30}\Z"))
def test_a_doi_read_twice_is_the_same(text: str) -> None:
    found = identifiers.doi(text)
    assert found is None or identifiers.doi(found) == found


@given(st.integers(0, 10**9 - 1))
def test_isbns_of_ten_and_thirteen_digits_agree(number: int) -> None:
    stem = f"{number:09d}"
    check = sum((10 - place) * int(digit) for place, digit in enumerate(stem)) % 11
    ten = stem + ("0" if check == 0 else "X" if check == 1 else str(11 - check))
    thirteen = identifiers.isbn(ten)
    assert thirteen is not None
    assert identifiers.isbn(thirteen) == thirteen
