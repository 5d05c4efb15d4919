"""Which articles' pages are read, and what becomes of an article whose page was. Pure."""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from msgspec.structs import replace

from wirewatch.articles import MAX_TEXT_CHARS, ContentType, RawArticle
from wirewatch_fetcher.documents import Entry
from wirewatch_fetcher.identity import revision_of
from wirewatch_fetcher.words import plain_title

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_NEXT_INSTANT = timedelta(milliseconds=1)


def wants_page(article: RawArticle, *, below_chars: int) -> bool:
    """Return whether an article's page should be read: it has one, and its feed gave little text."""
    if article.url is None or article.feed_text is not None:
        return False
    return len(_plain(article)) < below_chars


def chosen(articles: Iterable[RawArticle], *, below_chars: int, per_host: int) -> dict[str, list[RawArticle]]:
    """Return the articles whose pages are read, by host: the newest revision of each, so many of a host."""
    wanted = {one.article_id: one for one in articles if wants_page(one, below_chars=below_chars)}
    by_host: dict[str, list[RawArticle]] = {}
    counts: Counter[str] = Counter()
    for article in wanted.values():
        host = urlsplit(article.url or "").netloc.lower()
        counts[host] += 1
        if counts[host] <= per_host:
            by_host.setdefault(host, []).append(article)
    return by_host


def with_page(article: RawArticle, text: str) -> RawArticle | None:
    """Return the article's next revision, with its page's text and the feed's beside it.

    None where the page says no more than the feed. The new revision counts as seen an instant after the old one: an
    edit by the feed, later, is newer, and the same page read again gives the same record.
    """
    if len(text) <= len(_plain(article)):
        return None
    return replace(
        article,
        revision=revision_of(Entry(title=article.title, text=text)),
        text=text[:MAX_TEXT_CHARS],
        content_type=ContentType.PLAIN,
        observed_at=article.observed_at + _NEXT_INSTANT,
        chars_cut=max(0, len(text) - MAX_TEXT_CHARS),
        feed_text=article.text,
    )


def is_page(content_type: str | None) -> bool:
    """Return whether an answer is a web page by its media type."""
    return (content_type or "text/html").partition(";")[0].strip().lower() in _HTML


def _plain(article: RawArticle) -> str:
    return plain_title(article.text, markup=True) if article.content_type is ContentType.HTML else article.text
