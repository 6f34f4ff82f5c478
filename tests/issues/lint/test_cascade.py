from __future__ import annotations

import pytest

from curator.issues.lint.cascade import Cascade, declarations, inherited
from curator.issues.lint.legible import ratio
from curator.issues.lint.mail import Mail
from curator.model import Content, Rendered
from tests.issues import sample


def _mail(css: str, body: str) -> Mail:
    html = f"<html><head><style>{css}</style></head><body>{body}</body></html>"
    return Mail(Rendered("", "", html), Content(), sample.NEWSLETTER, None)


def _colour(css: str, body: str, *, dark: bool = False) -> str | None:
    mail = _mail(css, body)
    element = next(mail.tagged("p"))
    return inherited(Cascade(mail, dark=dark), element, "color")


@pytest.mark.parametrize(
    ("css", "body", "wins"),
    [
        ("p{color:red}", "<p>x", "red"),
        ("p{color:red} p{color:blue}", "<p>x", "blue"),
        (".a{color:red} p{color:blue}", "<p class=a>x", "red"),
        ("#i{color:red} .a.a{color:blue}", "<p id=i class=a>x", "red"),
        ("p{color:red}", "<p style='color:blue'>x", "blue"),
        ("p{color:red !important}", "<p style='color:blue'>x", "red"),
        ("p{color:red !important}", "<p style='color:blue !important'>x", "blue"),
        ("div{color:red}", "<div><p>x</p></div>", "red"),
        ("div p, h1{color:red}", "<div><p>x</p></div>", "red"),
        ("p:hover{color:red}", "<p>x", None),
        ("[data-ogsc] p{color:red}", "<p>x", None),
        ("p:::bad{color:red}", "<p>x", None),
        ("@media (max-width:480px){p{color:red}}", "<p>x", None),
    ],
)
def test_the_declaration_that_wins(css: str, body: str, wins: str | None) -> None:
    assert _colour(css, body) == wins


def test_dark_rules_count_only_in_the_dark() -> None:
    css = "p{color:red} @media (prefers-color-scheme: dark){p{color:pink}}"

    assert _colour(css, "<p>x") == "red"
    assert _colour(css, "<p>x", dark=True) == "pink"


def test_the_font_shorthand_gives_size_and_line_height() -> None:
    found = {item.name: item.value for item in declarations("font: italic 14px/1.5 Georgia,serif")}

    assert (found["font-size"], found["line-height"]) == ("14px", "1.5")


def test_contrast_of_black_and_white_and_of_equals() -> None:
    assert ratio((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert ratio((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)) == pytest.approx(1)
