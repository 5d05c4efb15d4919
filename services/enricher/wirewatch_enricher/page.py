"""An enriched article as an HTML page that needs nothing else: displaCy's spans, and each incident with its reasons."""

import html

from spacy import displacy

from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import Part, Sighting
from wirewatch_enricher.show import spans

_PAGE_STYLE = "font-family: sans-serif; max-width: 60em; margin: 2em auto; line-height: 1.6"
_COLORS = {
    "PERSON": "#e4bfff",
    "ORGANISATION": "#bfdcff",
    "PLACE": "#c3f0c8",
    "FACILITY": "#a6ecf2",
    "GROUP": "#ffe9a8",
    "WEAPON": "#ffc2bd",
    "DATE": "#dddddd",
}


def to_page(article: EnrichedArticle) -> str:
    """Return the page."""
    body = (
        f"<h2>{html.escape(article.title)}</h2>{_text(article)}{''.join(_sighting(one) for one in article.sightings)}"
    )
    return (
        f'<!DOCTYPE html><html lang="{html.escape(article.language)}"><head><meta charset="utf-8">'
        f"<title>{html.escape(article.title)}</title></head>"
        f'<body style="{_PAGE_STYLE}">{body}</body></html>\n'
    )


def _text(article: EnrichedArticle) -> str:
    ents = [
        {"start": start, "end": end, "label": label.upper()} for start, end, label in sorted(spans(article, Part.TEXT))
    ]
    doc = {"text": article.text, "ents": ents, "title": None}
    return str(displacy.render(doc, style="ent", manual=True, options={"colors": _COLORS}, jupyter=False))


def _sighting(sighting: Sighting) -> str:
    reasons = "".join(f"<li>{html.escape(reason)}</li>" for reason in sighting.reasons)
    words = "".join(
        f"<li>{html.escape(one.field)}: “{html.escape(one.quote)}” ({html.escape(one.rule)})</li>"
        for one in sighting.evidence
    )
    place = html.escape(sighting.place.name) if sighting.place else "place unknown"
    head = f"{sighting.salience}: {sighting.type}, {sighting.status}, {place}"
    return (
        f"<h3>{html.escape(head)}</h3><ul>{reasons}</ul><details><summary>the words</summary><ul>{words}</ul></details>"
    )
