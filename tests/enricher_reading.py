"""Helpers of the extraction's tests: a sentence in, its sightings out."""

from datetime import UTC, datetime

from wirewatch.articles import RawArticle
from wirewatch.incidents import Salience, Sighting
from wirewatch_enricher.document import read
from wirewatch_enricher.entities import find_mentions
from wirewatch_enricher.incidents import find_sightings

PUBLISHED = "2024-03-14T18:00:00+02:00"  # a Thursday


MONDAY = datetime(2022, 1, 3, 6, tzinfo=UTC)


def raw_article(
    text: str, *, title: str = "", at: datetime = MONDAY, published: bool = True, language: str | None = None
) -> RawArticle:
    """Return an article as the fetcher publishes it, seen when it was published, or of no known date."""
    return RawArticle(
        article_id="a",
        revision="1",
        entry_id="e",
        source="test",
        title=title,
        text=text,
        language=language,
        published=at if published else None,
        observed_at=at,
    )


def sightings(text: str, *, title: str = "", published: str = PUBLISHED, language: str = "en") -> tuple[Sighting, ...]:
    """Return all sightings of an article."""
    raw = raw_article(text, title=title, at=datetime.fromisoformat(published), language=language)
    document = read(raw)
    return find_sightings(document, find_mentions(document))


def news(text: str, *, title: str = "", published: str = PUBLISHED, language: str = "en") -> tuple[Sighting, ...]:
    """Return the foreground sightings of an article."""
    found = sightings(text, title=title, published=published, language=language)
    return tuple(one for one in found if one.salience is Salience.FOREGROUND)


def types(text: str, *, title: str = "", published: str = PUBLISHED, language: str = "en") -> list[str]:
    """Return the types of the foreground sightings of an article."""
    return [one.type.value for one in news(text, title=title, published=published, language=language)]
