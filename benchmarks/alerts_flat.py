"""Whether an article costs the same among 1,000 and among 100,000 open incidents: `python benchmarks/alerts_flat.py`.

In: how many incidents, and articles made here, all over the map. Out: the time that one article takes through load,
decision and write, at each size of the state, on a Redis of its own on 127.0.0.1: the alerter's processor time and
that of Redis, which other work on the machine leaves alone, and the time that passed.
"""

import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterable
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


async def measure(settings: Settings, most: int) -> None:
    """Fill the state and print what an article costs at each size."""
    chance, rules = random.Random(1), load_rules(_RULES)  # noqa: S311  (places on a map, no secret)
    async with connect(settings) as client:
        store = Store(redis=client, keys=Keys(settings=settings), limits=default_limits())
        for number in range(1, most + 1):
            await take(article(number, chance), store=store, rules=rules, trace="")
            if number in SIZES:
                probes = (article(number + probe, chance) for probe in range(10**6, 10**6 + PROBES))
                print(f"{number:>7} open incidents: {await _probe(probes, store, rules)}", flush=True)


async def _probe(articles: Iterable[EnrichedArticle], store: Store, rules: RuleSet) -> str:
    before, spent, passed = await _redis_ms(store), list[float](), list[float]()
    for one in articles:
        began, began_cpu = time.perf_counter(), time.process_time()
        await take(one, store=store, rules=rules, trace="")
        spent.append((time.process_time() - began_cpu) * 1000)
        passed.append((time.perf_counter() - began) * 1000)
    redis_ms = (await _redis_ms(store) - before) / len(spent)
    used_mb = int((await store.redis.info("memory"))["used_memory"]) / 1e6
    return (
        f"{mean(spent):.2f} ms of processor an article and {redis_ms:.2f} in Redis; "
        f"passed: median {median(passed):.2f} ms, p95 {quantiles(passed, n=20)[-1]:.2f} ms; Redis {used_mb:.0f} MB"
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
            asyncio.run(measure(Settings(redis=redis.address, namespace="bench"), most))
        finally:
            stop(redis.child)


if __name__ == "__main__":
    main()
