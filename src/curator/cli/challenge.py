"""``curator challenge``: the author's goals for a week."""

from __future__ import annotations

import click

from curator.cli.group import Group
from curator.cli.session import NUMBER, Session, pass_session, print_json, print_table
from curator.model import Goal, GoalState


@click.group(cls=Group)
def challenge() -> None:
    """The goals you set yourself for a week, and what became of them."""


ANNOUNCED = "ISO week such as 2026-W08 [default: the one that the next issue announces]."
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@challenge.command()
@click.argument("goal")
@click.option("--week", help=ANNOUNCED)
@json_option
@pass_session
def add(session: Session, goal: str, week: str | None, as_json: bool) -> None:
    """Set GOAL for a week; the issue on the week before announces it."""
    from curator.flows.issues import challenge as flow

    _show(flow.add(session.app, goal, session.now, week=week), as_json=as_json)


@challenge.command()
@click.argument("number", type=NUMBER)
@click.option("--note", default="", help="How it went; it stands in the issue.")
@click.option("--missed", is_flag=True, help="It did not work out.")
@json_option
@pass_session
def done(session: Session, number: int, note: str, missed: bool, as_json: bool) -> None:
    """Say what became of goal NUMBER."""
    from curator.flows.issues import challenge as flow

    state = GoalState.MISSED if missed else GoalState.DONE
    _show(flow.settle(session.app, number, state, session.now, note=note), as_json=as_json)


@challenge.command("list")
@click.option("--week", help="ISO week such as 2026-W08 [default: all].")
@json_option
@pass_session
def list_(session: Session, week: str | None, as_json: bool) -> None:
    """List the goals of one week, or of all."""
    from curator.flows.issues import challenge as flow

    goals = flow.list_(session.app, week=week)
    if as_json:
        print_json(goals)
        return
    print_table(
        ("no.", "week", "state", "goal", "note"),
        ((goal.id, goal.week, goal.state.value, goal.text, goal.note) for goal in goals),
        empty="no goals yet; `curator challenge add` sets one",
    )


def _show(goal: Goal, *, as_json: bool) -> None:
    """Say what is stored now."""
    if as_json:
        print_json(goal)
    else:
        click.echo(f"{goal.week} · goal {goal.id} · {goal.state.value}: {goal.text}")
