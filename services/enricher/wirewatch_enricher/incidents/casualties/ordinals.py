"""Ordinals of the dead, which count all who died so far. In: a sentence. Out: `Harm`s that beat plain figures.

"A third soldier has died", "the third, a courier of 22, died", "a fourth body", "the 34th to be carried out".
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from wirewatch_enricher.incidents.casualties.harm import ORDINAL, Harm
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before


def ordinals(reading: Reading, sentence: Sentence) -> Iterator[Harm]:
    """Yield what an ordinal of the dead counts: "a third soldier has died", "becoming the third fatality"."""
    if not reading.lists["ordinals.alive"].isdisjoint(reading.words[sentence.start : sentence.end]):
        return
    for ordinal in (*_with_tens(reading, sentence), *_in_digits(reading, sentence)):
        if reading.words[ordinal.end : ordinal.end + 1] in reading.phrases["ordinals.ranks"]:
            continue
        if (ordinal.value or 0) > 1 and (_is_dead(reading, sentence, ordinal) or _victim(reading, sentence, ordinal)):
            yield Harm(kind=KILLED, value=ordinal.value or 0, strength=ORDINAL, start=ordinal.start, end=ordinal.end)


def _is_dead(reading: Reading, sentence: Sentence, ordinal: Cue) -> bool:
    """Whether a word of death tells of an ordinal: "a third soldier has died", "the third, a courier of 22, died"."""
    at = _past_aside(reading, sentence, ordinal.end)
    dead_of = [cue for cue in sentence.of(KILLED) if "for" not in reading.words[cue.start - 1 : cue.end]]
    near = [cue for cue in dead_of if -1 <= cue.start - ordinal.end <= 4 or 0 <= cue.start - at <= _AUX < at]
    near = near or [cue for cue in dead_of if cue.base == "death" and _is_of(reading, cue, ordinal)]
    victim = [cue for cue in sentence.of("victim") if 0 <= cue.start - ordinal.end <= 1]
    later = [cue for cue in (*dead_of, *sentence.of("buried")) if victim and cue.start > ordinal.end]
    hurt = [cue for cue in sentence.of(INJURED) if cue.start > ordinal.end and cue.start < (later or [cue])[0].end]
    dead = near or ([] if hurt else later)
    if victim and reading.lists["tolls.becoming"] & set(reading.words[max(0, ordinal.start - 2) : ordinal.start]):
        dead = dead or list(sentence.of(KILLED))
    dead = dead or ([cue for cue in dead_of if cue.base == "body"] if _carried_out(reading, ordinal.end) else [])
    period = reading.phrases["tolls.period"]
    if not dead or any(pair in period for pair in pairwise(reading.words[dead[0].end : sentence.end])):
        return False
    alone = dead[0].start == _past_to(reading, ordinal.end) or 0 <= dead[0].start - at <= _AUX < at
    return bool(victim) or dead[0].base in reading.lists["ordinals.of_the_dead"] or alone


def _is_of(reading: Reading, death: Cue, ordinal: Cue) -> bool:
    """Whether a death is that of the one in a row: "the death on Tuesday of a fifth"."""
    return 0 < ordinal.start - death.end <= _ASIDE // 2 and "of" in reading.words[ordinal.start - 2 : ordinal.start]


def _carried_out(reading: Reading, at: int) -> bool:
    """Whether a body is the 34th "to be carried out", "to be found under the rubble"."""
    to_be = reading.words[at : at + 2] == ("to", "be")
    found = reading.lists["bodies.found"]
    return to_be and not (found | {"carried", "brought"}).isdisjoint(reading.words[at + 2 : at + 3])


def _past_aside(reading: Reading, sentence: Sentence, at: int) -> int:
    """Return the token behind the commas of "the third, a courier of 22, had died"; 0 where there are none."""
    at += reading.words[at : at + 1] == ("victim",)
    ends = (end for end in range(at + 1, min(at + _ASIDE, sentence.end)) if reading.words[end] == ",")
    return next(ends, -1) + 1 if reading.words[at : at + 1] == (",",) else 0


def _victim(reading: Reading, sentence: Sentence, ordinal: Cue) -> bool:
    """Whether an ordinal is that of "he was the third victim", "she died, the 35th victim", where a death is told."""
    near = [one for one in reading.sentences if 0 <= sentence.number - one.number <= 1]
    claimed_words = reading.lists["ordinals.claimed"]
    claimed = not claimed_words.isdisjoint(reading.words[max(sentence.start, ordinal.start - 2) : ordinal.start])
    named = reading.lists["ordinals.named"]
    told = any(one.of(KILLED) for one in near) or not named.isdisjoint(reading.words[ordinal.end : sentence.end])
    the = word_before(reading, ordinal.start) == "the" or ordinal.start == sentence.start
    victim = reading.words[ordinal.end : ordinal.end + 1] in {("victim",), ("life",)}
    return victim and (claimed or (the and told and (sentence.of(KILLED) != () or not sentence.of(INJURED))))


_AUX, _ASIDE = 2, 10


def _past_to(reading: Reading, at: int) -> int:
    """Return the token behind a "to": "the fourth to die"."""
    return at + (reading.words[at : at + 1] == ("to",))


def _with_tens(reading: Reading, sentence: Sentence) -> Iterator[Cue]:
    """Yield ordinals, those behind a hyphen with the tens before it: "the thirty-fourth"."""
    tens = {cue.end: cue for cue in sentence.of("number")}
    for nth in sentence.of("ordinal"):
        ten = tens.get(nth.start - 1) if word_before(reading, nth.start) == "-" else None
        yield Cue(nth.tag, nth.base, (ten.value or 0) + (nth.value or 0), ten.start, nth.end) if ten else nth


def _in_digits(reading: Reading, sentence: Sentence) -> Iterator[Cue]:
    """Yield "7th" and "21st"; a month beside it makes it a date."""
    dates = {at for month in sentence.of("time.month") for at in range(month.start - 2, month.end + 1)}
    for at in range(sentence.start, sentence.end):
        found = _TH.fullmatch(reading.words[at]) if at not in dates else None
        if found:
            yield Cue("ordinal", found[0], int(found[1]), at, at + 1)


_TH = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
