"""``curator digest``: the main job."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curator.cli.session import Session, pass_session, print_json

if TYPE_CHECKING:
    from curator.flows.digest import DigestReport
    from curator.flows.feeds.refresh import RefreshReport
    from curator.flows.resources.enrich import EnrichReport

PAGES_TOLD = 10
"""Pages that could not be read, named in the summary; what their feeds said stands."""


@click.command()
@click.option(
    "--week",
    help="ISO week such as 2026-W08 [default: the week that just ended, or ends with the schedule;"
    " for --preview and --to that of the next issue, once that one's is out].",
)
@click.option("--preview", is_flag=True, help="Write the HTML, open it, and send nothing.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where --preview writes [default: digest-WEEK.html].",
)
@click.option("--to", metavar="ADDRESS", help="Send a test there and nothing else.")
@click.option("--no-refresh", is_flag=True, help="Use what is stored; fetch nothing.")
@click.option("--note", default="", help="Your words at the top, in Markdown.")
@click.option("--send-empty", is_flag=True, help="Send even if the week was empty.")
@click.option("--force", is_flag=True, help="Send in spite of what the checks found.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@pass_session
def digest(
    session: Session,
    week: str | None,
    preview: bool,
    output: Path | None,
    to: str | None,
    no_refresh: bool,
    note: str,
    send_empty: bool,
    force: bool,
    as_json: bool,
) -> int:
    """Fetch, choose, compose and send the issue of a week.

    Safe to run again: an issue is sent once, and what was interrupted is finished.
    """
    from curator.cli.root import PARTLY
    from curator.flows.digest import Options
    from curator.flows.digest import digest as flow

    options = Options(
        week=week,
        preview=preview,
        to=to,
        refresh=not no_refresh,
        send_empty=send_empty,
        force=force,
        note=note,
    )
    report = flow(session.app, options, session.now, progress=session.progress)
    page = _write(report, output) if preview else None
    if as_json:
        print_json(as_object(report, page))
    else:
        _tell(report, page)
        if page and not output:
            _show(page)
    return PARTLY if report.partly else 0


def _show(page: Path) -> None:
    """Open it in a browser where there is a screen; elsewhere its place is told, which is enough."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY")
    if sys.platform == "darwin" or any(os.environ.get(name) for name in screens):
        click.launch(str(page))


def _write(report: DigestReport, output: Path | None) -> Path:
    """The HTML of a preview as a file."""
    assert report.mail is not None
    page = output or Path(f"digest-{report.period.key}.html")
    page.write_text(report.mail.html, encoding="utf-8")
    return page.resolve()


def as_object(report: DigestReport, page: Path | None) -> dict[str, Any]:
    """The report as JSON: counts, every source, every pick."""
    refreshed = report.refreshed
    return {
        "ok": not report.partly,
        "week": report.period.key,
        "number": report.number,
        "state": report.state,
        "message": report.message,
        "sources": ({**refreshed.counts, "lines": refreshed.sources} if refreshed else None),
        "new_entries": refreshed.new_entries if refreshed else 0,
        "resources": {
            "adopted": report.enriched.adopted,
            "pages": report.enriched.pages or {},
            "unread": report.enriched.unread,
        },
        "tagged": report.tagged,
        "subject": report.mail.subject if report.mail else None,
        "html_bytes": len(report.mail.html.encode()) if report.mail else None,
        "html_file": str(page) if page else None,
        "picks": [
            {
                "section": title,
                "id": pick.resource.id,
                "title": pick.resource.resource.title,
                "url": pick.resource.resource.url,
                "reason": pick.reason,
                "score": round(pick.score, 6),
            }
            for title, picks in _sections(report)
            for pick in picks
        ],
        "practice_share": report.content.practice_share,
        "shortfall": report.content.shortfall,
        "cuts": report.cuts,
        "missed": report.missed,
        "findings": report.findings,
        "overridden": report.overridden,
        "sent": report.sent,
    }


def _sections(report: DigestReport) -> list[tuple[str, Any]]:
    content = report.content
    middle = [(section.title, section.picks) for section in content.sections]
    return [("posts", content.posts), *middle, ("reading list", content.reading)]


def _tell(report: DigestReport, page: Path | None) -> None:
    """The summary for people."""
    from curator.flows.issues import missed

    click.echo(f"issue {report.number} · {report.period.key} · {report.state}")
    if report.refreshed:
        _tell_sources(report.refreshed)
        _tell_pages(report.refreshed.new_entries, report.enriched)
    for title, count in report.picks_by_section.items():
        click.echo(f"  {count:>3}  {title}")
    if report.content.shortfall:
        click.echo(f"mix       {report.content.shortfall}")
    if report.missed:
        click.echo(f"missed    {missed.told(report.missed)}")
    for cut in report.cuts:
        click.echo(f"cut       {cut}")
    for finding in report.findings:
        forced = " (overridden)" if finding in report.overridden else ""
        click.echo(f"{finding.level:<9} {finding.rule}: {finding.message}{forced}", err=True)
    if report.sent:
        click.echo(f"mail      {report.sent}")
    if page:
        click.echo(f"preview   {page}")
    if report.message:
        click.echo(report.message)


def _tell_sources(refreshed: RefreshReport) -> None:
    counts = refreshed.counts
    click.echo(
        f"sources   {counts['ok']} ok, {counts['unchanged']} unchanged, {counts['failed']} failed"
        + (f", {counts['skipped']} skipped" if counts["skipped"] else "")
    )
    for line in refreshed.sources:
        if line.result == "failed":
            click.echo(f"  failed: {line.name}: {line.reason}", err=True)


def _tell_pages(new_entries: int, enriched: EnrichReport) -> None:
    from curator.issues.wording import count

    looked = ", ".join(
        f"{number} {state}" for state, number in sorted((enriched.pages or {}).items())
    )
    click.echo(
        f"entries   {new_entries} new, {count(enriched.adopted, 'link')}"
        + (f"; pages: {looked}" if looked else "")
    )
    fresh = [page for page in enriched.unread if not page.again]
    for page in fresh[:PAGES_TOLD]:
        click.echo(f"  page not read: {page.url}: {page.reason}", err=True)
    if (more := len(fresh) - PAGES_TOLD) > 0:
        click.echo(f"  and {count(more, 'more page')}; --json names them all", err=True)
    if known := len(enriched.unread) - len(fresh):
        click.echo(f"  {count(known, 'page')} told of before, still not read", err=True)
