"""Why a field has its value: every candidate, the vote, the winner (``curator resources why``)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from curator.model import Provenance
from curator.resources.assemble import Enriched
from curator.resources.vote import Scored


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate of one field."""

    field: str
    value: str
    origins: tuple[str, ...]
    confidence: float | None
    """Calibrated probability, for voted fields and for the chosen values."""
    chosen: bool
    sure: bool = False


def explain(enriched: Enriched) -> list[Row]:
    """All that was weighed, field by field, the chosen value of each first."""
    names = dict.fromkeys(one.field for one in enriched.candidates)
    return [row for name in names for row in _field(enriched, name)]


def _field(enriched: Enriched, name: str) -> list[Row]:
    chosen = _value(enriched, name)
    why = enriched.resource.provenance.get(name)
    voted = enriched.votes.get(name)
    rows = [_voted(name, one) for one in voted] if voted else _listed(enriched, name)
    rows = [_taken(row, why) if row.value.casefold() == chosen.casefold() else row for row in rows]
    if chosen and not any(row.chosen for row in rows):
        origins = (why.origin,) if why else ()
        rows.append(_taken(Row(name, chosen, origins, None, chosen=True), why))
    return sorted(rows, key=lambda row: not row.chosen)


def _taken(row: Row, why: Provenance | None) -> Row:
    """The row of the chosen value; what is kept of it counts, for an adapter may know better."""
    if why is None:
        return replace(row, chosen=True)
    return replace(row, chosen=True, confidence=why.confidence, sure=why.sure)


def _voted(name: str, scored: Scored) -> Row:
    ballot = scored.ballot
    return Row(name, ballot.value, ballot.origins, round(scored.confidence, 3), chosen=False)


def _listed(enriched: Enriched, name: str) -> list[Row]:
    grouped: dict[str, list[str]] = {}
    for one in enriched.candidates:
        if one.field == name:
            grouped.setdefault(one.value, []).append(one.origin)
    return [
        Row(name, value, tuple(dict.fromkeys(origins)), None, chosen=False)
        for value, origins in grouped.items()
    ]


def _value(enriched: Enriched, name: str) -> str:
    """The resource's value of a field as one string."""
    attribute = {"media": "media_url", "transcript": "transcript_url", "next": "series_next", "previous": "series_previous",
                 "duration": "minutes"}.get(name, name)  # fmt: skip
    value = getattr(enriched.resource, attribute, None)
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)
