"""Notices of who wrote, anywhere on the page."""

from __future__ import annotations

import pytest

from tests.resources.pages import FILLER, origins


def test_a_notice_at_the_end_tells_who_wrote() -> None:
    body = f"<h1>Warp</h1>{FILLER}<p>Ann Lee is a weaver in Ghent.</p>"
    assert origins(body, "authors")["Ann Lee"] == ["bio"]


def test_a_copyright_notice_ends_with_its_sentence() -> None:
    body = f"<h1>Warp</h1>{FILLER}<p>© 2026 Ann Lee. All rights reserved.</p>"
    assert origins(body, "authors") == {"Ann Lee": ["copyright"]}


@pytest.mark.parametrize(
    ("notice", "people"),
    [
        ("Written by Ann Lee", "Ann Lee"),
        ("This post was written by Ann Lee", "Ann Lee"),
        ("Written by Ann Lee and Bo Orr", "Ann Lee; Bo Orr"),
    ],
)
def test_a_notice_names_all_who_wrote(notice: str, people: str) -> None:
    assert origins(f"<h1>Warp</h1>{FILLER}<p>{notice}</p>", "authors")[people] == ["notice"]


@pytest.mark.parametrize(
    "label",
    ["About the author", "Written by", "Author:", "Meet the Author", "Text:", "Über die Autorin",
     "À propos de l'auteur", "Sobre el autor"],
)  # fmt: skip
def test_a_name_below_its_announcement_is_far_from_the_heading(label: str) -> None:
    body = f"<h1>Warp</h1>{FILLER}<div><h4>{label}</h4><p>Ann Lee</p></div>"
    assert origins(body, "authors")["Ann Lee"] == ["notice:far"]


def test_the_announcement_may_stand_right_before_the_names() -> None:
    body = f'<h1>Warp</h1>{FILLER}<p>Written by <a href="/x">Ann Lee and Bo Orr</a></p>'
    assert origins(body, "authors")["Ann Lee; Bo Orr"] == ["notice:far"]


@pytest.mark.parametrize("notice", ["Autoren Ann Lee und Bo Orr", "Text: Ann Lee et Bo Orr."])
def test_a_credit_may_stand_alone_below_the_text(notice: str) -> None:
    body = f"<h1>Warp</h1>{FILLER}<p>{notice}</p>"
    assert origins(body, "authors")["Ann Lee; Bo Orr"] == ["notice:far"]


@pytest.mark.parametrize(
    "bio", ["Ann Lee ist freie Autorin in Gent.", "Ann Lee est une tisserande de Gand."]
)
def test_a_notice_may_be_in_another_language(bio: str) -> None:
    assert origins(f"<h1>Warp</h1>{FILLER}<p>{bio}</p>", "authors")["Ann Lee"] == ["bio"]


@pytest.mark.parametrize("label", ["About the Author - ", "About the author: "])
def test_a_name_may_stand_in_the_line_that_announces_it(label: str) -> None:
    body = f"<h1>Warp</h1>{FILLER}<div>{label}<span>Ann Lee</span></div>"
    assert origins(body, "authors")["Ann Lee"] == ["notice:far"]


def test_a_copyright_notice_may_go_on_to_this_day() -> None:
    body = f"<h1>Warp</h1>{FILLER}<p>Copyright (c) 2012- Ann Lee. All rights reserved.</p>"
    assert origins(body, "authors") == {"Ann Lee": ["copyright"]}
