"""Wordings that name those harmed in a form of their own. In: a word of harm and its figures. Out: a `Harm`, or None.

"A martyr", "the slain guard", "the dead were named as Ali Hassan and Omar Said", "among the five killed were two
nurses", "wounded in the shelling were a nurse and two patients".
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.groups import persons, summed
from wirewatch_enricher.incidents.casualties.harm import IMPLIED, PLAIN, WEAK, Harm, harm_of
from wirewatch_enricher.incidents.casualties.listing import list_after
from wirewatch_enricher.incidents.casualties.someone import verb_start
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED, names_after, singular, victim_in
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_NEAR = 6


def said_outright(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    """Return those whom a wording of its own names, None where there is none."""
    return (
        _martyr(reading, cue)
        or _identified(reading, sentence, cue, numbers)
        or _slain(reading, sentence, cue)
        or _counted_and_named(reading, cue, numbers)
        or _inverted(reading, sentence, cue, numbers)
        or _with_wounds(reading, sentence, cue, numbers)
    )


def _with_wounds(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    """Return those right before "with serious wounds": "leaving a third with burns", "and two others with injuries"."""
    near = range(cue.start - 1, max(sentence.start, cue.start - _ADJECTIVES - 1), -1)
    at = next((one for one in near if reading.words[one] == "with"), None)
    if cue.tag != INJURED or at is None or not all(map(str.isalpha, reading.words[at : cue.start])):
        return None
    noun = next((one.start for one in sentence.of("victim") if one.end == at), at)
    whose = next((one for one in numbers if one.end == noun and one.end < sentence.end), None)
    return harm_of(cue, whose, PLAIN) if whose else None


_ADJECTIVES = 3


def _counted_and_named(reading: Reading, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    """Return the five of "among the five killed were a cleric and his sons"."""
    number = next((n for n in numbers if n.end == cue.start and not n.article), None)
    were = reading.words[cue.end : cue.end + 1]
    among = number and "among" in reading.words[max(0, number.start - 2) : number.start]
    return harm_of(cue, number, PLAIN) if number and among and were in reading.phrases["phrasings.were"] else None


def _inverted(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    """Return those of "wounded in the shelling were a nurse and two patients", "those who died were a cook and …"."""
    first = cue.start - (word_before(reading, cue.start) in {"also", "both"})
    opens = first == sentence.start or word_before(reading, first) in {";", ":"}
    opens = opens and reading.words[cue.start].endswith("ed")
    the_dead = _the_dead(reading, cue)
    those = the_dead or _those_who(reading, sentence, cue)
    near = range(cue.end, min(cue.end + (2 * _NEAR if the_dead else _NEAR), sentence.end))
    were_words = reading.phrases["phrasings.were"]
    were = next((at for at in near if reading.words[at : at + 1] in were_words), None) if opens or those else None
    if were is None or "," in reading.words[cue.end : were]:
        return None
    them = next((n for n in numbers if n.start == were + 1 and persons(reading, sentence, n)), None)
    listed = list_after(reading, sentence, were + 1, numbers)
    whole = listed or (summed(reading, sentence, them, numbers, stop=sentence.end) if them else None)
    if whole is None:
        return None
    harm = harm_of(cue, whole, PLAIN)
    company = any(one.start == cue.end for one in sentence.of("company")) or reading.words[cue.end] == "with"
    mate = next((n for n in numbers if cue.end < n.start < were), None) if company else None
    return replace(harm, value=harm.value + mate.value, strength=PLAIN) if mate else harm


def _martyr(reading: Reading, cue: Cue) -> Harm | None:
    """Return the one of "a martyr"."""
    ones = reading.lists["phrasings.ones"]
    if reading.words[cue.start] not in ones or word_before(reading, cue.start) not in reading.lists["common.a"]:
        return None
    return Harm(kind=cue.tag, value=1, strength=IMPLIED, start=cue.start - 1, end=cue.end)


def _identified(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    """Return those of "the dead were named as Ali Hassan, 34, and Omar Said", "the dead: Ali, a cook; Omar"."""
    if reading.words[cue.end - 1] not in reading.lists["word.harmed"] and not _those_who(reading, sentence, cue):
        return None
    start = _names_start(reading, sentence, cue)
    if not 0 < start < sentence.end:
        return None
    if count := _by_semicolons(reading, sentence, start, numbers):
        strength = WEAK if "among" in reading.words[max(0, cue.start - 2) : cue.start] else PLAIN
        return Harm(kind=cue.tag, value=count, strength=strength, start=cue.start, end=start + 1)
    end, count = names_after(reading, sentence, start)
    if reading.texts[start].istitle() and (listed := list_after(reading, sentence, start, ())):
        end, count = listed.end, max(count, listed.value)
    return Harm(kind=cue.tag, value=count, strength=IMPLIED, start=cue.start, end=end) if count > 1 else None


def _names_start(reading: Reading, sentence: Sentence, cue: Cue) -> int:
    """Return where names begin behind "the dead were named as", "(police named) the dead as", "the dead are"; or 0."""
    near = range(cue.end, min(sentence.end, cue.end + _AS))
    as_ = next((at for at in near if reading.words[at : at + 2] in reading.phrases["phrasings.named_as"]), None)
    if as_ is not None:
        return as_ + 2
    colon = next((at for at in range(cue.end, sentence.end) if reading.words[at] == ":"), None)
    before = {*reading.words[max(sentence.start, cue.start - _AS) : cue.start]}
    those = reading.lists["phrasings.those"]
    if colon and (colon == cue.end or ";" in reading.words[colon : sentence.end]) and before & those:
        return colon + 1
    named = reading.words[cue.end : cue.end + 1] == ("as",) and before & {"identified", "named"}
    are = reading.words[cue.end : cue.end + 1] in reading.phrases["phrasings.were"] and ("the" in before or not before)
    return cue.end + 1 if named or are else 0


def _by_semicolons(reading: Reading, sentence: Sentence, start: int, numbers: Sequence[Figure]) -> int:
    """Return how many a list counts whose groups semicolons part: "Ali Hassan, a cook; his two sons; and a guard"."""
    ends = [at for at in range(start, sentence.end) if reading.words[at] == ";"]
    first = [at + 1 + (reading.words[at + 1] in reading.lists["word.and"]) for at in ends]
    groups = [_group_at(reading, at, numbers) for at in (start, *first)]
    return sum(groups) if ends and all(groups) else 0


def _group_at(reading: Reading, at: int, numbers: Sequence[Figure]) -> int:
    """Return how many a group counts that begins at a token: a name or "her daughter" one, "his two sons" two."""
    own = reading.words[at] in reading.lists["word.his"] | reading.lists["common.a"]
    number = next((one.value for one in numbers if one.start in {at, at + own} and not one.article), 0)
    return number or int(own or reading.texts[at][:1].isupper())


def _the_dead(reading: Reading, cue: Cue) -> bool:
    """Whether a word of harm is "the dead", and not "among the dead" or "five of the dead"."""
    the = reading.words[cue.start - 1] == "the" and word_before(reading, cue.start - 1) not in {"among", "of"}
    return the and reading.words[cue.end - 1] in reading.lists["word.harmed"]


def _those_who(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether a word of harm is of "those who"."""
    verb = verb_start(reading, sentence, cue)
    return verb - 2 >= sentence.start and reading.words[verb - 2 : verb] in reading.phrases["phrasings.those_who"]


_AS = 4


def fallen(reading: Reading, sentence: Sentence) -> Iterator[Cue]:
    """Yield the deaths of "two guards fell in the ambush" and "the ten who fell on Tuesday"; not of "fell ill"."""
    things = bool(sentence.of("weapon."))
    whose = {cue.end for cue in sentence.of("victim") if not (things and cue.base == "other")}
    days = {cue.start for cue in sentence.of("time.")}
    into = reading.lists["phrasings.into"]
    votes = reading.lists["phrasings.votes"]
    fell = reading.lists["phrasings.fell"]
    fell_where = reading.lists["phrasings.fell_where"]
    for at in range(sentence.start + 1, sentence.end - 1):
        if reading.words[at] not in fell or not (at in whose or reading.words[at - 1] == "who"):
            continue
        after = at + 1 + (reading.words[at + 1] == "on")
        if not (into.isdisjoint(reading.words[at + 1 : at + 3]) and votes.isdisjoint(reading.words[at:][: _NEAR + 2])):
            continue
        if reading.words[at + 1] in fell_where or not reading.words[at + 1].isalnum() or after in days:
            yield Cue(KILLED, "die", None, at, at + 1)


def _slain(reading: Reading, sentence: Sentence, cue: Cue) -> Harm | None:
    """Return the one of "the slain guard"."""
    victim = victim_in(sentence, cue.end, 2) if reading.words[cue.start] == "slain" else None
    if victim is None or not singular(reading, sentence, victim):
        return None
    return Harm(kind=cue.tag, value=1, strength=WEAK, start=cue.start, end=victim.end)
