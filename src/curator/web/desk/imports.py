"""In from other programs: links, readers and sources. A file is looked over before it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from curator.errors import BadValue, CuratorError, ParseError
from curator.flows.audience import transfer
from curator.flows.feeds import sources as sources_flow
from curator.flows.feeds.reload import reload
from curator.flows.resources import saved
from curator.flows.resources.saved import Into
from curator.flows.work.progress import Progress
from curator.issues import wording
from curator.sanitize import clean_text
from curator.web.context import Web, web
from curator.web.desk.render import action, back, page
from curator.web.desk.session import author
from curator.web.forms import Fields
from curator.web.tasks import Task
from curator.web.uploads import Upload

if TYPE_CHECKING:
    from curator.app import App

T = TypeVar("T", bound=StrEnum)

PATH = "/desk/import"
AGAIN_SECONDS = 2
"""After so long the browser asks again how far it is."""
TOLD = 50
"""Rows left out that the page names; a longer list helps nobody."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file holds, and what would become of it."""

    form: str
    fates: Sequence[tuple[str, int]]
    """What becomes of how many, the most first."""
    problems: Sequence[str]
    """What is left out and why, a line each."""
    added: int
    doubt: str = ""
    """What to look at before it is agreed to."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to become of a file; not the file itself, which is let go once it was looked at."""

    kind: str
    name: str
    """Of the file."""
    into: Into
    apply_it: bool
    token: str = ""
    """Of the file, where it is only looked over."""

    @property
    def title(self) -> str:
        """What is being done, for the page that shows how far it is."""
        return f"{'Importing' if self.apply_it else 'Looking over'} {self.name}"


def _links(app: App, job: Job, data: bytes, now: datetime, progress: Progress) -> Verdict:
    done = saved.import_links(
        app,
        data,
        now,
        file=job.name,
        into=job.into,
        apply_it=job.apply_it,
        progress=progress,
    )
    return Verdict(done.form, _ordered(done.fates), [*map(str, done.problems)], done.added)


def _readers(app: App, job: Job, data: bytes, now: datetime, progress: Progress) -> Verdict:
    done = transfer.import_list(
        app, data, now, file=job.name, apply_it=job.apply_it, progress=progress
    )
    problems = [*map(str, done.problems)]
    return Verdict(done.shape, _ordered(done.fates), problems, done.added, done.doubt)


def _sources(app: App, job: Job, data: bytes, now: datetime, progress: Progress) -> Verdict:  # noqa: ARG001
    try:
        done = sources_flow.import_opml(app, data, apply_it=job.apply_it)
    except ParseError as error:
        raise ParseError(f"{job.name}: {error.message}") from error
    if job.apply_it:
        reload(app, -1, now)
    fates = Counter({"to feeds.yaml": len(done.added), "in feeds.yaml already": len(done.known)})
    left_out = [f"{_address(line)}: {why}" for line, why in done.refused]
    lost = [f"the folder {one}: no topic of feeds.yaml is called so" for one in done.folders]
    return Verdict("OPML", (+fates).most_common(), left_out + lost, len(done.added))


def _address(line: str | Mapping[str, object]) -> str:
    return line if isinstance(line, str) else str(line.get("url") or line.get("name") or "a line")


def _ordered(fates: Mapping[T, int]) -> list[tuple[str, int]]:
    return [(str(fate), number) for fate, number in Counter(fates).most_common()]


Look = Callable[["App", Job, bytes, datetime, Progress], Verdict]
KINDS: Mapping[str, tuple[str, Look]] = {
    "links": ("link", _links),
    "readers": ("reader", _readers),
    "sources": ("source", _sources),
}
"""What a file may hold: its word, and what looks at it and takes it over."""


def imports(request: Request) -> Response:
    """The forms."""
    return page(request, "import", "Import and export", nav="import")


def change(request: Request, fields: Fields) -> Response:
    """Look a file over, or take one over that was looked over."""
    kind, do = fields.get("kind", ""), fields.get("do", "")
    if kind not in KINDS or do not in ("look", "apply"):
        raise BadValue("that button is not known; load the page again")
    to = web(request)
    into = Into(fields["into"]) if fields.get("into") in list(Into) else Into.READING
    if do == "look":
        file = _file(request, fields)
        token = to.uploads.keep(file.name, file.data, file.at)
        job = Job(kind, file.name, into, apply_it=False, token=token)
    else:
        file = to.uploads.take(fields.get("token", ""), to.now())
        job = Job(kind, file.name, into, apply_it=True)
    task = _begin(to, job, file.data)
    if task.is_over_soon():
        return _ended(request, task)
    return back(request, f"{PATH}/{task.token}")


def _begin(to: Web, job: Job, data: bytes) -> Task:
    """Start it; links that are stored are looked at and tagged by the clock."""
    look = KINDS[job.kind][1]

    def work(progress: Progress) -> Verdict:
        done = look(to.app, job, data, to.now(), progress)
        if job.apply_it:
            to.cache.clear()
            to.wake("sources")
        return done

    return to.tasks.start(job.title, job, work)


def watch(request: Request) -> Response:
    """How far a large file is, and in the end what became of it."""
    try:
        task = web(request).tasks.get(request.path_params["task"])
        if task.ended:
            return _ended(request, task)
    except CuratorError as error:
        return back(request, PATH, error.message, kind="bad")
    answer = page(request, "import-running", task.title, nav="import", task=task)
    answer.headers["refresh"] = str(AGAIN_SECONDS)
    return answer


def _ended(request: Request, task: Task) -> Response:
    """What a file holds, or what came of it. Raises what the task raised."""
    verdict: Verdict = task.outcome()
    job: Job = task.about
    if job.apply_it:
        word = KINDS[job.kind][0]
        said = f"{wording.count(verdict.added, word)} added from {job.name}."
        return back(request, PATH, said)
    return page(
        request,
        "import-look",
        "Import: look it over",
        nav="import",
        kind=job.kind,
        file_name=job.name,
        into=job.into.value,
        verdict=verdict,
        problems=verdict.problems[:TOLD],
        token=job.token,
    )


def _file(request: Request, fields: Fields) -> Upload:
    if "file" not in fields.files:
        raise BadValue("choose a file first")
    name, data = fields.files["file"]
    return Upload(clean_text(name, 80) or "the file", data, web(request).now())


ROUTES = [
    Route(PATH, author(imports)),
    Route(f"{PATH}/{{task}}", author(watch)),
    Route(PATH, action(lambda _: PATH, change), methods=["POST"]),
]
