"""What becomes of a notice, on a real Redis: possible repeats, take-over, dead letters, outcomes that are noted."""

import asyncio

import msgspec

from dispatcher_office import NOON, Clock, Desk, Office, act, alert_of
from wirewatch.deliveries import Delivery
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch_alerts.keys import Keys
from wirewatch_dispatcher.channels.base import Fate, Outcome
from wirewatch_dispatcher.lease import Lease


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
