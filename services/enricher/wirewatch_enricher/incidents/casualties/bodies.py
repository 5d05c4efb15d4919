"""Dead who are told by their bodies, or as the only one. In: a sentence and its figures. Out: `Harm`s.

"The body of another resident was found", "the bodies of two more people", "the body of a third", "the sole fatality".
Behind a sentence that tells of bodies, "divers found two more" are bodies as well. Those who are buried are dead.
"""

from collections.abc import Iterator, Sequence

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.groups import persons, with_before
from wirewatch_enricher.incidents.casualties.harm import IMPLIED, ORDINAL, PLAIN, WEAK, Harm
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED, singular, victim_in
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_NEAR = 3


def bodies(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the dead whose bodies a sentence tells of, and the one who was the only one to die."""
    for dead in sentence.of(KILLED):
        sole = reading.lists["bodies.sole"]
        fatality = reading.lists["bodies.fatality"]
        if reading.words[dead.end - 1] in reading.lists["bodies.body"]:
            yield from _whose(reading, sentence, dead, numbers)
        elif reading.words[dead.start] in fatality and word_before(reading, dead.start) in sole:
            yield Harm(kind=KILLED, value=1, strength=IMPLIED, start=dead.start - 1, end=dead.end)
        elif reading.words[dead.start : dead.end] == ("dead",) and _the_one(reading, sentence, dead):
            yield Harm(kind=KILLED, value=1, strength=WEAK, start=dead.start, end=dead.end + 1)
    words = reading.words
    for whose in numbers:
        of_remains = words[whose.start - 2 : whose.start] == ("remains", "of") and persons(reading, sentence, whose)
        sold = reading.lists["bodies.sold"]
        coffins = reading.lists["bodies.coffins"]
        if (of_remains and not whose.article) or _whose_bodies(reading, sentence, whose):
            yield Harm(kind=KILLED, value=whose.value, strength=PLAIN, start=whose.start, end=whose.end)
        elif not (whose.article or coffins.isdisjoint(words[whose.end : whose.end + _NEAR - 1])) and sold.isdisjoint(
            words[max(sentence.start, whose.start - _NEAR) : whose.start]
        ):
            yield Harm(kind=KILLED, value=whose.value, strength=IMPLIED, start=whose.start, end=whose.end + 1)
        elif _found_too(reading, sentence, whose):
            nth = next((one.value for one in sentence.of("ordinal") if whose.start < one.start < whose.end), None)
            value, strength = (nth, ORDINAL) if nth else (whose.value, IMPLIED)
            yield Harm(kind=KILLED, value=value, strength=strength, start=whose.start, end=whose.end + 1)


def _whose_bodies(reading: Reading, sentence: Sentence, number: Figure) -> bool:
    """Whether a figure counts those of "eighteen people whose remains were found"."""
    who = victim_in(sentence, number.end, _NEAR)
    at = who.end if who else number.end
    body = reading.lists["bodies.body"]
    return reading.words[at : at + 1] == ("whose",) and not body.isdisjoint(reading.words[at + 1 : at + _NEAR])


def _found_too(reading: Reading, sentence: Sentence, more: Figure) -> bool:
    """Whether more bodies are told of behind a sentence that tells of some: "divers found two more"."""
    before = next((one for one in reading.sentences if one.number == sentence.number - 1), sentence)
    said = {*reading.words[sentence.start : sentence.end]}
    told = any(reading.words[one.end - 1] in reading.lists["bodies.body"] for one in before.of(KILLED))
    found = reading.lists["bodies.found"]
    if not told or said.isdisjoint(found) or said & reading.lists["bodies.alive"] or sentence.of(KILLED):
        return False
    further = reading.lists["word.further"]
    one_more = more.end - more.start > 1 or not further.isdisjoint(reading.words[more.start : more.end + 1])
    end = more.end + (reading.words[more.end] in further)
    return one_more and not reading.lists["bodies.no_noun"].isdisjoint(reading.words[end : end + 1])


def _whose(reading: Reading, sentence: Sentence, body: Cue, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield how many lie dead: "the body of a third", "the bodies of two more people", "a further body"."""
    further = reading.lists["word.further"]
    if word_before(reading, body.start) in further and word_before(reading, body.start - 1) in {"a", "one"}:
        yield Harm(kind=KILLED, value=1, strength=IMPLIED, start=body.start - 2, end=body.end)
    if reading.words[body.end : body.end + 1] != ("of",):
        return
    nth = next((one for one in sentence.of("ordinal") if 0 < one.start - body.end <= _NEAR), None)
    if nth is not None and nth.value and nth.value > 1:
        yield Harm(kind=KILLED, value=nth.value, strength=ORDINAL, start=nth.start, end=nth.end)
        return
    if reading.words[body.end + 1 : body.end + 2] == ("another",) and victim_in(sentence, body.end + 2, _NEAR):
        yield Harm(kind=KILLED, value=1, strength=IMPLIED, start=body.end + 1, end=body.end + 3)
    whose = next((one for one in numbers if 0 < one.start - body.end <= _NEAR - 1), None)
    if whose is None or {*reading.words[whose.end : whose.end + 2]} & (reading.lists["bodies.of_them"] | {"of"}):
        return
    if {*reading.words[whose.start : whose.end + 1]} & further:
        strength = PLAIN if whose.value > 1 else IMPLIED
        yield Harm(kind=KILLED, value=whose.value, strength=strength, start=whose.start, end=whose.end + _NEAR)


def _the_one(reading: Reading, sentence: Sentence, dead: Cue) -> bool:
    """Whether a word of death only says who: "the dead man was a cleaner", of which no other figure is told."""
    who = victim_in(sentence, dead.end, 1)
    the = word_before(reading, dead.start) in reading.lists["word.definite"] | {"a"}
    return the and who is not None and singular(reading, sentence, who) and not sentence.of(INJURED)


def buried(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield those who are buried: "families buried the six victims", "nine displaced were laid to rest"."""
    for cue in sentence.of("buried") if numbers else ():
        behind = reading.words[cue.end : cue.end + _CLAUSE]
        if not reading.lists["bodies.under"].isdisjoint(behind):
            continue
        passive = {*reading.words[cue.start - 1 : cue.start + 1]} & reading.lists["word.aux"]
        near = range(cue.start - _CLAUSE if passive else cue.end, cue.end + _CLAUSE)
        for number in numbers:
            victims = reading.words[number.end : number.end + 1] == ("victims",)
            later = reading.words[number.end + 1 : number.end + _CLAUSE + 1]
            if "by" in reading.words[cue.end : number.start] or not reading.lists["bodies.disasters"].isdisjoint(later):
                continue
            if victims or (number.start in near and not number.article and persons(reading, sentence, number)):
                whole = with_before(reading, sentence, number, numbers)
                strength = PLAIN if victims else IMPLIED
                yield Harm(kind=KILLED, value=whole.value, strength=strength, start=whole.start, end=number.end + 1)


_CLAUSE = 5
