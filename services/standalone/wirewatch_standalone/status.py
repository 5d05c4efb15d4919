"""How a running wirewatch is: processes, Kafka and Redis go in; one object, with what is wrong in words, comes out."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from aiokafka.errors import KafkaError
from msgspec import Struct
from msgspec.structs import replace
from redis.exceptions import RedisError

from wirewatch import rejections
from wirewatch.errors import TransientError
from wirewatch.hop_health import Process, State, read_processes
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch.settings_base import shown
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.rules_status import RulesStatus, read_status, warning_of
from wirewatch_fetcher.feed_state import FeedState, Health
from wirewatch_fetcher.shown import read_states
from wirewatch_standalone.last_hour import LastHour, last_hour
from wirewatch_standalone.services import ServiceState
from wirewatch_standalone.settle import Backlog, backlog
from wirewatch_standalone.up_place import Running

T = TypeVar("T")
SILENT_S = 90.0
"""Who gave no sign of life for longer hangs: the longest that a handler may take, and some."""
_BOUND_S = 30.0
_IN_TROUBLE = (Health.FAILING, Health.GONE)


class ServiceStatus(Struct, frozen=True, kw_only=True):
    """A server or service: `state` is ready, running, retrying, starting, stopping, restarting, silent or given up."""

    name: str
    state: str
    pid: int | None
    restarts: int
    reason: str | None = None


class FeedTrouble(Struct, frozen=True, kw_only=True):
    """A feed that fails, and why."""

    url: str
    health: str
    failures: int
    reason: str


class Feeds(Struct, frozen=True, kw_only=True):
    """The feeds: how many there are of each health, and those in trouble."""

    listed: int
    health: dict[str, int]
    failing: tuple[FeedTrouble, ...]


class DeadLetters(Struct, frozen=True, kw_only=True):
    """The dead letters that nothing was done about: how many, and how many for each `hop: error`."""

    waiting: int
    reasons: dict[str, int]


class Status(Struct, frozen=True, kw_only=True):
    """All of it; a part is None where it could not be read, and `wrong` says so."""

    at: datetime
    kafka: str
    redis: str
    namespace: str
    up_since: datetime | None = None
    services: tuple[ServiceStatus, ...] = ()
    backlog: Backlog | None = None
    last_hour: LastHour | None = None
    feeds: Feeds | None = None
    dead_letters: DeadLetters | None = None
    rules: RulesStatus | None = None
    wrong: tuple[str, ...] = ()


async def look(settings: Settings, running: Running | None, *, now: datetime) -> Status:
    """Look at everything; what does not answer within a bound is told as wrong."""
    services = service_states(running.services if running else (), read_processes(settings), now=time.time())
    errors: list[str] = []
    waiting, hour, feeds, letters, rules = await asyncio.gather(
        _bounded(_backlog(settings), errors),
        _bounded(last_hour(settings, since=now - timedelta(hours=1)), errors),
        _bounded(_feeds(settings), errors),
        _bounded(_dead_letters(settings), errors),
        _bounded(_rules(settings), errors),
    )
    status = Status(
        at=now,
        kafka=settings.kafka,
        redis=shown(settings.redis),
        namespace=settings.namespace,
        up_since=running.started if running else None,
        services=services,
        backlog=waiting,
        last_hour=hour,
        feeds=feeds,
        dead_letters=letters,
        rules=rules,
    )
    return replace(status, wrong=wrong_of(status, tuple(dict.fromkeys(errors))))


async def _bounded(asked: Awaitable[T], errors: list[str]) -> T | None:
    """Wait for an answer; where there is none, note why and return None."""
    try:
        async with asyncio.timeout(_BOUND_S):
            return await asked
    except TimeoutError:
        errors.append(f"Kafka or Redis gave no answer within {_BOUND_S:.0f} s")
    except RedisError as error:
        errors.append(f"Redis: {error}")
    except (KafkaError, TransientError) as error:
        errors.append(str(error))
    return None


async def _backlog(settings: Settings) -> Backlog:
    async with connect(settings) as redis:
        return await backlog(settings, redis)


async def _rules(settings: Settings) -> RulesStatus | None:
    async with connect(settings) as redis:
        return await read_status(redis, Keys(settings=settings))


async def _feeds(settings: Settings) -> Feeds:
    return feeds_of(await read_states(settings))


async def _dead_letters(settings: Settings) -> DeadLetters:
    waiting = [one.letter for one in await rejections.load(settings) if one.handled is None]
    reasons = Counter(f"{letter.hop}: {letter.error}" for letter in waiting)
    return DeadLetters(waiting=len(waiting), reasons=dict(reasons.most_common()))


def feeds_of(states: Iterable[FeedState]) -> Feeds:
    """Count feeds by their health, and name those in trouble, the longest failing first."""
    known = sorted(states, key=lambda state: (-state.failures, state.url))
    failing = tuple(
        FeedTrouble(url=state.url, health=state.health.value, failures=state.failures, reason=state.reason)
        for state in known
        if state.health in _IN_TROUBLE
    )
    health = Counter(state.health.value for state in known)
    return Feeds(listed=len(known), health=dict(sorted(health.items())), failing=failing)


def service_states(
    states: Iterable[ServiceState], processes: Iterable[Process], *, now: float
) -> tuple[ServiceStatus, ...]:
    """Join what the supervisor knows of each service with what its process says of itself; `now` in Unix seconds."""
    said = {one.health.pid: one for one in processes if one.alive}
    return tuple(_service_state(state, said, now) for state in states)


def _service_state(state: ServiceState, said: Mapping[int, Process], now: float) -> ServiceStatus:
    word, reason = "running", None
    if state.given_up:
        word = "given up"
    elif state.pid is None:
        word = "restarting" if state.starts else "starting"
    elif process := said.get(state.pid):
        word, reason = process.health.state.value, process.health.reason
        if now - process.seen > SILENT_S:
            word, reason = "silent", f"no sign of life for {now - process.seen:.0f} s"
    elif state.name not in {"kafka", "redis"}:
        word = State.STARTING.value
    return ServiceStatus(name=state.name, state=word, pid=state.pid, restarts=max(0, state.starts - 1), reason=reason)


def wrong_of(status: Status, errors: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is wrong, a sentence each: what somebody should look at now."""
    services = [
        f"{one.name} is {one.state}" + (f": {one.reason}" if one.reason else "")
        for one in status.services
        if one.state not in {State.READY.value, "running"}
    ]
    feeds, letters = status.feeds, status.dead_letters
    more = []
    if feeds and feeds.listed and len(feeds.failing) * 2 > feeds.listed:
        more.append(f"{len(feeds.failing)} of {feeds.listed} feeds fail")
    if letters and letters.waiting:
        more.append(f"{letters.waiting} dead letters wait: `wirewatch rejected list`")
    return (*errors, *_wrong_rules(status.rules), *services, *more)


def _wrong_rules(rules: RulesStatus | None) -> tuple[str, ...]:
    """Return what is wrong with the rule files, and the rules that could not be decided."""
    if rules is None:
        return ()
    failed = (f"rule {name} failed {one.count} times: {one.last}" for name, one in sorted(rules.errors.items()))
    broken = warning_of(rules)
    return (*((broken,) if broken else ()), *failed)
