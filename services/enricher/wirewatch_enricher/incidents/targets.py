"""What was attacked. In: an event's reports and sentences. Out: `Target`s; a diplomatic site also when it is only near.

A diplomatic word counts where the sentence of a trigger puts it at, near, over or under the event; not where an embassy
or an ambassador only speaks, and not where the text says that more than five kilometres lie between.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from wirewatch.incidents import Target, TargetClass
from wirewatch_enricher.document import Mention
from wirewatch_enricher.incidents.casualties.figures import figures
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Reading, Sentence
from wirewatch_enricher.incidents.types.triggers import Report

Bound = Callable[[Sentence, Cue], bool]
"""Whether a sentence ties a diplomatic word to the event."""
NEAR_KM = 5.0
_REACH = 7
_UNITS = {
    "km": 1.0,
    "kms": 1.0,
    "kilometre": 1.0,
    "kilometres": 1.0,
    "kilometer": 1.0,
    "kilometers": 1.0,
    "mile": 1.609,
    "miles": 1.609,
    "كيلومتر": 1.0,
    "كيلومترات": 1.0,
    "كم": 1.0,
    "км": 1.0,
}


def find_targets(
    reading: Reading, sentences: Sequence[Sentence], reports: Sequence[Report], mentions: Sequence[Mention]
) -> tuple[tuple[Target, Cue], ...]:
    """Return what was attacked, the diplomatic first, each with the cue that names it."""
    found: dict[TargetClass, tuple[Target, Cue]] = {}
    told = {number for report in reports for number in _told_in(reading, report)}
    near = frozenset(number + step for number in told for step in (-1, 1)) - told
    towns = frozenset(town for one in sentences if one.number in told for town in _towns(reading, one, mentions))
    there = {one.number for one in sentences if one.number in near and _same_town(reading, one, towns, mentions)}
    for sentence in sentences:
        if _taken_back(reading, sentence):
            continue
        bound = _bound if sentence.number in told else _beside if sentence.number in there else _hurt
        for cue in _diplomatic(reading, sentence, mentions, told=sentence.number in told, bound=bound):
            found.setdefault(TargetClass.DIPLOMATIC, (_target(reading, cue, TargetClass.DIPLOMATIC, mentions), cue))
    for report in reports:
        for cue in report.clause.of("target."):
            kind = cue.tag.removeprefix("target.")
            if kind not in {"diplomatic", "diplomatic_person"} and not _speaks(report.sentence, cue):
                found.setdefault(TargetClass(kind), (_target(reading, cue, TargetClass(kind), mentions), cue))
    return tuple(found.values())


def _same_town(reading: Reading, sentence: Sentence, towns: frozenset[str], mentions: Sequence[Mention]) -> bool:
    """Whether a sentence names no town but those of the reports."""
    return not towns or towns.issuperset(_towns(reading, sentence, mentions))


def _towns(reading: Reading, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[str]:
    first, last = reading.span(sentence.start, sentence.end)
    for mention in mentions:
        if mention.kind in _TOWNS and mention.place is not None and first <= mention.start < last:
            yield mention.place.name


_TOWNS = frozenset({"city", "capital"})


def _told_in(reading: Reading, report: Report) -> Iterator[int]:
    """Yield the numbers of the sentences that tell of a report: its own, and the one that names its drone."""
    own = report.sentence.number
    yield own
    if report.rule in reading.lists["targets.beside_drones"]:
        with_drones = (
            one.number for one in reading.sentences if own - 2 <= one.number < own and one.of("weapon.drone")
        )
        yield from reversed(tuple(with_drones))


def _taken_back(reading: Reading, sentence: Sentence) -> bool:
    """Whether the next sentence of the paragraph denies a claim: "A channel asserts … Nothing has happened there."""
    after = next((one for one in reading.sentences if one.number == sentence.number + 1), None)
    same = after is not None and after.paragraph == sentence.paragraph and not sentence.in_title
    nothing = reading.lists["targets.nothing"]
    return bool(
        same and after and sentence.of("say", "claim.verb") and any(c.base in nothing for c in after.of("deny"))
    )


def _own_house(reading: Reading, sentence: Sentence) -> Iterator[Cue]:
    """Yield the houses that are named by "its": "the UN … its Nairobi headquarters", "the Embassy … its garden"."""
    own = reading.lists["targets.own"]
    people = reading.lists["targets.people"]
    for at in range(sentence.start, sentence.end):
        words = reading.words[max(sentence.start, at - 4) : at]
        if reading.words[at] in _HOUSES and not own.isdisjoint(words):
            earlier = reading.words[sentence.start : at]
            missions = any(one.end <= at and one.base not in people for one in sentence.of("target.diplomatic"))
            un = sentence.language == "en" and not {"un", "u.n."}.isdisjoint(earlier)
            if missions or un or ("united", "nations") in pairwise(earlier):
                yield Cue("target.diplomatic", reading.words[at], None, at, at + 1)


_HOUSES = frozenset({
    *("headquarters", "campus", "compound", "premises", "offices", "hq", "complex", "mission", "base", "building"),
    *("buildings", "roof", "garden", "gate", "gates", "grounds", "wall", "walls", "courtyard", "yard", "residence"),
    *("lawn", "annex", "annexe", "seat", "façade", "facade", "perimeter", "door", "doors", "doorstep"),
    *("quartier", "siège", "enceinte", "complexe", "toit", "jardin", "mur", "portail"),
    *("entrance", "threshold", "fence", "railings", "windows", "terrace", "chapel", "library", "warehouse"),
})  # fmt: skip


def _nations_house(reading: Reading, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Cue]:
    """Yield the missions that are named by their nation: "the Japanese mission", no mission to the moon."""
    first, last = reading.span(sentence.start, sentence.end)
    for mention in mentions:
        if mention.kind == "mission" and first <= mention.start < last:
            at = reading.token_at(mention.end - 1)
            if reading.words[at] == "mission" and reading.words[at + 1 : at + 2] != ("to",):
                yield Cue("target.diplomatic", "mission", None, at, at + 1)


def _diplomatic(
    reading: Reading, sentence: Sentence, mentions: Sequence[Mention], *, told: bool, bound: Bound
) -> Iterator[Cue]:
    persons = {(cue.start, cue.end) for cue in sentence.of("target.diplomatic_person")}
    houses = (*_own_house(reading, sentence), *_nations_house(reading, sentence, mentions))
    for cue in (*sentence.of("target.diplomatic"), *houses):
        if _speaks(sentence, cue) or _too_far(reading, sentence, cue) or _issued(reading, cue):
            continue
        if (cue.start, cue.end) in persons and not _home(reading, cue):
            if told and sentence.clause_at(cue.start).of(
                "harm.kill", "harm.injure", "act.abduct", "act.shoot", "act.attack"
            ):
                yield cue
        elif bound(sentence, cue) or _next_door(sentence, cue):
            yield cue


def _home(reading: Reading, cue: Cue) -> bool:
    """Whether an envoy stands for where he lives: "the cultural attaché's residence", "the home of the consul"."""
    behind = reading.words[cue.end - 1 : cue.end + 2]
    before = reading.words[max(0, cue.start - _HOME_REACH) : cue.start]
    homes = reading.lists["targets.homes"]
    its = any(pair[0].endswith("'s") and pair[1] in homes for pair in pairwise(behind))
    return its or any(one in homes and other == "of" for one, other in pairwise(before))


_HOME_REACH = 5


def _bound(sentence: Sentence, cue: Cue) -> bool:
    """Whether a word of place or the act itself ties a diplomatic word to the event of its sentence."""
    acts = sentence.of("act.", "harm.damage")
    behind = _VERB_LAST.get(sentence.language, _BEHIND)
    beside = any(0 <= cue.start - act.end <= _REACH or 0 <= act.start - cue.end <= behind for act in acts)
    return beside or _near(sentence, cue) or any(_suffers(sentence, cue, act) for act in acts)


def _suffers(sentence: Sentence, cue: Cue, act: Cue) -> bool:
    """Whether a site with its country and town is what is done to: "the embassy of South Sudan in Kyiv was hit"."""
    between = sentence.tokens.words[cue.end : act.start]
    its = sentence.lists["targets.its"]
    commas = sentence.lists["targets.commas"]
    if not 0 < len(between) <= _SUBJECT or between[0] not in its or not commas.isdisjoint(between):
        return False
    broken = any(cue.end <= one.start < act.start for one in sentence.of("say", "split"))
    return not broken and any(mark.end == act.start for mark in sentence.of("passive"))


_SUBJECT = 14


_BEHIND, _VERB_LAST = 4, {"tr": 9}
"""How many words may stand between a site and the act behind it, and in languages that put the verb last."""


def _next_door(sentence: Sentence, cue: Cue) -> bool:
    """Whether a site is said to lie near what was told: "The consulate, which is across the street, is closed"."""
    return any(0 < one.start - cue.end <= _REACH for one in sentence.listed_as("word.next_door"))


def _hurt(sentence: Sentence, cue: Cue) -> bool:
    if sentence.of("spared"):
        return False
    clause = sentence.clause_at(cue.start)
    if any(abs(one.start - cue.start) <= _MENDED_REACH for one in sentence.listed_as("word.mended")):
        return True
    return bool(
        clause.of("harm.damage", "act.attack", "act.explode") or (_near(sentence, cue) and sentence.of("harm.", "act."))
    )


_MENDED_REACH = 10


def _beside(sentence: Sentence, cue: Cue) -> bool:
    """Whether the sentence beside that of a report tells where it was: "a bang near the embassy. It was a drone"."""
    if _hurt(sentence, cue):
        return True
    if sentence.of("act.protest", "followup", "spared", "deny", "negate"):
        return False
    wherever = sentence.lists["targets.wherever"]
    return any(0 <= cue.start - near.end <= _REACH for near in sentence.of("near") if near.base not in wherever)


def _near(sentence: Sentence, cue: Cue) -> bool:
    before = any(0 <= cue.start - near.end <= _REACH for near in sentence.of("near"))
    return before or any(0 <= near.start - cue.end <= 1 and "next" in near.base for near in sentence.of("near"))


def _speaks(sentence: Sentence, cue: Cue) -> bool:
    inside = sentence.tokens.words[max(sentence.start, cue.start - _INSIDE_REACH) : cue.start]
    within = sentence.lists["targets.within"]
    return within.isdisjoint(inside) and any(0 <= say.start - cue.end <= 1 for say in sentence.of("say"))


_INSIDE_REACH = 4


def _issued(reading: Reading, cue: Cue) -> bool:
    """Whether a site is only whose word or envoy it is: "the ambassador of", not "told the ambassador after its"."""
    before = reading.words[max(0, cue.start - 5) : cue.start]
    new_clause = reading.lists["targets.new_clause"]
    since = next((at for at in range(len(before), 0, -1) if before[at - 1] in new_clause), 0)
    return not reading.lists["targets.speakers"].isdisjoint(before[since:])


def _too_far(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether the text puts more than `NEAR_KM` between: "eight kilometres from the embassy"."""
    for at in range(max(sentence.start, cue.start - 10), cue.start):
        unit = _UNITS.get(reading.words[at])
        if unit is None:
            continue
        number = next((f for f in figures_loose(reading, sentence) if f[1] == at), None)
        if number and number[0] * unit > NEAR_KM:
            return True
    return False


def figures_loose(reading: Reading, sentence: Sentence) -> Iterator[tuple[float, int]]:
    """Yield every number of a sentence with the token behind it, measures included."""
    for cue in sentence.of("number"):
        yield float(cue.value or 0), cue.end
    for at in range(sentence.start, sentence.end):
        word = reading.words[at].replace(",", ".")
        if word.replace(".", "", 1).isdigit():
            yield float(word), at + 1
    for figure in figures(reading, sentence):
        yield float(figure.value), figure.end


def _target(reading: Reading, cue: Cue, kind: TargetClass, mentions: Sequence[Mention]) -> Target:
    first, last = reading.span(cue.start, cue.end)
    inside = next((m for m in mentions if m.start < last and first < m.end), None)
    before = next((m for m in mentions if m.kind == "demonym" and 0 <= first - m.end <= 2), None)
    country = (inside.operator if inside else None) or (before.country if before else None)
    name = inside.text if inside and inside.site else reading.text(cue.start, cue.end)
    return Target(target=kind, name=name, country=country if kind is TargetClass.DIPLOMATIC else None)
