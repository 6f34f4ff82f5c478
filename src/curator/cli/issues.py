"""``curator issues``: the editions."""

from __future__ import annotations

import click

from curator.cli.group import Group
from curator.cli.session import Session, pass_session, print_json, print_table
from curator.model import Issue, Pick


@click.group(cls=Group)
def issues() -> None:
    """The numbered editions of the newsletter."""


@issues.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def list_(session: Session, as_json: bool) -> None:
    """List all issues, newest first.

    As JSON each is told by its facts; `curator issues show NUMBER --json` has all it says.
    """
    from curator.flows.issues import edition

    found = edition.list_(session.app)
    if as_json:
        print_json([_line(issue) for issue in found])
        return
    print_table(
        ("no.", "period", "state", "picks", "readers", "sent"),
        (
            (
                issue.label,
                issue.period.key,
                issue.state.value,
                len(issue.content.picks()),
                issue.audience_count,
                issue.sent_at and f"{issue.sent_at:%Y-%m-%d %H:%M}",
            )
            for issue in found
        ),
        empty="no issue yet; `curator digest` makes the first one",
    )


def _line(issue: Issue) -> dict[str, object]:
    """The facts of an issue, without what it says; named as the JSON API names them."""
    return {
        "name": issue.label,
        "number": issue.number,
        "series": issue.series,
        "period": issue.period.key,
        "state": issue.state,
        "subject": issue.rendered and issue.rendered.subject,
        "picks": len(issue.content.picks()),
        "readers": issue.audience_count,
        "created_at": issue.created_at,
        "due_at": issue.due_at,
        "sent_at": issue.sent_at,
        "reason": issue.paused_reason,
    }


@issues.command()
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def show(session: Session, number: str, as_json: bool) -> None:
    """Show issue NUMBER as its readers got it, as text.

    The best of a month and single posts are numbered monthly-NUMBER and posts-NUMBER. As JSON it is
    its facts, its content and, once it is frozen, its mail.
    """
    from curator.flows.issues import edition

    issue = edition.get(session.app, number)
    if as_json:
        print_json(issue)
        return
    state = f"{issue.state.value} ({issue.paused_reason})" if issue.paused_reason else issue.state
    click.echo(f"issue {issue.label} · {issue.period.key} · {state}\n")
    click.echo(edition.mail(session.app, issue).text)


@issues.command()
@click.argument("which")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def why(session: Session, which: str, as_json: bool) -> None:
    """Show the terms of every pick of an issue, and the first ten that lost.

    WHICH is its number, or a week such as 2026-W08: of one without an issue, what it would be now.
    """
    from curator.flows.issues import edition

    content = edition.explained(session.app, which, session.now)
    lost = content.runners_up[:10]
    if as_json:
        picks = [(section.title, pick) for section in content.sections for pick in section.picks]
        print_json(
            {
                "practice_share": content.practice_share,
                "shortfall": content.shortfall,
                "picks": [{"section": title} | _row(pick) for title, pick in picks],
                "lost": [_row(pick) for pick in lost],
            }
        )
        return
    for section in content.sections:
        click.echo(section.title)
        for pick in section.picks:
            _explain(pick)
    if content.shortfall:
        click.echo(f"mix: {content.shortfall}")
    if lost:
        click.echo("next in line")
        for pick in lost:
            _explain(pick)


def _row(pick: Pick) -> dict[str, object]:
    """One pick with its terms."""
    resource = pick.resource.resource
    return {
        "id": pick.resource.id,
        "title": resource.title,
        "url": resource.url,
        "score": round(pick.score, 4),
        "reason": pick.reason,
        "terms": pick.terms,
        "left_out": pick.left_out or None,
    }


def _explain(pick: Pick) -> None:
    """One pick and what its score is made of, for people."""
    click.echo(f"  {pick.score:.4f}  {pick.resource.resource.title}")
    if pick.left_out:
        click.echo(f"         left out: {pick.left_out}")
    if pick.reason:
        click.echo(f"         {pick.reason}")
    for term in pick.terms:
        click.echo(f"         {term.points:+.4f} {term.name}: {term.why}")
