from __future__ import annotations

from typing import Any

from lxml import html as lxml_html

from curator.issues import archive
from curator.issues.render import Theme
from curator.model import Content
from tests.issues import sample

THEME = Theme()
ARGUMENTS: dict[str, Any] = {
    "newsletter": sample.NEWSLETTER,
    "period": sample.PERIOD,
    "number": 12,
    "topics": sample.TOPICS,
}


def test_the_page_has_the_same_items_as_the_mail() -> None:
    content = sample.content()
    page = archive.page(THEME, content, **ARGUMENTS)
    mail = THEME.digest(content, links=sample.LINKS, **ARGUMENTS)

    def titles(markup: str) -> list[str]:
        found = lxml_html.document_fromstring(markup).iter("h3")
        return ["".join(map(str, element.itertext())).strip() for element in found]

    assert titles(page) == titles(mail.html)


def test_nothing_of_a_single_reader_is_on_it() -> None:
    page = archive.page(THEME, sample.content(), **ARGUMENTS)

    for personal in (*sample.LINKS.values(), sample.LINKS.since, "nsubscribe"):
        assert personal not in page


def test_it_needs_no_script_style_or_anything_from_elsewhere() -> None:
    tree = lxml_html.document_fromstring(archive.page(THEME, sample.content(), **ARGUMENTS))

    tags = {str(element.tag) for element in tree.iter("*")}
    assert not tags & {"script", "style", "link", "img", "iframe", "form"}
    assert not [e for e in tree.iter("*") if e.get("style")]


def test_the_outline_is_sound() -> None:
    tree = lxml_html.document_fromstring(archive.page(THEME, sample.content(), **ARGUMENTS))

    assert sum(1 for _ in tree.iter("h1")) == 1
    assert tree.findtext("head/title") == "Top Down #12: My classifier was reading the ruler"


def test_the_article_alone_is_a_fragment_of_the_page() -> None:
    article = archive.article(THEME, sample.content(), **ARGUMENTS)

    assert article.lstrip().startswith("<article")
    assert str(article).strip() in archive.page(THEME, sample.content(), **ARGUMENTS)


def test_an_empty_week_has_a_page_too() -> None:
    assert "A quiet week" in archive.page(THEME, Content(), **ARGUMENTS)
