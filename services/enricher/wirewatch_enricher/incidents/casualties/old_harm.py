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
_PERFECT = frozenset({"has", "have", "had"})
_THEM = frozenset({"him", "her", "them"})
_WEAPONS = frozenset({"gunshot", "bullet", "stab", "knife", "gun", "shot", "shrapnel", "splinter", "blast"})
_WOUNDED = frozenset({"injuries", "wounds", "burns", "burn", "head", "chest", "serious", "severe", "multiple", "-"})
_ELSEWHERE = frozenset({"another", "other"})
_BODIES = frozenset({"body", "bodies", "corpse", "corpses"})
_WITH = frozenset({"with", "bearing", "showing", "lay", "lie", "lying", "were", "was", "are", "taken", "brought"})
_THERE = frozenset({"in", "at", "under"})
_HURTS = frozenset({"injuries", "wounds", "burns"})
_LATER = frozenset({"later", "shortly", "afterwards", "soon", "subsequently", "overnight"})
OF_WOUNDS = _WEAPONS | _WOUNDED | _LATER | {"to", "of", "from", "on", "early", "late", "his", "her", "their", "the"}


def stale(reading: Reading, sentence: Sentence) -> frozenset[int]:
    """Return the tokens that tell what no longer holds: "up from four dead and ten hurt", up to the next clause."""
    found: set[int] = set()
    for cue in sentence.of("superseded.next"):
        found.update(_up_to(reading, sentence, cue.end, cue.end + _STALE_WORDS, _STALE_ENDS))
    for cue in sentence.of("superseded"):
        passive = reading.words[cue.start] in _SUBJECT_FIRST
        start = sentence.start if passive else cue.start
        found.update(_up_to(reading, sentence, start, sentence.end, frozenset() if passive else _CORRECTED))
    return frozenset(found)


def _up_to(reading: Reading, sentence: Sentence, start: int, stop: int, ends: frozenset[str]) -> Iterator[int]:
    return takewhile(lambda at: reading.words[at] not in ends, range(start, min(stop, sentence.end)))


_STALE_WORDS = 12
_STALE_ENDS = frozenset({",", ".", ";", ":", "to", "but", "now", "rose", "rises", "was", "is", "(", ")"})
_SUBJECT_FIRST = frozenset({"had", "been", "was", "were"})
_CORRECTED = frozenset({";", "but", "now"})


def no_news_of_harm(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether a word of harm tells of no victim of this event."""
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
        or (reading.words[cue.end : cue.end + 1] == ("of",) and not _ILLS.isdisjoint(reading.words[cue.end :][:_CAUSE]))
    )


def _of_an_earlier(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether an earlier attack did it: "he had survived an attack that killed nine", "the worst since one that"."""
    if word_before(reading, cue.start) not in {"that", "which"}:
        return False
    before = reading.words[max(sentence.start, cue.start - _SUBJECT) : cue.start]
    since = next((at for at, word in enumerate(before) if word in _SURVIVED), None)
    return (
        since is not None and "," not in before[since:] and not {"a", "an", "one", "another"}.isdisjoint(before[since:])
    )


_SURVIVED = frozenset({
    *("survived", "escaped", "since", "recalls", "recalled", "like", "unlike", "resembled", "retaliation", "revenge"),
    *("response", "reprisal", "avenge", "anniversary"),
})  # fmt: skip


def _only_wanted(reading: Reading, cue: Cue) -> bool:
    """Whether harm was not done but meant or possible: "tried to kill", "could injure", but "went on to kill"."""
    if reading.words[cue.start] != cue.base:
        return False
    before = reading.words[max(0, cue.start - _WANTED) : cue.start]
    return before[-1:] in _WOULD or (before[-1:] == ("to",) and bool(reading.word_set("word.want") & set(before)))


def _cause_of_protest(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether a death is what people protest at: "the march followed the death of a fisherman"."""
    if cue.base != "death" or not reading.word_set("word.protest") & set(reading.words[sentence.start : cue.start]):
        return False
    before = reading.words[max(sentence.start, cue.start - _CAUSE) : cue.start]
    return bool(_OVER & set(before))


def _only_denied(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether dead or hurt are only spoken of to be denied: "the existence of dead", "correcting reports that"."""
    before = reading.words[max(sentence.start, cue.start - _CAUSE) : cue.start]
    if cue.start > 1 and before[-1:] == ("of",) and {"existence", "presence"} & set(before[-3:]):
        return True
    told = reading.words[max(sentence.start, cue.start - _RUMOUR) : cue.start]
    refuted = [at for at, word in enumerate(told) if word in _REFUTED]
    return bool(refuted) and not {",", ";"} & set(told[refuted[0] :]) and bool(_REPORTS & set(told[refuted[0] :]))


_RUMOUR = 20
_REFUTED = frozenset({
    *("correcting", "denied", "denying", "dismissed", "dismissing", "rejected", "rejecting", "refuted", "refuting"),
    *("truth", "unfounded", "untrue"),
    *("false", "contradicting", "contradicted", "rebutting", "belying", "quashing", "scotching", "debunking"),
})  # fmt: skip
_REPORTS = frozenset({
    *("reports", "report", "rumours", "rumors", "claims", "posts", "stories", "news", "talk", "messages", "accounts"),
    *("circulated", "circulating", "circulates", "rumoured", "alleged", "allegations", "word"),
})  # fmt: skip
_CAUSE = 4
_ILLS = frozenset({
    *("cancer", "age", "illness", "disease", "causes", "pneumonia", "malaria", "cholera", "covid", "covid-19", "aids"),
    *("leukaemia", "leukemia", "diabetes", "tuberculosis", "typhoid", "flu", "influenza", "overdose", "measles"),
})  # fmt: skip
_OVER = frozenset({"followed", "follows", "following", "after", "over", "against", "at", "since"})
_WANTED = 4
_WOULD = {(word,) for word in ("would", "could", "might", "can", "will")}


def _of_a_war(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether many were harmed over a long time: "the war has killed", "have been killed since 2021", "died this year".

    Below the lead what was done in a stretch of time is no news either, without "has" as well.
    """
    perfect = bool(_PERFECT & set(reading.words[max(sentence.start, cue.start - 3) : cue.start]))
    below = sentence.number > reading.lead_end - _LEAD
    if (perfect or below) and _in_a_stretch(reading, sentence, cue):
        return True
    if not perfect:
        return False
    if set(reading.words[max(sentence.start, cue.start - _SUBJECT) : cue.start]) & reading.word_set("word.long_strife"):
        return True
    months = {month.start for month in sentence.of("time.month")}
    since = any(
        reading.words[at] == "since" and (at + 1 in months or reading.words[at + 1].isdigit())
        for at in range(sentence.start, sentence.end - 1)
    )
    behind = reading.words[cue.end : sentence.end]
    such = any(pair in _SUCH for pair in pairwise(reading.words[sentence.start : cue.start]))
    return since or such or any(behind[at : at + 3] in _SINCE for at in range(len(behind)))


_LEAD = 3
_SUCH = {
    ("year", "so"),
    *(("such", act) for act in ("attacks", "strikes", "raids", "incidents", "bombings", "shootings")),
}
_SINCE = {("since", "the", word) for word in ("start", "beginning", "outbreak", "coup", "war", "conflict")}


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
    for at in range(cue.end, sentence.end):
        word = reading.words[at]
        if _stretch_at(reading, sentence, at):
            return True
        if at in ordinals or word in _OTHERS or word.endswith("est") or word in reading.word_set("word.aux"):
            return False
    return False


def _stretch_at(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Whether a stretch of time begins at a token: "over the past year", "in recent weeks", "this month"."""
    word, after = reading.words[at], reading.words[at + 1] if at + 1 < sentence.end else ""
    if word in _WHICH and after in _LONG | _SEASONS:
        return True
    if word not in _LASTING:
        return False
    fill = reading.word_set("number") | reading.word_set("ordinal") | _FILL
    phrase = range(at + 1, min(at + _DURATION, sentence.end))
    long = next((one for one in phrase if reading.words[one] not in fill and not reading.words[one].isdecimal()), at)
    return reading.words[long] in _LONG | _SEASONS and _AGO.isdisjoint(reading.words[long + 1 : long + 2])


_OPENING = 3
_OTHERS = frozenset({"who", "which", "whose", ";", "after", "when", "while", "because", "worst", "latest", "and"})
_WHICH = frozenset({"this", "that", "last", "every", "each", "same"})
_LASTING = frozenset({"in", "over", "during", "within", "throughout"})
_LONG = frozenset({"months", "years", "weeks", "decade", "decades", "year", "month", "quarter", "half"})
_SEASONS = frozenset({"summer", "winter", "autumn", "spring"})
_FILL = frozenset({
    *("the", "a", "past", "last", "recent", "previous", "preceding", "few", "several", "course", "space", "of", "that"),
    *("same", "opening", "closing", "final", "early", "first", "second", "third", "coming", "about", "only", "just"),
    *("span", "couple", "as", "many", "following", "under", "little", "than", "less", "more", "these", "those", "this"),
})  # fmt: skip
_AGO = frozenset({"ago", "earlier", "later", "before", "after", "-"})
_DURATION = 8


def _of_wounds(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether wounds are only what somebody died of, or care where: "succumbed to his injuries", "died in hospital"."""
    if cue.tag != INJURED:
        return False
    dead = [one for one in sentence.of(KILLED) if one.end <= cue.start]
    if dead and dead[-1].end == cue.start and reading.words[cue.start] in _THERE:
        return True
    he = word_before(reading, cue.start) in reading.word_set("word.he")
    suffered = he and cue.start > 1 and reading.words[cue.start - 2] in _HURTS
    if "hospital" in reading.words[cue.end - 1] and _ELSEWHERE & {*reading.words[cue.start : cue.end]}:
        return True
    if "hospital" in reading.words[cue.end - 1] and _THEM & {*reading.words[cue.start : cue.end]}:
        return True
    body = bool(dead) and reading.words[dead[-1].end - 1] in _BODIES and reading.words[dead[-1].end] in _WITH
    if dead and (suffered or (body and cue.start - dead[-1].end <= WOUNDS)):
        return True
    times = {at for time in sentence.of("time.") for at in range(time.start, time.end)}
    between = ((dead, range(dead.end, cue.start)) for dead in sentence.of(KILLED))
    return any(
        0 < cue.start - dead.end <= WOUNDS + len(times & {*tokens})
        and all(at in times or reading.words[at] in OF_WOUNDS for at in tokens)
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
    of = reading.word_set("word.of")
    whole = (dead for dead in sentence.of(KILLED) if "*" not in dead.base)
    deaths = (dead for dead in whole if of & {*reading.words[dead.end : dead.end + 1]})
    return any(
        0 < cue.start - dead.end <= _DEATH_OF and not _ENDS & set(reading.words[dead.end : cue.start])
        for dead in deaths
    )


_DEATH_OF = 8
_ENDS = frozenset({",", ";", "and", "who", "while", "but", "when", "as"})
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
    return near and bool(_THEM & set(reading.words[whole.start : cue.end + 1]))
