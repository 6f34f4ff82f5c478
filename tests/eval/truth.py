"""Pages with known answers: how they are read and when an answer is the same.

Equal means: titles by their letters; the same set of people, credentials dropped and initials
accepted; the same calendar day as written or in UTC; image addresses without scheme. Texts are
compared by word F1.
"""

from __future__ import annotations

import collections
import contextlib
import datetime as dt
import html
import json
import pathlib
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from curator.model import Page

_CREDENTIALS = re.compile(
    r"\b(ph\.?d\.?|m\.?d\.?|m\.?s\.?|r\.?d\.?|jr\.?|sr\.?|mba|esq\.?|dr\.?|prof\.?|cpa|rn|dds|mph|"
    r"m\.?sc\.?|b\.?sc\.?)\b"
)
_PREFIX = re.compile(r"^(by|von|par|por|di|written by|posted by|author|autor)[: ]+")
_PARTS = re.compile(r"\s*(?:,|;|/|\||&|\n| and | und | et | y | with | mit |•|·)\s*")


def items(folder: pathlib.Path) -> list[dict[str, Any]]:
    """The labelled pages of a set, each address once, with the file that holds its answer."""
    files = {row["url"]: row for row in _lines(folder / "web.jsonl")}
    unique = {
        item["url"]: item | {"file": files[item["url"]]} for item in _lines(folder / "items.jsonl")
    }
    return list(unique.values())


def _lines(path: pathlib.Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def page(folder: pathlib.Path, item: dict[str, Any], now: dt.datetime) -> Page:
    """The stored answer of an item's address."""
    row = item["file"]
    body = (folder / row["file"]).read_bytes()
    headers = {"content-type": row.get("type", "text/html")}
    return Page(item["url"], item["url"], row.get("status", 200), headers, body, now)


def wanted(name: str, item: dict[str, Any], field: str) -> tuple[bool, Any]:
    """Whether a set knows a field of a page, and its value (``None`` for "the page has none")."""
    truth = item["truth"]
    key = {"authors": "author", "published": "date"}.get(field, field)
    if name == "postlight-fixtures":
        asserted = {"date": "date_published", "image": "lead_image_url"}.get(key, key)
        return asserted in truth.get("asserted", []), truth.get(key)
    if name == "papis-scholarly" and key == "author":
        people = [
            " ".join(filter(None, (p.get("given"), p.get("family"))))
            for p in truth.get("author_list") or []
        ]
        return bool(people), people
    return name.startswith("wcxb") or bool(truth.get(key)), truth.get(key)


def same(field: str, given: Any, value: Any) -> bool:
    """Whether an answer equals the truth; nothing equals "none"."""
    if not given or not value:
        return False
    return bool(
        {
            "title": _same_title,
            "authors": _same_people,
            "published": _same_day,
            "image": _same_image,
        }[field](given, value)
    )


def _plain(text: Any) -> str:
    text = unicodedata.normalize("NFKC", html.unescape(str(text or ""))).casefold()
    return re.sub(r"\s+", " ", text.replace("’", "'")).strip(" \t\n.-|:\"'")


def _same_title(one: Any, other: Any) -> bool:
    return re.sub(r"\W+", "", _plain(one)) == re.sub(r"\W+", "", _plain(other))


def _people(value: Any) -> set[str]:
    found = set()
    for text in [value] if isinstance(value, str) else value or []:
        plain = _PREFIX.sub("", re.sub(r"\([^)]*\)|https?://\S+", "", _plain(text)))
        for part in _PARTS.split(plain):
            name = re.sub(r"[^\w\s]", "", _CREDENTIALS.sub("", part))
            found.add(re.sub(r"\s+", " ", name).strip())
    return {name for name in found if len(name) > 1}


def _same_person(one: str, other: str) -> bool:
    left, right = one.split(), other.split()
    if one == other or not (len(left) > 1 < len(right) and left[-1] == right[-1]):
        return one == other
    return left[0][0] == right[0][0] and (1 in (len(left[0]), len(right[0])) or left[0] == right[0])


def _same_people(given: Any, value: Any) -> bool:
    left, right = _people(given), _people(value)
    if not left or len(left) != len(right):
        return False
    return all(any(_same_person(a, b) for b in right) for a in left)


def _days(value: Any) -> set[dt.date]:
    text, found = str(value or "").strip(), set()
    if match := re.match(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", text):
        with contextlib.suppress(ValueError):
            found.add(dt.date(*map(int, match.groups())))
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return found
    found.add(moment.date())
    return found | ({moment.astimezone(dt.UTC).date()} if moment.tzinfo else set())


def _same_day(given: Any, value: Any) -> bool:
    return bool(_days(given) & _days(value))


def _same_image(given: Any, value: Any) -> bool:
    return _bare(given) == _bare(value)


def _bare(url: Any) -> str:
    bare = re.sub(r"^(https?:)?//(www\.)?", "", html.unescape(str(url)).strip())
    return bare.split("#")[0].rstrip("/").casefold()


def word_f1(one: str | None, other: str | None) -> float:
    """How alike two texts are by the words in them."""
    left, right = (
        collections.Counter(re.findall(r"\w+", (text or "").lower())) for text in (one, other)
    )
    both = (left & right).total()
    return 2 * both / (left.total() + right.total()) if both else 0.0
