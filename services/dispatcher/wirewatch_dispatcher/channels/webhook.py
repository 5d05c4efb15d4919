"""A webhook: JSON by POST, signed to the Standard Webhooks spec, with every secret while secrets are changed."""

import base64
from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec import UNSET, Struct
from standardwebhooks.webhooks import Webhook

from wirewatch.errors import SettingsError
from wirewatch.webhooks import WebhookData, WebhookMessage, WebhookType
from wirewatch.wire import to_json
from wirewatch_dispatcher.channels.base import Outcome, Parcel
from wirewatch_dispatcher.channels.http import Poster, judged
from wirewatch_dispatcher.configuration import Webhook as Spec

REPEAT_HEADER = "wirewatch-possible-repeat"
LEAST_SECRET_BYTES = 16


class WebhookChannel(Struct, frozen=True, kw_only=True):
    """Posts to one address; `secrets` are as their files hold them."""

    name: str
    spec: Spec
    url: str
    secrets: tuple[str, ...]
    poster: Poster

    @property
    def timeout_s(self) -> float:
        """The longest that a try may take."""
        return self.spec.timeout_s + 1.0

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Post the alert, or a digest."""
        now = self.poster.clock()
        body = body_of(parcel, now)
        headers = {"content-type": "application/json", **signed(parcel.key, now, body, self.secrets)}
        if parcel.content.repeat:
            headers[REPEAT_HEADER] = "true"
        answer = await self.poster.post(self.url, body=body, headers=headers)
        return answer if isinstance(answer, Outcome) else judged(answer, now=now)


def body_of(parcel: Parcel, now: datetime) -> bytes:
    """Return the body: `type`, `timestamp`, and in `data` the alert or a digest's alerts, without templates."""
    content = parcel.content
    data = WebhookData(
        alert=UNSET if content.digest else parcel.alert,
        alerts=content.alerts if content.digest else UNSET,
        exercise=all(one.exercise for one in content.alerts),
        possible_repeat=content.repeat,
    )
    return to_json(WebhookMessage(type=_kind(parcel), timestamp=now, data=data))


def _kind(parcel: Parcel) -> WebhookType:
    if parcel.content.digest:
        return WebhookType.DIGEST
    return WebhookType.CREATED if _is_first(parcel) else WebhookType.UPDATED


def signed(key: str, now: datetime, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """Return the headers that let a receiver check who sent a body and when; the first secret's signature first."""
    moment = now.astimezone(UTC)
    signatures = (Webhook(one).sign(msg_id=key, timestamp=moment, data=body.decode()) for one in secrets)
    return {
        "webhook-id": key,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def check_secret(name: str, value: str) -> str:
    """Return a secret that can sign; raises `SettingsError` that does not show it."""
    encoded = value.removeprefix("whsec_").rstrip("=")
    try:
        secret = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except ValueError as error:
        raise SettingsError(f"{name}: no secret of a webhook: write `whsec_` and base64") from error
    if len(secret) < LEAST_SECRET_BYTES:
        raise SettingsError(f"{name}: {len(secret)} bytes are no secret: it takes {LEAST_SECRET_BYTES}")
    return value


def _is_first(parcel: Parcel) -> bool:
    told = [one.rev for one in parcel.alert.revisions if one.notified]
    return len(told) <= 1
