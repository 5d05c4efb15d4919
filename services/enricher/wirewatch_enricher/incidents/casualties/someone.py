"""One person before a word of harm whom no figure counts. In: the word and its sentence. Out: a `Harm` of one, or None.

"A drummer was killed" whatever the calling, "Ali Said, 20, of Basra, was hurt", "she was treated for burns".
"""

from collections.abc import Iterator, Sequence

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.harm import IMPLIED, PERSONAL, WEAK, Harm, dies, only_of_persons
from wirewatch_enricher.incidents.casualties.then_died import DIED
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, name_opening, names_before, singular
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, dateline_end, word_before


def someone(reading: Reading, sentence: Sentence, cue: Cue) -> Harm | None:
    """Return the one person whom a word of harm was done to, None where it is not said of one."""
    named = _unnamed(reading, sentence, cue) or _apposed(reading, sentence, cue)
    return named or _he_or_she(reading, sentence, cue) or _who_did_before(reading, sentence, cue)


def _unnamed(reading: Reading, sentence: Sentence, cue: Cue) -> Harm | None:
    """Return one person, whatever the calling, before what only persons suffer: "a drummer was killed"."""
    at = _before_its_pair(reading, sentence, cue) - 1
    while at > sentence.start and reading.words[at] in reading.lists["word.aux"]:
        at -= 1
    start, count = names_before(reading, sentence, at + 1)
    if count and only_of_persons(cue) and (count > 1 or reading.words[at + 1] not in reading.lists["someone.plural"]):
        return Harm(kind=cue.tag, value=count, strength=WEAK, start=start, end=cue.end)
    if at == sentence.start and _by_surname(reading, sentence, cue):
        return Harm(kind=cue.tag, value=1, strength=WEAK, start=at, end=cue.end)
    noun, first = reading.words[at], at
    while first - 2 > sentence.start and reading.words[first - 1] == "-":
        first -= 2
    article = reading.words[first - 1] if first > sentence.start else ""
    rest = reading.lists["someone.rest"]
    person = noun.isalpha() and noun not in rest and not noun.endswith(("s", "men", "people", "children", "police"))
    named = any(other.start <= at < other.end for other in sentence.of("weapon.", "target.", "harm.", "act."))
    articles = reading.lists["common.articles"]
    person = person or (noun.isalpha() and reading.texts[at][:1].isupper() and article in articles - {"the"})
    suffered = cue.base in PERSONAL or dies(cue) or reading.words[cue.end - 1] in reading.lists["word.harmed"]
    if suffered and article in articles and person and not named:
        return Harm(kind=cue.tag, value=1, strength=WEAK, start=at, end=cue.end)
    return None


def _by_surname(reading: Reading, sentence: Sentence, cue: Cue) -> bool:
    """Whether a sentence begins with one name and what befell its bearer: "Saleh escaped with slight burns"."""
    at = sentence.start
    suffers = reading.lists["someone.suffers"]
    singular_words = reading.lists["someone.singular"]
    singular = reading.words[at + 1] in singular_words or (cue.start == at + 1 and cue.base in suffers)
    known = any(cue.start == at for cue in sentence.cues) or reading.words[at] in reading.lists["someone.no_names"]
    return singular and not known and not sentence.in_title and only_of_persons(cue) and reading.words[at].isalpha()


def _apposed(reading: Reading, sentence: Sentence, cue: Cue) -> Harm | None:
    """Return one person named before the commas that end right before the verb: "Ali Said, 20, of Basra, was hurt"."""
    verb = verb_start(reading, sentence, cue)
    start = dateline_end(reading, sentence) or sentence.start
    comma = next((at for at in range(start, verb) if reading.words[at] == ","), verb)
    suffered = comma == cue.start - 1 and cue.tag == INJURED and "," in reading.words[cue.end : cue.end + _NOUN + 1]
    if word_before(reading, verb) != "," or (comma >= verb - 1 and not suffered):
        return None
    named = next((n for n in (names_before(reading, sentence, at)[1] for at in (comma, verb - 1)) if n), 0)
    one = any(singular(reading, sentence, who) for who in sentence.of("victim") if who.end == comma)
    first = comma == start + 1 and dies(cue) and _says_who(reading, sentence, comma)
    if named != 1 and not (one or first):
        return None
    return Harm(kind=cue.tag, value=1, strength=WEAK, start=comma - 1, end=cue.end)


def _says_who(reading: Reading, sentence: Sentence, comma: int) -> bool:
    """Whether one name opens a sentence and a comma says who it is: "Olena, a nurse, …", "Serhii, who drove, …"."""
    no_names = reading.lists["someone.no_names"]
    known = any(one.start < comma for one in sentence.cues) or reading.words[comma - 1] in no_names
    opens = reading.words[comma + 1] in reading.lists["someone.who"] or reading.words[comma + 1].isdecimal()
    return opens and not known and not sentence.in_title and reading.words[comma - 1].isalpha()


def _he_or_she(reading: Reading, sentence: Sentence, cue: Cue) -> Harm | None:
    """Return the one whom "he" or "she" stands for: "she was treated for burns"; not where attackers are told of."""
    verb = verb_start(reading, sentence, cue)
    suffers = verb < cue.start or cue.base in reading.lists["someone.suffers"]
    if word_before(reading, verb) not in reading.lists["word.he"] or not suffers or _fought(reading, sentence):
        return None
    return Harm(kind=cue.tag, value=1, strength=WEAK, start=verb - 1, end=cue.end)


def him_or_her(reading: Reading, sentence: Sentence, cue: Cue, numbers: Sequence[Figure]) -> Harm | None:
    """Return the one of "it killed her instantly", the two of "him and his wife"; not where attackers are told of."""
    after = reading.words[cue.end + 1 : cue.end + 2]
    after_her = reading.lists["someone.after_her"]
    ends = not after or not after[0].isalpha() or after[0] in after_her or after[0].endswith("ly")
    her = reading.phrases["someone.her"]
    if reading.words[cue.end : cue.end + 1] not in her or not ends or _fought(reading, sentence):
        return None
    joined = after and after[0] in reading.lists["word.and"]
    mate = next((one for one in numbers if one.start == cue.end + 2 and one.noun), None) if joined else None
    value, strength = (1 + mate.value, IMPLIED) if mate else (1, WEAK)
    return Harm(kind=cue.tag, value=value, strength=strength, start=cue.start, end=mate.end if mate else cue.end + 1)


def _fought(reading: Reading, sentence: Sentence) -> bool:
    """Whether "he" may be an attacker."""
    return any(one.of("attacker_word", "actor.gunmen") for one in _told_of(reading, sentence))


def _who_did_before(reading: Reading, sentence: Sentence, cue: Cue) -> Harm | None:
    """Return the one whom the sentence opens with: "the driver got out and was treated", "… whose bus was hit died"."""
    verb, begin = verb_start(reading, sentence, cue), dateline_end(reading, sentence) or sentence.start
    adverb = reading.words[verb - 1] in reading.lists["word.manner"]
    joined = (verb < cue.start or dies(cue)) and word_before(reading, verb - adverb) in reading.lists["word.and"]
    end = _opening_person(reading, sentence, begin) if joined or cue.base in DIED else 0
    joined = joined and reading.words[end] not in {"and", ","}
    counted = [one for one in sentence.of("number") if (one.value or 0) > 1]
    others = any(end < one.start < verb for one in (*sentence.of("victim", "attacker_word"), *counted))
    if not end or others or not (joined or _far_from_its_verb(reading, sentence, end, verb)):
        return None
    return Harm(kind=cue.tag, value=1, strength=WEAK, start=end - 1, end=cue.end)


def _opening_person(reading: Reading, sentence: Sentence, begin: int) -> int:
    """Return where the one person ends whom a sentence begins with: a full name, or "the driver"; else 0."""
    if end := name_opening(reading, sentence, begin):
        return end
    first = next(iter(sentence.of("victim")), None)
    opens = first and 0 < first.start - begin <= _NOUN and reading.words[begin] in reading.lists["common.articles"]
    return first.end if first and opens and singular(reading, sentence, first) else 0


_NOUN = 3


def _far_from_its_verb(reading: Reading, sentence: Sentence, end: int, verb: int) -> bool:
    """Whether a clause parts a person from the verb: "the driver of the bus on which a drone dropped a mine died"."""
    clause = not reading.lists["someone.relative"].isdisjoint(reading.words[end:verb]) or sentence.of(INJURED, "act.")
    said = any(end <= one.start < verb for one in sentence.of("say"))
    at_its_end = not reading.lists["someone.where_or_when"].isdisjoint(reading.words[max(end, verb - _NEAR) : verb])
    return bool(clause) and at_its_end and not said


_NEAR = 5


def _told_of(reading: Reading, sentence: Sentence) -> Iterator[Sentence]:
    """Yield a sentence and the one before it, and on while these too tell of "her" without saying who."""
    for one in reversed(reading.sentences[: sentence.number + 1]):
        yield one
        if one is not sentence and reading.lists["someone.hers"].isdisjoint(reading.words[one.start : one.end]):
            return


def verb_start(reading: Reading, sentence: Sentence, cue: Cue) -> int:
    """Return the token that the verb of a word of harm begins with: the "was" of "was badly hurt"."""
    verb, aux = cue.start, reading.lists["word.aux"]
    while verb > sentence.start and (
        reading.words[verb - 1] in aux or (reading.words[verb - 1] == "also" and reading.words[verb - 2] in aux)
    ):
        verb -= 1
    return verb


def _before_its_pair(reading: Reading, sentence: Sentence, cue: Cue) -> int:
    """Return where the first of two verbs of harm that share a subject begins: "was stabbed and killed"."""
    if word_before(reading, cue.start) not in reading.lists["word.and"]:
        return cue.start
    return min((one.start for one in sentence.of(INJURED) if one.end == cue.start - 1), default=cue.start)
