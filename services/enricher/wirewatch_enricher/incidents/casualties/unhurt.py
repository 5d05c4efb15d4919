"""Words that say nobody was hurt. In: a sentence. Out: `Harm`s of nobody.

"No casualties" says it of all; "no soldier was hurt" and "no one else was hurt" of some, and give way to any figure.
Of the only casualty, and of hurt who are all alive, it is said that nobody died.
"""

from collections.abc import Iterator

from wirewatch_enricher.incidents.casualties.harm import IMPLIED, PLAIN, REST, SPARED, WEAK, Harm
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED, excepted, harm_within, has_verb, victim_in
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_NEAR = 4
_SOME = frozenset({"else", "in", "at", "on", "inside", "aboard", "board", "staff", "among", "сотрудники"})
_LOSSES = 6


def nobody_hurt(reading: Reading, sentence: Sentence) -> Iterator[Harm]:
    """Yield the harm that a sentence says was done to nobody; none of "nobody but the driver was hurt"."""
    for one in _nobody_told(reading, sentence):
        refuted = not reading.lists["unhurt.contrary"].isdisjoint(reading.words[sentence.start : one.start])
        if not (refuted or _of_staff(reading, sentence, one) or _but_for(reading, sentence, one)):
            yield one


def _of_staff(reading: Reading, sentence: Sentence, harm: Harm) -> bool:
    """Whether only a mission's own people were spared, which says nothing of others: "all staff are safe"."""
    safe = harm.strength < WEAK
    begin = max(sentence.start, harm.start - 2 * _NEAR) if safe else harm.start
    among = "among" in reading.words[harm.end - 1 : harm.end + 1]
    goes_on = _LOSSES * (among or harm.strength <= WEAK)
    said = {*reading.words[begin : min(sentence.end, harm.end + goes_on)]}
    if not said.isdisjoint(reading.lists["unhurt.anyone"]):
        return False
    employees = reading.lists["unhurt.employees"]
    all_of = said & reading.lists["unhurt.mission"] or (said & employees and said & reading.lists["unhurt.all"])
    its_people = reading.lists["unhurt.its_people"]
    return bool(said & reading.lists["unhurt.staff"] or (all_of and said & (its_people | employees)))


def _but_for(reading: Reading, sentence: Sentence, harm: Harm) -> bool:
    """Whether a person is taken out of nobody: "killed no one but the guard", "no one was hurt apart from a cook"."""
    begins = (excepted(reading, at) for at in range(harm.start + 1, min(harm.end + 2, sentence.end)))
    begins = (one for one in begins if one and not (one > harm.end and has_verb(reading, one)))
    who = ((begin, victim_in(sentence, begin, _NEAR)) for begin in begins)
    return any(one is not None and not harm_within(sentence, begin, one.start) for begin, one in who)


def _nobody_told(reading: Reading, sentence: Sentence) -> Iterator[Harm]:
    for cue in sentence.of("nobody_hurt"):
        killed = any(one.start <= cue.start and cue.end < one.end for one in sentence.of("nobody_killed"))
        if killed or reading.lists["unhurt.figures"] & {*reading.words[cue.end : cue.end + 1]}:
            continue
        rest = bool(_SOME & set(reading.words[cue.start : cue.end])) or _of_a_place(reading, sentence, cue.end)
        yield _nobody(KILLED, SPARED if rest else IMPLIED, cue.start, cue.end)
        yield _nobody(INJURED, WEAK if rest else PLAIN, cue.start, cue.end)
    for cue in sentence.of("unhurt"):
        others_words = reading.lists["unhurt.others"]
        others = not others_words.isdisjoint(reading.words[max(sentence.start, cue.start - _NEAR) : cue.start])
        yield _nobody(KILLED, SPARED, cue.start, cue.end)
        yield _nobody(INJURED, REST if others else SPARED, cue.start, cue.end)
    for cue in sentence.of("nobody_killed"):
        yield _nobody(KILLED, PLAIN, cue.start, cue.end)
    yield from _no_one_at_all(reading, sentence)
    yield from _to_nobody(reading, sentence)
    yield from _things_only(reading, sentence)
    yield from _no_one_else(reading, sentence)
    yield from _no_one_of_some(reading, sentence)
    yield from _no_losses(reading, sentence)
    yield from _not_anyone(reading, sentence)
    yield from _nobody_died(reading, sentence)


def _of_a_place(reading: Reading, sentence: Sentence, end: int) -> bool:
    """Whether nobody is said of one place or of the rest: "nobody was hurt in the hospital", not "in the attack"."""
    behind = reading.words[end : min(end + _NEAR, sentence.end)]
    if behind[:1] == ("else",):
        return True
    day = any(end <= cue.start < end + _NEAR for cue in sentence.of("time."))
    return behind[:1] in reading.phrases["unhurt.place"] and not reading.lists["unhurt.event"] & set(behind) and not day


def _no_one_at_all(reading: Reading, sentence: Sentence) -> Iterator[Harm]:
    """Yield "nobody in this incident was martyred or wounded", "no one aboard was hurt"."""
    for cue in sentence.of("nobody"):
        if cue.base not in reading.lists["unhurt.nobody"] or reading.words[cue.end : cue.end + 1] == ("else",):
            continue
        for harm in sentence.of(KILLED, INJURED):
            others = {w for one in sentence.of(KILLED, INJURED) for w in reading.words[one.start : one.end]}
            start = _past_relative(reading, sentence, cue)
            between = [word for word in reading.words[start : harm.start] if word not in others]
            told = cue.end <= harm.start and reading.words[harm.start] not in {"in", "at"}
            counted = (reading.lists["number"] - reading.lists["common.a"]) & set(between)
            parts = reading.lists["unhurt.parts"]
            short = told and not counted and len(between) <= _LONGEST and not parts & set(between)
            said = {*between, *reading.words[harm.start : harm.end]}
            if short and (not between or said & (reading.lists["word.aux"] | reading.lists["unhurt.or"])):
                event = reading.lists["unhurt.event"]
                inside = cue.base == "none" or (_SOME & set(between) and not event & set(between))
                some = inside or _of_a_place(reading, sentence, harm.end)
                yield _nobody(harm.tag, WEAK if some else PLAIN, cue.start, harm.end)
                if harm.tag == INJURED:
                    yield _nobody(KILLED, SPARED if some else WEAK, cue.start, harm.end)


_LONGEST = 10


def _past_relative(reading: Reading, sentence: Sentence, nobody: Cue) -> int:
    """Return where what is said of nobody begins, past the "who" of "there is no one who died"."""
    there = "there" in reading.words[max(sentence.start, nobody.start - 3) : nobody.start]
    return nobody.end + (there and reading.words[nobody.end] in {"who", "that"})


def _to_nobody(reading: Reading, sentence: Sentence) -> Iterator[Harm]:
    """Yield "killed nobody", "hurting no one"."""
    for cue in sentence.of("nobody"):
        if cue.base not in reading.lists["unhurt.nobody"]:
            continue
        before = [one for one in sentence.of(KILLED, INJURED) if one.end == cue.start]
        kinds = {one.tag for one in before if word_before(reading, one.start) not in reading.lists["unhurt.been"]}
        if kinds or word_before(reading, cue.start).startswith(reading.stems["unhurt.touch"]):
            for kind in kinds or {INJURED}:
                yield _nobody(kind, PLAIN, cue.start - 1, cue.end)
            if KILLED not in kinds:
                yield _nobody(KILLED, WEAK, cue.start - 1, cue.end)


def _things_only(reading: Reading, sentence: Sentence) -> Iterator[Harm]:
    """Yield "caused only material damage", "the damage was limited to property"."""
    only = reading.lists["unhurt.only"]
    loss = reading.lists["unhurt.loss"]
    for at in range(sentence.start, sentence.end - 1):
        if reading.words[at] not in reading.lists["word.things"] or reading.words[at + 1] not in loss:
            continue
        if only & set(reading.words[max(sentence.start, at - _NEAR) : at + _NEAR]):
            for kind in (KILLED, INJURED):
                yield _nobody(kind, WEAK, at, at + 2)


def _no_one_else(reading: Reading, sentence: Sentence) -> Iterator[Harm]:
    """Yield "nobody else was killed or injured"."""
    for at in range(sentence.start + 1, sentence.end):
        if reading.words[at] != "else" or reading.words[at - 1] not in {"one", "nobody"}:
            continue
        for cue in sentence.of(KILLED, INJURED):
            if at < cue.start <= at + _NEAR:
                yield _nobody(cue.tag, WEAK, at - 1, cue.end)


def _no_one_of_some(reading: Reading, sentence: Sentence) -> Iterator[Harm]:
    """Yield "no soldier was hurt", "none of the crew was killed"."""
    one = reading.lists["unhurt.one"]
    for at in range(sentence.start, sentence.end):
        none = reading.words[at] in reading.lists["word.no"]
        none = none and (reading.words[at] != "not" or not one.isdisjoint(reading.words[at + 1 : at + 2]))
        victim = victim_in(sentence, at + 1, _NEAR) if none else None
        if victim is None or {",", ";", ":", "but", "only", "fewer", "less", "more"} & set(
            reading.words[at : victim.start]
        ):
            continue
        for cue in sentence.of(KILLED, INJURED):
            between = reading.words[victim.end : cue.start]
            if victim.end <= cue.start <= victim.end + _NEAR and not {",", "and", "but", "who", "among"} & set(between):
                rest = victim.base == "other"
                yield _nobody(cue.tag, REST if rest else WEAK, at, cue.end)
                if cue.tag == INJURED:
                    yield _nobody(KILLED, SPARED if rest else WEAK, at, cue.end)


def _no_losses(reading: Reading, sentence: Sentence) -> Iterator[Harm]:
    """Yield "without causing human or material losses", "no reports of any deaths or injuries"."""
    fill = reading.lists["word.none_fill"] | reading.lists["word.none_count"]
    kinds = (("word.deaths", KILLED), ("word.injuries", INJURED))
    rest_words = reading.lists["unhurt.rest"]
    figures = reading.lists["unhurt.figures"]
    for at in range(sentence.start, sentence.end):
        if not _none(reading, at) or _in_doubt(reading, sentence, at):
            continue
        end = at + 1
        while end < min(sentence.end, at + _LOSSES) and reading.words[end] in fill:
            end += 1
        said = reading.words[at + 1 : end + 1]
        for tag, kind in kinds:
            if any(word in reading.lists[tag] for word in said) and not figures & set(reading.words[end : end + 2]):
                rest = not rest_words.isdisjoint(said)
                strength = REST if rest else IMPLIED if kind == KILLED else PLAIN
                yield _nobody(kind, strength, at, min(end + 1, sentence.end))
                if kind == INJURED:
                    yield _nobody(KILLED, SPARED if rest else WEAK, at, min(end + 1, sentence.end))


def _none(reading: Reading, at: int) -> bool:
    """Whether a word says none: "no", "not one", and "not" before a verb of having ("did not cause casualties")."""
    word, after = reading.words[at], reading.words[at + 1 : at + 2]
    single = after == ("one",) or reading.words[at + 1 : at + 3] == ("a", "single")
    have = reading.phrases["unhurt.have"]
    return word in reading.lists["word.none"] or (word in reading.lists["unhurt.not"] and (after in have or single))


def _in_doubt(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Whether "any" is asked, not denied: "it was not clear whether there were any casualties"."""
    before = set(reading.words[sentence.start : at])
    asked = reading.lists["unhurt.asked"]
    return reading.words[at] == "any" and (bool(before & asked) or not before & reading.lists["negate"])


def _nobody(kind: str, strength: int, start: int, end: int) -> Harm:
    return Harm(kind=kind, value=0, strength=strength, start=start, end=end, none=True)


def _not_anyone(reading: Reading, sentence: Sentence) -> Iterator[Harm]:
    """Yield "it did not touch a single person", "without harming anybody"."""
    for cue in sentence.of("negate"):
        behind = reading.words[cue.end : min(sentence.end, cue.end + _NEAR)]
        anybody = reading.lists["unhurt.anybody"]
        one_soul = reading.phrases["unhurt.one_soul"]
        anyone = next((at for at, word in enumerate(behind) if word in anybody or behind[at : at + 2] in one_soul), 0)
        if anyone and any(word.startswith(reading.stems["unhurt.touch"]) for word in behind[:anyone]):
            yield _nobody(INJURED, PLAIN, cue.start, cue.end + anyone + 1)
            yield _nobody(KILLED, WEAK, cue.start, cue.end + anyone + 1)


def _nobody_died(reading: Reading, sentence: Sentence) -> Iterator[Harm]:
    """Yield that nobody died, of "the only casualty was cut by glass" and "three were hurt, all of them are alive"."""
    dead = sentence.of(KILLED)
    near = [one for one in reading.sentences if one.number in {sentence.number - 1, sentence.number}]
    casualty = reading.lists["unhurt.casualty"]
    sole = reading.lists["unhurt.sole"]
    alive_words = reading.lists["unhurt.alive"]
    everyone = reading.lists["unhurt.everyone"]
    for at in range(sentence.start, sentence.end) if not dead and any(one.of(INJURED) for one in near) else ():
        only = reading.words[at] in casualty and sole & {word_before(reading, at)}
        alive = reading.words[at] in alive_words and everyone & {*reading.words[max(sentence.start, at - _NEAR) : at]}
        if only or alive:
            yield _nobody(KILLED, REST, at, at + 1)
