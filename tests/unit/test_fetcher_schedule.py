"""When feeds are asked again, how they are said to be, and what is remembered of them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetcher_site import NOON, Reply, Site, item, reading, rss
from wirewatch_fetcher.feed_state import FeedState, Health, after_failure, with_quiet
from wirewatch_fetcher.identity import Identity, IdRung
from wirewatch_fetcher.schedule import Pace, backoff_s, cache_wish_s, next_interval_s, retry_after_s, rhythm_s
from wirewatch_fetcher.seen import is_new, remember

PACE = Pace(min_s=300, max_s=86_400)


def identity(name: str, revision: str = "00" * 8) -> Identity:
    return Identity(article_id=name * 32, entry_id=name, revision=revision, rung=IdRung.ID)


@given(
    previous=st.none() | st.integers(1, 10**6),
    new=st.integers(0, 50),
    rhythm=st.none() | st.floats(0, 10**8),
    wish=st.integers(0, 10**9),
)
def test_the_pause_stays_within_its_bounds(previous: int | None, new: int, rhythm: float | None, wish: int) -> None:
    """Whatever feed and server say, a poll comes no sooner and no later than is allowed."""
    found = next_interval_s(previous, pace=PACE, new=new, total=50, rhythm_s=rhythm, wish_s=wish)
    assert PACE.min_s <= found <= PACE.max_s


def test_a_lively_feed_is_asked_often_and_a_sleepy_one_seldom() -> None:
    """The first pause follows the feed's rhythm."""
    pauses = [next_interval_s(None, pace=PACE, new=9, total=9, rhythm_s=every) for every in (60.0, 7_200.0, 604_800.0)]
    assert pauses == [300, 3_600, 86_400]


def test_a_poll_that_came_late_makes_the_next_one_sooner() -> None:
    """Half of the feed being new halves the pause, nothing new makes it longer."""
    assert next_interval_s(3_600, pace=PACE, new=30, total=50, rhythm_s=7_200.0) == 1_800
    assert next_interval_s(3_600, pace=PACE, new=0, total=50, rhythm_s=7_200.0) == 5_400


def test_a_wish_is_a_lower_bound() -> None:
    """`max-age`, `Expires`, `ttl` and `sy:` make a pause longer, never shorter."""
    assert next_interval_s(600, pace=PACE, new=1, total=50, rhythm_s=600.0, wish_s=7_200) == 7_200
    assert next_interval_s(7_200, pace=PACE, new=1, total=50, rhythm_s=14_400.0, wish_s=60) == 7_200


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "public, max-age=900"}, 900),
        ({"cache-control": "no-cache, max-age=900"}, 0),
        ({"cache-control": 'max-age="60"'}, 60),
        ({"expires": "Wed, 01 May 2024 13:00:00 GMT"}, 3_600),
        ({"expires": "0"}, 0),
        ({"cache-control": "max-age=99999999999999999999"}, 86_400),
        ({}, 0),
    ],
)
def test_cache_headers_are_understood(headers: dict[str, str], seconds: int) -> None:
    """How long an answer stays fresh is read from its headers, within reason."""
    assert cache_wish_s(headers, now=NOON) == seconds


@given(st.text(max_size=30))
def test_any_retry_after_is_read_or_left_out(value: str) -> None:
    """Nonsense in the header is as if it were not there."""
    found = retry_after_s(value, now=NOON)
    assert found is None or 0 <= found <= 86_400


def test_failures_back_off_and_never_stop() -> None:
    """Each failure doubles the pause, up to the longest, spread by the dice."""
    pauses = [backoff_s(count, interval_s=600, pace=PACE, jitter=0.5) for count in (1, 2, 3, 4, 50)]
    assert pauses == [300, 600, 1_200, 2_400, 86_400]
    assert backoff_s(2, interval_s=600, pace=PACE, jitter=0.0) < backoff_s(2, interval_s=600, pace=PACE, jitter=1.0)


def test_too_few_dates_have_no_rhythm() -> None:
    """Three dates say nothing about a feed's pace."""
    assert rhythm_s([NOON, NOON - timedelta(hours=1), NOON - timedelta(hours=2)]) is None
    assert rhythm_s([NOON - timedelta(hours=n) for n in range(6)]) == 3_600


def test_a_feed_that_fails_again_and_again_is_failing() -> None:
    """One failure is nothing, the third is a state."""
    state = FeedState(url="https://n.example/", health=Health.OK)
    healths = [(state := after_failure(state, "no answer", now=NOON)).health for _ in range(3)]
    assert healths == [Health.OK, Health.OK, Health.FAILING]


@pytest.mark.parametrize(
    ("silent", "health"),
    [(timedelta(hours=23), Health.OK), (timedelta(hours=25), Health.QUIET)],
)
def test_a_feed_goes_quiet_against_its_own_rhythm(silent: timedelta, health: Health) -> None:
    """An hourly feed that says nothing for a day is quiet; the reason tells since when."""
    state = FeedState(url="https://n.example/", health=Health.OK, polled=NOON, changed=NOON - silent, rhythm_s=3_600)
    assert with_quiet(state).health is health


async def test_a_quiet_feed_is_well_again_with_its_next_entry(site: Site) -> None:
    """Quiet is no sentence: something new ends it."""
    hourly = [item(str(hour), date=f"Wed, 01 May 2024 0{hour}:00:00 GMT") for hour in range(6)]
    site.replies["/feed"] = Reply(body=rss(*hourly))
    healths = []
    async with reading(site, "/feed") as reader:
        for extra in ((), (), (item("new"),)):
            site.replies["/feed"] = Reply(body=rss(*extra, *hourly))
            healths.append((await reader.poll()).state.health)
            reader.now += timedelta(days=2)
    assert healths == [Health.OK, Health.QUIET, Health.OK]


def test_entries_are_forgotten_some_time_after_they_left() -> None:
    """While an entry is in the feed it stays known; later, until the days are over."""
    first = remember([identity("a"), identity("b")], {}, now=NOON, keep_days=30)
    seen = dict(first.write)
    assert not is_new(identity("a"), seen)
    assert is_new(identity("a", revision="11" * 8), seen)
    for days, forgotten in ((29, 0), (31, 1)):
        change = remember([identity("a")], seen, now=NOON + timedelta(days=days), keep_days=30)
        assert len(change.delete) == forgotten


def test_a_known_entry_is_written_once_a_day() -> None:
    """Polls of one day that find nothing new change nothing in the memory."""
    seen = dict(remember([identity("a")], {}, now=NOON, keep_days=30).write)
    assert remember([identity("a")], seen, now=NOON + timedelta(hours=1), keep_days=30).write == ()
