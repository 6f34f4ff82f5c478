"""How long it takes: to read, or to watch or listen."""

from __future__ import annotations

import re

from curator.markdown import unlinked

WORDS_PER_MINUTE = 230
"""Silent reading of English non-fiction: 238 in Brysbaert's meta-analysis (2019), rounded down."""
CJK_PER_MINUTE = 500
"""Characters of Chinese, Japanese or Korean."""

_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_ISO = re.compile(
    r"^P(?:(?P<d>\d+)D)?(?:T(?:(?P<h>\d+)H)?(?:(?P<m>\d+)M)?(?:(?P<s>\d+)(?:\.\d+)?S)?)?$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"^(?:(\d{1,3}):)?(\d{1,3}):(\d\d)$")


def of_text(markdown: str, share: float = 1.0) -> int | None:
    """Minutes to read what ``markdown`` is a share of, code at half its weight; ``None`` for none."""
    code = " ".join(_CODE.findall(markdown))
    prose = unlinked(_CODE.sub(" ", markdown))
    characters = len(_CJK.findall(prose))
    words = len(re.findall(r"\w+(?:['’.-]\w+)*", _CJK.sub(" ", prose)))
    words_of_code = len(re.findall(r"\w+", code))
    minutes = (words + words_of_code / 2) / WORDS_PER_MINUTE + characters / CJK_PER_MINUTE
    return max(1, round(minutes / share)) if words + words_of_code + characters > 0 else None


def of_seconds(seconds: int | None) -> int | None:
    """Whole minutes of a length in seconds, at least one."""
    return max(1, round(seconds / 60)) if seconds else None


def seconds(text: str) -> int | None:
    """Seconds of a duration: ISO 8601 (``PT2M22S``), ``1:02:03`` or a bare number of seconds."""
    text = text.strip()
    if (found := _ISO.match(text)) and any(found.groups()):
        parts = {name: int(value or 0) for name, value in found.groupdict().items()}
        return ((parts["d"] * 24 + parts["h"]) * 60 + parts["m"]) * 60 + parts["s"]
    if clock := _CLOCK.match(text):
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    return int(text) if text.isdecimal() and len(text) < 7 else None
