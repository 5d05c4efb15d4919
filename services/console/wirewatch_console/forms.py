"""A page or an alert in the form that was asked for, and whether the reader has it already. Pure."""

import hashlib
from collections.abc import Callable, Sequence

from msgspec import Struct
from starlette.responses import Response

from wirewatch.alerts import Alert
from wirewatch.wire import to_json
from wirewatch_alerts.outlets import atom, cap, geojson, json_feed
from wirewatch_alerts.outlets.publisher import Publisher

JSON = "application/json"


class Addresses(Struct, frozen=True, kw_only=True):
    """The addresses of a page and of the one after it."""

    here: str
    following: str | None = None


class FeedForm(Struct, frozen=True, kw_only=True):
    """A form of a page of alerts, and what people call it."""

    name: str
    media_type: str
    write: Callable[[Sequence[Alert], Publisher, Addresses], bytes]


class AlertForm(Struct, frozen=True, kw_only=True):
    """A form of one alert, and what people call it."""

    name: str
    media_type: str
    write: Callable[[Alert, Publisher], bytes]


FEED_FORMS = {
    ".atom": FeedForm(
        name="Atom",
        media_type=atom.MEDIA_TYPE,
        write=lambda alerts, by, at: atom.atom(alerts, by, address=at.here, following=at.following),
    ),
    ".feed.json": FeedForm(
        name="JSON Feed",
        media_type=json_feed.MEDIA_TYPE,
        write=lambda alerts, by, at: json_feed.json_feed(alerts, by, address=at.here, following=at.following),
    ),
    ".geojson": FeedForm(
        name="GeoJSON", media_type=geojson.MEDIA_TYPE, write=lambda alerts, by, _: geojson.collection(alerts, by)
    ),
}
ALERT_FORMS = {
    "": AlertForm(name="JSON", media_type=JSON, write=lambda alert, _: to_json(alert)),
    ".cap": AlertForm(name="CAP 1.2", media_type=cap.MEDIA_TYPE, write=cap.cap),
    ".geojson": AlertForm(name="GeoJSON", media_type=geojson.MEDIA_TYPE, write=geojson.feature),
}
"""By the end of the address."""


def etag(body: bytes) -> str:
    """Return what names a body: the same bytes, the same name."""
    return f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def has_it(if_none_match: str | None, tag: str) -> bool:
    """Tell whether a reader has what a tag names (RFC 9110, 13.1.2: the comparison is the weak one)."""
    told = [one.strip().removeprefix("W/") for one in (if_none_match or "").split(",")]
    return tag in told or told == ["*"]


def answer(body: bytes, media_type: str, *, if_none_match: str | None, following: str | None = None) -> Response:
    """Return a body, or that the reader has it already; `following` is the address of the next page."""
    tag = etag(body)
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if following:
        headers["Link"] = f'<{following}>; rel="next"'
    if has_it(if_none_match, tag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)
