"""Kaggle, Hugging Face, Weights & Biases: competitions, notebooks, data sets, models, spaces, reports."""

from __future__ import annotations

import re
from urllib.parse import quote

from curator.model import Kind
from curator.resources import identifiers
from curator.resources.places import code, papers
from curator.resources.places.address import Address, Identity, Recogniser

_KAGGLE_TABS = frozenset(
    [
        "overview",
        "data",
        "leaderboard",
        "rules",
        "evaluation",
        "code",
        "notebooks",
        "discussion",
        "models",
        "team",
        "submissions",
        "kernels",
        "host",
        "timeline",
        "prizes",
        "description",
    ]
)


def _kaggle(address: Address) -> Identity | None:
    segments = address.segments
    if len(segments) < 2:
        return None
    first, second = segments[0], segments[1]
    if first in ("c", "competitions") and (
        len(segments) == 2
        or (len(segments) == 3 and segments[2] in _KAGGLE_TABS)
        or segments[2] == "overview"
    ):
        url = f"https://www.kaggle.com/competitions/{second}"
        return Identity(f"kaggle:{second.lower()}", url, Kind.COMPETITION)
    if first in ("c", "competitions") and segments[2] == "discussion" and segments[3].isdigit():
        room = f"competitions/{second}/discussion/{segments[3]}"
        return Identity(
            f"kaggle:{second.lower()}/discussion/{segments[3]}",
            f"https://www.kaggle.com/{room}",
            Kind.DISCUSSION,
        )
    if first == "learn" and len(segments) == 2:
        slug = quote(second)
        url = f"https://www.kaggle.com/learn/{slug}"
        return Identity(f"https://kaggle.com/learn/{slug}", url, Kind.COURSE)
    if len(segments) == 3 and segments[2] == "notebook":
        return _kaggle_pair("code", first, second, Kind.NOTEBOOK)
    if len(segments) > 4 and segments[3] == "discussion" and segments[4].isdigit():
        return None  # a thread about a data set or a model
    if first in ("code", "kernels") and len(segments) > 2:
        return _kaggle_pair("code", second, segments[2], Kind.NOTEBOOK)
    if first == "datasets" and len(segments) > 2:
        return _kaggle_pair("datasets", second, segments[2], Kind.DATASET)
    if first == "models" and len(segments) > 2:
        return _kaggle_pair("models", second, segments[2], Kind.MODEL)
    return None


def _kaggle_pair(room: str, owner: str, name: str, kind: Kind) -> Identity:
    key = f"kaggle-{room}:{owner}/{name}".lower()
    return Identity(key, f"https://www.kaggle.com/{room}/{owner}/{name}", kind)


_HUB_ROOMS = frozenset(
    [
        "api",
        "blog",
        "chat",
        "classroom",
        "collections",
        "docs",
        "enterprise",
        "hardware",
        "inference",
        "join",
        "learn",
        "login",
        "models",
        "new",
        "notifications",
        "organizations",
        "pricing",
        "privacy",
        "search",
        "settings",
        "spaces-launch",
        "support",
        "tasks",
        "terms-of-service",
        "datasets",
        "spaces",
        "posts",
        "languages",
        "metrics",
        "huggingface.js",
    ]
)
_HUB_FILES = ("tree", "blob", "raw", "resolve")
_HUB_TABS = frozenset({"tree", "blob", "raw", "resolve", "viewer", "discussions"})


def _hugging_face(address: Address) -> Identity | None:
    segments = address.segments
    if address.starts("api", "models") or address.starts("api", "datasets"):
        segments = segments[2:] if segments[1] == "models" else segments[1:]
    if address.starts("papers") and len(segments) > 1:
        found = identifiers.arxiv_id(segments[1])
        return papers.arxiv(found) if found else None
    if address.starts("learn") and len(segments) > 1:
        return _hub_course(segments)
    room = segments[0] if segments and segments[0] in ("datasets", "spaces") else ""
    rest = segments[1:] if room else segments
    if room == "datasets" and len(rest) > 1 and rest[1] in _HUB_TABS:
        return None
    if len(rest) < 2 or rest[0] in _HUB_ROOMS or not _hub_root(rest[2:]):
        return None
    name = "/".join(filter(None, (room, rest[0], rest[1])))
    return Identity(f"hf:{name.lower()}", f"https://huggingface.co/{name}", _HUB_KINDS[room])


_HUB_KINDS = {"": Kind.MODEL, "datasets": Kind.DATASET, "spaces": Kind.REPOSITORY}
"""A space is a repository whose program runs."""


def _hub_course(segments: tuple[str, ...]) -> Identity:
    """A course or one of its chapters."""
    url = f"https://huggingface.co/{'/'.join(map(quote, segments))}"
    return Identity(url, url, Kind.COURSE if len(segments) == 2 else Kind.LESSON)


def _hub_root(rest: tuple[str, ...]) -> bool:
    """Whether the path under a model or data set shows that itself."""
    if not rest or rest[0] == "viewer":
        return True
    branch = len(rest) > 1 and rest[0] in _HUB_FILES and rest[1] == "main"
    return branch and (len(rest) == 2 or (len(rest) == 3 and bool(code.README.fullmatch(rest[2]))))


def _weights_and_biases(address: Address) -> Identity | None:
    """A report by the number that its address ends in, whatever its title is now."""
    last = address.segments[-1] if address.segments else ""
    title, mark, number = last.rpartition("--")
    if "reports" not in address.segments[:-1] or not (
        mark and re.fullmatch(r"Vmlldz\w+=*", number)
    ):
        return None
    url = f"https://wandb.ai/{'/'.join(map(quote, address.segments[:-1]))}/{quote(title)}--{number}"
    return Identity(f"wandb:{number.rstrip('=')}", url, Kind.POST)


HOSTS: dict[str, Recogniser] = {
    "kaggle.com": _kaggle,
    "huggingface.co": _hugging_face,
    "hf.co": _hugging_face,
    "wandb.ai": _weights_and_biases,
}
"""Recognisers by host."""
