"""Notices on a real Redis: delivered, tried again, given up, held until they are due, and kept off people in drills."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from alert_articles import START, article
from dispatcher_office import Clock, Desk, Office, office
from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import Status
from wirewatch.settings import Settings
from wirewatch_alerts.intake import take
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.matching import default_limits
from wirewatch_alerts.rules import RuleSet, load_rules
from wirewatch_alerts.store import Store
from wirewatch_alerts.waiting import outbox_length
from wirewatch_dispatcher.app import keep_going, pause_s
from wirewatch_dispatcher.channels.base import Fate, Outcome, Parcel
from wirewatch_dispatcher.channels.console import ConsoleChannel
from wirewatch_dispatcher.pace import delay_s
from wirewatch_dispatcher.render import Content

RULES = load_rules(Path(__file__).parents[2] / "seeds" / "rules")
FLAGSHIP = Path(__file__).parents[2] / "seeds" / "rules" / "drone-attack-near-diplomatic-site.yaml"
LATER = START + timedelta(days=30)


async def scene(settings: Settings, use: Callable[[Store, Office], Awaitable[Any]], *desks: Desk, clock: Clock) -> Any:
    async with office(settings, *desks, clock=clock) as made:
        return await use(Store(redis=made.redis, keys=Keys(settings=settings), limits=default_limits()), made)


def story(*articles: EnrichedArticle, rules: RuleSet = RULES) -> Callable[[Store, Office], Awaitable[int]]:
    async def use(store: Store, office: Office) -> int:
        for one in articles:
            await take(one, store=store, rules=rules, trace="t")
        await office.step()
        return await outbox_length(store.redis, store.keys.settings)

    return use


def test_notice_is_delivered_once(settings: Settings) -> None:
    """A notice reaches its channel and leaves the outbox."""
    desk = Desk()
    left = asyncio.run(scene(settings, story(article("a")), desk, clock=Clock(LATER)))
    assert (desk.revs, left) == ([1], 0)


def test_only_the_newest_revision_goes_out(settings: Settings) -> None:
    """Of several revisions that wait only the last is told, once."""
    desk = Desk()
    told = story(article("a"), article("b", hours=1, status=Status.CONFIRMED), article("c", hours=2, killed=1))
    left = asyncio.run(scene(settings, told, desk, clock=Clock(LATER)))
    assert (desk.revs, left) == ([3], 0)


def test_exercise_pages_nobody(settings: Settings) -> None:
    """What is a drill goes to the console, whatever channel the rule names."""
    desk, console = Desk(), Desk(name="console")
    drill = story(article("a", exercise=True))
    asyncio.run(scene(settings, drill, desk, console, clock=Clock(LATER)))
    assert (desk.revs, console.revs) == ([], [1])


def test_failed_notice_is_tried_again(settings: Settings) -> None:
    """A channel that asks for another try gets it after a pause, not before."""
    desk, clock = Desk(Fate.TRY_AGAIN), Clock(LATER)

    async def use(store: Store, office: Office) -> tuple[int, int, int]:
        await take(article("a"), store=store, rules=RULES, trace="t")
        await office.step()
        await office.step()
        tries = len(desk.revs)
        clock.now += timedelta(seconds=2)
        await office.step()
        return tries, len(desk.revs), await outbox_length(store.redis, settings)

    assert asyncio.run(scene(settings, use, desk, clock=clock)) == (1, 2, 0)


def test_hopeless_notice_is_given_up(settings: Settings) -> None:
    """A channel that says never is not asked again."""
    desk = Desk(Fate.NEVER)
    assert asyncio.run(scene(settings, story(article("a")), desk, clock=Clock(LATER))) == 0


def test_notices_keep_their_interval(settings: Settings) -> None:
    """News within five minutes of a notice waits for them to pass, and comes as one."""
    desk, clock = Desk(), Clock(START)

    async def use(store: Store, office: Office) -> tuple[list[int], list[int]]:
        for one in (article("a"), article("b", hours=0.01, killed=1), article("c", hours=0.02, killed=2)):
            await take(one, store=store, rules=RULES, trace="t")
            if one.article_id == "a":
                await office.step()
        await office.step()
        soon = desk.revs
        clock.now += timedelta(minutes=5)
        await office.step()
        return soon, desk.revs

    assert asyncio.run(scene(settings, use, desk, clock=clock)) == ([1], [1, 3])


def test_first_notice_waits_to_collect(settings: Settings, tmp_path: Path) -> None:
    """With `wait` nothing is told before its time."""
    (tmp_path / "r.yaml").write_text(FLAGSHIP.read_text("utf-8").replace("wait: 0s", "wait: 1h"), "utf-8")
    desk = Desk()
    told = story(article("a"), rules=load_rules(tmp_path))
    assert (asyncio.run(scene(settings, told, desk, clock=Clock(START))), desk.revs) == (1, [])


def test_dead_dispatchers_notices_are_taken_up(settings: Settings) -> None:
    """A notice that was in hand when the dispatcher died is delivered by the next of its name."""
    desk = Desk()

    async def use(store: Store, office: Office) -> int:
        await take(article("a"), store=store, rules=RULES, trace="t")
        await office.dispatcher._fresh()
        await office.dispatcher.recover()
        await office.step()
        return await outbox_length(store.redis, settings)

    assert (asyncio.run(scene(settings, use, desk, clock=Clock(LATER))), desk.revs) == (0, [1])


def test_console_prints_the_card(settings: Settings) -> None:
    """The console channel prints what `subscribe` shows."""
    printed = StringIO()

    async def use(store: Store, _: Office) -> Outcome:
        await take(article("a"), store=store, rules=RULES, trace="t")
        (stored,) = await store.alerts()
        channel = ConsoleChannel(console=Console(file=printed, width=100))
        return await channel.deliver(Parcel(content=Content(alerts=(stored.alert,)), key="k"))

    outcome = asyncio.run(scene(settings, use, Desk(), clock=Clock(LATER)))
    assert (outcome.fate, "Thwarted drone attack" in printed.getvalue()) == (Fate.DELIVERED, True)


def test_pauses_grow_to_a_bound() -> None:
    """Pauses double and stop growing, for tries and for what is away."""
    assert ([delay_s(n, 0.0) for n in (0, 1, 20)], [pause_s(n) for n in (0, 1, 20)]) == (
        [1.0, 2.0, 300.0],
        [0.2, 0.4, 15.0],
    )


def test_unknown_fault_ends_a_part() -> None:
    """What is no outage is not waited for."""

    async def broken() -> None:
        raise ZeroDivisionError

    async def go() -> None:
        await asyncio.wait_for(keep_going("part", lambda: nullcontext(broken), asyncio.Event()), 5)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(go())
