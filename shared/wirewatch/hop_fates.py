"""What becomes of a message whose handler raised: an error and two counts go in, one of three fates comes out.

A message that was handled is *done*. One that was not is *rejected* (at once, or after three attempts) or *retried*.
Errors that name an outage are tried again for ever, ever more slowly up to a cap: that is the back-pressure.
"""

import aiokafka.errors as kafka
import redis.exceptions as redis
from msgspec import Struct

from wirewatch.errors import MalformedError, RejectedError, TransientError

MAX_ATTEMPTS = 3
"""A message that fails so often, by errors that name no outage, is rejected."""
FIRST_WAIT_S = 0.1
LONGEST_WAIT_S = 5.0

_HOPELESS = (MalformedError, RejectedError)
_TRANSIENT = (
    TransientError,
    ConnectionError,
    redis.ConnectionError,
    redis.TimeoutError,
    redis.ReadOnlyError,
    redis.OutOfMemoryError,
    redis.TryAgainError,
    redis.ClusterDownError,
    kafka.KafkaConnectionError,
    kafka.KafkaTimeoutError,
    kafka.KafkaUnavailableError,
    kafka.NodeNotReadyError,
    kafka.NoBrokersAvailable,
)


class Rejected(Struct, frozen=True, kw_only=True):
    """The message goes to the dead letters."""


class Retried(Struct, frozen=True, kw_only=True):
    """The message is tried again after a wait; `transient` attempts do not count."""

    after_s: float
    transient: bool


Fate = Rejected | Retried


def fate_of(error: Exception, *, attempts: int, outages: int) -> Fate:
    """Decide what becomes of a message.

    Args:
        error: what its handler raised now.
        attempts: how many attempts failed by errors that name no outage, this one included where it is such.
        outages: how many attempts in a row met an outage, this one included where it is such.
    """
    if isinstance(error, _HOPELESS):
        return Rejected()
    if is_transient(error):
        return Retried(after_s=wait_s(outages), transient=True)
    if attempts >= MAX_ATTEMPTS:
        return Rejected()
    return Retried(after_s=wait_s(attempts), transient=False)


def is_transient(error: BaseException) -> bool:
    """Say whether an error names an outage of the world outside: the same call may work later."""
    return isinstance(error, _TRANSIENT) or (isinstance(error, kafka.KafkaError) and error.retriable)


def wait_s(tries: int) -> float:
    """Return the wait after so many tries in seconds: doubled from 0.1, at most 5."""
    return min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** max(0, min(tries, 16) - 1))
