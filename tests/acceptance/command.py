"""Runs the installed ``curator`` as a person would: a subprocess in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CURATOR = (sys.executable, "-m", "curator")
LEFT_OUT = ("CURATOR_", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "XDG_")


@dataclass(frozen=True)
class Finished:
    """What a run of the command gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON value."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Home:
    """A folder with a ``feeds.yaml``, and the environment of the runs in it."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def env(self, **more: str) -> dict[str, str]:
        """The environment of a run: ours without any Curator or proxy settings, plus the home's."""
        clean = {k: v for k, v in os.environ.items() if not k.startswith(LEFT_OUT)}
        data = {"XDG_DATA_HOME": str(self.folder / "data")}
        return clean | data | {"CURATOR_SEMANTIC": "no"} | dict(self.environment) | more

    def having(self, **more: str) -> Home:
        """The same folder with ``more`` variables in the environment."""
        return Home(self.folder, {**self.environment, **more})

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """``curator ARGUMENTS`` as a process that runs; its standard error can be read."""
        # Tests run in the background ignore Ctrl-C, and what they start would as well.
        return subprocess.Popen(
            ["env", "--default-signal=INT", *CURATOR, *arguments],
            cwd=self.folder,
            env=self.env(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(
        self,
        *arguments: str,
        before: Sequence[str] = (),
        stdin: str | None = None,
        timeout: float = 300,
        **more: str,
    ) -> Finished:
        """Run ``curator ARGUMENTS``; ``before`` is a command that runs it in its turn."""
        done = subprocess.run(
            [*before, *CURATOR, *arguments],
            cwd=self.folder,
            env=self.env(**more),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        assert "Traceback (most recent call last)" not in done.stderr, done.stderr
        return Finished(done.returncode, done.stdout, done.stderr)
