"""Who shared a harm with the one that it is told of. In: a `Harm` and its sentence. Out: the same, with them.

"Was killed with six of his guards", "died along with three soldiers", "two were hurt, as was a cook", "the governor,
together with his driver, was killed".
"""

from collections.abc import Sequence

from msgspec.structs import replace

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.groups import persons, summed
from wirewatch_enricher.incidents.casualties.harm import IMPLIED, Harm, dies, is_active, takes_lives
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import harm_within, victim_in
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_FAR, _NOUN = 14, 4
_WITH = {("with",), ("avec",)}


def with_company(reading: Reading, sentence: Sentence, cue: Cue, harm: Harm, numbers: Sequence[Figure]) -> Harm:
    """Return a harm with those who shared it, as the words behind it or an aside before its verb tell."""
    start = _behind(reading, sentence, cue, harm) or _aside(reading, sentence, cue, harm)
    other = _group(reading, sentence, start, numbers) if start else None
    if other is None:
        return harm
    stop = sentence.end if other.start > harm.start and start > cue.start else cue.start
    others = summed(reading, sentence, other, numbers, stop=stop)
    strength = max(harm.strength, IMPLIED)
    return replace(harm, value=harm.value + others.value, end=max(harm.end, others.end), strength=strength)


def _group(reading: Reading, sentence: Sentence, start: int, numbers: Sequence[Figure]) -> Figure | None:
    """Return the figure of persons that begins at a token, or right behind words like "about"."""
    if reading.words[start + 1 : start + 2] == ("parents",) and reading.words[start] in reading.lists["word.his"]:
        return Figure(start=start, end=start + 2, value=2, noun=start + 1)
    number = next((one for one in numbers if start <= one.start <= start + 2), None)
    between = reading.words[start : number.start] if number else ()
    if number is None or not (reading.lists["word.about"] | reading.lists["word.his"]).issuperset(between):
        return None
    victim = victim_in(sentence, number.end, _NOUN)
    person = number.noun is not None or victim or reading.words[start - 1] != "with"
    behind = victim.end if victim else number.end
    owns = reading.words[behind : behind + 1] == ("'s",) or any(one.start == behind for one in sentence.of("weapon."))
    return number if person and not owns and persons(reading, sentence, number) else None


def _behind(reading: Reading, sentence: Sentence, cue: Cue, harm: Harm) -> int:
    """Return where the company begins behind a harm, 0 where none is named."""
    suffered = reading.language != "en" or (not is_active(reading, cue) and dies(cue))
    if suffered and cue.end == harm.end and reading.words[cue.end : cue.end + 1] in _WITH:
        return cue.end + 1
    ends = reading.lists["company.ends"]
    for at in range(harm.end, min(harm.end + _FAR, sentence.end)):
        if start := _begins(reading, sentence, cue, at):
            return start
        if reading.words[at] in ends or harm_within(sentence, at, at + 1):
            return 0
    return 0


def _begins(reading: Reading, sentence: Sentence, cue: Cue, at: int) -> int:
    """Return where the company begins that a token opens: behind "along with", "next to that of"."""
    that_of = reading.phrases["common.that_of"]
    of_another = reading.words[at : at + 2] in that_of
    if of_another:
        whose = cue.base in reading.lists["company.bodies"] or takes_lives(cue)
        return at + 2 if reading.words[at - 1] in reading.lists["company.next_to"] and whose else 0
    together = next((one.end for one in sentence.of("company") if one.start == at), 0)
    return 0 if reading.words[together : together + 2] in that_of else together


def _aside(reading: Reading, sentence: Sentence, cue: Cue, harm: Harm) -> int:
    """Return where the company of one person begins in an aside before the verb, or at the head of the sentence."""
    if harm.end != cue.end:
        return 0
    commas = [at for at in range(sentence.start, cue.start) if reading.words[at] == ","]
    for at in (sentence.start, *(comma + 1 for comma in commas[:-1])):
        together = next((one.end for one in sentence.of("company") if one.start == at), 0)
        begins = together or (at + 1 if at > sentence.start and reading.words[at] == "with" else 0)
        inside = harm.start < at or at == sentence.start
        one = harm.value == 1 and word_before(reading, cue.start) != "were"
        if commas and begins and inside and (one or (harm.value > 1 and together)):
            return begins
    return 0
