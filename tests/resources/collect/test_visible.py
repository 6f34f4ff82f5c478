"""Candidates from what a reader sees: headings, bylines, dates, pictures; and the page's state."""

from __future__ import annotations

import pytest

from curator.resources.collect import address, state
from tests.resources.pages import FILLER, gathered, on, origins, page

# --------------------------------------------------------------------------- titles


def test_the_heading_like_the_title_element_is_the_main_one() -> None:
    found = origins(
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
    "src",
    ["/statusicon/a.png", "/img/emoji/b.png", "/pixel.gif?v=1", "/badges/20px/c.png",
     "/thumb/75px-flag.png", "/stars.php?posts=5"],
)  # fmt: skip
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
    assert origins(body, "title", "<title>Warp and weft — The Weaver</title>")["Warp and weft"] == [
        "h2", "heading"]  # fmt: skip
    assert origins(body, "site")["The Weaver"] == ["heading"]


def test_a_heading_may_have_a_link_that_leads_nowhere() -> None:
    assert origins('<h1><a href="http://[1px]">Warp</a></h1>', "title")["Warp"] == ["h1"]


def test_a_heading_with_a_link_elsewhere_is_a_title() -> None:
    assert origins('<h1><a href="/warp">Warp</a></h1>', "title")["Warp"] == ["h1"]


def test_an_element_named_a_title_is_one() -> None:
    assert origins('<div class="post-title">Warp</div>', "title")["Warp"] == ["heading"]


def test_a_heading_that_asks_for_scripts_is_none() -> None:
    assert origins("<h1>Please enable JavaScript</h1>", "title") == {}


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
    found = origins(f"<h1>Warp</h1>{shown}{FILLER}", "published")
    assert origin in found[day]
    assert "first-after" in found[day]


def test_a_date_of_change_is_no_date_of_publication() -> None:
    body = f"<h1>Warp</h1><p>Updated 17 February 2026</p>{FILLER}"
    assert origins(body, "published") == {}
    assert "17 February 2026" in origins(body, "modified")


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
    assert "18 February 2026" not in origins(f"<h1>Warp</h1>{FILLER}{shown}", "published")


def test_a_date_below_the_text_is_found_where_it_is_labelled_or_alone() -> None:
    body = f"<h1>Warp</h1>{FILLER}<p>Posted on 17 February 2026</p><p>18 February 2026</p>"
    found = origins(body, "published")
    assert found["17 February 2026"] == ["labelled:far"]
    assert found["18 February 2026"] == ["alone:far"]


@pytest.mark.parametrize(
    "labelled",
    [
        "<div><span>Posted on 17 February 2026</span> in looms, warps, wefts, wool, felt, yarn, dyes, knots</div>",
        '<div><h4>Published</h4><time datetime="2026-02-17">Tuesday</time></div>',
    ],
)  # fmt: skip
def test_a_label_tells_the_day_below_the_text(labelled: str) -> None:
    found = origins(f"<h1>Warp</h1>{FILLER}{labelled}", "published")
    assert "labelled:far" in next(iter(found.values()))


def test_a_label_of_change_tells_no_day_of_publication() -> None:
    changed = '<div><h4>Updated</h4><time datetime="2026-02-17">Tuesday</time></div>'
    assert origins(f"<h1>Warp</h1>{FILLER}{changed}", "published") == {}


def test_the_days_of_listed_posts_are_not_the_list_s() -> None:
    posts = "".join(
        f'<article><h2><a href="/{day}">Warp {day}</a></h2><time datetime="2026-02-{day}">{day}</time>'
        f"<p>{day} February 2026</p></article>"
        for day in range(11, 15)
    )
    found = origins(f"<h1>Blog</h1>{posts}", "published")
    assert {origin for origins in found.values() for origin in origins} == {"time:far"}


def test_two_teasers_are_no_list() -> None:
    posts = (
        '<article><h2><a href="/a">A</a></h2><time datetime="2026-02-11">11</time></article>' * 2
    )
    assert "time:close" in origins(f"<h1>Warp</h1>{posts}", "published")["2026-02-11"]


def test_a_date_in_a_sentence_is_prose() -> None:
    long = "We began to set up the loom in the old mill on 3 May 2019 and it took us the summer."
    assert origins(f"<h1>Warp</h1><p>{long}</p>", "published")["3 May 2019"] == ["near:prose"]


@pytest.mark.parametrize(
    ("html", "day"), [('lang="en-US"', "2026-03-02"), ('lang="en-GB"', "2026-02-03")]
)
def test_numbers_are_read_in_the_page_s_order(html: str, day: str) -> None:
    body = f"<h1>Warp</h1><p>03/02/2026</p>{FILLER}"
    assert day in origins(body, "published", html=html)


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
    assert origins(f"<h1>Warp</h1>{img}", "image") == {href: ["content"]}


@pytest.mark.parametrize(
    "img",
    ['<img src="/a.jpg" width="32">', '<img src="/a.gif">', '<nav><img src="/a.jpg"></nav>'],
)
def test_ornaments_are_no_lead_image(img: str) -> None:
    assert origins(f"<h1>Warp</h1>{img}", "image") == {}


def test_the_state_of_an_application_has_dates_and_authors() -> None:
    made = page('<script>x = {"publishedAt": "2026-02-17", "author": {"name": "Ann Lee"}}</script>')
    assert gathered(state.candidates, made, "published") == [("2026-02-17", "state")]
    assert gathered(state.candidates, made, "authors") == [("Ann Lee", "state")]
