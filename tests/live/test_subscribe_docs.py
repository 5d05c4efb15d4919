"""`docs/subscribe.md`: every example is run against a real Kafka, Redis and `wirewatch serve`."""

import asyncio
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from conftest import ROOT
from console_desk import BOUND_S, serving, write
from dispatcher_office import alert_of, parcel_of
from docs_page import blocks, lines, python, shell
from on_topics import publish
from processes import wait_until
from wirewatch.clock import wall_clock
from wirewatch.settings import Settings
from wirewatch_dispatcher.channels.base import Fate, Outcome
from wirewatch_dispatcher.channels.make import open_channel
from wirewatch_dispatcher.configuration import Webhook
from wirewatch_standalone.ports import free_ports
from wirewatch_standalone.stack import Stack

PAGE = "subscribe.md"
SECRET = "whsec_c2VjcmV0c2VjcmV0c2VjcmV0"


@pytest.fixture
def env(settings: Settings) -> dict[str, str]:
    """The environment of examples; one alert is on the topic."""
    asyncio.run(publish(settings, alert_of()))
    return {"WIREWATCH_KAFKA": settings.kafka, "WIREWATCH_NAMESPACE": settings.namespace}


@pytest.fixture
def console(stack: Stack, settings: Settings) -> Iterator[httpx.Client]:
    """A console with one alert."""
    write(settings, alert_of())
    with serving(stack, settings) as client:
        yield client


def says(said: Path, *words: str) -> bool:
    text = said.read_text()
    return all(word in text for word in words)


def port_of(client: httpx.Client) -> dict[str, str]:
    return {"WIREWATCH_SERVE_PORT": str(client.base_url.port)}


def test_subscriber_in_python(env: dict[str, str], tmp_path: Path) -> None:
    """The page's ten lines of aiokafka print what is on the topic."""
    with python(blocks(PAGE, "python")[0], tmp_path / "said", **env):
        wait_until(lambda: says(tmp_path / "said", "alert-1 1 high", "Baghdad"), bound_s=BOUND_S)


def test_subscriber_in_python_has_ten_lines() -> None:
    """Ten lines are enough."""
    assert len([line for line in blocks(PAGE, "python")[0].splitlines() if line]) == 10


@pytest.mark.skipif(shutil.which("kcat") is None, reason="kcat is not installed here")
def test_kcat_prints_headers_and_alerts(env: dict[str, str], tmp_path: Path) -> None:
    """The page's line of kcat prints the CloudEvents headers and the alert."""
    (line,) = lines(PAGE, "kcat")
    with shell(line, tmp_path / "said", **env):
        wait_until(lambda: says(tmp_path / "said", "ce_id=alert-1:1", '"alert_id":"alert-1"'), bound_s=BOUND_S)


@pytest.mark.parametrize("line", lines(PAGE, "wirewatch"))
def test_subscribe_prints_alerts(line: str, env: dict[str, str], tmp_path: Path) -> None:
    """Each line of `wirewatch subscribe` prints the alert, from the beginning of the topic."""
    command = re.split(r" \| | # ", line)[0].replace("--from beginning", "")
    with shell(f"{command} --from beginning", tmp_path / "said", **env):
        wait_until(lambda: says(tmp_path / "said", "Thwarted drone attack"), bound_s=BOUND_S)


def test_curl_hears_the_stream(console: httpx.Client, settings: Settings, tmp_path: Path) -> None:
    """The first line of curl hears what is new, of the severities that it names."""
    with shell(lines(PAGE, "curl")[0], tmp_path / "said", **port_of(console)):
        wait_until(lambda: says(tmp_path / "said", ": beat"), bound_s=BOUND_S)
        write(settings, alert_of(2))
        wait_until(lambda: says(tmp_path / "said", '"alert_id":"alert-2"'), bound_s=BOUND_S)


def test_curl_resumes_the_stream(console: httpx.Client, tmp_path: Path) -> None:
    """The line with `Last-Event-ID` hears what was before."""
    with shell(lines(PAGE, "curl")[1], tmp_path / "said", **port_of(console)):
        wait_until(lambda: says(tmp_path / "said", '"alert_id":"alert-1"'), bound_s=BOUND_S)


def test_curl_reads_a_page(console: httpx.Client, tmp_path: Path) -> None:
    """The last line of curl prints a page of JSON."""
    with shell(lines(PAGE, "curl")[2], tmp_path / "said", **port_of(console)):
        wait_until(lambda: says(tmp_path / "said", '"next":'), bound_s=BOUND_S)
    assert [one["alert_id"] for one in json.loads((tmp_path / "said").read_text())["alerts"]] == ["alert-1"]


def test_every_address_of_the_page_answers(console: httpx.Client) -> None:
    """No address is promised that is not there; the stream is heard elsewhere."""
    text = (ROOT / "docs" / PAGE).read_text("utf-8")
    row = re.findall(r"^\| (`/.*?`) \|", text, re.MULTILINE)
    named = [one for cell in row for one in _addresses(cell) if not one.endswith("stream")]
    known = {"/v1/alerts/ID": "/v1/alerts/alert-1", "/v1/incidents/ID": "/v1/incidents"}
    asked = [next((one.replace(a, b) for a, b in known.items() if one.startswith(a)), one) for one in named]
    assert [(one, console.get(one).status_code) for one in asked if console.get(one).status_code != 200] == []
    assert len(asked) > 10


def _addresses(cell: str) -> Iterator[str]:
    """Yield the addresses of a cell; what begins otherwise is another end of the first."""
    first, *others = re.findall(r"`([^`]*)`", cell)
    yield first
    for other in others:
        yield other if other.startswith("/") else f"{first.removesuffix('.atom').removesuffix('ID')}{other}"


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

    with python(blocks(PAGE, "python")[1], tmp_path / "said", WEBHOOK_SECRET=SECRET, PORT=str(port)):
        wait_until(lambda: told(SECRET) is Fate.DELIVERED, bound_s=BOUND_S)
        refused = told("whsec_b2xkb2xkb2xkb2xkb2xkb2xk")
    assert ("alert.created" in (tmp_path / "said").read_text(), refused) == (True, Fate.NEVER)
