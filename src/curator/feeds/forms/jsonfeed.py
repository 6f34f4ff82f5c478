"""JSON Feed 1.0 and 1.1 to drafts (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from curator.errors import ParseError
from curator.feeds.forms.draft import Draft, DraftFeed, Text
from curator.model import Enclosure

Json = dict[str, Any]
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair: JSON can write one, UTF-8 cannot (RFC 8259 §8.2)."""
_FORMATS = {"1": "json10", "1.0": "json10", "1.1": "json11"}


def parse(text: str) -> DraftFeed:
    """The drafts of a JSON Feed. Raises :class:`ParseError` for any other JSON."""
    try:
        feed = json.loads(text, strict=False)
    except ValueError as error:
        raise ParseError(f"the document is not valid JSON ({error})") from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise ParseError("the JSON document is not a JSON Feed")
    version = _string(feed, "version").rstrip("/").rpartition("/")[2]
    items = feed["items"]
    return DraftFeed(
        format=_FORMATS.get(version, "json"),
        title=Text(_string(feed, "title")),
        link=_string(feed, "home_page_url"),
        description=Text(_string(feed, "description")),
        language=_string(feed, "language"),
        authors=tuple(_people(feed)),
        entries=tuple(_draft(item) for item in items if isinstance(item, dict)),
        hub=next((_string(hub, "url") for hub in _dicts(feed, "hubs")), ""),
        next_link=_string(feed, "next_url"),
        warnings=tuple(_oddities(feed)),
    )


def _oddities(feed: Json) -> Iterator[str]:
    if not _string(feed, "version").startswith(
        ("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")
    ):
        yield "the JSON document does not say which version of JSON Feed it is"
    if any(not isinstance(item, dict) for item in feed["items"]):
        yield "some items of the JSON Feed are not objects and were left out"


def _draft(item: Json) -> Draft:
    html, plain = _string(item, "content_html"), _string(item, "content_text")
    attachments = tuple(_attachments(item))
    return Draft(
        guid=_string(item, "id"),
        link=_string(item, "url") or _string(item, "external_url"),
        fallback_link=attachments[0].url if attachments else "",
        title=Text(_string(item, "title")),
        authors=tuple(_people(item)),
        published=_string(item, "date_published"),
        updated=_string(item, "date_modified"),
        summary=Text(_string(item, "summary")),
        content=Text(html, html=True) if html else Text(plain),
        categories=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        language=_string(item, "language"),
        enclosures=attachments,
        image=_string(item, "image") or _string(item, "banner_image"),
    )


def _people(holder: Json) -> Iterator[str]:
    """Names of ``authors`` (1.1) and ``author`` (1.0), each once."""
    single = holder.get("author")
    listed = _dicts(holder, "authors") + ([single] if isinstance(single, dict) else [])
    names = [_string(author, "name") or _string(author, "url") for author in listed]
    if isinstance(single, str):
        names.append(single)
    yield from dict.fromkeys(name for name in names if name)


def _attachments(item: Json) -> Iterator[Enclosure]:
    for one in _dicts(item, "attachments"):
        url = _string(one, "url")
        if url:
            yield Enclosure(
                url,
                _string(one, "mime_type").lower() or None,
                _number(one.get("size_in_bytes")),
                _number(one.get("duration_in_seconds")),
            )


def _string(holder: Json, key: str) -> str:
    """A string; numbers count as one (an ``id`` often is a number)."""
    value = holder.get(key)
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value).strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _list(holder: Json, key: str) -> list[Any]:
    value = holder.get(key)
    return value if isinstance(value, list) else []


def _dicts(holder: Json, key: str) -> list[Json]:
    return [one for one in _list(holder, key) if isinstance(one, dict)]


def _number(value: object) -> int | None:
    usable = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 10**15
    return int(value) if usable else None  # type: ignore[call-overload]
