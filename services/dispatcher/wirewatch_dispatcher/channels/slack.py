"""Slack: a message for an alert by a bot token, edited in place when the alert changes, each change told below it."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from wirewatch_dispatcher.channels.base import Fate, Outcome, Parcel
from wirewatch_dispatcher.channels.http import Poster, Reply, judged
from wirewatch_dispatcher.configuration import Slack

_PASSING = frozenset(
    {"ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found"})
"""Answers that say that our message can't be edited any more: a new one is posted."""
_LONGEST = 39_000


class SlackChannel(Struct, frozen=True, kw_only=True):
    """Posts to one Slack channel; a receipt is `channel ts` of the message."""

    name: str
    spec: Slack
    token: str
    poster: Poster

    @property
    def timeout_s(self) -> float:
        """The longest that a try may take: an edit and the reply below it."""
        return 2 * self.spec.timeout_s + 1.0

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Post the alert, or edit its message and tell below it what changed."""
        said = parcel.words(self.spec.title, self.spec.text)
        text = f"*{escaped(said.title)}*\n{escaped(said.text)}"[:_LONGEST]
        if not parcel.receipt or parcel.content.digest:
            return await self._posted(text)
        channel, _, stamp = parcel.receipt.partition(" ")
        edited = await self._call("chat.update", {"channel": channel, "ts": stamp, "text": text})
        if edited.fate is not Fate.DELIVERED:
            return await self._posted(text) if edited.reason in _GONE else edited
        reply = {"channel": channel, "thread_ts": stamp, "text": escaped(said.title)}
        told = await self._call("chat.postMessage", reply)
        return msgspec.structs.replace(told, receipt=parcel.receipt)

    async def _posted(self, text: str) -> Outcome:
        return await self._call("chat.postMessage", {"channel": self.spec.channel, "text": text})

    async def _call(self, method: str, values: Mapping[str, Any]) -> Outcome:
        now = self.poster.clock()
        headers = {"content-type": "application/json; charset=utf-8", "authorization": f"Bearer {self.token}"}
        body = msgspec.json.encode({**values, "unfurl_links": False})
        answer = await self.poster.post(f"{self.spec.base_url}/{method}", body=body, headers=headers, whole=True)
        if isinstance(answer, Outcome):
            return answer
        status = judged(answer, now=now)
        return status if status.fate is not Fate.DELIVERED else outcome_of(answer)


def outcome_of(reply: Reply) -> Outcome:
    """Return what a 200 of Slack means: `ok` in its body counts, `error` says why not."""
    try:
        said = msgspec.json.decode(reply.body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Outcome(fate=Fate.TRY_AGAIN, reason="an answer that is not Slack's", unknown=True)
    if said.get("ok") is True:
        return Outcome(fate=Fate.DELIVERED, receipt=f"{said.get('channel', '')} {said.get('ts', '')}".strip())
    reason = str(said.get("error", "no reason given"))
    return Outcome(fate=Fate.TRY_AGAIN if reason in _PASSING else Fate.NEVER, reason=reason)


def escaped(text: str) -> str:
    """Return a text in which nothing is a link or a mention (Slack's three control characters)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
