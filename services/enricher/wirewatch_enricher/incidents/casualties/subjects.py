"""To whom a passive word of harm, or one without an object, was done. In: the word and its sentence. Out: a `Harm`.

The nearest group before it that is not an aside, a part of another ("including three children") or what another verb
was done to: "two people were killed", "a guard and his wife died", "Ali Hassan was shot dead".
"""

from collections.abc import Container, Sequence

from msgspec.structs import replace

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.groups import noun_reach, of_a_thing, persons, with_before
from wirewatch_enricher.incidents.casualties.harm import (
    IMPLIED,
    OF_THINGS,
    PLAIN,
    Harm,
    harm_of,
    is_active,
    only_of_persons,
)
from wirewatch_enricher.incidents.casualties.listing import list_before
from wirewatch_enricher.incidents.casualties.looked_past import looked_past
from wirewatch_enricher.incidents.casualties.someone import someone, verb_start
from wirewatch_enricher.incidents.casualties.wholes import number_at, of_whom
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED, names_before, singular, victim_in
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_LEFT = 18


def subject(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    """Return who a word of harm was done to, None where nobody stands before it, as in "the number of wounded"."""
    if reading.words[cue.start - 2 : cue.start] in reading.phrases["subjects.number_of"] or _his_body(reading, cue):
        return None
    verb = verb_start(reading, sentence, cue)
    things = any(0 < verb - one.end <= _NOUN and of_a_thing(sentence, one) for one in numbers if not one.article)
    if reading.words[cue.start] in reading.lists["subjects.deeds"] or things:
        return None
    personal = only_of_persons(cue) or reading.words[cue.end - 1] in reading.lists["word.harmed"]
    if listed := list_before(reading, sentence, verb, numbers, personal=personal):
        return harm_of(cue, listed, PLAIN)
    if whom := _whom(reading, sentence, cue, numbers):
        return whom
    return _named_who(reading, sentence, cue) or _standing_before(reading, sentence, cue, numbers)


def _his_body(reading: Reading, cue: Cue) -> bool:
    """Whether a word is the body of one told of before: "police found his body"."""
    return cue.base == "body" and word_before(reading, cue.start) in reading.lists["word.his"]


def _standing_before(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    passed = looked_past(reading, sentence, cue, numbers)
    low = max(sentence.start, cue.start - _LEFT - len(passed))
    victim: Cue | None = None
    for at in range(cue.start - 1, low - 1, -1):
        if at in passed:
            continue
        word = reading.words[at]
        if word in reading.lists["word.those"]:
            return of_whom(reading, cue, at, numbers, passed)
        if _stops(reading, at) or (victim is None and word in reading.lists["word.he"]):
            break
        if (number := number_at(reading, sentence, numbers, at, cue)) and not _owns(reading, number):
            whole = _with_counted(reading, number, with_before(reading, sentence, number, numbers), numbers, cue)
            if past := _no_subject(reading, sentence, whole, cue):
                passed.update(range(past, at))
                victim = None
                continue
            if _fits(reading, sentence, number, victim, cue, passed=passed):
                return harm_of(cue, whole, PLAIN)
        if victim and any(one.start <= at < one.end for one in sentence.of(KILLED, INJURED) if "*" not in one.base):
            break
        victim = _nearest(reading, sentence, at, victim, cue)
    noun = word_before(reading, cue.start) in reading.lists["word.definite"]
    if victim and not noun and singular(reading, sentence, victim) and _adjacent(reading, victim, cue, passed):
        one_only = reading.lists["subjects.one_only"]
        value = 1 + (word_before(reading, cue.start) not in one_only and _pair(reading, sentence, victim))
        one = value > 1 or reading.words[verb_start(reading, sentence, cue)] not in reading.lists["subjects.several"]
        told = Harm(kind=cue.tag, value=value, strength=IMPLIED, start=victim.start, end=cue.end)
        return told if one else None
    return someone(reading, sentence, cue)


def _owns(reading: Reading, number: Figure) -> bool:
    """Whether a person only owns what is named: the soldier of "52 mourners at a soldier's wake died"."""
    return number.article and number.noun is not None and reading.words[number.noun + 1 : number.noun + 2] in _OWNS


_OWNS = {("'s",), ("\u2019s",)}


def _named_who(reading: Reading, sentence: Sentence, cue: Cue) -> Harm | None:
    """Return those named of whom "who were" tells: "Sergeant Ali Hassan and Omar Said, who were killed"."""
    verb = verb_start(reading, sentence, cue)
    if reading.words[verb] not in reading.lists["subjects.several"] or reading.words[verb - 2 : verb] != (",", "who"):
        return None
    start, count = names_before(reading, sentence, verb - 2)
    return Harm(kind=cue.tag, value=count, strength=IMPLIED, start=start, end=cue.end) if count > 1 else None


def _with_counted(reading: Reading, number: Figure, whole: Figure, numbers: Sequence[Figure], cue: Cue) -> Figure:
    """Return the group of one behind an "and" with those counted before: "two men, …, and a boy who … were hurt"."""
    if word_before(reading, cue.start) == "was":
        return number
    several_words = reading.lists["subjects.several"]
    several = word_before(reading, cue.start) in several_words and whole == number and number.article
    if not several or word_before(reading, number.start) not in reading.lists["word.and"]:
        return whole
    of_whom_words = reading.phrases["wholes.of_whom"]
    before = [
        one
        for one in numbers
        if one.end < number.start - 1 and not one.article and reading.words[one.end : one.end + 2] not in of_whom_words
    ]
    return (
        replace(whole, start=before[-1].start, value=before[-1].value + 1, article=False, noun=None)
        if before
        else whole
    )


def _nearest(reading: Reading, sentence: Sentence, at: int, victim: Cue | None, cue: Cue) -> Cue | None:
    """Return the word for a person nearest to the word of harm; none of an uncounted group ("a number of men").

    Nor of several where the verb speaks of one: "a woman in a camp for refugees was hurt".
    """
    if reading.words[at : at + 2] in reading.phrases["subjects.vague"]:
        return None
    if victim is None:
        victim = next((one for one in sentence.of("victim") if one.start <= at < one.end), None)
    if victim and reading.words[victim.end : victim.end + 1] in _OWNS and victim.end + 1 < cue.start:
        return None
    fought = victim and any(one.start == victim.start for one in sentence.of("attacker_word"))
    one_only = reading.lists["subjects.one_only"]
    several = victim and word_before(reading, cue.start) in one_only and not singular(reading, sentence, victim)
    return None if fought or several else victim


def _pair(reading: Reading, sentence: Sentence, victim: Cue) -> bool:
    """Whether one more person stands right before: "his wife and daughter"."""
    joined = word_before(reading, victim.start) in reading.lists["word.and"]
    return joined and any(
        one.end == victim.start - 1 and singular(reading, sentence, one) for one in sentence.of("victim")
    )


def _stops(reading: Reading, at: int) -> bool:
    """Whether a word opens a clause: "when", or an "as" behind a verb ("a guard was killed as two trucks burned")."""
    if reading.words[at] in reading.lists["subjects.stop"]:
        return True
    as_words = reading.lists["subjects.as"]
    alone = (
        reading.words[at] == "as" and reading.words[at - 1] not in as_words and reading.words[at + 1] not in as_words
    )
    return alone and reading.words[at - 1].endswith(("ed", "ing", "dead", "hurt"))


def _whom(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    """Return those of "his mother, aged 72, whom he had also killed"."""
    near = range(max(sentence.start, cue.start - _DID), cue.start)
    at = next((at for at in near if reading.words[at] == "whom" and reading.words[at - 1] != "of"), None)
    if at is None or not {*reading.words[at + 1 : cue.start]} & (reading.lists["word.he"] | {"had", "they"}):
        return None
    end = at - (word_before(reading, at) == ",")
    end -= 3 * (reading.words[end - 3 : end - 1] == (",", "aged"))
    them = [n for n in numbers if n.end < end and n.noun is not None and end - n.noun <= _NOUN]
    return harm_of(cue, with_before(reading, sentence, them[-1], numbers), PLAIN) if them else None


_DID, _NOUN = 5, 2


def _no_subject(reading: Reading, sentence: Sentence, number: Figure, cue: Cue) -> int:
    """Return the token before which the subject of a passive word must stand, 0 where a figure may be its own.

    A figure is not, where it is a part ("including three children") or what another verb is done to ("a man who stabbed
    a guard … died").
    """
    before = reading.words[number.start - 1] if number.start > sentence.start else ""
    if number.end == cue.start:
        return 0
    told = sentence.in_title or reading.words[number.start - 2] in reading.lists["word.are"]
    whole = before == "among" and told
    if before in reading.lists["word.part"] and not whole:
        return number.start - 1
    victim = victim_in(sentence, number.end, 4)
    if victim and reading.words[victim.end : victim.end + 1] in {("who",), ("that",)}:
        return 0
    for other in sentence.of(KILLED, INJURED, "act.shoot", "act.stab"):
        done_to = other.end == number.start and other.end < cue.start and is_active(reading, other)
        if done_to and not reading.words[other.start].endswith("ing"):
            return other.start
    return 0


def _fits(
    reading: Reading, sentence: Sentence, number: Figure, victim: Cue | None, cue: Cue, *, passed: Container[int]
) -> bool:
    if number.article and number.noun is not None:
        if number.noun < number.end == cue.start:
            return True
        mate = number.noun == number.end and victim_in(sentence, number.noun, 1) is None
        if mate and victim is None:
            return True
        return victim is not None and victim.start == number.noun and _adjacent(reading, victim, cue, passed)
    if victim is not None:
        near = 0 <= victim.start - number.end <= noun_reach(reading, number) + 1
        near = near or _heads(reading, sentence, number, victim)
        return near and "," not in reading.words[number.end : victim.start]
    of_whom_words = reading.phrases["wholes.of_whom"]
    if not number.article and (
        persons(reading, sentence, number) or reading.words[number.end : number.end + 2] in of_whom_words
    ):
        return True
    dead = any(0 <= number.start - one.end <= 1 for one in sentence.of(KILLED)) and number.end == cue.start
    graded = (
        reading.words[cue.end : cue.end + 1] == (",",) and reading.words[cue.end + 2 : cue.end + 4] in of_whom_words
    )
    joined = number.end == cue.start and word_before(reading, number.start) in reading.lists["word.and"]
    too = joined and any(one.end < number.start for one in sentence.of(INJURED))
    unit = (cue.base in OF_THINGS and not (dead or graded or too)) or (
        number.end < cue.start and of_a_thing(sentence, number)
    )
    between = {at: reading.words[at] for at in range(number.end, cue.start) if at not in passed}
    known = reading.lists["subjects.known"]
    near = len(between) <= 3 or {*between.values()} <= known or _of_his(reading, sentence, number, cue)
    return not number.article and not unit and near


def _of_his(reading: Reading, sentence: Sentence, number: Figure, cue: Cue) -> bool:
    """Whether a figure counts persons of a group that no word for persons names: "four of his team were hurt"."""
    own = reading.words[number.end] == "of" and reading.words[number.end + 1] in reading.lists["word.his"]
    things = sentence.of("weapon.", "target.", "animal")
    thing = any(number.end < one.end and one.start < cue.start for one in things)
    return own and not thing and cue.start - number.end <= _OF_HIS and only_of_persons(cue)


_OF_HIS = 6


def _heads(reading: Reading, sentence: Sentence, number: Figure, victim: Cue) -> bool:
    """Whether a figure counts the head of a phrase that a later word for persons ends: "two members of the crew"."""
    head = victim_in(sentence, number.end, 3)
    return head is not None and "of" in reading.words[head.end : victim.start]


def _adjacent(reading: Reading, victim: Cue, cue: Cue, passed: Container[int]) -> bool:
    between = [reading.words[at] for at in range(victim.end, cue.start) if at not in passed]
    return len(between) <= 8 and not {"that", "and", "said", "told"} & set(between)
