"""Preprints outside arXiv: SSRN, OSF, HAL and bioRxiv, by the numbers in their addresses."""

from __future__ import annotations

import re

from curator.model import Kind
from curator.resources.places.address import Address, Identity, Recogniser
from curator.resources.places.papers import doi_in_path, of_doi


def _ssrn(address: Address) -> Identity | None:
    number = address.query.get("abstract_id") or address.query.get("abstractid") or ""
    number = number or re.sub(r"^abstract=", "", address.segments[0] if address.segments else "")
    if not re.fullmatch(r"\d{4,9}", number):
        return None
    url = f"https://papers.ssrn.com/sol3/papers.cfm?abstract_id={number}"
    return of_doi(f"10.2139/ssrn.{number}", url)


_OSF = {
    "psyarxiv": "10.31234",
    "osf": "10.31219",
    "socarxiv": "10.31235",
    "edarxiv": "10.35542",
}
"""The prefixes of the DOIs that servers of preprints at OSF give."""


def _osf(address: Address) -> Identity | None:
    """A preprint at OSF, by the address it has there or had at a host of its own."""
    server, segments = address.host.removesuffix(".com"), address.segments
    if address.host == "osf.io":
        if len(segments) < 3 or segments[0] != "preprints":
            return None
        server, segments = segments[1], segments[2:]
    number = re.fullmatch(r"([a-z\d]{5})(?:_v\d+)?", segments[0]) if segments else None
    if number is None or server not in _OSF:
        return None
    url = f"https://osf.io/preprints/{server}/{number[1]}"
    return of_doi(f"{_OSF[server]}/osf.io/{number[1]}", url)


_HAL = re.compile(r"((?:hal|tel|inria|cel|halshs|hal-\w+)-0\d{7})(?:v\d+)?")


def hal(address: Address) -> Identity | None:
    """A text in HAL, under any of its portals and in any version."""
    found = _HAL.fullmatch(address.segments[0].lower()) if address.segments else None
    if found is None:
        return None
    return Identity(f"hal:{found[1]}", f"https://hal.science/{found[1]}", Kind.PAPER)


_EARLY = re.compile(
    r"/content/(?:(?:bio|med)rxiv/)?early/20\d\d/\d\d/\d\d/((?:20\d\d\.\d\d\.\d\d\.)?\d{6,8})(?:[v.].*)?/?"
)


def _biorxiv(address: Address) -> Identity | None:
    """A preprint by its DOI, also where an early address has only the end of it."""
    found = _EARLY.fullmatch(address.path)
    return of_doi(f"10.1101/{found[1]}") if found else doi_in_path(address)


HOSTS: dict[str, Recogniser] = {
    **dict.fromkeys(["ssrn.com", "papers.ssrn.com"], _ssrn),
    **dict.fromkeys(["osf.io", "psyarxiv.com"], _osf),
    **dict.fromkeys(["biorxiv.org", "medrxiv.org"], _biorxiv),
    **dict.fromkeys(["hal.science", "hal.archives-ouvertes.fr", "hal.inria.fr", "hal.inrae.fr"], hal),
}  # fmt: skip
"""Recognisers by host."""
