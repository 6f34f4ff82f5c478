"""The names that documents give their character encodings, as Python's codecs.

The labels and what they stand for are those of the WHATWG Encoding standard (§4.2), as far as
Python does not know them or knows them by a smaller set of characters.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

LABELS = {
    "unicode-1-1-utf-8": "utf-8",
    "unicode11utf8": "utf-8",
    "unicode20utf8": "utf-8",
    "x-unicode20utf8": "utf-8",
    "iso-8859-6-e": "iso8859-6",
    "iso-8859-6-i": "iso8859-6",
    "sun_eu_greek": "iso8859-7",
    "iso-8859-8-e": "iso8859-8",
    "iso-8859-8-i": "iso8859-8",
    "logical": "iso8859-8",
    "visual": "iso8859-8",
    "csisolatin9": "iso8859-15",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "csmacintosh": "mac-roman",
    "mac": "mac-roman",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ukrainian": "mac-cyrillic",
    "dos-874": "cp874",
    "windows-874": "cp874",
    "csgb2312": "gb18030",
    "gb_2312": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cn-big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "cseucpkdfmtjapanese": "euc_jp",
    "x-euc-jp": "euc_jp",
    "windows-31j": "cp932",
    "x-sjis": "cp932",
    "cseuckr": "cp949",
    "csksc56011987": "cp949",
    "iso-ir-149": "cp949",
    "ks_c_5601-1989": "cp949",
    "ksc_5601": "cp949",
    "windows-949": "cp949",
}
"""Labels that Python does not know."""
WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""Codecs whose names stand for more characters than they say."""
UNREADABLE = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "utf-7"})
"""Codecs of text that no document is written in; UTF-7 hides markup from filters."""


def known(label: str) -> str | None:
    """Python's name of the text encoding that ``label`` stands for; ``None`` if it is none."""
    label = label.strip().lower()
    try:
        found = codecs.lookup(_resolved(label)).name
        _ = "".encode(found)  # refuses codecs that are no character sets, such as base64
    except (LookupError, UnicodeError, ValueError):
        return None
    return None if found.replace("_", "-") in UNREADABLE else WIDER.get(found, found)


def _resolved(label: str) -> str:
    """The label as Python may know it; ``x-cp1251`` is what Windows-1251 was once called."""
    return LABELS.get(label) or label.removeprefix("x-")


SCRIPTS = {
    "euc_jp": ("CJK", "HIRAGANA", "KATAKANA"),
    "cp932": ("CJK", "HIRAGANA", "KATAKANA"),
    "gb18030": ("CJK",),
    "big5hkscs": ("CJK",),
    "cp949": ("HANGUL",),
    "koi8-r": ("CYRILLIC",),
    "koi8-u": ("CYRILLIC",),
    "cp1251": ("CYRILLIC",),
    "iso8859-5": ("CYRILLIC",),
    "cp1253": ("GREEK",),
    "iso8859-7": ("GREEK",),
}
"""Encodings that are told without being named, and how the names of their letters begin."""
_HEAD = 1024
_SAMPLE = 65_536
_RUN = re.compile(rb"[\x80-\xff]{4,}")
_ASCII = bytes(range(0x80))
_FEWEST_BYTES = 24
_FEWEST_LETTERS = 8
"""Different ones: a line of dashes is none."""
_MOST_IN_RUNS = 0.5
_MOST_OF_SCRIPT = 0.9


def undeclared(data: bytes) -> str | None:
    """The encoding of markup that names none and is no UTF-8; ``None`` where it may be Western.

    Western text has single accented letters between plain ones, other scripts have runs of bytes
    beyond ASCII. What resiliparse then tells must give letters of the script it is for.
    """
    if b"<" not in data[:_HEAD]:
        return None  # EBCDIC, in which letters are what is beyond ASCII
    first = _RUN.search(data)
    if first is None:
        return None
    sample = data[first.start() : first.start() + _SAMPLE]
    beyond = len(sample.translate(None, _ASCII))
    if beyond < _FEWEST_BYTES or sum(map(len, _RUN.findall(sample))) < _MOST_IN_RUNS * beyond:
        return None
    from resiliparse.parse.encoding import detect_encoding  # noqa: PLC0415 - few pages ask for it

    seen = known(detect_encoding(sample) or "")
    tried = (one for one in (seen, "cp949") if one in SCRIPTS)  # Korean is not seen
    return next((one for one in tried if _is_written_in(sample, one)), None)


def _is_written_in(sample: bytes, encoding: str) -> bool:
    """Whether nearly all letters beyond ASCII are of the script that an encoding is for."""
    text = sample.decode(encoding, "replace")
    letters = [sign for sign in text if not sign.isascii() and (sign.isalpha() or sign == "\ufffd")]
    names = (unicodedata.name(sign, "") for sign in letters)
    right = sum(name.startswith(SCRIPTS[encoding]) for name in names)
    return len(set(letters)) >= _FEWEST_LETTERS and right >= _MOST_OF_SCRIPT * len(letters)


GUESSED = "Windows-1252"
"""What a file is read as that says nothing of its encoding and is no UTF-8."""


def text_of_file(data: bytes) -> str:
    """The text of a file that somebody exported: UTF-8, UTF-16 with its mark, else Windows-1252.

    Old spreadsheets still write the last. Bytes without a meaning become U+FFFD.
    """
    return read_file(data)[0]


def read_file(data: bytes) -> tuple[str, str]:
    """As :func:`text_of_file`, with the name of the encoding: UTF-8, UTF-16 or :data:`GUESSED`."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), "UTF-16"
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), GUESSED
