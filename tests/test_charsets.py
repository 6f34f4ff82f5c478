"""Labels of encodings become codecs, those that only browsers know too."""

from __future__ import annotations

import codecs

import pytest

from curator.charsets import LABELS, WIDER, known


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("UTF-8", "utf-8"),
        (" latin1 ", "cp1252"),
        ("us-ascii", "cp1252"),
        ("x-cp1251", "cp1251"),
        ("csmacintosh", "mac-roman"),
        ("x-sjis", "cp932"),
        ("Shift_JIS", "cp932"),
        ("euc-kr", "cp949"),
        ("ks_c_5601-1987", "cp949"),
        ("gb2312", "gb18030"),
        ("koi8-r", "koi8-r"),
    ],
)
def test_a_label_stands_for_a_codec(label: str, codec: str) -> None:
    assert known(label) == codec


@pytest.mark.parametrize(
    "label", ["", "no-such", "base64", "hex", "rot13", "utf-7", "idna", "a\0b"]
)
def test_what_is_no_encoding_of_documents_is_none(label: str) -> None:
    assert known(label) is None


def test_every_name_in_the_tables_is_one_that_python_knows() -> None:
    for codec in (*LABELS.values(), *WIDER, *WIDER.values()):
        assert codecs.lookup(codec).name == codecs.lookup(codec.replace("-", "_")).name
    assert all(codecs.lookup(name).name == name for name in WIDER), "else they would not be found"
