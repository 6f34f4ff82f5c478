"""A group of commands that tells each of them in a whole sentence."""

from __future__ import annotations

import click


class Group(click.Group):
    """Its help wraps what a command does; click alone cuts it to one line."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each command's name and the first paragraph of its help."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, _told(one)) for name, one in found if one])


def _told(command: click.Command) -> str:
    return " ".join((command.help or "").split("\n\n")[0].split())
