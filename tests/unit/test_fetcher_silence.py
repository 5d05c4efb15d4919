"""Who has gone quiet: decided from arrivals by the hour and the feeds' states."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from fetcher_site import NOON
from wirewatch.notices import FeedNotice, NoticeKind, Scope
from wirewatch_fetcher.feed_state import FeedState, Health
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.silence import (
    HISTORY_H,
    LEAST,
    WORLD,
    Arrivals,
    Quiet,
    after,
    groups_of,
    is_ours,
    notices,
    silence_of,
)

FEED = Feed(url="https://n.example/feed", title="N", language="ar", country="SY")
HOURLY = FeedState(url=FEED.url, health=Health.OK, polled=NOON, changed=NOON, rhythm_s=3_600)
LIVELY = (50,) * HISTORY_H


def days(hours: Sequence[int], *, silent: int) -> tuple[int, ...]:
    """Return a history in which each day is like the one given, and the last hours are empty."""
    repeated = tuple(hours) * (HISTORY_H // len(hours) + 1)
    return (*repeated[-HISTORY_H : len(repeated) - silent], *(0,) * silent)


def told(arrivals: Arrivals, quiet: Quiet, state: FeedState = HOURLY) -> tuple[FeedNotice, ...]:
    return notices([(FEED, state)], {WORLD: LIVELY, **arrivals}, quiet, now=NOON)


@pytest.mark.parametrize(
    ("a_day", "silent", "hours"),
    [
        ([6] * 24, 0, None),
        ([6] * 24, 3, None),
        ([6] * 24, 4, 3),
        ([2] * 24, 4, None),
        ([2] * 24, 7, 6),
        ([0] * 12 + [9] * 12, 8, 3),
        ([9] * 12 + [0] * 12, 12, None),
        ([0] * 24, 24, None),
    ],
    ids=["lively", "two hours", "three hours", "slow, three", "slow, six", "by day", "by night", "never any"],
)
def test_silence_is_against_the_same_hours_of_other_days(a_day: list[int], silent: int, hours: int | None) -> None:
    """The more usually comes at this time of day, the sooner silence shows; a night is none."""
    found = silence_of(days(a_day, silent=silent))
    assert (found.hours if found else None) == hours


def test_one_quiet_day_of_seven_is_enough_to_wait_longer() -> None:
    """What was as quiet on one of the days before is usual."""
    hours = list(days([6] * 24, silent=4))
    for hour in range(4):
        hours[-1 - hour - 72] = 0
    assert silence_of(hours) is None


@given(st.lists(st.integers(0, 3), min_size=HISTORY_H, max_size=HISTORY_H))
def test_a_group_that_hears_something_is_never_quiet(hours: list[int]) -> None:
    """An article in the last three hours is no silence, and silence is only where much came."""
    found = silence_of(hours)
    assert found is None or (found.usual >= LEAST and not any(hours[-4:]))


def test_a_country_that_goes_quiet_is_told_once() -> None:
    """The notice names the country, since when and the rhythm; the next look has nothing to say."""
    arrivals = {"country:SY": days([6] * 24, silent=4)}
    (notice,) = told(arrivals, {})
    assert (notice.scope, notice.name, notice.kind) == (Scope.COUNTRY, "SY", NoticeKind.QUIET)
    assert notice.since == NOON - timedelta(hours=3)
    assert "at least 18 came in the same hours" in notice.reason
    assert told(arrivals, after({}, [notice], [FEED])) == ()


def test_a_country_that_is_back_is_told() -> None:
    """The first article after a silence ends it."""
    since = NOON - timedelta(hours=3)
    hours = (*days([6] * 24, silent=4)[1:], 1)
    (notice,) = told({"country:SY": hours}, {"country:SY": since})
    assert (notice.kind, notice.since) == (NoticeKind.BACK, since)
    assert after({"country:SY": since}, [notice], [FEED]) == {}


def test_when_nothing_comes_from_anywhere_nobody_is_quiet() -> None:
    """A fetcher without a network accuses no country."""
    silent = days([6] * 24, silent=5)
    assert is_ours(silent)
    assert told({WORLD: silent, "country:SY": silent}, {}) == ()


def test_a_silent_feed_is_told_and_so_is_its_return() -> None:
    """A feed's notices follow its own rhythm, and say what is wrong with it where something is."""
    gone = replace(HOURLY, changed=NOON - timedelta(days=2), failures=9, health=Health.FAILING, reason="status 500")
    (notice,) = told({}, {}, gone)
    assert (notice.scope, notice.title, notice.kind) == (Scope.FEED, "N", NoticeKind.QUIET)
    assert "usually every 60 minutes; failing: status 500" in notice.reason
    quiet = after({}, [notice], [FEED])
    assert told({}, quiet, gone) == ()
    assert [one.kind for one in told({}, quiet)] == [NoticeKind.BACK]
    assert after(quiet, [], []) == {}


def test_an_article_counts_for_its_country_and_language() -> None:
    """What a list does not say counts for the world alone."""
    assert groups_of(FEED) == (WORLD, "country:SY", "language:ar")
    assert groups_of(Feed(url=FEED.url)) == (WORLD,)
