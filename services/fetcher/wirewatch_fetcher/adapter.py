"""A `FeedDocument` to raw articles: the one place where a feed's entry becomes an article of ours. Pure."""

from datetime import datetime

from msgspec import Struct

from wirewatch.articles import MAX_TEXT_CHARS, RawArticle
from wirewatch_fetcher.dates import clamped
from wirewatch_fetcher.documents import Entry, FeedDocument
from wirewatch_fetcher.feeds import Feed, iso_language
from wirewatch_fetcher.identity import Identity, IsPublished, identify
from wirewatch_fetcher.links import canonical_link

MAX_TITLE_CHARS = 2_000
MAX_NAMES, MAX_NAME_CHARS = 50, 200


class Adapted(Struct, frozen=True, kw_only=True):
    """An article, the entry it was made of, and how its ids were chosen."""

    article: RawArticle
    entry: Entry
    identity: Identity


def adapt(
    document: FeedDocument,
    *,
    feed: Feed,
    now: datetime,
    known_bad: frozenset[str] = frozenset(),
    is_published: IsPublished | None = None,
) -> tuple[Adapted, ...]:
    """Return one article for each entry, in the feed's order, as observed at `now` (UTC).

    What the feed has done before goes in with `known_bad` and `is_published`: see `identity.identify`.
    """
    identities = identify(document.entries, feed_id=feed.feed_id, known_bad=known_bad, is_published=is_published)
    source = source_name(feed, document)
    languages = (feed.language, document.language)
    return tuple(
        Adapted(
            article=_article(entry, identity, source=source, languages=languages, now=now),
            entry=entry,
            identity=identity,
        )
        for entry, identity in zip(document.entries, identities, strict=True)
    )


def source_name(feed: Feed, document: FeedDocument) -> str:
    """Return what readers call this source: the list's title, else the feed's own, else its host."""
    return feed.title or document.title or canonical_link(feed.url).removeprefix("//").split("/", 1)[0]


def _article(
    entry: Entry, identity: Identity, *, source: str, languages: tuple[str | None, ...], now: datetime
) -> RawArticle:
    return RawArticle(
        article_id=identity.article_id,
        revision=identity.revision,
        entry_id=identity.entry_id,
        source=source,
        url=entry.link,
        title=entry.title[:MAX_TITLE_CHARS],
        text=entry.text[:MAX_TEXT_CHARS],
        content_type=entry.content_type,
        language=iso_language(entry.language, *languages),
        published=clamped(entry.published, now),
        observed_at=now,
        chars_cut=max(0, len(entry.text) - MAX_TEXT_CHARS) + max(0, len(entry.title) - MAX_TITLE_CHARS),
        authors=_capped(entry.authors, MAX_NAME_CHARS),
        categories=_capped(entry.categories, MAX_NAME_CHARS),
        media=tuple(link for link in entry.media[:MAX_NAMES] if len(link) <= MAX_TITLE_CHARS),
    )


def _capped(names: tuple[str, ...], chars: int) -> tuple[str, ...]:
    return tuple(name[:chars] for name in names[:MAX_NAMES])
