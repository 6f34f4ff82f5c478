"""Fetches one address: politely, safely, and with nothing but a page or a typed error to show.

What the fetcher holds to: the address guard on every connection and hop; one request at a time per
host with a pause between two; at most five redirects; one deadline for the whole answer; the size
counted after decompression; validators sent as they came; robots.txt for pages that nobody
subscribed to; no cookies, no referrer, no credentials to another host; an honest name.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import urljoin

import httpcore
import httpx

from curator import __version__
from curator.closing import Closing
from curator.errors import BadStatus, FetchError, Forbidden, NoSuchHost, TimedOut, TooLarge
from curator.feeds.fetching import codings
from curator.feeds.fetching.addresses import public, tidy, without_credentials
from curator.feeds.fetching.cutoff import Cutoff
from curator.feeds.fetching.freshness import retry_after_seconds
from curator.feeds.fetching.guard import Deadline, IPNetwork, NameUnknown, Policy
from curator.feeds.fetching.hosts import PAUSES, Hosts
from curator.feeds.fetching.robots import Robots
from curator.feeds.fetching.transport import Ways
from curator.model import Page, Validators
from curator.urls import host as host_of

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
)
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PRODUCT = "curator"
FIELDS = "iso-8859-1"
"""How the bytes of header fields are kept, so that opaque ones go back as they came (RFC 9110 §5.5)."""
GOOD = (200, 203)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost; seconds and bytes."""

    connect_seconds: float = 10.0
    read_seconds: float = 15.0
    """Between two pieces of an answer."""
    total_seconds: float = 30.0
    """For all hops together, waiting for a host's turn not counted."""
    body_bytes: int = 15 << 20
    """After decompression. The largest feed seen in the wild has 2.5 MB."""
    redirects: int = 5
    pause_seconds: float = 1.0
    """Between two requests to one host."""
    page_pause_seconds: float = 0.3
    """The same for single pages, which come from many hosts, and for the robots.txt before a page."""
    pauses: Mapping[str, float] = field(default_factory=lambda: PAUSES)
    """Longer pauses that domains ask for."""


@dataclass(frozen=True, slots=True)
class _Asking:
    """How an address is asked, on every hop alike."""

    headers: dict[str, str]
    robots: bool = False
    """Whether robots.txt is heeded."""
    page: bool = False
    """Whether it is a single page, for which a host's turn comes sooner."""
    most: int | None = None
    """After so many bytes of the body the rest is left."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """One hop's outcome."""

    status: int
    headers: dict[str, str]
    body: bytes = b""


class Fetcher(Closing):
    """Fetches over a shared set of connections; safe to use from many threads.

    ``contact`` is an address or a mail address that site owners find in the User-Agent; ``allow``
    lists networks that are fetched from although they are private. A proxy that the environment
    names (``HTTP_PROXY``, ``HTTPS_PROXY``, ``ALL_PROXY``, ``NO_PROXY``) is used and trusted;
    ``SSL_CERT_FILE`` adds authorities.
    """

    def __init__(
        self,
        contact: str | None = None,
        allow: Sequence[IPNetwork] = (),
        limits: Limits = Limits(),
    ) -> None:
        self.limits = limits
        self.user_agent = f"{PRODUCT}/{__version__}" + (f" (+{contact})" if contact else "")
        self._plain_agent = f"{PRODUCT}-feed-reader/{__version__}"
        self._refusing: set[str] = set()
        self._policy = Policy(allow)
        self._cutoff = Cutoff()
        self._hosts = Hosts(limits.pauses, self._cutoff)
        self._deadline = Deadline(self._cutoff)
        self._ways = Ways(self._policy, self._deadline)
        timeout = httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds)
        self._timeout = timeout.as_dict()
        self._robots = Robots(PRODUCT, self._rules)

    def get(
        self,
        url: str,
        *,
        validators: Validators = Validators(),  # noqa: B008 - frozen
        robots: bool = False,
    ) -> Page:
        """The page at ``url``: status 200 or 203, or 304 where ``validators`` still hold.

        Raises :class:`Forbidden`, :class:`TooLarge`, :class:`TimedOut`, :class:`BadStatus` (with
        ``retry_after`` where the server gave it) or :class:`FetchError`, and nothing else.
        """
        headers = _asked()
        if validators.etag:
            headers["if-none-match"] = validators.etag
        if validators.last_modified:
            headers["if-modified-since"] = validators.last_modified
        conditional = validators != Validators()
        return self._got(url, _Asking(headers, robots, page=robots), conditional=conditional)

    def glance(self, url: str, most: int) -> Page:
        """The page as :meth:`get` has it with ``robots``, of its body no more than ``most`` bytes.

        Enough to see that it is there; a large file is not fetched for that. Raises what
        :meth:`get` does.
        """
        return self._got(url, _Asking(_asked(), robots=True, page=True, most=most))

    def _rules(self, url: str) -> Page:
        """A robots.txt, as soon as the page that waits for it; its own rules are not asked for."""
        return self._got(url, _Asking(_asked(), page=True))

    def _got(self, url: str, asking: _Asking, *, conditional: bool = False) -> Page:
        try:
            answer, hops = self._follow(tidy(url), asking)
        except FetchError as error:
            error.url = public(error.url)
            raise
        except Exception as error:  # httpcore's and h11's errors have no common root
            raise self._explained(error, url) from error
        return _page(url, answer, hops, conditional=conditional)

    def check(self, url: str, *, resolve: bool = True) -> None:
        """Refuse at once what :meth:`get` would never fetch: another scheme, a private address.

        Raises :class:`Forbidden`. Nothing is fetched; names are looked up unless ``resolve`` is off.
        """
        self._ways.check(tidy(url), resolve=resolve)

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Tell ``url`` something (a webhook) and give the status; no redirect is followed.

        Guarded like every other address. Raises :class:`FetchError` where no answer came.
        """
        try:
            return self._post(tidy(url), body, headers)
        except FetchError as error:
            error.url = public(error.url)
            raise
        except Exception as error:
            raise self._explained(error, url) from error

    def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        host = host_of(url)
        self._policy.check_host(host, url)
        bare, credentials = without_credentials(url)
        request = httpx.Request(
            "POST",
            bare,
            content=body,
            headers={**headers, **credentials, "user-agent": self.user_agent},
            extensions={"timeout": self._timeout},
        )
        with self._hosts.turn(host, 0.0):
            self._deadline.start(self.limits.total_seconds)
            response = self._ways.to(bare).handle_request(request)
            response.close()
            return response.status_code

    def _explained(self, error: Exception, url: str) -> FetchError:
        """What happened, as one of the errors that :meth:`get` raises."""
        shown, host = public(url), host_of(url)
        if isinstance(error, httpcore.TimeoutException | TimeoutError):
            return TimedOut(shown, f"{host} took too long ({_reason(error)})")
        if isinstance(error, codings.Oversized):
            return TooLarge(shown, f"the answer is larger than {self.limits.body_bytes >> 20} MiB")
        if isinstance(error, codings.CodingError):
            return FetchError(shown, f"the answer cannot be decoded: {_reason(error)}")
        if isinstance(error, NameUnknown):
            return NoSuchHost(shown, f"there is no host {host}")
        if isinstance(error, httpcore.RemoteProtocolError | httpcore.ReadError):
            return FetchError(shown, f"the answer of {host} broke off: {_reason(error)}")
        return FetchError(shown, f"{host} did not answer: {_reason(error)}")

    def interrupt(self) -> None:
        """Cut off all that is under way, for good: it fails at once, and so does what is asked later.

        Only a connection that is still being opened takes up to ``connect_seconds``.
        """
        self._cutoff.now()

    def close(self) -> None:
        """Close all connections."""
        self._ways.close()

    # ----------------------------------------------------------------------- hops

    def _follow(self, url: str, asking: _Asking) -> tuple[_Answer, tuple[tuple[int, str], ...]]:
        """Ask ``url`` and where it points to, each hop guarded like the first."""
        hops: list[tuple[int, str]] = []
        left = self.limits.total_seconds
        while True:
            if asking.robots and (refusal := self._robots.refusal(url)):
                raise Forbidden(url, refusal)
            answer, spent = self._ask(url, asking, left)
            left -= spent
            target = _utf8(answer.headers.get("location", ""))
            if answer.status not in REDIRECTS or not target:
                return answer, tuple(hops)
            if len(hops) >= self.limits.redirects:
                raise Forbidden(url, f"more than {self.limits.redirects} redirects")
            url = tidy(urljoin(url, target.strip()))
            hops.append((answer.status, url))

    def _ask(self, url: str, asking: _Asking, seconds: float) -> tuple[_Answer, float]:
        """One hop in its host's turn, and the seconds it took; a refused name is tried once more."""
        host = host_of(url)
        self._policy.check_host(host, url)
        limits = self.limits
        pause = limits.page_pause_seconds if asking.page else limits.pause_seconds
        with self._hosts.turn(host, pause):
            began = time.monotonic()
            self._deadline.start(seconds)
            answer = self._send(url, asking, plain=host in self._refusing)
            if answer.status == HTTPStatus.FORBIDDEN and not _challenged(answer.headers):
                answer = self._send_plainly(url, asking, host) or answer
            return answer, time.monotonic() - began

    def _send_plainly(self, url: str, asking: _Asking, host: str) -> _Answer | None:
        """The answer under the shorter name, if that one is not refused; remembered for the host."""
        if host in self._refusing:
            return None
        answer = self._send(url, asking, plain=True)
        if answer.status == HTTPStatus.FORBIDDEN:
            return None
        self._refusing.add(host)
        return answer

    def _send(self, url: str, asking: _Asking, *, plain: bool) -> _Answer:
        """One request; a kept connection that the server has closed meanwhile is opened anew."""
        bare, credentials = without_credentials(url)
        agent = self._plain_agent if plain else self.user_agent
        request = httpx.Request(
            "GET",
            bare,
            headers=httpx.Headers({**asking.headers, **credentials, "user-agent": agent}, FIELDS),
            extensions={"timeout": self._timeout},
        )
        way = self._ways.to(bare)
        try:
            response = way.handle_request(request)
        except (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError):
            response = way.handle_request(request)
        try:
            return self._read(response, asking.most)
        finally:
            response.close()

    def _read(self, response: httpx.Response, most: int | None) -> _Answer:
        """Status and fields, and the body of an answer that has one to keep."""
        fields = _fields(response.headers)
        body = b""
        if response.status_code in GOOD:
            coding = fields.get("content-encoding", "")
            chunks = self._chunks(response)
            body = (
                codings.decoded(chunks, coding, self.limits.body_bytes)
                if most is None
                else codings.beginning(chunks, coding, most)
            )
        return _Answer(response.status_code, fields, body)

    def _chunks(self, response: httpx.Response) -> Iterator[bytes]:
        """The body as it comes, in time and within the size even before decoding."""
        size = 0
        for chunk in response.iter_raw():
            self._deadline.remaining()
            size += len(chunk)
            if size > self.limits.body_bytes:
                raise codings.Oversized
            yield chunk


# --------------------------------------------------------------------------- addresses and words


def _asked() -> dict[str, str]:
    """The fields that say which forms are welcome."""
    return {"accept": ACCEPT, "accept-encoding": codings.ACCEPTED}


def _reason(error: BaseException) -> str:
    """What went wrong, short; a library's message, else its kind."""
    return (str(error).strip() or type(error).__name__)[:200]


def _fields(headers: httpx.Headers) -> dict[str, str]:
    """The fields of an answer by name in lower case, each of their bytes a character."""
    headers.encoding = FIELDS
    return {name.lower(): value for name, value in headers.items()}


def _utf8(value: str) -> str:
    """A field whose bytes are UTF-8, as addresses in ``Location`` mostly are, else as it is."""
    try:
        return value.encode(FIELDS).decode()
    except UnicodeDecodeError:
        return value


def _challenged(headers: Mapping[str, str]) -> bool:
    """Whether Cloudflare wants to see a browser, which Curator does not pretend to be."""
    return headers.get("cf-mitigated", "").strip().lower() == "challenge"


_WORDS = {
    401: "the address needs a log-in",
    402: "the address must be paid for",
    403: "the site refuses Curator",
    404: "there is nothing at this address",
    410: "the address is gone for good",
    429: "the site asks for fewer requests",
    503: "the site is not available now",
}


def _page(
    url: str, answer: _Answer, hops: tuple[tuple[int, str], ...], *, conditional: bool
) -> Page:
    """The page of a good answer. Raises :class:`BadStatus` for any other."""
    now = datetime.now(UTC)
    unchanged = answer.status == HTTPStatus.NOT_MODIFIED and conditional
    if answer.status not in GOOD and not unchanged:
        failed = answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        general = "the server has a fault" if failed else "the server did not give the page"
        words = _WORDS.get(answer.status, general)
        if _challenged(answer.headers):
            words = "the site shows a challenge that only a browser can pass"
        wait = retry_after_seconds(answer.headers, now)
        raise BadStatus(public(url), answer.status, f"{words} (HTTP {answer.status})", wait)
    return Page(
        url=url,
        final_url=public(hops[-1][1] if hops else tidy(url)),
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        fetched_at=now,
        redirects=hops,
    )
