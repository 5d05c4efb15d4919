"""On what the sources of an incident differ: the fused incident and its records in, who says otherwise out. Pure."""

from collections.abc import Callable, Sequence

from wirewatch.incidents import Fused, Incident, Said, Sighting
from wirewatch_alerts.records import Record

MOST_SAID = 5

Read = Callable[[Sighting], str | None]
"""Returns what a sighting says of a field, None where it says nothing."""


def differences(incident: Incident, news: Sequence[Record]) -> tuple[Fused, ...]:
    """Return the fields on which sources differ from what the incident says, each source by its newest word.

    Args:
        incident: what the records say together.
        news: those that tell what happened, by when they said it.
    """
    corrected = any(record.corrects for record in news)
    figures = "newest figure, after a correction" if corrected else "newest figure; smaller ones are taken as older"
    fields: tuple[tuple[str, str, str | None, Read], ...] = (
        ("type", "told most often", incident.type.value, lambda one: one.type.value),
        ("status", "strongest word that stands", incident.status.value, lambda one: one.status.value),
        ("killed", figures, _text(incident.killed), lambda one: _text(one.killed.least if one.killed else None)),
        ("injured", figures, _text(incident.injured), lambda one: _text(one.injured.least if one.injured else None)),
        (
            "place",
            "most exact place, of equals the first told",
            incident.place.name if incident.place else None,
            lambda one: one.place.name if one.place else None,
        ),
    )
    return tuple(fused for field in fields if (fused := _fused(*field, news)) is not None)


def _fused(field: str, how: str, value: str | None, read: Read, news: Sequence[Record]) -> Fused | None:
    newest: dict[str, Said] = {}
    for record in news:
        told = read(record.sighting)
        if told is not None:
            source = record.report.source
            newest[source] = Said(value=told, source=source, article_id=record.report.article_id)
    others = [said for said in newest.values() if said.value != value]
    if not others:
        return None
    shown = tuple(others[-MOST_SAID:])
    return Fused(field=field, how=how, others=shown, others_more=len(others) - len(shown) or None)


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
