"""The numbers that may count persons, and as one each the persons beside them. In: a sentence. Out: `Figure`s.

"The driver and four women", "his wife and teenage son", in a headline "Soldier, two civilians killed".
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from wirewatch_enricher.incidents.casualties.figures import Figure, figures
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED, harm_within, single, singular
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_ADJECTIVES = 3


def person_figures(reading: Reading, sentence: Sentence) -> tuple[Figure, ...]:
    """Return the numbers of a sentence, and as one each person that "the" names: "the driver and four women"."""
    found = {one.start: one for one in figures(reading, sentence)}
    the = reading.lists["word.definite"]
    for bare in _bare(reading, sentence) if sentence.in_title else ():
        found.setdefault(bare.start, bare)
    for at in range(sentence.start, sentence.end):
        victim = single(reading, sentence, at) if reading.words[at] in the else None
        if victim and not any(at < one.start <= victim.start for one in found.values()):
            found.setdefault(at, Figure(start=at, end=at + 1, value=1, article=True, noun=victim.start))
    for mate in (*_mates(reading, sentence), *_without_articles(reading, sentence), *_aged(reading, sentence)):
        found.setdefault(mate.start, mate)
    return tuple(found[start] for start in sorted(found))


def _mates(reading: Reading, sentence: Sentence) -> Iterator[Figure]:
    """Yield as one each who shares the determiner of another: "his wife and teenage son", "the wife and daughter"."""
    joints, own = reading.lists["word.and"], reading.lists["word.his"] | reading.lists["word.definite"]
    persons = sentence.of("victim")
    a_or_one = reading.lists["common.a_or_one"]
    kin = reading.lists["singles.kin"]
    for one, other in pairwise(persons):
        pair = {one.base, other.base} in _PAIRS
        if (other.base not in kin and not pair) or joints.isdisjoint(reading.words[one.end : one.end + 1]):
            continue
        near = other.start - one.end <= _ADJECTIVES and singular(reading, sentence, other)
        determined = (own | (a_or_one if pair else set())) & {
            *reading.words[max(0, one.start - _ADJECTIVES) : one.start]
        }
        between = reading.words[one.end + 1 : other.start]
        if (
            near
            and determined
            and own.isdisjoint(between)
            and singular(reading, sentence, one)
            and _plain(reading, between)
        ):
            yield Figure(start=one.end + 1, end=other.end, value=1, article=True, noun=other.start)


def _past_surname(reading: Reading, sentence: Sentence, who: Cue) -> int:
    """Return where the name of one of an office ends: "General Kirillov and aide die"."""
    joints = reading.lists["word.and"] | {","}
    named = reading.texts[who.end : who.end + 1] and reading.texts[who.end].istitle()
    joined = joints & {*reading.words[who.end + 1 : who.end + 2]}
    return who.end + bool(named and joined and not harm_within(sentence, who.end, who.end + 1))


_SURNAME = 1
_PAIRS = ({"man", "woman"}, {"boy", "girl"}, {"husband", "wife"}, {"father", "mother"}, {"brother", "sister"})
"""Who share an article and yet are two: "a man and woman"."""


def _aged(reading: Reading, sentence: Sentence) -> Iterator[Figure]:
    """Yield as many as have an age: "her sons, aged 3 and 5", "women aged 61 and 84"; not where a number is told."""
    counts = {cue.end for cue in sentence.of("number")}
    for who in sentence.of("victim"):
        at = who.end + (reading.words[who.end : who.end + 1] == (",",))
        told = any(at in counts or reading.words[at - 1].isdecimal() for at in range(who.start - 1, who.start + 1))
        told = told or reading.words[who.start - 2 : who.start] in reading.phrases["common.of_them"]
        if told or reading.words[at : at + 1] != ("aged",) or singular(reading, sentence, who):
            continue
        ages, end = 0, at + 1
        while end < sentence.end and (reading.words[end] in {",", "and"} or _is_number(reading, end)):
            ages += _is_number(reading, end)
            end += 1
        if ages > 1:
            start = who.start - (word_before(reading, who.start) in reading.lists["word.his"])
            yield Figure(start=start, end=who.end, value=ages, noun=who.start)


def _is_number(reading: Reading, at: int) -> bool:
    word = reading.words[at]
    return word.isdecimal() or (word in reading.lists["number"] and word not in reading.lists["common.a_or_one"])


def _bare_mate(reading: Reading, who: Cue, persons: Sequence[Cue]) -> bool:
    """Whether an "and" joins two persons without an article: "Woman and child wounded", "kills governor and son"."""
    joints, before = reading.lists["word.and"], word_before(reading, who.start)
    if before in joints:
        return any(who.start - 1 - one.end <= _SURNAME for one in persons if one.end < who.start)
    goes_on = reading.words[who.end : who.end + 1] and reading.words[who.end] in joints
    alone = not before.isalnum() or before in reading.lists["word.and"]
    return bool(goes_on) and alone and any(one.start == who.end + 1 for one in persons)


def _without_articles(reading: Reading, sentence: Sentence) -> Iterator[Figure]:
    """Yield as one each the persons of a list in a language without articles: "женщина и двое детей"."""
    if reading.language not in _NO_ARTICLES:
        return
    joints = reading.lists["word.and"] | {","}
    counts = {cue.start for cue in sentence.of("victim", "number")}
    for who in sentence.of("victim"):
        first = who.start
        while first > sentence.start and who.start - first < _AGED and reading.words[first - 1] not in joints | {"."}:
            if harm_within(sentence, first - 1, first) or first in counts - {who.start}:
                break
            first -= 1
        after = range(who.end + 1, who.end + _AGED)
        follows = reading.words[who.end : who.end + 1] and reading.words[who.end] in joints and counts & {*after}
        joined = word_before(reading, first) in joints or (follows and harm_within(sentence, first - 1, first))
        if joined and not harm_within(sentence, first, who.start) and singular(reading, sentence, who):
            yield Figure(start=first, end=who.end, value=1, article=True, noun=who.start)


_NO_ARTICLES, _AGED = frozenset({"ru", "uk"}), 5


def _plain(reading: Reading, words: Sequence[str]) -> bool:
    """Whether only adjectives may stand there: no article, no figure."""
    a_or_one = reading.lists["common.a_or_one"]
    return all(word.isalpha() and word not in a_or_one and word not in reading.lists["number"] for word in words)


def _bare(reading: Reading, sentence: Sentence) -> Iterator[Figure]:
    """Yield each one person of a headline's list: "Soldier, two civilians killed", "Two soldiers, civilian killed"."""
    joints = reading.lists["word.and"] | {","}
    heads = {sentence.start, *(at + 1 for at in range(sentence.start, sentence.end) if reading.words[at] == ":")}
    persons = sentence.of("victim")
    for who in persons:
        end = _past_surname(reading, sentence, who)
        begins = {who.start, who.start - 1} & heads and joints & {*reading.words[end : end + 1]}
        ends = word_before(reading, who.start) == "," and harm_within(sentence, who.end, who.end + 1)
        done_to = any(cue.end == who.start for cue in sentence.of(KILLED, INJURED))
        along = reading.phrases["singles.along"]
        mate = _bare_mate(reading, who, persons) or reading.words[who.start - 2 : who.start] in along
        if (begins or ends or done_to or mate) and singular(reading, sentence, who):
            yield Figure(start=who.start, end=who.end, value=1, article=True, noun=who.start)
