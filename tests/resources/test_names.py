"""Names of people: cut out of bylines, turned the right way round, told from other words."""

from __future__ import annotations

import pytest

from curator.resources import names


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("By Ann Lee", ("Ann Lee",)),
        ("Written by Ann Lee and Bo Orr", ("Ann Lee", "Bo Orr")),
        ("By Ann Lee, Bo Orr & Cy Oke", ("Ann Lee", "Bo Orr", "Cy Oke")),
        ("von Jörg Öztürk und Eva Groß", ("Jörg Öztürk", "Eva Groß")),
        ("Текст: Анна Ли", ("Анна Ли",)),
        ("By Ann Lee, PhD", ("Ann Lee",)),
        ("Words by Ann Lee and Bo Orr · Photography by Cy Oke", ("Ann Lee", "Bo Orr")),
        ("Dr. Ann Lee", ("Ann Lee",)),
        ("Prof. Dr. Ann Lee", ("Ann Lee",)),
        ("Dr. Lee, Ann", ("Ann Lee",)),
        ("Lee, Dr. Ann", ("Ann Lee",)),
        ("By Ann Lee and Bo Orr Monday, March 2, 2020", ("Ann Lee", "Bo Orr")),
        ("Billy Sunday", ("Billy Sunday",)),
        ("Ann Lee, Senior Reporter", ("Ann Lee",)),
        ("ANN O'NEIL", ("Ann O'Neil",)),
        ("J. R. R. Holt", ("J. R. R. Holt",)),
        ("Ann Lee, Home & Garden Expert", ("Ann Lee",)),
        ("Ann Lee, Founder and Managing Director", ("Ann Lee",)),
        ("Ann Lee and Bo Orr, Guest Columnists", ("Ann Lee", "Bo Orr")),
        ("Ann Lee and Mary Coach", ("Ann Lee", "Mary Coach")),
        ("Ann Lee and the Editorial Team", ("Ann Lee", "the Editorial Team")),
        ("Lee, Ann", ("Ann Lee",)),
        ("Ann Lee | March 3, 2024", ("Ann Lee",)),
        ("Ann Lee 4 August 2010", ("Ann Lee",)),
        ("Ann Lee Ann Lee", ("Ann Lee",)),
        ("ann.lee", ("Ann Lee",)),
        ("bo-van-orr", ("Bo Van Orr",)),
        ("Sir Nemo", ("Sir Nemo",)),
        ("https://a.example/by/ann-lee/", ("Ann Lee",)),
        ("ann.lee@a.example", ("Ann Lee",)),
        ("Ann Lee @ann", ("Ann Lee",)),
        ("desk@a.example on Tuesday", ()),
    ],
)
def test_people_are_found_in_a_byline(byline: str, people: tuple[str, ...]) -> None:
    assert names.people(byline) == people


@pytest.mark.parametrize(
    "text",
    ["", "admin", "Share this article", "August 28", "5 minutes ago", "https://a.example/ann",
     "ann@a.example", "Read more", "All rights reserved", "© Ann Lee", "x" * 700],
)  # fmt: skip
def test_what_is_no_name_gives_nobody(text: str) -> None:
    assert names.people(text) == ()


def test_one_name_is_cut_out_of_blanks_and_what_follows_it() -> None:
    assert names.person("by  Ann \t Lee" + " " * 16_000 + "| Harbour News") == "Ann Lee"


def test_a_text_longer_than_any_byline_is_not_searched_for_a_name() -> None:
    told = "Ann Lee | "
    assert names.person(told.ljust(names.LONGEST_BYLINE, "x")) == "Ann Lee"
    assert names.person(told.ljust(names.LONGEST_BYLINE + 1, "x")) == ""


def test_a_host_is_no_login() -> None:
    assert "Example At" not in names.people("example.at")


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("Vaswani, Ashish", "Ashish Vaswani"),
        ("Ashish Vaswani", "Ashish Vaswani"),
        ("Holt, J. R. R.", "J. R. R. Holt"),
        ("Orr, Bo, Jr.", "Bo Orr Jr."),
        ("Lee, Ann (Example University)", "Ann Lee"),
        ("Lee, Ann (Bo) [Orr (Example)]", "Ann (Bo) Lee"),
        ("Ann Lee <ann@a.example>", "Ann Lee"),
        ("Ann Lee)", "Ann Lee)"),
        ("Ann Lee, PhD", "Ann Lee"),
    ],
)
def test_one_name_is_turned(field: str, name: str) -> None:
    assert names.turned(field) == name


def test_a_list_holds_each_person_once_and_in_order() -> None:
    assert names.listed(["Lee, Ann", "Orr, Bo", "Ann Lee"]) == ("Ann Lee", "Bo Orr")


def test_a_long_list_is_cut() -> None:
    assert len(names.listed(f"Person {n}" for n in range(5000))) == names.LONGEST_LIST


@pytest.mark.parametrize("name", ["Ann Lee", "Ludwig van Holt", "Ø. Berg"])
def test_a_person_reads_like_one(name: str) -> None:
    assert names.person_like(name)


@pytest.mark.parametrize("name", ["Editorial Team", "Example Press", "newsroom", "Ann"])
def test_groups_and_single_words_do_not(name: str) -> None:
    assert not names.person_like(name)


def test_common_given_names_are_known() -> None:
    assert names.has_given_name("Maria Keller")
    assert not names.has_given_name("Start Trial")


def test_a_human_s_name_is_told_from_a_title() -> None:
    assert names.reads_as_human("Ann Lee")
    assert not any(map(names.reads_as_human, ("Warp Weft", "Ann", "Ann Lee Weaving Blog")))


def test_organisations_are_known_by_their_words() -> None:
    assert names.is_organisation("Department of Mathematics")
    assert not names.is_organisation("Ann Lee")
