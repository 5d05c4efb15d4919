"""What an event shows by which it can be judged. In: the event, its type, the account it is of. Out: names of signs.

A sign is a tag of the lexicon in one of four scopes (the sentences of its reports, the title, the lead, the whole
text), what the rules said of its reports, or how it stands in the text. No sign holds a word of the text itself.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from wirewatch.incidents import IncidentType
from wirewatch_enricher.incidents.account import Account
from wirewatch_enricher.incidents.linking import Event, Told, precise
from wirewatch_enricher.incidents.reading import Sentence
from wirewatch_enricher.incidents.salience import LEAD_SENTENCES

_LENGTHS = (30, 60, 120, 250, 500)
_PLACES = (1, 2, 3, 6, 12)
_COUNTS = (2, 3, 5)
_QUIET = ("soft.", "fiction", "sport", "business", "policy", "custom")
_FAMILIES = (*_QUIET, "trial", "accident", "background", "generic", "drill", "test_fire", "commemorate")
_QUOTES = frozenset({'"', "\u201c", "\u2018", "\u00ab", "\u201e"})


def event_signs(event: Event, kind: IncidentType | None, given: Account, *, enough: bool) -> frozenset[str]:
    """Return the signs of an event; `kind` is the type that the rules give it, `enough` whether it carries that."""
    return frozenset(
        (
            *_of_rules(event, kind, enough=enough),
            *_of_place(event, given),
            *_of_words(event, given),
            *_of_quiet(event, given),
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


def _of_place(event: Event, given: Account) -> Iterator[str]:
    reading = given.reading
    yield f"language {reading.language}"
    yield f"words {bisect_right(_LENGTHS, len(reading.words))}"
    yield f"told {bisect_right(_COUNTS, len(event.told))}"
    yield f"told as news {bisect_right(_COUNTS, sum(one.foreground for one in event.told))}"
    yield f"first {bisect_right(_PLACES, min(one.report.sentence.number for one in event.told))}"
    if any(one.report.sentence.in_title for one in event.told):
        yield "in title"
    if any(ref.recent(given.today) for refs in given.refs.values() for ref in refs):
        yield "text dated"
    if any(one.spots for one in event.told):
        yield "placed"
    if given.dateline is not None:
        yield "dateline"


def _of_words(event: Event, given: Account) -> Iterator[str]:
    sentences = given.reading.sentences
    body = [sentence for sentence in sentences if not sentence.in_title]
    yield from _tags("own", (one.report.sentence for one in event.told))
    yield from _tags("title", (sentence for sentence in sentences if sentence.in_title))
    yield from _tags("lead", body[:LEAD_SENTENCES])
    yield from _tags("text", sentences)


def _tags(scope: str, sentences: Iterable[Sentence]) -> Iterator[str]:
    there = set[str]().union(*(sentence.by_tag for sentence in sentences))
    return (f"{scope} {tag}" for tag in there if not tag.endswith("."))


def _of_quiet(event: Event, given: Account) -> Iterator[str]:
    """Yield how many different words of quiet news there are: of each family in the text, of all of them nearer by."""
    text = given.reading.sentences
    for family in _FAMILIES:
        if many := _different(text, family):
            yield f"{family} {bisect_right(_COUNTS, many)}"
    own = {one.report.sentence.number: one.report.sentence for one in event.told if one.foreground}.values()
    for scope, sentences in (("text", text), ("lead", text[:LEAD_SENTENCES]), ("own", own)):
        many = _different(sentences, *_QUIET)
        yield f"quiet {scope} {bisect_right(_COUNTS, many) if many > 1 else bool(many) - 1}"
    share = _different(text, *_QUIET) / max(LEAD_SENTENCES, len(text))
    yield f"quiet share {bisect_right(_SHARES, share)}"


_SHARES = (0.01, 0.35, 0.7, 1.1)


def _different(sentences: Iterable[Sentence], *tags: str) -> int:
    return len({cue.base for sentence in sentences for tag in tags for cue in sentence.by_tag.get(tag, ())})


def _of_telling(event: Event, given: Account) -> Iterator[str]:
    """Yield what marks news: told twice, in title and text, at a named place, people harmed, an official source."""
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
    if any(sentence.of("official") and sentence.of("say") for sentence in given.reading.sentences):
        yield "official source"
    if any(_quoted(one, given) for one in news):
        yield "quoted"


def _quoted(one: Told, given: Account) -> bool:
    start = one.report.trigger.start
    return start > one.report.sentence.start and given.reading.texts[start - 1] in _QUOTES
