"""One group of a list of persons, read as a whole noun phrase. In: a `Scene` and a token. Out: an `Item`, or None.

"Two members of its staff", "the driver of their bus", "Ali Hassan", "his teenage son", "a cook, 34,".
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.groups import has_verb, persons
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.persons import INJURED, KILLED, singular
from wirewatch_enricher.incidents.text.reading import Reading, Sentence

_HEAD, _LONGEST_POST = 8, 8
_DASHES = frozenset({"-", "--", "\u2013", "\u2014"})


class Item(Struct, frozen=True, kw_only=True):
    """One group of a list: how many, the tokens `start` to `end`, and whether its noun is one of the lexicon's.

    `named`: it is a name; `own`: it has an article or a possessive, or shares that of the one before it.
    """

    start: int
    end: int
    value: int
    known: bool
    named: bool = False
    own: bool = False


class Scene(Struct, frozen=True, kw_only=True):
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


def item_at(scene: Scene, start: int, before: Sequence[Item], *, last: bool) -> Item | None:
    """Return the group that begins at a token, `before` those of the list so far; `last`: an "and" joins it."""
    words, reading = scene.reading.words, scene.reading
    at = start
    articles = reading.lists["common.articles"]
    filler = reading.lists["word.about"] - articles | {"both"}
    while at < scene.end and words[at] in filler and at not in scene.numbers:
        at += 1
    if at >= scene.end:
        return None
    own = words[at] in articles or words[at] in reading.lists["word.his"]
    number = next((one for one in (scene.numbers.get(at), scene.numbers.get(at + own)) if one and _counts(one)), None)
    begin = number.end if number else at + 1
    if not number and not own:
        begin = at
    head = phrase_end(scene, begin, reading.lists["list_items.behind"])
    if head is None or (head == begin and not number):
        return None
    if number:
        known = head == begin or persons(reading, scene.sentence, number)
        value = number.value
    else:
        value = 2 if own and words[head - 1] in reading.lists["list_items.two"] else 1
        known = value > 1 or _one_person(scene, begin, head, own=own, before=before)
    end = _open_end(scene, head) if last and scene.open else _past_age(scene, _post_end(scene, head))
    calling = scene.personal and (own or number is not None) and _any_noun(scene, begin, head, several=bool(number))
    if end is None or not (known or calling):
        return None
    named = not (own or number)
    shares = named and known and bool(before) and before[-1].own and reading.texts[begin].islower()
    return Item(start=start, end=end, value=value, known=known, named=named and not shares, own=own or shares)


def _counts(number: Figure) -> bool:
    return not number.article or number.value > 1


def _open_end(scene: Scene, head: int) -> int | None:
    """Return where the last group of an open list ends; None where it has a verb of its own."""
    return None if has_verb(scene.reading, head, scene.end) else head


def phrase_end(scene: Scene, start: int, ends: frozenset[str]) -> int | None:
    """Return where a noun phrase ends; None where it holds what no noun phrase does."""
    words, joints = scene.reading.words, scene.reading.lists["word.and"]
    unfit_words = scene.reading.lists["list_items.unfit"]
    unfit = unfit_words | scene.reading.lists["groups.pasts"] if scene.open else unfit_words
    at = start
    while at < scene.end and words[at] not in ends and words[at] not in {",", "("} and words[at] not in joints:
        wrong = words[at] in _DASHES and not scene.reading.tokens.glued(at - 1)
        wrong = wrong or (words[at] in unfit and not (scene.reading.texts[at].istitle() and at > scene.sentence.start))
        if wrong or at - start > _HEAD or words[at : at + 3] == ("as", "well", "as"):
            return None
        at += 1
    told = scene.sentence.of("act.", KILLED, INJURED, "attacker_word", "negate", "say")
    weapon = any(start < cue.end == at for cue in scene.sentence.of("weapon."))
    return None if (weapon and ends) or any(start <= cue.start < at for cue in told if not scene.is_name(cue)) else at


def _post_end(scene: Scene, head: int) -> int | None:
    """Return where what says more of a noun ends: "of their bus", "from Kabul"; None where it counts others."""
    where = scene.reading.lists["figures.where"]
    behind = scene.reading.lists["list_items.behind"]
    if head >= scene.end or scene.reading.words[head] not in (behind - where if scene.open else behind):
        return head
    end = phrase_end(scene, head, frozenset())
    counts = any(head < at < (end or 0) and not one.article for at, one in scene.numbers.items())
    return None if end is None or end - head > _LONGEST_POST or counts else end


def _past_age(scene: Scene, at: int | None) -> int | None:
    """Return where the age behind a noun ends: "a cook, 34,"."""
    if at is None:
        return None
    aged = scene.reading.words[at : at + 3]
    ends = at + 2 == scene.end or aged[2:] == (",",) or set(aged[2:]) & scene.reading.lists["word.and"]
    counts = aged[1:2] and (aged[1].isdigit() or aged[1] in scene.reading.lists["number"])
    return at + 2 if aged[:1] == (",",) and counts and ends else at


def _one_person(scene: Scene, begin: int, head: int, *, own: bool, before: Sequence[Item]) -> bool:
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
    fewest = 1 if victims or _first_name(scene, head) else 2
    return len(name) >= fewest and all(_of_name(scene, at) for at in name)


def _first_name(scene: Scene, head: int) -> bool:
    """Whether one word may be a name: beside a surname, "Ann and Jo Lee", or one's kin, "Ann, Jo and their mother"."""
    words, his = scene.reading.words, scene.reading.lists["word.his"]
    joints = [at for at in range(head, scene.end - 2) if words[at] == "and"]
    surname = head in joints and _of_name(scene, head + 1) and _of_name(scene, head + 2)
    return surname or any(words[at + 1] in his for at in joints)


def _of_name(scene: Scene, at: int) -> bool:
    text = scene.reading.texts[at]
    small = text in {"-", "al", "bin", "ibn", "de", "da", "van", "von", "el", "abu"}
    known = any(cue.start <= at < cue.end for cue in scene.sentence.of("target.", "time.", "actor."))
    return small or (text[:1].isupper() and text[:1].isalpha() and not known)


def _any_noun(scene: Scene, begin: int, head: int, *, several: bool) -> bool:
    """Whether a phrase may be a calling or one of a people that the lexicon does not know."""
    noun = scene.reading.words[head - 1]
    things = scene.sentence.of("target.", "harm.", "time.", "number", "weapon.", "thing.", "animal")
    thing = any(begin < cue.end == head for cue in things)
    ends = noun.endswith(("ed", "ing", "ly")) or (noun.endswith("s") and not several)
    return noun.isalpha() and noun not in scene.reading.lists["list_items.no_head"] and not ends and not thing
