"""Papers: arXiv in every form, DOIs wherever they stand, proceedings by their own numbers."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from curator.model import Kind
from curator.resources import identifiers
from curator.resources.places.address import Address, Identity, Recogniser


def arxiv(identifier: str) -> Identity:
    """A paper on arXiv."""
    url = f"https://arxiv.org/abs/{identifier}"
    return Identity(f"arxiv:{identifier}", url, Kind.PAPER, arxiv_id=identifier)


def of_doi(value: str, url: str | None = None) -> Identity:
    """What a DOI stands for; arXiv's and the ACL Anthology's are folded into their own keys."""
    if found := identifiers.arxiv_of_doi(value):
        return arxiv(found)
    acl = re.match(r"10\.(?:18653/v1|3115/v1)/(.+)$", value)
    if acl and (anthology := _acl_id(acl.group(1))):
        return _acl(anthology, value)
    written = f"https://doi.org/{quote(value, safe=_DOI_SAFE)}"
    key = f"doi:{identifiers.unversioned(value)}"
    return Identity(key, url or written, Kind.PAPER, doi=value)


_DOI_SAFE = "/:;()[]@!$&'*+,=~-._"
"""What a DOI's address may hold as it is; angle brackets are escaped."""


def _arxiv_page(address: Address) -> Identity | None:
    segments = address.segments
    if len(segments) < 2 or segments[0] not in _ARXIV_VIEWS:
        return _arxiv_file(segments)
    joined = "/".join(segments[1:3])
    found = identifiers.arxiv_id(segments[1]) or identifiers.arxiv_id(joined)
    return arxiv(found) if found else None


def _arxiv_file(segments: tuple[str, ...]) -> Identity | None:
    """The addresses that files had before 2021: ``/ftp/math/papers/0309/0309136.pdf``."""
    if len(segments) < 4 or segments[0] not in ("ftp", "PS_cache"):
        return None
    archive, name = segments[1], segments[-1]
    found = identifiers.arxiv_id(name if archive == "arxiv" else f"{archive}/{name}")
    return arxiv(found) if found else None


_ARXIV_VIEWS = frozenset(
    {
        "abs",
        "pdf",
        "html",
        "ps",
        "src",
        "format",
        "e-print",
        "papers",
        "paper",
        "overview",
        "arxiv",
        "list-abs",
        "lens",
        "bibtex",
        "resources",
        "audio",
    }
)


def _doi_resolver(address: Address) -> Identity | None:
    found = identifiers.doi(unquote(address.path.lstrip("/")))
    return of_doi(found) if found else None


_NOT_THE_PAPER = re.compile(
    r"^(?:suppl.*|figures?|table|references?|cited-?by|citations?|metrics|comments?|action|"
    r"showcit.*|journal|toc|loi|author|keyword)$",
    re.IGNORECASE,
)


_PART = re.compile(r"figures?|tables?|metrics", re.IGNORECASE)
"""What follows a DOI in the address of a page that shows a part of the paper, or counts its readers."""


def doi_in_path(address: Address) -> Identity | None:
    """Publisher pages that carry the DOI in the path or in ``id``/``doi`` of the query."""
    segments = "/".join(address.segments).split("/")
    for place, segment in enumerate(segments):
        if segment.startswith("10.") and place + 1 < len(segments):
            if any(_NOT_THE_PAPER.match(before) for before in segments[:place]) or any(
                _PART.fullmatch(after) for after in segments[place + 2 :]
            ):
                return None
            found = identifiers.doi("/".join(segments[place:]))
            return of_doi(found, address.url.split("#")[0]) if found else None
    for name in ("id", "doi"):
        value = address.query.get(name, "")
        if value.startswith("10.") and (found := identifiers.doi(value)):
            if any(_NOT_THE_PAPER.match(part) for part in address.segments):
                return None
            return of_doi(found, address.url.split("#")[0])
    return None


def _openreview(address: Address) -> Identity | None:
    found = address.query.get("id")
    file = address.starts("attachment") and address.query.get("name") == "pdf"
    if not found or not (address.starts("forum") or address.starts("pdf") or file):
        return None
    return Identity(f"openreview:{found}", f"https://openreview.net/forum?id={found}", Kind.PAPER)


_ACL_OLD = re.compile(r"([A-Z]\d{2}-\d{4})(?:v\d+)?", re.IGNORECASE)
_ACL_NEW = re.compile(r"(\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+)(?:v\d+)?", re.IGNORECASE)


def _acl_id(text: str) -> str | None:
    """The Anthology identifier that is all of ``text``, version and file ending aside."""
    bare = re.sub(r"\.(?:pdf|bib|xml)$", "", text, flags=re.IGNORECASE)
    if old := _ACL_OLD.fullmatch(bare):
        return old.group(1).upper()
    new = _ACL_NEW.fullmatch(bare)
    return new.group(1).lower() if new else None


def _acl(anthology: str, doi: str | None = None) -> Identity:
    url = f"https://aclanthology.org/{anthology}/"
    return Identity(f"acl:{anthology}", url, Kind.PAPER, doi=doi)


def _acl_page(address: Address) -> Identity | None:
    for segment in reversed(address.segments):
        if found := _acl_id(segment):
            return _acl(found)
    return None


def _cvf(address: Address) -> Identity | None:
    name = address.segments[-1] if address.segments else ""
    stem = re.sub(r"\.(?:html|pdf)$", "", name)
    if not stem.endswith("_paper"):
        return None
    html = address.url.replace("/papers/", "/html/").removesuffix(".pdf").split("#")[0]
    url = html if html.endswith(".html") else html + ".html"
    return Identity(f"cvf:{stem.lower()}", url, Kind.PAPER)


def _neurips(address: Address) -> Identity | None:
    name = address.segments[-1] if address.segments else ""
    if found := re.match(r"([0-9a-f]{32})-", name):
        key = found.group(1)
        return Identity(f"neurips:{key}", _neurips_url(address, key), Kind.PAPER)
    old = re.match(r"(\d{1,5})-[a-z0-9-]+", name)
    return Identity(f"neurips:{old.group(1)}", address.url, Kind.PAPER) if old else None


def _neurips_url(address: Address, key: str) -> str:
    """The abstract's page: the file's address says the year and, since 2020, the track."""
    year = next((part for part in address.segments if re.fullmatch(r"(?:19|20)\d\d", part)), "")
    name = re.sub(
        r"-(?:Paper|Supplemental|Metadata|Bibtex|Reviews|AuthorFeedback)",
        "-Abstract",
        address.segments[-1],
    )
    name = re.sub(r"\.(?:pdf|json|bib|zip)$", ".html", name)
    known = name.startswith(key) and "-Abstract" in name
    return f"https://papers.nips.cc/paper_files/paper/{year}/hash/{name}" if known else address.url


def _pmlr(address: Address) -> Identity | None:
    if len(address.segments) < 2 or not re.fullmatch(r"v\d+|r\d+", address.segments[0]):
        return None
    volume, name = address.segments[0], re.sub(r"\.(?:html|pdf)$", "", address.segments[1])
    url = f"https://proceedings.mlr.press/{volume}/{name}.html"
    return Identity(f"pmlr:{volume}/{name}", url, Kind.PAPER)


def _jmlr(address: Address) -> Identity | None:
    if len(address.segments) < 3 or address.segments[0] != "papers":
        return None
    volume = re.fullmatch(r"v(?:olume)?(\d+)", address.segments[1])
    name = re.sub(r"\.(?:html|pdf)$", "", address.segments[2])
    if volume is None or not name:
        return None
    number = volume.group(1)
    url = f"https://www.jmlr.org/papers/v{number}/{name}.html"
    return Identity(f"jmlr:v{number}/{name}", url, Kind.PAPER)


def _zenodo(address: Address) -> Identity | None:
    if len(address.segments) > 1 and address.segments[0] in ("record", "records"):
        number = address.segments[1]
        if number.isdigit():
            return of_doi(f"10.5281/zenodo.{number}", f"https://zenodo.org/records/{number}")
    return None


def _pubmed_central(address: Address) -> Identity | None:
    """The free full text, by its number, at each of its addresses."""
    found = next(filter(None, map(_PMC.fullmatch, address.segments)), None)
    if found is None and address.starts("article", "PMC") and len(address.segments) > 2:
        found = _PMC.fullmatch(f"PMC{address.segments[2].removeprefix('PMC')}")
    if found is None:
        return _pubmed(address)
    number = found.group(1)
    return Identity(
        f"pmc:{number}", f"https://pmc.ncbi.nlm.nih.gov/articles/PMC{number}/", Kind.PAPER
    )


def _pubmed(address: Address) -> Identity | None:
    segments = address.segments
    named = segments[1:] if address.starts("pubmed") else segments[2:]
    if address.host == "pubmed.ncbi.nlm.nih.gov":
        named = segments
    elif not (address.starts("pubmed") or _of_medline(segments)):
        return None
    if not named or not named[0].isdigit():
        return None
    return Identity(
        f"pubmed:{named[0]}", f"https://pubmed.ncbi.nlm.nih.gov/{named[0]}/", Kind.PAPER
    )


def _of_medline(segments: tuple[str, ...]) -> bool:
    return [part.lower() for part in segments[:2]] in (["article", "med"], ["abstract", "med"])


_PMC = re.compile(r"PMC(\d{4,9})(?:\.\d+)?", re.IGNORECASE)


def _semantic_scholar(address: Address) -> Identity | None:
    if address.starts("arxiv") and len(address.segments) > 1:
        found = identifiers.arxiv_id(address.segments[1])
        return arxiv(found) if found else None
    if address.host.startswith("api.") and address.path.lower().startswith("/arxiv:"):
        found = identifiers.arxiv_id(address.path[1:])
        return arxiv(found) if found else None
    if corpus := re.fullmatch(r"/(?:p/|CorpusID:)(\d{4,12})/?", address.path, re.IGNORECASE):
        url = f"https://www.semanticscholar.org/p/{corpus[1]}"
        return Identity(f"s2-corpus:{corpus[1]}", url, Kind.PAPER)
    last = address.segments[-1] if address.segments else ""
    if address.segments[:1] in (("paper",), ("reader",)) and re.fullmatch(r"[0-9a-f]{40}", last):
        return Identity(f"s2:{last}", f"https://www.semanticscholar.org/paper/{last}", Kind.PAPER)
    return None


_NATURE = re.compile(r"(?:s4\d{4}-\d{3}-\d{5}-[\dw-z]|d41586-\d{3}-\d{5}-[\dw-z]|nature\d{5})")


def _nature(address: Address) -> Identity | None:
    """Articles by the part of their DOI that the address has."""
    name = re.sub(r"\.pdf$", "", address.segments[1]) if len(address.segments) == 2 else ""
    if not address.starts("articles") or not _NATURE.fullmatch(name):
        return doi_in_path(address)
    return of_doi(f"10.1038/{name}", f"https://www.nature.com/articles/{name}")


def _elife(address: Address) -> Identity | None:
    number = re.match(r"(\d{5})(?:v\d+)?$", "/".join(address.segments[1:]))
    if number is None or not address.segments[0].endswith(("articles", "reviewed-preprints")):
        return doi_in_path(address)
    return of_doi(f"10.7554/elife.{number[1]}", address.url.split("#")[0].split("?")[0])


def _peerj(address: Address) -> Identity | None:
    name = re.match(r"((?:[a-z]+-)?\d+)(?:\.pdf)?$", "/".join(address.segments[1:]))
    if name is None or not address.starts("articles"):
        return doi_in_path(address)
    journal, _, number = name[1].rpartition("-")
    doi = f"10.7717/peerj-{journal}.{number}" if journal else f"10.7717/peerj.{number}"
    return of_doi(doi, f"https://peerj.com/articles/{name[1]}/")


def _jstor(address: Address) -> Identity | None:
    """An article by its number: its DOI is made of that."""
    segments = address.segments[1:] if address.starts("stable", "pdf") else address.segments
    number = re.fullmatch(r"(\d{4,9})(?:\.pdf)?", segments[1]) if len(segments) == 2 else None
    if number is None:
        return doi_in_path(address)
    return of_doi(f"10.2307/{number[1]}", f"https://www.jstor.org/stable/{number[1]}")


def _acm(address: Address) -> Identity | None:
    """An article by its DOI; addresses of before 2019 have it without the library's prefix."""
    number = address.query.get("doid", "")
    if address.starts("citation.cfm") and re.fullmatch(r"\d+\.\d+", number):
        return of_doi(f"10.1145/{number}")
    return doi_in_path(address)


def _ieee(address: Address) -> Identity | None:
    """An article by its number; its DOI stands in the page."""
    number = address.query.get("arnumber", "")
    if "document" in address.segments[:-1]:
        number = address.segments[address.segments.index("document") + 1]
    if not re.fullmatch(r"\d{3,9}", number):
        return None
    url = f"https://ieeexplore.ieee.org/document/{number.lstrip('0')}"
    return Identity(url, url, Kind.PAPER)


HOSTS: dict[str, Recogniser] = {
    **dict.fromkeys(
        ["arxiv.org", "export.arxiv.org", "browse.arxiv.org", "xxx.lanl.gov", "ar5iv.org", "arxiv.gg",
         "ar5iv.labs.arxiv.org", "alphaxiv.org", "arxiv-vanity.com", "emergentmind.com", "papers.cool", "scirate.com", "cn.arxiv.org",
         "de.arxiv.org", "es.arxiv.org", "fr.arxiv.org", "jp.arxiv.org", "uk.arxiv.org"],
        _arxiv_page,
    ),
    **dict.fromkeys(["doi.org", "dx.doi.org"], _doi_resolver),
    "openreview.net": _openreview,
    **dict.fromkeys(
        ["aclanthology.org", "aclanthology.info", "aclweb.org", "aclanthology.coli.uni-saarland.de"],
        _acl_page,
    ),
    "openaccess.thecvf.com": _cvf,
    **dict.fromkeys(
        ["papers.nips.cc", "papers.neurips.cc", "proceedings.neurips.cc", "proceedings.nips.cc"],
        _neurips,
    ),
    "proceedings.mlr.press": _pmlr,
    "jmlr.org": _jmlr,
    "jmlr.csail.mit.edu": _jmlr,
    **dict.fromkeys(
        ["pmc.ncbi.nlm.nih.gov", "ncbi.nlm.nih.gov", "europepmc.org", "pubmed.ncbi.nlm.nih.gov"],
        _pubmed_central,
    ),
    "zenodo.org": _zenodo,
    **dict.fromkeys(["semanticscholar.org", "api.semanticscholar.org"], _semantic_scholar),
    "nature.com": _nature,
    "elifesciences.org": _elife,
    "peerj.com": _peerj,
    "jstor.org": _jstor,
    "ieeexplore.ieee.org": _ieee,
    "dl.acm.org": _acm,
}  # fmt: skip
"""Recognisers by host."""
