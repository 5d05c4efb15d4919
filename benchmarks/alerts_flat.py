"""Whether an article costs the same among 1,000 and among 100,000 open incidents: `python benchmarks/alerts_flat.py`.

In: how many incidents, and articles made here, all over the map. Out: the time that one article takes through load,
decision and write, at each size of the state, on a Redis of its own on 127.0.0.1: the alerter's processor time and
that of Redis, and the time that passed. Other work on the machine makes all of it longer, so each article is also
measured, by turns, in a state of 1,000 incidents.
"""

import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean, median, quantiles

from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import (
    Codes,
    EventTime,
    IncidentType,
    Outcome,
    Place,
    PlacePrecision,
    Realis,
    Salience,
    Sighting,
    Status,
    Target,
    TargetClass,
    TimePrecision,
)
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch_alerts.intake import take
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.matching import default_limits
from wirewatch_alerts.rules import RuleSet, load_rules
from wirewatch_alerts.store import Store
from wirewatch_standalone.children import stop
from wirewatch_standalone.redis_server import await_redis, start_redis

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
PROBES = 200
_START = datetime(2025, 1, 1, tzinfo=UTC)
_RULES = Path(__file__).parents[1] / "seeds" / "rules" / "drone-attack-near-diplomatic-site.yaml"


def article(number: int, chance: random.Random) -> EnrichedArticle:
    """Return an article on an incident of its own, somewhere on land or sea, within the same day as all others."""
    seen_at = _START + timedelta(seconds=number * 0.3)
    town = f"{_word(number)}bad"
    place = Place(
        name=town,
        lat=chance.uniform(-60.0, 70.0),
        lon=chance.uniform(-180.0, 180.0),
        precision=PlacePrecision.CITY,
        radius_km=5.0,
        country=f"{chance.choice('ABCDEFGHIJKLM')}{chance.choice('NOPQRSTUVWXYZ')}",
        gazetteer_id=town,
    )
    sighting = Sighting(
        sighting_id=f"s{number}",
        type=IncidentType.DRONE_ATTACK,
        status=Status.CONFIRMED,
        realis=Realis.OCCURRED,
        outcome=Outcome.COMPLETED,
        salience=Salience.FOREGROUND,
        targets=(Target(target=TargetClass.DIPLOMATIC, name="consulate"),),
        place=place,
        when=EventTime(
            start=_START, end=_START + timedelta(hours=23), precision=TimePrecision.DAY, zone="UTC", words="today"
        ),
        confidence=0.9,
        codes=Codes(acled_event="Explosions/Remote violence", acled_sub_events=(), plover_event="ASSAULT"),
    )
    return EnrichedArticle(
        article_id=f"a{number}",
        revision="1",
        entry_id=f"e{number}",
        source=f"Paper {number % 97}",
        title=f"Drone hits consulate in {town}",
        text=f"A drone hit the consulate in {town} today, residents of the {_word(7 * number)}ar quarter said.",
        language="en",
        observed_at=seen_at,
        sightings=(sighting,),
    )


def _word(number: int) -> str:
    """Return a name that hardly any other number has."""
    return "".join(
        "aeiou"[number // 20**place % 5] + "bdfgklmnprst"[number // 12**place % 12] for place in range(5)
    ).title()


async def measure(redis: str, most: int) -> None:
    """Fill one state, and print at each size what an article costs there and in one that stays small, by turns."""
    chance, rules = random.Random(1), load_rules(_RULES)  # noqa: S311  (places on a map, no secret)
    settings, small = (Settings(redis=redis, namespace=name) for name in ("bench", "small"))
    async with connect(settings) as client:
        store, other = (
            Store(redis=client, keys=Keys(settings=one), limits=default_limits()) for one in (settings, small)
        )
        for number in range(1, most + 1):
            one = article(number, chance)
            for filled in (store, other)[: 2 if number <= SIZES[0] else 1]:
                await take(one, store=filled, rules=rules, trace="")
            if number in SIZES:
                probes = [article(10**6 + number + probe, chance) for probe in range(2 * PROBES)]
                pairs = zip(probes[::2], probes[1::2], strict=True)
                costs = [(await _cost(one, store, rules), await _cost(two, other, rules)) for one, two in pairs]
                used_mb = int((await client.info("memory"))["used_memory"]) / 1e6
                print(f"{number:>7} open incidents: {_told([here for here, _ in costs])}; Redis {used_mb:.0f} MB")
                print(f"{'at once':>7}, among few:   {_told([there for _, there in costs])}", flush=True)


async def _cost(article: EnrichedArticle, store: Store, rules: RuleSet) -> tuple[float, float, float]:
    """Return the processor time of this process and of Redis, and the time that passed, in milliseconds."""
    before = await _redis_ms(store)
    began, began_cpu = time.perf_counter(), time.process_time()
    await take(article, store=store, rules=rules, trace="")
    spent, passed = time.process_time() - began_cpu, time.perf_counter() - began
    return spent * 1000, await _redis_ms(store) - before, passed * 1000


def _told(costs: Sequence[tuple[float, float, float]]) -> str:
    spent, redis, passed = zip(*costs, strict=True)
    return (
        f"{mean(spent):.2f} ms of processor an article and {mean(redis):.2f} in Redis; "
        f"passed: median {median(passed):.2f} ms, p95 {quantiles(passed, n=20)[-1]:.2f} ms"
    )


async def _redis_ms(store: Store) -> float:
    """Return the processor time of Redis' main thread so far."""
    used = await store.redis.info("cpu")
    return (float(used["used_cpu_user_main_thread"]) + float(used["used_cpu_sys_main_thread"])) * 1000


def main() -> None:
    """Run on a Redis of its own; the argument is the largest size."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1]
    with tempfile.TemporaryDirectory() as folder:
        redis = start_redis(Path(folder), data=Path(folder) / "redis", env=os.environ)
        try:
            await_redis(redis)
            asyncio.run(measure(redis.address, most))
        finally:
            stop(redis.child)


if __name__ == "__main__":
    main()
