"""Whether the hurt that a word tells of died of it. In: a word of harm in its sentence. Out: yes or no.

"Two cooks injured in the blast died", "was stabbed 14 times and killed", "one student, hit by a brick, died".
"""

from collections.abc import Iterator

from wirewatch_enricher.incidents.casualties.harm import is_active
from wirewatch_enricher.incidents.casualties.old_harm import WOUNDS
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import KILLED
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before


def then_died(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether who was hurt has died since: "two cooks injured in the blast died", "a guard who was hurt has died"."""
    by_whom = "who" in reading.words[max(sentence.start, cue.start - _RELATIVE) : cue.start]
    said = word_before(reading, cue.start)
    passive = said in reading.lists["word.aux"] and not said.endswith("ment")
    before = reading.words[max(sentence.start, cue.start - _RELATIVE) : cue.start]
    if any(0 < cue.start - at <= 2 * _RELATIVE for at in lost_by_doctors(reading, sentence)):
        return True
    all_of_them = "of" in before and before[-1] not in reading.lists["old_harm.of_wounds"]
    of_the = before[-2:] == ("of", "the") or reading.words[cue.start] == "of"
    if all_of_them or (not of_the and not by_whom and (passive or not _participle(reading, cue))):
        return False
    clause_ends = reading.lists["common.clause_ends"]
    ends = clause_ends - {"when", "while", "as"} if by_whom else clause_ends
    died = [one for one in sentence.of(KILLED) if one.base in DIED and one.start >= cue.end]
    if not by_whom and any(without_subject(reading, sentence, cue, one) for one in died):
        return True
    counted = [one.start for one in sentence.of("number") if one.start > cue.end and one.base not in {"a", "an"}]
    others = {at for at in counted if "after" in reading.words[cue.end : at]}
    died = [one for one in died if one.start < min(others, default=sentence.end)]
    return any(not ends & {*reading.words[cue.end : one.start]} for one in died)


def lost_by_doctors(reading: Reading, sentence: Sentence) -> Iterator[int]:
    """Yield the words before those who could not be saved: "could not save", "did not succeed in reviving"."""
    save = reading.lists["then_died.save"]
    fight_words = reading.lists["then_died.fight"]
    failed = reading.lists["then_died.failed"]
    doctors = reading.lists["then_died.doctors"]
    for at in range(sentence.start + 1, sentence.end - 1):
        before = {*reading.words[max(sentence.start, at - WOUNDS - 1) : at]}
        not_saved = reading.words[at] in save and before & (reading.lists["negate"] | failed)
        fight = reading.words[at - 1] in fight_words and reading.words[at] == "for" and "lost" in before
        if not_saved or (fight and before & doctors):
            yield at


def without_subject(reading: Reading, sentence: Sentence, hurt: Cue, died: Cue) -> bool:
    """Whether "when" or an aside parts the hurt from their death: "a cook wounded when drones hit … has died".

    Also "one student, hit by a brick, died" and "two of the wounded, a cook and a guard, died".
    """
    between = reading.words[hurt.end : died.start]
    aside = between[:1] == (",",) and between[-1:] == (",",)
    first = hurt.start
    while reading.words[first - 1] in reading.lists["word.manner"] or reading.words[first - 1].endswith("ment"):
        first -= 1
    apposed = word_before(reading, first) == "," and between[-1:] == (",",) and between.count(",") == 1
    if aside or apposed:
        return True
    ends = reading.lists["common.clause_ends"] & set(between)
    own = any(died.start - _SUBJECT_NEAR <= who.start < died.start for who in sentence.of("victim", "number"))
    return bool(ends) and ends <= reading.lists["then_died.when"] and not own


def and_killed(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether who was hurt was killed by it: "was stabbed 14 times and killed", not "was hurt and killed two"."""
    if not reading.lists["word.aux"] & set(reading.words[max(0, cue.start - 1) : cue.end]):
        return False
    for dead in sentence.of(KILLED):
        if _and_died(reading, cue, dead):
            return True
        between = reading.words[cue.end : dead.start - 1]
        after = reading.words[dead.end] if dead.end < sentence.end else "."
        counts = after[:1].isdigit() or after in reading.lists["number"] | reading.lists["word.definite"]
        if (
            dead.start > cue.end
            and word_before(reading, dead.start) == "and"
            and (not between or between[-1:] in reading.phrases["then_died.often"])
            and len(between) <= WOUNDS
            and not counts
        ):
            return True
    return False


def _and_died(reading: Reading, hurt: Cue, dead: Cue) -> bool:
    """Whether the same subject died of it: "was hit in the chest and died", "was shot in the head and later died"."""
    at, fill = dead.start, reading.lists["word.aux"] | reading.lists["word.manner"]
    while at > hurt.end and reading.words[at - 1] in fill:
        at -= 1
    near = hurt.end < at <= hurt.end + _NEAR_BY and word_before(reading, at) in reading.lists["word.and"]
    done_to = dead.base == "kill" and reading.words[dead.end : dead.end + 1] in reading.phrases["then_died.no_object"]
    bled = reading.lists["then_died.bled"]
    return near and (dead.base in DIED | bled or done_to) and not {",", ";"} & {*reading.words[hurt.end : at]}


_NEAR_BY = 9


def _participle(reading: Reading, cue: Cue) -> bool:
    return is_active(reading, cue) or reading.words[cue.start] in _PARTICIPLES


_PARTICIPLES = frozenset({
    *("hurt", "hit", "struck", "shot", "cut", "blessé", "blessée", "blessés", "blessées", "grièvement"),
    *("herido", "herida", "heridos", "heridas"),
})  # fmt: skip
_SUBJECT_NEAR = 4
_RELATIVE = 4
_HIS = ("his", "her", "their")
_LIVES = ("life", "battle for life", "fight for life", "battle for survival", "struggle for life")
DIED = frozenset({
    *("die", "succumb", "died in hospital", "martyr", "was martyred", "were martyred", "lost their lives"),
    *("pronounced dead", "declared dead", "could not be saved"),
    *("passed away", "did not survive", "did not make it", "did not live", "gave up the ghost", "died on the spot"),
    *(f"died of {his} {wounds}" for his in _HIS for wounds in ("wounds", "injuries")),
    *(f"lost {his} {life}" for his in (*_HIS, "the") for life in _LIVES),
    *(f"breathed {his} last" for his in _HIS),
    *("a succombé", "succombé", "ont succombé", "est mort", "est morte", "est décédé", "est décédée", "décédé"),
    *("murió", "falleció", "ha muerto", "ha fallecido", "murieron", "fallecieron"),
    *(f"{verb} {faith}" for verb in ("embraced", "attained", "reached") for faith in ("martyrdom", "shahadat")),
})  # fmt: skip
