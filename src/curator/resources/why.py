"""Why a field has its value: every candidate, the vote, the winner (``curator resources why``)."""

from __future__ import annotations

from dataclasses import dataclass

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
    voted = enriched.votes.get(name)
    rows = (
        [_voted(name, one, chosen) for one in voted] if voted else _listed(enriched, name, chosen)
    )
    if chosen and not any(row.chosen for row in rows):
        why = enriched.resource.provenance.get(name)
        origin = (why.origin,) if why else ()
        rows.append(Row(name, chosen, origin, why.confidence if why else None, chosen=True))
    return sorted(rows, key=lambda row: not row.chosen)


def _voted(name: str, scored: Scored, chosen: str) -> Row:
    ballot = scored.ballot
    is_chosen = ballot.value.casefold() == chosen.casefold()
    return Row(
        name, ballot.value, ballot.origins, round(scored.confidence, 3), is_chosen, scored.sure
    )


def _listed(enriched: Enriched, name: str, chosen: str) -> list[Row]:
    grouped: dict[str, list[str]] = {}
    for one in enriched.candidates:
        if one.field == name:
            grouped.setdefault(one.value, []).append(one.origin)
    why = enriched.resource.provenance.get(name)
    return [
        Row(name, value, tuple(dict.fromkeys(origins)),
            why.confidence if why and value == chosen else None, value == chosen,
            bool(why and why.sure and value == chosen))
        for value, origins in grouped.items()
    ]  # fmt: skip


def _value(enriched: Enriched, name: str) -> str:
    """The resource's value of a field as one string."""
    attribute = {"media": "media_url", "next": "series_next", "previous": "series_previous",
                 "duration": "minutes"}.get(name, name)  # fmt: skip
    value = getattr(enriched.resource, attribute, None)
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)
