"""News sitemaps (sitemaps.org with Google's news extension) to a `FeedDocument`. Pure."""

from xml.etree.ElementTree import Element, ParseError, XMLParser

from wirewatch_fetcher.dates import DateClaim, first_date
from wirewatch_fetcher.documents import Body, Entry, FeedDocument, FeedFormat
from wirewatch_fetcher.errors import NotAFeedError
from wirewatch_fetcher.links import absolute_link
from wirewatch_fetcher.words import plain_title, tidy


def is_sitemap(start: bytes) -> bool:
    """Return whether a document that starts this way is a sitemap."""
    return b"<urlset" in start


def parse_sitemap(body: Body) -> FeedDocument:
    """Read a news sitemap; pages without a news title are left out, for they are no articles.

    Raises `NotAFeedError` for XML that is broken or declares entities.
    """
    if b"<!ENTITY" in body.content:
        raise NotAFeedError("a sitemap that declares entities is not read")
    try:
        parser = XMLParser()  # noqa: S314  (no entities: see above; expat bounds the rest)
        parser.feed(body.content.strip())
        root = parser.close()
    except ParseError as error:
        raise NotAFeedError(f"a broken sitemap: {error}") from error
    entries = tuple(entry for page in root if (entry := _entry(page, body)))
    return FeedDocument(format=FeedFormat.SITEMAP, version="sitemap", entries=entries, title=_name(root))


def _entry(page: Element, body: Body) -> Entry | None:
    title = _said(page, "title")
    if not title:
        return None
    claims = (DateClaim(words=_said(page, name) or None) for name in ("publication_date", "lastmod"))
    published, words = first_date(*claims)
    link = absolute_link(_said(page, "loc"), body.url)
    return Entry(
        link=link,
        title=plain_title(title),
        language=_said(page, "language") or None,
        published=published,
        published_words=words,
        categories=tuple(word.strip() for word in _said(page, "keywords").split(",") if word.strip()),
    )


def _name(root: Element) -> str:
    return next((plain_title(_said(page, "name")) for page in root if _said(page, "name")), "")


def _said(page: Element, name: str) -> str:
    """Return the text of the first element of that local name, whatever its namespace, "" where there is none."""
    found = (one.text for one in page.iter() if isinstance(one.tag, str) and one.tag.rpartition("}")[2] == name)
    return tidy(next((text for text in found if text), "")).strip()
