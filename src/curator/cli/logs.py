"""One shape for every line of the log: for people on a terminal, JSON elsewhere.

No line holds an address of a reader, a token or a client's network address.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

import structlog


def set_up(level: str, form: str) -> None:
    """Send the log of everything in this process to standard error.

    ``form`` is ``console``, ``json``, or ``auto``: console where that is a terminal.
    """
    _record_less()
    people = form == "console" or (form == "auto" and sys.stderr.isatty())
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_for_people() if people else Lines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    # These say too much at the level at which we want to hear from ourselves.
    for name in ("httpx", "httpcore", "uvicorn.access", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _record_less() -> None:
    """Leave out of records what no line of ours shows (the Logging HOWTO's "Optimization").

    Finding the caller and the thread takes longer than writing the line.
    """
    logging._srcfile = None  # noqa: SLF001 - its documented switch
    logging.logThreads = logging.logMultiprocessing = logging.logProcesses = False


_JSON = json.JSONEncoder(ensure_ascii=False, default=str)
"""Made once: ``json.dumps`` makes a new one for every line."""


class Lines(logging.Formatter):
    """A record as one JSON object: what happened, how grave, where, when, and its details."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        said = {"event": record.getMessage(), "level": record.levelname.lower()}
        said |= {"logger": record.name} | _details(record)
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said["timestamp"] = at.replace("+00:00", "Z")
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return _JSON.encode(said)


_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}
"""What every record has; the rest are details. uvicorn adds its words in colour."""


def _details(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name not in _USUAL}


def _for_people() -> logging.Formatter:
    """Lines for a terminal, in colour where that shows it."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        _plain,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[structlog.typing.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
    ]
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last)


def _plain(
    _logger: logging.Logger, _method: str, said: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """A line without the copy of its words that uvicorn colours for terminals."""
    said.pop("color_message", None)
    return said
