"""How much a resource asks of its reader, where it says so; else "unknown".

Explicit words first ("introduction", "advanced", "prerequisites"), then weak signs. A level is
stated only from three to one on; most titles do not say enough, and unknown is the honest answer.
"""

from __future__ import annotations

import re

from curator.model import Evidence, Kind, Level, Resource
from curator.topics.calibrator import probability

STATED_FROM = 0.75
_SIGNS: tuple[tuple[re.Pattern[str], float, str], ...] = tuple(
    (re.compile(pattern), weight, where)
    for pattern, weight, where in (
        (
            r"\b(intro(?:duction|ductory)?|beginners?|101|basics?|first steps?|getting started|primer|crash course|for everyone|for dummies|from zero|fundamentals?|essentials?|start(?:ing|er)?|your first|what (?:is|are)|explained|eli5|no prior|absolute)\b",
            -1.6,
            "title",
        ),
        (
            r"\b(advanced|expert|deep dive|in[- ]depth|internals?|state[- ]of[- ]the[- ]art|graduate|phd|masterclass|at scale|proofs?|theor(?:y|em|etical)|bounds?|rigorous|research)\b",
            1.6,
            "title",
        ),
        (
            r"\b(intermediate|beyond the basics|next steps?|level up|professional|optimi[sz]ing)\b",
            0.8,
            "title",
        ),
        (
            r"\b(no (?:prior|previous) (?:knowledge|experience)|assumes? no|for beginners|if you(?:'re| are) new|never (?:written|coded|programmed))\b",
            -1.2,
            "text",
        ),
        (
            r"\b(assumes? (?:familiarity|knowledge|you)|prerequisites?|familiar with|background in|you should (?:know|be comfortable))\b",
            0.9,
            "text",
        ),
        (
            r"\b(theorem|lemma|corollary|we prove|asymptotic|measure[- ]theoretic|variational|hessian)\b",
            0.9,
            "text",
        ),
    )
)
_KINDS = {Kind.PAPER: 1.2, Kind.LESSON: -0.5, Kind.RELEASE: 0.3}
_READ = 2_500
_ADVANCED_FROM = 1.5


def level(resource: Resource) -> tuple[Level, tuple[Evidence, ...]]:
    """The level of ``resource`` and its reasons; weights above 0 say harder, below 0 easier."""
    evidence = _evidence(resource)
    if not evidence:
        return Level.UNKNOWN, ()
    total = sum(one.weight for one in evidence)
    if max(probability(total), 1 - probability(total)) < STATED_FROM:
        return Level.UNKNOWN, tuple(evidence)
    if total < 0:
        return Level.BEGINNER, tuple(evidence)
    stated = Level.ADVANCED if total >= _ADVANCED_FROM else Level.INTERMEDIATE
    return stated, tuple(evidence)


def _evidence(resource: Resource) -> list[Evidence]:
    title = resource.title.lower()
    body = f"{resource.summary}\n{resource.text}"[:_READ].lower()
    found = []
    if resource.kind in _KINDS:
        found.append(Evidence(resource.kind.value, "kind", _KINDS[resource.kind]))
    for pattern, weight, where in _SIGNS:
        match = pattern.search(title if where == "title" else body)
        if match:
            found.append(Evidence(match.group(), where, weight))
    return found
