"""Every date string of the corpora: the same instant as feedparser's, or a better one."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime

import pytest
from feedparser.datetimes import _parse_date

from curator.dates import parse_when
from curator.model import Precision, When
from tests.corpora import corpora_folder

pytestmark = pytest.mark.corpora

_DATE = re.compile(
    rb"<(?:pubDate|lastBuildDate|dc:date|published|updated|modified|issued|created)>([^<]{4,80})</"
)
REASONS = {
    r"\d (?:AM|PM)\b": "feedparser takes the afternoon for the morning",
    r"(?i)^(?:lun|mar|mer|jeu|ven|sam|dim)[.,]": "feedparser knows no French or Italian",
    r"^\d{10}$": "feedparser takes seconds since 1970 for a day of a year",
    r"T\d{6}": "feedparser drops a clock without colons",
}
"""By what the string looks like."""


def strings() -> set[str]:
    found: set[str] = set()
    for path in (corpora_folder() / "feeds").rglob("*"):
        if path.is_file() and path.suffix not in (".json", ".html"):
            found |= {
                text.decode("utf-8", "replace").strip() for text in _DATE.findall(path.read_bytes())
            }
    return found


def theirs(text: str) -> datetime | None:
    found = _parse_date(text)
    return datetime.fromtimestamp(calendar.timegm(found), UTC) if found else None


def test_no_date_is_read_otherwise_without_a_reason() -> None:
    differing, unread, total = [], [], 0
    for text in strings():
        when, other = parse_when(text), theirs(text)
        total += 1
        explained = any(re.search(shape, text) for shape in REASONS)
        if when is None and other is not None and other.year >= 1990:
            unread.append(text)
        elif when and other and not explained and _differ(when, other):
            differing.append((text, str(when), other.isoformat()))
    assert total > 3000
    assert differing == []
    assert len(unread) <= 6, "only days, months and clocks that there are not"


def _differ(when: When, other: datetime) -> bool:
    return when.precision is Precision.SECOND and when.instant != other
