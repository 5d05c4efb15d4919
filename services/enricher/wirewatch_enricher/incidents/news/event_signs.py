"""What an event itself shows by which it can be judged. In: the event, its type, the account. Out: names of signs.

A sign is a tag of the lexicon in the sentences of its reports, what the rules said of these, or how the event stands in
the text. `account_signs.py` has those of the text. No sign holds a word of the text itself.
"""

from bisect import bisect_right
from collections.abc import Iterator

from wirewatch.incidents import IncidentType
from wirewatch_enricher.incidents.events.linking import Event, Told, precise
from wirewatch_enricher.incidents.news.account import Account
from wirewatch_enricher.incidents.news.account_signs import COUNTS, quiet, tags

_PLACES = (1, 2, 3, 6, 12)
_QUOTES = frozenset({'"', "\u201c", "\u2018", "\u00ab", "\u201e"})


def event_signs(event: Event, kind: IncidentType | None, given: Account, *, enough: bool) -> frozenset[str]:
    """Return the signs of an event; `kind` is the type that the rules give it, `enough` whether it carries that."""
    return frozenset(
        (
            *_of_rules(event, kind, enough=enough),
            *_of_place(event),
            *_of_words(event),
            *_of_telling(event, given),
        )
    )


def _of_rules(event: Event, kind: IncidentType | None, *, enough: bool) -> Iterator[str]:
    yield f"type {kind or 'none'}"
    yield f"type {kind or 'none'} {'news' if event.foreground else 'aside'}"
    yield f"salience {event.told[0].weight.salience}"
    yield "enough" if enough else "little"
    if any(one.weight.dated for one in event.told):
        yield "dated"
    for one in event.told:
        yield f"reason {one.weight.reason.partition(':')[0]}"
        yield f"rule {one.report.rule}"
        yield f"trigger {one.report.trigger.tag}"
        yield f"realis {one.verdict.realis}"
        yield f"outcome {one.verdict.outcome}"


def _of_place(event: Event) -> Iterator[str]:
    yield f"told {bisect_right(COUNTS, len(event.told))}"
    yield f"told as news {bisect_right(COUNTS, sum(one.foreground for one in event.told))}"
    yield f"first {bisect_right(_PLACES, min(one.report.sentence.number for one in event.told))}"
    if any(one.report.sentence.in_title for one in event.told):
        yield "in title"
    if any(one.spots for one in event.told):
        yield "placed"


def _of_words(event: Event) -> Iterator[str]:
    yield from tags("own", (one.report.sentence for one in event.told))
    news = {one.report.sentence.number: one.report.sentence for one in event.told if one.foreground}
    yield quiet("own", news.values())


def _of_telling(event: Event, given: Account) -> Iterator[str]:
    """Yield what marks news: told twice, in title and text, at a named place, people harmed."""
    news = [one for one in event.told if one.foreground] or list(event.told)
    typed = {one.report.sentence.in_title for one in news if one.report.type}
    if len(typed) > 1:
        yield "in title and text"
    if sum(one.report.type is not None for one in news) > 1:
        yield "told twice"
    if any(precise(spot) for one in news for spot in one.spots):
        yield "placed exactly"
    if any(
        one.report.sentence.of("harm.kill", "harm.injure") and one.report.sentence.of("number", "victim")
        for one in news
    ):
        yield "people harmed"
    if any(_quoted(one, given) for one in news):
        yield "quoted"


def _quoted(one: Told, given: Account) -> bool:
    start = one.report.trigger.start
    return start > one.report.sentence.start and given.reading.texts[start - 1] in _QUOTES
