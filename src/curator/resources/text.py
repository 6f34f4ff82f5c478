"""The main text of a page, by agreement of three extractors, block by block.

The page is cut into blocks; each block is voted on by trafilatura, resiliparse and readability-lxml
and by its own shape and neighbours (a logistic model, fitted by ``bench/fit_text.py``). So the
opening paragraph that one extractor drops is kept where the others have it, and the headings,
lists, code and mathematics are written from the page itself.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from curator.errors import ParseError
from curator.resources.document import Document, of_markup
from curator.resources.maintext import ballots, blocks, extractors, render
from curator.resources.maintext.ballots import Opinions
from curator.resources.maintext.blocks import Block
from curator.sanitize import html_to_text

FEWEST_WORDS = 25
"""With fewer words in the chosen blocks the text of the extractor that has most may be taken:"""
FAR_MORE = 2
"""if it has so many times as many; a short text is no failure."""
_LIKE_TITLE = 0.6


@dataclass(frozen=True, slots=True)
class MainText:
    """The text a page is for."""

    plain: str = ""
    markdown: str = ""
    origin: str = ""
    """``blocks``, the extractor whose text was taken whole, or ``feed``."""
    agreement: float = 0.0
    """How alike the extractors' texts are, 0 to 1."""
    share: float | None = 1.0
    """How much of the whole text this is, above 0 to 1; ``None`` where nobody knows."""


def extract(document: Document) -> MainText:
    """The main text of a page; empty where there is none."""
    found = blocks.of_page(document.body, document.base)
    texts = extractors.ask(document)
    opinions = ballots.Opinions(texts)
    agreed = round(opinions.agreement(), 3)
    kept = chosen(found, document.title_tag, opinions)
    plain = render.plain(kept)
    if len(plain.split()) >= FEWEST_WORDS:
        return MainText(plain, render.markdown(kept), "blocks", agreed)
    name, text = max(texts.items(), key=lambda pair: len(pair[1].split()))
    if len(text.split()) < FAR_MORE * max(1, len(plain.split())):
        return MainText(plain, render.markdown(kept), "blocks", agreed)
    return MainText(text, blocks.escaped(text), name, agreed)


def of_feed(markup: str, url: str) -> MainText:
    """All that an entry of a feed gives as its text; ``markup`` is sanitised.

    Never raises: what cannot be read as blocks is taken as plain words.
    """
    try:
        page = of_markup(markup, url)
        found = blocks.of_page(page.body, page.base)
    except (ParseError, RecursionError):
        found = []
    if found:
        return MainText(render.plain(found), render.markdown(found), "feed", 0.5)
    words = html_to_text(markup)
    return MainText(words, blocks.escaped(words), "feed", 0.5)


def chosen(found: Sequence[Block], title: str, opinions: Opinions) -> list[Block]:
    """The blocks that are the main text."""
    model = weights()
    signs = ballots.cast(found, title, opinions)
    return kept(found, title, [model.probability(one) >= model.threshold for one in signs])


def kept(found: Sequence[Block], title: str, likely: Sequence[bool]) -> list[Block]:
    """The likely blocks but those of other articles, and the code that follows a kept block.

    Extractors drop short code, and a lesson without it is none.
    """
    main = main_article(found, title)
    chosen: list[Block] = []
    follows = False
    for block, is_likely in zip(found, likely, strict=True):
        elsewhere = bool(main and block.article and block.article != main)
        follows = not elsewhere and (is_likely or (follows and block.kind == "code"))
        if follows:
            chosen.append(block)
    return chosen


def main_article(found: Sequence[Block], title: str) -> int:
    """Which ``article`` element the page's heading stands in; 0 where it stands in none.

    Some pages load the next articles below their own.
    """
    words = set(re.findall(r"\w+", title.lower()))
    best, article = _LIKE_TITLE, 0
    for block in found:
        if block.kind == "h" and block.level <= 2:
            own = set(re.findall(r"\w+", block.plain.lower()))
            likeness = len(own & words) / len(own) if own else 0.0
            if likeness > best:
                best, article = likeness, block.article
    return article


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted model of a block."""

    bias: float
    signs: dict[str, float]
    threshold: float

    def probability(self, signs: dict[str, float]) -> float:
        """How likely a block is part of the main text."""
        weights, score = self.signs, self.bias
        for name, value in signs.items():
            if value and name in weights:
                score += weights[name] * value
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, score))))


@cache
def weights() -> Weights:
    """The fitted weights."""
    source = resources.files("curator.resources").joinpath("text_weights.json").read_text("utf-8")
    return Weights(**json.loads(source))
