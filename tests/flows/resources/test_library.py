"""What is stored of resources, by id, key or any address that leads there."""

from __future__ import annotations

import pytest

from curator.app import App
from curator.errors import NotFound
from curator.flows.resources import library
from curator.model import Kind, PageState, Resource, Tag, Tags, Track
from curator.storage import resources
from tests.web.house import NOW

PAPER = "https://arxiv.org/abs/1706.03762v5"


@pytest.fixture
def paper(app: App) -> int:
    with app.database.begin() as connection:
        resource = Resource("arxiv:1706.03762", PAPER, "Attention", kind=Kind.PAPER)
        row = resources.upsert(connection, resource, now=NOW, state=PageState.OK)
        resources.save_tags(connection, row, Tags((Tag("nlp", 0.9),), track=Track.THEORY))
    return row


def test_one_is_found_by_id_key_and_address(app: App, paper: int) -> None:
    for which in (
        str(paper),
        "https://arxiv.org/pdf/1706.03762",
        "http://www.arxiv.org/abs/1706.03762v1",
    ):
        assert library.get(app, which).id == paper


@pytest.mark.parametrize("which", ["0", "7", "9" * 40, "", "nothing", "https://a.example/none"])
def test_what_is_not_there_is_told(app: App, paper: int, which: str) -> None:
    with pytest.raises(NotFound):
        library.get(app, which)


def test_lists_are_filtered(app: App, paper: int) -> None:
    assert [one.id for one in library.list_(app, topic="nlp", track="theory", kind="paper")] == [
        paper
    ]
    assert library.list_(app, track="practice") == []
    with pytest.raises(NotFound, match=r"no topic .cooking.; topics: "):
        library.list_(app, topic="cooking")
