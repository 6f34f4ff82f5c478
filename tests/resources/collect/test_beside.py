"""Names beside the main heading that nothing marks."""

from __future__ import annotations

import pytest

from tests.resources.pages import FILLER, origins


@pytest.mark.parametrize(
    ("beside", "origin"),
    [
        ('<img src="/a.jpg" alt="Ann Lee">', "face:close"),
        ("<p>Ann Lee</p><time>2026-02-17</time>", "beside-date:close"),
        ('<ul><li><i class="bi bi-person"></i> Ann Lee</li></ul>', "pictured:close"),
        (
            '<img class="avatar" src="/7f.png"> Ann Lee in <a href="/wool">Wool</a>',
            "pictured:close",
        ),
        ('<img src="/avatar/7f"><div><b>Ann Lee</b><i>Weaver</i></div>', "pictured:close"),
    ],
)
def test_who_stands_beside_the_heading_is_offered(beside: str, origin: str) -> None:
    assert origin in origins(f"<h1>Warp</h1>{beside}{FILLER}", "authors")["Ann Lee"]


def test_the_sign_of_anything_else_names_nobody() -> None:
    signs = '<i class="icon-calendar"></i> Ann Lee Day <i class="icon-user"></i> 12 readers'
    found = origins(f"<h1>Warp</h1>{signs}", "authors")
    assert not any("pictured:close" in one for one in found.values())


def test_what_is_somebody_s_is_no_name() -> None:
    body = f"<h1>Warp</h1><p>Ann Lee’s Looms</p><time>2026-02-17</time>{FILLER}"
    assert origins(body, "authors") == {}


def test_words_that_the_page_writes_small_are_no_name() -> None:
    body = f"<h1>Warp</h1><p>Set Up Weaving</p><time>2026-02-17</time>{FILLER}"
    assert "Set Up Weaving" not in origins(body, "authors")


def test_who_is_asked_a_question_did_not_write_it() -> None:
    asked = (
        "Ann Lee, you have taught weaving for years now, so how does a warp stay even on any loom?"
    )
    body = f"<h1>Warp</h1><p><b>{asked}</b></p><time>2026-02-17</time>{FILLER}"
    assert "Ann Lee" not in origins(body, "authors")
