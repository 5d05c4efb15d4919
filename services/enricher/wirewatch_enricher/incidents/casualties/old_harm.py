"""Which words of harm tell of no new victim. In: a word of harm in its sentence. Out: yes or no.

A war's dead ("the conflict has killed 6,000 people", "150 have been killed since January"), the wounds that somebody
died of, and the attacker whom police shot dead.
"""

from itertools import pairwise

from wirewatch_enricher.incidents.casualties.harm import is_active
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_SUBJECT = 12
_WOUNDS = 4
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
_FROM = _WEAPONS | _WOUNDED | _LATER | {"to", "of", "from", "on", "early", "late", "his", "her", "their", "the"}


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
        or reading.words[cue.end - 2 : cue.end] == ("for", "dead")
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
    *("false", "contradicting", "contradicted", "rebutting", "belying", "quashing", "scotching", "debunking"),
})  # fmt: skip
_REPORTS = frozenset({
    *("reports", "report", "rumours", "rumors", "claims", "posts", "stories", "news", "talk", "messages", "accounts"),
    *("circulated", "circulating", "circulates", "rumoured", "alleged", "allegations", "word"),
})  # fmt: skip
_CAUSE = 4
_OVER = frozenset({"followed", "follows", "following", "after", "over", "against", "at", "since"})
_WANTED = 4
_WOULD = {(word,) for word in ("would", "could", "might", "can", "will")}


def _of_a_war(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether many were harmed over a long time: "the war has killed", "have been killed since 2021"."""
    if not _PERFECT & set(reading.words[max(sentence.start, cue.start - 3) : cue.start]):
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
    return (
        since
        or such
        or any(behind[at : at + 2] in _A_YEAR or behind[at : at + 3] in _SINCE for at in range(len(behind)))
        or any(word in _LASTING and _LONG & {*behind[at + 1 : at + _DURATION]} for at, word in enumerate(behind))
    )


_SUCH = {
    ("year", "so"),
    *(("such", act) for act in ("attacks", "strikes", "raids", "incidents", "bombings", "shootings")),
}
_A_YEAR = {("this", "year"), ("this", "month"), ("last", "year")}
_LASTING = frozenset({"in", "over", "during", "within", "for"})
_LONG = frozenset({"months", "years", "weeks", "decade", "decades", "year", "month"})
_DURATION = 6
_SINCE = {("since", "the", word) for word in ("start", "beginning", "outbreak", "coup", "war", "conflict")}


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
    if dead and (suffered or (body and cue.start - dead[-1].end <= _WOUNDS)):
        return True
    times = {at for time in sentence.of("time.") for at in range(time.start, time.end)}
    between = ((dead, range(dead.end, cue.start)) for dead in sentence.of(KILLED))
    return any(
        0 < cue.start - dead.end <= _WOUNDS + len(times & {*tokens})
        and all(at in times or reading.words[at] in _FROM for at in tokens)
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
    if cue.tag != INJURED or not any(0 <= cue.start - who.end <= 1 for who in sentence.of("victim")):
        return False
    of = reading.word_set("word.of")
    deaths = (dead for dead in sentence.of(KILLED) if of & {*reading.words[dead.end : dead.end + 1]})
    return any(
        0 < cue.start - dead.end <= _DEATH_OF and not _ENDS & set(reading.words[dead.end : cue.start])
        for dead in deaths
    )


_DEATH_OF = 7


def _by_police(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether police did it to the attacker: "before officers shot him dead"."""
    whole = next((one for one in sentence.of(KILLED) if one.start <= cue.start < cue.end <= one.end), cue)
    forces = (one for one in sentence.of("target.police", "target.military", "actor.defence") if one.end <= whole.start)
    near = any(whole.start - one.end <= 2 for one in forces)
    return near and bool(_THEM & set(reading.words[whole.start : cue.end + 1]))


def then_died(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether who was hurt has died since: "two cooks injured in the blast died", "a guard who was hurt has died"."""
    by_whom = "who" in reading.words[max(sentence.start, cue.start - _RELATIVE) : cue.start]
    said = word_before(reading, cue.start)
    passive = said in reading.word_set("word.aux") and not said.endswith("ment")
    before = reading.words[max(sentence.start, cue.start - _RELATIVE) : cue.start]
    all_of_them = "of" in before and before[-1] not in _FROM
    of_the = before[-2:] == ("of", "the") or reading.words[cue.start] == "of"
    if all_of_them or (not of_the and not by_whom and (passive or not _participle(reading, cue))):
        return False
    ends = _ENDS - {"when", "while", "as"} if by_whom else _ENDS
    died = [one for one in sentence.of(KILLED) if one.base in DIED and one.start >= cue.end]
    if not by_whom and any(without_subject(reading, sentence, cue, one) for one in died):
        return True
    return any(not ends & set(reading.words[cue.end : one.start]) for one in died)


def without_subject(reading: Reading, sentence: Sentence, hurt: Cue, died: Cue) -> bool:
    """Whether "when" or an aside parts the hurt from their death: "a cook wounded when drones hit … has died".

    Also "one student, hit by a brick, died" and "two of the wounded, a cook and a guard, died".
    """
    between = reading.words[hurt.end : died.start]
    aside = between[:1] == (",",) and between[-1:] == (",",)
    first = hurt.start
    while reading.words[first - 1] in reading.word_set("word.manner") or reading.words[first - 1].endswith("ment"):
        first -= 1
    apposed = word_before(reading, first) == "," and between[-1:] == (",",) and between.count(",") == 1
    if aside or apposed:
        return True
    ends = _ENDS & set(between)
    own = any(died.start - _SUBJECT_NEAR <= who.start < died.start for who in sentence.of("victim", "number"))
    return bool(ends) and ends <= _WHEN and not own


def and_killed(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether who was hurt was killed by it: "was stabbed 14 times and killed", not "was hurt and killed two"."""
    if not reading.word_set("word.aux") & set(reading.words[max(0, cue.start - 1) : cue.end]):
        return False
    for dead in sentence.of(KILLED):
        if _and_died(reading, cue, dead):
            return True
        between = reading.words[cue.end : dead.start - 1]
        after = reading.words[dead.end] if dead.end < sentence.end else "."
        counts = after[:1].isdigit() or after in reading.word_set("number") | reading.word_set("word.definite")
        if (
            dead.start > cue.end
            and word_before(reading, dead.start) == "and"
            and (not between or between[-1:] in _OFTEN)
            and len(between) <= _WOUNDS
            and not counts
        ):
            return True
    return False


def _and_died(reading: Reading, hurt: Cue, dead: Cue) -> bool:
    """Whether the same subject died of it: "was hit in the chest and died", "was shot in the head and later died"."""
    at, fill = dead.start, reading.word_set("word.aux") | reading.word_set("word.manner")
    while at > hurt.end and reading.words[at - 1] in fill:
        at -= 1
    near = hurt.end < at <= hurt.end + _NEAR_BY and word_before(reading, at) in reading.word_set("word.and")
    done_to = dead.base == "kill" and reading.words[dead.end : dead.end + 1] in _NO_OBJECT
    return near and (dead.base in DIED | _BLED or done_to) and not {",", ";"} & {*reading.words[hurt.end : at]}


_NEAR_BY = 9
_NO_OBJECT = {(word,) for word in (".", ",", ";", "in", "on", "at", "when", "as", "by", "outside", "near", "while")}
_BLED = frozenset({"bled to death", "burned to death", "expired", "passed away"})
_OFTEN = {("times",), ("repeatedly",), ("twice",), ("fatally",)}


def _participle(reading: Reading, cue: Cue) -> bool:
    return is_active(reading, cue) or reading.words[cue.start] in _PARTICIPLES


_PARTICIPLES = frozenset({
    *("hurt", "hit", "struck", "shot", "cut", "blessé", "blessée", "blessés", "blessées", "grièvement"),
    *("herido", "herida", "heridos", "heridas"),
})  # fmt: skip
_WHEN = frozenset({"when", "while", "as"})
_SUBJECT_NEAR = 4
_RELATIVE = 4
_ENDS = frozenset({",", ";", "and", "who", "while", "but", "when", "as"})
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
