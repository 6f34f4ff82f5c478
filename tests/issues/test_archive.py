from __future__ import annotations

from typing import Any

from lxml import html as lxml_html
from lxml.etree import _Element

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


def _article(content: Content) -> _Element:
    markup = str(archive.article(THEME, content, **ARGUMENTS)).strip()
    tree: _Element = lxml_html.fragment_fromstring(markup)
    return tree


def _titles(tree: _Element) -> list[str]:
    return ["".join(map(str, heading.itertext())).strip() for heading in tree.iter("h3")]


def test_it_has_the_same_items_as_the_mail() -> None:
    mail = THEME.digest(sample.content(), links=sample.LINKS, **ARGUMENTS)

    assert _titles(_article(sample.content())) == _titles(lxml_html.document_fromstring(mail.html))


def test_nothing_of_a_single_reader_is_in_it() -> None:
    article = archive.article(THEME, sample.content(), **ARGUMENTS)

    for personal in (*sample.LINKS.values(), sample.LINKS.since, "nsubscribe"):
        assert personal not in article


def test_it_needs_no_script_style_or_anything_from_elsewhere() -> None:
    tree = _article(sample.content())

    tags = {str(element.tag) for element in tree.iter("*")}
    assert not tags & {"script", "style", "link", "img", "iframe", "form"}
    assert not [element for element in tree.iter("*") if element.get("style")]


def test_it_is_one_article_with_one_heading() -> None:
    tree = _article(sample.content())

    assert tree.tag == "article"
    assert sum(1 for _ in tree.iter("h1")) == 1


def test_an_empty_week_says_so() -> None:
    assert "A quiet week" in archive.article(THEME, Content(), **ARGUMENTS)
