"""Dates as people and programs write them, read without guessing.

Feeds and pages hold dates in dozens of shapes. A wrong date is worse than none: a newsletter would
miss a post, or mail an old one as new. So every reading here must be the only one possible; where
two are (``04/05/2020``), or a word is unknown, the answer is ``None`` and the caller falls back to
the instant it first saw the thing. All instants given are timezone-aware UTC; a time without a zone
is taken as UTC (RFC 5322 §3.3 on ``-0000``).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from curator.model import Precision, When

EARLIEST_YEAR = 1990
"""A publication date before the web is a default value, not a date."""
FUTURE = timedelta(days=2)
"""How far ahead of now a date may lie: zones and careless clocks, not plans."""
LONGEST = 100
"""Characters; no date is longer."""

_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})[t ]\s*(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(z|[+-]\d{2}:?(?:\d{2}|0?))?z?"
)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|((?:19|20)\d{2})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")
_ORDINAL = re.compile(r"(\d{4})-(\d{3})")
_EPOCH = re.compile(r"(\d{9,10})(\.\d+)?|(\d{12,13})")
_COMMENT = re.compile(r"\(([^()]*)\)")
_TIME = re.compile(
    r"(?<![\d:])(\d{1,2})(?:[:h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?!\d)\s*(?:([ap])\.?m\b\.?)?|\s*([ap])\.?m\b\.?)"
)
_OFFSET = re.compile(r"^\s*(?:gmt|utc?|z)?\s*([+-])(\d{1,2}):?(\d{2})?(?!\d)\s*z?(?![\w/])")
_REGION = re.compile(r"\b[a-z]+(?:/[a-z_\-]+){1,2}\b")
_PIECE = re.compile(r"\d+|[^\W\d_]+")


def _table(text: str) -> dict[str, int]:
    """``"jan january | feb"`` becomes the number of each word, counted from 1."""
    rows = enumerate(text.split("|"), 1)
    return {word: number for number, words in rows for word in words.split()}


# English, French, German, Spanish, Italian, Portuguese, Dutch, Russian; then the Greek and Hungarian
# abbreviations that feeds are known to use. Accents are gone before words are looked up.
MONTHS = _table("""
  jan january janvier janv januar janner enero ene gennaio gen janeiro januari ιαν januar янв января
| feb february fevrier fevr fev februar febrero febbraio fevereiro februari φεβ фев февраля
| mar march mars marz maerz mrz marzo marco mrt maart μαρ μαω мар марта
| apr april avril avr abril abr aprile απρ апр апреля
| may mai mayo maggio mag maio mei μαι мая маи
| jun june juin juni junio giugno giu junho ιουν июн июня
| jul july juillet juil juli julio luglio lug julho ιουλ июл июля
| aug august aout agosto ago augustus αυγ авг августа
| sep sept september septembre septiembre settembre set setembro σεπ сен сент сентября
| oct october octobre oktober okt octubre ottobre ott outubro out οκτ окт октября
| nov november novembre noviembre novembro νοε ноя ноября
| dec december decembre dezember dez diciembre dic dicembre dezembro δεκ дек декабря
""")
WEEKDAYS = _table("""
  mon monday lun lundi mo montag lunes lunedi ma maandag segunda δευ пн понедельник
| tue tues tuesday mar mardi di dienstag martes martedi dinsdag terca τρι вт вторник
| wed weds wednesday mer mercredi mi mittwoch mie miercoles mercoledi wo woensdag quarta τετ ср среда
| thu thur thurs thursday jeu jeudi do donnerstag jue jueves gio giovedi donderdag quinta πεμ чт четверг
| fri friday ven vendredi fr freitag vie viernes venerdi vr vrijdag sexta παρ пт пятница
| sat saturday sam samedi sa samstag sonnabend sab sabado sabato za zaterdag σαβ сб суббота
| sun sunday dim dimanche so sonntag dom domingo domenica zo zondag κυρ вс воскресенье
""")
NOISE = frozenset(_table("at on of the st nd rd th er de del le el den der um uhr a as feira t г"))
# Hours from UTC: RFC 5322 §4.3, then those that mean one place only. IST, AST and their like are
# left out: a date with an ambiguous zone is not read.
_ZONE_ROWS = """
  0 z ut utc gmt wet | -2.5 ndt | -3.5 nst | -4 edt | -5 est cdt | -6 cst mdt | -7 mst pdt
| -8 pst akdt | -9 akst | -10 hst | 1 bst west cet mez | 2 cest mesz eet sast | 3 eest msk
| 8 hkt awst | 9 jst kst | 9.5 acst | 10 aest | 11 aedt | 12 nzst | 13 nzdt
"""
ZONES = {
    word: float(hours)
    for hours, *words in (row.split() for row in _ZONE_ROWS.split("|"))
    for word in words
}


def parse_date(text: str | None, now: datetime) -> datetime | None:
    """The instant ``text`` names, if it can be when something was published: 1990 to now + 2 d."""
    when = parse_when(text or "")
    if when is None or not _written(when, text or ""):
        return None
    return sane(when.instant, now)


def sane(instant: datetime, now: datetime) -> datetime | None:
    """``instant`` unless it cannot be a publication date."""
    return instant if instant.year >= EARLIEST_YEAR and instant <= now + FUTURE else None


@lru_cache(maxsize=4096)
def parse_when(text: str | None) -> When | None:
    """What ``text`` says of a date and how precisely; ``None`` unless only one reading is left."""
    plain = _plain(text or "")
    if not plain or len(plain) > LONGEST:
        return None
    try:
        return _iso(plain) or _short(plain) or _epoch(plain) or _words(plain)
    except (ValueError, OverflowError, KeyError):
        return None


def _written(when: When, text: str) -> bool:
    """Whether a day is given, or the form is one that fixes it (W3C-DTF: ``2003-12``)."""
    return when.precision in (Precision.DAY, Precision.SECOND) or text.strip()[:4].isdigit()


_MARKS = str.maketrans({**dict.fromkeys("年月년월", "-"), **dict.fromkeys("日일", " ")})
"""The signs after year, month and day in Chinese, Japanese and Korean."""


def _plain(text: str) -> str:
    """Lower case, one space, no accents: ``3 Déc.`` and ``3 dec.`` are alike."""
    text = text.strip()
    if not text.isascii():
        text = text.translate(_MARKS)
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(text.lower().split())


# --------------------------------------------------------------------------- machine forms


def _iso(text: str) -> When | None:
    """RFC 3339 and its relatives: blank for ``T``, no seconds, no zone, a needless final ``Z``."""
    found = _ISO.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute = map(int, found.group(1, 2, 3, 4, 5))
    clock = _clock(hour, minute, int(found[6] or 0))
    return _instant(_day(year, month, day), clock, _iso_zone(found[7] or "z"))


def _iso_zone(zone: str) -> tzinfo:
    digits = zone[1:].replace(":", "")
    return _offset(zone[0], int(digits[:2]), int(digits[2:] or 0)) if digits else UTC


def _short(text: str) -> When | None:
    """``2020-01-31``, ``20200131``, ``2020-01``, ``2020`` and ``2020-031`` (ISO 8601, W3C-DTF)."""
    if found := _DAY.fullmatch(text):
        parts = [int(part) for part in found.groups() if part]
        return When(_day(*parts), Precision.DAY)
    if found := _ORDINAL.fullmatch(text):
        day = datetime(int(found[1]), 1, 1, tzinfo=UTC) + timedelta(days=int(found[2]) - 1)
        return When(day, Precision.DAY) if day.year == int(found[1]) else None
    if found := _MONTH.fullmatch(text):
        precision = Precision.MONTH if found[2] else Precision.YEAR
        return When(datetime(int(found[1]), int(found[2] or 1), 1, tzinfo=UTC), precision)
    return None


def _day(year: int, month: int, day: int) -> datetime:
    """That day at midnight UTC; a month that cannot be one is the day, written in its place.

    A 13th month may as well be a December that was miscounted: it is none.
    """
    if month > 13:  # noqa: PLR2004 - months of a year, and one
        month, day = day, month
    return datetime(year, month, day, tzinfo=UTC)


def _epoch(text: str) -> When | None:
    """Seconds or milliseconds since 1970."""
    found = _EPOCH.fullmatch(text)
    if not found:
        return None
    seconds = int(found[1]) if found[1] else int(found[3]) // 1000
    return When(datetime.fromtimestamp(seconds, UTC))


# --------------------------------------------------------------------------- written forms


def _words(text: str) -> When | None:
    """Weekday, day, month, year and clock in any order that leaves one reading."""
    text, comment = _without_comments(text)
    text, region = _without_region(text)
    before, clock, after = _cut_clock(text)
    offset, after = _cut_offset(after) if clock is not None else (None, after)
    numbers, words = _pieces(f"{before} , {after}")
    named = [word for word in words if word in ZONES]
    date = _date(numbers, [word for word in words if word not in ZONES], dotted="." in text)
    if date is None or clock is None:
        return date
    zone = region or offset or _zone((named or [comment])[0])
    return None if date.precision != Precision.DAY else _instant(date.instant, clock, zone)


def _instant(day: datetime, clock: timedelta, zone: tzinfo) -> When:
    """The clock on that day in that zone; 24:00 is the next midnight, 25:00 an error."""
    if clock > timedelta(days=1):
        raise ValueError(clock)
    return When((day.replace(tzinfo=None) + clock).replace(tzinfo=zone).astimezone(UTC))


def _without_comments(text: str) -> tuple[str, str]:
    """``text`` without its parenthesised comments (RFC 5322 §3.2.2), and the last of them."""
    last = ""
    while found := _COMMENT.search(text):
        last = found[1].strip() or last
        text = f"{text[: found.start()]} {text[found.end() :]}"
    return text, last


def _without_region(text: str) -> tuple[str, tzinfo | None]:
    """``text`` without a zone of the IANA list (``Europe/Brussels``), and that zone."""
    found = _REGION.search(text)
    if not found:
        return text, None
    name = "/".join(part.title() for part in found[0].split("/")).replace("_Of_", "_of_")
    try:
        return text[: found.start()] + text[found.end() :], ZoneInfo(name)
    except ZoneInfoNotFoundError as error:
        raise ValueError(name) from error


def _cut_clock(text: str) -> tuple[str, timedelta | None, str]:
    """What stands before the clock, the clock, and what stands after it."""
    found = _TIME.search(text)
    if not found:
        return "", None, text
    hour, minute, second = (int(found[i] or 0) for i in (1, 2, 3))
    half = found[4] or found[5]
    if half and hour <= 12:  # noqa: PLR2004 - ``15:07 pm`` says 15:07
        hour = hour % 12 + (12 if half == "p" else 0)
    return text[: found.start()], _clock(hour, minute, second), text[found.end() :]


def _clock(hour: int, minute: int, second: int) -> timedelta:
    """The time since midnight; a leap second is the one before it."""
    if minute > 59 or second > 60:  # noqa: PLR2004 - what a clock can show
        raise ValueError(minute)
    return timedelta(hours=hour, minutes=minute, seconds=min(second, 59))


def _cut_offset(after: str) -> tuple[tzinfo | None, str]:
    """The offset that follows a clock, ``+0100`` or ``GMT-07:00``, and the rest."""
    found = _OFFSET.match(after)
    if not found:
        return None, after
    return _offset(found[1], int(found[2]), int(found[3] or 0)), after[found.end() :]


def _offset(sign: str, hours: int, minutes: int) -> tzinfo:
    """An offset that exists on Earth: -12:00 to +14:00."""
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1)
    if minutes > 59 or not timedelta(hours=-12) <= offset <= timedelta(hours=14):  # noqa: PLR2004
        raise ValueError(sign)
    return timezone(offset)


def _zone(name: str) -> tzinfo:
    """The zone of an abbreviation; UTC for none or for a comment that is no zone."""
    return timezone(timedelta(hours=ZONES.get(name, 0)))


def _pieces(text: str) -> tuple[list[str], list[str]]:
    """The numbers and the words that count."""
    pieces = _PIECE.findall(text)
    numbers = [piece for piece in pieces if piece.isdecimal()]
    return numbers, [piece for piece in pieces if not piece.isdecimal() and piece not in NOISE]


def _date(numbers: list[str], words: list[str], *, dotted: bool) -> When | None:
    """The date that numbers and words name; every word must be understood."""
    if any(word not in MONTHS and word not in WEEKDAYS for word in words):
        return None
    months = {MONTHS[word] for word in words if word in MONTHS}
    weekdays = {WEEKDAYS[word] - 1 for word in words if word in WEEKDAYS}
    if len(months) > 1 and "mar" in words:  # French: mardi, not mars
        found = _named(numbers, (months - {MONTHS["mar"]}).pop())
        return found if found and found.instant.weekday() == WEEKDAYS["mar"] - 1 else None
    if len(months) > 1:
        return None
    if months:
        return _named(numbers, months.pop())
    return _numeric(numbers, min(weekdays, default=None), dotted=dotted)


def _named(numbers: list[str], month: int) -> When | None:
    """A date whose month is a word: the year has four digits or stands last (RFC 822)."""
    years = [number for number in numbers if len(number) == len("2020")]
    if len(numbers) == 1 and years:
        return When(datetime(int(years[0]), month, 1, tzinfo=UTC), Precision.MONTH)
    if len(numbers) != 2 or len(years) > 1:  # noqa: PLR2004 - day and year
        return None
    year = years[0] if years else numbers[1]
    day = numbers[1] if numbers[0] == year else numbers[0]
    return When(datetime(_year(year), month, int(day), tzinfo=UTC), Precision.DAY)


def _year(digits: str) -> int:
    """Four digits, or two by the pivot of RFC 5322 §4.3 moved to 70 (no feed is older)."""
    if len(digits) == len("2020"):
        return int(digits)
    if len(digits) != len("20"):
        raise ValueError(digits)
    return int(digits) + (1900 if int(digits) >= 70 else 2000)  # noqa: PLR2004


def _numeric(numbers: list[str], weekday: int | None, *, dotted: bool) -> When | None:
    """A date of three numbers, if order, range or weekday leave one reading."""
    if len(numbers) != 3:  # noqa: PLR2004 - year, month, day
        return None
    first, second, third = numbers
    orders = [(third, second, first), (third, first, second)]  # d/m/y, m/d/y
    if len(first) == len("2020"):
        orders = [(first, second, third), (first, third, second)]
        orders = orders[:1] if _valid(*orders[0]) or second == "13" else orders
    elif dotted:
        orders = orders[:1]
    elif len(third) != len("2020"):
        orders.append((first, second, third))
    days = {day for order in orders if (day := _valid(*order))}
    fitting = {day for day in days if day.weekday() == weekday} if weekday is not None else set()
    chosen = fitting or days
    return When(chosen.pop(), Precision.DAY) if len(chosen) == 1 else None


def _valid(year: str, month: str, day: str) -> datetime | None:
    try:
        return datetime(_year(year), int(month), int(day), tzinfo=UTC)
    except ValueError:
        return None
