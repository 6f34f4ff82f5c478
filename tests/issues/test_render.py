from __future__ import annotations

import re
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from curator.errors import TemplateError
from curator.flows.mail.gate import OF_DIGESTS
from curator.issues import budget, weight
from curator.issues.lint import errors, lint
from curator.issues.render import MailLinks, Theme
from curator.model import Author, Content, Goal, Kind, Pick, Rendered, Section, Selection
from tests.issues import sample

THEME = Theme()


def digest(content: Content, theme: Theme = THEME, **changes: Any) -> Rendered:
    """The issue as a mail."""
    values: dict[str, Any] = {
        "newsletter": sample.NEWSLETTER,
        "period": sample.PERIOD,
        "number": 12,
        "links": sample.LINKS,
        "topics": sample.TOPICS,
    }
    return theme.digest(content, **{**values, **changes})


def _links(mail: Rendered) -> set[str]:
    return {a.get("href", "") for a in lxml_html.document_fromstring(mail.html).iter("a")}


def _words(html: str, tag: str = "html") -> list[str]:
    """The text inside each element of one name, on one line."""
    found = lxml_html.document_fromstring(html).iter(tag)
    return [" ".join("".join(map(str, element.itertext())).split()) for element in found]


def test_the_subject_names_newsletter_number_and_first_title() -> None:
    assert digest(sample.content()).subject == "Top Down #12: My classifier was reading the ruler"


def test_everything_of_the_issue_is_in_both_parts() -> None:
    content = sample.content()

    mail = digest(content)

    hrefs = _links(mail)
    (shown,) = _words(mail.html)
    plain = " ".join(mail.text.split())
    for pick in content.picks():
        resource = pick.resource.resource
        for part in (shown, plain):
            assert resource.title in part
        assert resource.url in hrefs
        assert resource.url in mail.text
        assert pick.reason in shown
        assert pick.reason in plain
    for words in ("Ada Brook", "Finish lesson 6", "80% practice", "not lost an experiment since"):
        assert words in shown
        assert words in plain


def test_the_authors_post_stands_there_in_several_paragraphs() -> None:
    mail = digest(sample.content())

    for part in (mail.html, mail.text):
        assert "Last month I trained" in part
        assert "shows where" in part
    assert "held_out = set(planks[::5])" in mail.html
    assert 'href="https://mira.example.org/maps"' in mail.html, "relative to the post"


def test_a_quotation_is_marked_and_our_own_words_are_not() -> None:
    mail = digest(sample.content())

    said = "Every augmentation encodes a claim about the world. Flip a digit and you claim that sixes may be nines."
    assert _words(mail.html, "blockquote") == [f"“{said}”"]
    assert "“Every augmentation" in mail.text


def test_a_transcript_is_linked_in_both_parts() -> None:
    words = "https://hear.example/loom.txt"
    episode = sample.stored(sample.resource(1, "On looms", transcript_url=words), 1)
    mail = digest(Content(sections=(Section("vision", "Computer vision", (Pick(episode, 1.0),)),)))
    assert words in _links(mail)
    assert f"Transcript: {words}" in mail.text


def test_the_way_out_is_in_both_parts() -> None:
    mail = digest(sample.content())

    for address in (sample.LINKS.unsubscribe, sample.LINKS.preferences, sample.LINKS.web):
        assert address in _links(mail)
        assert address in mail.text
    for part in (mail.html, mail.text):
        assert "Mill Lane 4, 10115 Berlin" in part
        assert "3 May 2025" in part


def test_a_postal_address_of_several_lines_stands_on_one() -> None:
    newsletter = replace(sample.NEWSLETTER, postal_address="Mira Okafor,\nMill Lane 4\n\nBerlin\n")

    mail = digest(sample.content(), newsletter=newsletter)

    for part in (mail.html, mail.text):
        assert "Top Down, Mira Okafor, Mill Lane 4, Berlin" in part


def test_slot_markers_pass_through_unharmed() -> None:
    links = MailLinks(*(f"@@0f3a9c{name}@@" for name in ("u", "p", "w", "a", "s")))

    mail = digest(sample.content(), links=links)

    for marker in ("@@0f3a9cu@@", "@@0f3a9cp@@", "@@0f3a9cw@@", "@@0f3a9cs@@"):
        assert mail.html.count(marker) == 1
        assert mail.text.count(marker) == 1
    assert '<a href="@@0f3a9cu@@"' in mail.html


def test_the_same_input_gives_the_same_bytes() -> None:
    assert digest(sample.content()) == digest(sample.content())
    assert digest(sample.content()) == digest(sample.content(), Theme())


def test_text_lines_are_at_most_72_columns_but_for_addresses() -> None:
    lines = digest(sample.content()).text.split("\n")

    assert [x for x in lines if len(x) > 72 and "://" not in x] == []
    assert not any(line != line.rstrip() for line in lines)


def test_nothing_is_loaded_from_elsewhere() -> None:
    author = replace(sample.NEWSLETTER.author, picture=None)
    illustrated = replace(sample.post().resource, image="https://i.example/p.png")
    post = replace(sample.post(), resource=illustrated)

    mail = digest(
        sample.content(posts=(post,)), newsletter=replace(sample.NEWSLETTER, author=author)
    )

    assert "<img" not in mail.html
    assert "url(" not in mail.html


def test_a_picture_the_author_set_is_shown_with_size_and_alt() -> None:
    author = replace(sample.NEWSLETTER.author, picture="https://mira.example.org/me.jpg")

    mail = digest(sample.content(), newsletter=replace(sample.NEWSLETTER, author=author))

    (image,) = lxml_html.document_fromstring(mail.html).iter("img")
    assert image.get("src") == "https://mira.example.org/me.jpg"
    assert image.get("alt") == "Mira Okafor"
    assert (image.get("width"), image.get("height")) == ("56", "56")


class TestSmallIssues:
    def test_an_empty_week_says_so(self) -> None:
        mail = digest(Content())

        assert mail.subject == "Top Down #12: a quiet week"
        assert "A quiet week: nothing new to pass on." in mail.text
        assert "A quiet week: nothing new to pass on." in mail.html
        assert "New from" not in mail.html

    def test_one_pick_is_a_whole_issue(self) -> None:
        mail = digest(Content(sections=sample.many(1)))

        assert mail.html.count("<h3") == 1
        assert "challenge" not in mail.html
        assert "reading list" not in mail.html.lower()

    def test_last_weeks_goals_alone_stand_right_under_their_heading(self) -> None:
        text = digest(Content(outcomes=sample.outcomes(), sections=sample.many(1))).text

        assert "CHALLENGE\n--------------------\n\nThe week before: " in text.replace(
            "-" * 21, "-" * 20
        )

    def test_a_resource_with_nothing_but_a_title(self) -> None:
        bare = Pick(sample.stored(sample.resource(1, "Bare", url="https://b.example/x"), 1), 1.0)

        mail = digest(Content(sections=(Section("more", "More", (bare,)),)))

        assert "b.example · Article" in mail.text
        assert "None" not in mail.html + mail.text


class TestLanguages:
    def test_a_title_in_another_language_says_which(self) -> None:
        foreign = Pick(sample.stored(sample.resource(1, "שלום", language="he"), 1), 1.0)

        mail = digest(Content(sections=(Section("more", "More", (foreign,)),)))

        cells = lxml_html.document_fromstring(mail.html).iter("td")
        assert [cell.get("dir") for cell in cells if cell.get("lang") == "he"] == ["rtl"]

    def test_a_newsletter_written_from_the_right(self) -> None:
        mail = digest(sample.content(), newsletter=replace(sample.NEWSLETTER, language="ar"))

        root = lxml_html.document_fromstring(mail.html)
        assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</td></tr></table></body></html><h1>owned</h1>",
    "<!--[if mso]><h1>x</h1><![endif]-->",
    "--><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% for x in y %}",
    "{{ ''.__class__.__mro__ }}",
    "@@0f3a9cunsubscribe@@",
    "Subject\r\nBcc: all@example.org",
    "\u202egnp.exe\u202c \u200b\u0000\u0008",
    "'onmouseover='alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<style>*{display:none}</style>",
    "]]><iframe src=//evil.example>",
    "[click](javascript:alert(1)) ![i](https://evil.example/p.gif) <b>x</b>",
]


def _hostile(text: str) -> Content:
    resource = sample.resource(
        1,
        text,
        url="https://good.example/1",
        authors=(text,),
        site=text,
        summary=text,
        language='en" onload="x',
        code=("javascript:alert(1)",),
        media_url="data:text/html,x",
        kind=Kind.PAPER,
    )
    held = sample.stored(resource, 1, topics=(text,), credits_=(text,))
    pick = Pick(held, 1.0, reason=text, also_in=(text,), note=text)
    own = sample.post(1, text, markdown=text + "\n\n" + text)
    return replace(
        sample.content(posts=(own,)),
        sections=(Section(text, text, (pick,)),),
        reading=(replace(pick, resource=replace(held, id=2)),),
        goals=(Goal(1, "2026-W09", text, note=text),),
        credits=((text, "javascript:alert(1)"),),
        shortfall=text,
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_from_outside_becomes_markup(text: str) -> None:
    newsletter = replace(
        sample.NEWSLETTER,
        title=text,
        tagline=text,
        postal_address=text,
        author=Author(name=text, bio=text, link="javascript:alert(1)", picture="data:,x"),
    )
    plain = digest(_hostile("plain"), newsletter=replace(newsletter, title="plain"))
    mail = digest(_hostile(text), newsletter=newsletter)

    tree = lxml_html.document_fromstring(mail.html)
    known = {str(e.tag) for e in lxml_html.document_fromstring(plain.html).iter("*")}
    assert {str(e.tag) for e in tree.iter("*")} - known <= {"strong", "b", "em"}
    assert sum(1 for _ in tree.iter("h1")) == 1
    for element in tree.iter("*"):
        assert not [name for name in element.attrib if str(name).startswith("on")]
        href = str(element.get("href") or "")
        assert href.startswith(("http", "mailto:")) or not href
    assert "evil.example" not in " ".join(map(str, _links(mail)))
    assert not re.search(r"[\r\n\x00-\x1f]", mail.subject)
    assert "\u202e" not in mail.html + mail.text
    assert "49" not in mail.subject


def test_a_hostile_title_cannot_start_a_line_of_its_own_in_the_text() -> None:
    title = "Fine\n--\nUnsubscribe: https://evil.example/"
    pick = Pick(sample.stored(sample.resource(1, title, summary=title), 1), 1.0, reason=title)

    mail = digest(Content(sections=(Section("more", title, (pick,)),)))

    assert not re.search(r"^\s*unsubscribe: https", mail.text, re.IGNORECASE | re.MULTILINE)


class TestOwnTemplates:
    def _own(self, tmp_path: Path, name: str, body: str) -> Theme:
        path = tmp_path / "email" / name
        path.parent.mkdir(parents=True)
        path.write_text(textwrap.dedent(body), "utf-8")
        return Theme([tmp_path])

    def test_one_file_of_ones_own_is_used_and_the_rest_stays(self, tmp_path: Path) -> None:
        theme = self._own(
            tmp_path, "digest/subject.txt", "Week {{ issue.key }} at {{ newsletter.title }}"
        )

        mail = digest(sample.content(), theme)

        assert mail.subject == "Week 2026-W08 at Top Down"
        assert mail.html.split("<body", 1)[1] == digest(sample.content()).html.split("<body", 1)[1]

    def test_colours_alone_can_be_changed(self, tmp_path: Path) -> None:
        packaged = Path(__file__).parents[2] / "templates" / "email" / "style.css"
        theme = self._own(
            tmp_path, "style.css", packaged.read_text("utf-8") + "\nh1 { color: #003366; }"
        )

        assert "color:#003366" in digest(sample.content(), theme).html

    def test_the_first_folder_wins(self, tmp_path: Path) -> None:
        self._own(tmp_path / "a", "digest/subject.txt", "From A, the first")
        self._own(tmp_path / "b", "digest/subject.txt", "From B, the second")

        theme = Theme([tmp_path / "a", tmp_path / "b"])

        assert digest(sample.content(), theme).subject == "From A, the first"

    @pytest.mark.parametrize(
        ("body", "line", "words"),
        [
            ("a\n{{ issue.titel }}", 2, "has no attribute 'titel'"),
            ("{{ nothing }}", 1, "'nothing' is undefined"),
            ("a\n\n{% if x %}", 3, "Unexpected end of template"),
            ("{{ 'a' | upside_down }}", 1, "upside_down"),
            ("{{ 1 / 0 }}", 1, "division by zero"),
            ("\n{{ issue.__class__.__mro__ }}", 2, "unsafe"),
            ("{% include 'email/nowhere.txt' %}", None, "email/nowhere.txt"),
        ],
    )
    def test_a_mistake_is_told_with_file_and_line(
        self, tmp_path: Path, body: str, line: int | None, words: str
    ) -> None:
        theme = self._own(tmp_path, "digest/body.txt", body)

        with pytest.raises(TemplateError) as caught:
            digest(sample.content(), theme)

        assert words in caught.value.message
        if line:
            file = tmp_path / "email" / "digest" / "body.txt"
            assert caught.value.message.startswith(f"{file}:{line}: ")

    def test_a_file_that_is_not_utf8_is_told(self, tmp_path: Path) -> None:
        theme = self._own(tmp_path, "digest/body.txt", "")
        (tmp_path / "email" / "digest" / "body.txt").write_bytes(b"caf\xe9")

        with pytest.raises(TemplateError, match=r"email/digest/body\.txt: .*utf-8"):
            digest(sample.content(), theme)

    def test_a_template_that_includes_itself_is_told(self, tmp_path: Path) -> None:
        theme = self._own(tmp_path, "digest/body.txt", "{% include 'email/digest/body.txt' %}")

        with pytest.raises(TemplateError, match=r"body\.txt:1: .*recursion"):
            digest(sample.content(), theme)

    def test_a_template_cannot_change_what_it_is_given(self, tmp_path: Path) -> None:
        theme = self._own(tmp_path, "access/body.txt", "{{ things.append(1) }}")

        with pytest.raises(TemplateError, match=r"body\.txt:1"):
            theme.mail("access", things=[], newsletter=sample.NEWSLETTER, link="x", hours=2)

    def test_a_folder_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(TemplateError, match="no such folder"):
            Theme([tmp_path / "missing"])

    def test_a_mail_that_is_not_there_is_told(self) -> None:
        with pytest.raises(TemplateError, match=r"email/birthday/subject\.txt"):
            THEME.mail("birthday")


SHORT_MAILS: dict[str, dict[str, Any]] = {
    "confirm": {"link": "https://news.example.org/c/x1", "hours": 72},
    "change-address": {"link": "https://news.example.org/c/x2", "hours": 72},
    "access": {"link": "https://news.example.org/m/x3", "hours": 2},
    "welcome": {"links": sample.LINKS, "cadence": "every", "next": "1 March 2026"},
    "draft-ready": {
        "number": 12,
        "dates": "16–22 February 2026",
        "stats": "2 new posts, 12 picks",
        "headline": "My classifier was reading the ruler",
        "link": "https://news.example.org/desk/issues/12",
        "findings": ("warning html-size: 92,000 of 100,000 bytes used",),
    },
    "paused": {
        "number": 12,
        "label": "12",
        "reason": "550 5.7.26 our mail failed DMARC.",
        "sent": 40,
        "waiting": 160,
    },
    "given-up": {
        "label": "12",
        "sent": 40,
        "given_up": 160,
        "domains": "mail.example 120, post.example 40",
    },
}


@pytest.mark.parametrize("name", SHORT_MAILS)
def test_short_mails_say_the_same_in_both_parts(name: str) -> None:
    values = SHORT_MAILS[name]

    mail = THEME.mail(name, newsletter=sample.NEWSLETTER, **values)

    assert 10 <= len(mail.subject) <= 70
    assert 40 <= len(mail.preheader) <= 130
    (shown,) = _words(mail.html)
    for word, value in values.items():
        if isinstance(value, str) and word != "cadence":
            found = value in _links(mail) if value.startswith("https:") else value in shown
            assert found
            assert value in " ".join(mail.text.split())
    assert "Mill Lane 4" in shown
    assert "Mill Lane 4" in mail.text


def test_the_confirm_mail_has_no_link_but_its_own() -> None:
    mail = THEME.mail("confirm", newsletter=sample.NEWSLETTER, **SHORT_MAILS["confirm"])

    assert _links(mail) == {"https://news.example.org/c/x1"}


def test_a_post_is_mailed_in_full() -> None:
    long = "\n\n".join(f"Paragraph {n}. " + "word " * 60 for n in range(30))

    mail = THEME.post(
        sample.post(1, "All of it", long), newsletter=sample.NEWSLETTER, links=sample.LINKS
    )

    assert mail.subject == "All of it"
    for part in (mail.html, mail.text):
        assert "Paragraph 29." in part
        assert "too long for one mail" not in part
        assert sample.LINKS.unsubscribe in part


def test_a_post_too_long_for_one_mail_is_cut_at_a_block_and_leads_on() -> None:
    endless = "\n\n".join(f"Paragraph {n}. " + "word " * 60 for n in range(900))

    mail = THEME.post(
        sample.post(1, "Endless", endless), newsletter=sample.NEWSLETTER, links=sample.LINKS
    )

    assert len(mail.html.encode()) > 60_000
    assert weight.fits(mail, budget.LIMIT_BYTES)
    assert "https://mira.example.org/1" in _links(mail)
    assert "Paragraph 899." not in mail.text
    for part in (mail.html, mail.text):
        assert "it is too long for one mail" in part


def test_a_post_of_another_script_is_cut_sooner_since_more_of_it_travels() -> None:
    endless = "\n\n".join("Что получилось и почему. " * 20 for _ in range(200))

    mail = THEME.post(
        sample.post(1, "Без конца", endless), newsletter=sample.NEWSLETTER, links=sample.LINKS
    )

    assert weight.travelling_bytes(mail) <= weight.TRAVELLING_LIMIT
    assert len(mail.text) > 5_000


def test_pictures_of_a_post_become_links_that_say_what_they_show() -> None:
    markdown = "See ![The bench](/bench.jpg) and [![A map](map.png)](https://big.example/)."

    mail = THEME.post(
        sample.post(1, "Pictures", markdown), newsletter=sample.NEWSLETTER, links=sample.LINKS
    )

    assert ">Picture: The bench</a> and <a" in mail.html
    assert {"https://mira.example.org/bench.jpg", "https://big.example/"} <= _links(mail)
    assert "<img" not in mail.html


def test_a_picture_that_leads_somewhere_still_does() -> None:
    video = "[![Watch me saw](https://img.example/still.jpg)](https://video.example/watch)"
    mail = THEME.post(
        sample.post(1, "A video", f"Words.\n\n{video}"),
        newsletter=sample.NEWSLETTER,
        links=sample.LINKS,
    )
    assert "https://video.example/watch" in _links(mail)
    assert "https://img.example/still.jpg" not in _links(mail)


def test_a_post_with_headings_and_links_of_all_kinds_keeps_every_rule() -> None:
    """The author's own headings follow the title, and links without words or with trackers go."""
    text = (
        "Words first.\n\n## [](#part)A part\n\nSee [the code](https://code.example/?utm_source=me)"
        " or [here](https://else.example/).\n\n### Below\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    post = sample.post(1, "Title of my post", text)
    mail = THEME.post(post, newsletter=sample.NEWSLETTER, links=sample.LINKS)
    content = Content(posts=(Pick(post, 1.0),))
    found = lint(mail, content=content, newsletter=sample.NEWSLETTER, links=sample.LINKS)
    told = {one.rule for one in errors(found)}
    assert told <= OF_DIGESTS
    assert "link-text" in {one.rule for one in found}, "the author is told of “here”"
    assert "https://code.example/" in _links(mail)


def test_a_note_with_headings_keeps_the_outline() -> None:
    content = replace(sample.content(), note="## Plans\n\nRead [here](https://a.example/).")
    found = lint(digest(content), content=content, newsletter=sample.NEWSLETTER, links=sample.LINKS)
    assert errors(found) == ()


def test_without_picks_by_track_there_is_no_gauge() -> None:
    mail = digest(sample.content(selection=Selection()))

    assert "practice," not in mail.html
