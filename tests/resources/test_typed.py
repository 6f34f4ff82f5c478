"""What people type or paste where an address is asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator import urls
from curator.resources.canonical import identity
from curator.resources.typed import address

ARXIV = "https://arxiv.org/abs/2101.00001"
BOOK = "https://openlibrary.org/isbn/9780262035613"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("arXiv:2101.00001v2", ARXIV),
        ("arXiv:2101.00001 [cs.LG]", ARXIV),
        ("arXiv 2101.00001", ARXIV),
        ("arXiv:2101.00001v3  [stat.ML]  4 Jan 2021", ARXIV),
        ("2101.00001v3", ARXIV),
        ("2101.00001.", ARXIV),
        ("10.48550/arXiv.2101.00001", ARXIV),
        ("math.GT/0309136", "https://arxiv.org/abs/math/0309136"),
        ("doi:10.1000/182", "https://doi.org/10.1000/182"),
        ("DOI: 10.1000/182", "https://doi.org/10.1000/182"),
        ("info:doi/10.1000/182", "https://doi.org/10.1000/182"),
        ("10.1016/S0140-6736(20)30183-5", "https://doi.org/10.1016/s0140-6736(20)30183-5"),
        ("ISBN 978-0-262-03561-3", BOOK),
        ("0-262-03561-8", BOOK),
        ("PMID: 12345678", "https://pubmed.ncbi.nlm.nih.gov/12345678/"),
        ("PMC1234567", "https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/"),
        ("git@github.com:mira/looms.git", "https://github.com/mira/looms"),
        ("git+https://github.com/mira/looms.git", "https://github.com/mira/looms"),
        ("example.org/post", "https://example.org/post"),
        ("www.example.org", "https://www.example.org"),
        ("münchen.example/weben", "https://münchen.example/weben"),
        ("example.org:8080/a?b=1", "https://example.org:8080/a?b=1"),
        ("<https://example.org/post>", "https://example.org/post"),
        ("“https://example.org/post”,", "https://example.org/post"),
        ("(https://example.org/post).", "https://example.org/post"),
        ("https://example.org/wiki/Loom_(weaving)", "https://example.org/wiki/Loom_(weaving)"),
        ("https://example.org/post?", "https://example.org/post"),
        (" https://Example.org/Post/ ", "https://Example.org/Post/"),
    ],
)
def test_what_it_stands_for(text: str, url: str) -> None:
    assert address(text) == url


@pytest.mark.parametrize(
    "text",
    ["", "looms", "42", "a b.example", "mira@example.org", "ftp://example.org/a", "javascript:x"],
)
def test_anything_else_stays(text: str) -> None:
    assert address(text) == text
    assert not urls.is_web(address(text))


@given(st.text(max_size=40))
def test_an_address_stands_for_itself(text: str) -> None:
    once = address(text)
    assert address(once) == once
    assert identity(once).key == identity(address(once)).key
