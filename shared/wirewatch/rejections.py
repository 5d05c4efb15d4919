"""What became of dead letters: the topic and a Redis hash go in, a list comes out; and sending them again, or not.

A dead letter's id is where its message stood: `topic:partition:offset`. The hash remembers which were sent again or
dropped; where it is lost, sending one again does no harm.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import structlog
from aiokafka.errors import KafkaError
from msgspec import Struct
from redis.asyncio import Redis
from redis.exceptions import RedisError

from wirewatch import kafka, redis, wire
from wirewatch.errors import MalformedError, SettingsError, TransientError, WirewatchError
from wirewatch.rejected import Rejected
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_REJECTED, TOPICS

_BATCH = 200
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_log = structlog.stdlib.get_logger()


class Rejection(Struct, frozen=True, kw_only=True):
    """A dead letter with its id; `handled` says what was done about it, such as `redriven 2026-01-03T04:30:00Z`."""

    id: str
    letter: Rejected
    handled: str | None = None


async def load(settings: Settings) -> tuple[Rejection, ...]:
    """Read all dead letters, the oldest first, each once."""
    letters = {
        _id(letter): letter for letter in map(_letter, await kafka.read_all(settings, ARTICLES_REJECTED)) if letter
    }
    handled = await _handled(settings)
    words = {redis.text(place): redis.text(what) for place, what in handled.items()}
    found = [Rejection(id=place, letter=letter, handled=words.get(place)) for place, letter in letters.items()]
    return tuple(sorted(found, key=lambda one: (one.letter.at, one.id)))


def chosen(
    rejections: Iterable[Rejection], *, hop: str | None = None, error: str | None = None, since: datetime | None = None
) -> tuple[Rejection, ...]:
    """Return those of one hop, with a word in their error's name or message, from a moment on."""
    return tuple(
        one
        for one in rejections
        if (hop is None or one.letter.hop == hop)
        and (error is None or error.lower() in f"{one.letter.error} {one.letter.message}".lower())
        and (since is None or one.letter.at >= since)
    )


def with_ids(rejections: Iterable[Rejection], ids: Sequence[str]) -> tuple[Rejection, ...]:
    """Return the named ones in the order of their names; raises `WirewatchError` for one that is not there."""
    by_id = {one.id: one for one in rejections}
    if missing := [name for name in ids if name not in by_id]:
        raise WirewatchError(f"no rejected message {', '.join(missing)}; `wirewatch rejected list` has them all")
    return tuple(by_id[name] for name in ids)


def why_not(rejection: Rejection) -> str | None:
    """Say why a dead letter can't be sent again, or None."""
    if not rejection.letter.redrivable:
        return "it was too large: only its beginning was kept"
    if rejection.letter.topic not in {topic.name for topic in TOPICS}:
        return f"there is no topic {rejection.letter.topic}"
    return None


async def redrive(settings: Settings, rejections: Sequence[Rejection], *, now: datetime) -> None:
    """Send messages again as they were, each to its own topic, and remember it once the broker has confirmed them."""
    async with kafka.producer(settings) as producer, redis.connect(settings) as client:
        for start in range(0, len(rejections), _BATCH):
            batch = rejections[start : start + _BATCH]
            futures = [await _send(producer, settings, one.letter) for one in batch]
            try:
                for future in futures:
                    await future
            except KafkaError as error:
                raise WirewatchError(f"not all were sent again: {error!r}") from error
            await _remember(client, settings, batch, f"redriven {_stamp(now)}")


async def drop(settings: Settings, rejections: Sequence[Rejection], *, now: datetime) -> None:
    """Remember that nothing will be done about some dead letters."""
    async with redis.connect(settings) as client:
        await _remember(client, settings, rejections, f"dropped {_stamp(now)}")


def since_when(words: str, *, now: datetime) -> datetime:
    """Read `30m`, `2h`, `3d`, `1w` (ago) or an ISO 8601 moment; one without an offset is taken as UTC."""
    if words[:-1].isdigit() and words[-1] in _UNITS:
        return now - timedelta(**{_UNITS[words[-1]]: int(words[:-1])})
    try:
        moment = datetime.fromisoformat(words)
    except ValueError as error:
        raise SettingsError(f"--since {words!r}: say 30m, 2h, 3d, 1w or a date such as 2026-01-03") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


async def _handled(settings: Settings) -> dict[bytes | str, bytes | str]:
    try:
        async with redis.connect(settings) as client:
            return dict(await client.hgetall(_key(settings)))
    except RedisError as error:
        raise TransientError("no Redis answers at the address in WIREWATCH_REDIS") from error


async def _send(producer: kafka.Producer, settings: Settings, letter: Rejected) -> kafka.Delivery:
    topic = next(topic for topic in TOPICS if topic.name == letter.topic)
    name = topic.in_namespace(settings.namespace)
    delivery: kafka.Delivery = await producer.send(name, letter.value, key=letter.key, headers=list(letter.headers))
    return delivery


async def _remember(client: Redis, settings: Settings, rejections: Sequence[Rejection], what: str) -> None:
    if rejections:
        await client.hset(_key(settings), mapping={one.id: what for one in rejections})


def _letter(message: wire.Message) -> Rejected | None:
    try:
        return wire.decode(Rejected, message)
    except MalformedError as error:
        _log.warning("not a dead letter", error=str(error))
        return None


def _id(letter: Rejected) -> str:
    return f"{letter.topic}:{letter.partition}:{letter.offset}"


def _key(settings: Settings) -> str:
    return redis.key(settings, "rejected", "handled")


def _stamp(now: datetime) -> str:
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")
