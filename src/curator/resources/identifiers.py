"""Identifiers of papers and books in running text and addresses: arXiv, DOI, ISBN.

Sources of the rules: arXiv identifier scheme (info.arxiv.org/help/arxiv_identifier.html), DOI
Handbook §2.2 (case-insensitive), ISBN check digits (ISO 2108).
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|"
    "cond-mat|cs|dg-ga|econ|eess|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|"
    "nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|q-fin|quant-ph|solv-int|stat|supr-con"
)
_ARXIV = re.compile(
    rf"(?:(?P<new>\d{{2}}(?:0[1-9]|1[0-2])\.\d{{4,5}})"
    rf"|(?P<old>(?:{_ARCHIVES})(?:\.[A-Za-z]{{2}})?/\d{{7}}))(?:v\d{{1,3}})?",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\.[A-Za-z]{2}/")
_SICI = r"10\.\d{4,9}/[\w()-]{0,24}\(\d{4,8}\)[\w:.()]{0,16}<[^\s<>]{1,40}>\d\.\d\.[A-Za-z]{2};\d(?:-[\w#])?"
"""DOIs of the nineties that hold angle brackets (ANSI/NISO Z39.56): what stands in them tells the
papers of one number of a journal apart."""
_DOI = re.compile(rf"{_SICI}|10\.\d{{4,9}}/[^\s\"<>{{}}|\\^`]+")
_DOI_TAIL = re.compile(
    r"/(?:full|abstract|abs|pdf|epdf|epub|html|meta|references|fulltext|download|summary)/?$",
    re.IGNORECASE,
)
_BIORXIV = re.compile(r"^(10\.1101/[\d.]+\d)(?:v\d+)?(?:\..*)?$", re.IGNORECASE)
_ARXIV_DOI = "10.48550/arxiv."
_ISBN = re.compile(r"[\dXx](?:[ -]?[\dXx]){9,12}")


def arxiv_id(text: str) -> str | None:
    """The arXiv identifier that is all of ``text``, without its version, else ``None``.

    ``arXiv:`` before it and ``.pdf`` after it are allowed: ``arXiv:1706.03762v7`` → ``1706.03762``.
    """
    bare = re.sub(r"^\s*arxiv:\s*", "", text, flags=re.IGNORECASE).strip(" \t\n.,;")
    match = _ARXIV.fullmatch(re.sub(r"\.pdf$", "", bare, flags=re.IGNORECASE))
    if match is None:
        return None
    return match["new"] or _SUBJECT.sub("/", match["old"].lower())


def doi(text: str) -> str | None:
    """The first DOI in ``text`` in lower case, without what addresses append to it."""
    text = unquote(text) if "%" in text else text
    match = _DOI.search(unescape(text) if "&" in text else text)
    if match is None:
        return None
    found = match.group().split("?")[0].split("#")[0].split("&")[0].split(";jsessionid")[0].lower()
    while (shorter := _trimmed(found)) != found:
        found = shorter
    return found if _DOI.fullmatch(found) else None


_VERSION = re.compile(
    r"^(10\.\d{5}/osf\.io/[a-z\d]{5})_v\d+$|^(10\.26434/chemrxiv-.+)-v\d+$|^(10\.21203/rs\..+)/v\d+$|"
    r"^(10\.20944/preprints\d.+)\.v\d+$"
)
"""DOIs of the versions of a preprint: OSF, ChemRxiv, Research Square, Preprints.org."""


def unversioned(value: str) -> str:
    """What the DOIs of all versions of a preprint share, to be compared; it need not resolve."""
    found = _VERSION.match(value)
    return next(filter(None, found.groups())) if found else value


def _trimmed(found: str) -> str:
    """A DOI without one layer of what addresses and sentences append."""
    found = _DOI_TAIL.sub("", found).rstrip(".,;:'’”*/")
    found = _balanced(re.sub(r"\.(?:pdf|full|html?)$", "", found))
    biorxiv = _BIORXIV.match(found)
    return biorxiv.group(1) if biorxiv else found


def _balanced(text: str) -> str:
    """``text`` without a closing bracket at its end that was never opened."""
    for opened, closed in ("()", "[]"):
        while text.endswith(closed) and text.count(closed) > text.count(opened):
            text = text[:-1]
    return text


def arxiv_of_doi(value: str) -> str | None:
    """The arXiv identifier behind a DOI that arXiv gave (``10.48550/arXiv.…``)."""
    lowered = value.lower()
    return arxiv_id(value[len(_ARXIV_DOI) :]) if lowered.startswith(_ARXIV_DOI) else None


def isbn(text: str) -> str | None:
    """The ISBN that is all of ``text``, as thirteen digits, if its check digit is right."""
    bare = re.sub(r"^\s*(?:urn:)?isbn(?:-1[03])?:?\s*", "", text, flags=re.IGNORECASE).strip()
    if not _ISBN.fullmatch(bare):
        return None
    digits = re.sub(r"[ -]", "", bare).upper()
    if len(digits) == 10 and _right10(digits):
        stem = "978" + digits[:9]
        return stem + _check13(stem)
    right = len(digits) == 13 and digits[:3] in ("978", "979") and digits.isdigit()
    return digits if right and _check13(digits[:12]) == digits[12] else None


def _right10(digits: str) -> bool:
    """Whether ten characters are an ISBN-10: weights 10 to 1, sum divisible by 11."""
    if "X" in digits[:9]:
        return False
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum((10 - place) * value for place, value in enumerate(values)) % 11 == 0


def _check13(stem: str) -> str:
    """The thirteenth digit of an ISBN."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(stem))
    return str(-total % 10)
