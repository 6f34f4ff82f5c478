"""``curator serve`` as it is installed: a real process, a real socket, a real signal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.web import house
from tests.web.serving import free_port

CURATOR = [sys.executable, "-c", "from curator.cli import main; main()"]


def environment(folder: Path) -> dict[str, str]:
    """The variables of a house without sources in ``folder``."""
    house.settings(folder, sources=" []")
    mine = {"CURATOR_DATA": str(folder), "CURATOR_FEEDS": str(folder / "feeds.yaml")}
    return {**os.environ, **mine}


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running service and its address."""
    port = free_port()
    process = subprocess.Popen(
        [*CURATOR, "serve", "--port", str(port), *options],
        env=environment(folder),
        stderr=subprocess.PIPE,
        text=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                httpx2.get(f"{url}/healthz")
                break
            except httpx2.ConnectError:
                time.sleep(0.1)
        yield process, url
    finally:
        process.kill()
        process.communicate()


@pytest.mark.acceptance
@pytest.mark.parametrize("options", [(), ("--no-scheduler",)])
def test_it_serves_until_it_is_told_to_end(tmp_path: Path, options: tuple[str, ...]) -> None:
    with serving(tmp_path / "house", *options) as (process, url):
        assert httpx2.get(f"{url}/readyz").status_code == 200
        assert "Top Down" in httpx2.get(url).text
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=60)[1]
    assert process.returncode == 0, "it ends by itself, its workers tidied up, not by the signal"
    assert "Traceback" not in said
    assert "Warning" not in said


@pytest.mark.acceptance
def test_the_log_is_json_where_nobody_watches(tmp_path: Path) -> None:
    with serving(tmp_path / "house") as (process, url):
        httpx2.get(f"{url}/unsubscribe/a-secret-token")
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=60)[1]
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert lines
    assert all({"event", "level", "timestamp"} <= line.keys() for line in lines)
    assert "a-secret-token" not in said


@pytest.mark.acceptance
def test_a_wrong_configuration_is_told_before_anything_listens(tmp_path: Path) -> None:
    folder = tmp_path / "house"
    variables = environment(folder)
    (folder / "feeds.yaml").write_text("newsletter: {title: 5}\n")
    done = subprocess.run(
        [*CURATOR, "serve"], env=variables, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 4
    assert "feeds.yaml:1" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.acceptance
def test_the_archive_is_written_as_files(tmp_path: Path) -> None:
    variables = environment(tmp_path / "house")
    done = subprocess.run(
        [*CURATOR, "site", "build", str(tmp_path / "site"), "--json"],
        env=variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout)["ok"]
    assert (tmp_path / "site" / "index.html").exists()
