"""The status of the rules at work: read from Redis, out as lines for people."""

from collections.abc import Iterator

from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.rules_status import RulesStatus, read_status
from wirewatch_alerts.sentences import counted
from wirewatch_alerts.store import transient


async def read(settings: Settings) -> RulesStatus | None:
    """Return the status; None where no alerter ever wrote one. Raises `TransientError` where Redis is away."""
    async with connect(settings) as redis, transient():
        return await read_status(redis, Keys(settings=settings))


def status_lines(status: RulesStatus) -> Iterator[str]:
    """Yield the status, what is wrong with the files, and each rule with its errors."""
    since = status.since.isoformat("T", "seconds")
    yield f"{counted(len(status.rules), 'rule')} of {status.path}, hash {status.hash}, since {since}"
    if status.broken:
        yield f"BROKEN: the files as they stand are not taken over: {status.broken}"
    for rule in status.rules:
        errors = status.errors.get(rule)
        yield f"  {rule}: {f'errors: {errors.count}, the last: {errors.last}' if errors else 'well'}"
