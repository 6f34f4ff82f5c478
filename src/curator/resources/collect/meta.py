"""Candidates of ``meta`` and ``link`` elements: Open Graph, Twitter cards and what CMSs write."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curator.model import Candidate
from curator.resources import names
from curator.resources.document import Document

# name of the meta element → (field, origin). The first of a field and origin on the page counts.
_NAMES: dict[str, tuple[str, str]] = {
    "og:title": ("title", "og"),
    "twitter:title": ("title", "twitter"),
    "parsely-title": ("title", "cms"),
    "sailthru.title": ("title", "cms"),
    "cxenseparse:title": ("title", "cms"),
    "shareaholic:article_title": ("title", "cms"),
    "article.headline": ("title", "cms"),
    "headline": ("title", "cms"),
    "title": ("title", "meta"),
    "og:description": ("summary", "og"),
    "twitter:description": ("summary", "twitter"),
    "description": ("summary", "meta"),
    "sailthru.description": ("summary", "cms"),
    "og:image": ("image", "og"),
    "og:image:url": ("image", "og"),
    "og:image:secure_url": ("image", "og"),
    "twitter:image": ("image", "twitter"),
    "twitter:image:src": ("image", "twitter"),
    "parsely-image-url": ("image", "cms"),
    "sailthru.image.full": ("image", "cms"),
    "sailthru.image.thumb": ("image", "thumb"),
    "thumbnail": ("image", "thumb"),
    "og:site_name": ("site", "og"),
    "application-name": ("site", "application"),
    "apple-mobile-web-app-title": ("site", "application"),
    "al:ios:app_name": ("site", "application"),
    "publisher": ("site", "meta"),
    "dc.publisher": ("site", "dc"),
    "og:locale": ("language", "og"),
    "content-language": ("language", "meta"),
    "language": ("language", "meta"),
    "dc.language": ("language", "dc"),
    "citation_language": ("language", "citation"),
    "inlanguage": ("language", "microdata"),
    "og:type": ("kind", "og"),
    "article:published_time": ("published", "og"),
    "og:article:published_time": ("published", "og"),
    "og:published_time": ("published", "og"),
    "article:published": ("published", "og"),
    "og:pubdate": ("published", "og"),
    "video:release_date": ("published", "og"),
    "og:video:release_date": ("published", "og"),
    "book:release_date": ("published", "og"),
    "article:modified_time": ("modified", "og"),
    "og:article:modified_time": ("modified", "og"),
    "article:modified": ("modified", "og"),
    "og:updated_time": ("modified", "og"),
    "parsely-pub-date": ("published", "cms"),
    "sailthru.date": ("published", "cms"),
    "cxenseparse:recs:publishtime": ("published", "cms"),
    "cxenseparse:publishtime": ("published", "cms"),
    "shareaholic:article_published_time": ("published", "cms"),
    "article.published": ("published", "cms"),
    "article.created": ("published", "cms"),
    "article.updated": ("modified", "cms"),
    "article_date_original": ("published", "cms"),
    "originalpublicationdate": ("published", "cms"),
    "datepublished": ("published", "meta"),
    "datecreated": ("published", "meta"),
    "date_published": ("published", "meta"),
    "publish-date": ("published", "meta"),
    "publish_date": ("published", "meta"),
    "publishdate": ("published", "meta"),
    "published_at": ("published", "meta"),
    "published-date": ("published", "meta"),
    "publication_date": ("published", "meta"),
    "pubdate": ("published", "meta"),
    "pub_date": ("published", "meta"),
    "ptime": ("published", "meta"),
    "pdate": ("published", "meta"),
    "timestamp": ("published", "meta-date"),
    "date": ("published", "meta-date"),
    "created": ("published", "meta-date"),
    "dc.date.issued": ("published", "dc"),
    "dcterms.date": ("published", "dc"),
    "dcterms.issued": ("published", "dc"),
    "dcterms.created": ("published", "dc"),
    "dc.date.created": ("published", "dc"),
    "dc.date": ("published", "dc"),
    "dcterms.modified": ("modified", "dc"),
    "dc.date.modified": ("modified", "dc"),
    "datemodified": ("modified", "meta"),
    "last-modified": ("modified", "meta"),
    "lastmod": ("modified", "meta"),
    "revised": ("modified", "meta"),
    "article:author": ("authors", "og"),
    "og:article:author": ("authors", "og"),
    "book:author": ("authors", "og"),
    "og:author": ("authors", "og"),
    "author": ("authors", "meta"),
    "authors": ("authors", "meta"),
    "byl": ("authors", "cms"),
    "parsely-author": ("authors", "cms"),
    "sailthru.author": ("authors", "cms"),
    "cxenseparse:author": ("authors", "cms"),
    "shareaholic:article_author_name": ("authors", "cms"),
    "article.author": ("authors", "cms"),
    "author_name": ("authors", "cms"),
    "dcsext.author": ("authors", "cms"),
    "vr:author": ("authors", "cms"),
    "licence": ("licence", "meta"),
    "license": ("licence", "meta"),
    "dc.rights": ("licence", "dc"),
    "dcterms.rights": ("licence", "dc"),
    "dcterms.license": ("licence", "dc"),
    "book:isbn": ("isbn", "og"),
    "books:isbn": ("isbn", "og"),
    "article:content_tier": ("paywalled", "og"),
}

_ALIKE = 3
"""Values of one name that may all be the page's; more come from a list, such as a thread's posts."""

_TOLD_TWICE = frozenset({"title", "summary", "published", "modified"})
"""What the site's own template and a plug-in of it tell each for itself."""

_WRITTEN_BY = frozenset(
    ("written by", "author", "verfasst von", "geschrieben von", "by", "écrit par", "escrito por",
     "scritto da")
)  # fmt: skip
"""What a card calls the line with the author, in lower case."""


def candidates(document: Document) -> Iterator[Candidate]:
    """What the head says in ``meta`` and ``link`` elements."""
    for name, (field, origin) in _NAMES.items():
        values = document.metas.get(name, ())
        if field == "authors":
            if found := names.unique(n for value in values for n in names.people(value)):
                yield Candidate("authors", "; ".join(found), origin)
        elif field == "image":
            for value in values[:3]:
                if href := document.absolute(value):
                    yield Candidate("image", href, origin)
        elif values:
            yield Candidate(field, values[0], origin)
            if 1 < len(set(values)) <= _ALIKE and field in _TOLD_TWICE:
                yield Candidate(field, values[-1], origin)
    yield from _named_alike(document)
    yield from _twitter_labels(document)
    yield from _links(document)
    if declared := document.tree.get("lang") or document.tree.get(
        "{http://www.w3.org/XML/1998/namespace}lang"
    ):
        yield Candidate("language", declared, "html")


_PUBLISHED = re.compile(
    r"publi(?:sh|cation)|pub.?date|date.?pub|created|issued|posted|release.?date|postdate",
    re.IGNORECASE,
)
_MODIFIED = re.compile(r"modif|updat|revis", re.IGNORECASE)
_AUTHOR = re.compile(
    r"(?:^|[.:_-])(?:author|authors|byline|writer)(?:[.:_-]?name)?$", re.IGNORECASE
)
_DATE = re.compile(r"\d")


def _named_alike(document: Document) -> Iterator[Candidate]:
    """Elements of other systems whose names say "published", "modified" or "author"."""
    for name, values in document.metas.items():
        if name in _NAMES or name.startswith(
            ("citation_", "dc.", "dcterms", "prism.", "bepress", "eprints")
        ):
            continue
        if _AUTHOR.search(name) and (found := names.people(values[0])):
            yield Candidate("authors", "; ".join(found), "meta:other")
        elif len(values[0]) < 60 and _DATE.search(values[0]):
            if _MODIFIED.search(name):
                yield Candidate("modified", values[0], "meta:other")
            elif _PUBLISHED.search(name) and "publisher" not in name:
                yield Candidate("published", values[0], "meta:other")


def _twitter_labels(document: Document) -> Iterator[Candidate]:
    """``twitter:label1`` = "Written by" with its name in ``twitter:data1`` (Yoast and others)."""
    for number in ("1", "2"):
        label = (document.meta(f"twitter:label{number}") or "").lower().strip(" :")
        value = document.meta(f"twitter:data{number}")
        if value and label in _WRITTEN_BY and (found := names.people(value)):
            yield Candidate("authors", "; ".join(found), "twitter")


def _links(document: Document) -> Iterator[Candidate]:
    for link in document.links:
        if "image_src" in link.rel:
            yield Candidate("image", link.href, "link")
        if "license" in link.rel:
            yield Candidate("licence", link.href, "link")
        if "next" in link.rel:
            yield Candidate("next", link.href, "link")
        if "prev" in link.rel or "previous" in link.rel:
            yield Candidate("previous", link.href, "link")
