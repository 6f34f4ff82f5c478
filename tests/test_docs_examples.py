"""The pages keep their word: examples of feeds.yaml are right, commands, options and settings are there."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from ruamel.yaml import YAML

from curator import config
from curator.cli.root import cli
from curator.settings.table import table

PAGES = [
    Path("README.md"),
    *sorted(Path("docs").glob("*.md")),
    *sorted(Path("docs/how-to").glob("*.md")),
]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SAID = re.compile(r"`(curator [^`]+)`")
_SETTING = re.compile(r"\bCURATOR_[A-Z0-9_]+\b(?!\*)")
_NEEDED: dict[str, Any] = {"title": "T", "author": {"name": "A"}, "from": "a@letters.example"}


def blocks(*languages: str) -> Iterator[tuple[Path, str]]:
    """What stands in the code blocks of some languages, with the page it is on."""
    for page in PAGES:
        for language, text in _BLOCK.findall(page.read_text("utf-8")):
            if language in languages:
                yield page, text


# --------------------------------------------------------------------------- feeds.yaml


def completed(given: dict[str, Any]) -> dict[str, Any]:
    """An excerpt of a file, with what it leaves to the rest of it."""
    topics = list(given.get("topics", ()))
    known = {topic["slug"] for topic in topics}
    lines = [one for one in given.get("sources", ()) if isinstance(one, dict)]
    named = {slug for one in lines for slug in one.get("topics", ())} - known
    topics += [{"slug": slug, "name": slug} for slug in sorted(named)]
    return given | {"newsletter": _NEEDED | given.get("newsletter", {}), "topics": topics}


@pytest.mark.parametrize(("page", "text"), list(blocks("yaml")))
def test_an_example_of_feeds_yaml_is_right(page: Path, text: str) -> None:
    given = YAML(typ="safe").load(text)
    assert given.keys() <= {"newsletter", "topics", "sources"}, page
    # JSON is YAML too.
    config.parse(json.dumps(completed(given)).encode(), str(page))


# --------------------------------------------------------------------------- commands


def commands() -> Iterator[tuple[str, str]]:
    """Every command line that a page names, with the page."""
    for page, text in blocks("", "console", "bash", "sh"):
        for line in text.replace("\\\n", " ").splitlines():
            if (at := line.find("curator ")) >= 0 and _is_command(line[:at]):
                yield page.name, line[at:]
    for page in PAGES:
        prose = _BLOCK.sub("", page.read_text("utf-8"))
        for said in _SAID.findall(prose):
            yield page.name, " ".join(said.split())


def _is_command(before: str) -> bool:
    """Whether what stands before ``curator`` on a line leads to a command."""
    return before.rstrip() in {"", "$", "#"} or before.endswith(("&& ", "bin/", "exec "))


def _words(line: str) -> list[str]:
    line = re.split(r"\s(?:#|&&|\||;|<<<|>)\s?", f"{line} ")[0]
    return shlex.split(line.replace("…", ""))[1:]


@pytest.mark.parametrize(("page", "line"), sorted(set(commands())))
def test_a_command_that_a_page_names_is_there_with_its_options(page: str, line: str) -> None:
    command: click.Command = cli
    known = {name for one in cli.params for name in one.opts}
    for word in _words(line):
        if isinstance(command, click.Group) and not word.startswith("-"):
            under = command.get_command(click.Context(command), word.rstrip(",.:"))
            assert under is not None, f"{page}: {line}: there is no {word}"
            command = under
            known |= {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
        elif word.startswith("--"):
            assert word.partition("=")[0] in {*known, "--help"}, f"{page}: {line}: no {word}"


# --------------------------------------------------------------------------- settings

OF_THE_TESTS = {"CURATOR_CORPORA"}


def test_every_setting_that_a_page_names_is_there() -> None:
    known = {row.variable for _, row in table()} | OF_THE_TESTS
    known |= {f"{row.variable}_FILE" for _, row in table() if row.secret}
    named = {
        (page.name, one) for page in PAGES for one in _SETTING.findall(page.read_text("utf-8"))
    }
    assert sorted(one for one in named if one[1] not in known) == []
