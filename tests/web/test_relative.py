"""Links of a page that is a file, seen from where it stands."""

from __future__ import annotations

import pytest

from curator.web.relative import relative


@pytest.mark.parametrize(
    ("path", "link", "seen"),
    [
        ("/", "/letters/archive/", "archive/"),
        ("/archive/3/", "/letters/static/style.css?1f", "../../static/style.css?1f"),
        ("/archive/3/", "/letters/archive/", "../"),
        ("/archive/3/", "/letters/", "../../"),
        ("/topics/", "/letters/topics/", "./"),
        ("/topics/", "/elsewhere/", "/elsewhere/"),
        ("/topics/", "//cdn.example/x.css", "//cdn.example/x.css"),
        ("/topics/", "https://a.example/letters/", "https://a.example/letters/"),
        ("/topics/", "#main", "#main"),
    ],
)
def test_a_link_below_the_root_is_seen_from_the_page(path: str, link: str, seen: str) -> None:
    page = f'<a class="x" href="{link}">there</a>'.encode()
    assert relative(page, path, "/letters/") == page.replace(link.encode(), seen.encode())


def test_where_the_site_has_a_host_of_its_own_a_foreign_host_is_left_alone() -> None:
    page = b'<a href="//cdn.example/x.css"></a><a href="/feed.xml"></a>'
    assert relative(page, "/archive/", "/") == page.replace(b"/feed.xml", b"../feed.xml")
