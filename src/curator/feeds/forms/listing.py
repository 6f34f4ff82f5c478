"""A page of links, such as a course's lessons, to drafts: one per link.

The author names the links with a CSS selector; without one the links of the page's main part are
taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urldefrag

from cssselect import SelectorError
from lxml import etree, html

from curator.errors import ParseError
from curator.feeds.forms.draft import Draft, DraftFeed, Text
from curator.sanitize import clean_text
from curator.urls import absolute, same_site

MOST_LINKS = 2000
_MAIN = "//main//a[@href] | //*[@role='main']//a[@href] | //article//a[@href]"
_BODY = "//a[@href][not(ancestor::nav or ancestor::header or ancestor::footer or ancestor::aside)]"
_SHORTEST = 3
"""Characters of a link's text; arrows and page numbers are no titles."""


def parse(text: str, url: str, selector: str | None) -> DraftFeed:
    """The drafts of a page at ``url``.

    Raises :class:`ParseError` where the selector is no CSS or matches no link.
    """
    page = _page(text)
    base = absolute(_first(page, "//base/@href"), url) or url
    drafts = tuple(_unique(_draft(node, base) for node in _chosen(page, base, selector)))
    if not drafts:
        what = f"the selector {selector!r} matches no links" if selector else "it has no links"
        raise ParseError(f"nothing to list on the page: {what}")
    return DraftFeed(
        format="listing",
        title=Text(_first(page, "//meta[@property='og:site_name']/@content") or _title(page)),
        link=url,
        description=Text(_first(page, "//meta[@name='description']/@content")),
        language=_first(page, "/html/@lang"),
        entries=drafts[:MOST_LINKS],
    )


def _page(text: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ParseError("the page is empty or no HTML") from error


def _chosen(page: html.HtmlElement, base: str, selector: str | None) -> list[html.HtmlElement]:
    """The elements that stand for entries."""
    if not selector:
        links = page.xpath(_MAIN) or page.xpath(_BODY)
        return [link for link in links if _is_title(link) and _leads_on(link, base)]
    try:
        return list(page.cssselect(selector))
    except (SelectorError, etree.LxmlError) as error:
        raise ParseError(f"the selector {selector!r} is not valid CSS: {error}") from error


def _is_title(link: html.HtmlElement) -> bool:
    return len(clean_text(link.text_content())) >= _SHORTEST


def _leads_on(link: html.HtmlElement, base: str) -> bool:
    """Whether a link goes to another page of the same site."""
    target = absolute(link.get("href"), base)
    return bool(target) and same_site(target or "", base) and urldefrag(target or "").url != base


def _draft(node: html.HtmlElement, base: str) -> Draft | None:
    """The draft of a link, or of the first link inside a larger element."""
    link = node if node.tag == "a" else next(iter(node.xpath(".//a[@href]")), None)
    target = absolute(link.get("href"), base) if link is not None else None
    if link is None or target is None:
        return None
    target = urldefrag(target).url
    return Draft(guid=target, link=target, title=Text(_label(node, link)), published=_date(node))


def _label(node: html.HtmlElement, link: html.HtmlElement) -> str:
    """What names the link: its text, a heading beside it, its title, or its picture's words."""
    heading = _first(node, "(.//h1|.//h2|.//h3|.//h4)//text()") if node is not link else ""
    told = (clean_text(link.text_content()), link.get("title"), link.get("aria-label"))
    words = [heading, *told, _first(link, ".//img/@alt")]
    return next((clean_text(one) for one in words if one and one.strip()), "")


def _date(node: html.HtmlElement) -> str:
    return _first(node, ".//time/@datetime") or _first(node, ".//time//text()")


def _first(node: html.HtmlElement, path: str) -> str:
    found = node.xpath(path)
    return str(found[0]).strip() if isinstance(found, list) and found else ""


def _title(page: html.HtmlElement) -> str:
    return clean_text(str(page.xpath("string(//title)")))


def _unique(drafts: Iterator[Draft | None]) -> Iterator[Draft]:
    """Each address once, under the first name that is not empty."""
    seen: dict[str, Draft] = {}
    for one in drafts:
        if one is not None and (one.link not in seen or not seen[one.link].title):
            seen[one.link] = one
    yield from seen.values()
