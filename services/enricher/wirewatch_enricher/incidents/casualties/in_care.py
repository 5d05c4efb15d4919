"""The hurt as hospitals tell of them. In: a sentence and its figures. Out: `Harm`s, and the words that tell of care.

"61 are still in hospital and 26 have been sent home" are 87 hurt; "the rest of the wounded, seven persons" are seven;
"were brought to the Assad Hospital" and "sought the help of doctors" tell of harm.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from wirewatch_enricher.incidents.casualties.figures import Figure, figures
from wirewatch_enricher.incidents.casualties.harm import ORDINAL, PLAIN, Harm
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, word_before

_HOME = frozenset({"discharged", "released", "home"})
_THERE = frozenset({"admitted", "hospital", "hospitals", "treated", "treatment", "hospitalised", "hospitalized"})
_KEPT = frozenset({"care", "observation", "ward", "wards", "surgery"})
_CLAUSE = 9
_REST = frozenset({"rest", "remainder"})
_HURT = frozenset({"wounded", "injured", "hurt"})
_IN_ALL = {("in", "all"), ("in", "total"), ("in", "number")}
_COUNT = frozenset({"count", "tally", "list", "figures"})
_NEAR = 3


def in_care(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the hurt of whom some are in hospital and some are home, and those of "the rest of the wounded, seven"."""
    remain = any(pair in _REMAIN_THERE for pair in pairwise(reading.words[sentence.start : sentence.end]))
    if remain or sentence.of(INJURED):
        yield from _home_and_there(reading, sentence, [one for one in numbers if not one.article])
        yield from _the_rest(reading, numbers)
        yield from _carried(reading, sentence, numbers)
    yield from _given_help(reading, sentence, numbers)


def _home_and_there(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the sum of "seven have been discharged and three are still admitted".

    Where all the hurt are counted as well, the sum may only be little less, and if one has died since.
    """
    where = {one: _where(reading, sentence, one, numbers) for one in numbers}
    home = [one for one, place in where.items() if place == "home"]
    there = [one for one, place in where.items() if place == "there"]
    if len(home) != 1 or len(there) != 1:
        return
    whole = home[0].value + there[0].value
    before = [one for one in reading.sentences if one.number < sentence.number and one.of(INJURED)]
    more = min((one.value for other in before for one in figures(reading, other) if one.value > whole), default=whole)
    if more > whole + _some_died(reading, sentence) * (1 + whole // _THIRD):
        return
    all_told = [one.value for one in numbers if one not in {*home, *there} and one.value >= whole]
    start, end = sorted((home[0].start, there[0].start))
    if whole in all_told or not all_told or _some_died(reading, sentence):
        yield Harm(kind=INJURED, value=whole, strength=ORDINAL, start=start, end=end + 1)


_THIRD = 3
"""How much of the hurt may have died since: a third of those who are left, and one."""


def _some_died(reading: Reading, sentence: Sentence) -> bool:
    return any(one.of(KILLED) for one in reading.sentences if one.number <= sentence.number)


def _where(reading: Reading, sentence: Sentence, number: Figure, numbers: Sequence[Figure]) -> str | None:
    """Return whether those of a figure are "home" or still "there", None where its clause does not tell."""
    stop = min([one.start for one in numbers if one.start > number.start] + [sentence.end, number.end + _CLAUSE])
    said = reading.words[number.end : stop]
    if said[-1:] in _REMAIN and "," in said:
        said = said[: said.index(",")]
    if "of" in reading.words[max(0, number.start - 2) : number.start] and said[:1] and said[0] in _HURT:
        return None
    if not said or (said[0] == "of" and not _HURT & {*said[:_NEAR]}):
        return None
    if _HOME & {*said}:
        return "home"
    before = reading.words[max(sentence.start, number.start - _NEAR) : number.start]
    remain = before[-1:] in _REMAIN and not _THERE.isdisjoint(before)
    return "there" if remain or (_THERE | _KEPT) & {*said} else None


_REMAIN_THERE = {(house, "remain") for house in ("hospital", "hospitals", "clinic", "clinics")}
_REMAIN = {("remain",), ("remained",), ("are",), ("still",), ("stay",)}


def _the_rest(reading: Reading, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the seven of "the rest of the wounded, seven persons, went home", "the wounded, seven in all, …"."""
    for number in numbers:
        before = reading.words[max(0, number.start - 2 * _NEAR) : number.start]
        whole = _REST & {*before} or reading.words[number.end : number.end + 2] in _IN_ALL
        whole = whole or _COUNT & {*reading.words[number.end : number.end + _NEAR + 1]}
        if before[-1:] == (",",) and _HURT & {*before[-2:]} and whole and not number.article:
            yield Harm(kind=INJURED, value=number.value, strength=PLAIN, start=number.start, end=number.end)


def _carried(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the 30 of "ambulances ferried 30 injured to four hospitals"."""
    for hurt in sentence.of(INJURED):
        them = next((one for one in numbers if one.end == hurt.start and not one.article), None)
        if them and hurt.end - hurt.start == 1 and reading.words[hurt.end : hurt.end + 1] == ("to",):
            yield Harm(kind=INJURED, value=them.value, strength=PLAIN, start=them.start, end=hurt.end)


def _given_help(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> Iterator[Harm]:
    """Yield the three of "crews gave first aid to three people", "doctors are fighting for the lives of three"."""
    for number in numbers if reading.language == "en" else ():
        before = reading.words[max(sentence.start, number.start - _CLAUSE) : number.start]
        helped = before[-1:] == ("to",) and _HELP & {*before} and _MEDICAL & {*before} and not number.article
        helped = helped and _CHARITY.isdisjoint(before)
        if helped or (before[-2:] == ("lives", "of") and not _FIGHT.isdisjoint(before)):
            yield Harm(kind=INJURED, value=number.value, strength=PLAIN, start=number.start, end=number.end)


_CHARITY = frozenset({"charity", "charities", "foundation", "camp", "free", "mobile", "ngo", "mission"})
_FIGHT = frozenset({"fighting", "fight", "battling", "struggling"})


def words_of_care(reading: Reading, sentence: Sentence) -> Iterator[Cue]:
    """Yield what befell those who came to a hospital or under a doctor's hands, in words that no lexicon lists."""
    told = {at for one in sentence.of(INJURED) for at in range(one.start, one.end)}
    for at in range(sentence.start + 1, sentence.end) if reading.language == "en" else ():
        word = reading.words[at]
        end = _there(reading, sentence, at) if word in _BROUGHT | _STAY else None
        end = end or (_helped(reading, sentence, at) if word in _SEEK else None)
        end = end or (_there(reading, sentence, at) if word in _MORE else None)
        end = end or (at + 1 if word in _TOOK_IN and _HOUSES & {*reading.words[max(0, at - _NAME) : at]} else None)
        if (word == "affected" and _affected(reading, at)) or (word in _GRAVE and _counted(reading, at)):
            yield Cue(INJURED, "hit", None, at, at + 1)
        if end and told.isdisjoint(range(at, end)) and not _is_of_bodies(reading, sentence, at):
            yield Cue(INJURED, "in care", None, at, end)


def _there(reading: Reading, sentence: Sentence, verb: int) -> int | None:
    """Return where "brought to Raee hospital", "are in the town's clinic" ends; None where it is of no hospital."""
    ways = _TO if reading.words[verb] in _BROUGHT else _IN
    way = next((at for at in range(verb + 1, min(verb + _WAY, sentence.end)) if reading.words[at] in ways), None)
    between = reading.words[verb + 1 : way]
    if way is None or not (_ADVERBS.issuperset(between) or between[:1] == ("from",)):
        return None
    for at in range(way + 1, min(way + _NAME, sentence.end)):
        if reading.words[at] in _HOUSES:
            return at + 1 if _NOT_THERE.isdisjoint(reading.words[at + 1 : at + 2]) else None
        if not (reading.words[at].isalnum() or reading.words[at] in _IN_NAMES):
            return None
    return None


def _helped(reading: Reading, sentence: Sentence, verb: int) -> int | None:
    """Return where "asked doctors for help", "received first aid", "remain under doctors' supervision" ends."""
    for at in range(verb + 1, min(verb + _NAME, sentence.end)):
        word = reading.words[at]
        if word in _HELP | _CREWS and _MEDICAL & {*reading.words[verb + 1 : at + 1], *reading.words[at + 1 : at + 4]}:
            return at + 1
        if word not in _MEDICAL | _FOR:
            return at if at - 1 > verb and reading.words[at - 1] in _DOCTORS else None
    return None


def _affected(reading: Reading, at: int) -> bool:
    """Whether persons were "affected as a result of" an attack or "affected, of whom" some died."""
    was = word_before(reading, at) in reading.word_set("word.aux")
    return was and any(reading.words[at + 1 : at + 1 + len(words)] == words for words in _AFFECTED)


_AFFECTED = {("as", "a", "result"), (",", "of", "whom"), (",", "of", "them"), (",", "including")}


def _counted(reading: Reading, at: int) -> bool:
    """Whether a bare adjective counts the badly hurt: "five martyred, 3 critical."."""
    before = word_before(reading, at)
    alone = not reading.words[at + 1 : at + 2] or not reading.words[at + 1].isalnum()
    return alone and (before.isdecimal() or before in reading.word_set("number"))


_GRAVE = frozenset({"critical", "serious", "stable"})


def _is_of_bodies(reading: Reading, sentence: Sentence, verb: int) -> bool:
    """Whether the dead are brought: "the bodies of two men were taken to the hospital"."""
    for body in (one for one in sentence.of(KILLED) if one.end <= verb):
        between = reading.words[body.end : verb]
        commas = [at for at, word in enumerate(between) if word == ","]
        if len(commas) == len(_ASIDE):
            between = (*between[: commas[0]], *between[commas[1] + 1 :])
        if len(between) <= _NAME and not {",", "and", ";", "while", "but"} & {*between}:
            return True
    return False


_ASIDE = ",,"
"""The commas of "the bodies of 14 people, including five children, were brought"."""


_WAY, _NAME = 7, 7
_BROUGHT = frozenset({
    *("brought", "taken", "sent", "rushed", "flown", "moved", "transferred", "shifted", "transported", "evacuated"),
    *("delivered", "ferried", "driven", "carried", "referred", "admitted", "hauled", "directed"),
})  # fmt: skip
_STAY = frozenset(
    {"are", "is", "remain", "remains", "remained", "lie", "lies", "lay", "stay", "stays", "stayed", "kept"}
)
_TO, _IN = frozenset({"to", "into", "at"}), frozenset({"in"})
_ADVERBS = frozenset(
    {"still", "now", "also", "all", "both", "later", "immediately", "quickly", "by", "on", "ambulance"}
)
_HOUSES = frozenset({
    *("hospital", "hospitals", "clinic", "clinics", "infirmary", "infirmaries", "hospice", "icu", "wards"),
    *("dhq", "thq", "cmh"),
})  # fmt: skip
_IN_NAMES = frozenset({"-", "'s", "'", ".", "\u2013", "\u2019s"})
_NOT_THERE = frozenset(
    {"'s", "\u2019s", "morgue", "mortuary", "morgues", "mortuaries", "staff", "when", "as", "workers"}
)
_MORE = frozenset({"more", "others", "people"})
_SEEK = frozenset({
    *("sought", "seek", "seeking", "asked", "ask", "turned", "appealed", "applied", "requested", "went", "needed"),
    *("need", "required", "require", "received", "receive", "receiving", "got", "given", "remain", "remains", "are"),
    *("provided", "helped"),
})  # fmt: skip
_TOOK_IN = frozenset({"received", "receives", "admitted", "admits", "accepted", "accepts"})
_CREWS = frozenset({"crew", "crews", "teams"})
_DOCTORS = frozenset({"doctors", "doctor", "medics", "medic", "paramedics", "surgeons", "physicians"})
_MEDICAL = _DOCTORS | frozenset(
    {"medical", "hospital", "hospitals", "first", "emergency", "ambulance", "outpatient", "inpatient"}
)
_HELP = frozenset({"help", "assistance", "aid", "care", "attention", "treatment", "supervision", "observation"})
_FOR = frozenset({"for", "to", "the", "from", "of", "a", "under", "with", "by", "at", "in", "'", "\u2019", "'s"})
OF_CARE = _HOUSES | _MEDICAL | _GRAVE | {"affected"}
"""The words of which one stands in each sentence that tells of those in care."""
