"""``curator topics``: the taxonomy, and corrections that teach it."""

from __future__ import annotations

from pathlib import Path

import click

from curator.cli.group import Group
from curator.cli.session import Session, pass_session, print_json, print_table
from curator.model import Track


@click.group(cls=Group)
def topics() -> None:
    """The subjects that resources are sorted by."""


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@topics.command("list")
@json_option
@pass_session
def list_(session: Session, as_json: bool) -> None:
    """List the topics of feeds.yaml with the number of resources that carry each."""
    from curator.flows.topics import taxonomy as flow

    found = flow.counts(session.app)
    if as_json:
        print_json(found)
        return
    print_table(
        ("slug", "name", "below", "resources"),
        ((one.topic.slug, one.topic.name, one.topic.parent, one.resources) for one in found),
    )


@topics.command()
@json_option
@pass_session
def check(session: Session, as_json: bool) -> int:
    """Say what is doubtful in the taxonomy: shared aliases, unsafe patterns, lost parents."""
    from curator.flows.topics import taxonomy as flow

    found = flow.check(session.app)
    if as_json:
        print_json({"ok": not found, "problems": found})
    else:
        for problem in found:
            click.echo(problem)
        if not found:
            click.echo(f"{len(session.app.config.topics)} topics, nothing doubtful")
    return 1 if found else 0


@topics.command()
@click.argument("resource")
@click.argument("topic", required=False)
@click.option("--not", "negative", is_flag=True, help="It is not about that topic.")
@click.option("--track", type=click.Choice(["practice", "theory"]), help="Which track it is.")
@json_option
@pass_session
def correct(
    session: Session,
    resource: str,
    topic: str | None,
    negative: bool,
    track: str | None,
    as_json: bool,
) -> None:
    """Say that RESOURCE (id, key or address) has TOPIC, or with --not that it has it not.

    What you say always wins for that resource, and teaches the tagger for others.
    """
    from curator.flows.resources import library
    from curator.flows.topics import correct as flow

    if topic is None and track is None:
        raise click.UsageError("give a TOPIC, or --track")
    stored = library.get(session.app, resource)
    if topic is not None:
        stored = flow.topic(session.app, stored.id, topic, session.now, positive=not negative)
    if track is not None:
        stored = flow.track(session.app, stored.id, Track(track), session.now)
    if as_json:
        print_json({"id": stored.id, "tags": stored.tags})
        return
    slugs = ", ".join(tag.slug for tag in stored.tags.topics) or "no topics"
    side = stored.tags.track.value if stored.tags.track else "no track"
    click.echo(f"{stored.resource.title}\n  {slugs} · {side}")


@topics.command()
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="How many to ask about.",
)
@json_option
@pass_session
def ask(session: Session, limit: int, as_json: bool) -> None:
    """Show the tags that could go either way; your answer to these teaches most."""
    from curator.flows.topics import taxonomy as flow

    found = flow.doubts(session.app, limit)
    if as_json:
        print_json(
            [{"id": one.resource.id, "title": one.resource.resource.title, "tag": one.tag}
             for one in found]
        )  # fmt: skip
        return
    if not found:
        click.echo("no tag is in doubt; those of a `curator digest` may be", err=True)
    for one in found:
        state = "applied" if one.applied else "suggested"
        click.echo(
            f"{one.tag.score:.2f}  {one.tag.slug:<16} {state:<10} {one.resource.resource.title}"
        )
        click.echo(f"      {'; '.join(map(str, one.tag.evidence[:3]))}")
        click.echo(f"      curator topics correct {one.resource.id} {one.tag.slug} [--not]")


@topics.command()
@json_option
@pass_session
def suggest(session: Session, as_json: bool) -> None:
    """Propose words that may become aliases: what sets the resources of a topic apart.

    Shown are how many resources with the word have the topic, of how many of these you said so,
    how many with the word have it not, and the title of one that has it.
    """
    from curator.flows.topics import taxonomy as flow

    found = flow.proposals(session.app)
    if as_json:
        print_json(found)
        return
    if not found:
        click.echo(
            "nothing to propose yet: it takes three resources of a topic that have a word in"
            " common, or two that you gave it with `curator topics correct`",
            err=True,
        )
    print_table(
        ("topic", "word", "with it", "you said so", "without", "for example"),
        (
            (one.slug, one.word, one.inside, one.judged, one.outside, one.example[:60])
            for one in found
        ),
    )


@topics.command()
@json_option
@pass_session
def lint(session: Session, as_json: bool) -> int:
    """Say which aliases are mostly wrong, by your corrections, and which find nothing."""
    from curator.flows.topics import taxonomy as flow

    found = flow.lint_aliases(session.app)
    if as_json:
        print_json({"ok": not found.poor, "problems": found.poor, "idle": found.idle,
                    "resources": found.resources})  # fmt: skip
        return 1 if found.poor else 0
    for line in (*found.poor, *found.idle):
        click.echo(line)
    if not found.resources:
        click.echo("nothing to look at yet; `curator digest --preview` fetches it", err=True)
    elif not found.poor:
        click.echo(f"{found.resources} resources looked at, no alias is mostly wrong", err=True)
    return 1 if found.poor else 0


@topics.command()
@click.argument("other", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@pass_session
def diff(session: Session, other: Path, as_json: bool) -> None:
    """Show which resources the topics of OTHER, a changed feeds.yaml, would tag otherwise."""
    from curator.flows.topics import taxonomy as flow

    found = flow.difference(session.app, other)
    if as_json:
        print_json(
            [{"id": one.resource.id, "title": one.resource.resource.title,
              "gained": one.gained, "lost": one.lost} for one in found.changes]
        )  # fmt: skip
        return
    for one in found.changes:
        click.echo(str(one))
    click.echo(f"{len(found.changes)} of {found.resources} resources change", err=True)


@topics.command()
@click.argument("gone")
@click.argument("into")
@json_option
@pass_session
def merge(session: Session, gone: str, into: str, as_json: bool) -> None:
    """Merge topic GONE into topic INTO in feeds.yaml; the old slug keeps leading there."""
    from curator.flows.topics import taxonomy as flow

    joined = flow.merge(session.app, gone, into)
    if as_json:
        print_json(joined)
    else:
        click.echo(f"{gone} leads to {joined.slug}, which has its words as aliases now")


@topics.command()
@json_option
@pass_session
def retag(session: Session, as_json: bool) -> None:
    """Tag anew what an earlier taxonomy or earlier corrections had tagged."""
    from curator.flows.topics import taxonomy as flow

    tagged = flow.retag(session.app, progress=session.progress)
    if as_json:
        print_json({"tagged": tagged})
    else:
        click.echo(f"{tagged} tagged anew")
