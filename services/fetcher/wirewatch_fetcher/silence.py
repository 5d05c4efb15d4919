"""Who has gone quiet: arrivals by the hour and the feeds' states go in, notices come out. Pure.

A feed is quiet once nothing new has come for far longer than its own rhythm (`feed_state.is_silent`). A country or a
language is quiet when in the last hours not one article came of all its feeds, though on each of the seven days before,
at the same time of day, several did: nights, weekends and small countries are no silence. When hardly anything comes
from anywhere, the trouble is ours, and nobody is called quiet.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from wirewatch.notices import FeedNotice, NoticeKind, Scope
from wirewatch_fetcher.feed_state import FeedState, is_silent, told_silence
from wirewatch_fetcher.feeds import Feed

WINDOWS_H = (3, 6, 12, 24)
DAYS = 7
LEAST = 8
"""So many articles, at the least, came in the same hours of each day before."""
HISTORY_H = DAYS * 24 + max(WINDOWS_H) + 1
WORLD = "world"
_OURS_SHARE = 0.25

Arrivals = Mapping[str, Sequence[int]]
"""New articles by the hour, oldest first, `HISTORY_H` hours long, the last one still running; by `groups_of` a feed."""
Quiet = Mapping[str, datetime]
"""What is quiet, such as `country:SY`, and since when."""


class Silence(Struct, frozen=True, kw_only=True):
    """A group's silence: so many hours without an article, where at least `usual` came each day."""

    hours: int
    usual: int


def groups_of(feed: Feed) -> tuple[str, ...]:
    """Return the groups that an article of this feed counts for."""
    named = ((Scope.COUNTRY, feed.country), (Scope.LANGUAGE, feed.language))
    return (WORLD, *(f"{scope.value}:{name}" for scope, name in named if name))


def silence_of(hours: Sequence[int]) -> Silence | None:
    """Return a group's silence, in the shortest window that shows it, None where there is none."""
    for window in WINDOWS_H:
        if any(hours[-window - 1 :]):
            return None
        if (usual := _usual(hours, window)) >= LEAST:
            return Silence(hours=window, usual=usual)
    return None


def _usual(hours: Sequence[int], window: int) -> int:
    """Return the least that came on a day before, in the same whole hours."""
    return min(sum(hours[-window - 1 - 24 * day : -1 - 24 * day]) for day in range(1, DAYS + 1))


def is_ours(world: Sequence[int]) -> bool:
    """Return whether so little comes from anywhere that the trouble must be on our side."""
    window = WINDOWS_H[0]
    return not any(world[-24:]) or sum(world[-window - 1 :]) < _OURS_SHARE * _usual(world, window)


def notices(
    feeds: Iterable[tuple[Feed, FeedState]], arrivals: Arrivals, quiet: Quiet, *, now: datetime
) -> tuple[FeedNotice, ...]:
    """Return what there is to say: who has gone quiet that was not, and who is back.

    Args:
        feeds: the feeds of the list that have been polled.
        arrivals: the hours of every group, the world's among them.
        quiet: who was quiet before.
        now: the present, in the last of the hours.
    """
    if is_ours(arrivals.get(WORLD, ())):
        return ()
    groups = (_about_group(name, hours, quiet, now) for name, hours in sorted(arrivals.items()) if name != WORLD)
    found = (*groups, *(_about_feed(feed, state, quiet, now) for feed, state in feeds))
    return tuple(notice for notice in found if notice is not None)


def after(quiet: Quiet, told: Iterable[FeedNotice], feeds: Iterable[Feed]) -> dict[str, datetime]:
    """Return who is quiet once these notices are out; feeds that left the list are forgotten."""
    listed = {f"{Scope.FEED.value}:{feed.url}" for feed in feeds}
    changed = {key: since for key, since in quiet.items() if not key.startswith(Scope.FEED.value) or key in listed}
    for notice in told:
        if notice.kind is NoticeKind.QUIET:
            changed[notice.key] = notice.since
        else:
            changed.pop(notice.key, None)
    return changed


def _about_group(key: str, hours: Sequence[int], quiet: Quiet, now: datetime) -> FeedNotice | None:
    name = key.partition(":")[2]
    if key in quiet:
        if not any(hours[-1 - _hours_since(quiet[key], now) :]):
            return None
        reason = f"articles come again; none had since {quiet[key]:%Y-%m-%d %H:%M} UTC"
        return _notice(key, NoticeKind.BACK, title=name, since=quiet[key], reason=reason, at=now)
    silence = silence_of(hours)
    if silence is None:
        return None
    reason = (
        f"no article in {silence.hours} hours from any of its feeds; "
        f"on each of the {DAYS} days before, at least {silence.usual} came in the same hours"
    )
    return _notice(key, NoticeKind.QUIET, title=name, since=_last_arrival(hours, now), reason=reason, at=now)


def _about_feed(feed: Feed, state: FeedState, quiet: Quiet, now: datetime) -> FeedNotice | None:
    key, silent = f"{Scope.FEED.value}:{feed.url}", is_silent(state)
    title = feed.title or feed.url
    if silent and key not in quiet and state.changed:
        why = f"; {state.health.value}: {state.reason}" if state.failures else ""
        reason = told_silence(state) + why
        return _notice(key, NoticeKind.QUIET, title=title, since=state.changed, reason=reason, at=now)
    if not silent and key in quiet:
        reason = f"something new came; nothing had since {quiet[key]:%Y-%m-%d %H:%M} UTC"
        return _notice(key, NoticeKind.BACK, title=title, since=quiet[key], reason=reason, at=now)
    return None


def _notice(key: str, kind: NoticeKind, *, title: str, since: datetime, reason: str, at: datetime) -> FeedNotice:
    scope, _, name = key.partition(":")
    return FeedNotice(scope=Scope(scope), name=name, kind=kind, title=title, since=since, reason=reason, at=at)


def _last_arrival(hours: Sequence[int], now: datetime) -> datetime:
    """Return the end of the last hour in which something came."""
    empty = next((back for back, count in enumerate(reversed(hours)) if count), len(hours))
    start = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return start - timedelta(hours=empty - 1)


def _hours_since(since: datetime, now: datetime) -> int:
    """Return how many whole hours before the running one began after `since`."""
    start = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return max(0, round((start - since).total_seconds() / 3_600))
