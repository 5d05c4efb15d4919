"""What became of an alert's notices, channel by channel: read from the dispatcher's keys in Redis.

The dispatcher's queue.py writes them; only what a person asks about is read here.
"""

from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from wirewatch_alerts.keys import Keys


class Handed(Struct, frozen=True, kw_only=True):
    """What a channel has of an alert.

    `rev`: the newest revision that it got, 0: none; `due`: when the next notice is tried, after so many `tries`;
    `given_up`: why the last was.
    """

    channel: str
    rev: int = 0
    due: datetime | None = None
    tries: int = 0
    given_up: str | None = None


class _Tried(Struct):
    tries: int = 0


class _Dead(Struct):
    reason: str


async def read_handed(redis: Any, keys: Keys, alert_id: str) -> tuple[Handed, ...]:
    """Return the channels that ever had, or wait for, a notice of an alert, by name."""
    names = sorted(one.decode() for one in await redis.smembers(keys.channels()))
    async with redis.pipeline(transaction=False) as pipe:
        for name in names:
            pipe.get(keys.delivered(alert_id, name)).zscore(keys.channel(name, "queue"), alert_id)
            pipe.hget(keys.channel(name, "tries"), alert_id).hget(keys.channel(name, "dead"), alert_id)
        answers = await pipe.execute()
    found = (_handed(name, *answers[4 * at : 4 * at + 4]) for at, name in enumerate(names))
    return tuple(one for one in found if one != Handed(channel=one.channel))


def _handed(name: str, got: bytes | None, due: float | None, tried: bytes | None, dead: bytes | None) -> Handed:
    return Handed(
        channel=name,
        rev=int(got.split()[0]) if got else 0,
        due=None if due is None else datetime.fromtimestamp(due, UTC),
        tries=msgspec.json.decode(tried, type=_Tried).tries if tried else 0,
        given_up=msgspec.json.decode(dead, type=_Dead).reason if dead else None,
    )
