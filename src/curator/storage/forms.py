"""Which words each resource had when it was tagged: an index that an edit of the taxonomy asks.

Unlike the search for people (:mod:`curator.storage.search`) it stems nothing and leaves nothing out:
the words stand in it as the tagger compared them, so its answer is exact on both databases. FTS5
without positions on SQLite, a ``tsvector`` of plain lexemes on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, text

from curator.storage.engine.rows import chunks

LONGEST = 200
"""Letters of a word that is kept; PostgreSQL refuses 2,047 bytes, and no alias is near it."""
BEGINNING = "*"
"""At the end of a wanted word: any word that begins so."""
_AT_ONCE = 50
"""Phrases in one query; the parser of FTS5 nests no deeper than 256."""


def put(connection: Connection, resource_id: int, forms: Collection[str]) -> None:
    """Note the words of a resource in place of what was noted."""
    remove(connection, resource_id)
    kept = sorted({form for form in forms if len(form) <= LONGEST})
    sqlite = connection.dialect.name == "sqlite"
    values = {"id": resource_id, "forms": " ".join(kept) if sqlite else kept}
    connection.execute(_PUT[connection.dialect.name], values)


def remove(connection: Connection, resource_id: int) -> None:
    """Forget a resource."""
    connection.execute(_REMOVE, {"id": resource_id})


def clear(connection: Connection) -> None:
    """Forget all resources."""
    connection.execute(_CLEAR)


def having(connection: Connection, phrases: Sequence[Sequence[str]]) -> set[int]:
    """The ids of the resources that have every word of one of ``phrases``, in whatever order.

    A word that ends in :data:`BEGINNING` stands for all that begin so.
    """
    term = {"sqlite": _fts5, "postgresql": _lexeme}[connection.dialect.name]
    both, either = _JOINED[connection.dialect.name]
    found: set[int] = set()
    for some in chunks(phrases, _AT_ONCE):
        match = either.join(f"({both.join(map(term, phrase))})" for phrase in some)
        found.update(
            connection.execute(_HAVING[connection.dialect.name], {"match": match}).scalars()
        )
    return found


def _fts5(word: str) -> str:
    return f'"{word.removesuffix(BEGINNING)}"{BEGINNING if word.endswith(BEGINNING) else ""}'


def _lexeme(word: str) -> str:
    return f"'{word.removesuffix(BEGINNING)}'{':*' if word.endswith(BEGINNING) else ''}"


_JOINED = {"sqlite": (" AND ", " OR "), "postgresql": (" & ", " | ")}
_REMOVE = text("DELETE FROM resource_search_forms WHERE rowid = :id")
_CLEAR = text("DELETE FROM resource_search_forms")
_PUT = {
    "sqlite": text("INSERT INTO resource_search_forms (rowid, forms) VALUES (:id, :forms)"),
    "postgresql": text(
        "INSERT INTO resource_search_forms (rowid, forms)"
        " VALUES (:id, array_to_tsvector(cast(:forms AS text[])))"
    ),
}
_HAVING = {
    "sqlite": text(
        "SELECT rowid FROM resource_search_forms WHERE resource_search_forms MATCH :match"
    ),
    "postgresql": text(
        "SELECT rowid FROM resource_search_forms WHERE forms @@ cast(:match AS tsquery)"
    ),
}
