"""A service in a process of its own that says when it freezes: ``killable FOLDER INSTANT``."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from curator.flows.mail.freeze import freeze
from curator.flows.service import leaving
from tests.jobs.weeks import Service, tick


def main(folder: str, instant: str) -> None:
    """Look once at what is due, and say what happens on standard output."""
    app = Service(Path(folder)).app()

    def announced(*given: Any, **named: Any) -> Any:
        print("freezing", flush=True)  # noqa: T201 - the parent waits for it
        return freeze(*given, **named)

    setattr(leaving, "freeze", announced)  # noqa: B010 - a spy, put where the service looks
    tick(app, datetime.fromisoformat(instant))
    app.close()
    print("done", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
