"""The list of competitions as Kaggle's public API gives it (github.com/Kaggle/kaggle-api)."""

from __future__ import annotations

import json
from typing import Any

from curator.errors import ParseError
from curator.feeds.forms.draft import Draft, DraftFeed, Text

SITE = "https://www.kaggle.com/competitions"


def parse(text: str) -> DraftFeed:
    """The drafts of a JSON array of competitions. Raises :class:`ParseError` for any other."""
    try:
        rows = json.loads(text, strict=False)
    except ValueError as error:
        raise ParseError(f"the document is not valid JSON ({error})") from error
    drafts = [_draft(row) for row in rows if isinstance(row, dict)]
    named = tuple(one for one in drafts if one.link and one.title)
    if not named:
        raise ParseError("the JSON document is a list, but not of competitions")
    return DraftFeed("kaggle", Text("Kaggle competitions"), SITE, entries=named)


def _draft(row: dict[str, Any]) -> Draft:
    reference = _string(row, "ref")
    link = reference if reference.startswith("https://") else f"{SITE}/{reference}"
    deadline = _string(row, "deadline")[:10]
    told = [_string(row, "description"), f"Deadline: {deadline}." if deadline else ""]
    return Draft(
        guid=link if reference else "",
        link=link if reference else "",
        title=Text(_string(row, "title")),
        published=_string(row, "enabledDate"),
        summary=Text(" ".join(one for one in told if one)),
        categories=tuple(filter(None, map(_tag_name, row.get("tags") or ()))),
    )


def _tag_name(tag: object) -> str:
    return _string(tag, "name") if isinstance(tag, dict) else ""


def _string(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    return value.strip() if isinstance(value, str) else ""
