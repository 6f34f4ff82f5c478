"""Labels of encodings become codecs, those that only browsers know too."""

from __future__ import annotations

import codecs

import pytest

from curator.charsets import LABELS, WIDER, known, undeclared


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


SCRIPTS = {
    "Ткач натягивает нити основы, а потом пропускает между ними челнок с утком.": (
        "koi8-r", "cp1251", "iso8859-5"),
    "織り手は経糸を張り、それから杼で緯糸を通します。布はこうして少しずつ伸びていきます。": ("euc_jp", "cp932"),
    "织布的人先拉紧经线，然后用梭子穿过纬线，布就这样一点一点地变长，直到够做一件衣服。": ("gb18030",),
    "織布的人先拉緊經線，然後用梭子穿過緯線，布就這樣一點一點地變長，直到夠做一件衣服。": ("big5hkscs",),
    "베를 짜는 사람은 먼저 날실을 팽팽하게 당기고 북으로 씨실을 넣습니다.": ("cp949",),
    "Ο υφαντής τεντώνει πρώτα το στημόνι και ύστερα περνά τη σαΐτα με το υφάδι.": ("iso8859-7",),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "encoding"), [(text, one) for text, all_ in SCRIPTS.items() for one in all_]
)
def test_other_scripts_are_told_without_a_name(text: str, encoding: str) -> None:
    page = f"<html><head><title>{text[:20]}</title></head><body><p>{text}</p></body></html>"
    assert undeclared(page.encode(encoding)) == encoding


@pytest.mark.parametrize(
    "text",
    [
        "Der Weber spannt die Kette über den Baum; das Schiffchen trägt den Schuß – für’s Tuch.",
        "Żółta nić przechodzi między nićmi osnowy, a tkacz dobija ją płochą.",
        "« Déjà là-bas, l’été », dit-elle… où l’on tissait à l’œil nu.",
        "<b>——————————————</b> prices in €€€€ and ©©©© ®®®®",
        "Plain words only.",
        "",
    ],
)
@pytest.mark.parametrize("encoding", ["cp1252", "cp1250"])
def test_western_text_is_left_alone(text: str, encoding: str) -> None:
    assert undeclared(f"<p>{text * 20}</p>".encode(encoding, "ignore")) is None


@pytest.mark.parametrize("body", [b"\xff" * 4000, bytes(range(256)) * 40, "Ткань".encode("koi8-r")])
def test_what_no_script_has_is_not_guessed(body: bytes) -> None:
    assert undeclared(b"<p>" + body) is None


def test_ebcdic_is_not_taken_for_greek() -> None:
    assert undeclared(('<?xml version="1.0"?><a>' + "weft and warp " * 20).encode("cp500")) is None
