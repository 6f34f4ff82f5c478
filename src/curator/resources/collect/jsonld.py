"""Candidates of JSON-LD (schema.org)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from curator.model import Candidate
from curator.resources import identifiers, names
from curator.resources.document import Document
from curator.resources.ldjson import Node, text, texts, types

_ARTICLES = frozenset(
    [
        "Article",
        "NewsArticle",
        "BlogPosting",
        "TechArticle",
        "ScholarlyArticle",
        "MedicalScholarlyArticle",
        "Report",
        "OpinionNewsArticle",
        "AnalysisNewsArticle",
        "ReportageNewsArticle",
        "ReviewNewsArticle",
        "BackgroundNewsArticle",
        "AdvertiserContentArticle",
        "SatiricalArticle",
        "LiveBlogPosting",
        "SocialMediaPosting",
        "DiscussionForumPosting",
        "Review",
        "CriticReview",
        "Recipe",
        "HowTo",
        "CreativeWork",
        "QAPage",
        "PodcastEpisode",
        "AudioObject",
        "Course",
        "Book",
        "LearningResource",
        "SoftwareSourceCode",
        "Thesis",
        "Chapter",
        "Question",
    ]
)
_VIDEOS = frozenset({"VideoObject", "Movie", "Episode", "TVEpisode", "Clip"})
_PAGES = frozenset(
    ["WebPage", "ItemPage", "AboutPage", "FAQPage", "MedicalWebPage", "CollectionPage"]
)
_SITES = frozenset(["WebSite", "NewsMediaOrganization", "Organization", "Corporation"])
_KINDS = {
    "VideoObject": "video",
    "Course": "course",
    "LearningResource": "lesson",
    "Book": "book",
    "SoftwareSourceCode": "repository",
    "ScholarlyArticle": "paper",
    "MedicalScholarlyArticle": "paper",
    "Thesis": "paper",
    "PodcastEpisode": "podcast",
    "AudioObject": "podcast",
    "DiscussionForumPosting": "discussion",
    "QAPage": "discussion",
    "BlogPosting": "post",
    "Article": "article",
    "NewsArticle": "article",
    "TechArticle": "article",
    "Report": "article",
    "OpinionNewsArticle": "article",
    "AnalysisNewsArticle": "article",
}


def candidates(document: Document) -> Iterator[Candidate]:
    """What the page's JSON-LD nodes say of it."""
    articles = _articles(document)
    for node in articles:
        yield from _described(document, node, "jsonld")
    for node in document.nodes:
        found = types(node)
        if found & _PAGES:
            yield from _described(document, node, "jsonld:page")
        elif found & _VIDEOS:
            yield from _described(document, node, "jsonld" if not articles else "jsonld:video")
        if found & _SITES and (name := text(node.get("name"))):
            yield Candidate("site", name, "jsonld:site")
        for owner in (node, _first(node.get("publisher"))):
            logo = _address(_first(owner.get("logo"))) if isinstance(owner, dict) else None
            if href := document.absolute(logo):
                yield Candidate("logo", href, "jsonld")


def _articles(document: Document) -> list[Node]:
    """The nodes that are the article; of several, those that name this page's address."""
    found = [node for node in document.nodes if types(node) & _ARTICLES]
    if len(found) < 2:
        return found
    named = [node for node in found if _is_here(document, node)]
    strong = [node for node in named or found if "CreativeWork" not in types(node)]
    return (strong or named or found)[:2]


def _is_here(document: Document, node: Node) -> bool:
    """Whether a node gives the page's own address as its own."""
    own = {_bare(document.url), _bare(document.canonical or document.url)}
    entity = node.get("mainEntityOfPage")
    declared = [
        node.get("url"),
        node.get("@id"),
        entity.get("@id") if isinstance(entity, dict) else entity,
    ]
    return any(
        isinstance(one, str) and _bare(document.absolute(one) or "") in own for one in declared
    )


def _bare(url: str) -> str:
    return (
        url.split("#", maxsplit=1)[0]
        .split("?", maxsplit=1)[0]
        .rstrip("/")
        .split("://")[-1]
        .removeprefix("www.")
    )


def _described(document: Document, node: Node, origin: str) -> Iterator[Candidate]:
    """The candidates of one node."""
    # A page's name is its title with the site; an article's name is its headline.
    for name in ("headline", "name"):
        if title := text(node.get(name)):
            yield Candidate("title", title, origin if name == "headline" else f"{origin}:name")
    yield from _authors(node, origin)
    if date := text(node.get("datePublished") or node.get("uploadDate")):
        yield Candidate("published", date, origin)
    elif date := text(node.get("dateCreated")):
        yield Candidate("published", date, f"{origin}:created")
    if date := text(node.get("dateModified")):
        yield Candidate("modified", date, origin)
    for name in ("description", "abstract"):
        if summary := text(node.get(name)):
            yield Candidate("summary", summary, origin)
    yield from _image(document, node, origin)
    if site := text(_first(node.get("publisher"))):
        yield Candidate("site", site, origin)
    if language := text(node.get("inLanguage")):
        yield Candidate("language", language, origin)
    yield from _rest(document, node, origin)


def _rest(document: Document, node: Node, origin: str) -> Iterator[Candidate]:
    """Kind, licence, length, access and identifiers."""
    kinds = [_KINDS[one] for one in sorted(types(node)) if one in _KINDS]
    if kinds:
        yield Candidate("kind", kinds[0], origin)
    licence = node.get("license")
    if found := text(licence.get("url") or licence if isinstance(licence, dict) else licence):
        yield Candidate("licence", found, origin)
    if duration := text(node.get("duration") or node.get("timeRequired")):
        yield Candidate("duration", duration, origin)
    free = node.get("isAccessibleForFree")
    if free is not None:
        yield Candidate("paywalled", str(str(free).lower() in ("false", "0")).lower(), origin)
    if (isbn := text(node.get("isbn"))) and (found := identifiers.isbn(isbn)):
        yield Candidate("isbn", found, origin)
    for value in texts(node.get("sameAs")) + texts(node.get("identifier")):
        if "10." in value and (found := identifiers.doi(value)) and "paper" in kinds:
            yield Candidate("doi", found, origin)
    if media := document.absolute(text(node.get("contentUrl") or node.get("embedUrl"))):
        yield Candidate("media", media, origin)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _authors(node: Node, origin: str) -> Iterator[Candidate]:
    """People before organisations; a list of names in one string is taken apart."""
    found: list[str] = []
    organisations: list[str] = []
    for key in ("author", "creator"):
        for one in _list(node.get(key)):
            is_group = (
                isinstance(one, dict)
                and "Person" not in types(one)
                and bool(types(one) & {"Organization", "NewsMediaOrganization", "Corporation"})
            )
            (organisations if is_group else found).extend(texts(one))
        if found or organisations:
            break
    if people := names.unique(name for value in found for name in names.people(value)):
        yield Candidate("authors", "; ".join(people), origin)
    elif groups := names.unique(name for value in organisations for name in names.people(value)):
        yield Candidate("authors", "; ".join(groups), f"{origin}:organisation")


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value[: names.LONGEST_LIST] if isinstance(value, list) else [value]


def _image(document: Document, node: Node, origin: str) -> Iterator[Candidate]:
    """The first picture of the node; of a list with sizes, the widest."""
    listed = [one for name in ("image", "thumbnailUrl") for one in _list(node.get(name))]
    found = [(_width(one), _address(one)) for one in listed]
    urls = [(width, href) for width, value in found if (href := document.absolute(value))]
    if urls:
        yield Candidate("image", max(urls, key=lambda pair: pair[0])[1], origin)


def _address(value: Any) -> str | None:
    if isinstance(value, dict):
        return text(value.get("url") or value.get("contentUrl") or value.get("@id"))
    return value if isinstance(value, str) else None


def _width(value: Any) -> int:
    """The declared width in pixels, 0 where unknown."""
    width = text(value.get("width")) if isinstance(value, dict) else None
    digits = (width or "").removesuffix("px").strip()
    return int(digits) if digits.isdecimal() and len(digits) < 6 else 0
