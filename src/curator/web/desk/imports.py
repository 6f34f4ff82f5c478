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

from curator.errors import BadValue, Problem
from curator.flows import saved, service, transfer
from curator.flows import sources as sources_flow
from curator.flows.saved import Into
from curator.issues import wording
from curator.sanitize import clean_text
from curator.web.context import web
from curator.web.desk.render import action, back, page
from curator.web.desk.session import author
from curator.web.forms import Fields
from curator.web.uploads import Upload

if TYPE_CHECKING:
    from curator.app import App

T = TypeVar("T", bound=StrEnum)

PATH = "/desk/import"
TOLD = 50
"""Rows left out that the page names; a longer list helps nobody."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file holds, and what would become of it."""

    form: str
    fates: Sequence[tuple[str, int]]
    """What becomes of how many, the most first."""
    problems: Sequence[Problem]
    added: int


Look = Callable[["App", Upload, datetime, bool, Into], Verdict]


def _links(app: App, file: Upload, now: datetime, apply_it: bool, into: Into) -> Verdict:  # noqa: FBT001 - one shape for both
    done = saved.import_links(app, file.data, now, file=file.name, into=into, apply_it=apply_it)
    return Verdict(done.form, _ordered(done.fates), done.problems, done.added)


def _readers(app: App, file: Upload, now: datetime, apply_it: bool, _into: Into) -> Verdict:  # noqa: FBT001 - one shape for both
    done = transfer.import_list(app, file.data, now, file=file.name, apply_it=apply_it)
    return Verdict(done.shape, _ordered(done.fates), done.problems, done.added)


def _ordered(fates: Mapping[T, int]) -> list[tuple[str, int]]:
    return [(str(fate), number) for fate, number in Counter(fates).most_common()]


KINDS: Mapping[str, tuple[str, Look]] = {
    "links": ("link", _links),
    "readers": ("reader", _readers),
}
"""What a file may hold: its word, and what looks at it and takes it over."""


def imports(request: Request) -> Response:
    """The forms."""
    return page(request, "import", "Import and export", nav="import")


def change(request: Request, fields: Fields) -> Response:
    """Look a file over, or take one over that was looked over."""
    kind, do = fields.get("kind", ""), fields.get("do", "")
    if kind == "sources":
        return _sources(request, _file(request, fields))
    if kind not in KINDS or do not in ("look", "apply"):
        raise BadValue("that button is not known; load the page again")
    into = Into(fields["into"]) if fields.get("into") in list(Into) else Into.READING
    if do == "look":
        return _looked_over(request, kind, _file(request, fields), into)
    to = web(request)
    word, look = KINDS[kind]
    file = to.uploads.take(fields.get("token", ""), to.now())
    done = look(to.app, file, to.now(), True, into)
    to.wake("sources")
    return back(request, PATH, f"{wording.count(done.added, word)} added from {file.name}.")


def _looked_over(request: Request, kind: str, file: Upload, into: Into) -> Response:
    to = web(request)
    verdict = KINDS[kind][1](to.app, file, to.now(), False, into)
    return page(
        request,
        "import-look",
        "Import: look it over",
        nav="import",
        kind=kind,
        file_name=file.name,
        into=into.value,
        verdict=verdict,
        problems=[str(one) for one in verdict.problems[:TOLD]],
        token=to.uploads.keep(file.name, file.data, file.at),
    )


def _sources(request: Request, file: Upload) -> Response:
    """Feeds of an OPML file, written into ``feeds.yaml`` at once: there they are easily undone."""
    to = web(request)
    done = sources_flow.import_opml(to.app, file.data)
    service.reload(to.app, -1)
    to.wake("sources")
    said = f"{wording.count(len(done.added), 'source')} added, {len(done.known)} were there already"
    left = "".join(f"; left out {_address(line)}: {why}" for line, why in done.refused[:3])
    lost = f"; no topics of feeds.yaml: {', '.join(done.folders[:5])}" if done.folders else ""
    return back(request, PATH, f"{said}{left}{lost}.", kind="bad" if done.refused else "good")


def _address(line: str | Mapping[str, object]) -> str:
    return line if isinstance(line, str) else str(line.get("url", ""))


def _file(request: Request, fields: Fields) -> Upload:
    if "file" not in fields.files:
        raise BadValue("choose a file first")
    name, data = fields.files["file"]
    return Upload(clean_text(name, 80) or "the file", data, web(request).now())


ROUTES = [
    Route(PATH, author(imports)),
    Route(PATH, action(lambda _: PATH, change), methods=["POST"]),
]
