"""A file of readers as persons and mistakes, line by line; nothing is stored here."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from curator import charsets
from curator.audience import addresses
from curator.audience.importers.shapes import SHAPES, Person, Shape, column, recognise
from curator.audience.importers.standing import stricter
from curator.cells import unmarked
from curator.errors import AddressError, CuratorError, Problem
from curator.sanitize import clean_text

MOST_BYTES = 200 << 20
MOST_FIELD = 1 << 20
NAME_CHARACTERS = 120
_ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
"""How the files of Excel and LibreOffice (ZIP, OLE) and gzip begin."""
_DELIMITERS = ",;\t|"
_SEPARATOR = re.compile(rf"\ufeff?sep=([{_DELIMITERS}])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a file holds."""

    shape: Shape
    persons: tuple[Person, ...]
    """Each address once, as its last row has it; but who left in any row has left."""
    problems: tuple[Problem, ...]
    doubt: str = ""
    """What may be wrong with all of it: how its letters were read, with a name to tell by."""


def read(data: bytes, *, file: str = "list.csv", shape: str | None = None) -> Listing:
    """The persons in a CSV file, and what could not be read, with its line.

    ``shape`` names the program; by default the columns tell. Raises :class:`CuratorError` for a
    file without addresses or of an unknown shape.
    """
    if len(data) > MOST_BYTES:
        raise CuratorError(f"{file} is larger than {MOST_BYTES >> 20} MB; split it")
    if data.startswith(_ARCHIVES):
        raise CuratorError(f"{file} is a spreadsheet or an archive; save it as CSV (UTF-8)")
    text, encoding = _text(data)
    if not text.strip():
        raise CuratorError(f"{file} is empty; give a CSV with a column of addresses")
    lines = text.split("\n")
    start, delimiter = _beginning(lines)
    columns, first_line = _header(lines[start], delimiter, start)
    form = _named(shape) if shape else recognise(columns)
    if not set(form.address) & set(columns):
        raise CuratorError(
            f"{file}:{start + 1}: no column is called {' or '.join(form.address)}; name the one that holds "
            "the addresses"
        )
    persons: dict[str, Person] = {}
    problems: list[Problem] = []
    table = _Table(lines, delimiter, columns, form, file)
    for found in table.rows(first_line):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        key = found.address.lower()
        known = persons.get(key, found)
        if known.standing is not found.standing:
            problems.append(_twice(found, known, file))
        persons[key] = replace(found, standing=stricter(known.standing, found.standing))
    once = tuple(persons.values())
    return Listing(form, once, tuple(problems), _doubt(encoding, once))


def _named(name: str) -> Shape:
    found = next((shape for shape in SHAPES if shape.name == name), None)
    if found is None:
        known = ", ".join(shape.name for shape in SHAPES)
        raise CuratorError(f"{name!r} is not a known format; use {known}")
    return found


def _text(data: bytes) -> tuple[str, str]:
    """The file as text with plain line breaks, and the encoding that it was read as."""
    text, encoding = charsets.read_file(data)
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n"), encoding


def _doubt(encoding: str, persons: Iterable[Person]) -> str:
    """What to look at where the encoding was guessed."""
    if encoding != charsets.GUESSED:
        return ""
    name = next((one.name for one in persons if not one.name.isascii()), "")
    told = f"; is {name!r} right? If not," if name else "; if names look wrong,"
    return f"it is no UTF-8 and was read as {encoding}{told} save it as UTF-8"


def _beginning(lines: Sequence[str]) -> tuple[int, str]:
    """Where the table begins, and what stands between its cells.

    Lines without a word come before it now and then, and Excel writes ``sep=;`` there.
    """
    said = ""
    for number, line in enumerate(lines):
        if match := _SEPARATOR.fullmatch(line.strip()):
            said = match[1]
        elif line.strip(_DELIMITERS + ' "'):
            return number, said or _delimiter(line)
    return 0, ","


def _header(first: str, delimiter: str, start: int) -> tuple[list[str], int]:
    """The reduced column names, and where the rows begin; a list of bare addresses has no names."""
    if "@" in first:
        return ["email", "name"], start
    row = next(csv.reader([first], delimiter=delimiter), [])
    return [column(name) for name in row], start + 1


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


@dataclass(frozen=True, slots=True)
class _Table:
    """The lines of a file, and how to read them."""

    lines: Sequence[str]
    delimiter: str
    columns: Sequence[str]
    form: Shape
    file: str

    def rows(self, start: int) -> Iterator[Person | Problem]:
        """The persons from line ``start`` (counted from 0) on, and what is wrong with some."""
        csv.field_size_limit(MOST_FIELD)
        while start < len(self.lines):
            cells, taken = self._row(start)
            if taken > 1 and start + taken == len(self.lines) and self._unclosed(start):
                yield self._problem(start, "a quote opens here and does not close; read without")
                cells, taken = self._alone(start), 1
            elif taken == 0:
                yield self._problem(start, f"is not CSV; a field may have {MOST_FIELD} characters")
                return
            if any(cell.strip() for cell in cells):
                row = dict(zip(self.columns, map(unmarked, cells), strict=False))
                yield from _person(row, self.form, self.file, start + 1)
            start += taken

    def _row(self, start: int, *, strict: bool = False) -> tuple[list[str], int]:
        """The cells of the row that begins at a line, and how many lines it takes; 0 if it has none."""
        following = (f"{self.lines[number]}\n" for number in range(start, len(self.lines)))
        reader = csv.reader(following, delimiter=self.delimiter, strict=strict)
        try:
            return next(reader, []), reader.line_num
        except csv.Error:
            return [], 0

    def _unclosed(self, start: int) -> bool:
        return self._row(start, strict=True)[1] == 0

    def _alone(self, start: int) -> list[str]:
        """The cells of one line whose quotes say nothing."""
        bare = self.lines[start].replace('"', "")
        return next(csv.reader([bare], delimiter=self.delimiter), [])

    def _problem(self, start: int, says: str) -> Problem:
        return Problem(self.file, start + 1, 1, "", says)


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
