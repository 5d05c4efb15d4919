"""Whether those whom a figure of harm counts are the attackers, who do not count. In: a `Harm`. Out: yes, no, or less.

Gunmen, bombers and suspects always are; militants are not where they are what an attack from the air was made on.
"""

from collections.abc import Sequence
from itertools import pairwise

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.harm import WEAK, Harm, is_active
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED, harm_within, victim_in
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_ACTS = ("act.shoot", "act.stab", "act.attack", "act.explode", KILLED, INJURED)
_FROM_AIR = ("act.air", "act.bombard", "weapon.aircraft", "weapon.drone", "weapon.missile", "weapon.artillery")
_BEHIND, _AROUND = 10, 6
_OF_THEM = {("of", "them"), ("of", "whom")}
_SELF_AND = {("himself", "and"), ("herself", "and"), ("themselves", "and")}
_AND_THE = {("and", "the"), ("and", "an"), ("and", "a")}
_AMONG = {("among", "them"), (",", "including"), ("people", "including")}
_SAID = 6
_SUSPECTED = frozenset({"suspected", "alleged", "presumed", "lone", "apparent", "suicide"})
_SUPPOSED = _SUSPECTED | frozenset({
    *("believed", "thought", "said", "to", "be"),
    *("the", "was", "were", "are", "is", "police", "officials", "army", "he", "they", "likely", "probably"),
})  # fmt: skip
_NOT = frozenset({"not", "besides", "without", "excluding"})


def attackers_in(reading: Reading, sentence: Sentence, *, air_raid: bool) -> tuple[Cue, ...]:
    """Return the words of a sentence that mean attackers; `air_raid`: the event is an attack from aircraft."""
    cues = sentence.of("attacker_word")
    fighters = [cue for cue in cues if reading.words[cue.start] in reading.word_set("word.fighters")]
    if len(fighters) == len(cues) == 1 and (air_raid or sentence.of(*_FROM_AIR)):
        return ()
    return cues


def counts_attackers(cues: Sequence[Cue], sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure counts attackers: "two soldiers and four militants were killed"."""
    near = (
        cue for cue in cues if 0 <= cue.start - figure.end <= 2 and not harm_within(sentence, figure.end, cue.start)
    )
    return any(victim_in(sentence, figure.end, cue.start - figure.end) is None for cue in near)


def without_attackers(
    reading: Reading, cues: Sequence[Cue], sentence: Sentence, figures: Sequence[Figure]
) -> list[Figure]:
    """Return figures but those of attackers, and of others beside these: "four gunmen died, two others were hurt"."""
    kept: list[Figure] = []
    theirs = False
    for one in figures:
        others = theirs and not kept and reading.words[one.end : one.end + 1] in _OTHERS
        others = others and not _done_to_them(reading, sentence, one)
        theirs = others or counts_attackers(cues, sentence, one) or (theirs and one.article)
        if not theirs:
            kept.append(one)
    return kept


def _done_to_them(reading: Reading, sentence: Sentence, others: Figure) -> bool:
    """Whether attackers did it to others: "killed himself and ten others", "a gunman shot two others"."""
    before = reading.words[others.start - 2 : others.start]
    verbs = sentence.of(KILLED, INJURED, "act.shoot", "act.stab")
    return before in _SELF_AND or any(one.end == others.start for one in verbs)


_OTHERS = {("others",), ("other",)}


def did_it(reading: Reading, sentence: Sentence, harm: Harm, cues: Sequence[Cue]) -> bool:
    """Whether who is harmed did it: "two gunmen were killed", "a man who stabbed a guard died".

    Or "a man stabbed two people and was shot dead".
    """
    own = [cue for cue in cues if harm.start <= cue.start < harm.end and not _agent(reading, cue)]
    if any(not _part(reading, cue) and not _with_others(reading, cue, harm) for cue in own):
        return True
    if reading.words[harm.start] == "both" and sentence.of("actor.gunmen", "attacker_word"):
        return True
    if harm.kind == KILLED and _stopped_by_guards(reading, sentence, harm):
        return True
    who = (at for at in range(harm.start, harm.end) if reading.words[at] == "who")
    acts = [
        cue
        for cue in sentence.of(*_ACTS, "act.abduct")
        if is_active(reading, cue) or word_before(reading, cue.start) == "had"
    ]
    if any(0 < cue.start - at <= 2 and cue.end < harm.end for at in who for cue in acts):
        return True
    subject = next((one.end for one in sentence.of("victim") if harm.start <= one.start <= harm.start + 2), None)
    then = [at for at in range(harm.start, harm.end) if reading.words[at] == "and"]
    return harm.kind == KILLED and any(subject == cue.start and cue.end < at for cue in acts for at in then)


def _stopped_by_guards(reading: Reading, sentence: Sentence, harm: Harm) -> bool:
    """Whether those on guard did it to one who came at them: "police shot dead a man who ran at them with a knife"."""
    guards = any(one.end == harm.start for one in sentence.of("target.police", "target.military"))
    if not guards and word_before(reading, harm.start) not in _GUARDS:
        return False
    behind = reading.words[harm.end : min(harm.end + 2 * _CAME_NEAR, sentence.end)]
    came = next((at for at, word in enumerate(behind[:_CAME_NEAR]) if word in _WHO), 0)
    if not came or _ENDS & {*behind[:came]}:
        return False
    return behind[came] != "who" or not _CAME.isdisjoint(behind[came:])


_CAME_NEAR = 4
_GUARDS = frozenset({"guard", "guards", "forces", "agents", "marines", "gendarmes"})
_ENDS = frozenset({",", ".", ";", "and", "but"})
_WHO = frozenset({"who", "armed", "wielding", "brandishing"})
_CAME = frozenset({
    *("attacked", "stabbed", "rammed", "lunged", "charged", "stormed", "fired", "opened fire", "threw", "pointed"),
    *("ram", "stab", "storm", "attack", "detonate", "at"),
})  # fmt: skip
"""What one does who comes at guards: "who ran at them", "who tried to ram the gate"."""


def _agent(reading: Reading, cue: Cue) -> bool:
    """Whether attackers are named as who did it: "fishermen seized by armed militants were shot"."""
    return "by" in reading.words[max(0, cue.start - _BY) : cue.start]


_BY = 4


def attackers_among(reading: Reading, harm: Harm, cues: Sequence[Cue], numbers: Sequence[Figure]) -> int:
    """Return how many attackers a figure is said to include: one of "five were killed, including the bomber"."""
    for cue in cues if harm.value > 1 else ():
        if them := next((n for n in numbers if harm.start < n.start and _are(reading, n, cue)), None):
            return them.value
        if harm.start <= cue.start < harm.end + _BEHIND and _part(reading, cue):
            return next((n.value for n in numbers if n.end == cue.start), 1)
    return 0


def _are(reading: Reading, them: Figure, cue: Cue) -> bool:
    """Whether a figure is that of attackers: "two of them assailants", "two of whom police said were the attackers"."""
    begin = them.end + 2
    said = reading.words[begin : cue.start]
    near = 0 <= cue.start - begin <= _SAID
    return near and reading.words[them.end : begin] in _OF_THEM and _SUPPOSED.issuperset(said)


def _with_others(reading: Reading, cue: Cue, harm: Harm) -> bool:
    """Whether others are named beside the attacker: "himself and two policemen", "two soldiers and four militants"."""
    before = reading.words[max(harm.start, cue.start - _AROUND) : cue.start]
    if harm.strength > WEAK and (
        set(before) & reading.word_set("word.and") or _counted_behind_a_comma(reading, before)
    ):
        return True
    return reading.words[cue.end - 1 : cue.end + 1] in _SELF_AND


def _counted_behind_a_comma(reading: Reading, before: Sequence[str]) -> bool:
    """Whether a headline counts attackers apart: "three soldiers, five gunmen killed"."""
    behind = before[len(before) - before[::-1].index(",") :] if "," in before else ()
    return any(word.isdigit() or word in reading.word_set("number") for word in behind)


def _part(reading: Reading, cue: Cue) -> bool:
    """Whether an attacker is named as one of those counted: "five people including the bomber"."""
    first = cue.start
    while reading.words[first - 1] in _SUSPECTED:
        first -= 1
    before = reading.words[max(0, first - 4) : first]
    part = reading.word_set("word.part")
    named = before if before[-1:] == ("both",) or before[:2] == ("among", "them") else before[-2:]
    if part & {*named, *reading.words[cue.end : cue.end + 1]}:
        return not _NOT & set(before)
    joined = before[-2:] in _AND_THE and before[-3:-2] != (",",)
    return joined and any(pair in _AMONG for pair in pairwise(reading.words[max(0, first - _AROUND - 2) : first]))
