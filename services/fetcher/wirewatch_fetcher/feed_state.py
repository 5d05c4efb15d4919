"""What is remembered of a feed between two polls, and how a poll changes it. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.incidents import Instant
from wirewatch_fetcher.freshness import Freshness, body_hash
from wirewatch_fetcher.retrieve import Answer, Validators

MOVED_AFTER = timedelta(days=2)
MOVED_TIMES = 3
GONE_TIMES = 3
FAILING_AFTER = 3
SLOW_S = 10.0
QUIET_LEAST = timedelta(days=1)
QUIET_RHYTHMS = 20
_PERMANENT = frozenset({301, 308})


class Health(StrEnum):
    """How a feed is, in a word that a person can read."""

    NEW = "new"
    OK = "ok"
    SLOW = "slow"
    QUIET = "quiet"
    FAILING = "failing"
    GONE = "gone"


class Move(Struct, frozen=True, kw_only=True):
    """Where a feed says that it has moved to for good, since when, and how many polls have agreed."""

    url: str
    since: Instant
    times: int = 1


class Walk(Struct, frozen=True, kw_only=True):
    """A walk back through a feed's older pages: the page to ask for next, how many more, and where it has been.

    One that somebody asked for is `whole`: it does not end at a page that holds what is known.
    """

    url: str
    pages_left: int
    visited: tuple[str, ...] = ()
    failures: int = 0
    whole: bool = False


class FeedState(Struct, frozen=True, kw_only=True):
    """What is remembered of one feed.

    `url` is where it is asked (other than listed once a move was adopted); `validators` and `body` belong to the last
    body whose every entry the broker has confirmed. `newest` is its newest date, `changed` when a poll last found
    something new, `rhythm_s` the usual time between two entries. `bad_ids` are names (ids, and links
    marked as such) that the feed has repeated. With a `walk`, the next poll asks for an older page.
    """

    url: str
    validators: Validators = Validators()
    body: str | None = None
    interval_s: int | None = None
    next_poll: Instant | None = None
    polled: Instant | None = None
    succeeded: Instant | None = None
    newest: Instant | None = None
    changed: Instant | None = None
    rhythm_s: float | None = None
    failures: int = 0
    gone: int = 0
    health: Health = Health.NEW
    reason: str = ""
    move: Move | None = None
    bad_ids: tuple[str, ...] = ()
    walk: Walk | None = None


def after_answer(state: FeedState, answer: Answer, freshness: Freshness, *, now: datetime) -> FeedState:
    """Return the state after an answer whose work is done: every entry of it is confirmed, or it had none.

    Validators are replaced on every whole body (a missing header clears them), kept on a 304.
    """
    if not freshness.is_good:
        return after_failure(state, _reason(answer), now=now, gone=freshness is Freshness.GONE)
    body = answer.body
    slow = answer.elapsed_s > SLOW_S
    return _moved(
        replace(
            state,
            validators=state.validators if body is None else answer.validators,
            body=state.body if body is None else body_hash(body),
            polled=now,
            succeeded=now,
            failures=0,
            gone=0,
            health=Health.SLOW if slow else Health.OK,
            reason=f"answered after {answer.elapsed_s:.1f} s" if slow else freshness.value,
        ),
        answer,
        now=now,
    )


def after_failure(state: FeedState, reason: str, *, now: datetime, gone: bool = False) -> FeedState:
    """Return the state after a poll that brought nothing; what is known of the last good body stays.

    Only a repeated 410 ends a feed; every other failure is tried again for ever.
    """
    failures, times = state.failures + 1, state.gone + 1 if gone else 0
    health = Health.FAILING if failures >= FAILING_AFTER else state.health
    return replace(
        state,
        polled=now,
        failures=failures,
        gone=times,
        health=Health.GONE if times >= GONE_TIMES else health,
        reason=reason,
        move=None,
    )


def with_quiet(state: FeedState) -> FeedState:
    """Return the state as quiet where a good feed has had nothing new for far longer than it usually takes."""
    if state.health is not Health.OK or not is_silent(state):
        return state
    return replace(state, health=Health.QUIET, reason=told_silence(state))


def is_silent(state: FeedState) -> bool:
    """Return whether at its last poll a feed had had nothing new for far longer than it usually takes.

    The bound is twenty times its own rhythm, and a day at least: nights and weekends are no silence.
    """
    if state.polled is None or state.changed is None or state.rhythm_s is None:
        return False
    return state.polled - state.changed >= max(QUIET_LEAST, QUIET_RHYTHMS * timedelta(seconds=state.rhythm_s))


def told_silence(state: FeedState) -> str:
    """Return a silent feed's silence in words."""
    usual = f"; usually every {state.rhythm_s / 60:.0f} minutes" if state.rhythm_s is not None else ""
    return f"nothing new since {state.changed:%Y-%m-%d %H:%M} UTC{usual}"


def without_validators(state: FeedState) -> FeedState:
    """Return the state so that the next poll asks for the whole body again: the last one was cut short."""
    return replace(state, validators=Validators(), body=None)


def _moved(state: FeedState, answer: Answer, *, now: datetime) -> FeedState:
    """Adopt a permanent redirect once several polls over days agree on it; a temporary one, never."""
    target = lasting_url(state.url, answer)
    if target == state.url:
        return replace(state, move=None)
    if state.move is None or state.move.url != target:
        return replace(state, move=Move(url=target, since=now))
    move = replace(state.move, times=state.move.times + 1)
    if move.times >= MOVED_TIMES and now - move.since >= MOVED_AFTER:
        return replace(state, url=target, move=None)
    return replace(state, move=move)


def lasting_url(url: str, answer: Answer) -> str:
    """Return where the unbroken run of permanent redirects at the start of an answer's way leads; `url` without any."""
    permanent = takewhile(lambda redirect: redirect.status in _PERMANENT, answer.redirects)
    return next(reversed([redirect.url for redirect in permanent]), url)


def _reason(answer: Answer) -> str:
    return f"status {answer.status} from {answer.url}"
