"""What becomes of a message: the pure decisions of a hop."""

from collections.abc import Sequence

import aiokafka.errors as kafka
import pytest
import redis.exceptions as redis
from hypothesis import given
from hypothesis import strategies as st

from wirewatch.errors import MalformedError, RejectedError, TransientError, UnknownVersionError
from wirewatch.hop_budget import Budget
from wirewatch.hop_crashes import CAREFUL_MESSAGES, Start, next_start, with_care
from wirewatch.hop_fates import LONGEST_WAIT_S, Rejected, Retried, fate_of, wait_s
from wirewatch.hop_watchdog import Vitals, verdict


@pytest.mark.parametrize("error", [MalformedError("x"), UnknownVersionError("x"), RejectedError("x")])
def test_hopeless_message_is_rejected_at_once(error: Exception) -> None:
    """What can never be handled is not tried again."""
    assert fate_of(error, attempts=1, outages=0) == Rejected()


@pytest.mark.parametrize("attempts", [1, 2])
def test_unknown_error_is_tried_again(attempts: int) -> None:
    """An error that names no outage gets another attempt, up to three."""
    assert isinstance(fate_of(ValueError("x"), attempts=attempts, outages=0), Retried)


def test_unknown_error_is_rejected_the_third_time() -> None:
    """Three attempts are enough."""
    assert fate_of(ValueError("x"), attempts=3, outages=0) == Rejected()


@pytest.mark.parametrize(
    "error",
    [
        TransientError("x"),
        ConnectionResetError(),
        redis.ConnectionError(),
        redis.TimeoutError(),
        redis.BusyLoadingError(),
        redis.OutOfMemoryError(),
        kafka.KafkaConnectionError(),
        kafka.NotLeaderForPartitionError(),
    ],
)
def test_outage_is_waited_for_without_end(error: Exception) -> None:
    """However often an outage was met, the message is tried again, after a bounded wait."""
    assert fate_of(error, attempts=0, outages=10_000) == Retried(after_s=LONGEST_WAIT_S, transient=True)


@pytest.mark.parametrize("error", [redis.ResponseError("wrong"), kafka.MessageSizeTooLargeError(), TimeoutError()])
def test_error_of_our_own_making_is_no_outage(error: Exception) -> None:
    """A wrong command, an oversized message or a handler's own time-out ends in the dead letters, not in a loop."""
    assert fate_of(error, attempts=3, outages=0) == Rejected()


@given(st.integers(min_value=0, max_value=10**9))
def test_wait_grows_and_stays_bounded(tries: int) -> None:
    """A wait is never shorter than the one before, and never longer than the cap."""
    assert 0 < wait_s(tries) <= wait_s(tries + 1) <= LONGEST_WAIT_S


def _overdrawn_at(fates: Sequence[bool], budget: Budget) -> int | None:
    for number, rejected in enumerate(fates):
        if rejected and budget.overdrawn():
            return number
        budget.count(rejected=rejected)
    return None


def test_run_of_dead_letters_spends_the_budget() -> None:
    """The first dead letter past the run allowed is one too many."""
    assert _overdrawn_at([True] * 9, Budget(run=5, window=1000, share=1.0)) == 5


def test_scattered_dead_letters_spend_the_budget() -> None:
    """A share of the window counts, however they are scattered in it."""
    assert _overdrawn_at([True, False] * 100, Budget(run=5, window=100, share=0.2)) == 40


def test_old_dead_letters_are_forgotten() -> None:
    """Dead letters that have left the window don't count."""
    assert _overdrawn_at([True, *[False] * 9] * 100, Budget(run=5, window=20, share=0.2)) is None


@given(st.lists(st.booleans(), max_size=300), st.integers(1, 20), st.integers(1, 50), st.floats(0.05, 1))
def test_budget_counts_as_a_slow_count_does(fates: list[bool], run: int, window: int, share: float) -> None:
    """The running counts equal those counted anew from the whole history."""
    budget = Budget(run=run, window=window, share=share)
    for rejected in fates:
        budget.count(rejected=rejected)
    in_a_row = next((number for number, fate in enumerate(reversed(fates)) if not fate), len(fates))
    spent = in_a_row >= run or sum(fates[-window:]) >= max(1, int(window * share))
    assert (budget.overdrawn() is not None) == spent


def test_first_start_has_no_deaths() -> None:
    """A hop that starts where nothing is known has not died."""
    assert next_start(None, 7) == Start(offset=7)


def test_start_after_an_orderly_end_has_no_deaths() -> None:
    """An idle topic is started at the same place again and again: that is no death."""
    assert next_start(Start(offset=7, deaths=2, open=False), 7) == Start(offset=7)


def test_start_further_on_has_no_deaths() -> None:
    """Who has made progress did not die of the message at the old place."""
    assert next_start(Start(offset=7, deaths=2), 8) == Start(offset=8)


def test_start_at_the_place_of_a_death_counts_it() -> None:
    """A start without an orderly end before it, at the same place, is a death there."""
    assert next_start(Start(offset=7, deaths=2), 7) == Start(offset=7, deaths=3)


def test_mark_names_the_killer_wherever_the_start_is() -> None:
    """A mark that is left names the killer, though the messages before it were committed meanwhile."""
    assert next_start(Start(offset=7, deaths=3, marked=9), 8) == Start(offset=8, deaths=4, marked=9)


def test_mark_that_was_passed_names_nobody() -> None:
    """A mark before the place of the start is of a message that is done."""
    assert next_start(Start(offset=7, deaths=3, marked=9), 10) == Start(offset=10)


@pytest.mark.parametrize(
    ("deaths", "offset", "careful"), [(2, 7, False), (3, 7, True), (3, 7 + CAREFUL_MESSAGES, False)]
)
def test_care_begins_after_three_deaths_and_ends(deaths: int, offset: int, careful: bool) -> None:
    """Going message by message costs time: it begins after three deaths, and ends well past their place."""
    assert with_care(Start(offset=7, deaths=deaths), offset) is careful


LIMITS = {"handler_timeout_s": 60.0, "stall_s": 300.0}


@pytest.fixture
def vitals() -> Vitals:
    """Vitals whose clock stands at zero."""
    return Vitals(now=lambda: 0.0)


def test_idle_hop_lives(vitals: Vitals) -> None:
    """Nothing to read is no reason to end."""
    assert verdict(vitals, now=10_000, **LIMITS) is None


def test_hop_that_stands_still_before_messages_ends(vitals: Vitals) -> None:
    """Messages wait and nothing moves: the process must end."""
    vitals.behind = 3
    assert "3 messages wait" in (verdict(vitals, now=301, **LIMITS) or "")


def test_hanging_handler_ends_the_process(vitals: Vitals) -> None:
    """A handler past its time is named with its message."""
    vitals.attempt("articles.raw:0:7")
    assert "hangs at articles.raw:0:7" in (verdict(vitals, now=61, **LIMITS) or "")


def test_handler_that_came_back_is_forgotten(vitals: Vitals) -> None:
    """Only the attempt in hand is timed."""
    vitals.attempt("articles.raw:0:7")
    vitals.attempt_over()
    assert verdict(vitals, now=61, **LIMITS) is None


def test_late_stop_ends_the_process(vitals: Vitals) -> None:
    """Who was told to stop must be gone in time."""
    vitals.ends_within(8)
    assert (verdict(vitals, now=7, **LIMITS), verdict(vitals, now=9, **LIMITS) is None) == (None, False)
