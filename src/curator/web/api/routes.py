"""What programs can ask and do."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Path, Query, Request, Response

from curator.flows import site
from curator.flows.audience import readers
from curator.flows.desk import drafts, overview, sent
from curator.flows.desk.keys import Scope
from curator.flows.desk.sources import source_rows
from curator.flows.feeds import sources as sources_flow
from curator.flows.feeds.reload import reload
from curator.flows.issues import challenge, edition
from curator.flows.resources import library
from curator.flows.resources import reading as reading_flow
from curator.flows.topics import correct
from curator.flows.topics import taxonomy as topics_flow
from curator.issues import editing
from curator.model import Goal, GoalState, Issue, Kind, ReadingStatus, SubscriberState, Track
from curator.sanitize import clean_block, clean_text
from curator.web.api import door
from curator.web.api.door import Curator, To
from curator.web.api.problems import documented
from curator.web.api.shapes import (
    AddGoal,
    AddSource,
    CorrectTopic,
    CorrectTrack,
    GoalShape,
    IssueLine,
    IssueShape,
    Page,
    PickShape,
    ReadingShape,
    ResourceShape,
    Save,
    Saved,
    Settle,
    SourceShape,
    Status,
    TopicShape,
    Vouch,
    Vouched,
)

MOST = 100
FARTHEST = 1_000_000
BIGGEST_ID = 2**31 - 1

Limit = Annotated[int, Query(ge=1, le=MOST, description="At most so many items.")]
Id = Annotated[int, Path(ge=1, le=BIGGEST_ID)]
Offset = Annotated[int, Query(ge=0, le=FARTHEST, description="Items to pass over.")]

router = door.router(Scope.READ)
saving = door.router(Scope.SAVE)
changes = door.router(Scope.WRITE)


def _next(
    request: Request, response: Response, offset: int, limit: int, *, more: bool
) -> str | None:
    """The address of the next page; also in a Link header (RFC 8288)."""
    if not more:
        return None
    asked = dict(request.query_params) | {"limit": str(limit), "offset": str(offset + limit)}
    address = f"{request.url.path}?{urlencode(asked)}"
    response.headers["link"] = f'<{address}>; rel="next"'
    return address


# --------------------------------------------------------------------------- reading


@router.get("/status", responses=documented())
def status(to: To, app: Curator) -> Status:
    """How the newsletter is doing."""
    found = overview.overview(app, to.now())
    return Status(
        title=app.config.newsletter.title,
        next_at=found.next_at,
        readers=found.readers.get(SubscriberState.CONFIRMED, 0),
        sources=len(app.config.sources),
        sources_failing=len(found.failing),
        queued=found.queued,
    )


@router.get("/topics", responses=documented())
def topics(app: Curator) -> Page[TopicShape]:
    """The topics, with how much was picked of each."""
    return Page(
        items=[
            TopicShape(
                slug=shelf.topic.slug,
                name=shelf.topic.name,
                description=shelf.topic.description,
                picks=shelf.picks,
            )
            for shelf in site.shelves(app)
        ]
    )


@router.get("/resources", responses=documented(404))
def resources(
    app: Curator,
    request: Request,
    response: Response,
    topic: Annotated[str | None, Query(max_length=80)] = None,
    track: Track | None = None,
    kind: Kind | None = None,
    limit: Limit = 30,
    offset: Offset = 0,
) -> Page[ResourceShape]:
    """What was collected, newest first."""
    found = library.list_(app, topic=topic, track=track, kind=kind, limit=limit + 1, offset=offset)
    more = len(found) > limit
    return Page(
        items=[ResourceShape.of(one) for one in found[:limit]],
        next=_next(request, response, offset, limit, more=more),
    )


@router.get("/search", responses=documented())
def search(
    app: Curator,
    request: Request,
    response: Response,
    q: Annotated[str, Query(max_length=200, description="Words that must all occur.")],
    topic: Annotated[str | None, Query(max_length=80)] = None,
    picked: Annotated[bool, Query(description="Only what was in an issue.")] = False,  # noqa: FBT002
    limit: Limit = 30,
    offset: Offset = 0,
) -> Page[ResourceShape]:
    """What matches, best first."""
    slugs = (topic,) if topic else ()
    hits = site.find(app, q, slugs=slugs, picked=picked, limit=limit + 1, offset=offset)
    more = len(hits) > limit
    return Page(
        items=[ResourceShape.of(hit.stored) for hit in hits[:limit]],
        next=_next(request, response, offset, limit, more=more),
    )


@router.get("/resources/{resource_id}", responses=documented(404))
def resource(app: Curator, resource_id: Id) -> ResourceShape:
    """One resource."""
    return ResourceShape.of(library.get(app, str(resource_id)))


@router.get("/issues", responses=documented())
def issues(
    to: To,
    app: Curator,
    request: Request,
    response: Response,
    limit: Limit = 30,
    offset: Offset = 0,
) -> Page[IssueLine]:
    """The issues, newest first."""
    found = [one.issue for one in sent.all_issues(app)]
    page = found[offset : offset + limit]
    return Page(
        items=[IssueLine.of(one, _page_of(to, one)) for one in page],
        next=_next(request, response, offset, limit, more=len(found) > offset + limit),
    )


@router.get("/issues/{number}", responses=documented(404))
def issue(to: To, app: Curator, number: Id) -> IssueShape:
    """One issue with all it says."""
    found = edition.get(app, number)
    mail = found.rendered
    line = IssueLine.of(found, _page_of(to, found))
    return IssueShape(
        **line.model_dump(),
        subject=mail.subject if mail else "",
        note=found.content.note,
        picks=[
            PickShape.of(pick, slug)
            for slug, picks in editing.lists(found.content)
            for pick in picks
        ],
    )


def _page_of(to: To, one: Issue) -> str | None:
    return to.site.absolute(f"/archive/{one.number}") if site.is_out(one) else None


@router.get("/sources", responses=documented())
def sources(to: To, app: Curator) -> Page[SourceShape]:
    """The sources, those in trouble first."""
    return Page(
        items=[
            SourceShape(
                url=row.source.url,
                name=row.health.name,
                kind=row.source.kind.value,
                topics=list(row.source.topics),
                status=row.health.status,
                error=row.health.error,
                entries=row.entries,
                newest_at=row.newest_at,
            )
            for row in source_rows(app, to.now())
        ]
    )


@router.get("/reading", responses=documented())
def reading(
    app: Curator,
    request: Request,
    response: Response,
    status: ReadingStatus | None = None,
    limit: Limit = 30,
    offset: Offset = 0,
) -> Page[ReadingShape]:
    """The reading list, newest first."""
    found = reading_flow.items(app, status=status, limit=limit + 1, offset=offset)
    return Page(
        items=[ReadingShape.of(item, stored) for item, stored in found[:limit]],
        next=_next(request, response, offset, limit, more=len(found) > limit),
    )


@router.get("/challenge", responses=documented())
def goals(app: Curator) -> Page[GoalShape]:
    """The goals, the newest week first."""
    return Page(items=[_goal(one) for one in challenge.list_(app)])


# --------------------------------------------------------------------------- changing


@saving.post("/resources", status_code=201, responses=documented(404))
def save(to: To, app: Curator, body: Save) -> Saved:
    """Put a link on the reading list and look at its page."""
    added = reading_flow.add(
        app,
        body.url,
        to.now(),
        note=clean_block(body.note),
        credit=clean_text(body.credit) or None,
        topics=tuple(body.topics),
    )
    to.wake("sources")
    return Saved(
        item=ReadingShape.of(added.item, added.stored), page=added.state.value, error=added.error
    )


@changes.post("/resources/{resource_id}/topics", responses=documented(404))
def correct_topic(to: To, app: Curator, resource_id: Id, body: CorrectTopic) -> ResourceShape:
    """Say that a resource is, or is not, about a topic; the tagger learns from it."""
    stored = correct.topic(app, resource_id, body.topic, to.now(), positive=body.is_about)
    return ResourceShape.of(stored)


@changes.put("/resources/{resource_id}/track", responses=documented(404))
def correct_track(to: To, app: Curator, resource_id: Id, body: CorrectTrack) -> ResourceShape:
    """Say that a resource is practice or theory; the tagger learns from it."""
    return ResourceShape.of(correct.track(app, resource_id, body.track, to.now()))


@changes.put("/reading/{item_id}", responses=documented(404))
def settle(to: To, app: Curator, item_id: Id, body: Settle) -> ReadingShape:
    """Say what became of a link on the reading list."""
    item = reading_flow.set_status(app, item_id, body.status, to.now())
    return ReadingShape.of(item, library.get(app, str(item.resource_id)))


@changes.delete("/reading/{item_id}", status_code=204, responses=documented(404))
def unsave(app: Curator, item_id: Id) -> None:
    """Take a link off the reading list."""
    reading_flow.remove(app, item_id)


@changes.post("/sources", status_code=201, responses=documented(404, 409))
def add_source(to: To, app: Curator, body: AddSource) -> dict[str, str]:
    """Add a source to feeds.yaml; a page's feed is found first. Gives the address that was added."""
    topics = topics_flow.named(app, body.topics)
    address, _ = sources_flow.add(app, body.url, {"topics": list(topics)} if topics else {})
    reload(app, -1, to.now())
    to.wake("sources")
    return {"url": address}


@changes.post("/challenge", status_code=201, responses=documented(409))
def set_goal(to: To, app: Curator, body: AddGoal) -> GoalShape:
    """Set a goal."""
    return _goal(challenge.add(app, body.text, to.now(), week=body.week))


@changes.put("/challenge/{goal_id}/{state}", responses=documented(404))
def settle_goal(to: To, app: Curator, goal_id: Id, state: GoalState) -> GoalShape:
    """Say what became of a goal."""
    return _goal(challenge.settle(app, goal_id, state, to.now()))


def _goal(one: Goal) -> GoalShape:
    return GoalShape(id=one.id, week=one.week, text=one.text, state=one.state, note=one.note)


@changes.post("/issues", status_code=201, responses=documented(409))
def compose(to: To, app: Curator) -> IssueLine:
    """Compose the draft of the week that is due, or of the next."""
    made = drafts.begin(app, to.now())
    return IssueLine.of(made, _page_of(to, made))


@changes.post("/readers", responses=documented())
def vouch(to: To, app: Curator, body: Vouch) -> Vouched:
    """Add readers whom the author vouches for; each that was left out is told why."""
    done = readers.vouch(app, body.addresses, to.now())
    problems = {one.address: one.what for one in done.problems}
    return Vouched(added=list(done.added), problems=problems)
