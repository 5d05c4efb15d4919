"""What a rule on articles may ask about: an enriched article in, the values of its facts out.

`ARTICLE_FACTS` is the only table of them, as `facts.FACTS` is of those of incidents.
"""

from typing import Any

from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import Salience, Sighting
from wirewatch.vocabulary import IncidentType
from wirewatch_alerts.facts import Fact, Facts, FactType, ItemField, values_of

MOST_CHARS = 50_000
"""A condition sees so much of a text: a rule that searches it in a loop must come to an end soon."""

ENTITY_FIELDS = (
    ItemField(
        name="label",
        type=FactType.TEXT,
        meaning="what it is: person, organisation, place, facility, group, weapon or date",
    ),
    ItemField(name="name", type=FactType.TEXT, meaning="its name as in the text"),
)


def _news(article: EnrichedArticle) -> list[Sighting]:
    return [one for one in article.sightings if one.salience is Salience.FOREGROUND]


def _entities(article: EnrichedArticle) -> list[dict[str, Any]]:
    pairs = dict.fromkeys((one.label.value, one.text) for one in article.entities)
    return [{"label": label, "name": name} for label, name in pairs]


def _countries(article: EnrichedArticle) -> list[str]:
    return sorted({one.place.country for one in _news(article) if one.place and one.place.country})


ARTICLE_FACTS = (
    Fact(name="article.title", type=FactType.TEXT, meaning="title", read=lambda a: a.title),
    Fact(
        name="article.text",
        type=FactType.TEXT,
        meaning=f"text, its first {MOST_CHARS:,} characters",
        read=lambda a: a.text[:MOST_CHARS],
    ),
    Fact(
        name="article.folded",
        type=FactType.TEXT,
        meaning="title and text on two lines, in small letters: what to search for keywords",
        read=lambda a: f"{a.title}\n{a.text[:MOST_CHARS]}".casefold(),
    ),
    Fact(name="article.language", type=FactType.TEXT, meaning="language, ISO 639-1", read=lambda a: a.language),
    Fact(name="article.source", type=FactType.TEXT, meaning="source, as its feed names it", read=lambda a: a.source),
    Fact(name="article.url", type=FactType.TEXT, meaning='address, "" if unknown', read=lambda a: a.url or ""),
    Fact(
        name="article.published",
        type=FactType.TIME,
        meaning="when it was published; when it was first seen where its feed does not say",
        read=lambda a: a.published or a.observed_at,
    ),
    Fact(
        name="article.entities",
        type=FactType.ENTITIES,
        meaning="names in title and text, each once",
        read=_entities,
    ),
    Fact(
        name="article.incidents",
        type=FactType.TEXTS,
        meaning="types of the incidents that it reports as news",
        read=lambda a: [one.type.value for one in _news(a)],
        values=tuple(IncidentType),
    ),
    Fact(name="article.countries", type=FactType.TEXTS, meaning="countries of those incidents", read=_countries),
    Fact(name="exercise", type=FactType.BOOL, meaning="it is a replay or a drill", read=lambda a: a.exercise),
)


def facts_of_article(article: EnrichedArticle) -> Facts:
    """Return the value of every fact about an article, by name."""
    return values_of(ARTICLE_FACTS, article)
