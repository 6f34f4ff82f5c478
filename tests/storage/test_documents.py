"""What could not be read is kept, one document a source, until the source is read again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curator.errors import NotFound
from curator.model import BadDocument
from curator.storage import documents, sources
from curator.storage.engine.database import Database
from tests.storage.examples import NOW, source

BLOG, NEWS = source("blog"), source("news")
PAGE = BadDocument(BLOG.url, NOW, "text/html", "a page", 9000, b"<html>\x00\xff" * 1000)


@pytest.fixture(autouse=True)
def _synced(database: Database) -> None:
    with database.begin() as connection:
        sources.sync(connection, [BLOG, NEWS], NOW)


def test_it_comes_back_byte_for_byte_and_is_its_source_s_alone(database: Database) -> None:
    with database.begin() as connection:
        documents.keep(connection, BLOG.url, PAGE)
        assert documents.get(connection, BLOG.url) == PAGE
        assert documents.get(connection, NEWS.url) is None


def test_only_the_last_one_is_kept(database: Database) -> None:
    later = replace(PAGE, body=b"", error="the document is empty", size=0)
    with database.begin() as connection:
        documents.keep(connection, BLOG.url, PAGE)
        documents.keep(connection, BLOG.url, later)
        assert documents.get(connection, BLOG.url) == later


def test_it_is_forgotten_as_often_as_one_likes(database: Database) -> None:
    with database.begin() as connection:
        documents.keep(connection, BLOG.url, PAGE)
        documents.forget(connection, BLOG.url)
        documents.forget(connection, BLOG.url)
        assert documents.get(connection, BLOG.url) is None


def test_of_what_is_no_source_nothing_is_kept(database: Database) -> None:
    with pytest.raises(NotFound), database.begin() as connection:
        documents.keep(connection, "https://nowhere.example/", PAGE)
