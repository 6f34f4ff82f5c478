"""The language: what the page declares, checked against what it is written in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from curator.model import Provenance
from curator.resources.found import NOTHING, Found

_ORDER = ("jsonld", "html", "citation", "dc", "og", "meta", "microdata", "jsonld:page", "feed")
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_.@].*)?")
_NAMES = {"english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr",
          "spanish": "es", "español": "es", "eng": "en", "ger": "de", "deu": "de", "fre": "fr",
          "fra": "fr", "spa": "es", "ita": "it", "por": "pt", "jpn": "ja", "zho": "zh", "chi": "zh",
          "rus": "ru", "nld": "nl"}  # fmt: skip
_SAMPLE = 2000
_ENOUGH = 200


def choose(found: Found, text: str) -> tuple[str | None, Provenance | None]:
    """A BCP 47 tag and why; where declaration and text differ, the text wins.

    Where an adapter says that its place declares the visitor's language, only the text counts.
    """
    order = () if found.decided("language") == NOTHING else _ORDER
    declared = [
        (one.origin, tag(one.value)) for origin in order for one in found.of("language", origin)
    ]
    named = [(origin, value) for origin, value in declared if value]
    seen = written_in(text) or _of_few_words(text, [value for _, value in named])
    for origin, value in named:
        if seen is None or value.split("-")[0] == seen:
            return value, Provenance(origin, 0.99 if seen else 0.9, bool(seen))
    if seen:
        return seen, Provenance("text", 0.93)
    return (named[0][1], Provenance(named[0][0], 0.7)) if named else (None, None)


def tag(value: str) -> str | None:
    """A declared language as a BCP 47 tag (``en_us`` → ``en-US``), or ``None``."""
    value = value.strip()
    if known := _NAMES.get(value.lower()):
        return known
    match = _TAG.fullmatch(value.split(",")[0].strip())
    if match is None:
        return None
    language, script, region = match.groups()
    parts = [language.lower(), script and script.title(), region and region.upper()]
    return "-".join(part for part in parts if part)


def written_in(text: str) -> str | None:
    """The language of a text of some length, where it is clear."""
    sample = text[:_SAMPLE]
    if len(sample) < _ENOUGH:
        return None
    language, probability = _identifier().classify(sample)
    return str(language) if probability >= 0.95 else None


_SCRIPTS = (
    (re.compile(r"[\u3040-\u30ff]"), ("ja",)),
    (re.compile(r"[\uac00-\ud7af]"), ("ko",)),
    (re.compile(r"[\u4e00-\u9fff]"), ("zh", "ja")),
    (re.compile(r"[\u0400-\u04ff]"), ("ru", "uk", "bg", "sr", "mk", "be", "kk", "mn")),
    (re.compile(r"[\u0370-\u03ff]"), ("el",)),
    (re.compile(r"[\u0590-\u05ff]"), ("he", "yi")),
    (re.compile(r"[\u0600-\u06ff]"), ("ar", "fa", "ur")),
    (re.compile(r"[\u0e00-\u0e7f]"), ("th",)),
    (re.compile(r"[\u0900-\u097f]"), ("hi", "mr", "ne")),
)
"""Letters of one script, and the languages that are written in it, the most frequent first."""
_FEWEST = 20
"""Letters below which words tell nothing between two languages of one script."""


def _of_few_words(text: str, claims: Sequence[str]) -> str | None:
    """The language of a short text: by its script, else the likeliest of those that are claimed.

    A template's ``lang="en"`` stays where somebody writes in another language.
    """
    letters = sum(map(str.isalpha, text[:_SAMPLE]))
    claimed = list(dict.fromkeys(value.split("-")[0] for value in claims))
    for script, written in _SCRIPTS:
        share = 0.15 if written == ("ja",) else 0.5  # Kana stand between Chinese characters.
        if letters and len(script.findall(text[:_SAMPLE])) >= share * letters:
            return next((one for one in claimed if one in written), written[0])
    if letters < _FEWEST or len(claimed) < 2:
        return None
    ranked = (str(one) for one, _ in _identifier().rank(text[:_SAMPLE]))
    return next((one for one in ranked if one in claimed), None)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
