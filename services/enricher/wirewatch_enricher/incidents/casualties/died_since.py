"""Those of a counted group of hurt who have died since. In: a sentence and its figures. Out: `Harm`s of both kinds.

"One of two guards wounded when a drone hit the consulate has died": one is dead, one is still hurt. "Of 19 people shot
ten died", "of the 23 injured 22 are alive" and "a nurse who was among eight people hurt has died" say the same.
"""

from collections.abc import Iterator, Sequence

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.groups import of_a_thing
from wirewatch_enricher.incidents.casualties.harm import IMPLIED, ORDINAL, PLAIN, Harm, dies
from wirewatch_enricher.incidents.casualties.then_died import DIED, lost_by_doctors, without_subject
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED, singular
from wirewatch_enricher.incidents.text.reading import Reading, Sentence

_NOUN, _NEAR = 5, 3


def died_since(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the dead and those who are still hurt of a group, or the one hurt, who a sentence says have died."""
    yield from _some_of(reading, sentence, numbers)
    yield from _of_the_wounded(reading, sentence, numbers)
    yield from _alive(reading, sentence, numbers)
    yield from _he_or_she_died(reading, sentence)
    yield from _the_other_died(reading, sentence)
    yield from _not_saved(reading, sentence, numbers)
    for hurt in sentence.of(INJURED):
        one = any(who.end == hurt.start and singular(reading, sentence, who) for who in sentence.of("victim"))
        for died in sentence.of(KILLED) if one else ():
            if died.base in DIED and died.start > hurt.end and without_subject(reading, sentence, hurt, died):
                yield Harm(kind=KILLED, value=1, strength=IMPLIED, start=died.start, end=died.end)


def _some_of(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield both kinds of "one of two guards wounded … has died", "of 19 people hit, ten died"."""
    for whole in numbers:
        hurt = _hurt_behind(reading, sentence, whole)
        behind = _counted_behind(reading, sentence, whole, numbers) if hurt else None
        part = _taken_of(reading, sentence, whole, numbers) or behind
        if part is None or hurt is None or part.value >= whole.value:
            continue
        died = next((cue for cue in sentence.of(KILLED) if cue.start >= hurt and _of_them(reading, cue)), None)
        if died is not None and (behind is None or died.start - part.end <= _NOUN):
            yield Harm(kind=KILLED, value=part.value, strength=PLAIN, start=part.start, end=died.end)
            rest = whole.value - part.value
            yield Harm(kind=INJURED, value=rest, strength=ORDINAL, start=whole.start, end=hurt)


def _hurt_behind(reading: Reading, sentence: Sentence, whole: Figure) -> int | None:
    """Return where the word of harm ends that says who a figure counts: "six people wounded", "19 people hit"."""
    aux, words = reading.lists["word.aux"], reading.words
    hurt = [(cue.start, cue.end) for cue in sentence.of(INJURED)]
    shot = reading.lists["died_since.shot"]
    hurt += [(at, at + 1) for at in range(whole.end, min(sentence.end, whole.end + _NOUN)) if words[at] in shot]
    for start, end in sorted(hurt):
        verb = start
        while verb > whole.end and words[verb - 1] in aux:
            verb -= 1
        if 0 <= start - whole.end <= _NOUN and (verb == start or words[verb - 1] == "who"):
            return end
    return None


def _counted_behind(reading: Reading, sentence: Sentence, whole: Figure, numbers: Sequence[Figure]) -> Figure | None:
    """Return the part of a whole that opens the sentence: the ten of "of the 19 people shot, ten died"."""
    first = next((at for at in range(whole.start - 1, sentence.start - 1, -1) if reading.words[at] != "the"), None)
    opens_words = reading.lists["died_since.opens"]
    opens = first is not None and (first == sentence.start or reading.words[first - 1] in opens_words)
    if first is None or reading.words[first] != "of" or not opens:
        return None
    return next((one for one in numbers if one.start > whole.end and not one.article), None)


def _taken_of(reading: Reading, sentence: Sentence, whole: Figure, numbers: Sequence[Figure]) -> Figure | None:
    """Return the figure of "one of the two", and the one of "a nurse who was among eight people hurt"."""
    at = whole.start - 1
    while at > sentence.start and reading.words[at] in reading.lists["word.definite"] | reading.lists["word.his"]:
        at -= 1
    if whole.article or at <= sentence.start:
        return None
    if reading.words[at - 2 : at + 1] == ("who", "was", "among"):
        return Figure(start=at - 2, end=at, value=1)
    if reading.words[at] != "of":
        return None
    at -= reading.words[at - 1] == "out"
    return next((one for one in numbers if one.end == at and not one.article), None)


def _of_the_wounded(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the dead of "two of the wounded have since died", whose number nobody told."""
    for part in numbers:
        words = reading.words[part.end : part.end + 3]
        wounded = reading.phrases["died_since.wounded"]
        if part.article or words[:2] not in reading.phrases["common.of_the"] or words[2:] not in wounded:
            continue
        died = next((cue for cue in sentence.of(KILLED) if cue.start > part.end and _of_them(reading, cue)), None)
        if died is not None:
            yield Harm(kind=KILLED, value=part.value, strength=IMPLIED, start=part.start, end=died.end)


def _alive(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield those still hurt of "of the 23 injured, 22 are alive"."""
    for whole in numbers:
        hurt = _hurt_behind(reading, sentence, whole)
        part = _counted_behind(reading, sentence, whole, numbers) if hurt else None
        said = {*reading.words[part.end : part.end + _NEAR]} if part else set[str]()
        alive = reading.lists["died_since.alive"]
        if part and hurt and said & alive and not said & reading.lists["negate"] and part.value < whole.value:
            yield Harm(kind=INJURED, value=part.value, strength=ORDINAL, start=whole.start, end=hurt)


def _he_or_she_died(reading: Reading, sentence: Sentence) -> Iterator[Harm]:
    """Yield the one of "a clerk was stabbed; she died on the spot"; of "he" where no attacker is told of."""
    near = [one for one in reading.sentences if 0 <= sentence.number - one.number <= 1]
    fought = any(one.of("attacker_word", "actor.gunmen") for one in near)
    for died in sentence.of(KILLED):
        who = reading.words[died.start - 1]
        hurt = any(cue.start < died.start for one in near for cue in one.of(INJURED, "act.stab", "act.shoot"))
        died_words = reading.stems["died_since.died"]
        if hurt and died.base.startswith(died_words) and (who == "she" or (who == "he" and not fought)):
            yield Harm(kind=KILLED, value=1, strength=IMPLIED, start=died.start - 1, end=died.end)


def _the_other_died(reading: Reading, sentence: Sentence) -> Iterator[Harm]:
    """Yield the one of "the other died in hospital", "the other was pulled out alive but died there"."""
    died_words = reading.stems["died_since.died"]
    died = next((cue for cue in sentence.of(KILLED) if dies(cue) or cue.base.startswith(died_words)), None)
    if died and reading.words[sentence.start : sentence.start + 2] == ("the", "other"):
        goes_on = reading.words[sentence.start + 2] in reading.lists["word.aux"] | reading.lists["died_since.finite"]
        own = any(sentence.start + 2 < who.start < died.start for who in sentence.of("victim", "number"))
        others = any(who.start > died.start for who in sentence.of("victim", "number", "nobody"))
        if goes_on and not own and not others:
            yield Harm(kind=KILLED, value=1, strength=IMPLIED, start=sentence.start, end=died.end)


def _not_saved(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield those of "doctors could not save a fifth", "unable to save another", "did not succeed in reviving him"."""
    for at in lost_by_doctors(reading, sentence):
        nth = next((one for one in sentence.of("ordinal") if 0 < one.start - at <= 2 and (one.value or 0) > 1), None)
        them = next((one for one in numbers if one.start == at + 1), None)
        one = reading.words[at + 1] in reading.lists["died_since.him"] or reading.texts[at + 1][:1].isupper()
        value = nth.value if nth else them.value if them else int(one)
        thing = any(one.start == at + 1 for one in sentence.of("target.", "weapon.", "thing.ware"))
        if value and not (thing or (them and of_a_thing(sentence, them))):
            strength = ORDINAL if nth else PLAIN if value > 1 else IMPLIED
            yield Harm(kind=KILLED, value=value, strength=strength, start=at + 1, end=at + 2)


def _of_them(reading: Reading, died: Cue) -> bool:
    """Whether a word of death has no subject of its own."""
    have = reading.lists["died_since.have"]
    passive_words = reading.lists["died_since.passive"]
    passive = died.base in passive_words and reading.words[died.start - 1] in {"was", "were", "are", "been", *have}
    finite = reading.lists["died_since.finite"]
    return passive or (
        died.base in DIED and (reading.words[died.start - 1] in have or reading.words[died.start] in have | finite)
    )
