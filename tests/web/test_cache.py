"""The page cache: one makes a page however many ask, and a change is seen at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event

import pytest

from curator.web import cache
from curator.web.cache import Kept, PageCache

WAIT = 30

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    """The loop that the server has."""
    return "asyncio"


def page(text: str) -> Kept:
    return cache.keep(200, "text/plain", text.encode())


class Maker:
    """Makes pages that count up, each only when it is let go."""

    def __init__(self) -> None:
        self.made = 0
        self.begun = Event()
        self.go = Event()

    def __call__(self) -> Kept:
        self.made += 1
        self.begun.set()
        assert self.go.wait(WAIT)
        return page(f"page {self.made}")


async def until(event: Event) -> None:
    assert await asyncio.to_thread(event.wait, WAIT)


def simply(text: str) -> Callable[[], Kept]:
    return lambda: page(text)


async def test_many_who_ask_at_once_get_what_one_made() -> None:
    pages, make = PageCache(), Maker()
    asking = [asyncio.create_task(pages.get_or_make("/", make)) for _ in range(64)]
    await until(make.begun)
    make.go.set()
    got = await asyncio.gather(*asking)
    assert {one.body for one in got} == {b"page 1"}


async def test_a_fresh_page_is_not_made_again() -> None:
    pages = PageCache()
    await pages.get_or_make("/", simply("old"))
    assert (await pages.get_or_make("/", simply("new"))).body == b"old"


async def test_while_a_page_is_made_anew_the_others_get_the_old_one() -> None:
    pages, make = PageCache(seconds=0), Maker()
    await pages.get_or_make("/", simply("old"))
    first = asyncio.create_task(pages.get_or_make("/", make))
    await until(make.begun)
    assert (await pages.get_or_make("/", simply("never made"))).body == b"old"
    make.go.set()
    assert (await first).body == b"page 1"


async def test_a_page_too_old_is_given_to_nobody() -> None:
    pages, make = PageCache(seconds=0, grace=0), Maker()
    await pages.get_or_make("/", simply("old"))
    asking = [asyncio.create_task(pages.get_or_make("/", make)) for _ in range(3)]
    await until(make.begun)
    make.go.set()
    assert {one.body for one in await asyncio.gather(*asking)} == {b"page 1"}


async def test_what_was_begun_before_a_change_is_not_kept_after_it() -> None:
    pages, make = PageCache(), Maker()
    before = asyncio.create_task(pages.get_or_make("/", make))
    await until(make.begun)
    pages.clear()
    after = await pages.get_or_make("/", simply("changed"))
    make.go.set()
    assert (await before).body == b"page 1"
    assert after.body == b"changed"
    assert (await pages.get_or_make("/", simply("never made"))).body == b"changed"


async def test_a_page_that_cannot_be_made_is_told_and_tried_again() -> None:
    pages = PageCache()

    def broken() -> Kept:
        raise ValueError("no such page")

    for _ in range(2):
        with pytest.raises(ValueError, match="no such page"):
            await pages.get_or_make("/", broken)
    assert (await pages.get_or_make("/", simply("there now"))).body == b"there now"


async def test_who_gives_up_while_it_is_made_leaves_it_to_the_others() -> None:
    pages, make = PageCache(), Maker()
    first = asyncio.create_task(pages.get_or_make("/", make))
    await until(make.begun)
    second = asyncio.create_task(pages.get_or_make("/", make))
    first.cancel()
    make.go.set()
    assert (await second).body == b"page 1"
    assert make.made == 1


async def test_of_too_many_pages_the_one_not_asked_for_longest_goes() -> None:
    pages = PageCache(most=2)
    for key in ("/a", "/b", "/a", "/c"):
        await pages.get_or_make(key, simply(f"old {key}"))
    assert (await pages.get_or_make("/a", simply("new"))).body == b"old /a"
    assert (await pages.get_or_make("/b", simply("new"))).body == b"new"
