"""From candidates to the value that is kept, field by field."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curator import urls
from curator.model import Kind
from curator.resources import canonical
from curator.resources.choose import access, authors, kind, language, minutes, published
from curator.resources.choose import site as sites
from curator.resources.choose import summary as summaries
from curator.resources.choose import title as titles
from curator.resources.found import Found, SiteFacts
from curator.resources.vote import Scored
from tests.resources.pages import NOW, of, on, page

PROSE = "The loom is set up in an hour, and the first rows are woven before noon. " * 6


# --------------------------------------------------------------------------- title


def test_marks_around_words_cut_no_title() -> None:
    made = page("<h1>»Clean the loom!«</h1>", "<title>»Clean the loom!« - The Weaver</title>")
    assert "»Clean the loom!" not in [one.value for one in titles.ballots(on(made))]
    assert titles.without_site("«Warp» « The Weaver", "The Weaver", "weaver") == "«Warp»"


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Warp and weft - The Weaver", "Warp and weft"),
        ("The Weaver | Warp and weft", "Warp and weft"),
        ("3: Nets - The Weaver", "3: Nets"),
        ("Warp: how to weave", "Warp: how to weave"),
        ("The Weaver", "The Weaver"),
        ("Warp and weft | weaver.example", "Warp and weft | weaver.example"),
    ],
)
def test_the_site_is_cut_from_either_end(title: str, bare: str) -> None:
    assert titles.without_site(title, "The Weaver", "weaver") == bare


def test_what_stands_at_a_colon_is_no_title_of_its_own() -> None:
    made = page("<p>Of looms.</p>", "<title>Warp: how to weave</title>")
    assert [one.value for one in titles.ballots(on(made))] == ["Warp: how to weave"]


def test_what_stands_at_a_colon_is_one_where_the_heading_has_it_too() -> None:
    made = page("<h1>How to weave</h1>", "<title>Warp: how to weave</title>")
    values = {one.value for one in titles.ballots(on(made))}
    assert values == {"Warp: how to weave", "how to weave"}


@pytest.mark.parametrize(
    ("title", "host", "site"),
    [
        ("Warp and weft | Loom Docs", "loom.example", "Loom Docs"),
        ("The Loom: warp and weft", "loom.example", "The Loom"),
        ("Warp and weft - Weaving with Loom", "loom.example", "loom.example"),
        ("Warp and weft: the Loom way", "loom.example", "loom.example"),
        ("Warp: a sunset dataset", "set.example", "set.example"),
        ("Warp and weft | Set News", "set.example", "Set News"),
    ],
)
def test_a_part_of_the_title_is_the_site_only_if_it_names_the_host(
    title: str, host: str, site: str
) -> None:
    found = Found(f"https://{host}/warp", NOW, (), title)
    assert sites.choose(found)[0] == site


def test_a_section_after_a_bar_is_cut_and_the_whole_stays_a_candidate() -> None:
    values = {one.value for one in titles.ballots(of(("title", "Warp and weft | Opinion", "og")))}
    assert values == {"Warp and weft", "Warp and weft | Opinion"}


def test_the_heading_that_the_cards_agree_with_wins() -> None:
    made = page("<h1>Sections</h1><h1>Warp and weft</h1>",
                '<title>Warp and weft - The Weaver</title><meta property="og:title" '
                'content="Warp and weft"><meta property="og:site_name" content="The Weaver">')  # fmt: skip
    best = titles.votes(on(made)).winner
    assert best
    assert best.ballot.value == "Warp and weft"
    assert best.confidence > 0.8


def test_of_equal_titles_the_one_that_does_not_shout_is_kept() -> None:
    cast = titles.ballots(of(("title", "WARP AND WEFT", "h1"), ("title", "Warp and weft", "og")))
    assert [one.value for one in cast] == ["Warp and weft"]
    assert cast[0].origins == ("h1", "og")


# --------------------------------------------------------------------------- authors


def test_the_same_people_in_another_order_are_one_ballot() -> None:
    cast = authors.ballots(of(("authors", "Ann Lee; Bo Orr", "jsonld"),
                              ("authors", "Bo Orr; Ann Lee", "byline")))  # fmt: skip
    assert [one.value for one in cast] == ["Ann Lee; Bo Orr"]


def test_single_mentions_together_make_a_list() -> None:
    cast = authors.ballots(of(("authors", "Ann Lee", "rel:close"), ("authors", "Bo Orr", "rel:close")))  # fmt: skip
    assert "Ann Lee; Bo Orr" in {one.value for one in cast}


@pytest.mark.parametrize(
    ("title", "label", "bare"),
    [
        ("Warp and weft | Weft Blog", "weft-lang", "Warp and weft"),
        ("Warp and weft | Weft Lang News", "weft-lang", "Warp and weft"),
        ("Warp and weft | Weft basics", "weft-lang", "Warp and weft | Weft basics"),
        ("Warp and weft | Blog", "weft-lang", "Warp and weft | Blog"),
    ],
)
def test_a_site_may_be_named_by_a_piece_of_its_host(title: str, label: str, bare: str) -> None:
    assert titles.without_site(title, None, label) == bare


@pytest.mark.parametrize(("listed", "site"), [("The Weaver", "The Weaver"), ("Weaver", "The Weaver"),
                                              ("The Weaver", "Weaver")])  # fmt: skip
def test_the_site_among_people_is_no_author(listed: str, site: str) -> None:
    found = of(("authors", f"Ann Lee; {listed}", "jsonld"), site=site)
    assert [one.value for one in authors.ballots(found)] == ["Ann Lee"]


def test_a_branch_of_the_site_is_no_author_beside_people() -> None:
    found = of(("authors", "Ann Lee; Harbour Business", "jsonld"), site="Harbour")
    assert authors.ballots(found)[0].value == "Ann Lee"
    alone = of(("authors", "Harbour Business", "jsonld"), site="Harbour")
    assert authors.ballots(alone)[0].value == "Harbour Business"


def test_nobody_is_better_than_a_menu() -> None:
    assert authors.votes(of(("authors", "Start Trial", "bare:far"))).winner is None


def test_whose_name_a_site_bears_may_have_written() -> None:
    cast = authors.ballots(of(("authors", "Ann Lee", "copyright"), site="Ann Lee"))
    assert cast[0].origins == ("copyright", "site")
    assert authors.ballots(of(site="The Weaver")) == []


# --------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021/6", "2021-06"),
        ("2004", "2004"),
        ("2021/06/15", "2021-06-15"),
        ("2012 Nov 26", "2012-11-26"),
        ("Published: Jan 29, 2025 at 5 pm", "2025-01-29"),
        ("2026-02-17T23:30:00-05:00", "2026-02-17"),
        ("2026-02-17T12:30:00+01:00", "2026-02-17T11:30:00Z"),
    ],
)
def test_a_date_is_as_precise_as_it_is_told(text: str, date: str) -> None:
    assert str(published.read(text)) == date


@pytest.mark.parametrize("text", ["", "soon", "03/04/2025", "last week"])
def test_what_names_no_day_is_no_date(text: str) -> None:
    assert published.read(text) is None


def test_a_date_before_the_web_or_to_come_is_none_for_a_page() -> None:
    found = of(("published", "1975-01-01", "og"), ("published", "2030-01-01", "og"))
    assert published.ballots(found) == []


def test_sources_that_agree_win() -> None:
    found = of(("published", "2026-02-17T08:00:00Z", "og"), ("published", "2026-02-17", "jsonld"),
               ("published", "17 February 2026", "time:close"),
               ("published", "2025-06-01", "time:far"))  # fmt: skip
    best = published.votes(found).winner
    assert best
    assert best.ballot.value == "2026-02-17T08:00:00Z"
    assert best.confidence > 0.8


def test_an_undated_page_stays_undated() -> None:
    assert published.votes(of(("published", "2019-05-03", "near:prose"))).winner is None


def test_the_first_page_of_a_site_has_no_day_unless_it_or_its_feed_shows_one() -> None:
    told = [("published", "2019-05-03T08:00:00Z", origin) for origin in ("og", "jsonld", "meta")]
    home, post = "https://weaver.example/", "https://weaver.example/blog/warp"
    assert published.votes(of(*told, url=home)).winner is None
    assert published.votes(of(*told, url=post)).winner
    assert published.votes(of(*told, ("published", "3 May 2019", "time:close"), url=home)).winner
    assert published.votes(of(*told, ("published", "2019-05-03", "feed"), url=home)).winner


def test_one_moment_told_in_two_zones_is_a_day() -> None:
    """Each of the two days alone is too unlikely to be given."""

    def winner(shown: str) -> Scored | None:
        return published.votes(of(("published", "2019-11-19 02:24:00", "time:far"),
                                  ("published", shown, "alone:far"))).winner  # fmt: skip

    assert winner("November 3, 2019") is None
    assert winner("November 18, 2019")


def test_a_shown_day_without_its_year_supports_the_full_date() -> None:
    found = of(("published", "2026-02-17", "meta"), ("published", "Feb 17", "time:close"))
    traits = {one.value: one.traits for one in published.ballots(found)}
    assert traits["2026-02-17"]["shown without its year"] == 1.0


@pytest.mark.parametrize(("changed", "never"), [("2026-02-17", 1.0), ("2026-02-20", 0.0)])
def test_a_day_that_only_machines_are_told_may_also_be_that_of_the_last_change(
    changed: str, never: float
) -> None:
    found = of(("published", "2026-02-17", "jsonld"), ("modified", changed, "jsonld"))
    (ballot,) = published.ballots(found)
    assert ballot.traits["machine only and never changed"] == never


@pytest.mark.parametrize(
    ("dates", "chosen"),
    [
        ((("2021/08", "citation_publication_date"), ("2021/07/15", "citation_online_date")),
         "2021-07-15"),
        ((("1977/01", "citation_publication_date"), ("2007/11/01", "citation_online_date")),
         "1977-01"),
        ((("2020/01/01", "citation_publication_date"), ("2020-03-27", "citation_date")),
         "2020-03-27"),
        ((("2017/06/12", "citation_date"), ("2023/08/02", "citation_online_date")), "2017-06-12"),
        ((("2004", "citation_publication_date"),), "2004"),
    ],
)  # fmt: skip
def test_a_paper_is_dated_by_its_first_full_date(
    dates: tuple[tuple[str, str], ...], chosen: str
) -> None:
    found = of(*(("published", value, origin) for value, origin in dates))
    assert str(published.of_paper(found)) == chosen


def test_a_change_before_publication_is_none() -> None:
    found = of(("modified", "2026-02-10", "og"))
    assert published.modified(found, published.read("2026-02-17")) is None
    assert str(published.modified(found, published.read("2026-02-01"))) == "2026-02-10"


def test_what_a_page_escaped_twice_reads_as_it_was_meant_and_what_speaks_of_html_stays() -> None:
    found = of(
        ("title", "Warp &amp; weft: Lee&#8217;s loom", "og"),
        ("title", "Warp & weft: Lee’s loom", "h1"),
    )
    shown = [(one.value, one.origins) for one in titles.ballots(found)]
    assert shown == [("Warp & weft: Lee’s loom", ("og",)), ("Warp & weft: Lee’s loom", ("h1",))]
    assert titles.unescaped("Escape &lt;b&gt; yourself &#0;") == "Escape &lt;b&gt; yourself &#0;"


# --------------------------------------------------------------------------- summary


def test_a_summary_that_every_page_of_the_host_has_is_none() -> None:
    told = "A free course for people with some coding experience."
    facts = SiteFacts(summaries=frozenset({summaries.key(told)}))
    found = of(("summary", told, "og"), facts=facts)
    chosen, why = summaries.choose(found, "Nets", PROSE)
    assert chosen.startswith("The loom is set up")
    assert why
    assert why.origin == "text"


def test_what_arxiv_s_feed_says_before_an_abstract_is_no_part_of_it() -> None:
    told = "arXiv:2504.05862v1 Announce Type: new Abstract: Looms that set themselves up are rare, and we build one."
    chosen, _ = summaries.choose(of(("summary", told, "feed")), "Nets", "")
    assert chosen == "Looms that set themselves up are rare, and we build one."


@pytest.mark.parametrize(("value", "said"), [
    ("Nets for lace - We weave a net in an hour, with one hand only.", "We weave a net in an hour, with one hand only."),
    ("Nets for lace: a way of weaving that needs no loom at all.", None),
    ("Nets for lace Machines have been known for some hundred years by now.", None),
    ("Nets for lace. Read it.", None),
])  # fmt: skip
def test_a_summary_does_not_begin_with_the_title_where_the_rest_stands_by_itself(
    value: str, said: str | None
) -> None:
    assert summaries.without_title(value, "Nets for lace") == (said or value)


def test_an_abstract_comes_before_a_card() -> None:
    found = of(("summary", "Ann Lee. Journal of Looms. 2021.", "og"),
               ("summary", "Abstract: We weave with twelve shafts and find it slow.", "citation"))  # fmt: skip
    assert summaries.choose(found, "Nets", "")[0].startswith("We weave")


def test_of_two_summaries_the_one_that_the_text_begins_with_is_the_page_s() -> None:
    found = of(
        ("summary", "All about looms, weaving and the people who weave by hand.", "meta"),
        ("summary", "The loom is set up in an hour, and the first rows …", "meta"),
    )
    assert summaries.choose(found, "Warp", PROSE)[0].startswith("The loom is set up")


@pytest.mark.parametrize("day", ["06.11.2023, 11.41 Uhr : ", "Mar 5, 2024 — ", "2024-03-05 | "])
def test_a_summary_does_not_begin_with_the_day(day: str) -> None:
    said = "A loom is built in an afternoon from what a garden has, and is used for years."
    assert summaries.choose(of(("summary", day + said, "og")), "Warp", "")[0] == said


def test_a_summary_does_not_begin_with_the_byline() -> None:
    told = "By Ann Lee The loom is the oldest machine that people still use at home every day."
    found = of(("summary", told, "og"), ("authors", "Ann Lee", "meta"))
    assert summaries.choose(found, "Looms", "")[0].startswith("The loom is")
    assert summaries.choose(of(("summary", told, "og")), "Looms", "")[0].startswith("By Ann Lee")


def test_a_summary_that_repeats_the_title_says_nothing() -> None:
    found = of(("summary", "Warp and weft, twice", "og"))
    assert summaries.choose(found, "Warp and weft, twice", "") == ("", None)


TEXT = (
    "Winter was long again this year. In this post we show how to warp a loom alone."
    " Bring some patience and a good chair."
)


@pytest.mark.parametrize(
    "told", ["Warping.", "Subscribe to read more of what we weave every week."]
)
def test_where_the_head_says_little_the_text_is_quoted(told: str) -> None:
    chosen, why = summaries.choose(of(("summary", told, "og")), "Warping alone", TEXT)
    assert chosen == "we show how to warp a loom alone."
    assert why
    assert why.origin == summaries.QUOTED


def test_a_good_card_comes_before_the_text() -> None:
    card = "Two people used to warp this loom, and here is how one does it."
    chosen, why = summaries.choose(of(("summary", card, "og")), "Warping alone", TEXT)
    assert (chosen, why and why.origin) == (card, "og")


def test_what_little_is_said_is_taken_where_there_is_no_text() -> None:
    chosen, why = summaries.choose(of(("summary", "How to warp alone", "og")), "A loom", "")
    assert (chosen, why and why.origin) == ("How to warp alone", "og")


# --------------------------------------------------------------------------- site and language


@pytest.mark.parametrize(
    ("candidate", "tag", "name"),
    [
        (("site", "The Weaver | News from the loom", "og"), "", "The Weaver"),
        (("site", "Holding Group", "jsonld"), "Warp - The Weaver", "The Weaver"),
        (("site", "Weaver", "application"), "", "Weaver"),
    ],
)
def test_the_site_s_own_name(candidate: tuple[str, str, str], tag: str, name: str) -> None:
    assert sites.choose(of(candidate, title_tag=tag))[0] == name


def test_an_address_is_no_name_of_a_site() -> None:
    assert (
        sites.choose(of(("site", "https://weaver.example", "og"), ("site", "Loom News", "meta")))[0]
        == "Loom News"
    )
    assert sites.choose(of(("site", "www.weaver.example", "og")))[0] == "weaver.example"


def test_a_site_is_called_as_it_is_written_not_as_its_host() -> None:
    assert (
        sites.choose(of(("site", "weaver", "og"), ("site", "The Weaver", "jsonld")))[0]
        == "The Weaver"
    )
    assert sites.choose(of(("site", "weaver", "og"), ("site", "Holding", "jsonld")))[0] == "weaver"
    assert sites.choose(of(("site", "@weaver", "og"), ("site", "Weaver", "jsonld")))[0] == "Weaver"


@pytest.mark.parametrize(
    ("name", "label", "same"),
    [
        ("The New Loom Times", "nltimes", True),
        ("British Weaving Corporation", "bwc", True),
        ("The New Loom Times", "nltime", False),
        ("Wide Web", "weaver", False),
    ],
)
def test_a_host_may_shorten_a_name(name: str, label: str, same: bool) -> None:
    assert sites.matches(name, label) is same


def test_an_address_gives_way_to_a_name_that_the_host_shortens() -> None:
    found = of(
        ("site", "tw.example/", "og"),
        ("site", "The Weaver", "jsonld"),
        url="https://www.tw.example/warp",
    )
    assert sites.choose(found)[0] == "The Weaver"


def test_a_card_that_takes_the_headline_for_the_site_is_not_believed() -> None:
    found = of(("site", "Warp for beginners", "og"), title_tag="Warp for beginners | Weaver")
    assert sites.choose(found)[0] == "Weaver"


def test_a_kept_copy_is_of_the_site_that_it_was_made_of() -> None:
    copy = "https://web.archive.org/web/2015/http://www.weaver.example/warp"
    assert sites.choose(of(url=copy))[0] == "weaver.example"


def test_the_host_names_the_site_where_nothing_else_does() -> None:
    name, why = sites.choose(of())
    assert name == urls.host(of().url)
    assert why
    assert why.weak


@pytest.mark.parametrize(
    ("url", "feed", "name"),
    [
        ("https://english.lamparo.example/a", "Lámparo in English", "Lámparo in English"),
        ("https://www.gw.example/a", "Garden Weekly | News", "Garden Weekly"),
        ("https://www.lamparo.example/a", "World", "lamparo.example"),
        ("https://www.lamparo.example/a", "Lámparo -", "Lámparo"),
    ],
)
def test_a_feed_names_the_site_where_the_host_says_so_too(url: str, feed: str, name: str) -> None:
    assert sites.choose(replace(of(("site", feed, "feed")), url=url))[0] == name


def test_the_text_settles_the_language() -> None:
    german = "Der Webstuhl wird in einer Stunde aufgebaut, und die ersten Reihen sind gewebt. " * 6
    assert language.choose(of(("language", "en_US", "og")), german)[0] == "de"
    assert language.choose(of(("language", "en_us", "og")), PROSE)[0] == "en-US"


def test_a_short_text_settles_nothing() -> None:
    assert language.choose(of(("language", "de", "html")), "Weft.")[0] == "de"
    assert language.choose(of(), "Weft.") == (None, None)


@pytest.mark.parametrize(
    ("declared", "tag"),
    [("EN_us", "en-US"), ("english", "en"), ("zh-hant-tw", "zh-Hant-TW"), ("de-DE.utf8", "de-DE"),
     ("?", None)],
)  # fmt: skip
def test_languages_are_written_one_way(declared: str, tag: str | None) -> None:
    assert language.tag(declared) == tag


# --------------------------------------------------------------------------- minutes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("word " * 10, 1),
        ("word " * 2300, 10),
        ("```\n" + "word " * 2300 + "\n```", 5),
        ("織" * 5000, 10),
        ("word " * 1150 + "織" * 2500, 10),
    ],
)
def test_reading_takes_as_long_as_its_words(text: str, expected: int | None) -> None:
    assert minutes.of_text(text) == expected


def test_of_a_part_the_time_for_the_whole_is_told() -> None:
    assert minutes.of_text("word " * 2300, 0.25) == 40


@pytest.mark.parametrize(
    ("length", "seconds"),
    [("PT2M22S", 142), ("PT1H", 3600), ("P1DT1S", 86401), ("1:02:03", 3723), ("12:30", 750),
     ("95", 95), ("soon", None), ("", None), ("P", None)],
)  # fmt: skip
def test_lengths_are_read(length: str, seconds: int | None) -> None:
    assert minutes.seconds(length) == seconds


@pytest.mark.parametrize(
    ("text", "claims", "expected"),
    [
        (
            "Das ist ein kurzer Satz über den alten Webstuhl.",
            (("en", "html"), ("de", "feed")),
            "de",
        ),
        ("This is a short post about the old loom.", (("en", "html"), ("de", "feed")), "en"),
        ("古い織機についての短い投稿です。", (("en", "html"),), "ja"),
        ("Короткая запись о старом станке", (("en", "html"),), "ru"),
        ("Короткий допис про старий верстат", (("en", "html"), ("uk", "feed")), "uk"),
        ("Loom 3.2", (("de", "html"),), "de"),
        ("Loom 3.2", (), None),
    ],
)
def test_of_a_short_text_its_script_and_the_claims_decide(
    text: str, claims: tuple[tuple[str, str], ...], expected: str | None
) -> None:
    found = of(*(("language", value, origin) for value, origin in claims))
    assert language.choose(found, text)[0] == expected


# --------------------------------------------------------------------------- access and kind


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("https://creativecommons.org/licenses/by-nc/4.0/", "CC BY-NC 4.0"),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
        ("MIT License", "MIT License"),
        ("https://a.example/terms", None),
        ("© 2024 The Harbour Gazette", None),
        ("Copyright (c) 2019, A. Orr. All rights reserved.", None),
        ("© A. Orr, licensed under Apache-2.0", "© A. Orr, licensed under Apache-2.0"),
    ],
)
def test_the_licence_in_short(value: str, name: str | None) -> None:
    assert access.licence(of(("licence", value, "link"))) == name


@pytest.mark.parametrize(
    ("values", "expected"), [((), None), (("false",), False), (("false", "locked"), True)]
)
def test_a_paywall_is_hinted_at_or_not(values: tuple[str, ...], *, expected: bool | None) -> None:
    assert access.paywalled(of(*(("paywalled", one, "jsonld") for one in values))) is expected


@pytest.mark.parametrize(
    ("url", "candidates", "expected"),
    [
        ("https://a.example/x", (), Kind.ARTICLE),
        ("https://a.example/x", (("kind", "paper", "citation"),), Kind.PAPER),
        ("https://a.example/x", (("kind", "course", "jsonld"),), Kind.COURSE),
        ("https://a.example/x", (("kind", "video.other", "og"),), Kind.VIDEO),
        (
            "https://a.example/x",
            (("kind", "video.other", "og"), ("kind", "article", "jsonld")),
            Kind.ARTICLE,
        ),
        ("https://a.example/x", (("kind", "post", "jsonld"),), Kind.POST),
        ("https://a.example/x", (("kind", "release", "feed"),), Kind.RELEASE),
        ("https://a.example/x", (("kind", "lesson", "adapter:lesson"),), Kind.LESSON),
        ("https://a.example/x", (("kind", "discussion", "microdata"),), Kind.DISCUSSION),
        ("https://a.example.org/t/which-loom/123", (), Kind.DISCUSSION),
        ("https://a.example.org/threads/which-loom.123/", (), Kind.DISCUSSION),
        ("https://a.example.org/forum/viewtopic.php?t=5", (), Kind.DISCUSSION),
        ("https://discuss.example.org/d/12-looms", (), Kind.DISCUSSION),
        ("https://docs.example.org/en/looms.html", (), Kind.DOCUMENT),
        ("https://docs.example.org/", (), Kind.ARTICLE),
        ("https://a.example.org/t/looms", (), Kind.ARTICLE),
        ("https://arxiv.org/abs/1706.03762", (), Kind.PAPER),
    ],
)
def test_the_kind_by_what_is_most_certain(
    url: str, candidates: tuple[tuple[str, str, str], ...], expected: Kind
) -> None:
    assert kind.choose(of(*candidates, url=url), canonical.identity(url))[0] is expected
