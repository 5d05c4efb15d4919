"""Groups of victims that share the verb of those before them. In: a sentence, its harms and figures. Out: `Harm`s.

"Two were killed in the north and three in the south", "a woman died at the scene and a youth of 18 in hospital".
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.groups import explained, persons
from wirewatch_enricher.incidents.casualties.harm import PLAIN, Harm
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED, harm_within, victim_in
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_NEAR, _NOUN, _WORDS = 6, 4, 2


def died_in_hospital(
    reading: Reading, sentence: Sentence, found: Sequence[Harm], numbers: Sequence[Figure]
) -> list[Harm]:
    """Return harms where those "in hospital" died there: "one died at the scene and a youth of 18 in hospital"."""
    dead = [harm for harm in found if harm.kind == KILLED and not harm.none]
    return [
        replace(harm, kind=KILLED)
        if harm.kind == INJURED and any(_died_too(reading, sentence, one, harm, numbers) for one in dead)
        else harm
        for harm in found
    ]


def _died_too(reading: Reading, sentence: Sentence, dead: Harm, harm: Harm, numbers: Sequence[Figure]) -> bool:
    words = reading.words[harm.start : harm.end]
    group = next((one for one in numbers if one.start == harm.start), None)
    hospital = "in" in words and words[-1] in {"hospital", "hospitals"}
    died = not reading.lists["gapping.died"].isdisjoint(reading.words[max(0, dead.start - 1) : dead.end])
    if group is None or not hospital or not died or dead.end > harm.start:
        return False
    return shares_verb(reading, sentence, dead, group)


def unsaid(
    reading: Reading, sentence: Sentence, kind: str, found: Sequence[Harm], numbers: Sequence[Figure]
) -> Iterator[Harm]:
    """Yield the groups behind a word of harm that share it: "and three in the south", "and two others lightly"."""
    taken = [harm for harm in found if not harm.none]
    free = [n for n in numbers if not any(harm.start <= n.start < harm.end for harm in taken)]
    groups = [n for n in free if not n.article and _without_a_verb(reading, sentence, n)]
    values = [number.value for number in groups]
    for number in groups:
        before = _harm_before(taken, number)
        another = reading.words[number.start] in reading.lists["word.another"]
        if before is None or before.kind != kind or _says_who(reading, before, number):
            continue
        if another or before.value == 1 or sum(values) != before.value:
            yield _of(kind, number)


def sharing(
    reading: Reading, sentence: Sentence, kind: str, found: Sequence[Harm], numbers: Sequence[Figure]
) -> Iterator[Harm]:
    """Yield the groups that surely share a verb: "and a youth in hospital", "and a cook too", "the second bomb two"."""
    taken = [harm for harm in found if not harm.none]
    for number in numbers:
        before = _harm_before(taken, number)
        if before is None or before.kind != kind or any(one.start <= number.start < one.end for one in taken):
            continue
        if _says_who(reading, before, number):
            continue
        one = number.article or number.end - number.start > 1
        single = one and shares_verb(reading, sentence, before, number)
        if single or _by_another(reading, number):
            yield _of(kind, number)


def _says_who(reading: Reading, before: Harm, number: Figure) -> bool:
    """Whether a group only says who those before it were: "14 died: 12 shoppers and …", "the four who died were …"."""
    relative = not {"who", "that"}.isdisjoint(reading.words[before.start : before.end])
    were = relative and not {"were", "are"}.isdisjoint(reading.words[before.end : number.start])
    return were or explained(reading, before.end, number.start)


def _harm_before(taken: Sequence[Harm], number: Figure) -> Harm | None:
    return max((one for one in taken if one.end <= number.start), key=lambda one: one.end, default=None)


def _of(kind: str, number: Figure) -> Harm:
    return Harm(kind=kind, value=number.value, strength=PLAIN, start=number.start, end=number.end)


def _by_another(reading: Reading, number: Figure) -> bool:
    """Whether a second one did it to others: "the first bomb killed three people, the second two"."""
    at = number.start - 1
    at -= reading.words[at] in reading.lists["gapping.means"]
    second = reading.words[at - 1 : at + 1] in reading.phrases["gapping.second"] or reading.words[at] == "another"
    joint = reading.words[at - 1 - (reading.words[at] != "another")]
    ends = reading.words[number.end : number.end + 1] in {(".",), (",",), (";",), ()}
    return second and ends and not number.article and joint in reading.lists["word.and"] | {",", ";"}


def shares_verb(reading: Reading, sentence: Sentence, before: Harm, group: Figure) -> bool:
    """Whether a group has a place or time of its own and no verb, where those before it have both."""
    joint = word_before(reading, group.start)
    where = reading.lists["figures.where"]
    articles = reading.lists["gapping.articles"]
    one_more = not group.article and (reading.words[group.start] in articles or reading.words[group.end] in where)
    his = reading.words[group.start] in reading.lists["word.his"]
    another = not group.article and group.end - group.start > 1
    joints = reading.lists["word.and"] | ({",", ";"} if group.value > 1 or his or another else frozenset())
    if joint not in joints or not (one_more or another or persons(reading, sentence, group)):
        return False
    if not reading.lists["word.those"].isdisjoint(reading.words[before.end : group.start]):
        return False
    victim = victim_in(sentence, group.end, _NOUN)
    at = victim.end if victim else group.end
    if any(0 <= says.start - at <= 1 for says in sentence.of("say")):
        return False
    if reading.words[at : at + 1] == ("too",) or reading.words[at : at + 2] == ("as", "well"):
        return True
    behind = reading.words[before.end : min(group.start, before.end + _NEAR)]
    places = reading.lists["gapping.places"]
    if not set(behind) & (places | reading.lists["gapping.times"] | reading.lists["word.manner"]):
        return False
    return at < _adjuncts_end(reading, sentence, at) == _clause_end(reading, sentence, at)


def _adjuncts_end(reading: Reading, sentence: Sentence, at: int) -> int:
    """Return where the places and times end that begin at a token: "of 54 later that day in hospital"."""
    free = 0
    places = reading.lists["gapping.places"]
    times = reading.lists["gapping.times"]
    articles = reading.lists["gapping.articles"]
    pasts = reading.lists["groups.pasts"]
    while at < sentence.end and reading.words[at].isalnum() and reading.words[at] not in reading.lists["word.and"]:
        word = reading.words[at]
        if word in places:
            free = _WORDS
        elif word not in times | articles | reading.lists["word.manner"]:
            free -= 1
            said = word in pasts or any(cue.start == at for cue in sentence.of("say", "act."))
            if free < 0 and not any(cue.start <= at < cue.end for cue in sentence.of("time.", "number")):
                return at
            if said or word in reading.lists["word.aux"] or word.endswith("ed"):
                return at
        at += 1
    return at


def _without_a_verb(reading: Reading, sentence: Sentence, number: Figure) -> bool:
    """Whether only a place, a manner or nothing follows a group, so that it must share a verb."""
    at, about = number.start - 1, reading.lists["word.about"]
    while at > sentence.start and reading.words[at] in about:
        at -= 1
    if word_before(reading, at + 1) not in reading.lists["word.and"] | {",", ";"}:
        return False
    victim = victim_in(sentence, number.end, 2)
    end = victim.end if victim else number.end
    while end < sentence.end and reading.words[end] in reading.lists["word.further"]:
        end += 1
    after = reading.words[end] if end < sentence.end else "."
    shares = after in reading.lists["figures.where"] or after in reading.lists["word.manner"] or after == "by"
    return shares and not harm_within(sentence, number.start, _clause_end(reading, sentence, end))


def _clause_end(reading: Reading, sentence: Sentence, start: int) -> int:
    ends = reading.lists["word.and"] | {",", ";", ".", "while", "but"}
    return next((at for at in range(start, sentence.end) if reading.words[at] in ends), sentence.end)
