"""The command line: one thin file per noun; heavy imports wait until a command runs."""

from curator.cli.root import main

__all__ = ["main"]
