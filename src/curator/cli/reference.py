"""The reference page of all commands, made from the commands themselves."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

_HEAD = """\
# Commands

`curator [OPTIONS] COMMAND`. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some sources,
readers or deliveries failed, 4 the configuration is wrong. With `--json` standard output is JSON and
nothing else; progress and complaints go to standard error. A list tells facts, one object each; the
command that shows one thing tells all of it. Times are in UTC. An issue's NUMBER is `12`, or `monthly-3`
and `posts-5` in the other series.

This page is made by `curator config reference commands`.
"""


def page() -> str:
    """The page as Markdown: every command with its arguments, options and defaults."""
    from curator.cli.root import cli

    return _HEAD + "".join(_told(cli, ("curator",)))


def _told(command: click.Command, path: tuple[str, ...]) -> Iterator[str]:
    context = click.Context(command, info_name=" ".join(path))
    yield _section(command, path, context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            under = command.get_command(context, name)
            if under is not None:
                yield from _told(under, (*path, name))


def _section(command: click.Command, path: tuple[str, ...], context: click.Context) -> str:
    """A heading, what the command does, and a line for each option."""
    usage = " ".join([*path, *command.collect_usage_pieces(context)])
    lines = [f"\n{'#' * min(len(path) + 1, 4)} {' '.join(path)}\n"]
    if not isinstance(command, click.Group):
        lines.append(f"\n```\n{usage}\n```\n")
    lines.append(f"\n{inspect.cleandoc(command.help or '')}\n")
    rows = list(_options(command, context))
    if rows:
        lines.append("\n| option | meaning |\n|---|---|\n")
        lines += [f"| `{names}` | {_cell(meaning)} |\n" for names, meaning in rows]
    return "".join(lines)


def _options(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    for parameter in command.get_params(context):
        told = parameter.get_help_record(context)
        # An argument stands in the usage line already.
        if told is not None and told[1] and "--help" not in parameter.opts:
            yield " ".join(told[0].split()), " ".join(told[1].split())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
