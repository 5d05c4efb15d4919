"""Helpers of the extraction's tests: a sentence in, its sightings out."""

from datetime import datetime

from wirewatch.articles import ContentType, RawArticle
from wirewatch.incidents import Salience, Sighting
from wirewatch_enricher.document import read
from wirewatch_enricher.entities import find_mentions
from wirewatch_enricher.incidents import find_sightings

PUBLISHED = "2024-03-14T18:00:00+02:00"  # a Thursday


def sightings(text: str, *, title: str = "", published: str = PUBLISHED, language: str = "en") -> tuple[Sighting, ...]:
    """Return all sightings of an article."""
    moment = datetime.fromisoformat(published)
    raw = RawArticle(
        article_id="a",
        revision="1",
        entry_id="e",
        source="test",
        title=title,
        text=text,
        content_type=ContentType.PLAIN,
        language=language,
        published=moment,
        observed_at=moment,
    )
    document = read(raw)
    return find_sightings(document, find_mentions(document))


def news(text: str, *, title: str = "", published: str = PUBLISHED, language: str = "en") -> tuple[Sighting, ...]:
    """Return the foreground sightings of an article."""
    found = sightings(text, title=title, published=published, language=language)
    return tuple(one for one in found if one.salience is Salience.FOREGROUND)


def types(text: str, *, title: str = "", published: str = PUBLISHED, language: str = "en") -> list[str]:
    """Return the types of the foreground sightings of an article."""
    return [one.type.value for one in news(text, title=title, published=published, language=language)]
