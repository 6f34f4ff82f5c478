"""Candidates from what a reader sees: headings, bylines, dates, pictures; and the page's state."""

from __future__ import annotations

import pytest

from curator.resources.collect import address, state
from curator.resources.collect.visible import candidates as visible
from tests.resources.pages import gathered, on, page

FILLER = "".join(f"<p>the loom is set up and weaving goes on, row {n}</p>" for n in range(200))


def _values(body: str, field: str, head: str = "", **page_of: str) -> dict[str, list[str]]:
    """Origins by value."""
    found: dict[str, list[str]] = {}
    for value, origin in gathered(visible, page(body, head, **page_of), field):
        found.setdefault(value, []).append(origin)
    return found


# --------------------------------------------------------------------------- titles


def test_the_heading_like_the_title_element_is_the_main_one() -> None:
    found = _values(
        "<h1>The Weaver</h1><h1>Warp and weft</h1>", "title", "<title>Warp and weft</title>"
    )
    assert found["Warp and weft"] == ["h1"]
    assert found["The Weaver"] == ["h1:other"]


def test_a_heading_inside_a_link_home_is_the_site_s_name() -> None:
    made = page(
        '<a href="/"><h1>The Weaver</h1></a><h2>Warp and weft</h2>', "<title>Warp and weft</title>"
    )
    titles = [one.value for one in on(made).of("title")]
    assert "Warp and weft" in titles
    assert "The Weaver" not in titles


def test_pictures_that_are_the_site_s_sign_are_told() -> None:
    body = """<a href="/"><img src="/head.jpg"></a><img class="site-logo" src="/l.png">
    <img src="/mark.png" alt="The Weaver" height="30"><h1>Warp</h1><img src="/loom.jpg" alt="A loom">"""
    made = page(body, '<meta property="og:site_name" content="The Weaver"><title>Warp</title>')
    signs = [one.value.rsplit("/", 1)[-1] for one in on(made).of("logo")]
    assert signs == ["head.jpg", "l.png", "mark.png"]


@pytest.mark.parametrize(
    "src", ["/statusicon/a.png", "/img/emoji/b.png", "/pixel.gif?v=1", "/badges/20px/c.png"]
)
def test_furniture_among_the_words_is_no_picture(src: str) -> None:
    made = page(f'<h1>Warp</h1><p><img src="{src}"><img src="/loom.jpg"></p>')
    assert [one.value.rsplit("/", 1)[-1] for one in on(made).of("image", "content")] == ["loom.jpg"]


@pytest.mark.parametrize(
    "heading", ["Warp <button>Copy item path</button>", 'Warp<a href="#warp">¶</a>', "Warp #"]
)
def test_buttons_and_signs_are_no_words_of_a_heading(heading: str) -> None:
    assert on(page(f"<h1>{heading}</h1>")).first("title") == "Warp"


@pytest.mark.parametrize("home", ["/", "https://weaver.example", "https://weaver.example/"])
def test_a_heading_that_only_leads_home_is_the_site_s_name(home: str) -> None:
    body = f'<h1><a href="{home}">The Weaver</a></h1><h2>Warp and weft</h2>'
    assert _values(body, "title", "<title>Warp and weft — The Weaver</title>")["Warp and weft"] == [
        "h2", "heading"]  # fmt: skip
    assert _values(body, "site")["The Weaver"] == ["heading"]


def test_a_heading_with_a_link_elsewhere_is_a_title() -> None:
    assert _values('<h1><a href="/warp">Warp</a></h1>', "title")["Warp"] == ["h1"]


def test_an_element_named_a_title_is_one() -> None:
    assert _values('<div class="post-title">Warp</div>', "title")["Warp"] == ["heading"]


def test_a_heading_that_asks_for_scripts_is_none() -> None:
    assert _values("<h1>Please enable JavaScript</h1>", "title") == {}


# --------------------------------------------------------------------------- bylines


@pytest.mark.parametrize(
    ("byline", "origin"),
    [
        ('<a rel="author" href="/ann">Ann Lee</a>', "rel:close"),
        ('<p class="byline">By Ann Lee</p>', "byline:close"),
        ('<a href="/authors/ann-lee">Ann Lee</a>', "author-link:close"),
        ("<p>By Ann Lee</p>", "by:close"),
        ("<p><span>By</span> <b>Ann Lee</b></p>", "by:close"),
        ('<img src="/a.jpg" alt="Ann Lee">', "face:close"),
        ("<p>Ann Lee</p><time>2026-02-17</time>", "beside-date:close"),
    ],
)
def test_a_byline_below_the_heading_names_the_author(byline: str, origin: str) -> None:
    found = _values(f"<h1>Warp</h1>{byline}{FILLER}", "authors")
    assert origin in found["Ann Lee"]


@pytest.mark.parametrize(
    "marked",
    ['<aside><p class="author">Cy Oke</p></aside>',
     '<div class="related-posts"><p class="author">Cy Oke</p></div>',
     '<section class="widget"><p class="author">Cy Oke</p></section>'],
)  # fmt: skip
def test_a_byline_in_side_matters_is_far(marked: str) -> None:
    assert _values(f"<h1>Warp</h1>{marked}{FILLER}", "authors")["Cy Oke"] == [
        "byline:far",
        "bare:far",
    ]


def test_a_page_builder_s_widgets_are_no_side_matters() -> None:
    built = '<div class="elementor-widget-wrap"><p class="byline">By Ann Lee</p></div>'
    assert "byline:close" in _values(f"<h1>Warp</h1>{built}{FILLER}", "authors")["Ann Lee"]


def test_who_only_checked_the_text_is_told_apart() -> None:
    body = '<h1>Warp</h1><p>Reviewed by <a href="/authors/bo-orr">Bo Orr</a></p>'
    assert "checker" in _values(body, "authors")["Bo Orr"]


@pytest.mark.parametrize(
    "caption", ["<span>Bo Orr</span>", "By Bo Orr", "<p>Bo Orr, Example Agency</p>"]
)
def test_who_is_named_below_a_picture_took_it(caption: str) -> None:
    body = (
        f"<h1>Warp and weft</h1><figure><figcaption><div>{caption}</div></figcaption></figure>"
        "<p>By Ann Lee</p><time>2026-02-17</time>"
    )
    assert list(_values(body, "authors")) == ["Ann Lee"]


def test_words_that_the_page_writes_small_are_no_name() -> None:
    body = f"<h1>Warp</h1><p>Set Up Weaving</p><time>2026-02-17</time>{FILLER}"
    assert "Set Up Weaving" not in _values(body, "authors")


def test_a_notice_at_the_end_tells_who_wrote() -> None:
    body = f"<h1>Warp</h1>{FILLER}<p>Ann Lee is a weaver in Ghent.</p>"
    assert _values(body, "authors")["Ann Lee"] == ["bio"]


def test_a_copyright_notice_ends_with_its_sentence() -> None:
    body = f"<h1>Warp</h1>{FILLER}<p>© 2026 Ann Lee. All rights reserved.</p>"
    assert _values(body, "authors") == {"Ann Lee": ["copyright"]}


# --------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("shown", "day", "origin"),
    [
        ('<time datetime="2026-02-17">Tuesday</time>', "2026-02-17", "time:close"),
        ('<p class="entry-date">17 February 2026</p>', "17 February 2026", "date:close"),
        ("<p>Published: 17 February 2026</p>", "17 February 2026", "labelled"),
        ("<p>17 February 2026</p>", "17 February 2026", "near:close"),
        ("<p>Ann Lee<br>17 February 2026</p>", "17 February 2026", "near:close"),
    ],
)  # fmt: skip
def test_a_date_near_the_heading_is_found(shown: str, day: str, origin: str) -> None:
    found = _values(f"<h1>Warp</h1>{shown}{FILLER}", "published")
    assert origin in found[day]
    assert "first-after" in found[day]


def test_a_date_of_change_is_no_date_of_publication() -> None:
    body = f"<h1>Warp</h1><p>Updated 17 February 2026</p>{FILLER}"
    assert _values(body, "published") == {}
    assert "17 February 2026" in _values(body, "modified")


@pytest.mark.parametrize(
    "shown",
    [
        "<table><tr><td>18 February 2026</td><td>Closed</td></tr></table>",
        "<dl><dt>Deadline</dt><dd><span>18 February 2026</span></dd></dl>",
        "<select><option>18 February 2026</option></select>",
        "<p>Of the ten years ended <span>18 February 2026</span> all but three were better than those before.</p>",
        "<li><a>18 February 2026</a> Another post, with the first words of what it says about looms and warps</li>",
    ],
)  # fmt: skip
def test_a_date_far_below_is_not_alone_in_a_cell_a_choice_a_sentence_or_a_teaser(
    shown: str,
) -> None:
    assert "18 February 2026" not in _values(f"<h1>Warp</h1>{FILLER}{shown}", "published")


def test_a_date_below_the_text_is_found_where_it_is_labelled_or_alone() -> None:
    body = f"<h1>Warp</h1>{FILLER}<p>Posted on 17 February 2026</p><p>18 February 2026</p>"
    found = _values(body, "published")
    assert found["17 February 2026"] == ["labelled:far"]
    assert found["18 February 2026"] == ["alone:far"]


def test_the_days_of_listed_posts_are_not_the_list_s() -> None:
    posts = "".join(
        f'<article><h2><a href="/{day}">Warp {day}</a></h2><time datetime="2026-02-{day}">{day}</time>'
        f"<p>{day} February 2026</p></article>"
        for day in range(11, 15)
    )
    found = _values(f"<h1>Blog</h1>{posts}", "published")
    assert {origin for origins in found.values() for origin in origins} == {"time:far"}


def test_two_teasers_are_no_list() -> None:
    posts = (
        '<article><h2><a href="/a">A</a></h2><time datetime="2026-02-11">11</time></article>' * 2
    )
    assert "time:close" in _values(f"<h1>Warp</h1>{posts}", "published")["2026-02-11"]


def test_a_date_in_a_sentence_is_prose() -> None:
    long = "We began to set up the loom in the old mill on 3 May 2019 and it took us the summer."
    assert _values(f"<h1>Warp</h1><p>{long}</p>", "published")["3 May 2019"] == ["near:prose"]


@pytest.mark.parametrize(
    ("html", "day"), [('lang="en-US"', "2026-03-02"), ('lang="en-GB"', "2026-02-03")]
)
def test_numbers_are_read_in_the_page_s_order(html: str, day: str) -> None:
    body = f"<h1>Warp</h1><p>03/02/2026</p>{FILLER}"
    assert day in _values(body, "published", html=html)


@pytest.mark.parametrize(
    ("path", "value", "origin"),
    [
        ("/2026/02/17/warp", "2026-02-17", "url"),
        ("/posts/2026-02-17-warp", "2026-02-17", "url"),
        ("/2026/feb/17/warp", "2026-02-17", "url"),
        ("/20260217/warp", "2026-02-17", "url"),
        ("/2026/02/warp", "2026-02", "url:month"),
    ],
)
def test_the_address_dates_the_page(path: str, value: str, origin: str) -> None:
    made = page(url=f"https://weaver.example{path}")
    assert gathered(address.candidates, made, "published") == [(value, origin)]


@pytest.mark.parametrize("path", ["/blog/warp", "/2026", "/v2.10.11/", "/20261399/x"])
def test_other_numbers_are_no_date(path: str) -> None:
    made = page(url=f"https://weaver.example{path}")
    assert gathered(address.candidates, made, "published") == []


# --------------------------------------------------------------------------- pictures and state


@pytest.mark.parametrize(
    ("img", "href"),
    [
        ('<img src="/a.jpg">', "https://weaver.example/a.jpg"),
        ('<img src="data:image/gif;base64,R0" data-src="/a.jpg">', "https://weaver.example/a.jpg"),
        ('<img srcset="/a-800.jpg 800w, /a-400.jpg 400w">', "https://weaver.example/a-800.jpg"),
        ('<img srcset="/a-800.jpg 800w,\n  /a-400.jpg 400w">', "https://weaver.example/a-800.jpg"),
    ],
)
def test_the_first_picture_is_a_candidate(img: str, href: str) -> None:
    assert _values(f"<h1>Warp</h1>{img}", "image") == {href: ["content"]}


@pytest.mark.parametrize(
    "img",
    ['<img src="/a.jpg" width="32">', '<img src="/a.gif">', '<nav><img src="/a.jpg"></nav>'],
)
def test_ornaments_are_no_lead_image(img: str) -> None:
    assert _values(f"<h1>Warp</h1>{img}", "image") == {}


def test_the_state_of_an_application_has_dates_and_authors() -> None:
    made = page('<script>x = {"publishedAt": "2026-02-17", "author": {"name": "Ann Lee"}}</script>')
    assert gathered(state.candidates, made, "published") == [("2026-02-17", "state")]
    assert gathered(state.candidates, made, "authors") == [("Ann Lee", "state")]
