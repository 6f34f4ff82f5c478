"""The archive as files, for a host that only serves files (GitHub Pages and the like).

Every page is asked of the very application that serves it, so that both are the same; only
addresses get a slash where a folder's index file answers, links between them are relative, and forms
lead to the running service.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curator import shorthands
from curator.errors import CuratorError
from curator.flows import site
from curator.web.app import create_app
from curator.web.relative import relative
from curator.web.site import PAGE, STATIC, Site

if TYPE_CHECKING:
    from curator.app import App

FILES = ("/feed.xml", "/feed.json", "/picks.xml", "/picks.json", "/sources.opml", "/sitemap.xml")
MARKER = ".curator-site"
"""In a folder that we made, and so may empty."""


def paths(app: App) -> Iterator[str]:
    """Every public page, and each feed."""
    yield from ("/", "/archive", "/topics", "/reading", "/sources", *FILES)
    for issue in site.newest(app, full=False):
        yield f"/archive/{issue.number}"
    for topic in app.config.topics:
        # Links to what a topic was called before must lead somewhere here too.
        for slug in (topic.slug, *topic.former):
            yield f"/topics/{slug}"
            yield from (f"/topics/{slug}/feed{form}" for form in (".xml", ".json"))


def build(app: App, folder: Path, *, base_url: str | None = None) -> list[Path]:
    """Write the site into ``folder``, to be served at ``base_url``; gives the files, in order.

    What an earlier run wrote there is replaced. Raises :class:`CuratorError` for a folder that
    holds something else, for a ``base_url`` that is no address, and where a page cannot be made;
    what is there stays then.
    """
    served_at = app.config.newsletter.base_url if base_url is None else shorthands.base(base_url)
    _insist_on_ours(folder)
    web = create_app(app, files_at=served_at)
    wanted = [*paths(app)]
    bodies = dict(zip(wanted, asyncio.run(_ask(web, wanted)), strict=True))
    for first in _lists(app):
        bodies |= _later_pages(web, first, bodies[first])
    missing = asyncio.run(_ask(web, ["/not/here"], 404))[0]
    root = web.state.web.site.to("/")
    _clear(folder)
    files = [_write(folder, path, _seen(path, body, root)) for path, body in bodies.items()]
    # A host answers with it at any address, so its links stay whole.
    files.append(_write(folder, "/404.html", missing))
    files += [
        _write(folder, f"/static/{name}", (STATIC / name).read_bytes())
        for name in ("style.css", "favicon.svg")
    ]
    # GitHub Pages would otherwise run Jekyll over it.
    files.append(_write(folder, "/.nojekyll", b""))
    return files


def _seen(path: str, body: bytes, root: str) -> bytes:
    """A page with relative links; a feed, whose links are whole addresses, as it is."""
    return body if _is_file(path) else relative(body, f"{path.rstrip('/')}/", root)


def _is_file(path: str) -> bool:
    """Whether an address names a file, not a folder with an index."""
    return "." in path.rsplit("/", 1)[-1]


def _lists(app: App) -> list[str]:
    """The first pages of lists that may have more of them."""
    return ["/archive", "/topics", *(f"/topics/{one.topic.slug}" for one in site.shelves(app))]


def _later_pages(web: Any, first: str, body: bytes) -> dict[str, bytes]:
    """The second and every further page of a list, as far as each links to the next."""
    here: Site = web.state.web.site
    found: dict[str, bytes] = {}
    while f'href="{here.to(following := f"{first}?{PAGE}{len(found) + 2}")}"'.encode() in body:
        (body,) = asyncio.run(_ask(web, [following]))
        found[f"{first}/page/{len(found) + 2}"] = body
    return found


def _insist_on_ours(folder: Path) -> None:
    """Raise :class:`CuratorError` for a folder with files that no run of ours wrote."""
    if _inside(folder) and not (folder / MARKER).exists():
        raise CuratorError(f"{folder} holds other files; name an empty or new folder")


def _clear(folder: Path) -> None:
    """An empty folder of ours."""
    for inside in _inside(folder):
        folder_itself = inside.is_dir() and not inside.is_symlink()
        shutil.rmtree(inside) if folder_itself else inside.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).touch()


def _inside(folder: Path) -> list[Path]:
    """What a folder holds, but for the history that git keeps of it."""
    return [one for one in folder.iterdir() if one.name != ".git"] if folder.exists() else []


def _write(folder: Path, path: str, body: bytes) -> Path:
    """Keep a page as the file that a host answers with at its address."""
    place = folder / path.lstrip("/")
    if not _is_file(path):
        place /= "index.html"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(body)
    return place


async def _ask(web: Any, wanted: Sequence[str], status: int = 200) -> list[bytes]:
    return [await _get(web, path, status) for path in wanted]


async def _get(web: Any, path: str, status: int) -> bytes:
    """The body of one page, asked of the application without a socket (ASGI 3)."""
    body = bytearray()
    found = 0

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal found
        found = message.get("status", found)
        body.extend(message.get("body", b""))

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path.partition("?")[0],
        "raw_path": path.partition("?")[0].encode(),
        "query_string": path.partition("?")[2].encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost")],
        "client": None,
        "server": ("localhost", 80),
    }
    await web(scope, receive, send)
    if found != status:
        raise CuratorError(f"the page {path} could not be made: it answers {found}")
    return bytes(body)
