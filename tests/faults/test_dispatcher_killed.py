"""The dispatcher as a process: killed at any point it loses nothing, and a channel that hangs delays nobody else."""

import asyncio
import signal
import time
from collections import Counter
from pathlib import Path

from beside import beside
from channel_servers import Answer, Receiver, hangs, receiving, says
from conftest import StartService
from dispatcher_office import alert_of, put
from processes import wait_until
from wirewatch import kafka
from wirewatch.alerts import Alert
from wirewatch.deliveries import Delivery
from wirewatch.redis import connect
from wirewatch.settings import Settings
from wirewatch.topics import ALERTS, DELIVERIES
from wirewatch.wire import decode, to_json
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.waiting import outbox_length

BOUND_S = 60.0
SECRET = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0"


def channels_file(folder: Path, **receivers: Receiver) -> dict[str, str]:
    (folder / "secret").write_text(SECRET)
    lines = [
        f"  {name}: {{kind: webhook, url: '{one.url}', secret_files: [secret], allow_networks: [127.0.0.0/8],"
        f" budget: 1000, timeout_s: 20}}"
        for name, one in receivers.items()
    ]
    (folder / "channels.yaml").write_text("channels:\n" + "\n".join(lines) + "\n")
    return {"WIREWATCH_CHANNELS": str(folder / "channels.yaml"), "WIREWATCH_INSTANCE": "one"}


def write(settings: Settings, *alerts: Alert, channel: str, revisions: bool = False) -> None:
    async def go() -> None:
        async with connect(settings) as client:
            await put(client, settings, *alerts, channel=channel)
            keys = Keys(settings=settings)
            for one in alerts if revisions else ():
                fields = {"alert": one.alert_id, "rev": one.rev, "trace": "00-0-0-01", "value": to_json(one)}
                await client.xadd(keys.revisions(), fields)  # type: ignore[arg-type]

    asyncio.run(go())


def left(settings: Settings) -> int:
    async def go() -> int:
        async with connect(settings) as client:
            return await outbox_length(client, settings)

    return asyncio.run(go())


def slowly(answer: Answer) -> Answer:
    async def answers(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.01)
        await answer(writer)

    return answers


def test_killed_dispatcher_misses_nothing_and_marks_repeats(
    settings: Settings, start_service: StartService, tmp_path: Path
) -> None:
    """Killed three times in the middle of 300 notices: all arrive, and what comes twice says so."""
    receiver = Receiver(slowly(says(200)))
    with beside(receiving(receiver)):
        env = channels_file(tmp_path, desk=receiver)
        write(settings, *(alert_of(number) for number in range(300)), channel="desk")
        for goal in (40, 120, 200):
            dispatcher = start_service("dispatch", env=env)
            wait_until(lambda goal=goal: len(receiver.got) >= goal, bound_s=BOUND_S)  # type: ignore[misc]
            dispatcher.signal(signal.SIGKILL)
        start_service("dispatch", env=env)
        wait_until(lambda: left(settings) == 0, bound_s=BOUND_S)
    counts = Counter(one.headers["webhook-id"] for one in receiver.got)
    marked = Counter(one.headers["webhook-id"] for one in receiver.got if "wirewatch-possible-repeat" in one.headers)
    unmarked = [key for key, count in counts.items() if count - marked[key] > 1]
    assert (len(counts), unmarked, sum(marked.values()) <= 3) == (300, [], True)


def test_hanging_channel_delays_no_other_and_no_relay(
    settings: Settings, start_service: StartService, tmp_path: Path
) -> None:
    """While one channel hangs on every notice, the other is told and revisions are published within seconds."""
    stuck, well = Receiver(hangs), Receiver(says(200))
    with beside(receiving(stuck), receiving(well)):
        start_service("dispatch", env=channels_file(tmp_path, stuck=stuck, well=well))
        write(settings, *(alert_of(number) for number in range(20)), channel="stuck")
        wait_until(lambda: stuck.got, bound_s=BOUND_S)
        began = time.monotonic()
        write(settings, *(alert_of(number) for number in range(100, 200)), channel="well", revisions=True)
        wait_until(lambda: len(well.got) == 100, bound_s=10)
        wait_until(lambda: len(asyncio.run(kafka.read_all(settings, ALERTS))) == 100, bound_s=10)
        took_s = time.monotonic() - began
    assert (took_s < 10, len(stuck.got)) == (True, 1)


def test_outcomes_reach_their_topic(settings: Settings, start_service: StartService, tmp_path: Path) -> None:
    """What became of each notice is on the deliveries topic, keyed by alert, revision and channel."""
    receiver = Receiver(says(400))
    with beside(receiving(receiver)):
        start_service("dispatch", env=channels_file(tmp_path, desk=receiver))
        write(settings, alert_of(1), channel="desk")
        wait_until(lambda: asyncio.run(kafka.read_all(settings, DELIVERIES)), bound_s=BOUND_S)
    (message,) = asyncio.run(kafka.read_all(settings, DELIVERIES))
    noted = decode(Delivery, message)
    assert (message.key, noted.outcome, noted.reason) == (b"alert-1:1:desk", "dead", "status 400")


def test_wrong_channels_stop_the_start(start_service: StartService, tmp_path: Path) -> None:
    """A file of channels that is wrong ends the dispatcher with exit code 2."""
    (tmp_path / "channels.yaml").write_text("channels: {desk: {kind: slak}}\n")
    dispatcher = start_service("dispatch", env={"WIREWATCH_CHANNELS": str(tmp_path / "channels.yaml")})
    wait_until(lambda: dispatcher.exit_code() is not None, bound_s=BOUND_S)
    assert dispatcher.exit_code() == 2
