"""Whose lease is worth nothing any more."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from curator.mail.owners import dead

HOST = socket.gethostname()


def ended() -> int:
    """The id of a process that has just ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
    return child.pid


def test_a_process_of_this_host_that_has_ended_is_dead() -> None:
    owner = f"{HOST}:{ended()}:ab12"
    assert dead([owner, f"{HOST}:{os.getpid()}:cd34"]) == {owner}


@pytest.mark.parametrize(
    "owner",
    [
        "another-host:1:ab12",
        f"{HOST}:1:ab12",  # lives, though it is not ours
        f"{HOST}:no-number:ab12",
        f"{HOST}:99999999999999999999:ab12",
        "nonsense",
        "",
    ],
)
def test_in_doubt_an_owner_lives_until_its_lease_has_run_out(owner: str) -> None:
    assert dead([owner]) == set()
