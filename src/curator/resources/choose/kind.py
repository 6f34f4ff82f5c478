"""What it is: by identifiers and address first, then what the page declares, then its shape."""

from __future__ import annotations

from curator.model import Kind, Provenance
from curator.resources.canonical import Identity
from curator.resources.found import Found

_OF_OG = {
    "video": Kind.VIDEO,
    "video.other": Kind.VIDEO,
    "video.movie": Kind.VIDEO,
    "video.episode": Kind.VIDEO,
    "book": Kind.BOOK,
    "books.book": Kind.BOOK,
    "music.song": Kind.PODCAST,
}
_OF_PATH = (Kind.PODCAST, Kind.LESSON, Kind.COURSE, Kind.NOTEBOOK, Kind.DOCUMENT, Kind.DISCUSSION)


def choose(found: Found, identity: Identity) -> tuple[Kind, Provenance]:
    """The kind and why."""
    for one in found.of("kind"):
        if one.origin.startswith("adapter"):
            return Kind(one.value), Provenance(one.origin, 0.99, True)
    # A journal's news have a DOI like its papers and say that they are news.
    if found.of("kind", "dc"):
        return Kind.ARTICLE, Provenance("dc", 0.9)
    # An identifier in the key settles it; words of a path only suggest.
    if identity.kind and ":" in identity.key and not identity.key.startswith("http"):
        return identity.kind, Provenance("url", 0.99, True)
    if found.of("kind", "citation"):
        return Kind.PAPER, Provenance("citation", 0.97, True)
    return _declared(found, identity)


def _declared(found: Found, identity: Identity) -> tuple[Kind, Provenance]:
    schema = [one.value for one in found.of("kind") if one.origin.startswith("jsonld")]
    strong = [value for value in schema if value not in ("article", "post", "video")]
    if strong:
        return Kind(strong[0]), Provenance("jsonld", 0.9)
    if told := found.first("kind", "feed"):
        return Kind(told), Provenance("feed", 0.85)
    if identity.kind in _OF_PATH:
        return identity.kind, Provenance("url", 0.8)
    if found.of("kind", "microdata"):
        return Kind.DISCUSSION, Provenance("microdata", 0.9)
    declared = found.first("kind", "og")
    is_written = bool({"article", "post"} & set(schema))
    if declared and (kind := _OF_OG.get(declared.lower())) and not (
        kind is Kind.VIDEO and is_written
    ):  # fmt: skip
        return kind, Provenance("og", 0.85)
    if "video" in schema and not is_written and declared != "article":
        return Kind.VIDEO, Provenance("jsonld", 0.7)
    said = {"jsonld": "post" in schema, "url": identity.kind is Kind.POST}
    said["mine"] = bool(found.of("kind", "mine"))
    if origin := next((origin for origin, post in said.items() if post), None):
        return Kind.POST, Provenance(origin, 0.8)
    return Kind.ARTICLE, Provenance("default", 0.6)
