"""The page about the database says what the code does."""

from __future__ import annotations

from pathlib import Path

from curator.storage import schema
from tests.storage import reference


def test_the_page_is_current() -> None:
    assert reference.PAGE.read_text("utf-8") == reference.current(), (
        "run: python -m tests.storage.reference"
    )


def test_every_noun_is_on_the_page() -> None:
    inner = {
        "__init__", "filing", "freezing", "hosts", "listing", "mailqueue", "merging", "naming", "repeating",
        "schema", "stored", "tagged",
    }  # fmt: skip
    files = {path.stem for path in Path(schema.__file__).parent.glob("*.py")}
    assert files - inner == {name for _, names in reference.NOUNS for name in names}


def test_every_table_is_told_of() -> None:
    page = reference.PAGE.read_text("utf-8")
    assert [name for name in schema.metadata.tables if f"`{name}`" not in page] == []
