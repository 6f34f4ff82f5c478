"""Words that may name people, as candidates for the authors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.model import Candidate
from curator.resources import names
from curator.resources.collect.walk import View

NAME_ONLY = re.compile(
    r"^[A-ZÀ-ÖØ-Þ][\w.'’-]*(?: (?:[A-ZÀ-ÖØ-Þ][\w.'’-]*|de|da|van|von|der|del|di|la|le|bin|al)){1,4}$"
)
"""Nothing but a name, by its capitals."""
_LONGER = re.compile(r"[^\W\d_]{3,}")


def offer(text: str, origin: str) -> Iterator[Candidate]:
    """The people that ``text`` names, if any, as one candidate."""
    if found := names.people(text):
        yield Candidate("authors", "; ".join(found), origin)


def offer_unmarked(view: View, text: str, origin: str) -> Iterator[Candidate]:
    """A name that only its shape tells: not one whose words the page also writes small."""
    name = to_full_stop(text)
    if names.has_given_name(name) or not _is_written_small(view, name):
        yield from offer(name, origin)


def _is_written_small(view: View, name: str) -> bool:
    return any(view.writes(word.lower()) for word in _LONGER.findall(name))


def to_full_stop(text: str) -> str:
    """``Ann Lee. All rights …`` up to the end of the sentence; ``J. R. Orr`` stays."""
    found = re.search(r"(?<=[a-zß-ÿ]{2})(?<!\b[DJS]r)(?<!\bMr)(?<!\bMs)(?<!\bSt)\.(?=\s|$)", text)
    return text[: found.start()] if found else text
