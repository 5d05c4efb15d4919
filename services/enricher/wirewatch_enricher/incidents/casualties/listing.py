"""The persons of a list before a verb of harm, added up. In: a sentence and where the verb begins. Out: one `Figure`.

"Three schoolgirls, the driver of their bus and his helper were killed": whole noun phrases are read, so a calling or a
people need not be known where the verb is one that only persons suffer ("a Swede and a drummer were shot dead").
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.groups import persons, same_people
from wirewatch_enricher.incidents.casualties.singles import KIN
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED, singular
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, dateline_end

_LONGEST, _HEAD, _POST = 45, 8, 8
_OPENS = frozenset({
    *("that", "when", "as", "while", "where", "after", "because", "before", "since", "said", "but", "until", "though"),
    *(":", ";", "-", "--", "\u2013", "\u2014", '"', "\u201c", ",", "and"),
})  # fmt: skip
_ONE = frozenset({"a", "an", "the"})
_BEHIND = frozenset({"of", "from", "in", "at", "on", "near", "aged", "for", "outside", "inside", "by", "with"})
_UNFIT = frozenset({
    *("who", "that", "which", "whom", "said", "says", "had", "has", "have", "was", "were", "is", "are", "when", "as"),
    *("including", "among", "but", "while", "where", "after", "before", "not", "only", "most", "some", "both", "none"),
    *("between", "them", "themselves", "himself", "herself", "it", "they", "he", "she", "there", "or", "to", "then"),
})  # fmt: skip
_NO_HEAD = frozenset({"number", "group", "family", "crowd", "dozen", "rest", "others", "toll", "total", "majority"})


class _Item(Struct, frozen=True, kw_only=True):
    """One group of a list: how many, the tokens `start` to `end`, and whether its noun is one of the lexicon's."""

    start: int
    end: int
    value: int
    known: bool
    named: bool = False


class _Scene(Struct, frozen=True, kw_only=True):
    """What a list is read in: where it ends, and whether its verb is one that only persons suffer."""

    reading: Reading
    sentence: Sentence
    end: int
    numbers: Mapping[int, Figure]
    personal: bool

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
    )
    for start in _starts(scene):
        items = _items(scene, start)
        if items and (whole := _whole(scene, items)):
            return whole
    return None


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
    while item := _item(scene, at, items):
        items.append(item)
        at = item.end
        if at == scene.end or (at + 1 == scene.end and words[at] == "," and words[at - 2] == ","):
            return items if last else None
        if last and words[at] not in joints:
            return None
        at += words[at] == ","
        last = words[at] in joints or words[at : at + 3] == ("as", "well", "as")
        at += 3 if last and words[at] == "as" else last
    return None


def _whole(scene: _Scene, items: Sequence[_Item]) -> Figure | None:
    """Return the sum of the groups, who a name is not counted again: "Ali Hassan, a commander, and his guard"."""
    plural = scene.reading.words[scene.end] in {"were", "are"} and items[-1].value == 1
    if not all(item.known or plural for item in items):
        return None
    first = items[0]
    value = sum(item.value for item in items)
    words = scene.reading.words
    apposed = first.named and len(items) > 2 and words[items[1].start] in _ONE and words[items[-1].start - 2] == ","
    whole = Figure(start=first.start, end=items[-1].end, value=value - (items[1].value if apposed else 0))
    number = scene.numbers.get(first.start)
    return None if number and same_people(scene.reading, number, whole) else whole


def _item(scene: _Scene, start: int, before: Sequence[_Item]) -> _Item | None:
    words, reading = scene.reading.words, scene.reading
    at = start
    while words[at] in reading.word_set("word.about") - _ONE and at not in scene.numbers and at < scene.end:
        at += 1
    number = scene.numbers.get(at) or (scene.numbers.get(at + 1) if words[at] == "the" else None)
    counted = number is not None and (not number.article or number.value > 1)
    begin = number.end if number and counted else at + 1
    own = words[at] in _ONE or words[at] in reading.word_set("word.his")
    if not counted and not own:
        begin = at
    head = _phrase_end(scene, begin, _BEHIND)
    if head is None or (head == begin and not counted):
        return None
    if number and counted:
        known = head == begin or persons(reading, scene.sentence, number)
        value = number.value
    else:
        known, value = _one_person(scene, begin, head, own=own, before=before), 1
    end = _past_age(scene, _post_end(scene, head))
    if end is None or (not known and not (own and scene.personal and _any_noun(scene, begin, head))):
        return None
    return _Item(start=start, end=end, value=value, known=known, named=not (own or counted))


def _phrase_end(scene: _Scene, start: int, ends: frozenset[str]) -> int | None:
    """Return where a noun phrase ends; None where it holds what no noun phrase does."""
    words, joints = scene.reading.words, scene.reading.word_set("word.and")
    at = start
    while at < scene.end and words[at] not in ends and words[at] != "," and words[at] not in joints:
        wrong = words[at] in _UNFIT and not (scene.reading.texts[at].istitle() and at > scene.sentence.start)
        if wrong or at - start > _HEAD or words[at : at + 3] == ("as", "well", "as"):
            return None
        at += 1
    unfit = scene.sentence.of("act.", KILLED, INJURED, "attacker_word", "negate", "say")
    weapon = any(start < cue.end == at for cue in scene.sentence.of("weapon."))
    return None if (weapon and ends) or any(start <= cue.start < at for cue in unfit if not scene.is_name(cue)) else at


def _post_end(scene: _Scene, head: int) -> int | None:
    """Return where what says more of a noun ends: "of their bus", "from Kabul"; None where it counts others."""
    if head >= scene.end or scene.reading.words[head] not in _BEHIND:
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
    if ends and begin == head - 1 and reading.words[begin] in KIN and before:
        return reading.words[before[-1].start] in reading.word_set("word.his") | _ONE
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
    things = scene.sentence.of("target.", "harm.", "time.", "number")
    thing = any(begin < cue.end == head for cue in things)
    return noun.isalpha() and noun not in _NO_HEAD and not noun.endswith(("s", "ed", "ing", "ly")) and not thing
