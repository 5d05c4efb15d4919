"""Slack, apprise and file channels, against receivers that limit, fail and hang up, and files that are full."""

import json
from pathlib import Path

import pytest

from channel_calls import HERE, deliver, secret_files
from channel_servers import (
    Answer,
    Receiver,
    closes,
    hangs,
    receiving,
    says,
    trickles,
)
from dispatcher_office import alert_of, parcel_of
from wirewatch.errors import SettingsError
from wirewatch_dispatcher.channels.base import Fate, Outcome, Parcel
from wirewatch_dispatcher.channels.slack import escaped
from wirewatch_dispatcher.configuration import Apprise, File, Slack

SLACK_OK = says(200, b'{"ok": true, "channel": "C1", "ts": "17.5"}')


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


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
