"""Titles and abstracts of papers as people read them."""

from __future__ import annotations

import pytest

from curator.resources.texwords import plain


@pytest.mark.parametrize(("typed", "read"), [
    (r"We use \emph{only} the query and \textbf{\textit{no}} label.", "We use only the query and no label."),
    (r"{\em Nets} with $\textbf{CRAFT}$ and $\textit{Theory of Mind}$", "Nets with CRAFT and Theory of Mind"),
    (r"It is 4.1$\times$ faster, at $\leq$20\% of the cost.", "It is 4.1× faster, at ≤20% of the cost."),
    (r"Drive-$\pi_0$ on $\mathrm{SO(3)}$ and $\mathcal{S}^2$", "Drive-π₀ on SO(3) and S²"),
    (r"an $n$-gram, $O(1/t)$ and $2n+2$", "an n-gram, O(1/t) and 2n+2"),
    (r"the 5$^{th}$ of $s_i$ at $10^{-6}$", "the 5th of s_i at 10⁻⁶"),
    (r"Code \href{https://a.example/b}{here}, as in \cite{lee}.", "Code here, as in."),
    (r"Erd\H{o}s and Poincar\'e", "Erdős and Poincaré"),
])  # fmt: skip
def test_marks_and_small_formulas_are_put_into_words_and_signs(typed: str, read: str) -> None:
    assert plain(typed) == read


@pytest.mark.parametrize("text", [
    "It cost $5 million to $10 million.", "paid $3 and $4 an hour", "$HOME and $PATH are set",
    "a $BTC, $ETH rally", "US$ and A$ alike", r"$\frac{a}{b}$", "Warp and weft",
])  # fmt: skip
def test_money_and_what_no_line_can_say_stay_as_they_are(text: str) -> None:
    assert plain(text) == text
