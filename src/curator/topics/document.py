"""What tagging reads of a resource: title, lead and the beginning of its text, as words.

Code and addresses are left out; a summary that only repeats the text counts once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from curator.model import Resource
from curator.words import STOP_WORDS, Word, stem, words

TEXT_LIMIT = 3000
"""Characters of summary and text that are read; what a thing is about is said early."""
LEAD_WORDS = 60
_TITLE_TIMES = 2
_CODE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Document:
    """The words of one resource."""

    title: str
    body: str
    title_words: tuple[Word, ...]
    body_words: tuple[Word, ...]
    counts: Mapping[str, int]
    """Its stems and pairs of stems; those of the title count twice."""

    @property
    def forms(self) -> set[str]:
        """Its words as they are compared, and as they are written where that differs."""
        found: set[str] = set()
        for text, words_ in ((self.title, self.title_words), (self.body, self.body_words)):
            found.update(word.form for word in words_)
            found.update(text[word.start : word.end].casefold() for word in words_)
        return found

    def shown(self, term: str) -> str:
        """A stem or pair of stems as the text has it where it stands first."""
        wanted = term.split()
        for text, words_ in ((self.title, self.title_words), (self.body, self.body_words)):
            for place, word in enumerate(words_):
                if stem(word.form) != wanted[0]:
                    continue
                run = words_[place : place + len(wanted)]
                if [stem(one.form) for one in run] == wanted:
                    return text[word.start : run[-1].end].casefold()
        return term


def document(resource: Resource) -> Document:
    """The words of ``resource`` that say what it is about."""
    title = _plain(resource.title)
    summary, text = _plain(resource.summary), _plain(resource.text[: 2 * TEXT_LIMIT])
    if text.startswith(title) and len(text) > len(title):
        text = text[len(title) :].lstrip()
    repeated = not summary or _opening(summary) in text or _opening(summary) in title
    body = (text if repeated else f"{summary}\n{text}")[:TEXT_LIMIT]
    title_words, body_words = words(title), words(body)
    counts = Counter(_terms(body_words))
    for term in _terms(title_words):
        counts[term] += _TITLE_TIMES
    return Document(title, body, title_words, body_words, counts)


def _terms(found: Sequence[Word]) -> Iterator[str]:
    """The stems of content words, and each pair of them that stands together."""
    last = ""
    for word in found:
        form = word.form
        stemmed = stem(form) if form not in STOP_WORDS and form[1:] else ""
        if stemmed:
            yield stemmed
            if last and word.joins:
                yield f"{last} {stemmed}"
        last = stemmed


def _plain(text: str) -> str:
    return _SPACE.sub(" ", _ADDRESS.sub(" ", _CODE.sub(" ", text))).strip()


def _opening(summary: str) -> str:
    return summary.rstrip("…. ")[:60]
