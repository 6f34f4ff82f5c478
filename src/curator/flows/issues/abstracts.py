"""What an issue says of a paper: not the beginning of its abstract, but the sentence that says most.

An abstract opens with what everybody knows and is cut long before it says what is new. The whole of
it stays with the resource.
"""

from __future__ import annotations

from dataclasses import replace

from curator.model import Pick, Selection, StoredResource
from curator.resources.choose.summary import LONGEST
from curator.resources.summarise import quote


def quoted(selection: Selection) -> Selection:
    """``selection`` with a quotation in place of each abstract."""
    sections = (
        replace(section, picks=tuple(map(_quoting, section.picks)))
        for section in selection.sections
    )
    runners_up = map(_quoting, selection.runners_up)
    return replace(selection, sections=tuple(sections), runners_up=tuple(runners_up))


def _quoting(pick: Pick) -> Pick:
    return replace(pick, resource=quoting(pick.resource))


def quoting(stored: StoredResource) -> StoredResource:
    """``stored`` with one sentence of its summary, if that is longer than any but an abstract."""
    resource = stored.resource
    if len(resource.summary) <= LONGEST:
        return stored
    said = quote(resource.summary, resource.title)
    if not said:
        return stored
    return replace(stored, resource=replace(resource, summary=said, summary_quoted=True))
