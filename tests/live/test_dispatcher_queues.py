"""A channel's work on a real Redis: budgets and digests, breaker, repeats, dead letters, take-over. No sleeping."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from dispatcher_office import NOON, Clock, Desk, Office, alert_of, office
from wirewatch.alerts import Severity
from wirewatch.deliveries import Delivery
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.waiting import outbox_length
from wirewatch_dispatcher.channels.base import Fate, Outcome
from wirewatch_dispatcher.configuration import Configuration, File, Quiet
from wirewatch_dispatcher.lease import Lease

Use = Callable[[Office, Clock], Awaitable[Any]]


def act(settings: Settings, use: Use, *desks: Desk, **options: Any) -> Any:
    clock = Clock()

    async def go() -> Any:
        async with office(settings, *desks, clock=clock, **options) as made:
            return await use(made, clock)

    return asyncio.run(go())


def test_every_notice_comes_out_and_none_is_left(settings: Settings) -> None:
    """What goes into the outbox arrives once, and nothing of it waits afterwards."""
    desk = Desk()

    async def use(here: Office, _: Clock) -> int:
        await here.put(*(alert_of(number) for number in range(50)))
        await here.step()
        return await outbox_length(here.redis, settings)

    left = act(settings, use, desk)
    assert (left, len(set(desk.got)), len(desk.got)) == (0, 50, 50)


def test_overflow_comes_as_digests_within_the_budget(settings: Settings) -> None:
    """Ten messages a minute and 1,000 notices: at most ten digests, all alerts told, none twice."""
    desk = Desk()

    async def use(here: Office, _: Clock) -> None:
        await here.put(*(alert_of(number) for number in range(1000)))
        await here.step()

    act(settings, use, desk, budget=10, digest=200)
    assert (len(desk.parcels) <= 10, len(desk.got), len(set(desk.got))) == (True, 1000, 1000)


def test_budget_holds_for_any_minute(settings: Settings) -> None:
    """A spent budget makes notices wait until the first message is a minute old."""
    desk = Desk()

    async def use(here: Office, clock: Clock) -> tuple[int, int, int]:
        counts = []
        for number in range(3):
            await here.put(alert_of(number))
            await here.step()
        counts.append(len(desk.parcels))
        for pause_s in (59.0, 1.5):
            clock.pass_s(pause_s)
            await here.step()
            counts.append(len(desk.parcels))
        return counts[0], counts[1], counts[2]

    assert act(settings, use, desk, budget=2) == (2, 2, 3)


def test_worst_comes_first(settings: Settings) -> None:
    """Of what is due at once the worst goes out first."""
    desk = Desk()

    async def use(here: Office, _: Clock) -> None:
        await here.put(alert_of(1, severity=Severity.LOW), alert_of(2, severity=Severity.CRITICAL))
        await here.step()

    act(settings, use, desk)
    assert [alert for alert, _ in desk.got] == ["alert-2", "alert-1"]


def test_channel_that_is_down_is_left_alone(settings: Settings) -> None:
    """After five failures in a row the breaker lets nothing out, then one try at a time."""
    desk = Desk(*[Fate.TRY_AGAIN] * 6)

    async def use(here: Office, clock: Clock) -> list[int]:
        await here.put(*(alert_of(number) for number in range(30)))
        await here.step()
        counts = [len(desk.parcels)]
        for _ in range(2):
            clock.pass_s(11)
            await here.step()
            counts.append(len(desk.parcels))
        return counts

    assert act(settings, use, desk) == [5, 6, 36]


def test_down_for_an_hour_then_digests(settings: Settings) -> None:
    """10,000 notices wait out an hour's outage and come as digests, newest revision only, none missing."""
    desk = Desk(*[Fate.TRY_AGAIN] * 17)

    async def use(here: Office, clock: Clock) -> tuple[int, int]:
        for first in range(0, 10_000, 1000):
            await here.put(*(alert_of(number) for number in range(first, first + 1000)))
            await here.step()
        await here.put(*(alert_of(number, rev=2) for number in range(0, 10_000, 10)))
        clock.pass_s(3600)
        await here.step()
        for _ in range(300):
            if await outbox_length(here.redis, settings) == 0:
                break
            clock.pass_s(30)
            await here.deliver()
        delivered = desk.parcels[17:]
        return len(delivered), max(len(one.content.alerts) for one in delivered)

    messages, most = act(settings, use, desk, budget=30)
    told = [alert for one in desk.parcels[17:] for alert in one.content.alerts]
    stale = [one for one in told if one.rev != (2 if int(one.alert_id.split("-")[1]) % 10 == 0 else 1)]
    assert (len({one.alert_id for one in told}), len(told), stale, most) == (10_000, 10_000, [], 200)
    assert messages < 120


def test_retry_after_is_obeyed(settings: Settings) -> None:
    """A channel that asks for ninety seconds is not asked for ninety seconds, by any notice."""
    desk = Desk(Outcome(fate=Fate.TRY_AGAIN, retry_after_s=90))

    async def use(here: Office, clock: Clock) -> list[int]:
        counts = []
        for number, pause_s in enumerate((0, 80, 20)):
            clock.pass_s(pause_s)
            await here.put(alert_of(number))
            await here.step()
            counts.append(len(desk.parcels))
        return counts

    assert act(settings, use, desk) == [1, 1, 4]


def test_unknown_outcome_is_repeated_and_marked(settings: Settings) -> None:
    """What may have arrived goes out again with the same key, marked as a possible repeat."""
    desk = Desk(Outcome(fate=Fate.TRY_AGAIN, unknown=True))

    async def use(here: Office, clock: Clock) -> None:
        await here.put(alert_of())
        await here.step()
        clock.pass_s(5)
        await here.step()

    act(settings, use, desk)
    assert [(one.key, one.content.repeat) for one in desk.parcels] == [
        ("alert-1:1:desk", False),
        ("alert-1:1:desk", True),
    ]


def test_notice_in_hand_is_taken_over(settings: Settings) -> None:
    """What a dispatcher was sending when it died is a possible repeat; what it had only taken is none."""
    desk = Desk()

    async def use(here: Office, clock: Clock) -> list[tuple[str, bool]]:
        await here.put(alert_of(1), alert_of(2))
        await here.dispatcher.step()
        taken = await here.queue.take(clock().timestamp(), 10)
        await here.queue.sending({"alert-1": taken["alert-1"]})
        await here.queue.recover(clock().timestamp())
        await here.step()
        return sorted((one.key, one.content.repeat) for one in desk.parcels)

    assert act(settings, use, desk) == [("alert-1:1:desk", True), ("alert-2:1:desk", False)]


def test_newer_revision_that_comes_meanwhile_is_told(settings: Settings) -> None:
    """A revision that is queued while an older one is being sent is not lost with it."""
    desk = Desk()

    async def use(here: Office, _: Clock) -> None:
        original = desk.deliver

        async def meanwhile(parcel: Any) -> Outcome:
            if parcel.alert.rev == 1:
                await here.put(alert_of(1, rev=2))
                await here.dispatcher.step()
            return await original(parcel)

        desk.deliver = meanwhile  # type: ignore[method-assign]
        await here.put(alert_of(1))
        await here.step()

    act(settings, use, desk)
    assert desk.got == [("alert-1", 1), ("alert-1", 2)]


def test_hopeless_notice_is_a_dead_letter_and_can_be_sent_again(settings: Settings) -> None:
    """A notice that the channel never takes is kept with its reason; sent again, it arrives."""
    desk = Desk(Outcome(fate=Fate.NEVER, reason="no such room"))

    async def use(here: Office, clock: Clock) -> tuple[str, int]:
        await here.put(alert_of())
        await here.step()
        (dead,) = await here.queue.dead()
        await here.queue.resend([dead.alert_id], clock().timestamp())
        await here.step()
        return dead.reason, len(await here.queue.dead())

    assert (act(settings, use, desk), len(desk.parcels)) == (("no such room", 0), 2)


def test_gone_receiver_disables_its_channel(settings: Settings) -> None:
    """After a 410 nothing is sent any more: what comes is a dead letter until the channel is enabled."""
    desk = Desk(Outcome(fate=Fate.NEVER, reason="status 410: gone", disable=True))

    async def use(here: Office, _: Clock) -> list[int]:
        counts = []
        for number in range(2):
            await here.put(alert_of(number))
            await here.step()
            counts.append(len(desk.parcels))
        await here.queue.enable()
        await here.put(alert_of(3))
        await here.step()
        return [*counts, len(desk.parcels), len(await here.queue.dead())]

    assert act(settings, use, desk) == [1, 1, 2, 2]


def test_notice_is_given_up_after_a_day_of_failures(settings: Settings) -> None:
    """A notice that fails often and for a day becomes a dead letter."""
    desk = Desk(*[Fate.TRY_AGAIN] * 500)

    async def use(here: Office, clock: Clock) -> tuple[int, bool]:
        await here.put(alert_of())
        await here.step()
        while not await here.queue.dead():
            clock.pass_s(1800)
            await here.deliver()
        return len(await here.queue.dead()), (clock() - NOON).total_seconds() >= 86_400

    assert act(settings, use, desk) == (1, True)


def test_outcomes_are_noted(settings: Settings) -> None:
    """Each try leaves its outcome on the way to the topic of deliveries."""
    desk = Desk(Outcome(fate=Fate.TRY_AGAIN, reason="busy", unknown=True))

    async def use(here: Office, clock: Clock) -> list[Delivery]:
        await here.put(alert_of())
        await here.step()
        clock.pass_s(5)
        await here.step()
        entries = await here.redis.xrange(Keys(settings=settings).outcomes())
        return [msgspec.json.decode(fields[b"value"], type=Delivery) for _, fields in entries]

    noted = act(settings, use, desk)
    assert [(one.outcome, one.tries, one.possible_repeat) for one in noted] == [
        ("try_again", 1, False),
        ("delivered", 2, True),
    ]


def test_exercise_goes_to_channels_that_take_exercises(settings: Settings) -> None:
    """A drill reaches no channel but the one that says so by name."""
    desk, drills = Desk(), Desk(name="drills")

    async def use(here: Office, _: Clock) -> None:
        await here.put(alert_of(1, exercise=True))
        await here.put(alert_of(2, exercise=True), channel="drills")
        await here.step()

    act(settings, use, desk, drills)
    assert (desk.got, drills.got) == ([], [("alert-2", 1)])


def test_quiet_hours_hold_notices_back(settings: Settings) -> None:
    """In quiet hours a notice waits for their end."""
    desk = Desk()
    quiet = Configuration(channels={"desk": File(path="unused", quiet=Quiet(hours="11:00-13:00"))})

    async def use(here: Office, clock: Clock) -> list[int]:
        await here.put(alert_of())
        await here.step()
        counts = [len(desk.parcels)]
        clock.pass_s(3600)
        await here.step()
        return [*counts, len(desk.parcels)]

    assert act(settings, use, desk, configuration=quiet) == [0, 1]


def test_one_dispatcher_delivers_and_another_takes_over(settings: Settings) -> None:
    """Of two dispatchers one holds the lease; where it falls silent the other wins it, and the first knows."""

    async def go() -> list[tuple[bool, bool]]:
        async with connect(settings) as client:
            first, second = (Lease(client, settings, holder=name) for name in ("one", "two"))
            held = []
            for fallen in (False, True):
                if fallen:
                    await client.delete(Keys(settings=settings).lease())
                    await second.step()
                    while not second.held():
                        await second.step()
                    first._due = 0.0
                await first.step()
                await second.step()
                held.append((first.held(), second.held()))
            await second.leave()
            return held

    assert asyncio.run(asyncio.wait_for(go(), 10)) == [(True, False), (False, True)]
