"""How an enriched article looks on a terminal: its text with coloured spans, and each incident with its reasons."""

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from wirewatch.articles import EnrichedArticle, EntityLabel
from wirewatch.incidents import Count, EventTime, Part, Place, Salience, Sighting, TimePrecision

STYLES = {
    EntityLabel.PERSON: "magenta",
    EntityLabel.ORGANISATION: "blue",
    EntityLabel.PLACE: "green",
    EntityLabel.FACILITY: "bold cyan",
    EntityLabel.GROUP: "yellow",
    EntityLabel.WEAPON: "red",
    EntityLabel.DATE: "bright_black",
}
_FOREGROUND = "bold underline"
_BORDERS = {Salience.FOREGROUND: "red", Salience.BACKGROUND: "yellow", Salience.GENERIC: "bright_black"}


def show(article: EnrichedArticle) -> RenderableType:
    """Return the whole view."""
    legend = Text("  ").join(Text(label.value, style=style) for label, style in STYLES.items())
    told: list[RenderableType] = [_sighting(one) for one in article.sightings] or [
        Text("no incident found", style="bright_black")
    ]
    parts = ((Part.TITLE, "bold", article.title), (Part.TEXT, "", article.text))
    text = [line for part, style, words in parts if words for line in (_marked(article, part, style), Text())]
    cut = [Text(f"{article.chars_cut} characters at the end were cut off", style="yellow")] * bool(article.chars_cut)
    return Group(*text, *cut, legend, *told)


def _marked(article: EnrichedArticle, part: Part, style: str) -> Text:
    """Return one part of the article, names in colour, words that prove a foreground incident underlined."""
    text = Text(article.title if part is Part.TITLE else article.text, style=style)
    for entity in article.entities:
        if entity.part is part:
            text.stylize(STYLES[entity.label], entity.start, entity.end)
    for sighting in article.sightings:
        for proof in sighting.evidence:
            if proof.part is part and sighting.salience is Salience.FOREGROUND:
                text.stylize(_FOREGROUND, proof.start, proof.end)
    return text


def _sighting(sighting: Sighting) -> Panel:
    table = Table.grid(padding=(0, 2))
    for name, value in rows(sighting):
        table.add_row(Text(name, style="bright_black"), Text(value))
    title = f"{sighting.salience} · {sighting.type} · {sighting.status}"
    return Panel(table, title=title, title_align="left", border_style=_BORDERS[sighting.salience])


def rows(sighting: Sighting) -> Iterator[tuple[str, str]]:
    """Yield every field of a sighting that has a value, with its name, then the reasons and the words that prove it."""
    yield "axes", f"{sighting.realis}, {sighting.outcome}, {sighting.attribution.stance}"
    yield from _parties(sighting)
    yield from _setting(sighting)
    yield "killed, injured", f"{_count(sighting.killed) or '?'}, {_count(sighting.injured) or '?'}"
    if sighting.damage:
        yield "damage", f"{'none, as said' if sighting.damage.said_none else 'said'}: {sighting.damage.words!r}"
    codes = sighting.codes
    yield (
        "codes",
        f"{codes.acled_event}: {', '.join(codes.acled_sub_events)}; {codes.plover_event} {codes.plover_mode or ''}",
    )
    yield "confidence", f"{sighting.confidence:.2f}"
    yield from (("why", reason) for reason in sighting.reasons)
    yield from (
        ("words", f"{one.field}: {one.quote!r} ({one.part} {one.start} to {one.end}, {one.rule})")
        for one in sighting.evidence
    )


def _parties(sighting: Sighting) -> Iterator[tuple[str, str]]:
    """Yield what was used and hit, and who is said to be behind it."""
    if sighting.weapons:
        yield (
            "weapons",
            ", ".join(f"{use.weapon} ({', '.join(use.words)}) {_count(use.count)}" for use in sighting.weapons),
        )
    if sighting.targets:
        yield (
            "targets",
            ", ".join(f"{one.target} {one.name or ''} {one.country or ''}".strip() for one in sighting.targets),
        )
    if sighting.attribution.who:
        yield "behind it", f"{sighting.attribution.who} ({sighting.attribution.stance})"
    if sighting.claimed is not None:
        yield "claimed", "yes" if sighting.claimed else "no, as said"
    if sighting.by_site_guard:
        yield "guard", "the weapon belongs to the side that guards the target"
    if sighting.follow_up:
        yield "follow-up", "tells what came after an incident"


def _setting(sighting: Sighting) -> Iterator[tuple[str, str]]:
    if sighting.place:
        yield "place", _place(sighting.place)
    if sighting.sites:
        yield "sites", ", ".join(_named(site.name, site.distance_km) for site in sighting.sites[:3])
    if sighting.when:
        yield "when", _when(sighting.when)


def _when(when: EventTime) -> str:
    long = when.precision in {TimePrecision.MONTH, TimePrecision.YEAR}
    told = f"{when.start:%Y-%m-%d} to {when.end:%Y-%m-%d}" if long else f"{when.start:%Y-%m-%d %H:%M}"
    return f"{told} ({when.precision}, {when.zone}; {when.words!r})"


def _count(count: Count | None) -> str:
    if count is None:
        return ""
    if count.said_none:
        return "none, as said"
    return str(count.least) if count.most in {None, count.least} else f"{count.least} to {count.most}"


def _place(place: Place) -> str:
    return f"{place.name} ({place.lat:.4f}, {place.lon:.4f}; {place.precision}, within {place.radius_km:g} km)"


def _named(name: str, km: float | None) -> str:
    return name if km is None else f"{name} ({km:g} km at most)"


def spans(article: EnrichedArticle, part: Part) -> Iterable[tuple[int, int, str]]:
    """Yield (start, end, label) of the names and proofs in one part, for a page."""
    for entity in article.entities:
        if entity.part is part:
            yield entity.start, entity.end, entity.label.value
