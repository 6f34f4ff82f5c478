"""The reading list written for other programs, and read back."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from curator.model import (
    Kind,
    Precision,
    ReadingItem,
    ReadingStatus,
    Resource,
    StoredResource,
    When,
)
from curator.resources.saved.read import read
from curator.resources.saved.write import FORMS, as_bibtex, as_csv, as_json, as_markdown

ADDED = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
PAPER = Resource(
    key="arxiv:2401.00001",
    url="https://arxiv.org/abs/2401.00001",
    title="Lenses & {gradients}: 100% of $x_1$ ~ [now]",
    authors=("Ada Müller", "Ben Okafor"),
    published=When(datetime(2024, 1, 1, tzinfo=UTC), Precision.YEAR),
    kind=Kind.PAPER,
    arxiv_id="2401.00001",
    doi="10.5555/A_b",
)
ITEM = ReadingItem(
    id=1,
    resource_id=7,
    status=ReadingStatus.READ,
    added_at=ADDED,
    note="Two\nlines",
    credit="Cy",
    topics=("optics", "maths"),
)
ROW = (ITEM, StoredResource(7, PAPER))
BARE = (
    ReadingItem(2, 8, ReadingStatus.QUEUED, ADDED),
    StoredResource(8, Resource(key="k", url="https://x.example/a_(b)?c=1%20{d}", title="=cmd()")),
)


def test_a_table_cannot_run_in_a_spreadsheet() -> None:
    _, first, second = csv.reader(io.StringIO(as_csv([ROW, BARE])))
    assert first[0] == "https://arxiv.org/abs/2401.00001"
    assert first[2:7] == ["Ada Müller; Ben Okafor", "2024", "paper", "optics maths", "read"]
    assert second[1] == "'=cmd()"


def test_markdown_has_a_line_for_each_and_its_note() -> None:
    assert as_markdown([ROW, BARE]) == (
        "- [Lenses & {gradients}: 100% of $x\\_1$ ~ \\[now\\]]"
        "(https://arxiv.org/abs/2401.00001) (via Cy)\n"
        "  Two\n"
        "  lines\n"
        "- [=cmd()](https://x.example/a_%28b%29?c=1%20{d})\n"
    )


def test_bibtex_escapes_prose_and_leaves_addresses() -> None:
    written = as_bibtex([ROW])
    assert written.startswith("@article{Muller2024-7,\n")
    assert r"  title = {{Lenses \& \{gradients\}: 100\% of \$x\_1\$ \textasciitilde{} [now]}}," in (
        written
    )
    assert "  author = {Ada Müller and Ben Okafor}," in written
    assert "  eprint = {2401.00001},\n  archiveprefix = {arXiv},\n  doi = {10.5555/A_b}," in written
    assert as_bibtex([BARE]).startswith("@misc{link-8,")
    assert "url = {https://x.example/a_(b)?c=1%20%7Bd%7D}" in as_bibtex([BARE])


def test_nothing_to_write_is_still_a_file() -> None:
    assert json.loads(as_json([])) == []
    assert as_csv([]).startswith("url,title,")
    assert as_markdown([]) == as_bibtex([]) == ""


@pytest.mark.parametrize("form", ["csv", "json"])
def test_tables_come_back_whole(form: str) -> None:
    found = read(FORMS[form][2]([ROW, BARE]).encode())
    first, second = found.links
    assert found.form == "curator"
    assert (first.url, first.title, first.note) == (PAPER.url, PAPER.title, ITEM.note)
    assert (first.tags, first.added_at, first.read) == (ITEM.topics, ADDED, True)
    assert (second.title, second.tags, second.read) == ("=cmd()", (), False)


def test_a_bibliography_comes_back() -> None:
    first, second = read(as_bibtex([ROW, BARE]).encode()).links
    assert (first.url, first.title) == (PAPER.url, PAPER.title)
    assert second.url == "https://x.example/a_(b)?c=1%20%7Bd%7D"


def test_a_note_that_looks_like_a_formula_comes_back_as_it_was() -> None:
    row = (replace(ITEM, note="-- later"), ROW[1])
    assert read(as_csv([row]).encode()).links[0].note == "-- later"
