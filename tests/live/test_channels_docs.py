"""`docs/channels.md` and `docs/subscribe.md`: their files are right, and their programs run against the real stack."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import ROOT
from dispatcher_office import alert_of, parcel_of
from processes import wait_until
from wirewatch import kafka
from wirewatch.clock import wall_clock
from wirewatch.settings import Settings
from wirewatch.topics import ALERTS
from wirewatch.wire import encode
from wirewatch_dispatcher.channels.base import Fate, Outcome
from wirewatch_dispatcher.channels.make import open_channel
from wirewatch_dispatcher.channels_file import load_channels
from wirewatch_dispatcher.configuration import Webhook
from wirewatch_dispatcher.render import Content, words
from wirewatch_standalone.ports import free_ports

SECRET = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0"
BOUND_S = 30.0


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text()
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@contextmanager
def program(text: str, said: Path, **env: str) -> Iterator[None]:
    with said.open("w") as output:
        child = subprocess.Popen([sys.executable, "-c", text], env={**os.environ, **env}, stdout=output, stderr=output)
        try:
            yield
        finally:
            child.kill()
            child.wait()


@pytest.mark.parametrize("text", blocks("channels.md", "yaml"))
def test_every_file_of_the_page_is_right(text: str, tmp_path: Path) -> None:
    """Each example is read without a complaint, and its templates have words."""
    (tmp_path / "secrets").mkdir()
    for name in re.findall(r"secrets/([a-z-]+)", text):
        (tmp_path / "secrets" / name).write_text(SECRET)
    (tmp_path / "channels.yaml").write_text(text)
    read = load_channels(tmp_path / "channels.yaml")
    told = [words(Content(alerts=(alert_of(),)), title=one.title, text=one.text) for one in read.channels.values()]
    assert all(one.title and one.text.strip() for one in told)


def test_subscriber_of_the_page_prints_alerts(settings: Settings, tmp_path: Path) -> None:
    """The page's ten lines of aiokafka print what is on the topic."""

    async def publish() -> None:
        async with kafka.producer(settings) as producer:
            one = encode(alert_of())
            topic = ALERTS.in_namespace(settings.namespace)
            await producer.send_and_wait(topic, value=one.value, key=one.key, headers=list(one.headers))

    asyncio.run(publish())
    env = {"WIREWATCH_KAFKA": settings.kafka, "WIREWATCH_NAMESPACE": settings.namespace}
    with program(blocks("subscribe.md", "python")[0], tmp_path / "said", **env):
        wait_until(lambda: "alert-1 1 high" in (tmp_path / "said").read_text(), bound_s=BOUND_S)
    assert "Baghdad" in (tmp_path / "said").read_text()


def test_receiver_of_the_page_takes_what_is_signed(tmp_path: Path) -> None:
    """The page's receiver takes a notice that is signed with its secret, and refuses others."""
    (port,) = free_ports(1)
    url = f"http://127.0.0.1:{port}/"

    def told(secret: str) -> Fate:
        (tmp_path / "secret").write_text(secret)
        spec = Webhook(url=url, secret_files=(str(tmp_path / "secret"),), allow_networks=("127.0.0.0/8",))

        async def go() -> Outcome:
            async with open_channel("hook", spec, clock=wall_clock, console=None) as channel:  # type: ignore[arg-type]
                return await channel.deliver(parcel_of())

        return asyncio.run(go()).fate

    with program(blocks("subscribe.md", "python")[1], tmp_path / "said", WEBHOOK_SECRET=SECRET, PORT=str(port)):
        wait_until(lambda: told(SECRET) is Fate.DELIVERED, bound_s=BOUND_S)
        refused = told("whsec_b2xkb2xkb2xkb2xkb2xkb2xk")
    assert ("alert.created" in (tmp_path / "said").read_text(), refused) == (True, Fate.NEVER)
