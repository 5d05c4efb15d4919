"""A feed's bytes to a `FeedDocument`. Pure: never a path, never the network, never longer than the bytes deserve."""

import msgspec

from wirewatch_fetcher.documents import Body, FeedDocument, FeedFormat
from wirewatch_fetcher.errors import NotAFeedError
from wirewatch_fetcher.json_feed import parse_json_feed
from wirewatch_fetcher.sitemap import is_sitemap, parse_sitemap
from wirewatch_fetcher.xml_feed import parse_xml_feed

_BLANK = b" \t\r\n\x00\xef\xbb\xbf"


def parse(body: Body) -> FeedDocument:
    """Read a feed of any format.

    Raises `NotAFeedError` where there is no feed in the bytes; it says what there seems to be instead.
    """
    start = body.content[:1_000].lstrip(_BLANK)
    if not start:
        raise NotAFeedError("the body is empty")
    if start[:1] in {b"{", b"["} and not _is_xml_after_words(body):
        return parse_json_feed(body)
    if is_sitemap(start):
        return parse_sitemap(body)
    document = parse_xml_feed(body)
    if document.format is FeedFormat.UNKNOWN and not document.entries:
        raise NotAFeedError(_instead(start))
    return document


def _is_xml_after_words(body: Body) -> bool:
    """Return whether there is XML in what only begins like JSON, as with a server's `[warning]` in front of a feed."""
    try:
        msgspec.json.decode(body.content.decode("utf-8-sig", "replace").strip("\x00 \r\n\t"), type=msgspec.Raw)
    except (msgspec.DecodeError, RecursionError):
        return any(tag in body.content for tag in (b"<rss", b"<feed", b"<rdf:RDF"))
    return False


def _instead(start: bytes) -> str:
    seen = start.lower()
    if b"<html" in seen or b"<!doctype html" in seen:
        return "this is an HTML page, no feed; `wirewatch feeds check` finds the feeds that it leads to"
    if b"<opml" in seen:
        return "this is a list of feeds (OPML), no feed; `wirewatch feeds import` takes its feeds over"
    return f"no feed: it starts with “{' '.join(start[:40].decode('utf-8', 'replace').split())}”"


def as_bytes(document: FeedDocument) -> bytes:
    """Write a document for the pipe between the parser's process and ours."""
    return msgspec.msgpack.encode(document)


def from_bytes(data: bytes) -> FeedDocument:
    """Read what `as_bytes` wrote."""
    return msgspec.msgpack.decode(data, type=FeedDocument)
