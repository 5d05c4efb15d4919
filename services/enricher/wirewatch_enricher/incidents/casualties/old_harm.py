"""Which words of harm tell of no new victim, and which figures are stale. In: a sentence. Out: yes or no, tokens.

A war's dead ("the conflict has killed 6,000 people", "150 have been killed since January"), the wounds that somebody
died of, and the attacker whom police shot dead.
"""

from collections.abc import Iterator
from itertools import pairwise, takewhile

from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED, one_of
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_SUBJECT = 12
WOUNDS = 4


def stale(reading: Reading, sentence: Sentence) -> frozenset[int]:
    """Return the tokens that tell what no longer holds: "up from four dead and ten hurt", up to the next clause."""
    found: set[int] = set()
    for cue in sentence.of("superseded.next"):
        found.update(_up_to(reading, sentence, cue.end, cue.end + _STALE_WORDS, reading.lists["old_harm.stale_ends"]))
    for cue in sentence.of("superseded"):
        passive = reading.words[cue.start] in reading.lists["old_harm.subject_first"]
        start = sentence.start if passive else cue.start
        corrected = reading.lists["old_harm.corrected"]
        found.update(_up_to(reading, sentence, start, sentence.end, frozenset() if passive else corrected))
    return frozenset(found)


def _up_to(reading: Reading, sentence: Sentence, start: int, stop: int, ends: frozenset[str]) -> Iterator[int]:
    return takewhile(lambda at: reading.words[at] not in ends, range(start, min(stop, sentence.end)))


_STALE_WORDS = 12


def no_news_of_harm(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether a word of harm tells of no victim of this event."""
    ills = reading.lists["old_harm.ills"]
    return (
        _only_wanted(reading, cue)
        or _of_a_war(reading, sentence, cue)
        or _of_wounds(reading, sentence, cue)
        or _of_the_dead(reading, sentence, cue)
        or _by_police(reading, sentence, cue)
        or _cause_of_protest(reading, sentence, cue)
        or _only_denied(reading, sentence, cue)
        or _one_or_other(reading, sentence, cue)
        or _of_an_earlier(reading, sentence, cue)
        or (cue.tag == INJURED and reading.words[cue.end : cue.end + 1] == ("of",) and one_of(reading, cue.end) >= 0)
        or reading.words[cue.end - 2 : cue.end] == ("for", "dead")
        or word_before(reading, cue.start) in {"n't", "never"}
        or (reading.words[cue.end : cue.end + 1] == ("of",) and not ills.isdisjoint(reading.words[cue.end :][:_CAUSE]))
    )


def _of_an_earlier(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether an earlier attack did it: "he had survived an attack that killed nine", "the worst since one that"."""
    if word_before(reading, cue.start) not in {"that", "which"}:
        return False
    before = reading.words[max(sentence.start, cue.start - _SUBJECT) : cue.start]
    survived = reading.lists["old_harm.survived"]
    since = next((at for at, word in enumerate(before) if word in survived), None)
    return (
        since is not None and "," not in before[since:] and not {"a", "an", "one", "another"}.isdisjoint(before[since:])
    )


def _only_wanted(reading: Reading, cue: Cue) -> bool:
    """Whether harm was not done but meant or possible: "tried to kill", "could injure", but "went on to kill"."""
    if reading.words[cue.start] != cue.base:
        return False
    before = reading.words[max(0, cue.start - _WANTED) : cue.start]
    would = reading.phrases["old_harm.would"]
    return before[-1:] in would or (before[-1:] == ("to",) and bool(reading.lists["word.want"] & set(before)))


def _cause_of_protest(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether a death is what people protest at: "the march followed the death of a fisherman"."""
    if cue.base != "death" or not reading.lists["word.protest"] & set(reading.words[sentence.start : cue.start]):
        return False
    before = reading.words[max(sentence.start, cue.start - _CAUSE) : cue.start]
    return bool(reading.lists["old_harm.over"] & set(before))


def _only_denied(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether dead or hurt are only spoken of to be denied: "the existence of dead", "correcting reports that"."""
    before = reading.words[max(sentence.start, cue.start - _CAUSE) : cue.start]
    if cue.start > 1 and before[-1:] == ("of",) and {"existence", "presence"} & set(before[-3:]):
        return True
    told = reading.words[max(sentence.start, cue.start - _RUMOUR) : cue.start]
    refuted_words = reading.lists["old_harm.refuted"]
    refuted = [at for at, word in enumerate(told) if word in refuted_words]
    reports = reading.lists["old_harm.reports"]
    return bool(refuted) and not {",", ";"} & set(told[refuted[0] :]) and bool(reports & set(told[refuted[0] :]))


_RUMOUR = 20
_CAUSE = 4
_WANTED = 4


def _of_a_war(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether many were harmed over a long time: "the war has killed", "have been killed since 2021", "died this year".

    Below the lead what was done in a stretch of time is no news either, without "has" as well.
    """
    perfect_words = reading.lists["old_harm.perfect"]
    perfect = bool(perfect_words & set(reading.words[max(sentence.start, cue.start - 3) : cue.start]))
    below = sentence.number > reading.lead_end - _LEAD
    if (perfect or below) and _in_a_stretch(reading, sentence, cue):
        return True
    if not perfect:
        return False
    if set(reading.words[max(sentence.start, cue.start - _SUBJECT) : cue.start]) & reading.lists["word.long_strife"]:
        return True
    months = {month.start for month in sentence.of("time.month")}
    since = any(
        reading.words[at] == "since" and (at + 1 in months or reading.words[at + 1].isdigit())
        for at in range(sentence.start, sentence.end - 1)
    )
    behind = reading.words[cue.end : sentence.end]
    such_words = reading.phrases["old_harm.such"]
    such = any(pair in such_words for pair in pairwise(reading.words[sentence.start : cue.start]))
    since_words = reading.phrases["old_harm.since"]
    return since or such or any(behind[at : at + 3] in since_words for at in range(len(behind)))


_LEAD = 3


def _in_a_stretch(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether a word of harm has a stretch of time beside it: "in the past six months", "this year", "that summer".

    Not where that belongs to other words: "the third attack this year", "a man who joined this year".
    """
    if sentence.of("time.weekday", "time.day"):
        return False
    head = next((at for at in range(sentence.start, cue.start) if not reading.words[at].isalnum()), cue.start)
    if any(_stretch_at(reading, sentence, at) for at in range(sentence.start, min(head, sentence.start + _OPENING))):
        return True
    ordinals = {one.start for one in sentence.of("ordinal")}
    others = reading.lists["old_harm.others"]
    for at in range(cue.end, sentence.end):
        word = reading.words[at]
        if _stretch_at(reading, sentence, at):
            return True
        if at in ordinals or word in others or word.endswith("est") or word in reading.lists["word.aux"]:
            return False
    return False


def _stretch_at(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Whether a stretch of time begins at a token: "over the past year", "in recent weeks", "this month"."""
    word, after = reading.words[at], reading.words[at + 1] if at + 1 < sentence.end else ""
    long_words = reading.lists["old_harm.long"]
    seasons = reading.lists["old_harm.seasons"]
    if word in reading.lists["old_harm.which"] and after in long_words | seasons:
        return True
    if word not in reading.lists["old_harm.lasting"]:
        return False
    fill = reading.lists["number"] | reading.lists["ordinal"] | reading.lists["old_harm.fill"]
    phrase = range(at + 1, min(at + _DURATION, sentence.end))
    long = next((one for one in phrase if reading.words[one] not in fill and not reading.words[one].isdecimal()), at)
    ago = reading.lists["old_harm.ago"]
    return reading.words[long] in long_words | seasons and ago.isdisjoint(reading.words[long + 1 : long + 2])


_OPENING = 3
_DURATION = 8


def _of_wounds(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether wounds are only what somebody died of, or care where: "succumbed to his injuries", "died in hospital"."""
    if cue.tag != INJURED:
        return False
    dead = [one for one in sentence.of(KILLED) if one.end <= cue.start]
    if dead and dead[-1].end == cue.start and reading.words[cue.start] in reading.lists["old_harm.there"]:
        return True
    he = word_before(reading, cue.start) in reading.lists["word.he"]
    suffered = he and cue.start > 1 and reading.words[cue.start - 2] in reading.lists["old_harm.hurts"]
    elsewhere = reading.lists["old_harm.elsewhere"]
    if "hospital" in reading.words[cue.end - 1] and elsewhere & {*reading.words[cue.start : cue.end]}:
        return True
    them = reading.lists["old_harm.them"]
    if "hospital" in reading.words[cue.end - 1] and them & {*reading.words[cue.start : cue.end]}:
        return True
    bodies = reading.lists["old_harm.bodies"]
    with_words = reading.lists["old_harm.with"]
    body = bool(dead) and reading.words[dead[-1].end - 1] in bodies and reading.words[dead[-1].end] in with_words
    if dead and (suffered or (body and cue.start - dead[-1].end <= WOUNDS)):
        return True
    times = {at for time in sentence.of("time.") for at in range(time.start, time.end)}
    between = ((dead, range(dead.end, cue.start)) for dead in sentence.of(KILLED))
    return any(
        0 < cue.start - dead.end <= WOUNDS + len(times & {*tokens})
        and all(at in times or reading.words[at] in reading.lists["old_harm.of_wounds"] for at in tokens)
        for dead, tokens in between
    )


def _one_or_other(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether nobody says which harm was done: "killed or wounded 20 people"."""
    both = {KILLED, INJURED} - {cue.tag}
    after = any(one.start == cue.end + 1 and reading.words[cue.end] == "or" for one in sentence.of(*both))
    return after or any(
        one.end == cue.start - 1 and word_before(reading, cue.start) == "or" for one in sentence.of(*both)
    )


def _of_the_dead(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether wounds are those of the dead just told of: "the death of two women hurt by a drone"."""
    if cue.tag == INJURED and reading.language in _DIED_FIRST and _who_died_first(reading, sentence, cue):
        return True
    if cue.tag != INJURED or not any(0 <= cue.start - who.end <= 2 for who in sentence.of("victim", "number")):
        return False
    of = reading.lists["word.of"]
    whole = (dead for dead in sentence.of(KILLED) if "*" not in dead.base)
    deaths = (dead for dead in whole if of & {*reading.words[dead.end : dead.end + 1]})
    clause_ends = reading.lists["common.clause_ends"]
    return any(
        0 < cue.start - dead.end <= _DEATH_OF and not clause_ends & set(reading.words[dead.end : cue.start])
        for dead in deaths
    )


_DEATH_OF = 8
_WHO = frozenset({"яка", "який", "которая", "который", "що", "получивший", "получившая"})
_GOES_ON = frozenset({",", ".", "під", "в", "у", "при", "внаслідок", "во", "под", "время"})  # noqa: RUF001  (Cyrillic)
_DIED_FIRST = frozenset({"ru", "uk"})


def _who_died_first(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether the verb of death stands before who died and the wounds: "померла жінка, яка дістала опіки"."""
    if any(dead.start == cue.end for dead in sentence.of(KILLED)):
        return True
    victims = [who for who in sentence.of("victim") if cue.start - WOUNDS < who.end <= cue.start]
    apposed = cue.start == max((who.end + 1 for who in victims), default=0)
    alone = apposed and not _GOES_ON.isdisjoint(reading.words[cue.end : cue.end + 1])
    comma = [who for who in victims if reading.words[who.end] == "," and (alone or reading.words[who.end + 1] in _WHO)]
    return any(0 <= who.start - dead.end < WOUNDS for who in comma for dead in sentence.of(KILLED))


def _by_police(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether police did it to the attacker: "before officers shot him dead"."""
    whole = next((one for one in sentence.of(KILLED) if one.start <= cue.start < cue.end <= one.end), cue)
    forces = (one for one in sentence.of("target.police", "target.military", "actor.defence") if one.end <= whole.start)
    near = any(whole.start - one.end <= 2 for one in forces)
    return near and bool(reading.lists["old_harm.them"] & set(reading.words[whole.start : cue.end + 1]))
