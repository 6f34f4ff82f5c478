"""A file of readers as persons and mistakes, line by line; nothing is stored here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from curator import charsets
from curator.audience import addresses
from curator.audience.importers.shapes import SHAPES, Person, Shape, column, recognise, stricter
from curator.cells import unmarked
from curator.errors import AddressError, CuratorError, Problem
from curator.sanitize import clean_text

MOST_BYTES = 200 << 20
MOST_FIELD = 1 << 20
NAME_CHARACTERS = 120
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Listing:
    """What a file holds."""

    shape: Shape
    persons: tuple[Person, ...]
    """Each address once, as its last row has it; but who left in any row has left."""
    problems: tuple[Problem, ...]


def read(data: bytes, *, file: str = "list.csv", shape: str | None = None) -> Listing:
    """The persons in a CSV file, and what could not be read, with its line.

    ``shape`` names the program; by default the columns tell. Raises :class:`CuratorError` for a
    file without addresses or of an unknown shape.
    """
    if len(data) > MOST_BYTES:
        raise CuratorError(f"{file} is larger than {MOST_BYTES >> 20} MB; split it")
    text = _text(data)
    columns, first_line = _header(text)
    form = _named(shape) if shape else recognise(columns)
    if not set(form.address) & set(columns):
        raise CuratorError(
            f"{file}:1: no column is called {' or '.join(form.address)}; name the one that holds "
            "the addresses"
        )
    persons: dict[str, Person] = {}
    problems: list[Problem] = []
    for found in _rows(text, columns, form, file, skip=first_line):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        key = found.address.lower()
        known = persons.get(key, found)
        if known.standing is not found.standing:
            problems.append(_twice(found, known, file))
        persons[key] = replace(found, standing=stricter(known.standing, found.standing))
    return Listing(form, tuple(persons.values()), tuple(problems))


def _named(name: str) -> Shape:
    found = next((shape for shape in SHAPES if shape.name == name), None)
    if found is None:
        known = ", ".join(shape.name for shape in SHAPES)
        raise CuratorError(f"{name!r} is not a known format; use {known}")
    return found


def _text(data: bytes) -> str:
    """The file as text with plain line breaks."""
    return charsets.text_of_file(data).replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def _header(text: str) -> tuple[list[str], int]:
    """The reduced column names, and how many lines they take; a list of bare addresses has none."""
    first = text.partition("\n")[0]
    if "@" in first:
        return ["email", "name"], 0
    row = next(csv.reader(io.StringIO(first), delimiter=_delimiter(first)), [])
    return [column(name) for name in row], 1


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _rows(
    text: str, columns: list[str], form: Shape, file: str, *, skip: int
) -> Iterator[Person | Problem]:
    csv.field_size_limit(MOST_FIELD)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=_delimiter(text.partition("\n")[0])
    )
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(file, line, 1, "", f"is not CSV: {error}")
            return
        if line <= skip or not any(cell.strip() for cell in cells):
            continue
        row = dict(zip(columns, map(unmarked, cells), strict=False))
        yield from _person(row, form, file, line)


def _person(row: dict[str, str], form: Shape, file: str, line: int) -> Iterator[Person | Problem]:
    person = form.person(row, line)
    try:
        address = addresses.parse(person.address)
    except AddressError as error:
        yield Problem(file, line, 1, "", error.message)
        return
    if text := form.unread_date(row):
        says = f"{text[:40]!r} is no date; the reader is taken, and counts from today"
        yield Problem(file, line, 1, "", says)
    topics = tuple(filter(None, person.topics))
    name = clean_text(person.name, NAME_CHARACTERS)
    yield replace(person, address=address, name=name, topics=topics)


def _twice(found: Person, known: Person, file: str) -> Problem:
    kept = stricter(known.standing, found.standing)
    says = (
        f"{found.address} is {found.standing.value} here and {known.standing.value} on line "
        f"{known.line}; taken as {kept.value}"
    )
    return Problem(file, found.line, 1, "", says)
