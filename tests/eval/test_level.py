"""Levels of courses by their titles: rarely stated, and then mostly right."""

from __future__ import annotations

import csv

from curator.model import Level, Resource
from curator.topics.level import level
from tests.corpora import corpora_folder
from tests.eval.floors import hold


def test_course_levels_from_titles() -> None:
    path = corpora_folder() / "topics" / "coursera" / "coursera_data.csv"
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["course_difficulty"] != "Mixed"]
    right = stated = 0
    for row in rows:
        found, _ = level(Resource("", "", row["course_title"]))
        stated += found is not Level.UNKNOWN
        right += (found is Level.BEGINNER) == (row["course_difficulty"] == "Beginner") and (
            found is not Level.UNKNOWN
        )
    beginners = sum(row["course_difficulty"] == "Beginner" for row in rows) / len(rows)
    hold(
        "level",
        {"right where stated": right / stated, "stated": stated / len(rows)},
        {"share of beginners": beginners},
    )
