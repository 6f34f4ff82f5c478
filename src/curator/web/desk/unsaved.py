"""Words that somebody typed into a form that could not be taken: they are shown again, not lost.

A draft that was changed in another window and a session that ended meanwhile refuse what was sent.
The answer is then a form that has it all once more, one button from being saved. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from curator.web.forms import Fields

LABELS: Mapping[str, str] = {
    "title": "Title",
    "summary": "Summary",
    "note": "Note, in Markdown",
    "text": "Goal",
    "addresses": "Addresses",
}
"""The fields of the desk's forms that hold words, and what they are called."""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A form as it was sent."""

    path: str
    """Where it was sent, below the site's address."""
    words: tuple[tuple[str, str, str], ...]
    """Name, label and what was typed."""
    rest: tuple[tuple[str, str], ...]
    """Names and values of everything else, the pressed button too."""


def of(path: str, fields: Fields, renewed: Mapping[str, str] | None = None) -> Unsaved | None:
    """The form that was sent to ``path``; ``None`` where nobody typed a word into it.

    ``renewed`` stands for fields that are no longer right.
    """
    now = {name: (value,) for name, value in (renewed or {}).items() if name in fields}
    values = {**fields.values_, **now}
    words = tuple(
        (name, LABELS[name], given[0])
        for name, given in values.items()
        if name in LABELS and given[0].strip()
    )
    if not words:
        return None
    shown = {name for name, _, _ in words}
    rest = tuple(
        (name, value) for name, given in values.items() if name not in shown for value in given
    )
    return Unsaved(path, words, rest)


# --------------------------------------------------------------------------- through the sign-in

_PATH, _FIELD = "unsaved-path", "unsaved."


def carried(form: Unsaved) -> tuple[tuple[str, str], ...]:
    """The form as hidden fields of another one."""
    fields = (*((name, value) for name, _, value in form.words), *form.rest)
    return ((_PATH, form.path), *((_FIELD + name, value) for name, value in fields))


def arrived(fields: Fields) -> Unsaved | None:
    """The form that was :func:`carried`; ``None`` without one, and for a path outside the desk."""
    path = fields.get(_PATH, "")
    if not path.startswith("/desk/") or "\\" in path:
        return None
    names = [name for name in fields if name.startswith(_FIELD)]
    return of(path, Fields({name.removeprefix(_FIELD): fields.all(name) for name in names}))
