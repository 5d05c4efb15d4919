"""`wirewatch channels list` and `dead` on a real Redis: what waits and what was given up is seen, and sent again."""

import asyncio
import json

import pytest
from typer.testing import CliRunner

from dispatcher_office import Clock, Desk, alert_of, office
from wirewatch.clock import wall_clock
from wirewatch.settings import Settings
from wirewatch_dispatcher.channel_commands import channels
from wirewatch_dispatcher.channels.base import Fate, Outcome


def run(settings: Settings, *arguments: str) -> str:
    env = {"WIREWATCH_REDIS": settings.redis, "WIREWATCH_NAMESPACE": settings.namespace}
    done = CliRunner().invoke(channels, [*arguments], env=env)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


@pytest.fixture
def given_up(settings: Settings) -> Settings:
    """Two notices that their channel never takes."""

    async def go() -> None:
        desk = Desk(*[Outcome(fate=Fate.NEVER, reason="no such room")] * 2)
        async with office(settings, desk, clock=Clock(wall_clock())) as here:
            await here.put(alert_of(1), alert_of(2))
            await here.step()

    asyncio.run(go())
    return settings


def test_dead_letters_are_listed_with_their_reason(given_up: Settings) -> None:
    """Each dead letter is a line that says which alert, which channel and why."""
    rows = [json.loads(line) for line in run(given_up, "dead", "list", "--json").splitlines()]
    assert sorted((row["alert_id"], row["channel"], row["reason"]) for row in rows) == [
        ("alert-1", "desk", "no such room"),
        ("alert-2", "desk", "no such room"),
    ]


def test_one_dead_letter_is_queued_again(given_up: Settings) -> None:
    """`dead resend` of one alert queues that one and leaves the other."""
    said = run(given_up, "dead", "resend", "alert-1")
    rows = [json.loads(line) for line in run(given_up, "list", "--json").splitlines()]
    (desk,) = (row for row in rows if row["channel"] == "desk")
    assert (said, desk["waiting"], desk["dead"]) == ("1 notices queued\n", 1, 1)


def test_channel_that_is_no_longer_in_the_file_is_listed(given_up: Settings) -> None:
    """What waits for a channel that was taken out of the file is not out of sight."""
    assert [line.split()[:2] for line in run(given_up, "list").splitlines()] == [
        ["console", "console"],
        ["desk", "gone"],
    ]
