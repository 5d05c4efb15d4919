"""Words that only say more of a group named before them. In: a sentence and its figures. Out: their tokens.

"Three people, a father and his two sons, were killed", "seven people (four of them children) were hurt": between the
marks stands no group of its own, so a word of harm looks past them.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.groups import persons
from wirewatch_enricher.incidents.text.persons import harm_within
from wirewatch_enricher.incidents.text.reading import Reading, Sentence

_DASHES = frozenset({"-", "--", "\u2013", "\u2014"})
_LONGEST = 25


def asides(reading: Reading, sentence: Sentence, numbers: Sequence[Figure]) -> frozenset[int]:
    """Return the tokens between commas, dashes or brackets that only say more of the group before them."""
    inside: set[int] = set()
    for first, last in _pairs(reading, sentence):
        bracket = reading.words[first] == "(" and not harm_within(sentence, first, last)
        if bracket or _says_more(reading, sentence, first, last, numbers):
            inside.update(range(first, last + 1))
    for number in numbers:
        inside.update(_who_each_is(reading, sentence, number))
    return frozenset(inside)


def _who_each_is(reading: Reading, sentence: Sentence, number: Figure) -> range:
    """Return the commas that hold as many names as a figure counts: "three soldiers, Ali, Omar and Said, were …"."""
    near = range(number.end, min(number.end + _NOUN, sentence.end))
    first = next((at for at in near if reading.words[at] == ","), None)
    if first is None or number.value < _PAIR or number.article or harm_within(sentence, number.end, first):
        return range(0)
    names, depth = 0, 0
    for at in range(first, min(first + _LONG_LIST, sentence.end - 1)):
        depth += (reading.words[at] == "(") - (reading.words[at] == ")")
        joint = reading.words[at] == "," or reading.words[at] in reading.lists["word.and"]
        more = reading.words[at] == "," and reading.words[at + 1] in reading.lists["word.and"]
        if joint and not depth and names == number.value and (more or _goes_on(reading, sentence, at + 1)):
            return range(first, at + 1)
        names += joint and not depth and reading.texts[at + 1][:1].isupper()
    return range(0)


def _goes_on(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Whether the verb of harm stands at a token."""
    aux = at < sentence.end and reading.words[at] in reading.lists["word.aux"]
    return aux or harm_within(sentence, at, at + 1)


_PAIR, _NOUN, _LONG_LIST = 2, 6, 60


def _pairs(reading: Reading, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the places of two marks that belong together."""
    at = [at for at in range(sentence.start, sentence.end) if not reading.words[at].isalnum()]
    commas = [one for one in at if reading.words[one] == ","]
    dashes = [one for one in at if reading.words[one] in _DASHES and not reading.tokens.glued(one - 1)]
    for first, last in (*pairwise(commas), *pairwise(dashes)):
        if first + 1 < last:
            yield first, last
    for first in (one for one in at if reading.words[one] == "("):
        last = next((one for one in at if first < one <= first + _LONGEST and reading.words[one] == ")"), first)
        if last > first:
            yield first, last


def _says_more(reading: Reading, sentence: Sentence, first: int, last: int, numbers: Sequence[Figure]) -> bool:
    part = reading.words[first + 1] in reading.lists["word.paren"] | reading.lists["asides.aged"]
    every = reading.lists["asides.every"]
    where = reading.lists["figures.where"]
    part = part or (reading.words[first + 1] in every and reading.words[first + 2] in where | {"of", "aged"})
    part = part or (reading.words[first + 1] == "the" and reading.words[first + 2].endswith("est"))
    if reading.words[first + 1] in reading.lists["asides.relative"] and not harm_within(sentence, first, last):
        return True
    of_them_words = reading.phrases["asides.of_them"]
    of_them = reading.words[first + 2 : first + 4] in of_them_words and reading.words[first + 3 : last] != ("whom",)
    return part or of_them or _apposed(reading, sentence, first, last, numbers)


def _apposed(reading: Reading, sentence: Sentence, first: int, last: int, numbers: Sequence[Figure]) -> bool:
    """Whether commas hold who a group is: "three people, a father and his two sons, were killed"."""
    if not _goes_on(reading, sentence, last + 1):
        return False
    before = [n for n in numbers if n.end <= first and first - n.end <= 4 and n.value > 1 and not n.article]
    person = any(cue.end == first for cue in sentence.of("victim")) or reading.texts[first - 1][:1].isupper()
    counted = any(first < n.start < last and not n.article for n in numbers)
    if not before:
        return person and not counted and not harm_within(sentence, first, last)
    of_them = reading.phrases["asides.of_them"]
    return persons(reading, sentence, before[-1]) or reading.words[before[-1].end : first] in of_them
