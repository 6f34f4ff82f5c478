"""Each rule is shown by a mail that breaks it, and by the packaged theme, which breaks none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from curator.issues import lint as gate
from curator.issues.lint import Finding, Level, lint
from curator.issues.render import MailLinks, Theme
from curator.model import Content, Rendered, Section, Selection
from tests.issues import sample

THEME = Theme()
CONTENT = sample.content()


def _render(content: Content = CONTENT, **changes: Any) -> Rendered:
    values: dict[str, Any] = {
        "newsletter": sample.NEWSLETTER,
        "period": sample.PERIOD,
        "number": 12,
        "links": sample.LINKS,
        "topics": sample.TOPICS,
    }
    return THEME.digest(content, **{**values, **changes})


MAIL = _render()


def _lint(mail: Rendered, content: Content = CONTENT, **changes: Any) -> tuple[Finding, ...]:
    values: dict[str, Any] = {"newsletter": sample.NEWSLETTER, "links": sample.LINKS}
    return lint(mail, content=content, **{**values, **changes})


def _rules(findings: tuple[Finding, ...], level: Level = Level.ERROR) -> set[str]:
    return {finding.rule for finding in findings if finding.level is level}


def _in_body(markup: str) -> Rendered:
    return replace(MAIL, html=MAIL.html.replace("<h1", markup + "<h1", 1))


def _swap(old: str, new: str, count: int = 1) -> Rendered:
    assert old in MAIL.html
    return replace(MAIL, html=MAIL.html.replace(old, new, count))


def test_the_packaged_theme_breaks_no_rule() -> None:
    assert _lint(MAIL) == ()


@pytest.mark.parametrize(
    "content",
    [
        Content(),
        Content(sections=sample.many(1)),
        sample.content(note="", posts=(), goals=(), outcomes=()),
        sample.content(selection=Selection(sections=sample.many(30))),
    ],
    ids=["empty", "one", "no posts", "thirty"],
)
def test_nor_does_it_with_little_or_much_to_say(content: Content) -> None:
    assert _lint(_render(content), content) == ()


def test_nor_with_slot_markers_for_links() -> None:
    links = MailLinks("@@r4nd0m-u@@", "@@r4nd0m-p@@", "@@r4nd0m-w@@", since="@@r4nd0m-s@@")

    assert _lint(_render(links=links), links=links) == ()


@pytest.mark.parametrize(
    ("markup", "rule"),
    [
        ("<script>alert(1)</script>", "forbidden-element"),
        ("<iframe src='https://a.example'></iframe>", "forbidden-element"),
        ("<object></object>", "forbidden-element"),
        ("<form action='https://a.example'></form>", "forbidden-element"),
        ("<svg></svg>", "forbidden-element"),
        ("<p onclick='x()'>x</p>", "event-handler"),
        ("<a href='javascript:x()'>go to it</a>", "active-address"),
        ("<a href=' java\tscript:x()'>go to it</a>", "active-address"),
        ("<img src='data:image/png;base64,xx' alt='' width='1' height='1'>", "active-address"),
        ("<style>p{color:red}</style>", "style-in-body"),
        ("<table><tr><td>x</td></tr></table>", "table-role"),
        ("<h1>Another</h1>", "one-h1"),
        ("<img src='https://a.example/x.png' width='1' height='1'>", "image-alt"),
        ("<img src='https://a.example/x.png' alt='' width='1' height='1'>", "remote-image"),
        ("<p style='background:url(https://a.example/x.png)'>x</p>", "remote-image"),
        ("<a href='/relative'>a page</a>", "link-absolute"),
        ("<a href='ftp://a.example/x'>a file</a>", "link-absolute"),
        ("<a href='http://203.0.113.9/x'>a page</a>", "link-ip"),
        ("<a href='https://a.example/?utm_source=x'>a page</a>", "link-tracker"),
        ("<a href='https://a.example/x'>here</a>", "link-text"),
        ("<a href='https://a.example/x'>Read more →</a>", "link-text"),
        ("<a href='https://a.example/x'></a>", "link-text"),
        ("<p style='color:#999999'>Pale words</p>", "contrast"),
        ("<p style='color:#1a1612;background-color:#333333'>Dark words</p>", "contrast"),
        ("<p style='font-size:11px'>Small words</p>", "font-size"),
        ("<p style='position:absolute'>x</p>", "client-support"),
        ("<p style='color:var(--ink)'>x</p>", "client-support"),
        ("<p style='animation:spin 1s'>x</p>", "client-support"),
        ("<dialog>x</dialog>", "client-support"),
    ],
)
def test_markup_that_is_refused(markup: str, rule: str) -> None:
    assert rule in _rules(_lint(_in_body(markup)))


@pytest.mark.parametrize(
    ("markup", "rule"),
    [
        ("<a href='https://bit.ly/x'>a page</a>", "link-shortener"),
        ("<a href='http://127.0.0.1:8000/x'>a page</a>", "link-local"),
        ("<a href='http://news.example.org/x'>a page</a>", "link-http"),
        (f"<p style='line-height:1.1'>{'word ' * 12}</p>", "line-height"),
        ("<p style='text-overflow:ellipsis'>x</p>", "client-support"),
        ("<p style='made-up:1'>x</p>", "client-support"),
    ],
)
def test_markup_that_is_told(markup: str, rule: str) -> None:
    assert rule in _rules(_lint(_in_body(markup)), Level.WARNING)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('<html lang="en"', "<html", "html-attributes"),
        (' dir="ltr"', "", "html-attributes"),
        ("<title>Top Down #12: My classifier was reading the ruler</title>", "", "title"),
        ('<meta charset="utf-8">', "", "charset"),
        ('name="viewport"', 'name="x"', "meta"),
        ('name="color-scheme"', 'name="x"', "meta"),
        (
            'class="hide" style="display:none',
            'class="hide" style="color:#000000',
            "preheader-hidden",
        ),
        (sample.LINKS.unsubscribe, "https://news.example.org/other", "footer-unsubscribe"),
        (sample.LINKS.preferences, "https://news.example.org/other", "footer-preferences"),
        (sample.LINKS.web, "https://news.example.org/other", "footer-web"),
        ("Mill Lane 4", "Nowhere", "postal-address"),
        ("</h1>", "</h1><h5>Deep</h5>", "heading-order"),
        ("#f0967a", "#5a2a1a", "contrast"),
        ("</style>", "@import 'https://a.example/x.css';</style>", "remote-style"),
        ("</style>", ".x{color:#000000}" * 1200 + "</style>", "style-size"),
    ],
)
def test_what_a_mail_must_have(old: str, new: str, rule: str) -> None:
    assert rule in _rules(_lint(_swap(old, new)))


class TestEnvelope:
    @pytest.mark.parametrize(
        ("subject", "rule"),
        [
            ("Short", "subject-length"),
            ("x" * 71, "subject-length"),
            ("READ THIS NOW, ALL OF YOU", "subject-caps"),
            ("One line\r\nBcc: a@b.example", "subject-line"),
        ],
    )
    def test_subjects(self, subject: str, rule: str) -> None:
        assert rule in _rules(_lint(replace(MAIL, subject=subject)))

    @pytest.mark.parametrize("length", [0, 39, 131])
    def test_preheader_length(self, length: int) -> None:
        assert "preheader-length" in _rules(_lint(replace(MAIL, preheader="x" * length)))

    def test_preheader_unlike_the_subject(self) -> None:
        line = "The very same words stand in both of these"

        found = _lint(replace(MAIL, subject=line, preheader=line))

        assert "preheader-same" in _rules(found)

    def test_html_over_the_limit_is_refused_and_near_it_told(self) -> None:
        room = 100_000 - len(MAIL.html.encode())

        over = _lint(_in_body(f"<!--{'x' * (room + 2_000)}-->"))
        near = _lint(_in_body(f"<!--{'x' * (room - 5_000)}-->"))

        assert {"html-size", "unsubscribe-cut"} <= _rules(over)
        assert "html-size" in _rules(near, Level.WARNING)
        assert _rules(near) == set()


class TestText:
    def test_a_title_or_address_missing_from_the_text_part(self) -> None:
        pick = CONTENT.sections[0].picks[0].resource.resource

        without = MAIL.text.replace(pick.url, "").replace(pick.title, "")

        assert {"text-title", "text-url"} <= _rules(_lint(replace(MAIL, text=without)))

    def test_parts_that_say_different_things(self) -> None:
        short = MAIL.text.split("COMPUTER VISION")[0]

        assert "parts-differ" in _rules(_lint(replace(MAIL, text=short)))

    def test_the_same_resource_twice(self) -> None:
        pick = CONTENT.sections[0].picks[0]
        twice = replace(CONTENT, sections=(Section("a", "A", (pick, pick)),))

        assert "item-twice" in _rules(_lint(_render(twice), twice))

    def test_an_overlong_line_is_told(self) -> None:
        mail = replace(MAIL, text=MAIL.text + "x" * 1200 + "\n")

        assert "text-line" in _rules(_lint(mail), Level.WARNING)

    def test_a_postal_address_of_several_lines_is_found(self) -> None:
        newsletter = replace(
            sample.NEWSLETTER, postal_address="Mira Okafor,\nMill Lane 4\nBerlin\n"
        )

        assert _lint(_render(newsletter=newsletter), newsletter=newsletter) == ()

    def test_a_newsletter_without_postal_address_is_told(self) -> None:
        nowhere = replace(sample.NEWSLETTER, postal_address="")

        found = _lint(_render(newsletter=nowhere), newsletter=nowhere)

        assert _rules(found, Level.WARNING) == {"postal-address"}


def test_a_picture_that_the_author_chose_is_allowed() -> None:
    author = replace(sample.NEWSLETTER.author, picture="https://mira.example.org/me.jpg")
    newsletter = replace(sample.NEWSLETTER, author=author)
    content = sample.content(note="![The bench](https://mira.example.org/bench.jpg)")

    found = _lint(_render(content, newsletter=newsletter), content, newsletter=newsletter)

    assert _rules(found) == set()


def test_findings_are_said_once_errors_first() -> None:
    mail = _in_body("<a href='https://bit.ly/x'>a page</a><script></script><script></script>")

    found = _lint(mail)

    assert [finding.level for finding in found] == sorted(
        (finding.level for finding in found), key=[Level.ERROR, Level.WARNING].index
    )
    assert len(set(found)) == len(found)
    assert gate.errors(found) == tuple(f for f in found if f.level is Level.ERROR)


def test_a_finding_reads_as_one_line() -> None:
    finding = Finding(Level.ERROR, "html-size", "too many bytes", "body.html")

    assert str(finding) == "error html-size: too many bytes (body.html)"
