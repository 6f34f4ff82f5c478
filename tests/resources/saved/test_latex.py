"""Words out of LaTeX."""

from __future__ import annotations

import pytest

from curator.resources.saved import latex


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        (r"M{\"u}ller", "Müller"),
        (r"M\"uller", "Müller"),
        (r"M\"{u}ller", "Müller"),
        (r"{\'E}tude", "Étude"),
        (r"Fran{\c c}ois", "François"),
        (r"Fran\c{c}ois", "François"),
        (r"Erd{\H o}s", "Erdős"),
        (r"Ho\v{r}ava", "Hořava"),
        (r"na{\"\i}ve", "naïve"),
        (r"Stra{\ss}e", "Straße"),
        (r"{\O}rsted and {\AA}ngstr{\"o}m", "Ørsted and Ångström"),
        (r"\L{}ukasz", "Łukasz"),
        ("pages 3--5 --- all", "pages 3–5 — all"),
        ("``quoted''", "“quoted”"),
        ("Dr.~Who", "Dr. Who"),
        (r"R\&D, 5\% \#1 a\_b \$3", "R&D, 5% #1 a_b $3"),
        (r"\textbf{Bold} and {\em slanted}", "Bold and slanted"),
        (r"The $O(n_{i}^{2})$ bound", "The $O(n_{i}^{2})$ bound"),
        ("{BERT}: {P}re-training", "BERT: Pre-training"),
        (r"a\{b\}c", "a{b}c"),
        ("plain", "plain"),
    ],
)
def test_words(written: str, seen: str) -> None:
    assert latex.words(written) == seen


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (r"https://x.example/\%7Eann/a\_b", "https://x.example/%7Eann/a_b"),
        ("https://x.example/~ann--x", "https://x.example/~ann--x"),
        (r"https://x.example/{\textasciitilde}ann", "https://x.example/~ann"),
        (r" \url{https://x.example/} ", "https://x.example/"),
    ],
)
def test_addresses_keep_what_prose_would_change(written: str, address: str) -> None:
    assert latex.verbatim(written) == address
