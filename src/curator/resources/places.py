"""Places whose addresses carry an identifier: arXiv, DOIs, YouTube, GitHub, Kaggle and so on.

Each recogniser takes an :class:`Address` and gives a :class:`Place` or ``None``. They are found by
host through one dictionary, so that a link of an unknown host costs one look-up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote

from curator.model import Kind
from curator.resources import identifiers


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address that recognisers look at."""

    host: str
    """Lower case, without ``www.`` and ``m.``."""
    path: str
    segments: tuple[str, ...]
    """Parts of the path, unquoted, empty ones dropped."""
    query: dict[str, str]
    url: str

    @classmethod
    def of(cls, parts: SplitResult) -> Address:
        """The address in parts."""
        host = (parts.hostname or "").rstrip(".").lower()
        host = re.sub(r"^(?:www\d?|m|mobile)\.(?=[^.]+\.)", "", host)
        segments = tuple(unquote(part) for part in parts.path.split("/") if part)
        query = dict(parse_qsl(parts.query)) if parts.query else {}
        return cls(host, parts.path, segments, query, parts.geturl())

    def starts(self, *words: str) -> bool:
        """Whether the first segments are ``words``."""
        return self.segments[: len(words)] == words


@dataclass(frozen=True, slots=True)
class Place:
    """A recognised thing: its key, canonical address and identifiers."""

    key: str
    url: str
    kind: Kind | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    isbn: str | None = None
    video_id: str | None = None
    repository: str | None = None


Recogniser = Callable[[Address], Place | None]

# --------------------------------------------------------------------------- papers


def arxiv(identifier: str) -> Place:
    """A paper on arXiv."""
    url = f"https://arxiv.org/abs/{identifier}"
    return Place(f"arxiv:{identifier}", url, Kind.PAPER, arxiv_id=identifier)


def of_doi(value: str, url: str | None = None) -> Place:
    """What a DOI stands for; arXiv's and the ACL Anthology's are folded into their own keys."""
    if found := identifiers.arxiv_of_doi(value):
        return arxiv(found)
    acl = re.match(r"10\.(?:18653/v1|3115/v1)/(.+)$", value)
    if acl and (anthology := _acl_id(acl.group(1))):
        return _acl(anthology, value)
    return Place(f"doi:{value}", url or f"https://doi.org/{value}", Kind.PAPER, doi=value)


def _arxiv_page(address: Address) -> Place | None:
    segments = address.segments
    if len(segments) < 2 or segments[0] not in _ARXIV_VIEWS:
        return None
    joined = "/".join(segments[1:3])
    found = identifiers.arxiv_id(segments[1]) or identifiers.arxiv_id(joined)
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
        "audio",
    }
)


def _doi_resolver(address: Address) -> Place | None:
    found = identifiers.doi(unquote(address.path.lstrip("/")))
    return of_doi(found) if found else None


_NOT_THE_PAPER = re.compile(
    r"^(?:suppl.*|figures?|table|references?|cited-?by|citations?|metrics|comments?|action|"
    r"showcit.*|journal|toc|loi|author|keyword)$",
    re.IGNORECASE,
)


def _doi_in_path(address: Address) -> Place | None:
    """Publisher pages that carry the DOI in the path or in ``id``/``doi`` of the query."""
    for place, segment in enumerate(address.segments):
        if segment.startswith("10.") and place + 1 < len(address.segments):
            if any(_NOT_THE_PAPER.match(before) for before in address.segments[:place]):
                return None
            found = identifiers.doi("/".join(address.segments[place:]))
            return of_doi(found, address.url.split("#")[0]) if found else None
    for name in ("id", "doi"):
        value = address.query.get(name, "")
        if value.startswith("10.") and (found := identifiers.doi(value)):
            if any(_NOT_THE_PAPER.match(part) for part in address.segments):
                return None
            return of_doi(found, address.url.split("#")[0])
    return None


def _openreview(address: Address) -> Place | None:
    found = address.query.get("id")
    if not found or not address.segments or address.segments[0] not in ("forum", "pdf"):
        return None
    return Place(f"openreview:{found}", f"https://openreview.net/forum?id={found}", Kind.PAPER)


_ACL_OLD = re.compile(r"([A-Z]\d{2}-\d{4})(?:v\d+)?", re.IGNORECASE)
_ACL_NEW = re.compile(r"(\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+)(?:v\d+)?", re.IGNORECASE)


def _acl_id(text: str) -> str | None:
    """The Anthology identifier that is all of ``text``, version and file ending aside."""
    bare = re.sub(r"\.(?:pdf|bib|xml)$", "", text, flags=re.IGNORECASE)
    if old := _ACL_OLD.fullmatch(bare):
        return old.group(1).upper()
    new = _ACL_NEW.fullmatch(bare)
    return new.group(1).lower() if new else None


def _acl(anthology: str, doi: str | None = None) -> Place:
    url = f"https://aclanthology.org/{anthology}/"
    return Place(f"acl:{anthology}", url, Kind.PAPER, doi=doi)


def _acl_page(address: Address) -> Place | None:
    for segment in reversed(address.segments):
        if found := _acl_id(segment):
            return _acl(found)
    return None


def _cvf(address: Address) -> Place | None:
    name = address.segments[-1] if address.segments else ""
    stem = re.sub(r"\.(?:html|pdf)$", "", name)
    if not stem.endswith("_paper"):
        return None
    html = address.url.replace("/papers/", "/html/").removesuffix(".pdf").split("#")[0]
    url = html if html.endswith(".html") else html + ".html"
    return Place(f"cvf:{stem.lower()}", url, Kind.PAPER)


def _neurips(address: Address) -> Place | None:
    name = address.segments[-1] if address.segments else ""
    if found := re.match(r"([0-9a-f]{32})-", name):
        key = found.group(1)
        return Place(f"neurips:{key}", _neurips_url(address, key), Kind.PAPER)
    old = re.match(r"(\d{1,5})-[a-z0-9-]+", name)
    return Place(f"neurips:{old.group(1)}", address.url, Kind.PAPER) if old else None


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


def _pmlr(address: Address) -> Place | None:
    if len(address.segments) < 2 or not re.fullmatch(r"v\d+|r\d+", address.segments[0]):
        return None
    volume, name = address.segments[0], re.sub(r"\.(?:html|pdf)$", "", address.segments[1])
    url = f"https://proceedings.mlr.press/{volume}/{name}.html"
    return Place(f"pmlr:{volume}/{name}", url, Kind.PAPER)


def _jmlr(address: Address) -> Place | None:
    if len(address.segments) < 3 or address.segments[0] != "papers":
        return None
    volume = re.fullmatch(r"v(?:olume)?(\d+)", address.segments[1])
    name = re.sub(r"\.(?:html|pdf)$", "", address.segments[2])
    if volume is None or not name:
        return None
    number = volume.group(1)
    url = f"https://www.jmlr.org/papers/v{number}/{name}.html"
    return Place(f"jmlr:v{number}/{name}", url, Kind.PAPER)


def _zenodo(address: Address) -> Place | None:
    if len(address.segments) > 1 and address.segments[0] in ("record", "records"):
        number = address.segments[1]
        if number.isdigit():
            return of_doi(f"10.5281/zenodo.{number}", f"https://zenodo.org/records/{number}")
    return None


def _semantic_scholar(address: Address) -> Place | None:
    if address.starts("arxiv") and len(address.segments) > 1:
        found = identifiers.arxiv_id(address.segments[1])
        return arxiv(found) if found else None
    last = address.segments[-1] if address.segments else ""
    if address.starts("paper") and re.fullmatch(r"[0-9a-f]{40}", last):
        return Place(f"s2:{last}", f"https://www.semanticscholar.org/paper/{last}", Kind.PAPER)
    return None


# --------------------------------------------------------------------------- videos and podcasts

_VIDEO = re.compile(r"[\w-]{11}")


def video(identifier: str) -> Place:
    """A video on YouTube."""
    url = f"https://www.youtube.com/watch?v={identifier}"
    return Place(f"youtube:{identifier}", url, Kind.VIDEO, video_id=identifier)


def _youtube(address: Address) -> Place | None:
    segments = address.segments
    found = address.query.get("v", "")
    if len(segments) > 1 and segments[0] in ("embed", "shorts", "live", "v", "e"):
        found = segments[1]
    if _VIDEO.fullmatch(found) and found != "videoseries":
        return video(found)
    playlist = address.query.get("list")
    if playlist and segments and segments[0] in ("playlist", "embed"):
        url = f"https://www.youtube.com/playlist?list={playlist}"
        return Place(f"youtube-playlist:{playlist}", url, Kind.COURSE)
    return None


def _youtu_be(address: Address) -> Place | None:
    found = address.segments[0] if address.segments else ""
    return video(found) if _VIDEO.fullmatch(found) else None


def _vimeo(address: Address) -> Place | None:
    numbers = [part for part in address.segments if re.fullmatch(r"\d{5,12}", part)]
    if not numbers or address.starts("user") or address.starts("showcase"):
        return None
    return Place(
        f"vimeo:{numbers[0]}", f"https://vimeo.com/{numbers[0]}", Kind.VIDEO, video_id=numbers[0]
    )


def _spotify(address: Address) -> Place | None:
    segments = address.segments
    if len(segments) > 1 and segments[-2] in ("episode", "show"):
        url = f"https://open.spotify.com/{segments[-2]}/{segments[-1]}"
        return Place(f"spotify:{segments[-2]}:{segments[-1]}", url, Kind.PODCAST)
    return None


def _apple_podcast(address: Address) -> Place | None:
    show = next((part for part in address.segments if re.fullmatch(r"id\d+", part)), None)
    if show is None:
        return None
    episode = address.query.get("i")
    tail = f"?i={episode}" if episode else ""
    key = f"apple-podcast:{show}" + (f"/{episode}" if episode else "")
    return Place(key, f"https://podcasts.apple.com/podcast/{show}{tail}", Kind.PODCAST)


# --------------------------------------------------------------------------- code and notebooks

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
_ROOT_BRANCHES = frozenset({"main", "master", "HEAD"})
_README = re.compile(r"readme(?:\.\w+)?", re.IGNORECASE)


def repository(owner: str, name: str) -> Place:
    """A repository on GitHub."""
    name = re.sub(r"\.git$", "", name)
    full = f"{owner}/{name}"
    return Place(
        f"github:{full.lower()}", f"https://github.com/{full}", Kind.REPOSITORY, repository=full
    )


def _github(address: Address) -> Place | None:
    segments = address.segments
    if len(segments) < 2 or segments[0].lower() in _NO_OWNERS:
        return None
    owner, name, rest = segments[0], segments[1], segments[2:]
    if not (_NAME.fullmatch(owner) and _NAME.fullmatch(re.sub(r"\.git$", "", name) or "?")):
        return None
    if _is_root(rest):
        return repository(owner, name)
    return _within(owner, name, rest, address)


def _is_root(rest: tuple[str, ...]) -> bool:
    """Whether the path under a repository shows its front page."""
    if not rest:
        return True
    branch = len(rest) > 1 and rest[0] in ("tree", "blob") and rest[1] in _ROOT_BRANCHES
    if not branch:
        return False
    return len(rest) == 2 or (len(rest) == 3 and bool(_README.fullmatch(rest[2])))


def _within(owner: str, name: str, rest: tuple[str, ...], address: Address) -> Place | None:
    """A file, release, issue or page inside a repository."""
    full = f"{owner}/{name}"
    if rest[0] in ("blob", "raw") and len(rest) > 2:
        return file(full, rest[1], "/".join(rest[2:]))
    if rest[:2] == ("releases", "tag") and len(rest) > 2:
        tag = "/".join(rest[2:])
        url = f"https://github.com/{full}/releases/tag/{tag}"
        return Place(f"github:{full.lower()}@{tag}", url, Kind.RELEASE, repository=full)
    path = "/".join(rest)
    query = "&".join(
        f"{key}={value}"
        for key, value in sorted(address.query.items())
        if key not in ("tab", "ref", "source")
    )
    tail = path + (f"?{query}" if query else "")
    kind = Kind.DISCUSSION if rest[0] in ("issues", "discussions", "pull") else None
    url = f"https://github.com/{full}/{tail}"
    return Place(f"github:{full.lower()}/{tail}", url, kind, repository=full)


def file(full: str, branch: str, path: str) -> Place:
    """A file of a GitHub repository; a notebook is the same wherever it is rendered."""
    kind = Kind.NOTEBOOK if path.lower().endswith(".ipynb") else None
    url = f"https://github.com/{full}/blob/{branch}/{path}"
    return Place(f"github:{full.lower()}/blob/{branch}/{path}", url, kind, repository=full)


def _github_raw(address: Address) -> Place | None:
    if len(address.segments) < 4:
        return None
    owner, name, branch, *path = address.segments
    if branch == "refs" and len(path) > 2:
        branch, path = path[1], path[2:]
    return file(f"{owner}/{name}", branch, "/".join(path))


def _gist(address: Address) -> Place | None:
    found = next((s for s in address.segments if re.fullmatch(r"[0-9a-f]{20,40}", s)), None)
    return Place(f"gist:{found}", f"https://gist.github.com/{found}") if found else None


def _rendered_notebook(address: Address) -> Place | None:
    """Nbviewer and Colab: the notebook they render is the thing."""
    segments = address.segments
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
        return Place(f"colab:{segments[1]}", url, Kind.NOTEBOOK)
    return None


def _hosted_git(address: Address) -> Place | None:
    """GitLab, Codeberg, Bitbucket: only the address of the repository itself."""
    if len(address.segments) != 2:
        return None
    owner, name = address.segments[0], re.sub(r"\.git$", "", address.segments[1])
    url = f"https://{address.host}/{owner}/{name}"
    return Place(url.lower(), url, Kind.REPOSITORY)


# --------------------------------------------------------------------------- hubs

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


def _kaggle(address: Address) -> Place | None:
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
        return Place(f"kaggle:{second.lower()}", url, Kind.COMPETITION)
    if first in ("code", "kernels") and len(segments) > 2:
        return _kaggle_pair("code", second, segments[2], Kind.NOTEBOOK)
    if first == "datasets" and len(segments) > 2:
        return _kaggle_pair("datasets", second, segments[2], None)
    return None


def _kaggle_pair(room: str, owner: str, name: str, kind: Kind | None) -> Place:
    key = f"kaggle-{room}:{owner}/{name}".lower()
    return Place(key, f"https://www.kaggle.com/{room}/{owner}/{name}", kind)


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
_HUB_ROOT = ("tree", "blob")


def _hugging_face(address: Address) -> Place | None:
    segments = address.segments
    if address.starts("papers") and len(segments) > 1:
        found = identifiers.arxiv_id(segments[1])
        return arxiv(found) if found else None
    room = segments[0] if segments and segments[0] in ("datasets", "spaces") else ""
    rest = segments[1:] if room else segments
    if len(rest) < 2 or rest[0] in _HUB_ROOMS or not _hub_root(rest[2:]):
        return None
    name = "/".join(filter(None, (room, rest[0], rest[1])))
    kind = None if room else Kind.MODEL
    return Place(f"hf:{name.lower()}", f"https://huggingface.co/{name}", kind)


def _hub_root(rest: tuple[str, ...]) -> bool:
    """Whether the path under a model shows the model itself."""
    if not rest:
        return True
    branch = len(rest) > 1 and rest[0] in _HUB_ROOT and rest[1] == "main"
    return branch and (len(rest) == 2 or (len(rest) == 3 and bool(_README.fullmatch(rest[2]))))


# --------------------------------------------------------------------------- books and discussions


def book(isbn: str, url: str | None = None) -> Place:
    """A book by its thirteen digits."""
    return Place(
        f"isbn:{isbn}", url or f"https://openlibrary.org/isbn/{isbn}", Kind.BOOK, isbn=isbn
    )


def _amazon(address: Address) -> Place | None:
    found = re.search(
        r"/(?:dp|gp/product|product|gp/aw/d|exec/obidos/ASIN)/([A-Z0-9]{10})(?:/|$)", address.path
    )
    if found is None:
        return None
    url = f"https://www.{address.host}/dp/{found.group(1)}"
    isbn = identifiers.isbn(found.group(1))
    return book(isbn, url) if isbn else Place(url, url)


def _isbn_at_end(address: Address) -> Place | None:
    """Any address whose last segment is an ISBN-13 (catalogues, publishers)."""
    last = address.segments[-1] if address.segments else ""
    if not last.startswith(("978", "979")):
        return None
    isbn = identifiers.isbn(last)
    return book(isbn, address.url.split("#")[0].split("?")[0]) if isbn else None


def _stack(address: Address) -> Place | None:
    if len(address.segments) < 2 or not address.segments[1].isdigit():
        return None
    if address.segments[0] not in ("questions", "q"):
        return None
    number = address.segments[1]
    if len(address.segments) > 3:
        return None
    url = f"https://{address.host}/questions/{number}"
    return Place(f"stack:{address.host}/{number}", url, Kind.DISCUSSION)


def _reddit(address: Address) -> Place | None:
    segments = address.segments
    if "comments" not in segments or len(segments) > segments.index("comments") + 3:
        return None
    after = segments[segments.index("comments") + 1 :]
    if not after:
        return None
    url = f"https://www.reddit.com/comments/{after[0]}"
    return Place(f"reddit:{after[0]}", url, Kind.DISCUSSION)


def _tweet(address: Address) -> Place | None:
    segments = address.segments
    if len(segments) > 2 and segments[1] in ("status", "statuses") and segments[2].isdigit():
        url = f"https://x.com/{segments[0]}/status/{segments[2]}"
        return Place(f"x:{segments[2]}", url, Kind.POST)
    return None


def _hacker_news(address: Address) -> Place | None:
    number = address.query.get("id", "")
    if not address.starts("item") or not number.isdigit():
        return None
    url = f"https://news.ycombinator.com/item?id={number}"
    return Place(f"hn:{number}", url, Kind.DISCUSSION)


def _medium(address: Address) -> Place | None:
    last = address.segments[-1] if address.segments else ""
    found = re.search(r"(?:^|-)([0-9a-f]{8,12})$", last)
    if found is None:
        return None
    return Place(f"medium:{found.group(1)}", address.url.split("?")[0].split("#")[0], Kind.POST)


_BY_HOST: dict[str, Recogniser] = {
    **dict.fromkeys(
        ["arxiv.org", "export.arxiv.org", "browse.arxiv.org", "xxx.lanl.gov", "ar5iv.org", "arxiv.gg",
         "ar5iv.labs.arxiv.org", "alphaxiv.org", "arxiv-vanity.com", "scirate.com", "cn.arxiv.org",
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
    "zenodo.org": _zenodo,
    "semanticscholar.org": _semantic_scholar,
    **dict.fromkeys(
        ["youtube.com", "youtube-nocookie.com", "music.youtube.com", "gaming.youtube.com"], _youtube
    ),
    "youtu.be": _youtu_be,
    "vimeo.com": _vimeo,
    "player.vimeo.com": _vimeo,
    "open.spotify.com": _spotify,
    "podcasts.apple.com": _apple_podcast,
    "github.com": _github,
    "raw.githubusercontent.com": _github_raw,
    "gist.github.com": _gist,
    "nbviewer.org": _rendered_notebook,
    "nbviewer.jupyter.org": _rendered_notebook,
    "colab.research.google.com": _rendered_notebook,
    "gitlab.com": _hosted_git,
    "codeberg.org": _hosted_git,
    "bitbucket.org": _hosted_git,
    "kaggle.com": _kaggle,
    "huggingface.co": _hugging_face,
    "hf.co": _hugging_face,
    **dict.fromkeys(
        ["stackoverflow.com", "serverfault.com", "superuser.com", "askubuntu.com", "mathoverflow.net",
         "stats.stackexchange.com", "datascience.stackexchange.com", "ai.stackexchange.com",
         "math.stackexchange.com", "cs.stackexchange.com"],
        _stack,
    ),
    **dict.fromkeys(["reddit.com", "old.reddit.com", "np.reddit.com", "new.reddit.com"], _reddit),
    **dict.fromkeys(["twitter.com", "x.com"], _tweet),
    "news.ycombinator.com": _hacker_news,
    "medium.com": _medium,
}  # fmt: skip


def recognise(address: Address) -> Place | None:
    """The place behind an address, if it is a known one."""
    known = _BY_HOST.get(address.host)
    if known is not None:
        return known(address)
    if address.host.endswith(".medium.com"):
        return _medium(address)
    if address.host.startswith("amazon."):
        return _amazon(address)
    if "10." in address.url and (found := _doi_in_path(address)):
        return found
    return _isbn_at_end(address)


_KIND_PATHS = {
    "podcast": Kind.PODCAST,
    "podcasts": Kind.PODCAST,
    "episode": Kind.PODCAST,
    "episodes": Kind.PODCAST,
    "lesson": Kind.LESSON,
    "lessons": Kind.LESSON,
    "lecture": Kind.LESSON,
    "lectures": Kind.LESSON,
    "course": Kind.COURSE,
    "courses": Kind.COURSE,
    "blog": Kind.POST,
    "blogs": Kind.POST,
    "posts": Kind.POST,
    "video": Kind.VIDEO,
    "videos": Kind.VIDEO,
    "book": Kind.BOOK,
    "books": Kind.BOOK,
    "docs": Kind.DOCUMENT,
    "documentation": Kind.DOCUMENT,
}


def guessed_kind(address: Address) -> Kind | None:
    """What words of a path suggest; a weak sign."""
    if address.path.lower().endswith(".ipynb"):
        return Kind.NOTEBOOK
    if address.path.lower().endswith(".pdf"):
        return Kind.DOCUMENT
    if address.host.startswith("blog."):
        return Kind.POST
    for segment in address.segments[:-1]:
        if found := _KIND_PATHS.get(segment.lower()):
            return found
    return None
