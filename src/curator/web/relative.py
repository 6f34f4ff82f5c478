"""Links between pages that are files, as seen from the page they stand in.

They hold wherever the folder is served, and from the disk too: a page opened there has its style.
"""

from __future__ import annotations

import posixpath
import re

_LINK = re.compile(rb'(?<= href=")/(?!/)[^"]*')


def relative(page: bytes, path: str, root: str) -> bytes:
    """``page``, which is served at ``path`` below ``root``, with links below ``root`` seen from there.

    ``path`` and ``root`` begin with a slash; ``root`` ends with one.
    """
    here = posixpath.join(root, path.lstrip("/"))
    below = root.encode()

    def seen(found: re.Match[bytes]) -> bytes:
        return _from(here, found[0].decode()).encode() if found[0].startswith(below) else found[0]

    return _LINK.sub(seen, page)


def _from(here: str, address: str) -> str:
    """``address`` from the folder ``here``; a folder keeps the slash at its end."""
    place, mark, query = address.partition("?")
    step = posixpath.relpath(place, here)
    return f"{step}/{mark}{query}" if place.endswith("/") else f"{step}{mark}{query}"
