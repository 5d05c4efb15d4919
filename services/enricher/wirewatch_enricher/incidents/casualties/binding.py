"""Which figure a word of harm has. In: a word of harm, the figures of its sentence. Out: a `Harm`, or None.

A figure is bound by order: inside a split word ("left two dead"), after an active verb ("killing two people"), before
a passive one or a noun ("two people were killed", "two dead"): that is `subjects`.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from wirewatch_enricher.incidents.casualties.company import with_company
from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.glued import with_glued
from wirewatch_enricher.incidents.casualties.groups import of_a_thing, persons, summed
from wirewatch_enricher.incidents.casualties.harm import (
    DEATHS,
    IMPLIED,
    OF_THINGS,
    ORDINAL,
    PERSONAL,
    PLAIN,
    WEAK,
    Harm,
    dies,
    harm_of,
    is_active,
    kind_after,
)
from wirewatch_enricher.incidents.casualties.listing import list_after
from wirewatch_enricher.incidents.casualties.parts import named_behind, only_some, part, uncounted_at, uncounted_before
from wirewatch_enricher.incidents.casualties.phrasings import said_outright
from wirewatch_enricher.incidents.casualties.someone import him_or_her, verb_start
from wirewatch_enricher.incidents.casualties.subjects import subject
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import (
    INJURED,
    KILLED,
    excepted,
    has_verb,
    names_after,
    singular,
    victim_in,
)
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_RIGHT = 6
_AGED = 6
_VERB_FIRST = frozenset({"ar", "es", "fr", "ru", "uk"})
_NOUN_FIRST = frozenset({"ar"})
_OWNS = {("'s",), ("\u2019s",)}


def bound(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    """Return the figure that a word of harm has in its sentence, None where it has none."""
    if said := said_outright(reading, sentence, cue, numbers):
        return said
    if only_some(reading, sentence, cue):
        return part(reading, sentence, cue, numbers)
    if inside := _inside(reading, sentence, cue, numbers):
        return inside
    told_before = cue.tag == INJURED and "*" in cue.base and "them" in reading.words[cue.start : cue.end]
    return None if told_before else _beside(reading, sentence, cue, numbers)


def _inside(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    """Return the figure within a split word: "left two dead"."""
    within = (n for n in numbers if cue.start < n.start and n.end < cue.end)
    number = next((n for n in within if "*" in cue.base or not n.article), None)
    if number is None or reading.lists["word.and"] & set(reading.words[cue.start : number.start]):
        return None
    bare = reading.words[number.end] in {"to", "in", "into"}
    if not (cue.tag == KILLED or bare or persons(reading, sentence, number)):
        return None
    stop = cue.end - len(cue.base.partition("*")[2].split())
    return replace(harm_of(cue, summed(reading, sentence, number, numbers, stop=stop), PLAIN), start=number.start)


def _beside(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    """Return the figure behind a word of harm or before it, with those who shared the harm."""
    active = None if cue.base in reading.lists["binding.no_object"] else _right(reading, sentence, cue, numbers)
    after = reading.words[cue.end] if cue.end < sentence.end else ""
    are = after in reading.lists["word.are"] and not any(n.end == cue.start for n in numbers)
    are = are and not (after == ":" and verb_start(reading, sentence, cue) < cue.start)
    listed = reading.language == "en" or (active and active.strength >= PLAIN)
    if active and are and listed and reading.words[cue.end - 1] in reading.lists["word.harmed"]:
        return replace(active, strength=max(active.strength, ORDINAL))
    one = active and active.strength < PLAIN
    before = one and any(n.end == cue.start and not n.article for n in numbers)
    doing = not before and (is_active(reading, cue) or _has_done(reading, cue) or cue.base == "shoot")
    noun_first = reading.language in _NOUN_FIRST or _joined_verb(reading, cue, numbers)
    of = reading.lists["word.of"] | ({"to"} if cue.base in reading.lists["binding.harms"] else frozenset())
    first = active and (are or after in of or doing or noun_first)
    uncounted = active is None and cue.base in PERSONAL and is_active(reading, cue) and uncounted_at(reading, cue.end)
    several = uncounted or uncounted_before(reading, sentence, cue, numbers)
    passive = None if first or several else subject(reading, sentence, cue, numbers)
    found = passive or active
    if found is None:
        return named_behind(reading, sentence, cue, numbers)
    return with_company(reading, sentence, cue, found, numbers)


def _joined_verb(reading: Reading, cue: Cue, numbers: Sequence[Figure]) -> bool:
    """Whether an "and" joins a verb to the one before it: "a tué trois soldats et blessé sept autres"."""
    joined = word_before(reading, cue.start) in reading.lists["word.and"]
    return reading.language in _VERB_FIRST and joined and any(one.start == cue.end for one in numbers)


def _has_done(reading: Reading, cue: Cue) -> bool:
    """Whether somebody has done harm: "bombs have killed 32 people"."""
    return cue.base in PERSONAL and word_before(reading, cue.start) in {"has", "have", "had"}


def _right(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    """Return who stands behind a word of harm: a figure, one person, a name."""
    at = _past_fillers(reading, sentence, cue, numbers)
    number = _owned(reading, sentence, next((n for n in numbers if n.start == at), None), numbers)
    suffers = cue.base in PERSONAL and is_active(reading, cue)
    person = suffers or victim_in(sentence, at, 6) or (number and persons(reading, sentence, number))
    if number and number.article and reading.language == "en" and _plural(reading, sentence, at):
        return None
    if number and (not number.article or person):
        if not _object(reading, sentence, cue, number):
            return None
        whole = _all_of(reading, sentence, cue, number, numbers)
        return with_glued(reading, sentence, harm_of(cue, whole, PLAIN), numbers)
    behind = reading.words[cue.end : cue.end + 2]
    victim = victim_in(sentence, cue.end, 1 if behind[:1] == (",",) else _AGED if behind[1:] == ("-",) else 3)
    owner = next((at for at in range(cue.end + 1, cue.end + 4) if reading.words[at : at + 1] in _OWNS), None)
    if owner and victim is None and reading.texts[cue.end].istitle():
        victim = victim_in(sentence, owner + 1, 2)
    first = is_active(reading, cue) or reading.language in _VERB_FIRST
    shot = cue.base in DEATHS and word_before(reading, cue.start) not in reading.lists["word.aux"]
    if ((first and dies(cue)) or shot) and (named := _named_right(reading, sentence, cue, victim, numbers)):
        return named
    if victim and first and singular(reading, sentence, victim):
        value = 1 + _also(reading, sentence, victim)
        one = Harm(kind=cue.tag, value=value, strength=IMPLIED, start=cue.start, end=victim.end)
        return with_glued(reading, sentence, one, numbers)
    her = him_or_her(reading, sentence, cue, numbers) if first and cue.base in PERSONAL else None
    return her or _whatever_calling(reading, sentence, cue, numbers) or _alone(reading, cue)


def _owned(reading: Reading, sentence: Sentence, number: Figure | None, numbers: Sequence[Figure]) -> Figure | None:
    """Return the two of "a farmer's two sons", else the figure itself."""
    whose = victim_in(sentence, number.end, 3) if number and number.article else None
    if whose is None or reading.words[whose.end : whose.end + 1] not in _OWNS:
        return number
    return next((one for one in numbers if one.start == whose.end + 1 and not one.article), number)


def _all_of(reading: Reading, sentence: Sentence, cue: Cue, number: Figure, numbers: Sequence[Figure]) -> Figure:
    """Return a figure behind a verb with the others of its list: "killed a Swede, a drummer and their cook"."""
    whole = summed(reading, sentence, number, numbers, stop=sentence.end)
    nominal = cue.tag == KILLED and word_before(reading, number.start) == "of"
    listed = list_after(reading, sentence, number.start, numbers) if nominal or dies(cue) else None
    return listed if listed and listed.end >= whole.end else whole


def _whatever_calling(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    """Return the one of "killed the head of the council", "shot dead the drummer of a band", whatever the calling."""
    if not (is_active(reading, cue) and dies(cue)) or reading.words[cue.end : cue.end + 1] != ("the",):
        return None
    near = range(cue.end + 2, min(cue.end + _RIGHT, sentence.end))
    of = next((at for at in near if reading.words[at] == "of"), cue.end)
    noun, things = word_before(reading, of), sentence.of("target.", "weapon.", "time.", "act.")
    thing = any(one.start < of and one.end > cue.end for one in things)
    if of == cue.end or thing or noun.endswith(_NO_CALLING) or not noun.isalpha():
        return None
    one = Figure(start=cue.end, end=of, value=1, article=True, noun=of - 1)
    whole = summed(reading, sentence, one, numbers, stop=sentence.end)
    return Harm(kind=cue.tag, value=whole.value, strength=WEAK, start=cue.start, end=whole.end)


_NO_CALLING = ("s", "ed", "ing", "ion", "ment", "ness", "ity", "rest", "number", "majority", "half", "kind", "mood")


def _named_right(
    reading: Reading, sentence: Sentence, cue: Cue, victim: Cue | None, numbers: Sequence[Figure]
) -> Harm | None:
    """Return who is named behind a verb, with a list's others: "killed Governor Ali Hassan and his driver"."""
    adjective = victim is not None and victim.start == cue.end + 1 and reading.texts[cue.end].islower()
    ahead = adjective and reading.words[cue.end].endswith(_ADJECTIVES)
    titled = victim is not None and (victim.start == cue.end or ahead) and singular(reading, sentence, victim)
    aged = _YEAR_OLD * (reading.words[cue.end + 1 : cue.end + _YEAR_OLD] == ("-", "year", "-", "old"))
    start = victim.end if victim and titled else cue.end + (aged or reading.words[cue.end : cue.end + 1] == ("of",))
    end, count = names_after(reading, sentence, start)
    if not end:
        return None
    apposed_words = reading.phrases["binding.apposed"]
    apposed = reading.words[end : end + 1] == (",",) and reading.words[end + 1 : end + 2] in apposed_words
    names = Figure(start=cue.end, end=end, value=count, noun=start)
    whole = list_after(reading, sentence, cue.end, numbers)
    whole = whole or (_past_apposition(reading, names, numbers) if apposed else None)
    whole = whole or summed(reading, sentence, names, numbers, stop=names.end if apposed else sentence.end)
    strength = IMPLIED if titled or whole.value > count else WEAK
    return Harm(kind=cue.tag, value=whole.value, strength=strength, start=cue.start, end=whole.end)


_YEAR_OLD = 5
_ADJECTIVES = ("al", "ous", "ar", "er", "ior", "ed", "ic", "an", "ese", "ish", "ent", "ive", "ing")


def _past_apposition(reading: Reading, names: Figure, numbers: Sequence[Figure]) -> Figure | None:
    """Return the one more whom an "and" adds behind who a name is: "Ali Hassan, a commander, and his guard"."""
    comma = next((at for at in range(names.end + 1, names.end + _RIGHT) if reading.words[at : at + 1] == (",",)), None)
    if comma is None or reading.words[comma + 1 : comma + 2] != ("and",):
        return None
    other = next((one for one in numbers if one.start == comma + 2 and one.noun is not None), None)
    return replace(names, end=other.end, value=names.value + other.value) if other else None


def _object(reading: Reading, sentence: Sentence, cue: Cue, number: Figure) -> bool:
    """Whether a figure behind a word of harm is its own: not another's ("killed, two wounded"), nor one of things."""
    other = kind_after(reading, sentence, number)
    if not number.article and other and not victim_in(sentence, number.end, 1):
        return False
    return not of_a_thing(sentence, number) and (cue.base not in OF_THINGS or persons(reading, sentence, number))


def _past_fillers(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> int:
    """Return where what a word of harm is done to begins: behind "at least" and "the dead were"."""
    among = cue.base in reading.lists["binding.harms"] and reading.words[cue.end : cue.end + 1] == ("among",)
    at = cue.end + 1 if among else _past_nobody(reading, cue.end)
    starts, stop = {number.start for number in numbers}, min(sentence.end, at + _RIGHT)
    if (
        at < stop
        and reading.words[at] in reading.lists["word.are"]
        and reading.words[at - 1] in reading.lists["word.harmed"]
    ):
        at += 1
    fillers = reading.lists["word.about"] | reading.lists["word.his"] | {"all", "now", "currently", "between"}
    himself = at + 1 < stop and reading.words[at] in reading.lists["binding.selves"]
    if himself and reading.words[at + 1] in reading.lists["word.and"]:
        at += 2
    quantified = reading.lists["figures.quantified"]
    if reading.words[at : at + 1] in {("a",), ("an",)} and not quantified.isdisjoint(reading.words[at + 1 : at + 2]):
        at += 2
    while at < stop and reading.words[at] in fillers and at not in starts and not _meanwhile(reading, at):
        at += 1
    comma = reading.words[at : at + 1] == (",",)
    closed = any(n.start == at + 1 and reading.words[n.end : n.end + 1] in {(",",), (".",), ()} for n in numbers)
    return at + 1 if comma and closed else at


def _past_nobody(reading: Reading, at: int) -> int:
    """Return where those begin who are taken out of nobody: behind "no diplomats but", "(was hurt) except for".

    Or who come after beasts: "(killed) 11 goats and a shepherd". Not behind "(no one died) but" where they have a
    verb of their own: "but a woman was hurt".
    """
    herd = next((one for one in range(at, at + _RIGHT) if reading.words[one : one + 1] == ("and",)), at)
    if not reading.lists["word.beast"].isdisjoint(reading.words[at:herd]):
        return herd + 1
    near = range(at, at + (_RIGHT if reading.words[at : at + 1] in reading.phrases["binding.no"] else 2))
    begin = next((begin for one in near if (begin := excepted(reading, one))), at)
    return at if begin == at + 1 and has_verb(reading, begin) else begin


def _meanwhile(reading: Reading, at: int) -> bool:
    """Whether "as" opens a clause: "one hurt as two guards fled", not "killed as many as ten"."""
    return reading.words[at] == "as" and not {"many", "few"} & {
        *reading.words[at - 1 : at],
        *reading.words[at + 1 : at + 2],
    }


def _plural(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Whether "a" only opens a phrase for several: "a number of civilians"."""
    victim = victim_in(sentence, at, 5)
    return bool(victim and not singular(reading, sentence, victim) and "of" in reading.words[at : victim.start])


def _also(reading: Reading, sentence: Sentence, victim: Cue) -> int:
    """Return how many more single persons an "and" adds: "a woman and her son"."""
    for other in sentence.of("victim"):
        if not victim.end <= other.start <= victim.end + 2 or not singular(reading, sentence, other):
            continue
        between = reading.words[victim.end : other.start]
        if set(between) & reading.lists["word.and"]:
            return 1
    return 0


def _alone(reading: Reading, cue: Cue) -> Harm | None:
    """Return one person where the form of the word itself says so: "загинула", "a été tué"."""
    words = set(reading.words[cue.start : cue.end])
    if words & reading.lists["word.one"]:
        return Harm(kind=cue.tag, value=1, strength=WEAK, start=cue.start, end=cue.end)
    return None
