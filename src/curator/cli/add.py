"""``curator add``: queue a link on the reading list."""

from __future__ import annotations

import click

from curator.cli.session import Session, pass_session, print_json


@click.command()
@click.argument("url")
@click.option("--note", default="", help="Your words on it; they stand beside it in the issue.")
@click.option("--credit", help="Who it came from: a name, or a name and an address.")
@click.option("--topic", "topics", multiple=True, help="A topic's slug; may be given again.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@pass_session
def add(
    session: Session,
    url: str,
    note: str,
    credit: str | None,
    topics: tuple[str, ...],
    as_json: bool,
) -> None:
    """Queue URL for the next issue's reading list and find out what it is.

    In place of an address an arXiv number, a DOI or an ISBN will do, as they are written in lists of
    references.
    """
    from curator.flows.resources import reading

    added = reading.add(session.app, url, session.now, note=note, credit=credit, topics=topics)
    resource = added.stored.resource
    if as_json:
        print_json(
            {
                "item": added.item,
                "resource": resource,
                "tags": added.stored.tags,
                "state": added.state,
                "error": added.error,
            }
        )
        return
    click.echo(f"{'queued again' if added.again else 'queued'}: {resource.title}")
    facts = [resource.kind.value, resource.site or "", ", ".join(resource.authors)]
    click.echo("  " + " · ".join(filter(None, facts)))
    if added.stored.tags.topics:
        click.echo("  topics: " + ", ".join(tag.slug for tag in added.stored.tags.topics))
    if added.trouble:
        click.echo(f"  {added.trouble}")
