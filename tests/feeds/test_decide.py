"""What a fetch means for the next one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.errors import BadStatus, FetchError, ParseError, TimedOut
from curator.feeds import decide
from curator.model import Entry, Feed, FetchState, Page, Skips, Source, Validators

NOW = datetime(2026, 2, 18, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOURCE = Source("https://blog.example/feed")
FRESH = FetchState()
ETAG = {"etag": '"1"'}


def page(
    headers: dict[str, str] | None = None,
    redirects: tuple[tuple[int, str], ...] = (),
    status: int = 200,
) -> Page:
    final = redirects[-1][1] if redirects else SOURCE.url
    return Page(
        SOURCE.url, final, status, ETAG if headers is None else headers, b"x", NOW, redirects
    )


def after(
    state: FetchState = FRESH,
    answer: Page | None = None,
    feed: Feed | None = None,
    dates: tuple[datetime, ...] = (),
    now: datetime = NOW,
) -> FetchState:
    return decide.read(SOURCE, state, answer or page(), feed or Feed("rss20"), now, dates=dates)


def test_a_feed_that_left_half_of_its_name_empty_goes_by_the_other_half() -> None:
    assert after(feed=Feed("rss20", title="Rest of Looms -")).title == "Rest of Looms"


def pause(state: FetchState, now: datetime = NOW) -> timedelta:
    assert state.next_fetch_at is not None
    return state.next_fetch_at - now


# --------------------------------------------------------------------------- rhythm


@pytest.mark.parametrize(
    ("days", "per_week"),
    [
        ((), 0.0),
        ((100, 200), 0.0),
        ((1, 8, 15, 22, 29, 36, 43, 50, 100), 0.933),
        ((0.1, 0.2, 0.3, 0.4), 28.0),
        ((3,), 2.333),
    ],
)
def test_posts_are_counted_over_two_months_or_as_far_as_the_feed_reaches(
    days: tuple[float, ...], per_week: float
) -> None:
    dates = [NOW - timedelta(days=day) for day in days]
    assert decide.posts_per_week(dates, NOW) == pytest.approx(per_week, abs=0.001)


@pytest.mark.parametrize(
    ("per_week", "hours"), [(0.0, 24), (0.5, 24), (3.5, 24), (7.0, 12), (28.0, 3), (1000.0, 1)]
)
def test_the_pause_is_half_the_time_between_posts_from_an_hour_to_a_day(
    per_week: float, hours: float
) -> None:
    state = FetchState(Validators('"1"'), posts_per_week=per_week)
    assert decide.pace(state, NOW) == hours * 3600


@pytest.mark.parametrize(("silent", "hours"), [(1, 3), (12, 3), (24, 6), (48, 12), (2000, 24)])
def test_a_source_that_falls_silent_is_asked_less_and_less(silent: int, hours: float) -> None:
    state = FetchState(Validators('"1"'), posts_per_week=28.0, newest_at=NOW)
    assert decide.pace(state, NOW + silent * HOUR) == hours * 3600


def test_the_newest_post_is_remembered_and_none_from_the_future() -> None:
    dates = (NOW - DAY, NOW - 3 * DAY, NOW + HOUR)
    assert after(dates=dates).newest_at == NOW - DAY
    assert after(state=replace(FRESH, newest_at=NOW - DAY)).newest_at == NOW - DAY


def test_a_server_that_cannot_say_unchanged_is_asked_once_a_day() -> None:
    dates = tuple(NOW - timedelta(hours=n) for n in range(1, 20))
    assert pause(after(answer=page({}), dates=dates)) >= DAY
    assert pause(after(answer=page(), dates=dates)) < 2 * HOUR


def test_what_server_and_feed_ask_for_is_a_floor() -> None:
    busy = tuple(NOW - timedelta(hours=n) for n in range(1, 20))
    patient = page(ETAG | {"cache-control": "max-age=864000"})
    assert pause(after(answer=patient, dates=busy)) >= timedelta(days=10)
    assert pause(after(feed=Feed("rss20", ttl_seconds=6 * 3600), dates=busy)) >= 6 * HOUR
    assert pause(after(feed=Feed("rss20", ttl_seconds=10**7), dates=busy)) < 2 * DAY


def test_the_hours_that_a_feed_asks_to_skip_are_left_out_after_a_304_too() -> None:
    midday = Skips(hours=(13, 14, 15))
    busy = [NOW - HOUR * number for number in range(1, 200)]
    first = after(feed=Feed("rss20", skips=midday), dates=tuple(busy))
    again = decide.unchanged(SOURCE, first, page(status=304), NOW)
    for state in (first, again):
        assert state.next_fetch_at is not None
        assert state.next_fetch_at.hour == 16


def test_what_the_feed_asks_for_outlives_an_answer_that_does_not_repeat_it() -> None:
    busy = tuple(NOW - timedelta(hours=n) for n in range(1, 40))
    first = after(feed=Feed("rss20", ttl_seconds=6 * 3600), dates=busy)
    again = decide.unchanged(SOURCE, first, page(status=304), NOW + HOUR)
    assert pause(again, NOW + HOUR) >= 6 * HOUR


def test_the_pause_is_spread_and_always_the_same() -> None:
    one, same = after(), after()
    other = decide.read(
        Source("https://other.example/"), FetchState(), page(), Feed(""), NOW, dates=()
    )
    assert one.next_fetch_at == same.next_fetch_at != other.next_fetch_at
    assert timedelta() <= pause(one) - DAY <= DAY * decide.JITTER


# --------------------------------------------------------------------------- success


def test_a_good_fetch_is_remembered_whole() -> None:
    before = FetchState(failures=3, failing_since=NOW - DAY, error="no", disabled_at=NOW)
    feed = Feed("rss20", title="Blog", site_url="https://blog.example/", hub="https://hub.example/")
    state = after(before, page(ETAG | {"last-modified": "x y"}), feed)
    assert state.validators == Validators('"1"', "x y")
    assert state.body_hash == decide.body_hash(page())
    assert (state.title, state.site_url) == ("Blog", "https://blog.example/")
    assert state.websub_hub == "https://hub.example/"
    assert (state.failures, state.failing_since, state.error, state.disabled_at) == (
        0,
        None,
        None,
        None,
    )
    assert state.last_good_at == state.last_try_at == NOW


def test_unchanged_takes_new_validators_and_keeps_the_old_ones_where_none_came() -> None:
    before = FetchState(Validators('"1"', "monday"), title="Blog", body_hash="h")
    state = decide.unchanged(SOURCE, before, page({"etag": '"2"'}, status=304), NOW)
    assert state.validators == Validators('"2"', "monday")
    assert (state.title, state.body_hash, state.last_good_at) == ("Blog", "h", NOW)


def test_a_hub_in_the_header_is_noted() -> None:
    link = '<https://hub.example/>; rel="hub", <https://x.example/>; rel="self"'
    assert after(answer=page({"link": link})).websub_hub == "https://hub.example/"


# --------------------------------------------------------------------------- failure


def fail(error: Exception, state: FetchState = FRESH, now: datetime = NOW) -> FetchState:
    return decide.failed(SOURCE, state, SOURCE.url, error, now)[0]


def test_each_failure_doubles_the_pause_up_to_a_day() -> None:
    state = FetchState(interval_seconds=3600)
    pauses = []
    for _ in range(8):
        state = fail(TimedOut(SOURCE.url), state)
        pauses.append(pause(state) / HOUR)
    for doubled, found in zip([2, 4, 8, 16, 24, 24, 24, 24], pauses, strict=True):
        assert doubled <= found <= doubled * 1.1


def test_validators_and_what_was_read_survive_a_failure() -> None:
    good = after(dates=(NOW,))
    state = fail(BadStatus(SOURCE.url, 500, "broken"), good)
    assert state.validators == good.validators
    assert state.body_hash == good.body_hash
    assert (state.status, state.error, state.failures) == (500, "broken", 1)
    assert state.last_good_at == good.last_good_at


def test_a_source_is_given_up_after_a_month_not_after_a_number_of_failures() -> None:
    state = FetchState()
    for hour in range(0, 29 * 24, 6):
        state = fail(TimedOut(SOURCE.url), state, NOW + timedelta(hours=hour))
    assert state.failures > 100
    assert state.disabled_at is None
    assert fail(TimedOut(SOURCE.url), state, NOW + timedelta(days=30)).disabled_at is not None


def test_gone_disables_at_once_and_missing_does_not() -> None:
    assert fail(BadStatus(SOURCE.url, 410)).disabled_at == NOW
    assert fail(BadStatus(SOURCE.url, 404)).disabled_at is None


# --------------------------------------------------------------------------- waiting


@pytest.mark.parametrize(
    ("url", "status", "retry_after", "domain", "seconds"),
    [
        ("https://a.blog.example/f", 429, 120.0, "blog.example", 120),
        ("https://a.blog.example/f", 503, 7200.0, "blog.example", 7200),
        ("https://blog.example/f", 429, None, "blog.example", 3600),
        ("https://blog.example/f", 503, None, None, 0),
        ("https://blog.example/f", 500, 120.0, None, 0),
        ("https://www.reddit.com/r/x/.rss", 403, None, "reddit.com", 3600),
        ("https://blog.example/f", 403, None, None, 0),
        ("http://192.168.1.5/f", 429, 120.0, None, 0),
        ("http://rsshub.lan/f", 429, 120.0, None, 0),
        ("http://rsshub/f", 429, 120.0, None, 0),
    ],
)
def test_a_busy_public_domain_is_left_alone_as_a_whole(
    url: str, status: int, retry_after: float | None, domain: str | None, seconds: int
) -> None:
    error = BadStatus(url, status, retry_after=retry_after)
    state, wait = decide.failed(Source(url), FetchState(), url, error, NOW)
    if domain is None:
        assert wait is None
    else:
        assert wait == decide.Wait(domain, NOW + timedelta(seconds=seconds))
        assert state.next_fetch_at is not None
        assert state.next_fetch_at >= wait.until


# --------------------------------------------------------------------------- moving

NEW = "https://new.example/feed"
PERMANENT = ((301, NEW),)


def test_a_permanent_move_is_trusted_after_ten_fetches() -> None:
    state = FetchState()
    for count in range(10):
        assert decide.address(SOURCE, state, NOW) == SOURCE.url, count
        state = after(state, page(redirects=PERMANENT))
    assert decide.address(SOURCE, state, NOW) == NEW


def test_a_permanent_move_is_trusted_after_a_week() -> None:
    state = after(answer=page(redirects=((301, "https://x.example/"), (308, NEW))))
    assert decide.address(SOURCE, state, NOW + timedelta(days=6)) == SOURCE.url
    assert decide.address(SOURCE, state, NOW + timedelta(days=7)) == NEW


def test_https_of_the_same_host_is_trusted_at_once() -> None:
    plain = Source("http://blog.example/feed")
    secure = Page(plain.url, SOURCE.url, 200, {}, b"", NOW, ((301, SOURCE.url),))
    state = decide.read(plain, FetchState(), secure, Feed(""), NOW, dates=())
    assert decide.address(plain, state, NOW) == SOURCE.url


@pytest.mark.parametrize(
    "redirects", [((302, NEW),), ((301, "https://x.example/"), (302, NEW)), ((307, NEW),), ()]
)
def test_one_temporary_hop_forgets_the_move(redirects: tuple[tuple[int, str], ...]) -> None:
    state = after(
        FetchState(moved_to=NEW, moved_seen=5, moved_since=NOW), page(redirects=redirects)
    )
    assert (state.moved_to, state.moved_seen, state.moved_since) == (None, 0, None)


def test_a_new_address_that_is_gone_leads_back_to_the_old_one() -> None:
    moved = replace(after(), moved_to=NEW, moved_seen=10, moved_since=NOW)
    state, _ = decide.failed(SOURCE, moved, NEW, BadStatus(NEW, 410), NOW)
    assert state.disabled_at is None
    assert decide.address(SOURCE, state, NOW) == SOURCE.url
    assert state.validators == Validators()


def test_a_discovered_feed_is_asked_until_it_is_no_feed_any_more() -> None:
    found = FetchState(feed_url="https://blog.example/atom.xml")
    assert decide.address(SOURCE, found, NOW) == "https://blog.example/atom.xml"
    url = found.feed_url or ""
    assert decide.failed(SOURCE, found, url, TimedOut(url), NOW)[0].feed_url == url
    assert decide.failed(SOURCE, found, url, ParseError("html"), NOW)[0].feed_url is None
    assert decide.failed(SOURCE, found, url, BadStatus(url, 404), NOW)[0].feed_url is None


# --------------------------------------------------------------------------- entries


def entry(id_: str, hash_: str = "1") -> Entry:
    return Entry(id_, None, id_, hash=hash_)


def test_new_and_changed_entries_are_told_from_known_ones() -> None:
    found = decide.changes(
        [entry("a"), entry("b"), entry("c", "2")], {"b": "1", "c": "1", "z": "1"}
    )
    assert [one.id for one in found.new] == ["a"]
    assert [one.id for one in found.changed] == ["c"]
    assert found.rewrites == (("c", 1),)


def test_an_entry_that_never_stops_changing_is_left_alone_in_the_end() -> None:
    rewrites: tuple[tuple[str, int], ...] = ()
    stored = "0"
    changed = 0
    for turn in range(1, 40):
        found = decide.changes([entry("a", str(turn))], {"a": stored}, rewrites)
        rewrites = found.rewrites
        if found.changed:
            changed += 1
            stored = str(turn)
    assert changed == decide.REWRITES


@given(
    st.sampled_from(
        [
            BadStatus("u", 404),
            BadStatus("u", 429, retry_after=1e9),
            TimedOut("u"),
            FetchError("u"),
            ParseError("p"),
        ]
    ),
    st.integers(0, 10_000),
    st.integers(0, 10**9),
)
def test_the_next_try_always_lies_ahead_and_within_reach(
    error: Exception, failures: int, interval: int
) -> None:
    state = fail(error, FetchState(failures=failures, interval_seconds=interval))
    assert timedelta() < pause(state) <= timedelta(seconds=1e9)
