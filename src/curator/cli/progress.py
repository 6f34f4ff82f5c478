"""Progress on standard error: one line that is drawn over, or nothing."""

from __future__ import annotations

import click

from curator.flows.work.progress import Step


def silent(step: Step) -> None:
    """Say nothing."""


def terminal(step: Step) -> None:
    """Draw the step over the last one."""
    from curator.sanitize import clean_text

    count = f" {step.done}/{step.total}" if step.total else ""
    line = f"{step.stage}{count}  {clean_text(step.what, 60)}"
    click.echo(f"\r\x1b[2K{line}", err=True, nl=step.done >= step.total)
