"""An enriched article as an HTML page that needs nothing else: displaCy's spans, and each incident with its reasons."""

import html

from spacy import displacy

from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import Part, Sighting
from wirewatch_enricher.show import rows, spans

_PAGE_STYLE = "font-family: sans-serif; max-width: 60em; margin: 2em auto; line-height: 1.6"
_WORDS = "words"
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
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
    title = _marked(article, Part.TITLE, article.title)
    told = "".join(map(_sighting, article.sightings)) or "<p>no incident found</p>"
    body = f'<div style="font-size: 1.3em">{title}</div>{_marked(article, Part.TEXT, article.text)}{told}'
    return (
        f'<!DOCTYPE html><html lang="{html.escape(article.language)}"><head><meta charset="utf-8">'
        f"<title>{html.escape(article.title)}</title></head>"
        f'<body style="{_PAGE_STYLE}">{body}</body></html>\n'
    )


def _marked(article: EnrichedArticle, part: Part, text: str) -> str:
    """Return one part of the article with its names marked, as displaCy draws them."""
    ents = [{"start": start, "end": end, "label": label.upper()} for start, end, label in sorted(spans(article, part))]
    direction = "rtl" if article.language in _RIGHT_TO_LEFT else "ltr"
    settings = {"lang": article.language, "direction": direction}
    doc = {"text": text, "ents": ents, "title": None, "settings": settings}
    return str(displacy.render(doc, style="ent", manual=True, options={"colors": _COLORS}, jupyter=False))


def _sighting(sighting: Sighting) -> str:
    """Return an incident: all its fields, and folded up the words that prove them."""
    told = [(name, value) for name, value in rows(sighting) if name != _WORDS]
    words = "".join(f"<li>{html.escape(value)}</li>" for name, value in rows(sighting) if name == _WORDS)
    fields = "".join(f"<tr><th>{html.escape(name)}</th><td>{html.escape(value)}</td></tr>" for name, value in told)
    head = f"{sighting.salience}: {sighting.type}, {sighting.status}"
    return (
        f'<h3>{html.escape(head)}</h3><table style="text-align: left; vertical-align: top">{fields}</table>'
        f"<details><summary>the words</summary><ul>{words}</ul></details>"
    )
