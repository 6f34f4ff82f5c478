"""Places whose addresses carry an identifier: arXiv, DOIs, YouTube, GitHub, Kaggle and so on.

Each recogniser takes an :class:`Address` and gives a :class:`Identity` or ``None``. They are found by
host through one dictionary, so that a link of an unknown host costs one look-up.
"""

from __future__ import annotations

from curator.resources.places import books, code, hubs, papers, preprints, recordings, social, talk
from curator.resources.places.address import Address, Identity

__all__ = ["Address", "Identity", "recognise"]

_BY_HOST = {
    **papers.HOSTS,
    **preprints.HOSTS,
    **recordings.HOSTS,
    **code.HOSTS,
    **hubs.HOSTS,
    **talk.HOSTS,
    **social.HOSTS,
    **books.HOSTS,
}


def recognise(address: Address) -> Identity | None:
    """The place behind an address, if it is a known one."""
    known = _BY_HOST.get(address.host)
    if known is not None:
        return known(address)
    if address.host.endswith(".medium.com"):
        return talk.medium(address)
    if address.host.endswith(".stackexchange.com"):
        return talk.stack(address)
    if address.host.endswith(".wikipedia.org"):
        return books.isbn_in_path(address) or talk.wikipedia(address)
    if address.host.endswith(".substack.com"):
        return talk.substack(address)
    if address.host.endswith(".hal.science"):
        return preprints.hal(address)
    if address.host.startswith(("amazon.", "smile.amazon.")):
        return books.amazon(address)
    if "google." in address.host and (volume := books.google(address)):
        return volume
    if "10." in address.url and (found := papers.doi_in_path(address)):
        return found
    return books.isbn_in_path(address)
