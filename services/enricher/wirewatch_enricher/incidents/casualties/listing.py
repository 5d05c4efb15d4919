"""The persons of a list beside a verb of harm, added up. In: a sentence and where the list is. Out: one `Figure`.

"Three schoolgirls, the driver of their bus and his helper were killed": whole noun phrases are read, so a calling or a
people need not be known where the verb is one that only persons suffer ("shot dead a Swede, a drummer and their cook").
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from wirewatch_enricher.incidents.casualties.asides import asides
from wirewatch_enricher.incidents.casualties.figures import WHERE, Figure
from wirewatch_enricher.incidents.casualties.groups import PASTS, has_verb, persons, same_people
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED, singular
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, dateline_end

_LONGEST, _HEAD, _POST = 45, 8, 8
_OPENS = frozenset({
    *("that", "when", "as", "while", "where", "after", "because", "before", "since", "said", "but", "until", "though"),
    *(":", ";", "-", "--", "\u2013", "\u2014", '"', "\u201c", ",", "and"),
})  # fmt: skip
_CLOSES = frozenset({
    *("when", "while", "as", "after", "before", "who", "whose", "which", "where", "because", "during", "under"),
    *(".", ";", ":", "(", '"', "\u201d", "\u2014", "--", "across", "behind", "then", "this", "last"),
    *("early", "late", "overnight"),
})  # fmt: skip
_ONE = frozenset({"a", "an", "the"})
_BEHIND = frozenset({"of", "from", "in", "at", "on", "near", "aged", "for", "outside", "inside", "by", "with"})
_UNFIT = frozenset({
    *("who", "that", "which", "whom", "said", "says", "had", "has", "have", "was", "were", "is", "are", "when", "as"),
    *("including", "among", "but", "while", "where", "after", "before", "not", "only", "most", "some", "both", "none"),
    *("between", "them", "themselves", "himself", "herself", "it", "they", "he", "she", "there", "or", "to", "then"),
})  # fmt: skip
_NO_HEAD = frozenset({"number", "group", "family", "crowd", "dozen", "rest", "others", "toll", "total", "majority"})
_TWO = frozenset({"parents", "grandparents", "in-laws"})


class _Item(Struct, frozen=True, kw_only=True):
    """One group of a list: how many, the tokens `start` to `end`, and whether its noun is one of the lexicon's.

    `named`: it is a name; `own`: it has an article or a possessive, or shares that of the one before it.
    """

    start: int
    end: int
    value: int
    known: bool
    named: bool = False
    own: bool = False


class _Scene(Struct, frozen=True, kw_only=True):
    """What a list is read in: where it ends at the latest, and whether its verb is one that only persons suffer.

    `asides`: the tokens that only say more of a group; `open`: the list ends wherever no more of it follows.
    """

    reading: Reading
    sentence: Sentence
    end: int
    numbers: Mapping[int, Figure]
    personal: bool
    asides: frozenset[int]
    open: bool = False

    def is_name(self, cue: Cue) -> bool:
        """Whether a word of the lexicon stands where a name does: "Omar Said"."""
        return cue.start > self.sentence.start and self.reading.texts[cue.start].istitle()


def list_before(
    reading: Reading, sentence: Sentence, end: int, numbers: Sequence[Figure], *, personal: bool
) -> Figure | None:
    """Return all whom the list counts that ends at the token `end`; None where the words before it are no such list.

    `personal`: what is told there is done to persons only.
    """
    joints = reading.word_set("word.and")
    if sentence.in_title or not joints.intersection(reading.words[max(sentence.start, end - _LONGEST) : end]):
        return None
    scene = _Scene(
        reading=reading,
        sentence=sentence,
        end=end,
        numbers={one.start: one for one in numbers},
        personal=personal,
        asides=asides(reading, sentence, numbers),
    )
    for start in _starts(scene):
        items = _items(scene, start)
        if items and (whole := _whole(scene, items)):
            return whole
    return None


def list_after(reading: Reading, sentence: Sentence, start: int, numbers: Sequence[Figure]) -> Figure | None:
    """Return all whom the list counts that begins at a token, behind what only persons suffer; None where none does."""
    near = range(start, min(start + _LONGEST, sentence.end))
    days = {cue.start for cue in sentence.of("time.")}
    end = next((at for at in near if reading.words[at] in _CLOSES or at in days), near.stop)
    joints = reading.word_set("word.and")
    if sentence.in_title or reading.language != "en" or joints.isdisjoint(reading.words[start:end]):
        return None
    scene = _Scene(
        reading=reading,
        sentence=sentence,
        end=end,
        numbers={one.start: one for one in numbers},
        personal=True,
        asides=asides(reading, sentence, numbers),
        open=True,
    )
    items = _items(scene, start)
    return _whole(scene, items) if items else None


def _starts(scene: _Scene) -> Iterator[int]:
    reading, sentence = scene.reading, scene.sentence
    first = max(sentence.start, scene.end - _LONGEST)
    yield from {sentence.start, dateline_end(reading, sentence)} - set(range(first)) if first == sentence.start else ()
    for at in range(max(first, sentence.start + 1), scene.end - 2):
        if reading.words[at - 1] in _OPENS and not _within_a_list(scene, at):
            yield at


def _within_a_list(scene: _Scene, at: int) -> bool:
    """Whether a comma or "and" has persons right before it, so that a list would begin there in its midst."""
    if scene.reading.words[at - 1] not in {",", "and"}:
        return False
    return any(cue.end == at - 1 for cue in scene.sentence.of("victim"))


def _items(scene: _Scene, start: int) -> list[_Item] | None:
    """Return the groups of a list that begins at a token and ends where the verb begins; None where it is none."""
    words, joints = scene.reading.words, scene.reading.word_set("word.and")
    items: list[_Item] = []
    at, last = start, False
    while item := _item(scene, at, items, last=last):
        items.append(item)
        if last and scene.open:
            return items
        at = _past_aside(scene, item)
        if at == scene.end or (at + 1 == scene.end and words[at] == "," and (words[at - 2] == "," or at > item.end)):
            return items if last else None
        if last and words[at] not in joints and not (words[at] == "," and item.value > 1):
            return None
        at += words[at] == ","
        last = words[at] in joints or words[at : at + 3] == ("as", "well", "as")
        at += 3 if last and words[at] == "as" else last
    return None


def _past_aside(scene: _Scene, item: _Item) -> int:
    """Return the token where the list goes on behind an item: past "all of them pupils", or past a title of office."""
    words, at = scene.reading.words, item.end
    if words[at] == "(" and at in scene.asides:
        return next((one + 1 for one in range(at, scene.end) if words[one] == ")"), at)
    if words[at] != ",":
        return at
    close = next((one for one in range(at + 1, min(at + 2 + _POST, scene.end)) if words[one] == ","), None)
    if close is None:
        return at
    goes_on = words[close + 1 : close + 2] and words[close + 1] in scene.reading.word_set("word.and")
    office = item.named and goes_on and words[at + 1].isalpha() and scene.reading.texts[at + 1].islower()
    office = office and words[at + 1] not in scene.reading.word_set("word.his") | _ONE
    plain = office and _phrase_end(scene, at + 1, frozenset()) == close and at + 1 not in scene.numbers
    return close if plain or (at in scene.asides and at + 1 in scene.asides) else at


def _whole(scene: _Scene, items: Sequence[_Item]) -> Figure | None:
    """Return the sum of the groups, who a name is not counted again: "Ali Hassan, a commander, and his guard"."""
    verb = scene.reading.words[scene.end : scene.end + 1]
    if verb in _OF_ONE and all(item.own and scene.reading.words[item.start] not in _ONE for item in items[1:]):
        return None
    plural = verb in _SEVERAL and items[-1].value == 1
    one_known = scene.personal and any(item.known for item in items)
    if not (plural or one_known or all(item.known for item in items)):
        return None
    first = items[0]
    value = sum(item.value for item in items)
    words = scene.reading.words
    apposed = len(items) > 2 and words[items[-1].start - 2] == "," and _is_same(scene, first, items[1])
    whole = Figure(start=first.start, end=items[-1].end, value=value - (items[1].value if apposed else 0))
    number = scene.numbers.get(first.start)
    return None if number and same_people(scene.reading, number, whole) else whole


def _is_same(scene: _Scene, first: _Item, other: _Item) -> bool:
    """Whether a second item says who the first is: "Ali Hassan, a commander", "the mayor, Ali Hassan"."""
    office = first.named and scene.reading.words[other.start] in _ONE
    return office or (other.named and first.own and first.value == 1)


_SEVERAL, _OF_ONE = {("were",), ("are",)}, {("was",), ("is",), ("has",)}


def _item(scene: _Scene, start: int, before: Sequence[_Item], *, last: bool) -> _Item | None:
    words, reading = scene.reading.words, scene.reading
    at = start
    filler = reading.word_set("word.about") - _ONE | {"both"}
    while at < scene.end and words[at] in filler and at not in scene.numbers:
        at += 1
    own = words[at] in _ONE or words[at] in reading.word_set("word.his")
    number = next((one for one in (scene.numbers.get(at), scene.numbers.get(at + own)) if one and _counts(one)), None)
    begin = number.end if number else at + 1
    if not number and not own:
        begin = at
    head = _phrase_end(scene, begin, _BEHIND)
    if head is None or (head == begin and not number):
        return None
    if number:
        known = head == begin or persons(reading, scene.sentence, number)
        value = number.value
    else:
        value = 2 if own and words[head - 1] in _TWO else 1
        known = value > 1 or _one_person(scene, begin, head, own=own, before=before)
    end = _open_end(scene, head) if last and scene.open else _past_age(scene, _post_end(scene, head))
    if end is None or (not known and not (own and scene.personal and _any_noun(scene, begin, head))):
        return None
    named = not (own or number)
    shares = named and known and bool(before) and before[-1].own and reading.texts[begin].islower()
    return _Item(start=start, end=end, value=value, known=known, named=named and not shares, own=own or shares)


def _counts(number: Figure) -> bool:
    return not number.article or number.value > 1


def _open_end(scene: _Scene, head: int) -> int | None:
    """Return where the last group of an open list ends; None where it has a verb of its own."""
    return None if has_verb(scene.reading, head, scene.end) else head


def _phrase_end(scene: _Scene, start: int, ends: frozenset[str]) -> int | None:
    """Return where a noun phrase ends; None where it holds what no noun phrase does."""
    words, joints = scene.reading.words, scene.reading.word_set("word.and")
    unfit = _UNFIT | PASTS if scene.open else _UNFIT
    at = start
    while at < scene.end and words[at] not in ends and words[at] not in {",", "("} and words[at] not in joints:
        wrong = words[at] in unfit and not (scene.reading.texts[at].istitle() and at > scene.sentence.start)
        if wrong or at - start > _HEAD or words[at : at + 3] == ("as", "well", "as"):
            return None
        at += 1
    told = scene.sentence.of("act.", KILLED, INJURED, "attacker_word", "negate", "say")
    weapon = any(start < cue.end == at for cue in scene.sentence.of("weapon."))
    return None if (weapon and ends) or any(start <= cue.start < at for cue in told if not scene.is_name(cue)) else at


def _post_end(scene: _Scene, head: int) -> int | None:
    """Return where what says more of a noun ends: "of their bus", "from Kabul"; None where it counts others."""
    if head >= scene.end or scene.reading.words[head] not in (_BEHIND - WHERE if scene.open else _BEHIND):
        return head
    end = _phrase_end(scene, head, frozenset())
    counts = any(head < at < (end or 0) and not one.article for at, one in scene.numbers.items())
    return None if end is None or end - head > _POST or counts else end


def _past_age(scene: _Scene, at: int | None) -> int | None:
    """Return where the age behind a noun ends: "a cook, 34,"."""
    if at is None:
        return None
    aged = scene.reading.words[at : at + 3]
    ends = at + 2 == scene.end or aged[2:] == (",",) or set(aged[2:]) & scene.reading.word_set("word.and")
    counts = aged[1:2] and (aged[1].isdigit() or aged[1] in scene.reading.word_set("number"))
    return at + 2 if aged[:1] == (",",) and counts and ends else at


def _one_person(scene: _Scene, begin: int, head: int, *, own: bool, before: Sequence[_Item]) -> bool:
    """Whether a phrase means one person: a word for one, a name, one of a people."""
    reading, sentence = scene.reading, scene.sentence
    victims = [cue for cue in sentence.of("victim") if begin <= cue.start and cue.end <= head]
    if any(not singular(reading, sentence, cue) for cue in victims[-1:]):
        return False
    ends = bool(victims) and victims[-1].end == head
    names = [text[:1].isupper() for text in reading.texts[begin:head]]
    if own and scene.personal and len(names) == 1 and names[0] and reading.words[begin - 1] in {"a", "an"}:
        return True
    if own:
        return ends or (bool(victims) and all(names[victims[-1].end - begin :]))
    if ends and before and before[-1].own and not any(names):
        return True
    called = victims[-1].end if victims else begin
    name = range(called, head)
    return len(name) >= (1 if victims else 2) and all(_of_name(scene, at) for at in name)


def _of_name(scene: _Scene, at: int) -> bool:
    text = scene.reading.texts[at]
    small = text in {"-", "al", "bin", "ibn", "de", "da", "van", "von", "el", "abu"}
    known = any(cue.start <= at < cue.end for cue in scene.sentence.of("target.", "time.", "actor."))
    return small or (text[:1].isupper() and text[:1].isalpha() and not known)


def _any_noun(scene: _Scene, begin: int, head: int) -> bool:
    """Whether a phrase may be a calling or one of a people that the lexicon does not know."""
    noun = scene.reading.words[head - 1]
    things = scene.sentence.of("target.", "harm.", "time.", "number", "weapon.", "thing.", "animal")
    thing = any(begin < cue.end == head for cue in things)
    return noun.isalpha() and noun not in _NO_HEAD and not noun.endswith(("s", "ed", "ing", "ly")) and not thing
