"""Whether those whom a figure of harm counts are the attackers, who do not count. In: a `Harm`. Out: yes, no, or less.

Gunmen, bombers and suspects always are; militants are not where they are what an attack from the air was made on.
"""

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.harm import PLAIN, WEAK, Harm, is_active, sentence_of, who_of
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import ATTACKERS, INJURED, KILLED, harm_within, victim_in
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_ACTS = ("act.shoot", "act.stab", "act.attack", "act.explode", KILLED, INJURED)
_FROM_AIR = ("act.air", "act.bombard", "weapon.aircraft", "weapon.drone", "weapon.missile", "weapon.artillery")
_BEHIND, _AROUND = 10, 6
_OF_THEM = (
    *(("of", "them", "those", "of"), ("of", "them"), ("of", "whom"), ("of", "the", "dead"), ("of", "the", "victims")),
    *(("of", "those", "killed"), ("of", "the", "bodies"), ("of", "the", "killed"), ("of", "those", "who", "died")),
)
_SAID = 6


def attackers_in(reading: Reading, sentence: Sentence, *, air_raid: bool) -> tuple[Cue, ...]:
    """Return the words of a sentence that mean attackers; `air_raid`: the event is an attack from aircraft."""
    cues = sentence.of("attacker_word")
    fighters = [cue for cue in cues if reading.words[cue.start] in reading.lists["word.fighters"]]
    if len(fighters) == len(cues) == 1 and (air_raid or sentence.of(*_FROM_AIR)):
        return ()
    return cues


def counts_attackers(cues: Sequence[Cue], sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure counts attackers: "two soldiers and four militants were killed"."""
    near = (
        cue for cue in cues if 0 <= cue.start - figure.end <= 2 and not harm_within(sentence, figure.end, cue.start)
    )
    if not sentence.lists["attackers.counting"].isdisjoint(sentence.tokens.words[figure.end : figure.end + 1]):
        return False
    return any(victim_in(sentence, figure.end, cue.start - figure.end) is None for cue in near)


def without_attackers(
    reading: Reading, cues: Sequence[Cue], sentence: Sentence, figures: Sequence[Figure]
) -> list[Figure]:
    """Return figures but those of attackers, and of others beside these: "four gunmen died, two others were hurt"."""
    kept: list[Figure] = []
    theirs = False
    for one in figures:
        others = theirs and not kept and reading.words[one.end : one.end + 1] in reading.phrases["attackers.others"]
        others = others and not _done_to_them(reading, sentence, one)
        theirs = others or counts_attackers(cues, sentence, one) or (theirs and one.article)
        if not theirs:
            kept.append(one)
    return kept


def _done_to_them(reading: Reading, sentence: Sentence, others: Figure) -> bool:
    """Whether attackers did it to others: "killed himself and ten others", "a gunman shot two others"."""
    before = reading.words[others.start - 2 : others.start]
    verbs = sentence.of(KILLED, INJURED, "act.shoot", "act.stab")
    return before in reading.phrases["attackers.self_and"] or any(one.end == others.start for one in verbs)


def did_it(reading: Reading, sentence: Sentence, harm: Harm, cues: Sequence[Cue]) -> bool:
    """Whether who is harmed did it: "two gunmen were killed", "a man who stabbed a guard died".

    Or "a man stabbed two people and was shot dead".
    """
    own = [cue for cue in cues if harm.start <= cue.start < harm.end and not _agent(reading, cue)]
    own = [cue for cue in own if not _part(reading, cue) and not _excluded(reading, cue)]
    if any(not _with_others(reading, cue, harm) for cue in own):
        return True
    if reading.words[harm.start] == "both" and _one_attacked(reading, sentence):
        return True
    if harm.kind == KILLED and (
        _stopped_by_guards(reading, sentence, harm) or _drove_the_bomb(reading, sentence, harm)
    ):
        return True
    who = [at for at in range(harm.start, harm.end) if reading.words[at] == "who"]
    if any(_used_a_weapon(reading, sentence, at + 1) for at in who):
        return True
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


def _used_a_weapon(reading: Reading, sentence: Sentence, verb: int) -> bool:
    """Whether one did it with a weapon: "who threw a grenade", "who poured paraffin over", not "threw herself on"."""
    near = range(verb + 1, verb + _BY + 1)
    used = any(cue.start in near for cue in sentence.of("weapon.", "act.arson"))
    used_words = reading.lists["attackers.used"]
    self_words = reading.lists["attackers.self"]
    aimed = reading.words[verb + 1 : verb + 2] == ("at",)  # "who fired at a drone"
    own = reading.words[verb] in used_words and not aimed
    return used and own and self_words.isdisjoint(reading.words[verb : verb + _BY])


def _one_attacked(reading: Reading, sentence: Sentence) -> bool:
    """Whether one of "both" is the attacker: named in the sentence, or as shot in the one before it."""
    if sentence.of("actor.gunmen", "attacker_word"):
        return True
    before = next((one for one in reading.sentences if one.number == sentence.number - 1), sentence)
    return any(reading.words[cue.start - 1] in reading.lists["attackers.struck"] for cue in before.of("attacker_word"))


def _drove_the_bomb(reading: Reading, sentence: Sentence, harm: Harm) -> bool:
    """Whether the dead drove what was full of explosives: "police stopped a van laden with bombs. Its driver …"."""
    crew = reading.lists["attackers.crew"]
    who = [cue for cue in sentence.of("victim") if harm.start <= cue.start <= harm.end and cue.base in crew]
    if not who or harm.value > 1:
        return False
    own = reading.words[who[0].end : who[0].end + 1] == ("of",)
    begin = next((one.start for one in reading.sentences if one.number == sentence.number - 1), sentence.start)
    near = range(who[0].end, sentence.end) if own else range(begin, who[0].start)
    loads = (at for at in near if reading.words[at] in reading.lists["attackers.laden"])
    return any(not reading.lists["attackers.bombs"].isdisjoint(reading.words[at + 1 : at + _BY]) for at in loads)


def _stopped_by_guards(reading: Reading, sentence: Sentence, harm: Harm) -> bool:
    """Whether those on guard did it to one who came at them: "police shot dead a man who ran at them with a knife"."""
    guards = any(one.end == harm.start for one in sentence.of("target.police", "target.military"))
    if not guards and word_before(reading, harm.start) not in reading.lists["attackers.guards"]:
        return False
    behind = reading.words[harm.end : min(harm.end + 2 * _CAME_NEAR, sentence.end)]
    who = reading.lists["attackers.who"]
    came = next((at for at, word in enumerate(behind[:_CAME_NEAR]) if word in who), 0)
    if not came or reading.lists["attackers.ends"] & {*behind[:came]}:
        return False
    return behind[came] != "who" or not reading.lists["attackers.came"].isdisjoint(behind[came:])


_CAME_NEAR = 4


def _agent(reading: Reading, cue: Cue) -> bool:
    """Whether attackers are named as who did it: "fishermen seized by armed militants were shot"."""
    return "by" in reading.words[max(0, cue.start - _BY) : cue.start]


_BY = 4


def attackers_among(reading: Reading, harm: Harm, cues: Sequence[Cue], numbers: Sequence[Figure]) -> int:
    """Return how many attackers a figure is said to include: one of "five were killed, including the bomber"."""
    own = (cue for cue in cues if reading.lists["attackers.earlier"].isdisjoint(reading.words[harm.end : cue.start]))
    among = (part_told(reading, cue, numbers) for cue in own if harm.value > 1 and cue.start >= harm.start)
    return next((value for value in among if 0 < value < harm.value), 0)


def part_told(reading: Reading, cue: Cue, numbers: Sequence[Figure]) -> int:
    """Return how many attackers a word tells as a part of those counted, 0 where it tells of none of them."""
    if not _part(reading, cue):
        them = (n.value for n in numbers if n.end < cue.start and _are(reading, n, cue))
        return next(them, 0)
    begin = _phrase_start(reading, cue)
    one = int(not reading.words[cue.end - 1].endswith(_SEVERAL))
    own = max((n.value for n in numbers if begin <= n.start < cue.start), default=one)
    joined = own and reading.words[cue.end : cue.end + 1] == ("and",)
    accomplices = reading.lists["attackers.accomplices"]
    return own + (joined and not accomplices.isdisjoint(reading.words[cue.end : cue.end + _BY]))


_SEVERAL = ("s", "men")


def told_later(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    """Return the attackers whom a word tells as a part of those counted in a sentence before: "two of them were"."""
    own_toll = sentence.of("toll", "superseded", "superseded.next")
    value = 0 if own_toll else part_told(reading, cue, numbers)
    return Harm(kind=ATTACKERS, value=value, strength=PLAIN, start=cue.start, end=cue.end) if value else None


def without_those_told_later(reading: Reading, found: Sequence[Harm]) -> tuple[Harm, ...]:
    """Return figures less the attackers told as a part of them in a later sentence (see `told_later`)."""
    kept = tuple(found)
    for part in (one for one in found if one.kind == ATTACKERS and one.strength == PLAIN):
        dead = [one for one in kept if one.kind == KILLED and one.end <= part.start and one.value > part.value]
        if dead and not who_of(sentence_of(reading, dead[-1]), dead[-1]) - reading.lists["attackers.people"]:
            same = dead[-1].value
            kept = tuple(
                replace(one, value=same - part.value) if one.kind == KILLED and one.value == same else one
                for one in kept
            )
    return kept


def _phrase_start(reading: Reading, cue: Cue) -> int:
    """Return where the words begin that only count or describe attackers: "the three suspected" assailants."""
    suspected = reading.lists["attackers.suspected"]
    first, counts = cue.start, reading.lists["number"] | reading.lists["word.definite"] | suspected
    while first and (reading.words[first - 1] in counts or reading.words[first - 1].isdecimal()):
        first -= 1
    return first


def _are(reading: Reading, them: Figure, cue: Cue) -> bool:
    """Whether a figure is that of attackers: "two of them assailants", "three of the dead are said to be gunmen".

    Or "of the nine killed, two were attackers", "one was that of the bomber".
    """
    begin = next((them.end + len(words) for words in _OF_THEM if reading.words[them.end :][: len(words)] == words), 0)
    if not begin:
        ends = reading.words[them.start - 1 : them.start] in reading.phrases["attackers.opens"] and not them.article
        begin = them.end if ends and reading.words[them.end] in reading.lists["attackers.copula"] else cue.start + 1
    said = reading.words[begin : cue.start]
    return 0 <= cue.start - begin <= _SAID and reading.lists["attackers.supposed"].issuperset(said)


def _excluded(reading: Reading, cue: Cue) -> bool:
    """Whether attackers are named as those whom a figure leaves out: "five people, not including the attacker"."""
    first = _phrase_start(reading, cue)
    return not reading.lists["attackers.not"].isdisjoint(reading.words[max(0, first - _BY) : first])


def _with_others(reading: Reading, cue: Cue, harm: Harm) -> bool:
    """Whether others are named beside the attacker: "himself and two policemen", "two soldiers and four militants"."""
    before = reading.words[max(harm.start, cue.start - _AROUND) : cue.start]
    if harm.strength > WEAK and (set(before) & reading.lists["word.and"] or _counted_behind_a_comma(reading, before)):
        return True
    return reading.words[cue.end - 1 : cue.end + 1] in reading.phrases["attackers.self_and"]


def _counted_behind_a_comma(reading: Reading, before: Sequence[str]) -> bool:
    """Whether a headline counts attackers apart: "three soldiers, five gunmen killed"."""
    behind = before[len(before) - before[::-1].index(",") :] if "," in before else ()
    return any(word.isdigit() or word in reading.lists["number"] for word in behind)


def _part(reading: Reading, cue: Cue) -> bool:
    """Whether attackers are named as some of those counted: "including the bomber", "the bomber was among the dead"."""
    first, part = _phrase_start(reading, cue), reading.lists["word.part"] | reading.lists["attackers.counting"]
    before, behind = reading.words[max(0, first - 4) : first], reading.words[cue.end : cue.end + _BY]
    if part & {*before[-1:], *behind[:1]} or before[-2:] == ("among", "them"):
        return not reading.lists["attackers.not"] & set(before)
    the_dead = reading.phrases["attackers.the_dead"]
    if behind[:1] and behind[0] in reading.lists["attackers.copula"] and behind[1:] in the_dead:
        return True
    and_the = reading.phrases["attackers.and_the"]
    joined = reading.words[cue.start - 2 : cue.start] in and_the and reading.words[cue.start - 3] != ","
    among = reading.phrases["attackers.among"]
    return joined and any(pair in among for pair in pairwise(reading.words[max(0, first - _AROUND - 2) : first]))
