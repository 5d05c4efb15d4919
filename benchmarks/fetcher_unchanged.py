"""What a poll costs whose feed has nothing new: `python benchmarks/fetcher_unchanged.py` prints milliseconds of CPU.

The feed comes over real HTTP from `feed_farm.py`, another process. Two kinds of polls are measured: those answered by
304, and by the whole body again, whose hash is known. Neither may read it. Exit code 1 where one takes 2 ms or more.
"""

import asyncio
import sys
import time
from collections.abc import Iterable
from typing import NoReturn

from msgspec.structs import replace

from feed_farm import Kind, host_of, kind_of
from fetcher_load import running_farm
from wirewatch.articles import RawArticle
from wirewatch.clock import wall_clock
from wirewatch_fetcher.documents import Body, FeedDocument
from wirewatch_fetcher.feed_state import FeedState
from wirewatch_fetcher.feeds import Feed
from wirewatch_fetcher.feeds_to_raw import poll
from wirewatch_fetcher.fetcher_settings import FetcherSettings
from wirewatch_fetcher.freshness import Freshness
from wirewatch_fetcher.parse import parse
from wirewatch_fetcher.polls import Memory, Tools
from wirewatch_fetcher.retrieve import Validators, open_session
from wirewatch_fetcher.seen import Seen

POLLS, MOST_MS = 1_000, 2.0
STILL = next(number for number in range(100) if kind_of(number) is Kind.STILL)


async def measure(port: int) -> dict[str, float]:
    """Return the milliseconds of CPU of a poll, by what the server answered."""
    options = FetcherSettings(allow_networks="127.0.0.0/8")
    feed = Feed(url=f"http://{host_of(STILL)}:{port}/{STILL}")
    async with open_session(options) as session:
        tools = Tools(
            session=session, parse=_parse, publish=_publish, clock=wall_clock, dice=lambda: 0.5, options=options
        )
        known = (await poll(feed, None, Memory(recall=_recall, note=_note), tools)).state
        unread = Tools(
            session=session, parse=_never, publish=_publish, clock=wall_clock, dice=lambda: 0.5, options=options
        )
        return {
            outcome.value: await _cost_ms(feed, state, unread, outcome)
            for outcome, state in (
                (Freshness.NOT_MODIFIED, known),
                (Freshness.SAME_BODY, replace(known, validators=Validators())),
            )
        }


async def _cost_ms(feed: Feed, known: FeedState, tools: Tools, outcome: Freshness) -> float:
    began = time.process_time()
    for _ in range(POLLS):
        polled = await poll(feed, known, Memory(recall=_recall, note=_note), tools)
        assert polled.outcome == outcome, polled
    return (time.process_time() - began) * 1_000 / POLLS


async def _parse(body: Body) -> FeedDocument:
    return parse(body)


async def _never(_body: Body) -> NoReturn:
    raise AssertionError("an unchanged body was read")


async def _publish(articles: Iterable[RawArticle]) -> None:
    tuple(articles)


async def _recall() -> Seen:
    return {}


async def _note(_state: FeedState) -> None:
    return None


def main() -> int:
    """Measure and print."""
    with running_farm(STILL + 1) as farm:
        assert farm.stdout is not None
        costs = asyncio.run(measure(int(farm.stdout.readline())))
    print(", ".join(f"{name}: {cost:.2f} ms" for name, cost in costs.items()) + " of CPU a poll")
    return 0 if max(costs.values()) < MOST_MS else 1


if __name__ == "__main__":
    sys.exit(main())
