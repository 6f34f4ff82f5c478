"""Full-text search over everything curated: FTS5 on SQLite, ``tsvector`` on PostgreSQL.

Title counts most, then authors and summary, then the text. Words are stemmed for English, every
word of the query must occur, ``"a phrase"`` must occur as it stands, and ``-word`` must not. The
query is data: no operator of either engine reaches it.
"""

# ruff: noqa: S608 - only names of parameters are put into statements

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from curator.model import Resource
from curator.storage.engine.columns import clean

MARKS = ("\x02", "\x03")
"""Around each match in a snippet."""
_BODY_CHARACTERS = 100_000
_TEXTS = ("title", "authors", "summary", "body")
MANY = 30_000
"""Resources that match, from which on not all of them are ranked if that can be helped."""
_WORD_BYTES = 2000
"""PostgreSQL refuses a lexeme of 2,047 bytes or more."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One resource that matches."""

    resource_id: int
    score: float
    """Higher is better; only comparable within one answer."""
    snippet: str
    """Plain text; each match stands between :data:`MARKS`."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of a query."""

    words: tuple[str, ...]
    wanted: bool = True


# What both engines leave out: PostgreSQL's list for English, of which FTS5 has none.
_STOP_WORDS = frozenset(
    """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she
    her hers herself it its itself they them their theirs themselves what which who whom this that
    these those am is are was were be been being have has had having do does did doing a an the and
    but if or because as until while of at by for with about against between into through during
    before after above below to from up down in out on off over under again further then once here
    there when where why how all any both each few more most other some such no nor not only own
    same so than too very s t can will just don should now
    """.split()
)


def put(connection: Connection, resource_id: int, resource: Resource, body: str) -> None:
    """Make a resource findable by what it says now; ``body`` is its main text."""
    remove(connection, resource_id)
    add(connection, resource_id, resource, body)


def add(connection: Connection, resource_id: int, resource: Resource, body: str) -> None:
    """As :func:`put`, for a resource that was never put."""
    values: dict[str, Any] = {
        "id": resource_id,
        "title": _storable(resource.title),
        "authors": _storable(", ".join(resource.authors)),
        "summary": _storable(resource.summary),
        "body": _storable(body[:_BODY_CHARACTERS]),
    }
    if connection.dialect.name == "postgresql":
        values |= {f"plain_{name}": _folded(values[name]) for name in _TEXTS}
    connection.execute(_PUT[connection.dialect.name], values)


def remove(connection: Connection, resource_id: int) -> None:
    """Forget a resource."""
    connection.execute(_REMOVE, {"id": resource_id})


def clear(connection: Connection) -> None:
    """Forget all resources."""
    connection.execute(text("DELETE FROM resource_search"))


def find(
    connection: Connection,
    query: str,
    *,
    topics: Sequence[str] = (),
    picked: bool = False,
    limit: int = 20,
    offset: int = 0,
) -> list[Hit]:
    """Resources that match, best first; none for a query without a wanted word.

    ``topics`` asks for any of them, ``picked`` for what was in an issue.
    """
    terms = parse(query)
    if not any(term.wanted for term in terms):
        return []
    conditions, values = _filters(topics, picked=picked)
    values |= {"limit": limit, "offset": offset}
    statement = text(_FIND[connection.dialect.name].format(conditions=conditions))
    for match in _matches(connection, terms):
        rows = connection.execute(statement, values | {"match": match})
        hits = [Hit(row[0], float(row[1]), str(row[2])) for row in rows]
        if len(hits) == limit:
            break
    return hits


def _matches(connection: Connection, terms: Sequence[Term]) -> Iterator[str]:
    """What to ask the engine for, one after the other until a page is full.

    Ranking takes longer the more resources match, so of words that most of them have, those with
    the words in front, which outrank all others, are tried first.
    """
    if connection.dialect.name != "sqlite":
        yield _tsquery(terms)
        return
    whole = _fts5(terms)
    if connection.execute(_COUNT, {"match": whole, "many": MANY}).scalar_one() >= MANY:
        yield _fts5(terms, "{title authors summary} : ")
    yield whole


def parse(query: str) -> list[Term]:
    """The words and phrases of a query as a person types it."""
    terms = []
    for sign, phrase, word in re.findall(r'(-?)(?:"([^"]*)"|(\S+))', clean(query)[:400]):
        words = tuple(re.findall(r"\w+", _folded(phrase or word).lower()))
        if not _STOP_WORDS.issuperset(words):
            terms.append(Term(words, wanted=not sign))
    return terms[:20]


def _fts5(terms: Sequence[Term], columns: str = "") -> str:
    """In the form of FTS5; what is wanted must stand in ``columns``, else anywhere."""
    wanted = " AND ".join(f'"{" ".join(term.words)}"' for term in terms if term.wanted)
    wanted = f"{columns}({wanted})" if columns else wanted
    unwanted = " OR ".join(f'"{" ".join(term.words)}"' for term in terms if not term.wanted)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _tsquery(terms: Sequence[Term]) -> str:
    """In the form of ``websearch_to_tsquery``, which never fails."""
    return " ".join(f'{"" if term.wanted else "-"}"{" ".join(term.words)}"' for term in terms)


def _filters(topics: Sequence[str], *, picked: bool) -> tuple[str, dict[str, Any]]:
    """Conditions on ``r``, the resource, and the values they bind."""
    values: dict[str, Any] = {}
    conditions = ["r.duplicate_of IS NULL"]
    if topics:
        names = _bind(values, "topic", topics)
        conditions.append(
            "EXISTS (SELECT 1 FROM resource_topics t"
            f" WHERE t.resource_id = r.id AND t.slug IN ({names}))"
        )
    if picked:
        conditions.append(
            "EXISTS (SELECT 1 FROM issue_items i JOIN issues e ON e.id = i.issue_id"
            " WHERE i.resource_id = r.id AND e.state IN ('approved','sending','paused','sent'))"
        )
    return " AND ".join(conditions), values


def _bind(values: dict[str, Any], prefix: str, words: Sequence[str]) -> str:
    names = {f"{prefix}{number}": word for number, word in enumerate(words)}
    values |= names
    return ", ".join(f":{name}" for name in names)


def _folded(words: str) -> str:
    """``words`` without accents, which FTS5 folds by itself."""
    apart = unicodedata.normalize("NFD", words)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _storable(words: str) -> str:
    """Text that both engines take: no marks of ours, no word of absurd length."""
    plain = clean(words).translate({ord(mark): " " for mark in MARKS})
    if len(plain) < _WORD_BYTES // 4:
        return plain
    return re.sub(rf"\S{{{_WORD_BYTES // 4},}}", " ", plain)


_REMOVE = text("DELETE FROM resource_search WHERE rowid = :id")
_PUT = {
    "sqlite": text(
        "INSERT INTO resource_search (rowid, title, authors, summary, body)"
        " VALUES (:id, :title, :authors, :summary, :body)"
    ),
    "postgresql": text(
        "INSERT INTO resource_search (rowid, title, summary, body, words) VALUES"
        " (:id, :title, :summary, :body,"
        " setweight(to_tsvector('english', cast(:plain_title AS text)), 'A')"
        " || setweight(to_tsvector('english', cast(:plain_authors AS text)), 'B')"
        " || setweight(to_tsvector('english', cast(:plain_summary AS text)), 'B')"
        " || setweight(to_tsvector('english', cast(:plain_body AS text)), 'D'))"
    ),
}

_COUNT = text(
    "SELECT count(*) FROM (SELECT 1 FROM resource_search WHERE resource_search MATCH :match"
    " LIMIT :many)"
)
_FIND = {
    # FTS5 gives rows in the order of its rank, so nothing is sorted and no row behind the last one
    # of the page is read; hence no second key, and a CROSS JOIN, which keeps the order of tables.
    "sqlite": (
        "SELECT s.rowid, -s.rank, snippet(resource_search, -1, char(2), char(3), '…', 24)"
        " FROM resource_search s CROSS JOIN resources r ON r.id = s.rowid"
        " WHERE s.resource_search MATCH :match AND s.rank MATCH 'bm25(10.0, 4.0, 4.0, 1.0)'"
        " AND {conditions} ORDER BY s.rank LIMIT :limit OFFSET :offset"
    ),
    # Headlines are costly, so only the rows of this page get one.
    "postgresql": (
        "SELECT h.id, h.score, ts_headline('english', concat_ws(' … ', h.title,"
        " nullif(h.summary, ''), left(h.body, 20000)), h.query,"
        " 'MaxWords=24, MinWords=8, StartSel=' || chr(2) || ', StopSel=' || chr(3))"
        " FROM (SELECT r.id, ts_rank(s.words, q.query, 1) AS score, s.title, s.summary, s.body,"
        " q.query FROM resource_search s JOIN resources r ON r.id = s.rowid,"
        " (SELECT websearch_to_tsquery('english', :match) AS query) q"
        " WHERE s.words @@ q.query AND {conditions}"
        " ORDER BY score DESC, r.id DESC LIMIT :limit OFFSET :offset) h"
        " ORDER BY h.score DESC, h.id DESC"
    ),
}
