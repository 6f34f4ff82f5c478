"""Credit lines in many languages: who wrote, who did something else, and the day that runs on."""

from __future__ import annotations

import pytest

from curator.resources import credit, names


@pytest.mark.parametrize(
    "line",
    [
        "Ein Artikel von Eva Groß",
        "Eine Kolumne von Eva Groß",
        "Geschrieben von Eva Groß",
        "Eingestellt von Eva Groß",
        "Interview: Eva Groß",
        "Text & Fotos: Eva Groß",
        "Autorin: Eva Groß",
        "Alles von Eva Groß",
        "Mehr Artikel von Eva Groß →",
        "Publié par Eva Groß",
        "Un article par Eva Groß",
        "Auteur : Eva Groß",
        "Escrito por Eva Groß",
        "Escribe Eva Groß",
        "Scritto da Eva Groß",
        "A cura di Eva Groß",
        "Geschreven door Eva Groß",
        "Skrevet av Eva Groß",
        "Originally published by Eva Groß",
    ],
)
def test_a_lead_in_any_language_is_no_part_of_the_name(line: str) -> None:
    assert names.people(line) == ("Eva Groß",)


@pytest.mark.parametrize(
    "line",
    [
        "Text von Eva Groß Illustration von Bo Orr",
        "Text: Eva Groß Fotos: Bo Orr",
        "Texte : Eva Groß / Photos : Bo Orr",
        "Words by Eva Groß · Photography by Bo Orr",
        "By Eva Groß, medically reviewed by Bo Orr",
        "Eva Groß, edited by Bo Orr",
    ],
)
def test_who_did_something_else_did_not_write(line: str) -> None:
    assert names.people(line) == ("Eva Groß",)


@pytest.mark.parametrize(
    "line",
    [
        "EVA GROSS am 21. April 2020",
        "Eva Gross am Samstag, 19. Oktober 2019",
        "Von Eva Gross am",
        "par Eva Gross, 21 juin 2018",
        "por Eva Gross el 3 de mayo de 2020",
        "Eva Gross, 07 Dezember, 2022",
    ],
)
def test_the_day_behind_a_name_is_no_part_of_it(line: str) -> None:
    assert names.people(line) == ("Eva Gross",)


@pytest.mark.parametrize("name", ["Ann Le", "Bo Um", "Kim El"])
def test_a_name_that_looks_like_such_a_word_stays(name: str) -> None:
    assert credit.without_day(name) == name


@pytest.mark.parametrize("blanks", ["x " * 100_000, "> " * 100_000, "am " * 100_000])
def test_a_long_line_is_read_once(blanks: str) -> None:
    """Read again from every blank, a hundred thousand would take hours."""
    assert credit.names_in(f"By Ann {blanks}Lee").startswith("Ann")
