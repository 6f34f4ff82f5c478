"""``curator``: the group of all commands, and how errors end it.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some sources or deliveries failed,
4 the configuration is wrong.
"""

from __future__ import annotations

import errno
import importlib
import os
import sys
import traceback
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

import click

from curator import __version__, processor
from curator.cli.group import Group
from curator.errors import AddressError, BadValue, ConfigError, CuratorError, FetchError

FAILED, MISUSED, PARTLY, MISCONFIGURED = 1, 2, 3, 4
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

COMMANDS = {
    "add": "curator.cli.add:add",
    "bounces": "curator.cli.bounces:bounces",
    "challenge": "curator.cli.challenge:challenge",
    "config": "curator.cli.config:config",
    "db": "curator.cli.db:db",
    "desk": "curator.cli.desk:desk",
    "digest": "curator.cli.digest:digest",
    "dkim": "curator.cli.dkim:dkim",
    "doctor": "curator.cli.doctor:doctor",
    "init": "curator.cli.config:init",
    "issues": "curator.cli.issues:issues",
    "resources": "curator.cli.resources:resources",
    "send": "curator.cli.send:send",
    "serve": "curator.cli.serve:serve",
    "site": "curator.cli.site:site",
    "sources": "curator.cli.sources:sources",
    "subscribers": "curator.cli.subscribers:subscribers",
    "topics": "curator.cli.topics:topics",
}


class LazyGroup(Group):
    """Imports a command's module when the command is asked for, so that start-up stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of all commands, in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name, or ``None``."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that ``args`` begin with; a mistyped one is told with what was meant."""
        near = get_close_matches(args[0], COMMANDS)
        if near and args[0] not in COMMANDS:
            ctx.fail(f"No such command {args[0]!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="curator")
@click.option(
    "--feeds",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The feeds.yaml to use [default: CURATOR_FEEDS, else ./feeds.yaml].",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress on standard error.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Log each source and page that is read to standard error."
)
@click.pass_context
def cli(ctx: click.Context, feeds: Path | None, quiet: bool, verbose: bool) -> None:
    """Read feeds, choose a balanced week, and mail it.

    Edit feeds.yaml, then run `curator digest`.
    """
    from curator.cli.session import Session

    if verbose:
        from curator.cli import logs

        logs.set_up("debug", os.environ.get("CURATOR_LOG_FORMAT", "auto").lower())
    ctx.obj = ctx.with_resource(Session(feeds=feeds, quiet=quiet, verbose=verbose))


def main() -> NoReturn:
    """Run the command line; a person never sees a traceback."""
    processor.prepare(os.environ)
    try:
        code = run(sys.argv[1:])
    except BrokenPipeError:
        # The reader of our output left (``| head``): nothing is wrong and nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """The exit code of ``curator ARGUMENTS``."""
    try:
        outcome: Any = cli.main(args=arguments, prog_name="curator", standalone_mode=False)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.Abort:
        return complain("interrupted", 130)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ConfigError as error:
        return complain(error.message, MISCONFIGURED)
    except FetchError as error:
        return complain(f"curator: {error.url}: {error.message}", FAILED)
    except (BadValue, AddressError) as error:
        return complain(f"curator: {error.message}", MISUSED)
    except CuratorError as error:
        return complain(f"curator: {error.message}", FAILED)
    except BrokenPipeError:
        raise
    except OSError as error:
        return complain(of_the_system(error, arguments), FAILED)
    except Exception as error:  # noqa: BLE001 - the last edge: a person never sees a traceback
        return complain(own_mistake(error, arguments), FAILED)
    return outcome if isinstance(outcome, int) else 0


def of_the_system(error: OSError, arguments: list[str]) -> str:
    """What to say of a file or folder that the system would not let us have."""
    if error.filename is None and isinstance(error, FileNotFoundError):  # of no file: getcwd(3)
        return "curator: the folder you are in is gone; change to one that is there"
    if error.filename is None and error.errno in NO_ROOM:  # of a file that was open already
        return f"curator: {error.strerror}; make room and run the command again"
    if error.filename is None:
        return own_mistake(error, arguments)
    return f"curator: {error.filename}: {error.strerror}"


def own_mistake(error: Exception, arguments: list[str]) -> str:
    """What to say of an error that Curator should have named; the whole trace with ``-v``."""
    if {"-v", "--verbose"} & set(arguments):
        return "".join(traceback.format_exception(error))
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    return (
        f"curator: a mistake of Curator's own at {place}: {type(error).__name__}: {error}\n"
        "what was stored is safe; run it again with `curator -v …` and report what it prints"
    )


def complain(message: str, code: int) -> int:
    """Say what went wrong on standard error and give ``code``."""
    click.echo(message, err=True)
    return code
