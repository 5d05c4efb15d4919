"""The page of all facts, for people: the tables of facts in, Markdown out."""

from collections.abc import Iterable

from wirewatch_alerts.facts import FACTS, SITE_FIELDS, Fact, ItemField
from wirewatch_alerts.facts_alerts import OWN_FACTS
from wirewatch_alerts.facts_articles import ARTICLE_FACTS, ENTITY_FIELDS


def facts_page() -> str:
    """Return the documentation of all facts as Markdown tables."""
    tables = (
        ("Facts of an incident", FACTS),
        ("Fields of a site in `sites` and `my_sites`", SITE_FIELDS),
        ("Facts of an article", ARTICLE_FACTS),
        ("Fields of an entity in `article.entities`", ENTITY_FIELDS),
        ("Facts of an alert, in `subscribe --where` alone", OWN_FACTS),
    )
    return "\n\n".join(f"### {title}\n\n{_table(rows)}" for title, rows in tables) + "\n"


def _table(rows: Iterable[Fact | ItemField]) -> str:
    lines = [f"| `{row.name}` | {row.type} | {row.meaning}{_values(row)} |" for row in rows]
    return "\n".join(["| name | type | meaning |", "| --- | --- | --- |", *lines])


def _values(row: Fact | ItemField) -> str:
    known = [value for value in row.values if value] if isinstance(row, Fact) else []
    return f": {', '.join(known)}" if known else ""
