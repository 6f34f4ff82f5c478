"""Long work beside the pages: one after the other, watched, and stopped between two steps."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from curator.errors import CuratorError, NotFound
from curator.flows.work.progress import Progress, Step
from curator.web import tasks as tasks_module
from curator.web.tasks import Tasks

PATIENCE = 60


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.stop()


def test_a_task_gives_what_its_work_gave(tasks: Tasks) -> None:
    task = tasks.start("Adding", "about it", lambda _progress: 1 + 1)
    assert task.is_over_soon()
    assert (task.outcome(), task.about, tasks.get(task.token)) == (2, "about it", task)


def test_a_task_that_fails_says_why(tasks: Tasks) -> None:
    def fail(_progress: Progress) -> None:
        raise CuratorError("the file is empty")

    task = tasks.start("Reading", None, fail)
    with pytest.raises(CuratorError, match="the file is empty"):
        task.outcome()


def test_how_far_it_is_can_be_seen(tasks: Tasks) -> None:
    half, go = Event(), Event()

    def work(progress: Progress) -> None:
        progress(Step("links", 1, 2))
        half.set()
        go.wait(PATIENCE)

    task = tasks.start("Importing", None, work)
    assert half.wait(PATIENCE)
    assert task.step == Step("links", 1, 2)
    assert not task.ended
    go.set()
    task.outcome()
    assert task.ended


def test_they_run_one_after_the_other(tasks: Tasks) -> None:
    go, order = Event(), list[str]()

    def first(_progress: Progress) -> None:
        go.wait(PATIENCE)
        order.append("first")

    tasks.start("First", None, first)
    second = tasks.start("Second", None, lambda _progress: order.append("second"))
    assert second.step is None
    go.set()
    second.outcome()
    assert order == ["first", "second"]


def test_stopping_ends_what_runs_at_its_next_step_and_what_waits_at_once() -> None:
    tasks, begun = Tasks(), Event()

    def endless(progress: Progress) -> None:
        number = 0
        while True:
            number += 1
            progress(Step("links", number, number + 1))
            begun.set()

    running = tasks.start("Endless", None, endless)
    waiting = tasks.start("Never begun", None, endless)
    assert begun.wait(PATIENCE)
    tasks.stop()
    with pytest.raises(CuratorError, match="was stopped"):
        running.outcome()
    assert waiting.future.cancelled()


def test_of_too_many_the_oldest_that_has_ended_is_forgotten(
    tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks_module, "MOST", 2)
    made = []
    for number in range(4):
        made.append(tasks.start(f"Task {number}", None, lambda _progress: None))
        made[-1].outcome()
    with pytest.raises(NotFound):
        tasks.get(made[0].token)
    assert tasks.get(made[-1].token) is made[-1]
