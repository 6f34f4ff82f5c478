"""Lines of the log: one JSON object each, or words for people; never what uvicorn adds in colour."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from curator.cli import logs


def record(message: str, **more: object) -> logging.LogRecord:
    made = logging.makeLogRecord({"name": "curator.x", "levelname": "INFO", "levelno": 20})
    made.msg, made.created = message, 1_700_000_000.25
    made.__dict__.update(more)
    return made


def line(made: logging.LogRecord) -> dict[str, object]:
    found: dict[str, object] = json.loads(logs.Lines().format(made))
    return found


def test_a_line_says_what_how_grave_where_and_when() -> None:
    assert line(record("it is sent")) == {
        "event": "it is sent",
        "level": "info",
        "logger": "curator.x",
        "timestamp": "2023-11-14T22:13:20.250Z",
    }


def test_details_stand_beside_it_and_colours_do_not() -> None:
    found = line(record("request", route="/archive", ms=1.5, color_message="\x1b[1mrequest"))
    assert (found["route"], found["ms"]) == ("/archive", 1.5)
    assert "color_message" not in found


def test_a_line_break_in_a_title_makes_no_second_line() -> None:
    assert "\n" not in logs.Lines().format(record('one\n{"event": "forged"}'))


def test_a_mistake_of_ours_comes_with_its_trace() -> None:
    try:
        raise ValueError("oh")
    except ValueError:
        found = line(record("failed", exc_info=sys.exc_info()))
    assert "ValueError: oh" in str(found["exception"])


@pytest.mark.parametrize("form", ["json", "console", "auto"])
def test_each_form_writes_to_standard_error(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("info", form)
    logging.getLogger("curator.x").info("hello", extra={"issue": 3})
    said = capsys.readouterr().err
    assert "hello" in said
    assert said.startswith("{") == (form != "console")
