"""Adds up the groups of a list. In: a figure of harm and those beside it. Out: one figure for all of them.

"Two members of its staff and at least one civilian" are three, "a pensioner and her grandson" are two; but who comes
after the last comma before a word of saying speaks: "killing 12 people, the rescue service and two residents said".
"""

from collections.abc import Sequence
from itertools import takewhile

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.text.persons import harm_within, victim_in
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_PAIR = 14
_SPEAKERS = 25


def summed(reading: Reading, sentence: Sentence, number: Figure, numbers: Sequence[Figure], *, stop: int) -> Figure:
    """Return a figure with the groups that a list adds after it, up to the token `stop`."""
    whole, last, commas = number, number, False
    stop = min(stop, speakers_from(reading, sentence, number.end))
    for other in numbers:
        if not last.end < other.start < min(stop, last.end + _PAIR):
            continue
        between = reading.words[last.end : other.start]
        if explained(reading, last.end, other.start) or reading.words[other.end : other.end + 2] == ("of", "whom"):
            break
        if set(between) & reading.lists["word.part"]:
            closed = _past_part(reading, other, stop)
            if not closed or harm_within(sentence, last.end, other.start):
                break
            last = Figure(start=last.start, end=closed, value=last.value, noun=last.start)
            continue
        joining = reading.lists["word.and"] | {",", "with"}
        joins = [at for at, word in enumerate(between) if word in joining and _joins(between, at)]
        listed = joins and len(between) - joins[-1] <= 4 and ";" not in between and not _part(reading, other)
        own = set(between[joins[-1] + 1 :]) - reading.lists["word.about"] if listed else set()
        if own and (other.article or sentence.in_title or own & reading.lists["groups.done"]):
            break
        apart = (
            _done_to(reading, sentence, other)
            or _taken(reading, sentence, last.end, other.start)
            or harm_within(sentence, last.end, other.start)
            or _hurt_itself(reading, sentence, other, stop)
        )
        clear = not apart and persons(reading, sentence, other)
        if listed and clear and persons(reading, sentence, last):
            whole = Figure(start=number.start, end=other.end, value=whole.value + other.value)
            last, commas = other, commas or between[joins[-1]] == ","
            if between[joins[-1]] != ",":
                return number if same_people(reading, number, whole) else whole
    ends = sentence.in_title or _list_goes_on(reading, sentence, last)
    return number if same_people(reading, number, whole) or (commas and not ends) else whole


def with_before(reading: Reading, sentence: Sentence, number: Figure, numbers: Sequence[Figure]) -> Figure:
    """Return a figure with the groups of its list that stand before it: "a diplomat, his wife and their driver"."""
    best, first = number, number
    named = number.noun is not None and number.noun < number.end
    near = _NOUN if named else _PAIR - 1
    for other in sorted(numbers, key=lambda one: -one.start):
        if not 0 < first.start - other.end <= near or not persons(reading, sentence, other):
            continue
        if (other.article and _speaks(sentence, other)) or _shared_before(sentence, other):
            break
        left_words = reading.lists["groups.left"]
        left = word_before(reading, other.start) in left_words and not harm_within(sentence, other.end, number.start)
        told_of = reading.words[other.start - 1] in reading.lists["groups.naming"] and _who_were(reading, number)
        if _done_to(reading, sentence, other) and not (left or told_of or _who_did(reading, sentence, other)):
            return number
        listed = [one for one in numbers if other.end <= one.start <= number.start]
        both = summed(reading, sentence, other, listed, stop=number.end + (not named))
        if both.end != number.end:
            break
        best, first = both, other
    return number if _part_before(reading, best) else best


def _shared_before(sentence: Sentence, person: Figure) -> bool:
    """Whether a person shares the harm told before: "two died, as well as a cook, and five were hurt"."""
    together = any(one.end == person.start for one in sentence.of("company"))
    return together and harm_within(sentence, sentence.start, person.start)


def _who_were(reading: Reading, number: Figure) -> bool:
    """Whether a relative clause tells what befell a group: "named two pilots and three sailors who died"."""
    return "who" in reading.words[number.end : number.end + _NOUN]


def _past_part(reading: Reading, part: Figure, stop: int) -> int:
    """Return where "including their captain, and" ends, before the comma; 0 where no more of the list follows."""
    ends = (at for at in range(part.end, min(part.end + _NOUN + 1, stop)) if reading.words[at] == ",")
    comma = next(ends, 0)
    goes_on = reading.words[comma + 1 : comma + 2] and reading.words[comma + 1] in reading.lists["word.and"]
    return comma if comma and goes_on else 0


def explained(reading: Reading, start: int, end: int) -> bool:
    """Whether a mark opens who the group before it was: "killed 14 people: 12 shoppers and two policemen"."""
    marks = (at for at in range(start, end) if reading.words[at] in _MARKS)
    return any(reading.words[at] in ":(" or not reading.tokens.glued(at - 1) for at in marks)


_MARKS = frozenset({":", "(", "-", "--", "\u2013", "\u2014"})


def _speaks(sentence: Sentence, person: Figure) -> bool:
    """Whether a person only says it: "a doctor said, and at least 15 people were hurt"."""
    who = victim_in(sentence, person.end, 4)
    says = [cue.start - who.end for cue in sentence.of("say")] if who else []
    words = sentence.tokens.words
    return any(0 <= far <= _NOUN + 1 and "," not in words[who.end : who.end + far] for far in says if who)


def same_people(reading: Reading, number: Figure, whole: Figure) -> bool:
    """Whether a list only says who a group is: "two people, a worker and a policeman"."""
    if number.value < _SEVERAL or whole.value != 2 * number.value:
        return False
    behind = reading.words[number.end : whole.end]
    a_or_one = reading.lists["common.a_or_one"]
    singles = not any(word.isdigit() or word in reading.lists["number"] - a_or_one for word in behind)
    kin = reading.lists["groups.kin"]
    people = singles and (not reading.texts[number.end][:1].islower() or bool(kin & set(behind[:_NOUN])))
    return people or bool(reading.lists["groups.anyone"] & set(behind[:_NOUN]))


_SEVERAL, _NOUN = 2, 3


def _joins(words: Sequence[str], at: int) -> bool:
    return words[at] != "with" or (at > 0 and words[at - 1] in {"along", "together"})


def _taken(reading: Reading, sentence: Sentence, start: int, end: int) -> bool:
    """Whether the groups before were taken, not hurt: "four were kidnapped and their driver was shot dead"."""
    aux = reading.lists["word.aux"]
    return any(
        start <= cue.start < end and (reading.words[cue.start - 1] in aux or reading.words[cue.start].endswith(_VERBAL))
        for cue in sentence.of("act.abduct")
    )


def _part_before(reading: Reading, group: Figure) -> bool:
    """Whether a list only begins in an aside: "five were killed, among them a mother and her son, and 11 were hurt"."""
    parts = reading.lists["word.part"] | reading.lists["word.paren"]
    back = range(group.start - 1, max(0, group.start - _PAIR), -1)
    segment = takewhile(lambda at: reading.words[at] not in {",", ";", "."}, back)
    return any(reading.words[at] in parts for at in segment)


def _who_did(reading: Reading, sentence: Sentence, number: Figure) -> bool:
    """Whether a group is the object of a relative clause: "a man who stabbed a guard and a tourist died"."""
    return bool({"who", "that"} & set(reading.words[max(sentence.start, number.start - 4) : number.start]))


def _done_to(reading: Reading, sentence: Sentence, number: Figure) -> bool:
    """Whether another verb is done to a group: "police arrested 14 people and nine officers were hurt"."""
    at, about = number.start - 1, reading.lists["word.about"]
    while at > sentence.start and reading.words[at] in about:
        at -= 1
    verb = reading.words[at]
    if verb in reading.lists["groups.left"]:
        return at >= sentence.start
    kills = verb.endswith("s") and harm_within(sentence, at, at + 1)
    done = kills or (verb.endswith(_VERBAL) and verb not in reading.lists["word.aux"])
    return at >= sentence.start and done


_VERBAL = ("ed", "ing")


def _hurt_itself(reading: Reading, sentence: Sentence, other: Figure, stop: int) -> bool:
    """Whether a group has a verb of its own behind it: "and three women were injured", "and his deputy escaped"."""
    victim = victim_in(sentence, other.end, 4)
    at, nouns = victim.end if victim else other.end, {cue.start for cue in sentence.of("victim")}
    while at in nouns:
        at += 1
    of_all = other.value == 1 and reading.words[at : at + 1] in reading.phrases["groups.plural"]
    if at < stop and reading.words[at] in reading.lists["common.finite"] and not of_all:
        return True
    if not of_all and has_verb(reading, at, stop):
        return True
    while at < stop and reading.words[at] in reading.lists["word.aux"]:
        at += 1
    return harm_within(sentence, other.end, min(at + 1, stop))


def has_verb(reading: Reading, start: int, stop: int) -> bool:
    """Whether what says more of a noun has the verb of a clause behind it: "(a boy) of nine was", "… fled"."""
    if start >= stop or reading.words[start] not in reading.lists["groups.post"]:
        return False
    marks = reading.lists["word.and"] | {",", ";", ".", "(", "who", "that", "when", "as", "where", "which"}
    near = takewhile(lambda at: reading.words[at] not in marks, range(start, min(stop, start + _NEAR)))
    his = reading.lists["word.his"] | reading.lists["word.definite"] | reading.lists["groups.objects"]
    return any(
        reading.words[at] in reading.lists["common.finite"]
        or (reading.words[at].endswith("ed") and not his.isdisjoint(reading.words[at + 1 : at + 2]))
        for at in near
    )


_NEAR = 9


def speakers_from(reading: Reading, sentence: Sentence, start: int) -> int:
    """Return the comma from which those stand who say it, where a word of saying ends the sentence; else its end."""
    for cue in sentence.of("say"):
        ends = cue.end >= sentence.end or reading.words[cue.end] in reading.lists["groups.ends"]
        if not ends or not start <= cue.start <= start + _SPEAKERS + 15:
            continue
        commas = [at for at in range(start, cue.start) if reading.words[at] == ","]
        if commas and cue.start - commas[-1] <= _SPEAKERS:
            return commas[-1]
    return sentence.end


def _part(reading: Reading, other: Figure) -> bool:
    """Whether a figure is a part of a group named before: "two of them", but not "two of his bodyguards"."""
    of = reading.words[other.end : other.end + 2]
    itself = other.noun is not None and other.noun < other.end
    return not itself and of[:1] == ("of",) and not reading.lists["word.his"] & {*of}


def _list_goes_on(reading: Reading, sentence: Sentence, last: Figure) -> bool:
    """Whether an "and" closes a list: "a priest, 15 policemen and several civilians"."""
    ands = [
        at for at in range(last.end, min(last.end + 4, sentence.end)) if reading.words[at] in reading.lists["word.and"]
    ]
    return (
        bool(ands) and "," not in reading.words[last.end : ands[0]] and not harm_within(sentence, ands[0], ands[0] + 3)
    )


def persons(reading: Reading, sentence: Sentence, number: Figure) -> bool:
    """Whether a figure counts persons: a word for one follows, or a name of a people ("two Indians")."""
    words = reading.words[number.end : number.end + 5]
    year_old = reading.phrases["groups.year_old"]
    persons_words = reading.lists["groups.persons"]
    if number.noun is not None or reading.words[number.end - 1] in persons_words or words[1:5] in year_old:
        return True
    if set(words[:2]) & reading.lists["word.manner"] and set(words[:1]) <= reading.lists["word.aux"]:
        return True
    name = reading.texts[number.end] if number.end < sentence.end else ""
    victim = victim_in(sentence, number.end, noun_reach(reading, number) + 1)
    no_noun_phrase = reading.lists["groups.no_noun_phrase"]
    apart = no_noun_phrase | reading.lists["groups.pasts"] if number.article else no_noun_phrase
    if victim and apart.isdisjoint(reading.words[number.end : victim.start]):
        return True
    return name[:1].isupper() and len(name) > 3 and not of_a_thing(sentence, number)


def of_a_thing(sentence: Sentence, number: Figure) -> bool:
    """Whether a figure counts weapons, vehicles, wares or hours: "two drones", "ten generators", "three nights"."""
    if victim_in(sentence, number.end, 2) or victim_in(sentence, number.start, 1):
        return False
    behind = "".join(sentence.tokens.words[number.end : number.end + 1])
    near = number.end + (behind.isalpha() and behind not in sentence.lists["groups.by_what"])
    weapon = any(number.end <= one.start <= near for one in sentence.of("weapon.", "thing.ware"))
    return weapon or any(one.start == number.end for one in sentence.of("time.unit"))


def noun_reach(reading: Reading, number: Figure) -> int:
    """Return how many tokens may stand between a figure and its noun; an age ("45-year-old") is four of them."""
    return 6 if "-" in reading.words[number.end : number.end + 3] else 3
