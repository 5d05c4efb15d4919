"""RSS, RDF and Atom to a `FeedDocument`: the one place that knows feedparser. Pure."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import feedparser
from msgspec import Struct

from wirewatch.articles import ContentType
from wirewatch_fetcher.dates import DateClaim, first_date
from wirewatch_fetcher.documents import Body, Entry, FeedDocument, FeedFormat
from wirewatch_fetcher.errors import NotAFeedError
from wirewatch_fetcher.links import absolute_link
from wirewatch_fetcher.markup import with_absolute_links
from wirewatch_fetcher.mend import mended
from wirewatch_fetcher.words import is_markup, plain_title, tidy

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_PERIOD_S = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_CUT_SHORT = ("no element found", "unclosed token", "unclosed CDATA section", "partial character")


class Bases(Struct, frozen=True, kw_only=True):
    """What relative links count from: the feed's home page, and all addresses that are known, the likeliest first."""

    home: str | None
    all: tuple[str | None, ...]


def parse_xml_feed(body: Body) -> FeedDocument:
    """Read RSS 0.9x-2.0, RDF or Atom, well formed or not; raises `NotAFeedError` where the parser gives up."""
    try:
        parsed = _parsed(body.content, body)
    except Exception:  # noqa: BLE001  (its kinds are not listed; the second try tells)
        parsed = _parsed_again(body)
    return _document(parsed, body)


def _parsed(content: bytes, body: Body) -> Any:
    return feedparser.parse(
        BytesIO(content), response_headers=_headers(body), sanitize_html=False, resolve_relative_uris=False
    )


def _parsed_again(body: Body) -> Any:
    """Read what feedparser failed on, mended."""
    try:
        return _parsed(mended(body.content), body)
    except Exception as error:
        raise NotAFeedError(f"the parser failed: {type(error).__name__}: {error}") from error


def _headers(body: Body) -> dict[str, str]:
    """Return the headers that feedparser decides the encoding by.

    Only a charset is passed on: `text/xml` without one would mean ASCII, and the XML declaration would be ignored.
    No address is passed: it would become part of relative ids, which then change with a redirect.
    """
    _, _, parameters = (body.content_type or "").partition(";")
    return {"content-type": "application/xml;" + parameters if "charset" in parameters.lower() else "application/xml"}


def _document(parsed: Any, body: Body) -> FeedDocument:
    feed = parsed.feed
    home = absolute_link(feed.get("link"), body.url)
    self_link = _related(feed, "self")
    bases = Bases(home=home, all=(body.url, absolute_link(self_link), home))
    problem = parsed.get("bozo_exception")
    return FeedDocument(
        format=_format(parsed.get("version") or ""),
        version=parsed.get("version") or "",
        title=plain_title(_text(feed, "title")),
        link=home,
        self_link=absolute_link(self_link, *bases.all),
        hub=absolute_link(_related(feed, "hub"), *bases.all),
        previous=absolute_link(_related(feed, "prev-archive") or _related(feed, "next"), *bases.all),
        language=tidy(feed.get("language") or "") or None,
        interval_s=_asked_interval_s(feed),
        complete=not (problem and any(words in str(problem) for words in _CUT_SHORT)),
        problem=str(problem) if problem else None,
        entries=tuple(_entry(entry, bases) for entry in parsed.entries),
    )


def _entry(entry: Any, bases: Bases) -> Entry:
    base = (entry.get("title_detail") or {}).get("base")
    text, content_type = _longest_text(entry, bases)
    published, words = first_date(*_dates(entry))
    return Entry(
        id=tidy(entry.get("id") or "").strip() or None,
        link=_entry_link(entry, base, bases.all),
        title=plain_title(_text(entry, "title"), markup=_is_html(entry.get("title_detail"))),
        text=text,
        content_type=content_type,
        language=_language(entry),
        published=published,
        published_words=tidy(words) if words else None,
        authors=_terms(entry.get("authors"), "name"),
        categories=_terms(entry.get("tags"), "term"),
        media=_media(entry, bases.all),
    )


def _entry_link(entry: Any, base: str | None, bases: tuple[str | None, ...]) -> str | None:
    """Return the entry's page: its link, else its first alternate one, else its id where that is a page's address."""
    links = entry.get("links") or []
    offered = (entry.get("link"), *(one.get("href") for one in links if one.get("rel") in {"alternate", None}))
    found = (absolute_link(link, base, *bases) for link in offered if link)
    page = None if entry.get("guidislink") is False else absolute_link(entry.get("id"))
    return next((link for link in found if link), page)


def _language(entry: Any) -> str | None:
    """Return the language that the entry's title, else its text, is marked with."""
    details = (entry.get("title_detail"), *(entry.get("content") or ()), entry.get("summary_detail"))
    said = (tidy((detail or {}).get("language") or "") for detail in details)
    return next((language for language in said if language), None)


def _longest_text(entry: Any, bases: Bases) -> tuple[str, ContentType]:
    """Return the longest of the entry's contents and its summary: a feed that has both shortens one of them."""
    details = (*(entry.get("content") or ()), entry.get("summary_detail") or {"value": entry.get("summary")})
    best = max(details, key=lambda detail: len(detail.get("value") or ""))
    text = tidy(best.get("value") or "")
    if not (_is_html(best) and is_markup(text)):
        return text, ContentType.PLAIN
    return with_absolute_links(text, absolute_link(best.get("base"), bases.home) or bases.home), ContentType.HTML


def _dates(entry: Any) -> Iterable[DateClaim]:
    for name in ("published", "updated", "created"):
        if name in entry:
            yield DateClaim(words=entry.get(name), parsed=entry.get(f"{name}_parsed"))


def _media(entry: Any, bases: tuple[str | None, ...]) -> tuple[str, ...]:
    enclosures = [one.get("href") for one in entry.get("links") or () if one.get("rel") == "enclosure"]
    others = [one.get("url") for one in (*(entry.get("media_content") or ()), *(entry.get("media_thumbnail") or ()))]
    found = (absolute_link(link, *bases) for link in (*enclosures, *others))
    return tuple(dict.fromkeys(link for link in found if link))


def _terms(items: Any, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tidy(item[key]).strip() for item in items or () if item.get(key)))


def _related(feed: Any, relation: str) -> str | None:
    links = feed.get("links") or ()
    return next((one.get("href") for one in links if one.get("rel") == relation), None)


def _text(holder: Any, name: str) -> str:
    value = holder.get(name)
    return value if isinstance(value, str) else ""


def _is_html(detail: Any) -> bool:
    return bool(detail) and detail.get("type") in _HTML


def _format(version: str) -> FeedFormat:
    if version in {"rss090", "rss10"}:
        return FeedFormat.RDF
    return next((kind for kind in (FeedFormat.RSS, FeedFormat.ATOM) if version.startswith(kind)), FeedFormat.UNKNOWN)


def _asked_interval_s(feed: Any) -> int | None:
    """Return the longer of `ttl` (minutes) and the `sy:` period by its frequency, in seconds, or None."""
    asked = [_number(feed.get("ttl")) * 60]
    period = _PERIOD_S.get(str(feed.get("sy_updateperiod") or "").strip().lower(), 0)
    asked.append(period // max(1, _number(feed.get("sy_updatefrequency"))))
    return max(asked) or None


def _number(words: Any) -> int:
    text = str(words or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
