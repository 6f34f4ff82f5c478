"""Practice or theory: is this for building or for understanding, and why.

A prior from the kind of thing, then readable signals from title, text, code and mathematics, each
with its log-odds for practice. The weights were set by hand and checked on blog posts whose
authors called them guides or research (``docs/topics.md``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from curator.markdown import unlinked, unmarked
from curator.model import Evidence, Kind, Resource, Tag, Track
from curator.topics.calibrator import probability

KINDS = {
    Kind.PAPER: -2.0,
    Kind.BOOK: -0.4,
    Kind.LESSON: 0.9,
    Kind.COURSE: 0.5,
    Kind.NOTEBOOK: 2.2,
    Kind.REPOSITORY: 1.6,
    Kind.RELEASE: 1.4,
    Kind.COMPETITION: 2.0,
    Kind.MODEL: 1.0,
    Kind.DATASET: 1.0,
    Kind.POST: 0.3,
    Kind.ARTICLE: 0.3,
    Kind.PODCAST: 0.0,
    Kind.DISCUSSION: 0.0,
    Kind.VIDEO: 0.2,
    Kind.DOCUMENT: 0.2,
}
_READ = 6_000


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that speak for one side: each further find counts less."""

    name: str
    pattern: re.Pattern[str]
    weight: float
    """Log-odds of practice for the first find."""
    where: str
    most: int = 3


def _sign(name: str, pattern: str, weight: float, where: str, most: int = 3) -> Sign:
    """A sign by its words in lower case: text is lowered once, which is quicker than ignoring it."""
    return Sign(name, re.compile(pattern), weight, where, most)


SIGNS = (
    _sign(
        "practice word",
        r"\b(how to|how i|build(?:ing)?|implement(?:ing|ation)?|creat(?:e|ing)|deploy(?:ing|ment)?|"
        r"fine-?tun(?:e|ing)|train(?:ing)? (?:a|an|your|and)|tutorial|guide|hands-on|step[- ]by[- ]step|"
        r"from scratch|walk-?through|getting started|cheat ?sheet|tips|recipe|using|in practice|practical|"
        r"set(?:ting)? up|speed(?:ing)? up|run(?:ning)?|your|with (?:pytorch|keras|fastai|tensorflow|python)|"
        r"project|exercise|workshop|make|kaggle|competition|starter|toolkit|library|app)\b",
        1.0,
        "title",
        2,
    ),
    _sign(
        "theory word",
        r"\b(theor(?:y|em|etical)|proof|bounds?|mathematic(?:s|al)|maths?|understanding|why|survey|review|"
        r"towards?|analysis|analy[sz]ing|limits?|geometry|calculus|algebra|probabilit(?:y|ies)|bayesian|"
        r"convergence|generali[sz]ation|asymptotic|foundations?|principles?|perspectives?|rethinking|"
        r"on the|explained|intuition|evaluat(?:ing|ion)|benchmark(?:s|ing)?|investigating|study)\b",
        -0.8,
        "title",
        2,
    ),
    _sign(
        "instruction",
        r"\b(let'?s|let us|we(?:'ll| will) (?:use|build|train|write|create|need|start|load)|you(?:'ll| will) "
        r"(?:need|see|learn|build)|run the|pip install|git clone|import \w+|click (?:on|the)|step \d|"
        r"first,? (?:install|create|we need)|you can (?:now|use|run|try|also)|try it|open (?:the|a) notebook|"
        r"here'?s how|make sure|don'?t forget|download the)\b",
        0.35,
        "text",
        6,
    ),
    _sign(
        "scholarly word",
        r"\b(we (?:prove|show that|propose|present|introduce|demonstrate|derive|find that)|theorem|lemma|"
        r"corollary|et al\.?|state[- ]of[- ]the[- ]art|our (?:method|approach|results|findings|framework)|"
        r"experiments? (?:show|demonstrate)|hypothes[ie]s|in this paper|arxiv|upper bound|lower bound|"
        r"ablation|outperforms?)\b",
        -0.3,
        "text",
        6,
    ),
    _sign(
        "notebook link",
        r"colab\.research\.google|nbviewer|mybinder\.org|kaggle\.com/code|open in colab|\.ipynb\b",
        0.8,
        "text",
        1,
    ),
)
_CODE_BLOCK = re.compile(
    r"```|\n(?: {4}|\t)\S|\n\s*(?:>>> |\$ |import \w|from \w+ import |def \w+\()"
)
"""In a text that begins with a line break; a search for these takes far less time than one for ``^``."""
_MATHS = re.compile(
    r"(?<!\\)\$[^$\n]{2,80}(?<!\\)\$"
    r"|\\(?:frac|sum|int|mathbb|begin|nabla|theta|alpha)\b|[∑∫∂∇∀∃≤≥∈ℝ]"
)
_CODE_WEIGHT = 0.7
_MATHS_WEIGHT = -0.5
_TOPIC_WEIGHT = 1.0
_REPOSITORY_WEIGHT = 0.5
_EVEN = 0.5
_SOME_CODE, _SOME_MATHS, _MUCH_MATHS = 2, 3, 12


@dataclass(frozen=True, slots=True)
class Side:
    """Where a resource stands, and why."""

    track: Track
    practice: float
    """Probability of practice."""
    evidence: tuple[Evidence, ...]

    def corrected(self, track: Track) -> Side:
        """The side the author chose instead."""
        sure = 1.0 if track is Track.PRACTICE else 0.0
        reason = Evidence(track.value, "author", 9.0 if sure else -9.0)
        return replace(self, track=track, practice=sure, evidence=(reason,))


def track(resource: Resource, topics: Sequence[tuple[Tag, Track | None]] = ()) -> Side:
    """The track of ``resource``; weights above 0 speak for practice, below 0 for theory.

    ``topics`` are its applied tags, each with the track that its topic leans to.
    """
    evidence = (*_kind(resource), *_signs(resource), *_made_of(resource), *_topics(topics))
    practice = probability(sum(one.weight for one in evidence))
    side = Track.PRACTICE if practice >= _EVEN else Track.THEORY
    ordered = tuple(sorted(evidence, key=lambda one: (-abs(one.weight), one.what)))
    return Side(side, round(practice, 4), ordered)


def _kind(resource: Resource) -> Iterator[Evidence]:
    prior = KINDS.get(resource.kind, 0.0)
    if prior:
        yield Evidence(resource.kind.value, "kind", prior)


def _signs(resource: Resource) -> Iterator[Evidence]:
    title = resource.title.lower()
    body = unmarked(f"{resource.summary}\n{resource.markdown or resource.text}"[:_READ]).lower()
    for sign in SIGNS:
        text = title if sign.where == "title" else body
        found = [match.group() for match in islice(sign.pattern.finditer(text), sign.most)]
        if found:
            shown = ", ".join(dict.fromkeys(found))
            strength = sign.weight * sum(0.8**i for i in range(len(found)))
            yield Evidence(shown, sign.where, round(strength, 2))


def _made_of(resource: Resource) -> Iterator[Evidence]:
    text = unlinked((resource.markdown or resource.text)[:_READ])
    code = len(_CODE_BLOCK.findall(f"\n{text}"))
    maths = len(_MATHS.findall(text)) if _maybe_maths(text) else 0
    if code >= _SOME_CODE:
        yield Evidence(f"{code} lines or blocks of code", "text", _CODE_WEIGHT)
    if maths >= _SOME_MATHS:
        yield Evidence(
            f"{maths} formulas", "text", _MATHS_WEIGHT * (2 if maths >= _MUCH_MATHS else 1)
        )
    if resource.code and resource.kind is not Kind.REPOSITORY:
        yield Evidence(resource.code[0], "code", _REPOSITORY_WEIGHT)


def _maybe_maths(text: str) -> bool:
    return "$" in text or "\\" in text or not text.isascii()


def _topics(topics: Sequence[tuple[Tag, Track | None]]) -> Iterator[Evidence]:
    for tag, side in topics:
        if side is not None:
            weight = _TOPIC_WEIGHT * tag.score * (1 if side is Track.PRACTICE else -1)
            yield Evidence(tag.slug, "topic", round(weight, 2))
