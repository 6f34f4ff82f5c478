"""Nearly the same text: shingles, their overlap, and which pairs are worth comparing."""

from __future__ import annotations

from curator.resources.near import Shingles, candidates

WARP = "the warp is wound on the beam before the first pick of the weft is thrown across it".split()
DYE = "madder gives a red that holds in the sun while logwood fades to a tired grey by june".split()


def test_a_text_is_its_runs_of_three_words_each_once() -> None:
    assert len(Shingles.of(["a", "b", "c", "d"])) == 2
    assert len(Shingles.of(["a", "b", "a", "b", "a", "b"])) == 2
    assert len(Shingles.of(["a", "b"])) == 0


def test_equal_texts_overlap_wholly_and_other_texts_not_at_all() -> None:
    warp, dye = Shingles.of(WARP), Shingles.of(DYE)
    assert warp.jaccard(Shingles.of(WARP)) == 1.0
    assert warp.jaccard(dye) == 0.0


def test_a_part_is_contained_in_the_whole() -> None:
    whole, part = Shingles.of(WARP + DYE), Shingles.of(DYE)
    assert part.common(whole) == whole.common(part) == len(part)
    assert part.jaccard(whole) < 0.6


def test_texts_too_short_for_a_run_are_like_nothing() -> None:
    empty = Shingles.of([])
    assert empty.jaccard(empty) == 0.0
    assert list(candidates([empty, empty])) == []


def test_pairs_worth_comparing_are_told_once_in_order() -> None:
    texts = [Shingles.of(WARP), Shingles.of(DYE), Shingles.of([*WARP, "again"])]
    assert list(candidates(texts)) == [(0, 2)]
