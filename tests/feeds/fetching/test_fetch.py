"""The fetcher gives a page or a typed error, whatever the other side does."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import brotli
import pytest

from curator.errors import BadStatus, FetchError, Forbidden, NoSuchHost, TimedOut, TooLarge
from curator.feeds import decide
from curator.feeds.fetching.cutoff import Cutoff
from curator.feeds.fetching.fetch import Fetcher
from curator.model import Validators
from tests.feeds.conftest import LOOPBACK, QUICK
from tests.feeds.site import Answer, Request, Site


def test_gives_status_headers_and_body(site: Site, fetcher: Fetcher) -> None:
    site.routes["/"] = Answer(b"hello", headers={"Content-Type": "Text/Plain; charset=utf-8"})
    page = fetcher.get(site.url())
    assert (page.status, page.body, page.content_type) == (200, b"hello", "text/plain")
    assert page.url == page.final_url == site.url()


def test_names_itself_and_its_owner(site: Site, fetcher: Fetcher) -> None:
    site.routes["/"] = Answer()
    fetcher.get(site.url())
    agent = site.requests[0].headers["user-agent"]
    assert agent.startswith("curator/")
    assert "(+https://reader.example/about)" in agent


def test_sends_no_cookie_and_no_referrer(site: Site, fetcher: Fetcher) -> None:
    site.routes["/"] = Answer(headers={"Set-Cookie": "id=1"})
    fetcher.get(site.url())
    fetcher.get(site.url())
    assert not {"cookie", "referer"} & set(site.requests[1].headers)


def test_sends_validators_byte_for_byte_and_gives_304(site: Site, fetcher: Fetcher) -> None:
    site.routes["/"] = Answer(status=304, headers={"ETag": 'W/"x"'})
    page = fetcher.get(site.url(), validators=Validators('W/"x"', "yesterday, sort of"))
    assert page.status == 304
    assert page.body == b""
    assert site.requests[0].headers["if-none-match"] == 'W/"x"'
    assert site.requests[0].headers["if-modified-since"] == "yesterday, sort of"


@pytest.mark.parametrize("etag", [b'"caf\xe9"', '"café"'.encode(), b'W/"a\tb \x80"'])
def test_validators_go_back_byte_for_byte(etag: bytes, site: Site, fetcher: Fetcher) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nETag: " + etag + b"\r\n\r\n"
    site.routes["/"] = Answer(raw=head)
    fetcher.get(site.url(), validators=decide.validators(fetcher.get(site.url())))
    assert site.requests[1].headers["if-none-match"].encode("latin-1") == etag


@pytest.mark.parametrize("target", ["/überblick".encode(), "/überblick".encode("latin-1")])
def test_a_redirect_to_an_address_beyond_ascii_is_followed(
    target: bytes, site: Site, fetcher: Fetcher
) -> None:
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + target + b"\r\n\r\n"
    site.routes = {"/": Answer(raw=head), "/%C3%BCberblick": Answer(b"there")}
    assert fetcher.get(site.url()).body == b"there"


def test_a_304_that_was_not_asked_for_is_an_error(site: Site, fetcher: Fetcher) -> None:
    site.routes["/"] = Answer(status=304)
    with pytest.raises(BadStatus):
        fetcher.get(site.url())


@pytest.mark.parametrize("status", [204, 400, 401, 404, 410, 418, 500])
def test_other_statuses_are_errors_in_words(status: int, site: Site, fetcher: Fetcher) -> None:
    site.routes["/"] = Answer(status=status)
    with pytest.raises(BadStatus, match=f"HTTP {status}") as caught:
        fetcher.get(site.url())
    assert caught.value.status == status


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120.0),
        (
            {
                "Retry-After": "Wed, 18 Feb 2026 12:05:00 GMT",
                "Date": "Wed, 18 Feb 2026 12:00:00 GMT",
            },
            300.0,
        ),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_tells_how_long_to_wait(
    headers: dict[str, str], seconds: float | None, fetcher: Fetcher, site: Site
) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    raw = f"HTTP/1.1 503 no\r\n{head}Content-Length: 0\r\n\r\n".encode()
    site.routes["/"] = Answer(raw=raw)
    with pytest.raises(BadStatus) as caught:
        fetcher.get(site.url())
    assert caught.value.retry_after == seconds


# --------------------------------------------------------------------------- redirects


def test_follows_redirects_and_tells_each_hop(site: Site, fetcher: Fetcher) -> None:
    site.routes["/a"] = Answer(status=301, headers={"Location": "/b"})
    site.routes["/b"] = Answer(status=302, headers={"Location": site.url("/c#part")})
    site.routes["/c"] = Answer(b"here")
    page = fetcher.get(site.url("/a"))
    assert page.final_url == site.url("/c")
    assert page.redirects == ((301, site.url("/b")), (302, site.url("/c")))


def test_a_loop_of_redirects_ends(site: Site, fetcher: Fetcher) -> None:
    site.routes["/"] = Answer(status=302, headers={"Location": "/"})
    with pytest.raises(Forbidden, match="redirects"):
        fetcher.get(site.url())
    assert len(site.requests) == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::1]/",
        "http://0x0a000001/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "javascript:alert(1)",
    ],
)
def test_redirects_to_private_addresses_and_other_schemes_are_refused(
    target: str, site: Site, fetcher: Fetcher
) -> None:
    site.routes["/"] = Answer(status=302, headers={"Location": target})
    with pytest.raises(Forbidden):
        fetcher.get(site.url())


def test_credentials_stay_with_their_host(site: Site, fetcher: Fetcher) -> None:
    with Site({"/": Answer(b"other")}) as other:
        site.routes["/"] = Answer(status=302, headers={"Location": other.url()})
        fetcher.get(site.url().replace("//", "//user:secret@"))
        assert site.requests[0].headers["authorization"].startswith("Basic ")
        assert "authorization" not in other.requests[0].headers


def test_credentials_are_not_told_in_errors(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(BadStatus) as caught:
        fetcher.get(site.url("/missing").replace("//", "//user:secret@"))
    assert "secret" not in str(caught.value) + caught.value.url


def test_an_at_sign_in_a_password_is_escaped_lest_readers_disagree_on_the_host(
    site: Site, fetcher: Fetcher
) -> None:
    site.routes["/"] = Answer(b"good")
    fetcher.get(site.url().replace("//", "//user:p%40ss@"))
    credentials = site.requests[0].headers["authorization"].removeprefix("Basic ")
    assert b64decode(credentials) == b"user:p@ss"
    for userinfo in ("user:p@ss", "a.example@b.example", "@"):
        with pytest.raises(Forbidden, match="write %40") as caught:
            fetcher.get(site.url().replace("//", f"//{userinfo}@"))
        assert userinfo not in caught.value.url
    assert len(site.requests) == 1


# --------------------------------------------------------------------------- guard


def test_loopback_is_refused_unless_allowed(site: Site) -> None:
    with Fetcher(limits=QUICK) as guarded, pytest.raises(Forbidden, match="private"):
        guarded.get(site.url())
    assert site.requests == []


def test_a_name_that_resolves_to_a_private_address_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolve(*_: object, **__: object) -> list[object]:
        return [(2, 1, 6, "", ("127.0.0.1", site.port))]

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    with Fetcher(limits=QUICK) as guarded, pytest.raises(Forbidden, match="resolves to a private"):
        guarded.get(f"http://innocent.example:{site.port}/")
    assert site.requests == []


@pytest.mark.parametrize("url", ["", "   ", "no address", "http://", "http://[bad/", "gopher://x/"])
def test_what_is_no_web_address_is_refused(url: str, fetcher: Fetcher) -> None:
    with pytest.raises(Forbidden):
        fetcher.get(url)


def test_an_unknown_host_is_an_error_that_names_it(fetcher: Fetcher) -> None:
    for robots in (False, True):
        with pytest.raises(NoSuchHost, match=r"there is no host nowhere\.invalid"):
            fetcher.get("http://nowhere.invalid/", robots=robots)


def test_a_name_service_that_fails_is_no_host_that_does_not_exist(
    monkeypatch: pytest.MonkeyPatch, fetcher: Fetcher
) -> None:
    def resolve(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    with pytest.raises(FetchError, match="cannot be resolved") as caught:
        fetcher.get("http://nowhere.invalid/")
    assert not isinstance(caught.value, NoSuchHost)


# --------------------------------------------------------------------------- sizes and times


def test_undoes_content_codings(site: Site, fetcher: Fetcher) -> None:
    text = b"a feed " * 1000
    raw = zlib.compressobj(wbits=-15)
    coded = {
        "gzip": gzip.compress(text),
        "x-gzip": gzip.compress(text[:3000]) + gzip.compress(text[3000:]),
        "deflate": zlib.compress(text),
        "br": brotli.compress(text),
        "gzip, br": brotli.compress(gzip.compress(text)),
    }
    for coding, body in coded.items():
        site.routes["/"] = Answer(body, headers={"Content-Encoding": coding})
        assert fetcher.get(site.url()).body == text, coding
    site.routes["/"] = Answer(
        raw.compress(text) + raw.flush(), headers={"Content-Encoding": "deflate"}
    )
    assert fetcher.get(site.url()).body == text


@pytest.mark.parametrize("coding", ["gzip", "br", "gzip, gzip"])
def test_a_bomb_bursts_small(coding: str, site: Site, fetcher: Fetcher) -> None:
    zeros = bytes(64 << 20)
    body = brotli.compress(zeros, quality=1) if coding == "br" else gzip.compress(zeros, 6)
    body = gzip.compress(body) if coding == "gzip, gzip" else body
    site.routes["/"] = Answer(body, headers={"Content-Encoding": coding})
    with pytest.raises(TooLarge):
        fetcher.get(site.url())


def test_a_body_over_the_limit_is_refused(site: Site) -> None:
    site.routes["/"] = Answer(b"x" * 5001)
    with (
        Fetcher(allow=LOOPBACK, limits=replace(QUICK, body_bytes=5000)) as strict,
        pytest.raises(TooLarge),
    ):
        strict.get(site.url())


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_coded_body_that_ends_early_is_an_error(
    coding: str, site: Site, fetcher: Fetcher
) -> None:
    whole = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}[coding](
        bytes(range(256)) * 50
    )
    site.routes["/"] = Answer(whole[:-20], headers={"Content-Encoding": coding})
    with pytest.raises(FetchError):
        fetcher.get(site.url())


def test_an_unknown_coding_is_an_error_and_plain_text_called_gzip_is_read(
    site: Site, fetcher: Fetcher
) -> None:
    site.routes["/"] = Answer(b"\x28\xb5\x2f\xfd", headers={"Content-Encoding": "zstd"})
    with pytest.raises(FetchError, match="zstd"):
        fetcher.get(site.url())
    site.routes["/"] = Answer(b"<rss/>", headers={"Content-Encoding": "gzip"})
    assert fetcher.get(site.url()).body == b"<rss/>"


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_what_is_packed_small_comes_out_whole(coding: str, site: Site, fetcher: Fetcher) -> None:
    text = b"all the same " * 300_000
    pack = {"gzip": gzip.compress, "br": brotli.compress}[coding]
    site.routes["/"] = Answer(pack(text), headers={"Content-Encoding": coding})
    assert fetcher.get(site.url()).body == text


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_a_glance_takes_the_beginning_and_no_more(
    coding: str, site: Site, fetcher: Fetcher
) -> None:
    text = bytes(range(256)) * 2_048
    body = {"gzip": gzip.compress, "br": brotli.compress}.get(coding, bytes)(text)
    site.routes["/"] = Answer(body, headers={"Content-Encoding": coding} if coding else {})
    assert fetcher.glance(site.url(), 1000).body == text[:1000]
    assert fetcher.glance(site.url(), len(text) + 1).body == text
    assert site.paths().count("/robots.txt") == 1


def test_a_glance_is_refused_where_a_page_is(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(BadStatus, match="nothing at this address"):
        fetcher.glance(site.url("/missing"), 1000)


def test_a_truncated_body_is_an_error(site: Site, fetcher: Fetcher) -> None:
    site.routes["/"] = Answer(raw=b'HTTP/1.1 200 x\r\nETag: "a"\r\nContent-Length: 100\r\n\r\nhalf')
    with pytest.raises(FetchError):
        fetcher.get(site.url())


def test_a_slow_answer_and_a_drip_end_in_time(site: Site) -> None:
    def slow(_: Request) -> Answer:
        time.sleep(1.5)
        return Answer(b"late")

    site.routes["/"] = slow
    limits = replace(QUICK, total_seconds=0.3, read_seconds=5)
    with Fetcher(allow=LOOPBACK, limits=limits) as hasty, pytest.raises(TimedOut):
        hasty.get(site.url())


def test_headers_without_end_are_refused(site: Site, fetcher: Fetcher) -> None:
    site.routes["/"] = Answer(raw=b"HTTP/1.1 200 x\r\n" + b"A: " + b"b" * 200_000)
    with pytest.raises(FetchError):
        fetcher.get(site.url())


@pytest.mark.parametrize(
    "raw",
    [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 x\r\nContent-Length: many\r\n\r\n", b"\x16\x03\x01"],
)
def test_what_is_not_http_is_an_error(raw: bytes, site: Site, fetcher: Fetcher) -> None:
    site.routes["/"] = Answer(raw=raw)
    with pytest.raises(FetchError):
        fetcher.get(site.url())


# --------------------------------------------------------------------------- manners


def test_one_request_at_a_time_for_a_host(site: Site, fetcher: Fetcher) -> None:
    def slow(_: Request) -> Answer:
        time.sleep(0.01)
        return Answer(b"ok")

    site.routes = {f"/{number}": slow for number in range(25)}
    with ThreadPoolExecutor(25) as threads:
        pages = list(threads.map(lambda n: fetcher.get(site.url(f"/{n}")), range(25)))
    assert len(pages) == 25
    assert site.most_at_once == 1


def test_pauses_between_two_requests_to_a_host(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(Cutoff, "wait", lambda _, seconds: slept.append(seconds))
    site.routes["/"] = Answer()
    with Fetcher(allow=LOOPBACK, limits=replace(QUICK, pause_seconds=1.0)) as polite:
        polite.get(site.url())
        polite.get(site.url())
    assert len(slept) == 1
    assert 0.5 < slept[0] <= 1.0


def test_a_page_follows_the_robots_file_after_the_short_pause(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(Cutoff, "wait", lambda _, seconds: slept.append(seconds))
    site.routes["/"] = Answer()
    limits = replace(QUICK, pause_seconds=60.0, page_pause_seconds=5.0)
    with Fetcher(allow=LOOPBACK, limits=limits) as polite:
        polite.get(site.url(), robots=True)
    assert site.paths() == ["/robots.txt", "/"]
    assert [seconds <= 5.0 for seconds in slept] == [True]


def test_a_refused_name_is_tried_once_under_a_plain_one(site: Site, fetcher: Fetcher) -> None:
    def only_plain(request: Request) -> Answer:
        plain = "(+" not in request.headers["user-agent"]
        return Answer(b"ok") if plain else Answer(status=403)

    site.routes["/"] = only_plain
    assert fetcher.get(site.url()).body == b"ok"
    assert fetcher.get(site.url()).body == b"ok"
    assert len(site.requests) == 3, "the name that works is remembered"


def test_a_browser_challenge_is_recognised_and_not_answered(site: Site, fetcher: Fetcher) -> None:
    site.routes["/"] = Answer(status=403, headers={"cf-mitigated": "challenge"})
    with pytest.raises(BadStatus, match="challenge"):
        fetcher.get(site.url())
    assert len(site.requests) == 1


def test_robots_are_asked_once_and_only_for_pages(site: Site, fetcher: Fetcher) -> None:
    site.routes = {
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /private"),
        "/private": Answer(b"secret"),
        "/open": Answer(b"open"),
    }
    assert fetcher.get(site.url("/private")).body == b"secret"
    assert fetcher.get(site.url("/open"), robots=True).body == b"open"
    with pytest.raises(Forbidden, match=r"robots\.txt"):
        fetcher.get(site.url("/private"), robots=True)
    assert site.paths().count("/robots.txt") == 1


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False)])
def test_a_missing_robots_file_allows_and_a_broken_one_forbids(
    status: int, allowed: bool, site: Site, fetcher: Fetcher
) -> None:
    site.routes = {"/robots.txt": Answer(status=status), "/": Answer(b"page")}
    if allowed:
        assert fetcher.get(site.url(), robots=True).body == b"page"
    else:
        with pytest.raises(Forbidden, match=r"cannot show its robots\.txt"):
            fetcher.get(site.url(), robots=True)


def test_what_is_said_of_a_page_without_robots_is_the_reason(fetcher: Fetcher) -> None:
    with pytest.raises(Forbidden, match="did not answer"):
        fetcher.get("http://127.0.0.1:1/page", robots=True)
    with Fetcher() as guarded, pytest.raises(Forbidden, match="private"):
        guarded.get("http://127.0.0.1:1/page", robots=True)


# --------------------------------------------------------------------------- proxies


def test_a_proxy_of_the_environment_is_used_and_trusted(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.routes["http://blog.example/feed"] = Answer(b"through the proxy")
    monkeypatch.setenv("http_proxy", site.url())
    with Fetcher(limits=QUICK) as proxied:
        assert proxied.get("http://blog.example/feed").body == b"through the proxy"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "[::1]", "10.1.2.3"])
def test_literal_private_addresses_are_refused_through_a_proxy(
    host: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", site.url())
    with Fetcher(limits=QUICK) as proxied, pytest.raises(Forbidden):
        proxied.get(f"http://{host}/")
    assert site.requests == []


def test_no_proxy_goes_straight_and_guarded(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    site.routes["/"] = Answer(b"straight")
    with Fetcher(allow=LOOPBACK, limits=QUICK) as straight:
        assert straight.get(site.url()).body == b"straight"
