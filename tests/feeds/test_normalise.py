"""What a reader gets to see of an entry."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from curator.feeds.read import read
from curator.model import Enclosure, Entry, Source
from tests.feeds.samples import FEED, atom, channel, entry, feed_of, item, page

# --------------------------------------------------------------------------- titles


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("<title>Plain</title>", "Plain"),
        ("<title>  two\n lines </title>", "two lines"),
        ("<title>AT&amp;T &lt; 5</title>", "AT&T < 5"),
        ("<title>Tom &amp;amp; Jerry</title>", "Tom & Jerry"),
        ("<title>&lt;b&gt;Bold&lt;/b&gt; move</title>", "Bold move"),
        ("<title><![CDATA[<em>CNNs</em> &amp; you]]></title>", "CNNs & you"),
        (
            "<title>&lt;b&gt;x&lt;script&gt;1&lt;/script&gt;&lt;/b&gt;</title>",
            "<b>x<script>1</script></b>",
        ),
        ("<title/><description>&lt;p&gt;First words&lt;/p&gt;</description>", "First words"),
        ("<link>https://blog.example/x</link>", "https://blog.example/x"),
        ("<guid isPermaLink='false'>7</guid>", "(untitled)"),
        ("<title>ab\u202ecd\u200b</title>", "abcd"),
    ],
)
def test_a_title_is_one_line_of_plain_text(markup: str, title: str) -> None:
    assert item(markup).title == title


def test_a_plain_atom_title_keeps_what_looks_like_markup() -> None:
    assert entry('<title type="text">The &lt;b&gt; tag</title>').title == "The <b> tag"
    assert entry('<title type="html">The &lt;b&gt;b&lt;/b&gt; tag</title>').title == "The b tag"


def test_a_huge_title_is_cut() -> None:
    assert len(item(f"<title>{'word ' * 10_000}</title>").title) <= 500


# --------------------------------------------------------------------------- links


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ("<link>https://blog.example/a</link>", "https://blog.example/a"),
        ("<link>/a?utm_source=rss&amp;b=1</link>", "https://blog.example/a?b=1"),
        ("<link> a b </link>", "https://blog.example/a%20b"),
        ("<guid>https://blog.example/g</guid>", "https://blog.example/g"),
        ("<guid isPermaLink='false'>https://blog.example/g</guid>", "https://blog.example/g"),
        ("<guid isPermaLink='false'>g-1</guid>", None),
        ("<enclosure url='https://cdn.example/a.mp3'/>", "https://cdn.example/a.mp3"),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>http://localhost:4000/2026/a.html</link>", "https://blog.example/2026/a.html"),
        (
            "<link>http://feedproxy.example/x</link><feedburner:origLink>https://blog.example/o</feedburner:origLink>",
            "https://blog.example/o",
        ),
    ],
)
def test_a_link_is_absolute_and_follows_nobody(markup: str, url: str | None) -> None:
    assert item(markup).url == url


def test_a_link_to_the_authors_machine_leads_to_the_feeds_host_where_no_site_is_named() -> None:
    found = item("<link>http://localhost:4000/2026/a.html</link>", head="<title>T</title>")
    assert found.url == "https://blog.example/2026/a.html"


def test_links_of_a_hosted_feed_count_from_the_site() -> None:
    document = channel("<item><link>/post</link></item>", "<link>https://site.example/</link>")
    assert (
        feed_of(document, "https://feeds.example/abc").entries[0].url == "https://site.example/post"
    )


def test_xml_base_counts() -> None:
    document = atom('<entry xml:base="https://other.example/x/"><link href="y"/></entry>')
    assert feed_of(document).entries[0].url == "https://other.example/x/y"


# --------------------------------------------------------------------------- text


def test_markup_is_sanitised_and_its_links_are_resolved() -> None:
    text = "&lt;p onclick='x'&gt;&lt;a href='/a'&gt;A&lt;/a&gt;&lt;img src='i.png'&gt;&lt;script&gt;1&lt;/script&gt;"
    summary = item(f"<description>{text}</description>").summary
    assert 'href="https://blog.example/a"' in summary
    assert 'src="https://blog.example/i.png"' in summary
    assert "onclick" not in summary
    assert "script" not in summary


def test_content_and_summary_are_told_apart() -> None:
    found = item(
        "<description>Short.</description><content:encoded>&lt;p&gt;Long.</content:encoded>"
    )
    assert (found.summary, found.content) == ("Short.", "<p>Long.</p>")


def test_plain_text_is_escaped() -> None:
    found = entry('<summary type="text">a &lt; b &amp; c</summary>')
    assert found.summary == "a &lt; b &amp; c"


def test_the_first_picture_that_is_no_pixel_stands_for_the_entry() -> None:
    text = (
        "&lt;img src='https://t.example/p.gif' width='1' height='1'&gt;"
        "&lt;img src='https://blog.example/big.png'&gt;"
    )
    assert item(f"<description>{text}</description>").image == "https://blog.example/big.png"
    assert item("<media:thumbnail url='/thumb.jpg'/>").image == "https://blog.example/thumb.jpg"


def test_an_entry_that_only_names_its_content_leads_there() -> None:
    found = entry('<id>tag:1</id><title>x</title><content type="text/html" src="/full"/>')
    assert found.url == "https://blog.example/full"


# --------------------------------------------------------------------------- people, words, files


@pytest.mark.parametrize(
    ("markup", "authors"),
    [
        ("<author>ada@blog.example (Ada Lovelace)</author>", ("Ada Lovelace",)),
        ("<dc:creator>Ada</dc:creator><dc:creator>Alan</dc:creator>", ("Ada", "Alan")),
        ("<dc:creator><![CDATA[Ada & Alan]]></dc:creator>", ("Ada & Alan",)),
        ("<itunes:author>Ada</itunes:author>", ("Ada",)),
        ("<author>ada@blog.example</author>", ("ada@blog.example",)),
        ("<author></author>", ()),
    ],
)
def test_authors(markup: str, authors: tuple[str, ...]) -> None:
    assert item(markup).authors == authors


@pytest.mark.parametrize(
    ("author", "told"),
    [
        ("<name>Ada</name><email>hidden</email>", "Ada"),
        ("<name>Ada</name><email>ada@mail.example.photography</email>", "Ada"),
        ("<name>Ada (the first)</name>", "Ada (the first)"),
        ("<email>ada@mail.example</email>", "ada@mail.example"),
    ],
)
def test_an_atom_author_is_the_name_whatever_stands_for_the_address(author: str, told: str) -> None:
    assert entry(f"<id>1</id><author>{author}</author>").authors == (told,)


def test_an_atom_feed_lends_its_author_to_entries_without_one() -> None:
    document = atom(
        "<entry><id>1</id></entry><entry><id>2</id><author><name>Alan</name></author></entry>",
        "<author><name>Ada</name></author>",
    )
    assert [one.authors for one in feed_of(document).entries] == [("Ada",), ("Alan",)]


def test_categories_are_unique_and_plain() -> None:
    found = item(
        "<category>CNN</category><category> CNN </category><category>A&amp;amp;B</category>"
    )
    assert found.categories[0] == "CNN"
    assert len(found.categories) == 2


@pytest.mark.parametrize(
    ("head", "language"),
    [
        ("<language>en-us</language>", "en-US"),
        ("<language>DE</language>", "de"),
        ("<language>?</language>", None),
    ],
)
def test_language_is_the_feeds_unless_the_entry_says_otherwise(
    head: str, language: str | None
) -> None:
    assert item("<title>x</title>", head).language == language


def test_podcasts_have_files_durations_and_transcripts() -> None:
    found = item(
        "<enclosure url='/a.mp3' type='Audio/MPEG' length='1234'/>"
        "<itunes:duration>1:02:03</itunes:duration><itunes:image href='/cover.jpg'/>"
        "<podcast:transcript url='/a.vtt' type='text/vtt'/><podcast:chapters url='/a.json' type='x'/>"
    )
    assert found.enclosures == (Enclosure("https://blog.example/a.mp3", "audio/mpeg", 1234, 3723),)
    assert found.transcript_url == "https://blog.example/a.vtt"
    assert found.chapters_url == "https://blog.example/a.json"
    assert found.image == "https://blog.example/cover.jpg"


@pytest.mark.parametrize(
    ("href", "type_"),
    [
        ("/a.mp3?x=1", "audio/mpeg"),
        ("/film.MP4", "video/mp4"),
        ("/a", None),
        ("/[x.m4a", "audio/mp4"),
    ],
)
def test_a_file_without_a_type_goes_by_its_name(href: str, type_: str | None) -> None:
    found = entry(f'<link rel="enclosure" href="{href}"/>').enclosures
    assert [one.type for one in found] == [type_]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("3723", 3723),
        ("62:03", 3723),
        ("1:02:03", 3723),
        ("00:00", None),
        ("soon", None),
        ("1:2:3:4", None),
    ],
)
def test_durations(text: str, seconds: int | None) -> None:
    found = item(f"<enclosure url='/a.mp3'/><itunes:duration>{text}</itunes:duration>")
    assert found.enclosures[0].duration == seconds


# --------------------------------------------------------------------------- dates


def test_dates_are_instants_in_utc() -> None:
    found = item("<pubDate>Tue, 03 Feb 2026 10:00:00 +0200</pubDate>")
    assert found.published == datetime(2026, 2, 3, 8, tzinfo=UTC)


@pytest.mark.parametrize("text", ["01 Jan 1970 00:00:00 GMT", "03/04/2026", "3 Feb 2036", "soon"])
def test_a_date_that_cannot_be_is_none(text: str) -> None:
    assert item(f"<pubDate>{text}</pubDate>").published is None


def test_rss_with_dublin_core_and_atom_have_both_dates() -> None:
    assert item("<dc:date>2026-02-03</dc:date>").published == datetime(2026, 2, 3, tzinfo=UTC)
    found = entry(
        "<published>2026-02-01T00:00:00Z</published><updated>2026-02-03T00:00:00Z</updated>"
    )
    assert found.published == datetime(2026, 2, 1, tzinfo=UTC)
    assert found.updated == datetime(2026, 2, 3, tzinfo=UTC)


def test_newest_first_and_undated_entries_stay_behind_their_neighbour() -> None:
    dates = {"a": "2026-01-01", "b": "2026-02-01", "c": "", "d": "2026-01-15"}
    items = "".join(
        f"<item><guid>{name}</guid>{f'<pubDate>{date}</pubDate>' if date else ''}</item>"
        for name, date in dates.items()
    )
    assert [one.id for one in feed_of(channel(items)).entries] == ["b", "c", "d", "a"]


# --------------------------------------------------------------------------- identity


def ids(*items: str, known: tuple[str, ...] = ()) -> list[str]:
    document = channel("".join(f"<item>{one}</item>" for one in items))
    return [one.id for one in read(Source(FEED), page(document), known).entries]


def test_the_ladder_is_guid_link_file_text() -> None:
    assert ids("<guid>g</guid><link>/l</link>") == ["g"]
    assert ids("<link>/l</link>") == ["/l"]
    assert ids("<enclosure url='https://cdn.example/a.mp3'/>") == ["https://cdn.example/a.mp3"]
    (hashed,) = ids("<title>Only words</title>")
    assert hashed.startswith("hash:")
    assert ids("<title>Only words</title><description>edited</description>") == [hashed]


def test_repeated_guids_are_told_apart_by_the_link() -> None:
    assert ids("<guid>g</guid><link>/1</link>", "<guid>g</guid><link>/2</link>") == ["/1", "/2"]


def test_one_repeated_guid_among_many_keeps_the_others() -> None:
    many = [f"<guid>{n}</guid><link>/{n}</link>" for n in range(98)]
    twice = ["<guid>g</guid><link>/x</link>", "<guid>g</guid><link>/y</link>"]
    found = ids(*many, *twice)
    assert found[:98] == [str(n) for n in range(98)]
    assert found[98:] == ["/x", "/y"]


def test_the_same_entry_twice_is_one() -> None:
    assert ids(
        "<guid>g</guid><link>/1</link><title>x</title>",
        "<guid>g</guid><link>/1</link><title>x</title>",
    ) == ["g"]


def test_identities_are_unique_whatever_the_feed_does() -> None:
    found = ids(
        "<guid>g</guid><title>a</title>",
        "<guid>g</guid><title>b</title>",
        "<title>c</title>",
        "<title>c</title><link>/c</link>",
    )
    assert len(set(found)) == len(found) == 4


def test_a_known_identity_is_kept_when_the_feed_changes_its_mind() -> None:
    both = "<guid>g</guid><link>https://blog.example/1</link>"
    assert ids(both) == ["g"]
    assert ids(both, known=("https://blog.example/1",)) == ["https://blog.example/1"]


def test_a_huge_guid_is_cut_and_stays_unique() -> None:
    one, other = ids(f"<guid>{'x' * 5000}a</guid>", f"<guid>{'x' * 5000}b</guid>")
    assert one != other
    assert len(one) <= 1000


# --------------------------------------------------------------------------- the hash


def test_the_hash_changes_with_what_a_reader_sees_and_with_nothing_else() -> None:
    def of(text: str, file: str = "/a.mp3?token=1") -> str:
        found: Entry = item(
            f"<guid>g</guid><title>T</title><enclosure url='{file}'/><description>{text}</description>"
        )
        return found.hash

    assert of("&lt;p&gt;words") == of("&lt;p class='x'&gt;words")
    assert of("words") == of("words", "/a.mp3?token=2")
    assert of("words") != of("other words")
    assert of("words") != of("words", "/b.mp3")


# --------------------------------------------------------------------------- the feed itself


def test_the_feed_tells_of_itself() -> None:
    feed = feed_of(
        channel(
            "",
            "<link>https://blog.example/</link><description>About</description><ttl>90</ttl>"
            "<atom:link rel='hub' href='https://hub.example/'/>",
        )
    )
    assert (feed.title, feed.site_url, feed.description) == (
        "Blog",
        "https://blog.example/",
        "About",
    )
    assert feed.ttl_seconds == 5400
    assert feed.hub == "https://hub.example/"


def test_a_syndication_module_asks_for_patience_too() -> None:
    head = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
    assert feed_of(channel("", head)).ttl_seconds == 43200
