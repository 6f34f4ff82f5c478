"""Bytes of a page become text once, and nothing in it that markup must not have."""

from __future__ import annotations

import codecs

import pytest

from curator.resources import decode


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("Weberei für alle".encode(), "", "Weberei für alle"),
        ("Weberei für alle".encode("cp1252"), "", "Weberei für alle"),
        ("“warp”".encode("cp1252"), "text/html; charset=iso-8859-1", "“warp”"),
        ("“warp”".encode(), "text/html; charset=iso-8859-1", "“warp”"),
        ("織機".encode("euc_jp"), "text/html; charset=euc-jp", "織機"),
        ("織機".encode("shift_jis"), "text/html; charset=no-such", "織機".encode("shift_jis")
         .decode("cp1252", "replace")),
        (codecs.BOM_UTF8 + b"warp", "text/html; charset=utf-16", "warp"),
        (codecs.BOM_UTF16_LE + "warp".encode("utf-16-le"), "", "warp"),
        ('<meta charset="windows-1251">ткань'.encode("cp1251"), "",
         '<meta charset="windows-1251">ткань'),
    ],
)  # fmt: skip
def test_how_bytes_are_read(body: bytes, content_type: str, text: str) -> None:
    assert decode.text_of(body, content_type) == text


def test_wrong_bytes_become_replacement_characters() -> None:
    assert decode.text_of(b"w\xffrp", "text/html; charset=utf-8") == "w\ufffdrp"


def test_a_character_cut_in_two_at_the_end_is_left_out() -> None:
    assert decode.text_of("warp é".encode()[:-1]) == "warp "


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_signs_that_markup_must_not_have_are_left_out(sign: str) -> None:
    assert decode.text_of(f"wa{sign}rp".encode()) == "warp"


@pytest.mark.parametrize(
    "sign", ["\f", "&#12;", "&#x0C;", "&#8;", "&#0031", "&#x1f;", "&#xFFFE;", "&#65535;"]
)
def test_what_would_spoil_a_tree_is_a_blank(sign: str) -> None:
    assert decode.text_of(f"wa{sign}rp".encode()) == "wa rp"


@pytest.mark.parametrize("sign", ["&#10;", "&#9;", "&#13;", "&#80;", "&#310;", "&#x1f9;", "&#xe9;"])
def test_other_references_stay(sign: str) -> None:
    assert decode.text_of(f"wa{sign}rp".encode()) == f"wa{sign}rp"


def test_an_xml_declaration_is_left_out() -> None:
    assert decode.text_of(b'<?xml version="1.0" encoding="utf-8"?><html>') == "<html>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("für".encode(), ""),
        ("für".encode("cp1252"), ""),
        ("fü\x00r".encode(), ""),
        ("織機".encode("euc_jp"), "text/html; charset=euc-jp"),
        ('<?xml version="1.0"?><p>für'.encode(), ""),
        # An encoding in which the letters of ASCII are others: what is parsed is what is read.
        ("<p>warp".encode("cp037"), "text/html; charset=cp037"),
        ("für".encode()[:-2], ""),
    ],
)
def test_text_and_bytes_of_a_source_say_the_same(body: bytes, content_type: str) -> None:
    source = decode.source_of(body, content_type)
    assert source.utf8.decode() == source.text


def test_large_pages_are_cut() -> None:
    assert len(decode.text_of(b"a" * (decode.LIMIT_BYTES + 10))) == decode.LIMIT_BYTES


CYRILLIC = "<title>Ткачество</title><p>Ткач натягивает нити основы, а потом пропускает челнок.</p>"


@pytest.mark.parametrize(
    ("label", "read"),
    [
        ("", CYRILLIC),
        ("text/html; charset=koi8-r", CYRILLIC),
        ("text/html; charset=iso-8859-1", CYRILLIC.encode("koi8-r").decode("cp1252", "replace")),
        ("text/html; charset=utf-8", CYRILLIC.encode("koi8-r").decode("utf-8", "replace")),
    ],
)
def test_another_script_is_seen_only_where_nothing_is_declared(label: str, read: str) -> None:
    assert decode.text_of(CYRILLIC.encode("koi8-r"), label) == read


def test_what_was_encoded_twice_is_undone() -> None:
    good = "The weaver\u2019s loom \u2014 \u201cold\u201d \u2026 and Größe"
    assert decode.text_of(good.encode().decode("latin-1").encode()) == good
    both = "\u2019 \xe2\x80\x99 \xe2\x80\x99 \xe2\x80\x99"
    assert decode.text_of(both.encode()) == both
