"""What a form sent, read with bounds; the handler itself then runs in a thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from curator.sanitize import clean_block, clean_source, clean_text

MOST_FIELDS = 400
LINE, BLOCK = 1000, 50_000
"""Characters kept of a field of one line, and of many."""


@dataclass(frozen=True, slots=True)
class Fields(Mapping[str, str]):
    """The text fields of a form; of several with one name the first counts."""

    values_: Mapping[str, tuple[str, ...]]
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    """Name and content of each uploaded file."""

    def __getitem__(self, name: str) -> str:
        return self.values_[name][0]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_)

    def __len__(self) -> int:
        return len(self.values_)

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a name."""
        return self.values_.get(name, ())

    def line(self, name: str, limit: int = LINE) -> str:
        """One line of plain text; empty where it is missing."""
        return clean_text(self.get(name, "")[: limit * 4], limit)

    def block(self, name: str, limit: int = BLOCK) -> str:
        """Several lines of plain text."""
        return clean_block(self.get(name, "")[:limit])

    def source(self, name: str, limit: int = BLOCK) -> str:
        """Markdown, every blank kept."""
        return clean_source(self.get(name, "")[:limit])

    def number(self, name: str) -> int | None:
        """A whole number from 0, or ``None``."""
        text = self.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004


Handler = Callable[[Request, Fields], Response]


def posted(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A handler that gets the request and its form."""

    async def answer(request: Request) -> Response:
        async with request.form(max_fields=MOST_FIELDS, max_files=4) as form:
            fields = await read(form)
        return await run_in_threadpool(handler, request, fields)

    return answer


async def read(form: FormData) -> Fields:
    """The fields and files of a form."""
    texts: dict[str, tuple[str, ...]] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                files[name] = (clean_text(value.filename, 200), await value.read())
        else:
            texts[name] = (*texts.get(name, ()), value)
    return Fields(texts, files)
