"""Tolls, which count all who were harmed so far. In: a sentence and its figures. Out: `Harm`s that beat plain ones.

"The toll rose to nine", "bringing the dead to four", "puts the number of injured at 13".
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.groups import of_a_thing, summed
from wirewatch_enricher.incidents.casualties.harm import IMPLIED, PLAIN, TOLL, Harm, kind_after
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED, victim_in
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_STATEMENT = 5
_WATCHER = 9


def tolls(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the figures that a word for a toll leads to, and those of "they number eleven now"."""
    yield from _they_are(reading, sentence, numbers)
    said = [one for one in sentence.of("toll") if not _is_a_death(sentence, one)]
    cues = [one for one in said if not _overtaken(reading, sentence, one)]
    if len(cues) < len(said) and not sentence.of("superseded.next"):
        return
    for number in numbers:
        toll = max((cue for cue in cues if cue.start <= number.start), key=lambda cue: cue.end, default=None)
        another = reading.words[number.start] in reading.lists["word.another"]
        if toll is None or number.article or another or not _led_to(reading, toll, number):
            continue
        put = reading.lists["tolls.put"]
        come = reading.lists["tolls.come"]
        if (
            of_a_thing(sentence, number)
            or reading.words[number.end : number.end + 2] == ("of", "the")
            or reading.words[number.start - 2 : number.start] in reading.phrases["tolls.deaths_of"]
            or _of_places(sentence, number)
            or (reading.words[toll.start] in come and number.start - toll.end > _NEAR)
            or (reading.words[toll.start] in put | come and not _of_harmed(reading, sentence, toll))
        ):
            continue
        kind = kind_after(reading, sentence, number) or _counted_by(reading, sentence, cues, number)
        if kind:
            of_two = victim_in(sentence, number.end, 1) is not None
            group = summed(reading, sentence, number, numbers, stop=sentence.end) if of_two else number
            yield Harm(
                kind=kind,
                value=group.value,
                strength=_strength(reading, toll),
                start=number.start,
                end=number.end,
                at_most=number.at_most,
            )


def _they_are(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the dead of "they number eleven now", "now they are twelve", "there are seven of them now"."""
    near = [one for one in reading.sentences if abs(one.number - sentence.number) <= 1]
    victims = reading.lists["tolls.victims"]
    told = any(one.of(KILLED) for one in near) or not victims.isdisjoint(reading.words[near[0].start : sentence.end])
    for number in numbers if told and not sentence.of("attacker_word") else ():
        before = reading.words[max(sentence.start, number.start - _STATEMENT) : number.start]
        behind = reading.words[number.end : number.end + _AGO]
        bare = not "".join(behind[:1]).isalpha() or behind[0] in {"of", "now"}
        now = "now" in {*before, *behind}
        numbered = reading.lists["tolls.numbered"]
        count = numbered & {*before[-2:]} and {*before} & (victims | ({"they"} if now else set()))
        there_are = reading.phrases["tolls.there_are"]
        are = now and bare and any(pair in there_are for pair in pairwise(before))
        if not number.article and (count or are):
            yield Harm(kind=KILLED, value=number.value, strength=TOLL, start=number.start, end=number.end)


_AGO = 3
_NEAR = 3


def _is_a_death(sentence: Sentence, toll: Cue) -> bool:
    """Whether a word of a toll only begins one of death: "reached martyrdom"."""
    return any(dead.start == toll.start and dead.end > toll.end for dead in sentence.of(KILLED))


def _of_places(sentence: Sentence, number: Figure) -> bool:
    """Whether a figure counts what people are brought to: "the wounded were brought to three hospitals"."""
    there = any(one.start == number.end for one in sentence.of("target."))
    return there and victim_in(sentence, number.end, 1) is None


def _strength(reading: Reading, toll: Cue) -> int:
    """Return how much a toll's figure is worth: one that it only passes is less than any that is told."""
    passed = reading.lists["tolls.passed"]
    if passed & {*reading.words[toll.start : toll.end]} and reading.words[toll.end : toll.end + 1] != ("to",):
        return IMPLIED
    return PLAIN if _reckoned(reading, toll) else TOLL


def _overtaken(reading: Reading, sentence: Sentence, toll: Cue) -> bool:
    """Whether a toll is an earlier one, or a part: "the previous toll", "an earlier statement put …", "army toll"."""
    forces = reading.lists["tolls.forces"]
    if reading.words[toll.start] in reading.lists["word.toll"] and word_before(reading, toll.start) in forces:
        return True
    not_final = reading.lists["tolls.not_final"]
    earlier = reading.lists["word.earlier"] - (not_final if word_before(reading, toll.start - 1) == "a" else set())
    said = reading.words[max(sentence.start, toll.start - _STATEMENT) : toll.start]
    return word_before(reading, toll.start) in earlier or (
        reading.words[toll.start] in reading.lists["tolls.put"] and bool(earlier & {*said})
    )


def _of_harmed(reading: Reading, sentence: Sentence, toll: Cue) -> bool:
    """Whether those who are put at a figure were harmed: "put the dead at six", not "put the crowd at 200".

    In the passive they stand before it: "the number of injured has been put at 32", "the deaths come to 40".
    """
    passive = reading.words[toll.start + 1] == "at" or reading.words[toll.start] in reading.lists["tolls.come"]
    said = {*reading.words[max(sentence.start, toll.start - 2 * _WATCHER * passive) : toll.end]}
    begin = sentence.start if reading.words[toll.start] == "for" else toll.start + 1
    harm = any(begin <= cue.start < toll.end for cue in sentence.of(KILLED, INJURED))
    counted = reading.lists["tolls.counted"]
    return harm or bool(said & (reading.lists["word.toll"] | reading.lists["word.harmed"] | counted))


def _reckoned(reading: Reading, toll: Cue) -> bool:
    """Whether only "he" or a watcher puts a figure, which does not beat what others say: "a monitor gave …"."""
    said = reading.words[max(0, toll.start - _WATCHER) : toll.start]
    put = reading.lists["tolls.put"]
    he = reading.words[toll.start] in put and word_before(reading, toll.start) in reading.lists["word.he"]
    watchers = reading.lists["tolls.watchers"]
    return he or bool(watchers & set(said) and reading.lists["tolls.gave"] & {*said, reading.words[toll.start]})


def over_a_period(reading: Reading, sentence: Sentence, number: Figure) -> bool:
    """Whether a toll is one of a year or a war: "bringing to 45 the number of troops killed this year"."""
    toll = next((one.start for one in sentence.of("toll") if one.start <= number.start), None)
    if toll is None or number.article:
        return False
    ends = (at for at in range(number.end, sentence.end) if reading.words[at] in _ENDS)
    words = reading.words[toll : next(ends, sentence.end)]
    worst = reading.lists["tolls.worst"]
    if any(word.endswith("iest") or word in worst for word in words):
        return False
    months = {month.start for month in sentence.of("time.month")}
    begin = max((at for at in range(sentence.start, toll) if reading.words[at] in _ENDS), default=sentence.start)
    since = (at for at in range(begin, toll + len(words)) if reading.words[at] == "since")
    if any(months & {*range(at + 1, at + _DAY_OF)} for at in since):
        return True
    in_words = reading.lists["tolls.in"]
    period = reading.phrases["tolls.period"]
    return any(one in period or (one[0] in in_words and _YEAR.fullmatch(one[1])) for one in pairwise(words))


_DAY_OF = 5
_ENDS = frozenset({",", ";", "."})
_YEAR = re.compile(r"(?:19|20)\d\d")


def _led_to(reading: Reading, toll: Cue, number: Figure) -> bool:
    about, to = reading.lists["word.about"] | {"between"}, reading.lists["word.to"] | reading.lists["tolls.becoming"]
    at = number.start - 1
    said = {*reading.words[max(0, toll.start - _STATEMENT) : toll.start], *reading.words[toll.end : number.start]}
    gave = reading.lists["tolls.gave"]
    if said & {*gave, "given"} and word_before(reading, number.start) in reading.lists["tolls.as"]:
        return True
    while at >= toll.end and reading.words[at] in about - to:
        at -= 1
    part = reading.words[at] == "of" and word_before(reading, at) in reading.lists["number"]
    if not reading.lists["tolls.care"].isdisjoint(reading.words[toll.end : number.start]):
        return False
    return at < toll.end or (reading.words[at] in to and not part)


def _counted_by(reading: Reading, sentence: Sentence, cues: Sequence[Cue], number: Figure) -> str | None:
    """Return whom a toll counts: the last word of harm between its own words and the figure, else the dead."""
    first = max((cue.start for cue in cues if cue.start < number.start), default=number.start)
    if behind := _told_behind(reading, sentence, number):
        return behind
    if _of_votes(reading, sentence, cues, number):
        return None
    nouns = reading.lists["word.toll"] | {"victims"}
    said = (cue for cue in cues if cue.start <= number.start)
    noun = [cue.start for cue in said if not nouns.isdisjoint(reading.words[cue.start : cue.end])]
    harm = [cue for cue in sentence.of(KILLED, INJURED) if cue.end <= number.start]
    harm = [cue for cue in harm if reading.lists["tolls.care"].isdisjoint(reading.words[cue.start : cue.end])]
    near = [cue for cue in harm if cue.start >= min(noun or [first])]
    if noun and not near:
        return None if reading.lists["word.disaster"] & set(reading.words[sentence.start : number.start]) else KILLED
    last = max(near or harm, key=lambda cue: cue.end, default=None)
    if "victims" in reading.words[last.end if last else sentence.start : number.start]:
        return KILLED
    if last:
        return last.tag
    return _told_before(reading, sentence, cues, number)


def _of_votes(reading: Reading, sentence: Sentence, cues: Sequence[Cue], number: Figure) -> bool:
    """Whether a count that has reached a figure is of no victims: "the vote count reached 11", "11 goals"."""
    counts_words = reading.lists["tolls.counts"]
    counts = [cue for cue in cues if cue.start < number.start and reading.words[cue.start] in counts_words]
    if not counts:
        return False
    near = [one for one in reading.sentences if 0 <= sentence.number - one.number <= 1]
    harm = any(one.of(KILLED, INJURED, "act.attack", "act.explode", "act.bombard", "act.shoot") for one in near)
    noun = reading.words[number.end : number.end + 1]
    thing = any(word.isalpha() for word in noun) and victim_in(sentence, number.end, 1) is None
    votes_words = reading.lists["tolls.votes"]
    votes = not votes_words.isdisjoint(reading.words[max(sentence.start, counts[-1].start - 2) : number.start])
    return votes or thing or not harm


def _told_behind(reading: Reading, sentence: Sentence, number: Figure) -> str | None:
    """Return the kind of "to four the number of those killed"."""
    if reading.words[number.end : number.end + 3] != ("the", "number", "of"):
        return None
    return next((c.tag for c in sentence.of(KILLED, INJURED) if 3 <= c.start - number.end <= _STATEMENT), None)


def _told_before(reading: Reading, sentence: Sentence, cues: Sequence[Cue], number: Figure) -> str | None:
    """Return the kind of "that makes six" behind a sentence that tells of harm."""
    made = any(cue.end == number.start and reading.words[cue.end - 1] == "makes" for cue in cues)
    if not made or any(word.isalpha() for word in reading.words[number.end : number.end + 1]):
        return None
    before = next((one for one in reading.sentences if one.number == sentence.number - 1), sentence)
    told = before.of(KILLED, INJURED, "buried")
    return None if not told else INJURED if told[-1].tag == INJURED else KILLED
