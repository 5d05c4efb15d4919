"""The webhook channel against receivers that are slow, trickle, limit, fail, hang up or show a wrong name."""

import asyncio
import ssl
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook as Verifier

from channel_calls import HERE, SECRETS, deliver, secret_files
from channel_servers import (
    Answer,
    Receiver,
    closes,
    hangs,
    receiving,
    says,
    trickles,
)
from dispatcher_office import parcel_of
from settings_servers import make_certificates
from wirewatch.errors import SettingsError
from wirewatch_dispatcher.channels.base import Fate, Outcome, Parcel
from wirewatch_dispatcher.configuration import Webhook

BAD_DAYS = [
    pytest.param(says(200), Fate.DELIVERED, False, id="well"),
    pytest.param(hangs, Fate.TRY_AGAIN, True, id="hangs"),
    pytest.param(closes, Fate.TRY_AGAIN, True, id="closes after accepting"),
    pytest.param(says(429, Retry_After="7"), Fate.TRY_AGAIN, False, id="429"),
    pytest.param(says(500), Fate.TRY_AGAIN, False, id="500"),
    pytest.param(says(302, Location="http://127.0.0.1:1/"), Fate.TRY_AGAIN, False, id="redirect"),
    pytest.param(says(400), Fate.NEVER, False, id="400"),
    pytest.param(says(410), Fate.NEVER, False, id="410"),
]


async def hook(folder: Path, receiver: Receiver, *parcels: Parcel, **changed: Any) -> Outcome:
    async with receiving(receiver):
        values: dict[str, Any] = {"allow_networks": HERE, "timeout_s": 0.5} | changed
        spec = Webhook(url=f"{receiver.url}/in", secret_files=secret_files(folder, *SECRETS), **values)
        return await deliver(spec, *parcels)()


@pytest.mark.parametrize(("answer", "fate", "unknown"), BAD_DAYS)
async def test_webhook_judges_its_receiver(tmp_path: Path, answer: Answer, fate: Fate, *, unknown: bool) -> None:
    """What a receiver does decides what follows, and whether the notice may have arrived."""
    outcome = await hook(tmp_path, Receiver(answer))
    assert (outcome.fate, outcome.unknown) == (fate, unknown)


async def test_webhook_is_not_held_up_by_an_endless_answer(tmp_path: Path) -> None:
    """A receiver that trickles is left after the time that its channel has; it may have taken the notice."""
    began = asyncio.get_running_loop().time()
    outcome = await hook(tmp_path, Receiver(trickles))
    took_s = asyncio.get_running_loop().time() - began
    assert (outcome.fate, outcome.unknown, took_s < 2) == (Fate.TRY_AGAIN, True, True)


async def test_webhook_obeys_retry_after(tmp_path: Path) -> None:
    """The pause that a receiver asks for is handed on."""
    outcome = await hook(tmp_path, Receiver(says(429, Retry_After="7")))
    assert outcome.retry_after_s == 7


async def test_gone_webhook_is_disabled(tmp_path: Path) -> None:
    """410 means that the receiver wants nothing any more."""
    outcome = await hook(tmp_path, Receiver(says(410)))
    assert outcome.disable


@pytest.mark.parametrize("secret", SECRETS)
async def test_webhook_verifies_with_the_new_and_the_old_secret(tmp_path: Path, secret: str) -> None:
    """While secrets change, a receiver verifies with either; the id is the notice's key."""
    receiver = Receiver(says(200))
    await hook(tmp_path, receiver)
    (got,) = receiver.got
    body = Verifier(secret).verify(got.body, got.headers)
    assert (got.headers["webhook-id"], body["data"]["alert"]["alert_id"]) == ("alert-1:1:desk", "alert-1")


async def test_webhook_marks_a_possible_repeat(tmp_path: Path) -> None:
    """A repeat has the same id and says so, in its headers and its body."""
    receiver = Receiver(says(200))
    await hook(tmp_path, receiver, parcel_of(), parcel_of(repeat=True))
    first, second = (one.headers["webhook-id"] for one in receiver.got)
    assert (first == second, receiver.got[1].headers["wirewatch-possible-repeat"]) == (True, "true")


async def test_webhook_refuses_private_addresses(tmp_path: Path) -> None:
    """Without leave a webhook does not reach into the network that it runs in."""
    receiver = Receiver(says(200))
    outcome = await hook(tmp_path, receiver, allow_networks=())
    assert (outcome.fate, receiver.got) == (Fate.NEVER, [])
    assert (
        outcome.reason == "127.0.0.1 is a private address: refused by the address guard; `allow_networks` names "
        "networks that may be told"
    )


@pytest.mark.parametrize(("trusted", "fate"), [(False, Fate.TRY_AGAIN), (True, Fate.DELIVERED)])
async def test_webhook_checks_certificates(tmp_path: Path, *, trusted: bool, fate: Fate) -> None:
    """A certificate of a signer that nobody named is refused, and nothing is sent."""
    certificates = make_certificates(tmp_path / "certificates")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates.cert, certificates.key)
    receiver = Receiver(says(200))
    async with receiving(receiver, tls=context):
        spec = Webhook(
            url=f"https://127.0.0.1:{receiver.port}/in",
            secret_files=secret_files(tmp_path, SECRETS[0]),
            allow_networks=HERE,
            ca_file=str(certificates.ca) if trusted else None,
        )
        outcome = await deliver(spec)()
    assert (outcome.fate, len(receiver.got), outcome.unknown) == (fate, int(trusted), False)


async def test_closed_port_is_tried_again_and_known(tmp_path: Path) -> None:
    """Where nobody listens nothing can have arrived."""
    receiver = Receiver(says(200))
    async with receiving(receiver):
        spec = Webhook(url=receiver.url, secret_files=secret_files(tmp_path, SECRETS[0]), allow_networks=HERE)
    outcome = await deliver(spec)()
    assert (outcome.fate, outcome.unknown) == (Fate.TRY_AGAIN, False)


async def test_useless_secret_is_not_shown(tmp_path: Path) -> None:
    """A secret that can't sign stops the start; the error names its file, not what it holds."""
    spec = Webhook(url="https://a.example", secret_files=secret_files(tmp_path, "hunter2!"))
    with pytest.raises(SettingsError) as raised:
        await deliver(spec)()
    assert ("secret-0" in str(raised.value), "hunter2" in str(raised.value)) == (True, False)
