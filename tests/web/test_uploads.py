"""Files that wait for the author's word: kept for a while, a few of them, each given out once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from curator.errors import NotFound
from curator.web.uploads import KEPT, MOST, Uploads
from tests.web.house import NOW


def test_a_file_is_given_out_once() -> None:
    uploads = Uploads()
    token = uploads.keep("readers.csv", b"a@b.example", NOW)
    assert uploads.take(token, NOW + KEPT).data == b"a@b.example"
    with pytest.raises(NotFound):
        uploads.take(token, NOW)


def test_the_oldest_makes_room() -> None:
    uploads = Uploads()
    tokens = [uploads.keep(f"{number}.csv", b"", NOW) for number in range(MOST + 1)]
    with pytest.raises(NotFound):
        uploads.take(tokens[0], NOW)
    assert [uploads.take(token, NOW).name for token in tokens[1:]] == [
        f"{number}.csv" for number in range(1, MOST + 1)
    ]


def test_one_that_nobody_asks_for_is_forgotten_with_the_next() -> None:
    uploads = Uploads()
    old = uploads.keep("readers.csv", b"a@b.example", NOW)
    later = NOW + KEPT + timedelta(seconds=1)
    uploads.keep("links.csv", b"", later)
    with pytest.raises(NotFound):
        uploads.take(old, NOW)
