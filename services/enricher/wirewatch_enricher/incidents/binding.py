"""Which figure a word of harm has. In: a word of harm, the figures of its sentence. Out: a `Harm`, or None.

A figure is bound by order: inside a split word ("left two dead"), after an active verb ("killing two people"), before
a passive one or a noun ("two people were killed", "two dead").
"""

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from wirewatch_enricher.incidents.cues import Cue
from wirewatch_enricher.incidents.figures import Figure
from wirewatch_enricher.incidents.groups import persons, summed, with_before
from wirewatch_enricher.incidents.persons import INJURED, KILLED, singular, victim_in
from wirewatch_enricher.incidents.reading import Reading, Sentence

TOLL, ORDINAL, PLAIN, IMPLIED, WEAK, SPARED = 4, 3, 2, 1, 0, -1
_LEFT, _RIGHT = 14, 6
_PERSONAL = frozenset({"kill", "injure", "wound", "murder", "assassinate", "maim"})
_DEATHS = frozenset(
    {"shoot dead", "shot dead", "gun down", "behead", "execute", "lynch", "stabbed to death", "shot to death"}
)
_STOP = frozenset([";", ".", ":", "but", "when", "while", "which", "although"])
_ARTICLES = frozenset({"a", "an", "the"})
_VERB_FIRST = frozenset({"ar", "es", "fr", "ru", "uk"})
_AND_LETTERS = frozenset("و")
_OF_THEM = {("of", "them"), ("of", "whom"), ("of", "the")}
_ONES = frozenset({"martyr", "corpse", "fatality"})
_OF_WHOM = {("of", "whom"), ("of", "them")}
_NOUNS = frozenset({"dead", "wounded", "injured", "killed", "victims", "fatalities", "casualties", "deaths", "hurt"})
_OF_THINGS = frozenset({"burn", "burned", "cut", "cuts", "fallen"})
_SELVES = {("himself",), ("herself",), ("themselves",)}
_BE = frozenset({"were", "are", "was", "is", ":", "number", "numbered"})


class Harm(Struct, frozen=True, kw_only=True):
    """One figure of harm as one sentence gives it, how strong it is, and the tokens that say so."""

    kind: str
    value: int
    strength: int
    start: int
    end: int
    at_most: bool = False
    none: bool = False


def bound(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    """Return the figure that a word of harm has in its sentence, None where it has none."""
    if reading.words[cue.start] in _ONES and reading.words[cue.start - 1] in _ARTICLES - {"the"}:
        return Harm(kind=cue.tag, value=1, strength=IMPLIED, start=cue.start - 1, end=cue.end)
    inside = next((n for n in numbers if cue.start < n.start and n.end < cue.end), None)
    if inside:
        return _harm(cue, summed(reading, sentence, inside, numbers, stop=cue.end), PLAIN)
    active = _right(reading, sentence, cue, numbers)
    after = reading.words[cue.end] if cue.end < sentence.end else ""
    are = after in _BE and not any(n.end == cue.start for n in numbers)
    first = active and (are or after in reading.word_set("word.of") or is_active(reading, cue))
    passive = None if first else _left(reading, sentence, cue, numbers)
    return passive or active


def is_active(reading: Reading, cue: Cue) -> bool:
    """Whether a word of harm is what somebody does: "killing", "wounded three", not "were killed"."""
    before = reading.words[cue.start - 1] if cue.start else ""
    return (
        reading.words[cue.start].endswith("ing")
        or (before == "to" and reading.words[cue.start] == cue.base)
        or (reading.words[cue.start].endswith(("s", "ed")) and before not in reading.word_set("word.aux"))
    )


def kind_after(reading: Reading, sentence: Sentence, number: Figure) -> str | None:
    """Return the kind of the word of harm right behind a figure: "four dead"."""
    near = [cue for cue in sentence.of(KILLED, INJURED) if 0 <= cue.start - number.end <= 1]
    joined = near and reading.words[number.end : near[0].start] in {(word,) for word in reading.word_set("word.and")}
    return near[0].tag if near and not joined else None


def _right(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    at, stop = _past_fillers(reading, sentence, cue, numbers), min(sentence.end, cue.end + _RIGHT)
    number = next((n for n in numbers if n.start == at and at <= stop), None)
    person = victim_in(sentence, at, 6) or (cue.base in _PERSONAL and is_active(reading, cue))
    if number and number.article and reading.language == "en" and _plural(reading, sentence, at):
        return None
    if number and (not number.article or person):
        other = kind_after(reading, sentence, number)
        if not number.article and other and not victim_in(sentence, number.end, 1):
            return None
        return _harm(cue, summed(reading, sentence, number, numbers, stop=sentence.end), PLAIN)
    victim = victim_in(sentence, cue.end, 1 if reading.words[cue.end : cue.end + 1] == (",",) else 3)
    first = is_active(reading, cue) or reading.language in _VERB_FIRST
    if victim and first and singular(reading, sentence, victim):
        value = 1 + _also(reading, sentence, victim)
        return Harm(kind=cue.tag, value=value, strength=IMPLIED, start=cue.start, end=victim.end)
    return _alone(reading, cue)


def _past_fillers(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> int:
    """Return where what a word of harm is done to begins: behind "at least" and "the dead were"."""
    at, stop = cue.end, min(sentence.end, cue.end + _RIGHT)
    starts = {number.start for number in numbers}
    if at < stop and reading.words[at] in _BE and reading.words[at - 1] in _NOUNS:
        at += 1
    fillers = reading.word_set("word.about") | reading.word_set("word.his")
    if reading.words[at : at + 1] in _SELVES and reading.words[at + 1] in reading.word_set("word.and"):
        at += 2
    while at < stop and reading.words[at] in fillers and at not in starts:
        at += 1
    comma = reading.words[at : at + 1] == (",",)
    closed = any(n.start == at + 1 and reading.words[n.end : n.end + 1] in {(",",), (".",), ()} for n in numbers)
    return at + 1 if comma and closed else at


def _plural(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Whether "a" only opens a phrase for several: "a number of civilians"."""
    victim = victim_in(sentence, at, 5)
    return bool(victim and not singular(reading, sentence, victim) and "of" in reading.words[at : victim.start])


def _also(reading: Reading, sentence: Sentence, victim: Cue) -> int:
    """Return how many more single persons an "and" adds: "a woman and her son"."""
    for other in sentence.of("victim"):
        if not victim.end <= other.start <= victim.end + 2 or not singular(reading, sentence, other):
            continue
        between = reading.words[victim.end : other.start]
        if set(between) & reading.word_set("word.and") or (
            not between and reading.words[other.start][:1] in _AND_LETTERS
        ):
            return 1
    return 0


def _alone(reading: Reading, cue: Cue) -> Harm | None:
    """Return one person where the form of the word itself says so: "загинула", "a été tué"."""
    words = set(reading.words[cue.start : cue.end])
    if words & reading.word_set("word.one"):
        return Harm(kind=cue.tag, value=1, strength=WEAK, start=cue.start, end=cue.end)
    return None


def _left(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    at, low = cue.start - 1, max(sentence.start, cue.start - _LEFT)
    skipped = _parentheses(reading, sentence, numbers)
    low -= len([one for one in skipped if sentence.start < one < cue.start])
    victim: Cue | None = None
    while at >= max(low, sentence.start) and reading.words[at] not in _STOP:
        if at in skipped:
            at -= 1
            continue
        number = next((n for n in numbers if n.start <= at < n.end), None)
        if reading.words[at] in reading.word_set("word.those"):
            return _of_whom(reading, cue, at, numbers)
        if victim is None and reading.words[at] in reading.word_set("word.he"):
            break
        whole = with_before(reading, sentence, number, numbers) if number else None
        if whole and (past := _no_subject(reading, sentence, whole, cue)):
            at, victim = past - 1, None
            continue
        if number and _fits(reading, sentence, number, victim, cue):
            return _harm(cue, whole or number, PLAIN)
        if victim is None:
            victim = next((one for one in sentence.of("victim") if one.start <= at < one.end), None)
        elif any(one.start <= at < one.end for one in sentence.of(KILLED, INJURED)):
            break
        at -= 1
    if victim and singular(reading, sentence, victim) and _adjacent(reading, victim, cue):
        value = 1 + _pair(reading, sentence, victim)
        return Harm(kind=cue.tag, value=value, strength=IMPLIED, start=victim.start, end=cue.end)
    return _someone(reading, sentence, cue)


def _pair(reading: Reading, sentence: Sentence, victim: Cue) -> bool:
    """Whether one more person stands right before: "his wife and daughter"."""
    joined = reading.words[victim.start - 1] in reading.word_set("word.and")
    return joined and any(
        one.end == victim.start - 1 and singular(reading, sentence, one) for one in sentence.of("victim")
    )


def _of_whom(reading: Reading, cue: Cue, at: int, numbers: Sequence[Figure]) -> Harm | None:
    """Return the figure of "four of whom died"; None behind a plain "those"."""
    number = next((n for n in numbers if n.end == at - 1), None)
    aux = reading.words[at + 1 : cue.start]
    if number is None or reading.words[at - 1 : at + 1] not in _OF_WHOM or len(aux) > 2:
        return None
    return _harm(cue, number, PLAIN)


def _no_subject(reading: Reading, sentence: Sentence, number: Figure, cue: Cue) -> int:
    """Return the token before which the subject of a passive word must stand, 0 where a figure may be its own.

    A figure is not, where it is a part ("including three children") or what another verb is done to ("a man who stabbed
    a guard … died").
    """
    before = reading.words[number.start - 1] if number.start > sentence.start else ""
    if before in reading.word_set("word.part"):
        return number.start - 1
    victim = victim_in(sentence, number.end, 4)
    if victim and reading.words[victim.end : victim.end + 1] in {("who",), ("that",)}:
        return 0
    for other in sentence.of(KILLED, INJURED, "act.shoot", "act.stab"):
        done_to = other.end == number.start and other.end < cue.start and is_active(reading, other)
        if done_to and not reading.words[other.start].endswith("ing"):
            return other.start
    return 0


def _someone(reading: Reading, sentence: Sentence, cue: Cue) -> Harm | None:
    """Return one person, whatever the calling, before what only persons suffer: "a drummer was killed"."""
    at = cue.start - 1
    while at > sentence.start and reading.words[at] in reading.word_set("word.aux"):
        at -= 1
    noun, first = reading.words[at], at
    while first - 2 > sentence.start and reading.words[first - 1] == "-":
        first -= 2
    article = reading.words[first - 1] if first > sentence.start else ""
    person = noun.isalpha() and not noun.endswith(("s", "men", "people", "children", "police"))
    named = any(other.start <= at < other.end for other in sentence.of("weapon.", "target.", "harm."))
    if cue.base in _PERSONAL | _DEATHS and article in _ARTICLES and person and not named:
        return Harm(kind=cue.tag, value=1, strength=WEAK, start=at, end=cue.end)
    return None


def _fits(reading: Reading, sentence: Sentence, number: Figure, victim: Cue | None, cue: Cue) -> bool:
    if number.article and number.noun is not None:
        return victim is not None and victim.start == number.noun and _adjacent(reading, victim, cue)
    if victim is not None:
        near = 0 <= victim.start - number.end <= 4
        return near and "," not in reading.words[number.end : victim.start]
    if not number.article and persons(reading, sentence, number):
        return True
    unit = cue.base in _OF_THINGS or any(one.start == number.end for one in sentence.of("time.unit"))
    near = cue.start - number.end <= 3 or set(reading.words[number.end : cue.start]) <= _KNOWN
    return not number.article and not unit and near


_KNOWN = frozenset({"are", "were", "is", "was", "now", "known", "to", "have", "has", "had", "been", "also", "reported"})


def _adjacent(reading: Reading, victim: Cue, cue: Cue) -> bool:
    between = reading.words[victim.end : cue.start]
    return len(between) <= 8 and not ({"that", "and", "said", "told"} & set(between))


def _parentheses(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> frozenset[int]:
    commas = [at for at in range(sentence.start, sentence.end) if reading.words[at] == ","]
    inside: set[int] = set()
    for first, last in pairwise(commas):
        part = reading.words[first + 1] in reading.word_set("word.paren")
        if first + 1 < last and (
            part
            or reading.words[first + 2 : first + 4] in _OF_THEM
            or _apposed(reading, sentence, first, last, numbers)
        ):
            inside.update(range(first, last + 1))
    return frozenset(inside)


def _apposed(reading: Reading, sentence: Sentence, first: int, last: int, numbers: Sequence[Figure]) -> bool:
    """Whether commas hold who a group is: "three people, a father and his two sons, were killed"."""
    before = [n for n in numbers if n.end <= first and first - n.end <= 4 and n.value > 1 and not n.article]
    goes_on = reading.words[last + 1 : last + 2]
    verb = goes_on and (goes_on[0] in reading.word_set("word.aux") or _harmful(sentence, last + 1))
    return bool(before and verb and persons(reading, sentence, before[-1]))


def _harmful(sentence: Sentence, at: int) -> bool:
    return any(cue.start == at for cue in sentence.of(KILLED, INJURED))


def _harm(cue: Cue, number: Figure, strength: int) -> Harm:
    return Harm(
        kind=cue.tag,
        value=number.value,
        strength=IMPLIED if number.article else strength,
        start=min(cue.start, number.start),
        end=max(cue.end, number.end),
        at_most=number.at_most,
    )
