"""Aliases are found as people write them, and no unsafe expression is let in."""

from __future__ import annotations

import pytest

from curator.patterns import UnsafePattern
from curator.topics.phrases import Phrase, Scanner, resolve
from curator.words import words


def found(text: str, *aliases: str) -> set[str]:
    scanner = Scanner.of(Phrase(alias, 0, "alias") for alias in aliases)
    return {hit.phrase.text for hit in scanner.find(text, words(text))}


@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("Object detection today", "object detection"),
        ("object-detection", "object detection"),
        ("objectdetection", "object detection"),
        ("OBJECT\nDETECTION", "object detection"),
        ("Object detections", "object detection"),
        ("a graph library", "graph libraries"),
        ("YOLOv8 is out", "yolo*"),
        ("yolov8", r"yolov\d+"),
        ("GPT-4o-mini arrives", r"gpt-\d\S*"),
        ("Llama 3 is out", r"llama[ -]?\d\S*"),
        ("Modern C++ for all", "c++"),
        ("an A/B test", "a/b test"),
        ("torch.compile explained", "torch.compile"),
        ("Summarisation of texts", "summarization"),
        ("Café reviews", "cafe"),
        ("weights & biases", "weights & biases"),
    ],
)
def test_an_alias_is_found_in_all_its_spellings(text: str, alias: str) -> None:
    assert found(text, alias) == {alias}


@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("the object. Detection of it", "object detection"),
        ("organ donors", "gan"),
        ("g an", "gan"),
        ("v2ex", "x"),
        ("C is a language", "c++"),
        ("myyolov8", "yolo*"),
        ("a new idea", "news"),
        ("a gander, evaes", "gan|vae"),
    ],
)
def test_an_alias_is_not_found_inside_other_words(text: str, alias: str) -> None:
    assert not found(text, alias)


@pytest.mark.parametrize(
    ("text", "alias"),
    [
        ("深度强化学习入门", "强化学习"),
        ("強化学習の基礎", "強化学習"),
        ("강화학습을 배우다", "강화학습"),
    ],
)
def test_in_writing_that_runs_on_an_alias_is_found_anywhere(text: str, alias: str) -> None:
    assert found(text, alias) == {alias}


def test_what_is_found_in_a_run_stands_where_the_run_does() -> None:
    text = "Deep 深度强化学习 now"
    [hit] = Scanner.of([Phrase("强化学习", 0, "alias")]).find(text, words(text))
    assert (hit.first, hit.last) == (1, 2)


def test_the_longest_phrase_counts_and_what_is_excluded_does_not() -> None:
    scanner = Scanner.of(
        [
            Phrase("computer vision", 0, "alias"),
            Phrase("vision", 0, "weak"),
            Phrase("computer vision syndrome", 0, "exclude"),
            Phrase("vision", 1, "alias"),
        ]
    )
    text = "Computer vision syndrome is no computer vision"
    kept = resolve(scanner.find(text, words(text)))
    assert [(hit.phrase.text, hit.first) for hit in kept[0]] == [("computer vision", 5)]
    assert [hit.first for hit in kept[1]] == [1, 6]


@pytest.mark.parametrize("alias", ["(a+)+", r"(\d", "a*b*c*d"])
def test_no_unsafe_expression_is_let_in(alias: str) -> None:
    with pytest.raises(UnsafePattern):
        Scanner.of([Phrase(alias, 0, "alias")])
