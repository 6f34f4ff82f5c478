"""Candidates become a resource: each field is chosen, and what is weak is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from curator.dates import parse_when
from curator.errors import ParseError
from curator.model import Candidate, Kind, Provenance, Resource, When
from curator.resources import canonical, code_links, identifiers, inert, texwords, vote
from curator.resources.canonical import Identity
from curator.resources.choose import (
    access,
    authors,
    image,
    language,
    minutes,
    published,
    site,
    summary,
    title,
)
from curator.resources.choose import kind as kinds
from curator.resources.document import Document
from curator.resources.found import NOTHING, Found
from curator.resources.text import MainText
from curator.resources.vote import Scored
from curator.sanitize import clean_block, clean_source, clean_text

_WORKS = frozenset({Kind.PODCAST, Kind.VIDEO, Kind.BOOK})
_SHORTEST_PAPER = 1000
"""Words below which a paper's text is taken for its abstract."""


@dataclass(frozen=True, slots=True)
class Enriched:
    """A resource with all that was weighed to make it."""

    resource: Resource
    candidates: tuple[Candidate, ...]
    """Everything the page, its adapter and the feed offered."""
    weak: tuple[str, ...] = ()
    """Names of fields that are missing or unlikely to be right."""
    links: tuple[str, ...] = ()
    """Addresses the page lists as its own resources: notebooks, code, papers."""
    votes: Mapping[str, tuple[Scored, ...]] = field(default_factory=dict)
    """The voted fields' ballots, best first."""
    answered: Identity | None = None
    """By the address that answered, where the resource has another one that its page declares; that
    one was not asked."""


def identify(found: Found, linked: Identity, document: Document) -> Identity:
    """The identity of a page: by its address, its own canonical address, or its identifiers."""
    if _known(linked):
        return linked
    own = canonical.own_canonical(document.canonical, document.url)
    declared = canonical.identity(own) if own else linked
    if _known(declared):
        return declared
    if arxiv := _first_valid(found, "arxiv_id", identifiers.arxiv_id):
        return canonical.of_arxiv(arxiv)
    if doi := _doi(found):
        return canonical.of_doi(doi, declared.url)
    return declared


def claimed(found: Identity, led: Identity, asked: str) -> bool:
    """Whether only the page itself says that this is what it is.

    Anybody can write the DOI of somebody's paper into a page, and on a host that many share the
    address of somebody's post. ``led`` is the identity of the address that answered, ``asked`` the
    address that was fetched: a DOI's own leads to its publisher.
    """
    return found.key not in {led.key, canonical.identity(asked).key}


def _known(identity: Identity) -> bool:
    """Whether the key is an identifier and no address."""
    return not identity.key.startswith(("http:", "https:"))


def _first_valid(found: Found, name: str, read: Callable[[str], str | None]) -> str | None:
    """The first value of a field that is what it says; pages put anything anywhere."""
    return next(filter(None, (read(one.value) for one in found.of(name))), None)


def _doi(found: Found) -> str | None:
    for origin in ("adapter", "citation", "jsonld"):
        for one in found.of("doi"):
            if one.origin.startswith(origin) and (doi := identifiers.doi(one.value)):
                return doi
    return None


def resource(
    found: Found, identity: Identity, main: MainText, document: Document | None = None
) -> Enriched:
    """The resource that the candidates of one page make.

    Raises :class:`~curator.errors.ParseError` where no title can be found.
    """
    site_name, site_why = site.choose(found)
    found = _with_site(found, site_name)
    votes = {"title": title.votes(found), "authors": authors.votes(found),
             "published": published.votes(found)}  # fmt: skip
    named = _decided(found, "title") or votes["title"].winner or _given(found)
    if named is None:
        raise ParseError("the page has no title")
    name = clean_text(named.ballot.value, title.LONGEST)
    people = _people(found, votes["authors"].winner)
    text, kind = clean_block(main.plain), kinds.choose(found, identity)
    date, date_why = _date(found, votes["published"].winner, kind[0])
    tongue, tongue_why = language.choose(found, text)
    told, told_why = summary.choose(found, name, text)
    if kind[0] is Kind.PAPER:
        name, told = texwords.plain(name), texwords.plain(told)
    picture, picture_why = image.choose(found)
    why = {
        "title": named.provenance,
        "authors": people.provenance if people else None,
        "published": date_why,
        "site": site_why,
        "kind": kind[1],
        "language": tongue_why,
        "summary": told_why,
        "image": picture_why,
    }
    made = Resource(
        key=identity.key,
        url=identity.url,
        title=name,
        authors=authors.people(people.ballot.value) if people else (),
        published=date,
        modified=published.modified(found, date),
        summary=told,
        summary_quoted=told_why is not None and told_why.origin == summary.QUOTED,
        image=picture,
        site=site_name,
        language=tongue,
        kind=kind[0],
        minutes=_minutes(found, kind[0], main),
        text=text,
        markdown=clean_markdown(main.markdown),
        provenance={name: reason for name, reason in why.items() if reason},
    )
    made = inert.resource(_with_facts(made, found, identity, document))
    return Enriched(
        made, found.candidates, _weak(made), made.related, {k: v.ranked for k, v in votes.items()}
    )


def _with_facts(
    made: Resource, found: Found, identity: Identity, document: Document | None
) -> Resource:
    """``made`` with what is not voted on: identifiers, code, licence, series, deadline, media."""
    return replace(
        made,
        arxiv_id=identity.arxiv_id or _first_valid(found, "arxiv_id", identifiers.arxiv_id),
        doi=identity.doi or _doi(found),
        isbn=identity.isbn or _first_valid(found, "isbn", identifiers.isbn),
        code=_code(found, made.kind, made.text, document),
        licence=access.licence(found),
        paywalled=access.paywalled(found),
        venue=found.first("venue"),
        series_previous=found.first("previous"),
        series_next=found.first("next"),
        deadline=_deadline(found) if made.kind is Kind.COMPETITION else None,
        media_url=found.first("media"),
        transcript_url=found.first("transcript"),
        related=tuple(one.value for one in found.of("related"))[:50],
    )


def clean_markdown(text: str) -> str:
    """Markdown without control characters; its line breaks and spaces mean something and stay."""
    return clean_source(text)


def _with_site(found: Found, name: str | None) -> Found:
    return Found(found.url, found.now, found.candidates, found.title_tag, name, found.facts,
                 found.scholarly)  # fmt: skip


def _decided(found: Found, name: str) -> Scored | None:
    """What an adapter says of a field: it knows."""
    value = found.decided(name)
    if value is None or value == NOTHING:
        return None
    origin = next(one.origin for one in found.of(name) if one.origin.startswith("adapter:"))
    return Scored(vote.Ballot(value, (origin,)), 10.0, 0.99, sure=True)


def _given(found: Found) -> Scored | None:
    """The feed's title, where it has a form that the vote leaves out: a lone sign, a whole text."""
    for one in found.of("title", "feed"):
        return Scored(vote.Ballot(one.value, ("feed",)), 0.0, 0.5, sure=False)
    return None


def _people(found: Found, best: Scored | None) -> Scored | None:
    """The authors: by an adapter, by a publication's own list, or by the vote."""
    if found.decided("authors") == NOTHING:
        return None
    return _decided(found, "authors") or _paper_authors(found) or best


def _paper_authors(found: Found) -> Scored | None:
    """A publication's own list of authors: it is complete, in order, and made for machines.

    One name alone in Dublin Core is often the site's or the uploader's; that goes to the vote.
    """
    for one in found.of("authors", "citation"):
        return Scored(vote.Ballot(one.value, ("citation",)), 9.0, 0.98, sure=True)
    for one in found.of("authors", "dc"):
        if len(authors.people(one.value)) > 1:
            return Scored(vote.Ballot(one.value, ("dc",)), 9.0, 0.95, sure=False)
    return None


def _date(found: Found, best: Scored | None, kind: Kind) -> tuple[When | None, Provenance | None]:
    if found.decided("published") == NOTHING:
        return None, None
    decided = _decided(found, "published")
    if decided and (when := published.read(decided.ballot.value)):
        return when, decided.provenance
    if found.of("kind", "citation") and (when := published.of_paper(found)):
        return when, Provenance("citation", 0.96, sure=True)
    if best:
        return published.read(best.ballot.value), best.provenance
    return _date_of_work(found) if kind in _WORKS else (None, None)


def _date_of_work(found: Found) -> tuple[When | None, Provenance | None]:
    """Of a recording or a book whose page shows no day: the one day that its own description has."""
    days = dict.fromkeys(one.value for one in found.of("published", "jsonld"))
    if len(days) != 1:
        return None, None
    when = published.read(next(iter(days)))
    fits = when is not None and published.plausible(when, found.now)
    return (when, Provenance("jsonld", 0.8)) if fits else (None, None)


def _minutes(found: Found, kind: Kind, main: MainText) -> int | None:
    for one in found.of("duration"):
        length = minutes.of_seconds(minutes.seconds(one.value))
        if length and kind in (Kind.VIDEO, Kind.PODCAST, Kind.LESSON):
            return length
    watched = kind is Kind.LESSON and found.first("media") is not None
    if watched or kind in (Kind.VIDEO, Kind.PODCAST, Kind.BOOK) or main.share is None:
        return None
    abstract = kind is Kind.PAPER and len(main.plain.split()) < _SHORTEST_PAPER
    return None if abstract else minutes.of_text(main.markdown or main.plain, main.share)


def _deadline(found: Found) -> datetime | None:
    """Of a competition, where its page tells one."""
    told = found.first("deadline")
    when = parse_when(told)
    return when.instant if when else None


def _code(found: Found, kind: Kind, text: str, document: Document | None) -> tuple[str, ...]:
    """Repositories: named by the adapter, linked in the main text, or written out in it."""
    named = [one.value for one in found.of("code")]
    linked = code_links.of_page(document, text) if document is not None else ()
    written = code_links.of_text(text[:20_000]) if kind is Kind.PAPER else ()
    return code_links.roots([*named, *linked, *written])


def _weak(made: Resource) -> tuple[str, ...]:
    """Fields whose value is unlikely or missing where one is expected."""
    unlikely = [name for name, why in made.provenance.items()
                if why.weak and name in ("title", "authors", "published", "image")]  # fmt: skip
    missing = [name for name in ("authors", "published") if not getattr(made, name)]
    return tuple(dict.fromkeys(unlikely + missing))
