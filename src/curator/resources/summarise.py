"""What a text is about, in a sentence of its own: chosen by readable signs, quoted verbatim.

Also whether a summary that a page or feed offers is worth having instead
(:mod:`curator.resources.choose.summary` decides). The weights of the sentence scorer ship as
``sentences.json`` and are fitted by ``bench/fit_summaries.py``.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import islice

from curator.sanitize import clean_text, shorten
from curator.vectors import Vector, cosine, count, rarity, unit
from curator.words import STOP_WORDS, forms, stem, terms

MOST = 300
"""Characters of a summary."""
ENOUGH_WORDS = 8
CONSIDERED = 15
"""Sentences of a text that may be quoted; what it is about is said early."""
_SHORTEST, _LONGEST = 5, 60
_READ = 8000
_CLUTTER = 4
_BOILERPLATE = re.compile(
    r"\b(?:cookies?|javascript|subscribe|sign (?:up|in)|log ?in|all rights reserved|privacy policy|"
    r"terms of (?:use|service)|newsletter|click here|read more|continue reading|contribute to .{1,80} "
    r"development|the post .{1,200} (?:appeared|first appeared)|comments on|share your videos with|"
    r"enjoy the videos and music|just another \w+ (?:site|weblog)|page not found|access denied|"
    r"affiliate links?|follow (?:me|us) on|originally published|min(?:ute)?s? read)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9À-ÖØ-Þ])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|et al|etc|fig|figs|eq|sec|dr|mr|mrs|ms|prof|st|no|approx|resp|inc|ltd|jr|u\.s)"
    r"|\b[A-Z])\.$",
    re.IGNORECASE,
)
_CODE_LINE = re.compile(
    r"^\s*(?:>>>|\$ |import |from \w+ import|def |class |#|//|<|\{|\}|@)|[;{}]\s*$|\w+\(.*\)\s*$|=>|==|\|\|"
)
_CUES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "we offer",
            r"\b(?:we|i|authors|you(?:'ll|’ll| will)) (?:\w+ly |also |will |then |can |further |here )?(?:propose|present|introduce|describe|develop|learn|explore|explain|build|show how|walk|cover|discuss|study|investigate|consider|design|provide|offer|create|formulate|address|examine|analy[sz]e|revisit|train|implement|go (?:over|through)|look at|release)",
        ),
        (
            "we find",
            r"\b(?:we|i|results|experiments|findings) (?:\w+ly |also |then |further )*(?:show|demonstrate|find|prove|observe|argue|establish|achieve|discover|suggest|reveal|obtain|verify|evaluate|report|derive)",
        ),
        (
            "this work",
            r"\b(?:this|the present|our) (?:paper|work|article|post|tutorial|guide|lesson|video|episode|chapter|report|study|note|course|survey|talk|notebook|project|repo(?:sitory)?|approach|method|algorithm|model|framework|library|package|blog)\b",
        ),
        (
            "in this",
            r"\bin this (?:paper|work|article|post|blog|tutorial|guide|lesson|video|episode|chapter|report|study|course|notebook|talk)",
        ),
        (
            "new",
            r"\b(?:novel|new|first|simple|efficient|effective|general|unified|end-to-end|called|named|dubbed|termed)\b",
        ),
        (
            "turn",
            r"^(?:however|but|yet|although|while|despite|unfortunately|nevertheless|though)\b",
        ),
        (
            "reason",
            r"^(?:to this end|to (?:address|overcome|tackle|solve|alleviate|achieve|bridge|mitigate|remedy)|motivated by|inspired by|based on|therefore|thus|hence|by )",
        ),
        (
            "detail",
            r"^(?:in particular|specifically|moreover|furthermore|additionally|also|for example|for instance|finally|in addition|second|third|code|this (?:is|means|allows|leads|results))\b",
        ),
        (
            "existing",
            r"\b(?:existing|previous|prior|traditional|recent(?:ly)?|current|conventional|most|often|typically|commonly|has been|have been|widely|popular|increasingly)\b",
        ),
        (
            "comparison",
            r"\b(?:outperform\w*|state[- ]of[- ]the[- ]art|sota|better than|improv\w+|achiev\w+|surpass\w*|benchmarks?|datasets?|superior)\b",
        ),
        ("numbers", r"\d+(?:\.\d+)?\s?%|\d+x\b|\b\d+\.\d+\b"),
        ("question", r"\?$"),
        (
            "asks",
            r"\b(?:code|github|source code|available at|follow|link|below|above|figure|table)\b",
        ),
    )
)
_TIES = frozenset({"turn", "reason", "detail"})
"""The cues of how a sentence ties in with the one before it; a quotation may begin after them."""
FEATURES = (
    *(name for name, _ in _CUES),
    "first",
    "second",
    "early",
    "late",
    "last",
    "like title",
    "like text",
    "short",
    "long",
    "very long",
    "cue and title",
    "cue before",
    "title covered",
    "of the title",
    "rare words",
    "small words",
    "we",
    "we early",
    "we first",
    "our",
)
_LEAD = re.compile(
    r"(?:however|moreover|furthermore|thus|therefore|hence|here|specifically|in particular|additionally|"
    r"in addition|finally|also|to this end|in this (?:paper|work|article|study|report|post|tutorial|guide|lesson|video|notebook)|in our work|"
    r"as a result|consequently|instead|in contrast|concretely),? (?=\w)"
    r"|(?:to|motivated by|inspired by|based on|building on|towards?) [^,.;:]{1,90}, (?=we\b)"
    r"|(?:while|whereas|although|though|even though|despite|unlike|since|because|as|considering|"
    r"(?:first|second|third)(?:ly)?|next|then|further|lastly)\b[^.;:]{0,160}?, (?=we\b)",
    re.IGNORECASE,
)
"""What only ties a sentence to the one before it, says that it is one of a paper, or gives the grounds of
what follows. Never a condition: without its "if" or "under" a sentence would say more than it did."""
_EARLY = 6
_RAREST = 5.0
"""The rarity of a rare word, which is to weigh about 1."""


def good(summary: str, title: str = "") -> bool:
    """Whether an offered summary tells something: long enough, not boilerplate, not the title.

    What ends with a colon leads up to something that is not there.
    """
    said = terms(summary)
    if len(summary.split()) < ENOUGH_WORDS or not said or _BOILERPLATE.search(summary[:MOST]):
        return False
    if summary.rstrip().endswith(":"):
        return False
    if summary.count("#") + summary.count("|") + summary.count("http") >= _CLUTTER:
        return False
    new = set(said) - set(terms(title))
    return len(new) >= ENOUGH_WORDS // 2


def quote(text: str, title: str = "", limit: int = MOST) -> str:
    """The sentence of ``text`` that best says what it is about, verbatim; empty if there is none.

    None that says no more than the title does, and none with an address written out in it.
    It begins after words that only tie it to the one before ("However,") or lead up to what the
    authors did ("While others need labels, we"). A sentence longer than
    ``limit`` characters is cut at a word.
    """
    said = set(terms(title))
    own = (one for one in sentences(text[:_READ]) if quotable(one) and not said >= set(terms(one)))
    found = list(islice(own, CONSIDERED))
    if not found:
        return ""
    told = scores(found, title)
    return shorten(standalone(found[max(range(len(found)), key=told.__getitem__)]), limit)


def standalone(sentence: str) -> str:
    """``sentence`` from where it can stand by itself; never less than the shortest quotation."""
    lead = _LEAD.match(sentence)
    rest = sentence[lead.end() :] if lead else sentence
    return rest if len(rest.split()) >= _SHORTEST else sentence


def sentences(text: str) -> Iterator[str]:
    """``text`` cut into sentences, each on one line."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if "\n" not in match.group() and _ABBREVIATION.search(text[start : match.start()]):
            continue
        if piece := clean_text(text[start : match.end()]):
            yield piece
        start = match.end()
    if piece := clean_text(text[start:]):
        yield piece


def quotable(sentence: str) -> bool:
    """Whether a sentence can stand by itself: not code, not furniture, neither stub nor monster."""
    length = len(sentence.split())
    return (
        _SHORTEST <= length <= _LONGEST
        and sentence[-1] in '.!?…"”’)'
        and not _CODE_LINE.search(sentence)
        and not _BOILERPLATE.search(sentence)
        and "://" not in sentence
    )


# --------------------------------------------------------------------------- scoring


def scores(found: Sequence[str], title: str = "") -> list[float]:
    """How well each sentence alone would say what the whole is about."""
    weights = _weights()
    return [
        sum(weights.get(name, 0.0) * value for name, value in row.items())
        for row in features(found, title)
    ]


def features(found: Sequence[str], title: str) -> list[dict[str, float]]:
    """The readable signals of each sentence, by name of :data:`FEATURES`."""
    said = [standalone(sentence) for sentence in found]
    vectors = [unit(Counter(terms(sentence))) for sentence in said]
    whole = unit(count("", " ".join(found)))
    heading = unit(Counter(terms(title)))
    rows: list[dict[str, float]] = []
    for place, sentence in enumerate(found):
        row = _cues(sentence, said[place])
        row |= _place(place, len(found))
        row |= _length(len(said[place].split()))
        row |= _likeness(vectors[place], heading, whole)
        row |= _vocabulary(forms(said[place]), set(heading))
        cue = max(row.get("we offer", 0.0), row.get("this work", 0.0))
        row["cue and title"] = cue * row["like title"]
        row["cue before"] = float(any(one.get("we offer") for one in rows))
        rows.append(row)
    return rows


def _cues(sentence: str, said: str) -> dict[str, float]:
    """The cues of what would be ``said``, and of how the whole ``sentence`` ties in."""
    return {
        name: 1.0 for name, pattern in _CUES if pattern.search(sentence if name in _TIES else said)
    }


def _place(place: int, size: int) -> dict[str, float]:
    share = place / max(1, size - 1)
    return {
        "first": float(place == 0),
        "second": float(place == 1),
        "early": max(0.0, 1 - 2 * share),
        "late": max(0.0, 2 * share - 1),
        "last": float(place == size - 1 and size > 1),
    }


def _length(count: int) -> dict[str, float]:
    return {
        "short": max(0.0, (15 - count) / 15),
        "long": max(0.0, min(1.0, (count - 20) / 15)),
        "very long": max(0.0, min(2.0, (count - 35) / 15)),
    }


def _likeness(vector: Vector, heading: Vector, whole: Vector) -> dict[str, float]:
    return {"like title": cosine(vector, heading), "like text": cosine(vector, whole)}


def _vocabulary(forms: Sequence[str], title: set[str]) -> dict[str, float]:
    """What kinds of words it is made of, each share 0 to 1."""
    content = [stem(form) for form in forms if form not in STOP_WORDS]
    shared = len(title & set(content))
    return {
        "title covered": shared / max(1, len(title)),
        "of the title": shared / max(1, len(set(content))),
        "rare words": sum(map(rarity, content)) / max(1, len(content)) / _RAREST,
        "small words": 1 - len(content) / max(1, len(forms)),
        "we": float("we" in forms),
        "we early": float("we" in forms[:_EARLY]),
        "we first": float(forms[:1] == ["we"]),
        "our": float("our" in forms),
    }


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    raw = files("curator.resources").joinpath("sentences.json").read_text()
    return {name: float(value) for name, value in json.loads(raw).items()}
