"""Drives ``wrk``, the load generator, and reads what it says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

Post = tuple[str, str]
"""A path and the body of a form that is sent there."""

_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}

POSTS = """\
-- One request after the other from a file: path, a tab, and the body; each once, then from the start.
local file, number = %(file)r, 0
function setup(thread) thread:set("number", number); number = number + 1 end
function init()
  requests, at = {}, 0
  for line in io.lines(file) do
    at = at + 1
    if at %% %(threads)d == number then
      local path, body = line:match("([^\\t]*)\\t(.*)")
      local ip = "10." .. at %% 200 .. "." .. math.floor(at / 200) %% 250 .. "." .. at %% 250
      requests[#requests + 1] = wrk.format("POST", path, {
        ["content-type"] = "application/x-www-form-urlencoded", ["x-forwarded-for"] = ip }, body)
    end
  end
  at = 0
end
function request() at = at %% #requests + 1; return requests[at] end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of a load."""

    per_second: float
    median_ms: float
    p99_ms: float
    failed: int
    """Answers other than 2xx and 3xx, and connections that broke."""

    def __str__(self) -> str:
        failed = f", {self.failed} FAILED" if self.failed else ""
        return f"{self.per_second:7.0f} /s   p50 {self.median_ms:7.1f} ms   p99 {self.p99_ms:7.1f} ms{failed}"


def insist() -> None:
    """End with what to install where wrk is missing."""
    if shutil.which("wrk") is None:
        sys.exit("wrk is missing; on Debian: apt-get install wrk")


def load(
    url: str,
    *,
    seconds: int,
    connections: int,
    threads: int = 2,
    posts: list[Post] | None = None,
    folder: Path | None = None,
) -> Load:
    """Load ``url``, or with ``posts`` the paths and bodies of these, one after the other.

    The script for posts is written into ``folder``.
    """
    command = ["wrk", "--latency", f"-t{threads}", f"-c{connections}", f"-d{seconds}s"]
    command += ["--timeout", "30s"]
    if posts and folder:
        command += ["-s", str(_script(folder, posts, threads))]
    said = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    return read(said)


def _script(folder: Path, posts: list[Post], threads: int) -> Path:
    listed, script = folder / "posts.tsv", folder / "posts.lua"
    listed.write_text("".join(f"{path}\t{body}\n" for path, body in posts))
    script.write_text(POSTS % {"file": str(listed), "threads": threads})
    return script


def read(said: str) -> Load:
    """What wrk printed."""
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if rate is None:
        raise ValueError(said)
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    broken = re.search(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said
    )
    failed = (int(bad[1]) if bad else 0) + (sum(map(int, broken.groups())) if broken else 0)
    return Load(float(rate[1]), _percentile(said, 50), _percentile(said, 99), failed)


def _percentile(said: str, percent: int) -> float:
    found = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s|m)", said)
    return float(found[1]) * _MILLISECONDS[found[2]] if found else float("nan")
