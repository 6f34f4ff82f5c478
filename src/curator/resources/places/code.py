"""Repositories, releases, files and notebooks, wherever they are rendered."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote

from curator.model import Kind
from curator.resources.places.address import Address, Identity, Recogniser

_NO_OWNERS = frozenset(
    [
        "about",
        "apps",
        "blog",
        "codespaces",
        "collections",
        "contact",
        "copilot",
        "customer-stories",
        "dashboard",
        "education",
        "enterprise",
        "events",
        "explore",
        "features",
        "gist",
        "github-copilot",
        "issues",
        "join",
        "login",
        "logout",
        "marketplace",
        "mobile",
        "new",
        "newsroom",
        "nonprofit",
        "notifications",
        "organizations",
        "orgs",
        "premium-support",
        "pricing",
        "pulls",
        "readme",
        "resources",
        "search",
        "security",
        "sessions",
        "settings",
        "signup",
        "site",
        "solutions",
        "sponsors",
        "stars",
        "team",
        "topics",
        "trending",
        "users",
        "watching",
        "whats-new",
    ]
)
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")
_SSH = re.compile(
    r"^(?:(?:(?:git\+)?ssh://)?git@|git(?:\+https?)?://)([\w.-]+)[:/]([\w.-]+/[\w.-]+?)(?:\.git)?/?$",
    re.IGNORECASE,
)
_ROOT_BRANCHES = frozenset({"main", "master", "HEAD"})
README = re.compile(r"readme(?:\.\w+)?", re.IGNORECASE)
"""The file that a repository's front page shows."""


def ssh(text: str) -> str | None:
    """The web address of ``git@host:owner/name.git``, ``git+ssh://…`` and ``git+https://…``."""
    found = _SSH.match(text)
    return f"https://{found[1]}/{found[2]}" if found else None


def repository(owner: str, name: str) -> Identity:
    """A repository on GitHub."""
    name = re.sub(r"\.git$", "", name)
    full = f"{owner}/{name}"
    return Identity(
        f"github:{full.lower()}", f"https://github.com/{full}", Kind.REPOSITORY, repository=full
    )


def _github(address: Address) -> Identity | None:
    segments = address.segments
    if len(segments) < 2 or segments[0].lower() in _NO_OWNERS:
        return None
    owner, name, rest = segments[0], segments[1], _branch(segments[2:])
    if not (_NAME.fullmatch(owner) and _NAME.fullmatch(re.sub(r"\.git$", "", name) or "?")):
        return None
    if _is_root(rest):
        return repository(owner, name)
    return _within(owner, name, rest, address)


def _branch(rest: tuple[str, ...]) -> tuple[str, ...]:
    """The path under a repository with its branch by its short name."""
    whole = len(rest) > 3 and rest[0] in _FILES | {"archive"} and rest[1:3] == ("refs", "heads")
    return (rest[0], *rest[3:]) if whole else rest


def _is_root(rest: tuple[str, ...]) -> bool:
    """Whether the path under a repository shows its front page."""
    if not rest:
        return True
    if rest[0] == "archive":
        return re.sub(r"\.(?:zip|tar\.gz)$", "", rest[-1]) in _ROOT_BRANCHES
    if len(rest) < 2 or rest[0] not in _FILES or rest[1] not in _ROOT_BRANCHES:
        return False
    return len(rest) == 2 or (len(rest) == 3 and bool(README.fullmatch(rest[2])))


_FILES = frozenset({"tree", "blob", "raw", "blame", "edit"})
"""What stands before a branch in an address; all of them show the same file."""


def _within(owner: str, name: str, rest: tuple[str, ...], address: Address) -> Identity | None:
    """A file, release, issue or page inside a repository."""
    full = f"{owner}/{name}"
    if rest[0] in _FILES - {"tree"} and len(rest) > 2:
        return file(full, rest[1], "/".join(rest[2:]))
    if rest[:2] == ("releases", "tag") and len(rest) > 2:
        tag = "/".join(rest[2:])
        url = f"https://github.com/{full}/releases/tag/{tag}"
        return Identity(f"github:{full.lower()}@{tag}", url, Kind.RELEASE, repository=full)
    path = "/".join(_request(rest))
    thread = len(rest) == 2 and rest[0] in _THREADS and rest[1].isdigit()
    query = "&".join(
        f"{key}={value}"
        for key, value in sorted(address.query.items())
        if not thread and key not in ("tab", "ref", "source")
    )
    tail = path + (f"?{query}" if query else "")
    kind = Kind.DISCUSSION if rest[0] in _THREADS else None
    url = f"https://github.com/{full}/{tail}"
    return Identity(f"github:{full.lower()}/{tail}", url, kind, repository=full)


_THREADS = frozenset({"issues", "discussions", "pull"})
"""A thread is its number: parameters sort it, or tell which mail led there."""


def _request(rest: tuple[str, ...]) -> tuple[str, ...]:
    """A pull request without its tabs and its patch, a wiki by its front page, else the path."""
    if rest == ("wiki", "Home"):
        return rest[:1]
    if rest[0] != "pull" or len(rest) < 2:
        return rest
    tabs = {"files", "commits", "checks", "changes"}
    number = re.sub(r"\.(?:diff|patch)$", "", rest[1])
    return ("pull", number) if len(rest) == 2 or (len(rest) == 3 and rest[2] in tabs) else rest


def file(full: str, branch: str, path: str) -> Identity:
    """A file of a GitHub repository; a notebook is the same wherever it is rendered."""
    kind = Kind.NOTEBOOK if path.lower().endswith(".ipynb") else None
    url = f"https://github.com/{full}/blob/{branch}/{path}"
    return Identity(f"github:{full.lower()}/blob/{branch}/{path}", url, kind, repository=full)


def _github_api(address: Address) -> Identity | None:
    """``/repos/owner/name``, also an issue of it: the answer of the API about them."""
    segments = address.segments
    if not address.starts("repos") or len(segments) < 3:
        return None
    if len(segments) == 3:
        return repository(segments[1], segments[2])
    issue = len(segments) == 5 and segments[3] == "issues" and segments[4].isdigit()
    return _within(segments[1], segments[2], segments[3:], address) if issue else None


def _github_raw(address: Address) -> Identity | None:
    if len(address.segments) < 4:
        return None
    owner, name, branch, *path = address.segments
    if branch == "refs" and len(path) > 2:
        branch, path = path[1], path[2:]
    if _is_root(("blob", branch, *path)):
        return repository(owner, name)
    return file(f"{owner}/{name}", branch, "/".join(path))


def _gist(address: Address) -> Identity | None:
    found = re.search(r"(?:^|/)(?:(?!gist/)([\w-]+)/)?([0-9a-f]{20,40})(?:/|\.js$|$)", address.path)
    if found is None:
        return None
    owner = f"{found[1]}/" if found[1] else ""
    return Identity(f"gist:{found[2]}", f"https://gist.github.com/{owner}{found[2]}")


def _rendered_notebook(address: Address) -> Identity | None:
    """Nbviewer, Colab and others: the notebook they render is the thing."""
    segments = address.segments
    if segments[:1] == ("import",):
        segments = segments[1:]
    if segments[:2] in (
        ("urls", "raw.githubusercontent.com"),
        ("url", "raw.githubusercontent.com"),
    ):
        return _github_raw(replace(address, segments=segments[2:]))
    if (
        segments
        and segments[0] == "github"
        and len(segments) > 5
        and segments[3] in ("blob", "tree")
    ):
        return file(f"{segments[1]}/{segments[2]}", segments[4], "/".join(segments[5:]))
    if segments and segments[0] == "gist" and (found := _gist(address)):
        return found
    if len(segments) == 2 and segments[0] == "drive":
        url = f"https://colab.research.google.com/drive/{segments[1]}"
        return Identity(f"colab:{segments[1]}", url, Kind.NOTEBOOK)
    return None


def _observable(address: Address) -> Identity | None:
    """A notebook by its owner and name, or by its number; an older version of it is the same."""
    segments = address.segments
    if segments and (found := re.fullmatch(r"([0-9a-f]{16})(?:@\d+)?", segments[-1])):
        if segments[:-1] != ("d",):
            return None
        return Identity(
            f"observable:{found[1]}", f"https://observablehq.com/d/{found[1]}", Kind.NOTEBOOK
        )
    if not 1 < len(segments) < 4 or not segments[0].startswith("@") or segments[1] in _SHELVES:
        return None
    name = re.sub(r"@\d+$", "", segments[1])
    if len(segments) == 3:  # several notebooks of one name are counted
        if not segments[2].isdigit():
            return None
        name = f"{name}/{segments[2]}"
    path = f"{quote(segments[0], safe='@')}/{quote(name)}"
    return Identity(f"observable:{path.lower()}", f"https://observablehq.com/{path}", Kind.NOTEBOOK)


_SHELVES = frozenset({"collection", "collections", "following", "followers", "likes", "recents"})


def _binder(address: Address) -> Identity | None:
    """``/v2/gh/owner/name/branch?labpath=PATH``: a notebook that is run."""
    segments, query = address.segments, address.query
    path = query.get("filepath") or query.get("labpath") or query.get("urlpath", "")
    path = path.removeprefix("lab/tree/").removeprefix("tree/")
    if segments[:2] != ("v2", "gh") or len(segments) != 5:
        return None
    if path.endswith(".ipynb"):
        return file(f"{segments[2]}/{segments[3]}", segments[4], path)
    return None


def _hosted_git(address: Address) -> Identity | None:
    """GitLab, Codeberg, Bitbucket: only the address of the repository itself."""
    if len(address.segments) != 2:
        return None
    owner, name = address.segments[0], re.sub(r"\.git$", "", address.segments[1])
    url = f"https://{address.host}/{owner}/{name}"
    return Identity(url.lower(), url, Kind.REPOSITORY)


def _pypi(address: Address) -> Identity | None:
    """A package by its name, whatever the version; names differ by more than signs and case."""
    if len(address.segments) not in (2, 3) or address.segments[0] not in ("project", "pypi"):
        return None
    name = re.sub(r"[-_.]+", "-", address.segments[1]).lower()
    return Identity(f"pypi:{name}", f"https://pypi.org/project/{name}/")


HOSTS: dict[str, Recogniser] = {
    **dict.fromkeys(["github.com", "github.dev"], _github),
    "raw.githubusercontent.com": _github_raw,
    "api.github.com": _github_api,
    "gist.github.com": _gist,
    "gist.githubusercontent.com": _gist,
    **dict.fromkeys(
        ["nbviewer.org", "nbviewer.jupyter.org", "nbviewer.ipython.org", "colab.research.google.com",
         "colab.to", "studiolab.sagemaker.aws"],
        _rendered_notebook,
    ),
    "mybinder.org": _binder,
    "observablehq.com": _observable,
    "gitlab.com": _hosted_git,
    "codeberg.org": _hosted_git,
    "bitbucket.org": _hosted_git,
    **dict.fromkeys(["pypi.org", "pypi.python.org"], _pypi),
}  # fmt: skip
"""Recognisers by host."""
