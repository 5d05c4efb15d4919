"""When notices go out, on a real Redis: budgets and digests, what comes first, breaker, pauses, quiet hours."""

from typing import Any

from dispatcher_office import Clock, Desk, Office, act, alert_of
from wirewatch.alerts import Severity
from wirewatch.settings import Settings
from wirewatch_alerts.waiting import outbox_length
from wirewatch_dispatcher.channels.base import Fate, Outcome
from wirewatch_dispatcher.configuration import Configuration, File, Quiet


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
