"""Channels against real receivers on this machine that are slow, trickle, limit, fail, hang up or show a wrong name."""

import asyncio
import json
import ssl
from collections.abc import Awaitable, Callable
from email import message_from_bytes, policy
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from standardwebhooks.webhooks import Webhook as Verifier

from channel_servers import (
    Answer,
    MailServer,
    Receiver,
    closes,
    hangs,
    mailing,
    receiving,
    says,
    trickles,
)
from dispatcher_office import alert_of, parcel_of
from settings_servers import make_certificates
from wirewatch.clock import wall_clock
from wirewatch.errors import SettingsError
from wirewatch_dispatcher.channels.base import Channel, Fate, Outcome, Parcel
from wirewatch_dispatcher.channels.make import open_channel
from wirewatch_dispatcher.channels.slack import escaped
from wirewatch_dispatcher.configuration import Apprise, File, Mail, Slack, Spec, Webhook

SECRETS = ("whsec_c2VjcmV0c2VjcmV0c2VjcmV0", "whsec_b2xkb2xkb2xkb2xkb2xkb2xk")
HERE = ("127.0.0.0/8",)
SLACK_OK = says(200, b'{"ok": true, "channel": "C1", "ts": "17.5"}')

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


def secret_files(folder: Path, *values: str) -> tuple[str, ...]:
    paths = [folder / f"secret-{number}" for number in range(len(values))]
    for path, value in zip(paths, values, strict=True):
        path.write_text(value + "\n")
    return tuple(str(path) for path in paths)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def deliver(spec: Spec, *parcels: Parcel) -> Callable[[], Awaitable[Outcome]]:
    async def go() -> Outcome:
        async with open_channel("desk", spec, clock=wall_clock, console=Console(file=StringIO())) as channel:
            return await each(channel, parcels or (parcel_of(),))

    return go


async def each(channel: Channel, parcels: tuple[Parcel, ...]) -> Outcome:
    for one in parcels:
        async with asyncio.timeout(channel.timeout_s):
            outcome = await channel.deliver(one)
    return outcome


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
    assert (outcome.fate, "private address" in outcome.reason, receiver.got) == (Fate.NEVER, True, [])


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


async def slack(folder: Path, receiver: Receiver, *parcels: Parcel) -> Outcome:
    async with receiving(receiver):
        (token,) = secret_files(folder, "xoxb-1")
        spec = Slack(token_file=token, channel="C1", base_url=receiver.url, allow_networks=HERE, timeout_s=0.5)
        return await deliver(spec, *parcels)()


@pytest.mark.parametrize(
    ("answer", "fate"),
    [
        (SLACK_OK, Fate.DELIVERED),
        (says(200, b'{"ok": false, "error": "ratelimited"}'), Fate.TRY_AGAIN),
        (says(200, b'{"ok": false, "error": "channel_not_found"}'), Fate.NEVER),
        (says(200, b"<html>a proxy's page</html>"), Fate.TRY_AGAIN),
        (says(429, Retry_After="3"), Fate.TRY_AGAIN),
        (hangs, Fate.TRY_AGAIN),
        (trickles, Fate.TRY_AGAIN),
        (closes, Fate.TRY_AGAIN),
        (says(503), Fate.TRY_AGAIN),
    ],
)
async def test_slack_judges_its_answer(tmp_path: Path, answer: Answer, fate: Fate) -> None:
    """What Slack says decides what follows: the `ok` of its body, not the status alone."""
    outcome = await slack(tmp_path, Receiver(answer))
    assert outcome.fate is fate


async def test_slack_edits_its_message_and_tells_the_change_below(tmp_path: Path) -> None:
    """A later revision edits the first message and adds a reply to it."""
    receiver = Receiver(SLACK_OK)
    outcome = await slack(tmp_path, receiver, parcel_of(alert_of(rev=2), receipt="C1 17.5"))
    edit, reply = (json.loads(one.body) for one in receiver.got)
    assert [one.path for one in receiver.got] == ["/chat.update", "/chat.postMessage"]
    assert (edit["ts"], reply["thread_ts"], outcome.receipt) == ("17.5", "17.5", "C1 17.5")


async def test_slack_posts_anew_where_its_message_is_gone(tmp_path: Path) -> None:
    """Somebody deleted the message: the alert is posted again."""
    receiver = Receiver(says(200, b'{"ok": false, "error": "message_not_found"}'), SLACK_OK)
    outcome = await slack(tmp_path, receiver, parcel_of(alert_of(rev=2), receipt="C1 1"))
    assert ([one.path for one in receiver.got], outcome.fate) == (["/chat.update", "/chat.postMessage"], Fate.DELIVERED)


def test_slack_text_can_not_mention() -> None:
    """A headline can't call a whole channel."""
    assert escaped("<!channel> & co") == "&lt;!channel&gt; &amp; co"


async def mail(server: MailServer, *parcels: Parcel, **changed: Any) -> Outcome:
    async with mailing(server):
        values: dict[str, Any] = {
            "host": "127.0.0.1",
            "port": server.port,
            "tls": "none",
            "sender": "watch@desk.example",
            "to": ("duty@desk.example", "night@desk.example"),
            "timeout_s": 0.5,
        }
        return await deliver(Mail(**values | changed), *parcels)()


@pytest.mark.parametrize(
    ("server", "fate", "unknown"),
    [
        (MailServer(), Fate.DELIVERED, False),
        (MailServer(MAIL="451 later"), Fate.TRY_AGAIN, False),
        (MailServer(MAIL="550 never"), Fate.NEVER, False),
        (MailServer(RCPT="550 nobody"), Fate.NEVER, False),
        (MailServer(RCPT="450 busy"), Fate.TRY_AGAIN, False),
        (MailServer(END="554 spam"), Fate.NEVER, False),
        (MailServer(silent=("EHLO",)), Fate.TRY_AGAIN, False),
        (MailServer(silent=(".",)), Fate.TRY_AGAIN, True),
        (MailServer(dropped=(".",)), Fate.TRY_AGAIN, True),
    ],
    ids=["well", "451", "550", "nobody", "busy", "spam", "hangs early", "hangs late", "closes after accepting"],
)
async def test_mail_judges_its_server(server: MailServer, fate: Fate, *, unknown: bool) -> None:
    """A server's 4xx is tried again, its 5xx is not; a silence after the text leaves open whether it arrived."""
    try:
        outcome = await mail(server)
    except TimeoutError:
        outcome = Outcome(fate=Fate.TRY_AGAIN, unknown=unknown)
    assert (outcome.fate, outcome.unknown) == (fate, unknown)


async def test_mails_of_an_alert_make_one_thread() -> None:
    """Two revisions have ids of their own and refer to one; text and HTML are both there."""
    server = MailServer()
    await mail(server, parcel_of(alert_of(rev=1)), parcel_of(alert_of(rev=2)))
    first, second = (message_from_bytes(one, policy=policy.default) for one in server.mails)
    assert (first["References"] == second["References"], first["Message-ID"] == second["Message-ID"]) == (True, False)
    assert [part.get_content_type() for part in first.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(("trusted", "fate"), [(False, Fate.TRY_AGAIN), (True, Fate.DELIVERED)])
async def test_mail_checks_certificates(tmp_path: Path, *, trusted: bool, fate: Fate) -> None:
    """With STARTTLS nothing is sent to a server whose certificate nobody vouches for."""
    certificates = make_certificates(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates.cert, certificates.key)
    server = MailServer(tls=context)
    ca_file = str(certificates.ca) if trusted else None
    outcome = await mail(server, tls="starttls", ca_file=ca_file, timeout_s=5.0)
    assert (outcome.fate, len(server.mails)) == (fate, int(trusted))


async def test_mail_is_not_sent_in_clear_where_tls_was_asked_for() -> None:
    """A server without STARTTLS gets nothing."""
    server = MailServer()
    outcome = await mail(server, tls="starttls")
    assert (outcome.fate, server.mails) == (Fate.TRY_AGAIN, [])


async def apprise(folder: Path, receiver: Receiver, *parcels: Parcel, urls: str | None = None) -> Outcome:
    async with receiving(receiver):
        text = urls or f"json://127.0.0.1:{receiver.port}/in"
        (file,) = secret_files(folder, text)
        return await deliver(Apprise(urls_file=file, timeout_s=3.0), *parcels)()


async def test_apprise_tells_its_services(tmp_path: Path) -> None:
    """A service that apprise knows gets title and text."""
    receiver = Receiver(says(200))
    outcome = await apprise(tmp_path, receiver)
    assert (outcome.fate, "Baghdad" in json.loads(receiver.got[0].body)["title"]) == (Fate.DELIVERED, True)


async def test_apprise_failure_is_tried_again(tmp_path: Path) -> None:
    """A service that fails may have been told."""
    outcome = await apprise(tmp_path, Receiver(says(500)))
    assert (outcome.fate, outcome.unknown) == (Fate.TRY_AGAIN, True)


async def test_apprise_that_hangs_holds_nothing_up(tmp_path: Path) -> None:
    """The thread of a service that hangs is left behind when the time is up."""
    receiver = Receiver(hangs)
    async with receiving(receiver):
        (file,) = secret_files(tmp_path, f"json://127.0.0.1:{receiver.port}/?rto=5")
        with pytest.raises(TimeoutError):
            await deliver(Apprise(urls_file=file, timeout_s=1.0))()
    assert len(receiver.got) == 1


async def test_unknown_apprise_address_is_told_by_its_line(tmp_path: Path) -> None:
    """The error names the line and does not show the address, which is a secret."""
    (file,) = secret_files(tmp_path, "# phones\nnosuch://token@x")
    with pytest.raises(SettingsError, match=r":2: apprise knows no such address") as raised:
        await deliver(Apprise(urls_file=file))()
    assert "token" not in str(raised.value)


async def test_file_gets_a_line_for_each_alert(tmp_path: Path) -> None:
    """A digest of two alerts is two lines, after a line that broke off."""
    path = tmp_path / "alerts.jsonl"
    path.write_text('{"broken')
    await deliver(File(path=str(path)), parcel_of(alert_of(1), alert_of(2)))()
    lines = path.read_text().splitlines()
    assert [json.loads(line)["alert"]["alert_id"] for line in lines[1:]] == ["alert-1", "alert-2"]


async def test_full_file_moves_aside(tmp_path: Path) -> None:
    """Files are turned over by size, and only so many are kept."""
    spec = File(path=str(tmp_path / "a.jsonl"), max_mb=0.001, keep=2)
    await deliver(spec, *(parcel_of(alert_of(number)) for number in range(5)))()
    assert names(tmp_path) == ["a.jsonl", "a.jsonl.1", "a.jsonl.2"]
