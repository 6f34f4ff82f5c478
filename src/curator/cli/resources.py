"""``curator resources``: what was found, and what a page is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from curator.cli import facts
from curator.cli.group import Group
from curator.cli.session import (
    NUMBER,
    Session,
    addresses,
    pass_session,
    plain,
    print_json,
    print_table,
)
from curator.model import Kind, PageState


@click.group(cls=Group)
def resources() -> None:
    """The things worth reading behind entries and links."""


@resources.command("list")
@click.option("--topic", help="Only those with this topic.")
@click.option(
    "--track", type=click.Choice(["practice", "theory"]), help="Only those of this track."
)
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="Only these.")
@click.option(
    "--state",
    type=click.Choice([state.value for state in PageState]),
    help="How the last look at its page went; gone: a dead link.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 100_000),
    default=50,
    show_default=True,
    help="At most so many.",
)
@click.option("--offset", type=NUMBER, default=0, help="Leave out so many of the newest.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def list_(
    session: Session,
    topic: str | None,
    track: str | None,
    kind: str | None,
    state: str | None,
    limit: int,
    offset: int,
    as_json: bool,
) -> None:
    """List resources, newest first."""
    from curator.flows.resources import library

    found = library.list_(
        session.app,
        topic=topic,
        track=track,
        kind=kind,
        state=state,
        limit=limit,
        offset=offset,
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
    from curator.flows.resources import library, recheck
    from curator.flows.resources.beside import beside

    stored = library.get(session.app, which)
    link = recheck.told(recheck.known(session.app, [stored.id]).get(stored.id))
    others = beside(session.app, stored)
    if as_json:
        print_json({**plain(stored), "beside": facts.beside(others, link)})
        return
    click.echo(stored.resource.title)
    for name, value in facts.of(stored, others, link):
        click.echo(f"  {name:<10} {value}")
    if stored.resource.summary:
        click.echo(f"\n{stored.resource.summary}")


@resources.command()
@click.argument("which")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def apart(session: Session, which: str, as_json: bool) -> None:
    """Let a resource stand by itself that was taken for a repeat of another one, for good.

    WHICH is its id, its key or its address.
    """
    from curator.flows.resources import joining, library

    stored = library.get(session.app, which)
    kept = joining.set_apart(session.app, stored, session.now)
    if as_json:
        print_json({"id": stored.id, "apart_from": kept.id})
        return
    click.echo(f"{stored.id} {stored.resource.title} stands apart from {facts.named(kept)}")


@resources.command()
@click.argument("which")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def why(session: Session, which: str, as_json: bool) -> None:
    """Show where each field of a page comes from, with every candidate.

    WHICH is an address, or the id or key of a stored resource; its page is looked at now and nothing
    is stored. Of a stored page that cannot be had now, the last look is told.
    """
    from curator.flows.resources import inspect

    found = inspect.why(session.app, which, session.now)
    if found.note:
        click.echo(found.note, err=True)
    if as_json:
        print_json(found.rows)
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
            for row in found.rows
        ),
    )


@resources.command("inspect")
@click.argument("urls", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, in the order given.")
@pass_session
def inspect_(session: Session, urls: tuple[str, ...], as_json: bool) -> int:
    """Look at pages without storing anything; `-` reads addresses from standard input."""
    from curator.cli.root import PARTLY
    from curator.flows.resources import inspect
    from curator.sanitize import clean_text

    outcomes: Counter[bool] = Counter()
    for found in inspect.resources(session.app, addresses(urls, as_given=True), session.now):
        outcomes[found["error"] is None] += 1
        if as_json:
            print_json(found)
            continue
        click.echo(clean_text(found["title"] or found["url"]))
        for name, value in found.items():
            if value and name not in ("title", "text"):
                click.echo(f"  {name:<15} {clean_text(_shown(value))}")
    return PARTLY if outcomes[False] else 0


@resources.command()
@click.argument("which", nargs=-1)
@click.option(
    "--published", is_flag=True, help="Those in issues that are out, instead of what may be picked."
)
@click.option("--all", "at_once", is_flag=True, help="Also those that were looked at lately.")
@click.option(
    "--limit",
    type=click.IntRange(1, 10_000),
    default=200,
    show_default=True,
    help="At most so many.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a link.")
@pass_session
def check(
    session: Session,
    which: tuple[str, ...],
    published: bool,
    at_once: bool,
    limit: int,
    as_json: bool,
) -> int:
    """Look at stored links again and tell which are dead.

    WHICH are ids, keys or addresses: all of them are looked at now. Without them it is what may
    still be picked and what waits on the reading list, where the last look is a week old. Nothing
    there twice, a day apart, is a dead link: no issue takes it, and it is looked at on, in case it
    comes back. `curator serve` does this by itself. Ends with 3 where links are missing or dead.
    """
    from curator.cli.root import PARTLY
    from curator.flows.resources import recheck

    source = click.get_current_context().get_parameter_source("limit")
    if which and (published or at_once or source is not ParameterSource.DEFAULT):
        raise click.UsageError(
            "--published, --all and --limit choose among all links; leave them out, or leave out WHICH"
        )
    if which:
        report = recheck.check(session.app, recheck.find(session.app, which), session.now)
    else:
        ages = recheck.ages(published=published, at_once=at_once)
        report = recheck.recheck(
            session.app, session.now, ages=ages, limit=limit, progress=session.progress
        )
    wrong = report.of(recheck.Fate.MISSING, recheck.Fate.DEAD)
    if as_json:
        for one in report.links:
            print_json(recheck.as_json(one))
    else:
        print_table(
            ("link", "since", "id", "address", "told"),
            (
                (
                    one.fate,
                    _day(one.check.missing_since),
                    one.stored.id,
                    one.stored.resource.url,
                    one.reason,
                )
                for one in report.links
                if one.fate is not recheck.Fate.THERE
            ),
        )
        click.echo(str(report), err=True)
    return PARTLY if wrong else 0


def _day(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d}" if instant else ""


# --------------------------------------------------------------------------- from and to elsewhere


@resources.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--into",
    type=click.Choice(["reading", "library"]),
    default="reading",
    show_default=True,
    help="Where unread links go: the reading list, or only what search and topics find.",
)
@click.option("--apply", "apply_it", is_flag=True, help="Do it; without this it is only told.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def import_(session: Session, file: Path, into: str, apply_it: bool, as_json: bool) -> int:
    """Take over links that were saved elsewhere; without --apply it only says what would happen.

    FILE is what a browser, Pocket, Instapaper, Raindrop, Readwise, Zotero or `curator resources
    export` wrote: bookmarks in HTML, CSV or BibTeX. What you had read there is kept for search and
    topics; the rest joins the reading list. Each issue takes the newest twelve of it.
    """
    from curator.cli.root import PARTLY
    from curator.flows.resources import saved
    from curator.flows.topics import tag

    report = saved.import_links(
        session.app,
        file.read_bytes(),
        session.now,
        file=str(file),
        into=saved.Into(into),
        apply_it=apply_it,
        progress=session.progress,
    )
    if apply_it:
        tag.tag(session.app, progress=session.progress)
    if as_json:
        print_json({"added": report.added} | plain(report))
        return PARTLY if report.problems else 0
    click.echo(f"{file}: links of {report.form}" + ("" if apply_it else ", nothing is stored yet"))
    for fate, number in report.fates.items():
        click.echo(f"  {number:>6}  {fate.value}")
    for problem in report.problems:
        click.echo(str(problem), err=True)
    click.echo(
        "the pages of what is to be read are looked at by `curator serve` or the next digest"
        if apply_it
        else "run it again with --apply to do this"
    )
    return PARTLY if report.problems else 0


@resources.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "csv", "json", "bibtex"]),
    default="md",
    show_default=True,
    help="What to write.",
)
@click.option(
    "--what",
    type=click.Choice(["reading", "picked", "all"]),
    default="reading",
    show_default=True,
    help="The reading list, what was in an issue, or everything collected.",
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file."
)
@pass_session
def export(session: Session, form: str, what: str, output: Path | None) -> None:
    """Write the reading list, or what was collected, for another program."""
    from curator import wholefile
    from curator.flows.resources import takeout
    from curator.issues.wording import count

    written = takeout.links(session.app, takeout.What(what), form)
    if output is None:
        click.echo(written.text, nl=False)
        return
    with wholefile.writing(output) as stream:
        stream.write(written.text)
    click.echo(f"wrote {count(written.number, 'link')} to {output}", err=True)


def _shown(value: Any) -> str:
    """A value of :func:`curator.flows.resources.inspect.resources` for people: lists in a line."""
    if isinstance(value, Mapping) and "slug" in value:
        return f"{value['slug']} {value['score']:.2f}"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {one}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_shown, value))
    return str(plain(value))
