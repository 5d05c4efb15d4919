"""JSON Feed 1.0 and 1.1 to a `FeedDocument`. Pure; what has the wrong type is read as if it were not there."""

from typing import Any

import msgspec

from wirewatch.articles import ContentType
from wirewatch_fetcher.dates import DateClaim, first_date
from wirewatch_fetcher.documents import Body, Entry, FeedDocument, FeedFormat
from wirewatch_fetcher.errors import NotAFeedError
from wirewatch_fetcher.links import absolute_link
from wirewatch_fetcher.words import plain_title, tidy


def parse_json_feed(body: Body) -> FeedDocument:
    """Read a JSON Feed; raises `NotAFeedError` for JSON that is none, and for what is no JSON."""
    try:
        data = msgspec.json.decode(body.content.decode("utf-8-sig", "replace").strip("\x00 \r\n\t"))
    except (msgspec.DecodeError, RecursionError) as error:
        raise NotAFeedError(f"no JSON: {error}") from error
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise NotAFeedError("JSON, but no JSON Feed: it has no list `items`")
    return _document(data, body)


def _document(data: dict[str, Any], body: Body) -> FeedDocument:
    bases = (body.url, absolute_link(_string(data, "feed_url")), absolute_link(_string(data, "home_page_url")))
    hubs = [_string(hub, "url") for hub in _dicts(data.get("hubs"))]
    return FeedDocument(
        format=FeedFormat.JSON,
        version=_string(data, "version"),
        title=plain_title(_string(data, "title")),
        link=absolute_link(_string(data, "home_page_url"), *bases),
        self_link=absolute_link(_string(data, "feed_url"), *bases),
        previous=absolute_link(_string(data, "next_url"), *bases),
        hub=next((link for hub in hubs if (link := absolute_link(hub, *bases))), None),
        language=_string(data, "language") or None,
        entries=tuple(_entry(item, bases) for item in _dicts(data["items"])),
    )


def _entry(item: dict[str, Any], bases: tuple[str | None, ...]) -> Entry:
    html, plain = _string(item, "content_html"), _string(item, "content_text") or _string(item, "summary")
    published, words = first_date(*(DateClaim(words=_string(item, name) or None) for name in _DATES))
    link = absolute_link(_string(item, "url"), *bases) or absolute_link(_string(item, "external_url"), *bases)
    return Entry(
        id=_string(item, "id").strip() or None,
        link=link or absolute_link(_string(item, "id")),
        title=plain_title(_string(item, "title")),
        text=html or plain,
        content_type=ContentType.HTML if html else ContentType.PLAIN,
        language=_string(item, "language") or None,
        published=published,
        published_words=words,
        authors=_authors(item),
        categories=tuple(tidy(tag) for tag in _list(item.get("tags")) if isinstance(tag, str)),
        media=_media(item, bases),
    )


_DATES = ("date_published", "date_modified")


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    people = _dicts(item.get("authors")) or _dicts([item.get("author")])
    return tuple(name for person in people if (name := _string(person, "name")))


def _media(item: dict[str, Any], bases: tuple[str | None, ...]) -> tuple[str, ...]:
    offered = [_string(item, "image"), *(_string(one, "url") for one in _dicts(item.get("attachments")))]
    return tuple(dict.fromkeys(link for one in offered if (link := absolute_link(one, *bases))))


def _string(holder: dict[str, Any], name: str) -> str:
    """Return a field as text: numbers are accepted, as the specification asks for ids; all else is as if absent."""
    value = holder.get(name)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return tidy(str(value))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in _list(value) if isinstance(item, dict)]
