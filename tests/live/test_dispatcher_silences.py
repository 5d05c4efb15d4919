"""Silences and what already waits: a notice in the queue, or to be tried again, stays until the silence ends."""

from datetime import timedelta

from dispatcher_office import NOON, Clock, Desk, Office, act, alert_of
from wirewatch.actions import ActionKind, Matcher, OperatorAction
from wirewatch.settings import Settings
from wirewatch_alerts.handed import Handed, read_handed
from wirewatch_alerts.packing import pack
from wirewatch_dispatcher.channels.base import Fate, Outcome
from wirewatch_dispatcher.worker import HELD_S


def silence(hours: float | None) -> OperatorAction:
    """Return a silence of one rule, from noon on."""
    return OperatorAction(
        action_id="act-1",
        kind=ActionKind.SILENCE,
        who="anna",
        at=NOON,
        matchers=(Matcher(field="rule", value="quiet"),),
        until=None if hours is None else NOON + timedelta(hours=hours),
    )


async def mute(here: Office, one: OperatorAction) -> None:
    """Let a person silence alerts."""
    await here.redis.hset(here.queue.keys.silences(), one.action_id, pack(one))


def test_a_silence_holds_back_what_waits(settings: Settings) -> None:
    """What was queued before the silence stays until its end, with its tries; what it does not match goes out."""
    desk = Desk(Fate.TRY_AGAIN)

    async def use(here: Office, clock: Clock) -> tuple[int, list[tuple[str, int]]]:
        await here.put(alert_of(1, rule="quiet"))
        await here.step()
        await mute(here, silence(4))
        await here.put(alert_of(2))
        clock.pass_s(3600)
        await here.step()
        told = len(desk.got)
        clock.pass_s(3 * 3600)
        await here.deliver()
        return told, desk.got[told:]

    assert act(settings, use, desk) == (2, [("alert-1", 1)])


def test_a_lifted_silence_lets_go(settings: Settings) -> None:
    """A silence without an end holds until somebody lifts it; then the newest revision goes out, once."""
    desk = Desk()

    async def use(here: Office, clock: Clock) -> int:
        await mute(here, silence(None))
        await here.put(alert_of(1, rule="quiet"))
        for _ in range(3):
            clock.pass_s(86_400)
            await here.step()
        told = len(desk.got)
        await here.put(alert_of(1, rev=2, rule="quiet"))
        await mute(here, silence(3 * 24))
        clock.pass_s(HELD_S)
        await here.step()
        return told

    assert (act(settings, use, desk), desk.got) == (0, [("alert-1", 2)])


def test_what_became_of_a_notice_can_be_asked(settings: Settings) -> None:
    """A channel that got it, one that tries again with how often it tried, and one that gave up with its reason."""

    async def use(here: Office, _: Clock) -> tuple[Handed, ...]:
        await here.put(*(alert_of(number) for number in (1, 2, 3)))
        await here.step()
        found = [await read_handed(here.redis, here.queue.keys, f"alert-{number}") for number in (1, 2, 3, 4)]
        return tuple(one for each in found for one in each)

    desk = Desk(Fate.DELIVERED, Outcome(fate=Fate.NEVER, reason="no such room"), Fate.TRY_AGAIN)
    got, dead, again = act(settings, use, desk)
    assert (got.rev, dead.given_up, again.tries, again.due > NOON) == (1, "no such room", 1, True)
