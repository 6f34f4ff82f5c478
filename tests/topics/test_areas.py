"""The areas of the field as they ship."""

from __future__ import annotations

from curator.topics.areas import areas


def test_no_name_calls_two_areas_but_what_joins_two() -> None:
    owners: dict[str, list[str]] = {}
    for area in areas():
        for head in area.heads:
            owners.setdefault(head, []).append(area.name)
    shared = {head for head, names in owners.items() if len(names) > 1}
    assert shared == {"recommendationandsearch"}


def test_a_part_is_cut_out_of_areas_that_there_are() -> None:
    names = {area.name for area in areas()}
    assert {whole for area in areas() for whole in area.of} <= names
    assert all(area.part for area in areas() if area.of)
