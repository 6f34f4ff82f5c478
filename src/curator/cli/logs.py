"""One shape for every line of the log: for people on a terminal, JSON elsewhere.

No line holds an address of a reader, a token or a client's network address.
"""

from __future__ import annotations

import logging
import sys

import structlog


def set_up(level: str, form: str) -> None:
    """Send the log of everything in this process to standard error.

    ``form`` is ``console``, ``json``, or ``auto``: console where that is a terminal.
    """
    people = form == "console" or (form == "auto" and sys.stderr.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        _plain,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[structlog.typing.Processor] = (
        [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
        if people
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    # These say too much at the level at which we want to hear from ourselves.
    for name in ("httpx", "httpcore", "uvicorn.access", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _plain(
    _logger: logging.Logger, _method: str, said: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """A line without the copy of its words that uvicorn colours for terminals."""
    said.pop("color_message", None)
    return said
