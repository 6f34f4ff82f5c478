"""What a document does to its worker stays in the worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from curator.errors import DeadlinePassed, ParseError, WorkerDied
from curator.workers import Workers


def double(number: int) -> int:
    return 2 * number


def refuse(reason: str) -> None:
    raise ParseError(reason)


def loop() -> None:
    while True:
        pass


def wait(seconds: float) -> str:
    time.sleep(seconds)
    return "waited"


def swell() -> int:
    return len(bytearray(4 << 30))


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def after_interrupt() -> str:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.05)
    return "still here"


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(1, deadline_seconds=1.0, memory_bytes=1 << 30) as pool:
        yield pool


def test_gives_the_value(workers: Workers) -> None:
    assert workers.run(double, 21) == 42


def test_maps_in_order(workers: Workers) -> None:
    assert list(workers.map(double, [(1,), (2,), (3,)])) == [2, 4, 6]


def test_raises_what_the_function_raises(workers: Workers) -> None:
    with pytest.raises(ParseError, match="not a feed"):
        workers.run(refuse, "not a feed")


def test_an_endless_loop_ends_at_the_deadline_and_the_pool_lives_on(workers: Workers) -> None:
    with pytest.raises(DeadlinePassed):
        workers.run(loop)
    assert workers.run(double, 1) == 2


def test_waiting_for_the_processor_is_not_counted(workers: Workers) -> None:
    assert workers.run(wait, 1.5) == "waited"


def test_what_only_waits_has_an_end_too() -> None:
    with Workers(1, deadline_seconds=0.1) as hasty, pytest.raises(DeadlinePassed):
        hasty.run(wait, 60.0)


def test_a_swelling_document_is_refused_memory(workers: Workers) -> None:
    with pytest.raises(WorkerDied, match="memory"):
        workers.run(swell)


def test_a_crash_is_a_value_and_the_pool_lives_on(workers: Workers) -> None:
    with pytest.raises(WorkerDied, match="ended"):
        workers.run(crash)
    assert workers.run(double, 4) == 8


def test_an_interrupt_is_left_to_the_parent(workers: Workers) -> None:
    assert workers.run(after_interrupt) == "still here"


def test_threads_may_share_one_pool(workers: Workers) -> None:
    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(lambda n: workers.run(double, n), range(20))) == list(
            range(0, 40, 2)
        )


def masked() -> bool:
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_ctrl_c_never_reaches_them_not_even_while_they_load(workers: Workers) -> None:
    assert workers.run(masked)
    assert not masked(), "the parent hears it"


PROGRAM = """
import math
from curator.workers import Workers
print("main ran")
with Workers(2) as workers:
    print(workers.run(math.factorial, 5), list(workers.map(math.isqrt, [(9,), (16,)])))
"""


def test_a_program_without_a_guard_runs_once_and_ends_quietly(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    done = subprocess.run(
        [sys.executable, "-W", "error", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "main ran\n120 [3, 4]\n"
    assert done.stderr == ""
