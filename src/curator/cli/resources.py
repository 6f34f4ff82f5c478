"""``curator resources``: what was found, and what a page is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import click

from curator.cli.session import (
    NUMBER,
    Session,
    addresses,
    pass_session,
    plain,
    print_json,
    print_table,
)
from curator.model import Kind


@click.group()
def resources() -> None:
    """The things worth reading behind entries and links."""


@resources.command("list")
@click.option("--topic", help="Only those with this topic.")
@click.option("--track", type=click.Choice(["practice", "theory"]))
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]))
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True)
@click.option("--offset", type=NUMBER, default=0, help="Leave out so many of the newest.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def list_(
    session: Session,
    topic: str | None,
    track: str | None,
    kind: str | None,
    limit: int,
    offset: int,
    as_json: bool,
) -> None:
    """List resources, newest first."""
    from curator.flows import library

    found = library.list_(
        session.app, topic=topic, track=track, kind=kind, limit=limit, offset=offset
    )
    if as_json:
        print_json(found)
        return
    print_table(
        ("id", "date", "kind", "track", "topics", "title"),
        (
            (
                one.id,
                one.resource.published,
                one.resource.kind.value,
                one.tags.track.value if one.tags.track else "",
                " ".join(tag.slug for tag in one.tags.topics),
                one.resource.title,
            )
            for one in found
        ),
        empty="nothing found; `curator digest --preview` fetches what your sources have",
    )


@resources.command()
@click.argument("which")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def show(session: Session, which: str, as_json: bool) -> None:
    """Show one resource; WHICH is its id, its key or its address."""
    from curator.flows import library

    stored = library.get(session.app, which)
    if as_json:
        print_json(stored)
        return
    resource, tags = stored.resource, stored.tags
    click.echo(resource.title)
    rows = [
        ("address", resource.url),
        ("key", resource.key),
        ("kind", resource.kind.value),
        ("authors", ", ".join(resource.authors)),
        ("published", resource.published),
        ("site", resource.site),
        ("minutes", resource.minutes),
        ("sources", ", ".join(stored.sources)),
        ("page", f"{stored.state.value} {stored.error or ''}"),
        ("track", f"{tags.track or 'unknown'}  {'; '.join(map(str, tags.track_evidence))}"),
        ("level", tags.level.value),
        ("issue", stored.issue_number),
    ]
    rows += [
        ("topic", f"{tag.slug} {tag.score:.2f}: {'; '.join(map(str, tag.evidence))}")
        for tag in tags.topics
    ]
    for name, value in rows:
        if value not in (None, ""):
            click.echo(f"  {name:<10} {value}")
    if resource.summary:
        click.echo(f"\n{resource.summary}")


@resources.command()
@click.argument("which")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def why(session: Session, which: str, as_json: bool) -> None:
    """Show where each field of a page comes from, with every candidate.

    WHICH is an address; it is looked at now and nothing is stored.
    """
    from curator.flows import inspect

    rows = inspect.why(session.app, which, session.now)
    if as_json:
        print_json(rows)
        return
    print_table(
        ("field", "", "confidence", "from", "value"),
        (
            (
                row.field,
                "→" if row.chosen else "",
                "" if row.confidence is None else f"{row.confidence:.2f}",
                " ".join(row.origins),
                row.value,
            )
            for row in rows
        ),
    )


@resources.command("inspect")
@click.argument("urls", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, in the order given.")
@pass_session
def inspect_(session: Session, urls: tuple[str, ...], as_json: bool) -> int:
    """Look at pages without storing anything; `-` reads addresses from standard input."""
    from curator.cli.root import PARTLY
    from curator.flows import inspect
    from curator.sanitize import clean_text

    outcomes: Counter[bool] = Counter()
    for found in inspect.resources(session.app, addresses(urls), session.now):
        outcomes[found["error"] is None] += 1
        if as_json:
            click.echo(json.dumps(plain(found), ensure_ascii=False))
            continue
        click.echo(clean_text(found["title"] or found["url"]))
        for name, value in found.items():
            if value and name not in ("title", "text"):
                click.echo(f"  {name:<15} {clean_text(_shown(value))}")
    return PARTLY if outcomes[False] else 0


def _shown(value: Any) -> str:
    """A value of :func:`curator.flows.inspect.resources` for people: lists in a line."""
    if isinstance(value, Mapping) and "slug" in value:
        return f"{value['slug']} {value['score']:.2f}"
    if isinstance(value, list | tuple):
        return ", ".join(map(_shown, value))
    return str(plain(value))
