"""The store on a real Redis: the same final records as in memory, no write on stale state, none twice."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from alert_articles import BASRA, article, at, sighting
from alert_reference import run
from wirewatch.alerts import AlertState
from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import Status
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch_alerts.closing import close_quiet
from wirewatch_alerts.decide import decide
from wirewatch_alerts.final import final_bytes
from wirewatch_alerts.intake import take
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.matching import default_limits
from wirewatch_alerts.revise import stands
from wirewatch_alerts.rules import load_rules
from wirewatch_alerts.store import Store, Written
from wirewatch_alerts.waiting import outbox_length, relay_lag

RULES = load_rules(Path(__file__).parents[2] / "seeds" / "rules")
STORY = (
    article("a"),
    article("b", hours=1, status=Status.CONFIRMED, injured=2),
    article("c", hours=2, place=BASRA),
    article("d", hours=-1, status=Status.ALLEGED),
    article("b", hours=3, revision="2", status=Status.CONFIRMED, injured=3),
    article("e", hours=60, sightings=[sighting("e#1"), sighting("e#2", place=BASRA)]),
    article("c", hours=61, revision="2", sightings=[]),
    article("a"),
)


async def with_store(settings: Settings, use: Callable[[Store], Awaitable[Any]]) -> Any:
    async with connect(settings) as client:
        return await use(Store(redis=client, keys=Keys(settings=settings), limits=default_limits()))


async def take_all(store: Store, story: Sequence[EnrichedArticle] = STORY) -> None:
    for one in story:
        await take(one, store=store, rules=RULES, trace="trace")


async def final(store: Store) -> list[bytes]:
    return sorted(final_bytes(one.alert) for one in await store.alerts() if stands(one.alert))


def test_redis_gives_what_memory_gives(settings: Settings) -> None:
    """A story with edits, a late report and a repeat ends in the same final records as in memory."""

    async def use(store: Store) -> list[bytes]:
        await take_all(store)
        return await final(store)

    assert asyncio.run(with_store(settings, use)) == asyncio.run(run(STORY, RULES)).final()


def test_repeats_change_nothing(settings: Settings) -> None:
    """The whole story again leaves not one key different."""

    async def use(store: Store) -> tuple[Any, Any]:
        await take_all(store)
        before = await dump(store)
        await take_all(store)
        return before, await dump(store)

    before, after = asyncio.run(with_store(settings, use))
    assert before == after


async def dump(store: Store) -> dict[bytes, bytes]:
    names = [name async for name in store.redis.scan_iter(match=f"{{{store.keys.settings.namespace}}}:*")]
    return {name: await store.redis.dump(name) for name in names}


def test_write_on_stale_state_is_refused(settings: Settings) -> None:
    """Of two writers that decided on the same state the second is refused, and leaves nothing behind."""

    async def use(store: Store) -> tuple[Written, Written, int]:
        one, other = article("a"), article("b", hours=1)
        pools = [await store.load(one), await store.load(other)]
        decisions = [decide(a, p, rules=RULES, limits=store.limits) for a, p in zip((one, other), pools, strict=True)]
        written = [await store.write(d, version=p.version, trace="t") for d, p in zip(decisions, pools, strict=True)]
        return written[0], written[1], len(await store.alerts())

    assert asyncio.run(with_store(settings, use)) == (Written.DONE, Written.STALE, 1)


def test_sighting_that_is_there_is_a_repeat(settings: Settings) -> None:
    """A write that comes again with its answer lost is found to be done."""

    async def use(store: Store) -> Written:
        pool = await store.load(article("a"))
        decision = decide(article("a"), pool, rules=RULES, limits=store.limits)
        await store.write(decision, version=0, trace="t")
        return await store.write(decision, version=1, trace="t")

    assert asyncio.run(with_store(settings, use)) is Written.REPEAT


def test_revisions_and_notices_are_counted(settings: Settings) -> None:
    """One article makes one revision to relay and one notice to deliver."""

    async def use(store: Store) -> tuple[int, int]:
        await take_all(store, STORY[:1])
        return await relay_lag(store.redis, settings), await outbox_length(store.redis, settings)

    assert asyncio.run(with_store(settings, use)) == (1, 1)


def test_all_keys_share_one_slot(settings: Settings) -> None:
    """Every key carries the namespace as its hash tag, so that one script may touch them all on a cluster."""

    async def use(store: Store) -> bool:
        await take_all(store)
        tag = "{" + settings.namespace + "}:"
        ours = [name async for name in store.redis.scan_iter(match=f"*{settings.namespace}*")]
        return bool(ours) and all(name.decode().startswith(tag) for name in ours)

    assert asyncio.run(with_store(settings, use))


def test_quiet_alerts_close_in_silence(settings: Settings) -> None:
    """A week after the last report an alert closes and tells nobody; before that, and again, nothing happens."""

    async def use(store: Store) -> tuple[int, int, int, tuple[AlertState, bool]]:
        await take_all(store, STORY[:2])
        early = await close_quiet(store, RULES, now=at(24 * 6))
        done = await close_quiet(store, RULES, now=at(24 * 9))
        again = await close_quiet(store, RULES, now=at(24 * 10))
        (stored,) = await store.alerts()
        return len(early), len(done), len(again), (stored.alert.state, stored.alert.revisions[-1].notified)

    assert asyncio.run(with_store(settings, use)) == (0, 1, 0, (AlertState.CLOSED, False))
