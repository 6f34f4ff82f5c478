"""The words of a credit line in many languages: what leads to who wrote, and to who did something else.

``Ein Artikel von Ann Lee``, ``Publié par Ann Lee``, ``Text: Ann Lee  Fotos: Bo Orr``. The words for
"by" are also words for "of" in most languages: they lead to a name only at the beginning of a line, or
behind a word of writing.
"""

from __future__ import annotations

import re

_PIECES = (
    r"artikel|beitrag|gastbeitrag|text|kolumne|kommentar|interview|bericht|reportage|essay|analyse|rezension|"
    r"article|story|words|guest post|column|texte|billet|chronique|entretien|propos recueillis|tribune|"
    r"artículo|entrevista|texto|columna|artigo|articolo|testo|intervista|tekst|artykuł"
)
_DONE = (
    r"written|posted|published|reported|submitted|created|authored|contributed|"
    r"geschrieben|verfasst|erstellt|eingestellt|gespeichert|gepostet|publiziert|veröffentlicht|"
    r"écrit|publié|posté|rédigé|proposé|"
    r"escrito|publicado|redactado|scritto|pubblicato|"
    r"geschreven|geplaatst|gepubliceerd|skrevet|skriven|publicerad|publisert|napisane"
)
OF = r"von|par|por|di|door|av|af"
"""Words for "by" that are also words for "of": they lead to a name where a line begins with them."""
_BY = rf"by|{OF}|da|przez"
WRITTEN_BY = (
    rf"(?:(?:{_DONE})\s+(?:{_BY})|"
    rf"(?:(?:an?|eine?|un[ae]?|een|en|ett|et)\s+)?(?:{_PIECES})\s+(?:{_BY})|a cura di)"
)
"""A regular expression for what leads to a name wherever it stands; to be read without case."""
_AUTHOR = (
    r"authors?|autor(?:in|en|innen|es|a|as|zy)?|auteurs?|autrices?|autor[ei]|redakteur(?:in)?|reporter|"
    r"verfasser(?:in)?|forfatter|författare|writer|staff writer"
)
_LABEL = r"автор|авторы|текст|interview|text|texte|testo|texto|tekst"

_LEAD = re.compile(
    rf"^(?:(?:(?:originally )?(?:{WRITTEN_BY}|(?:reviewed|edited|fact[- ]checked|updated)\s+by)|"
    rf"by|{OF}|{_AUTHOR}|escribe|(?:{_LABEL})(?=\s?:)|"
    r"(?:text|texte|testo|texto)\s?(?:[&+/]|and|und|et|e|y)\s?(?:photos?|fotos?|bild(?:er)?)(?=\s?:|\s(?:by|von|par|di)\b)|"
    r"(?:alles|mehr)(?: artikel| beiträge)? von)\b\s?[:.]?\s*)+",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?<=[\w).,;:|/·•–—-]\s)(?:medically )?"
    r"(?:photo|foto|picture|bild(?:er)?\b|image|illustra[tz]|art(?:work)?\b|graphic|grafik|translat|übersetz|traduc|traduit|"
    r"fact[- ]?check|edit|video|animat|design|review)"
    r"[\w ]{0,15}(?:\b(?:by|von|par|por|di|da)\b:?\s|:\s)",
    re.IGNORECASE,
)
"""What begins the part of a line that names somebody who did not write."""
_DAY_BEHIND = re.compile(
    r"\s+(?:am|le|el|il|op|den|em|um|à|på)(?:\s+(?:\d.*|\w+tag\b.*|Mittwoch.*|Sonnabend.*)|)$"
)
"""Small letters: ``Le`` is a name."""
_LEADS_ON = " →»›>"


def names_in(line: str) -> str:
    """What is left of a credit line without the words that lead to its names, and without others'.

    ``Text von Ann Lee  Fotos von Bo Orr`` gives ``Ann Lee``.
    """
    led = _LEAD.sub("", " ".join(line.split())).rstrip(_LEADS_ON)
    other = _OTHERS.search(led)
    return led[: other.start()] if other else led


def without_lead(part: str) -> str:
    """A part of a credit line without what leads to a name."""
    return _LEAD.sub("", part)


def without_day(part: str) -> str:
    """A name without the day that runs on behind it: ``Ann Lee am 3. Mai``."""
    return _DAY_BEHIND.sub("", part)
