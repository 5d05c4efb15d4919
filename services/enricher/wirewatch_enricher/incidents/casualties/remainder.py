"""What befell the rest of a group, or all of it. In: a sentence, its harms and figures. Out: the harms, with theirs.

"Eight were on board; the driver was killed and everyone else was hurt" are seven hurt; "a family of five were buried.
None of them could be saved" are five dead.
"""

from collections.abc import Iterator, Sequence

from wirewatch_enricher.incidents.casualties.binding import bound
from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.groups import persons
from wirewatch_enricher.incidents.casualties.harm import ORDINAL, PLAIN, WEAK, Harm
from wirewatch_enricher.incidents.casualties.singles import person_figures
from wirewatch_enricher.incidents.casualties.someone import verb_start
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED
from wirewatch_enricher.incidents.text.reading import Reading, Sentence

_OF_WHOM = 5


def with_rest(
    reading: Reading, sentence: Sentence, found: Sequence[Harm], numbers: Sequence[Figure]
) -> tuple[Harm, ...]:
    """Return the harms of a sentence with that of the rest of a group, and of a group of which nobody is left."""
    kept = tuple(found)
    for cue in sentence.of(KILLED, INJURED):
        start = _rest_before(reading, sentence, verb_start(reading, sentence, cue))
        if start is not None:
            told = [harm for harm in kept if not (harm.kind == cue.tag and harm.start <= cue.start < harm.end)]
            rest = tuple(_rest(reading, sentence, cue, start=start, told=told, numbers=numbers))
            one = cue.tag == KILLED and reading.words[start : start + 2] == ("the", "other")
            kept = kept if one and not rest else (*told, *rest)
        elif cue.base.startswith(reading.stems["remainder.none_left"]):
            whole = _whole(reading, sentence, cue.start, numbers)
            kept = (*kept, *(_all_of_them(cue, whole) if whole else ()))
    return (*kept, *_but_survivors(reading, sentence, numbers))


def _but_survivors(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the dead of "of the four only one survived" and "neither of the two men survived"."""
    words = reading.words
    outlived = reading.lists["remainder.outlived"]
    survived = reading.lists["remainder.survived"]
    only = reading.phrases["remainder.only"]
    nobody = reading.lists["remainder.nobody"]
    for at in range(sentence.start, sentence.end):
        left = max((n for n in numbers if n.end <= at), key=lambda n: n.end, default=None)
        if words[at] not in survived or left is None or left.article or at - left.end > _OF_WHOM:
            continue
        before = words[max(sentence.start, left.start - _OF_WHOM + 1) : left.start]
        if not outlived.isdisjoint(words[at + 1 : at + _OF_WHOM]):
            continue
        whole = _whole(reading, sentence, left.start, numbers) if before[-1:] in only else None
        whole = whole if whole and _may_die(reading, sentence, whole) else None
        none = not nobody.isdisjoint(before) and "of" in before
        value = whole.value - left.value if whole else left.value if none else 0
        if value > 0:
            yield Harm(kind=KILLED, value=value, strength=PLAIN, start=left.start, end=at + 1)


def _may_die(reading: Reading, sentence: Sentence, whole: Figure) -> bool:
    """Whether a group is one of persons, or named by no noun: "of the four (passengers) only one survived"."""
    bare = not reading.words[whole.end : whole.end + 1] or not reading.words[whole.end].isalpha()
    elsewhere = whole.start < sentence.start
    only_words = reading.lists["remainder.only_words"]
    return elsewhere or bare or reading.words[whole.end] in only_words or persons(reading, sentence, whole)


def _all_of_them(cue: Cue, whole: Figure) -> Iterator[Harm]:
    yield Harm(kind=KILLED, value=whole.value, strength=PLAIN, start=cue.start, end=cue.end)


def _rest(
    reading: Reading, sentence: Sentence, cue: Cue, *, start: int, told: Sequence[Harm], numbers: Sequence[Figure]
) -> Iterator[Harm]:
    """Yield how many the rest are: the whole of the group less those told of before."""
    others = sum(harm.value for harm in told if harm.end <= start and harm.kind in {KILLED, INJURED})
    if any(harm.end <= start and harm.strength == WEAK and harm.kind == cue.tag for harm in told):
        return
    whole = _whole(reading, sentence, start, numbers)
    if whole and 0 < others < whole.value:
        yield Harm(kind=cue.tag, value=whole.value - others, strength=PLAIN, start=start, end=cue.end)
    elif cue.tag == INJURED and not others and (rest := _less_the_dead(reading, sentence)):
        yield Harm(kind=INJURED, value=rest, strength=ORDINAL, start=start, end=cue.end)


def _less_the_dead(reading: Reading, sentence: Sentence) -> int:
    """Return how many are left of a group of whom the sentence before tells that some died."""
    before = next(
        (one for one in reading.sentences if one.number == sentence.number - 1 and not one.in_title), sentence
    )
    numbers = person_figures(reading, before)
    dead = [bound(reading, before, cue, numbers) for cue in before.of(KILLED)]
    gone = max((one for one in dead if one), key=lambda one: one.value, default=None)
    groups = [one.value for one in numbers if gone and one.end <= gone.start and persons(reading, before, one)]
    return max(0, max(groups, default=0) - gone.value) if gone else 0


def _rest_before(reading: Reading, sentence: Sentence, verb: int) -> int | None:
    """Return where "everyone else", "all the others" or "the rest of the crew" begins that ends at a verb."""
    words = reading.words
    if words[verb - 2 : verb] in reading.phrases["remainder.else"]:
        return verb - 2
    rest = reading.lists["remainder.rest"]
    for at in range(verb - 1, max(sentence.start, verb - _OF_WHOM), -1):
        if words[at] in rest and words[at - 1] == "the":
            behind = words[at + 1 : verb]
            return at - 1 if not behind or behind[:1] == ("of",) else None
    return None


def _whole(reading: Reading, sentence: Sentence, start: int, numbers: Sequence[Figure]) -> Figure | None:
    """Return the group of which a part is told: the largest before it in the sentence, else in the one before."""
    told = [one for one in numbers if one.end <= start and one.value > 1]
    of_the = [one for one in told if reading.words[one.start - 2 : one.start] in reading.phrases["remainder.of_the"]]
    own = of_the or [one for one in told if persons(reading, sentence, one)]
    if own:
        return max(own, key=lambda one: one.value)
    before = next((one for one in reading.sentences if one.number == sentence.number - 1), None)
    if before is None or before.in_title or before.of("attacker_word", KILLED, INJURED):
        return None
    groups = [one for one in person_figures(reading, before) if one.value > 1 and persons(reading, before, one)]
    return max(groups, key=lambda one: one.value, default=None)
