"""``curator sources``: what is read."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from curator.cli.group import Group
from curator.cli.session import Session, addresses, pass_session, plain, print_json, print_table

if TYPE_CHECKING:
    from curator.feedsfile import Line
    from curator.storage.sources import SourceStatus


@click.group(cls=Group)
def sources() -> None:
    """The feeds and pages that are read."""


NONE = "there are no sources; `curator sources add URL` adds one"
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@sources.command("list")
@json_option
@pass_session
def list_(session: Session, as_json: bool) -> None:
    """List all sources with their last fetch."""
    from curator.flows.feeds import sources as flow

    found = flow.statuses(session.app, session.now)
    if as_json:
        print_json([_line(one) for one in found])
        return
    print_table(
        ("name", "kind", "entries", "last good (UTC)", "problem", "address"),
        (
            (
                one.source.name or one.state.title,
                one.source.kind.value,
                one.entries,
                one.state.last_good_at and f"{one.state.last_good_at:%Y-%m-%d %H:%M}",
                one.state.error,
                one.source.url,
            )
            for one in found
        ),
        empty=NONE,
    )


def _line(one: SourceStatus) -> dict[str, object]:
    """What is known of a source, without what is kept to ask its server again."""
    source, state = one.source, one.state
    return {
        "url": source.url,
        "name": source.name or state.title,
        "kind": source.kind,
        "topics": source.topics,
        "weight": source.weight,
        "mine": source.mine,
        "private": source.private,
        "entries": one.entries,
        "newest_at": one.newest_at,
        "site_url": state.site_url,
        "feed_url": state.feed_url,
        "last_good_at": state.last_good_at,
        "next_fetch_at": state.next_fetch_at,
        "failures": state.failures,
        "error": state.error,
    }


@sources.command()
@click.argument("url")
@click.option("--name", help="What to call it.")
@click.option("--kind", help="feed, listing, sitemap, arxiv, youtube, github, podcast, opml.")
@click.option("--topic", "topics", multiple=True, help="A topic all its entries have.")
@click.option("--selector", help="For a page of links: the CSS selector of the links.")
@click.option("--credit", help="Who pointed you to it.")
@click.option("--mine", is_flag=True, help="These are your own posts.")
@json_option
@pass_session
def add(
    session: Session,
    url: str,
    name: str | None,
    kind: str | None,
    topics: tuple[str, ...],
    selector: str | None,
    credit: str | None,
    mine: bool,
    as_json: bool,
) -> None:
    """Add URL to feeds.yaml; a site's page is searched for its feed.

    www.fast.ai, feed://… addresses, @name or a channel's id of YouTube, owner/name of GitHub and a
    query of arXiv such as cat:cs.CV do as well.
    """
    from curator.flows.feeds import sources as flow

    given = {
        "name": name,
        "kind": kind or ("listing" if selector else None),
        "topics": list(topics),
        "selector": selector,
        "credit": credit,
        "mine": mine,
    }
    keys = {key: value for key, value in given.items() if value}
    address, found = flow.add(session.app, url, keys)
    if as_json:
        print_json(
            {"url": address, "origin": found.choice.origin if found and found.choice else None}
        )
        return
    if found and found.choice:
        click.echo(found.told)
        click.echo(found.content)
    click.echo(f"added {address} to {session.app.settings.feeds}")


@sources.command()
@click.argument("url")
@json_option
@pass_session
def remove(session: Session, url: str, as_json: bool) -> None:
    """Take URL out of feeds.yaml; what it brought stays."""
    from curator.flows.feeds import sources as flow

    flow.remove(session.app, url)
    if as_json:
        print_json({"url": url})
        return
    click.echo(f"removed {url} from {session.app.settings.feeds}")


@sources.command()
@json_option
@pass_session
def health(session: Session, as_json: bool) -> None:
    """Show how each source is doing, when it is tried next, and what to do."""
    from curator.flows.feeds import sources as flow

    rows = flow.check_health(session.app, session.now)
    if as_json:
        print_json(rows)
        return
    print_table(
        (
            "source",
            "last good (UTC)",
            "status",
            "next try (UTC)",
            "posts/week",
            "problem and advice",
        ),
        (
            (
                row.name,
                row.last_good_at and f"{row.last_good_at:%Y-%m-%d %H:%M}",
                row.status,
                row.next_try_at and f"{row.next_try_at:%Y-%m-%d %H:%M}",
                row.posts_per_week and f"{row.posts_per_week:.1f}",
                row.told,
            )
            for row in rows
        ),
        empty=NONE,
    )
    if any(row.status.startswith("disabled") for row in rows):
        click.echo("a disabled source is asked again by: curator sources retry URL", err=True)


@sources.command()
@click.argument("urls", nargs=-1, required=True)
@json_option
@pass_session
def retry(session: Session, urls: tuple[str, ...], as_json: bool) -> None:
    """Ask URLS again at the next run, as if they had never failed."""
    from curator.flows.feeds import sources as flow
    from curator.issues.wording import count

    flow.retry(session.app, urls, session.now)
    if as_json:
        print_json({"urls": urls})
        return
    verb = "is" if len(urls) == 1 else "are"
    click.echo(f"{count(len(urls), 'source')} {verb} asked at the next run")


@sources.command()
@click.argument("url")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file."
)
@json_option
@pass_session
def document(session: Session, url: str, output: Path | None, as_json: bool) -> None:
    """Show what the source URL sent that could not be read.

    The last such document of each source is kept, up to half a megabyte of it, until the source
    is read again.
    """
    from curator.flows.feeds import sources as flow
    from curator.sanitize import clean_source

    found = flow.bad_document(session.app, url)
    text = found.body.decode("utf-8", "replace")
    if as_json:
        print_json({**plain(replace(found, body=b"")), "body": text})
        return
    kept = len(found.body)
    part = f", the first {kept:,} kept" if kept < found.size else ""
    told = f"{found.content_type or 'of no type'}, {found.size:,} bytes{part}"
    click.echo(f"{found.url} at {found.fetched_at:%Y-%m-%d %H:%M} UTC: {told}", err=True)
    click.echo(f"not read: {found.error}", err=True)
    if output:
        output.write_bytes(found.body)
        click.echo(f"wrote {output}", err=True)
    elif sys.stdout.isatty():
        click.echo(clean_source(text))
    else:
        click.echo(found.body, nl=False)


@sources.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "apply_it", is_flag=True, help="Do it; without this it is only told.")
@json_option
@pass_session
def import_(session: Session, file: Path, apply_it: bool, as_json: bool) -> int:
    """Add the feeds of an OPML FILE to feeds.yaml; without --apply it only says what would happen.

    A folder called like a topic gives it. Where a feed's own address is missing, the page of its
    site is added, and searched for a feed when it is read.
    """
    from curator.cli.root import PARTLY
    from curator.errors import ParseError
    from curator.flows.feeds import sources as flow
    from curator.issues.wording import count

    try:
        outcome = flow.import_opml(session.app, file.read_bytes(), apply_it=apply_it)
    except ParseError as error:
        raise ParseError(f"{file}: {error.message}; export the list again as OPML") from error
    if as_json:
        print_json(outcome)
        return PARTLY if outcome.refused else 0
    known = f"; {len(outcome.known)} known already" if outcome.known else ""
    added = count(len(outcome.added), "source")
    if apply_it:
        click.echo(f"added {added}{known}")
    else:
        click.echo(f"{file}: {added} to add{known}; nothing is written yet")
        for source in outcome.added:
            click.echo(f"  {source.label}  {source.url}")
    for line, reason in outcome.refused:
        click.echo(f"left out: {_named(line)}: {reason}", err=True)
    if outcome.folders:
        names = ", ".join(outcome.folders)
        click.echo(f"folders that are no topics of feeds.yaml, so not kept: {names}", err=True)
    if outcome.added and not apply_it:
        click.echo("run it again with --apply to do this")
    return PARTLY if outcome.refused else 0


@sources.command()
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file."
)
@pass_session
def export(session: Session, output: Path | None) -> None:
    """Write all sources as OPML."""
    from curator import wholefile
    from curator.flows.feeds import sources as flow
    from curator.issues.wording import count

    document = flow.export_opml(session.app)
    if output:
        with wholefile.writing(output) as stream:
            stream.write(document.decode())
        click.echo(
            f"wrote {count(len(session.app.config.sources), 'source')} to {output}", err=True
        )
    else:
        click.echo(document.decode())


@sources.command()
@click.argument("urls", nargs=-1, required=True)
@click.option("--selector", help="Take them for pages of links: the CSS selector of the links.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, in the order given.")
@pass_session
def inspect(session: Session, urls: tuple[str, ...], selector: str | None, as_json: bool) -> int:
    """Look at sources without storing anything; `-` reads addresses from standard input.

    URLS may be written as `curator sources add` takes them.
    """
    from curator.cli.root import PARTLY
    from curator.flows.resources import inspect as flow

    outcomes: Counter[bool] = Counter()
    for found in flow.sources(session.app, addresses(urls), selector=selector):
        outcomes[found["error"] is None] += 1
        if as_json:
            print_json(found)
            continue
        click.echo(f"{found['title'] or found['url']}")
        click.echo(f"  {found['kind']} {found['format'] or ''} {found['error'] or ''}")
        for entry in found["entries"]:
            click.echo(f"  {entry['published'] or '':<21} {entry['title']}")
    return PARTLY if outcomes[False] else 0


def _named(line: Line) -> str:
    """What a line of an import is told apart by."""
    return line if isinstance(line, str) else str(line.get("name") or line.get("url"))
