"""Only our own pages change something; what needs no cookie is judged by its secret."""

from __future__ import annotations

import httpx2
import pytest
from starlette.datastructures import Headers

from curator.web import origin

BASE = "https://news.example.org/letters"


def own(**headers: str) -> bool:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return origin.is_own(Headers(named), host="news.example.org", base_url=BASE)


def test_what_comes_from_no_browser_passes() -> None:
    assert own()


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_pages_and_typed_addresses_pass(site: str) -> None:
    assert own(sec_fetch_site=site, origin="https://evil.example")


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "nonsense"])
def test_other_sites_do_not_whatever_origin_they_claim(site: str) -> None:
    assert not own(sec_fetch_site=site, origin="https://news.example.org")


def test_an_old_browser_is_known_by_its_origin() -> None:
    assert own(origin="https://news.example.org")
    assert not own(origin="https://evil.example")
    assert not own(origin="https://news.example.org.evil.example")
    assert not own(origin="null")


@pytest.mark.parametrize("path", ["/desk/sign-in", "/desk", "/", "/api/resources", "/search"])
@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}]
)
def test_a_foreign_post_is_refused_wherever_a_cookie_could_count(
    visitor: httpx2.Client, path: str, headers: dict[str, str]
) -> None:
    answer = visitor.post(path, headers=headers)
    assert answer.status_code == 403
    assert "another site" in answer.text


def test_the_one_click_post_passes_the_check(visitor: httpx2.Client) -> None:
    answer = visitor.post("/unsubscribe/forged", headers={"origin": "https://mail.example"})
    assert answer.status_code == 404
