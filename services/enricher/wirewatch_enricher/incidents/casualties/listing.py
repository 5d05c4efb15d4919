"""The persons of a list beside a verb of harm, added up. In: a sentence and where the list is. Out: one `Figure`.

"Three schoolgirls, the driver of their bus and his helper were killed": whole noun phrases are read, so a calling or a
people need not be known where the verb is one that only persons suffer ("shot dead a Swede, a drummer and their cook").
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from wirewatch_enricher.incidents.casualties.asides import asides
from wirewatch_enricher.incidents.casualties.figures import Figure
from wirewatch_enricher.incidents.casualties.groups import same_people
from wirewatch_enricher.incidents.casualties.list_items import Item, Scene, item_at, phrase_end
from wirewatch_enricher.incidents.text.persons import harm_within
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, dateline_end

_LONGEST, _ASIDE = 45, 12


def list_before(
    reading: Reading, sentence: Sentence, end: int, numbers: Sequence[Figure], *, personal: bool
) -> Figure | None:
    """Return all whom the list counts that ends at the token `end`; None where the words before it are no such list.

    `personal`: what is told there is done to persons only.
    """
    joints = reading.lists["word.and"]
    if sentence.in_title or not joints.intersection(reading.words[max(sentence.start, end - _LONGEST) : end]):
        return None
    scene = _scene(reading, sentence, end, numbers, personal=personal)
    for start in _starts(scene):
        items = _items(scene, start)
        if items and (whole := _whole(scene, items)):
            return whole
    return None


def list_after(reading: Reading, sentence: Sentence, start: int, numbers: Sequence[Figure]) -> Figure | None:
    """Return all whom the list counts that begins at a token, behind what only persons suffer; None where none does."""
    near = range(start, min(start + _LONGEST, sentence.end))
    days = {cue.start for cue in sentence.of("time.")}
    closes = reading.lists["listing.closes"]
    ends = closes | (reading.lists["common.finite"] if reading.words[start - 1] == "of" else frozenset())
    inside = asides(reading, sentence, numbers)
    end = next((at for at in near if at not in inside and (reading.words[at] in ends or at in days)), near.stop)
    joints = reading.lists["word.and"]
    if sentence.in_title or reading.language != "en" or joints.isdisjoint(reading.words[start:end]):
        return None
    scene = _scene(reading, sentence, end, numbers, personal=True, behind=True)
    items = _items(scene, start)
    return _whole(scene, items) if items else None


def _scene(
    reading: Reading, sentence: Sentence, end: int, numbers: Sequence[Figure], *, personal: bool, behind: bool = False
) -> Scene:
    return Scene(
        reading=reading,
        sentence=sentence,
        end=end,
        numbers={one.start: one for one in numbers},
        personal=personal,
        asides=asides(reading, sentence, numbers),
        open=behind,
    )


def _starts(scene: Scene) -> Iterator[int]:
    reading, sentence = scene.reading, scene.sentence
    first = max(sentence.start, scene.end - _LONGEST)
    yield from {sentence.start, dateline_end(reading, sentence)} - set(range(first)) if first == sentence.start else ()
    opens_words = reading.lists["listing.opens"]
    counts = reading.lists["listing.counts"]
    opens = opens_words | (counts if reading.words[scene.end] in reading.lists["word.harmed"] else frozenset())
    for at in range(max(first, sentence.start + 1), scene.end - 2):
        shared = any(one.end == at for one in sentence.of("company"))
        if reading.words[at - 1] in opens and not (shared or at in scene.asides or _within_a_list(scene, at)):
            yield at


def _within_a_list(scene: Scene, at: int) -> bool:
    """Whether a comma or "and" has persons right before it, so that a list would begin there in its midst."""
    if scene.reading.words[at - 1] not in {",", "and"}:
        return False
    return any(cue.end == at - 1 for cue in scene.sentence.of("victim"))


def _items(scene: Scene, start: int) -> list[Item] | None:
    """Return the groups of a list that begins at a token and ends where the verb begins; None where it is none."""
    words, joints = scene.reading.words, scene.reading.lists["word.and"]
    items: list[Item] = []
    at, last = start, False
    while item := item_at(scene, at, items, last=last):
        items.append(item)
        if last and scene.open:
            return items
        at = _past_aside(scene, item)
        if at == scene.end or (at + 1 == scene.end and words[at] == "," and _closed(scene, items, at)):
            return items if last else None
        more = words[at] == "," and (item.value > 1 or at > item.end)
        if last and words[at] not in joints and not more:
            return None
        at += words[at] == ","
        if at >= scene.end:
            return None
        last = words[at] in joints or words[at : at + 3] == ("as", "well", "as")
        at += 3 if last and words[at] == "as" else last
    return None


def _closed(scene: Scene, items: Sequence[Item], comma: int) -> bool:
    """Whether a comma right before the verb closes an aside, or a list that says who a group is."""
    aside = scene.reading.words[comma - 2] == "," or comma > items[-1].end
    return aside or items[0].value == sum(item.value for item in items[1:])


def _past_aside(scene: Scene, item: Item) -> int:
    """Return the token where the list goes on behind an item: past "all of them pupils", or past a title of office."""
    words, at = scene.reading.words, item.end
    if at < scene.end and words[at] == "(" and at in scene.asides:
        return next((one + 1 for one in range(at, scene.end) if words[one] == ")"), at)
    if at >= scene.end or words[at] != ",":
        return at
    close = next((one for one in range(at + 1, min(at + _ASIDE, scene.end)) if words[one] == ","), None)
    if close is None:
        return at
    goes_on = words[close + 1 : close + 2] and words[close + 1] in scene.reading.lists["word.and"]
    office = item.named and goes_on and words[at + 1].isalpha() and scene.reading.texts[at + 1].islower()
    office = office and words[at + 1] not in scene.reading.lists["word.his"] | scene.reading.lists["common.articles"]
    if goes_on and words[at + 1] == "who" and not harm_within(scene.sentence, at, close):
        return close
    plain = office and phrase_end(scene, at + 1, frozenset()) == close and at + 1 not in scene.numbers
    listed = words[at + 1] in scene.reading.lists["word.his"] | {"a", "an"}
    if at in scene.asides and at + 1 in scene.asides and not listed:
        return next((one - 1 for one in range(at, scene.end) if one not in scene.asides), scene.end - 1)
    return close if plain else at


def _whole(scene: Scene, items: Sequence[Item]) -> Figure | None:
    """Return the sum of the groups, who a name is not counted again: "Ali Hassan, a commander, and his guard"."""
    verb = scene.reading.words[scene.end : scene.end + 1]
    if verb in scene.reading.phrases["listing.of_one"] and not scene.open:
        return None
    plural = verb in scene.reading.phrases["listing.several"] and items[-1].value == 1
    one_known = scene.personal and any(item.known for item in (items[:2] if scene.open else items))
    if not (plural or one_known or all(item.known for item in items)):
        return None
    first = items[0]
    value = sum(item.value for item in items) - _named_again(items)
    words = scene.reading.words
    apposed = len(items) > 2 and words[items[-1].start - 2] == "," and _is_same(scene, first, items[1])
    whole = Figure(start=first.start, end=items[-1].end, value=value - (items[1].value if apposed else 0))
    number = scene.numbers.get(first.start)
    return replace(whole, value=number.value) if number and same_people(scene.reading, number, whole) else whole


def _named_again(items: Sequence[Item]) -> int:
    """Return how many names only say who the group before them is: "three soldiers, Ali, Omar and Said"."""
    group, names = items[0].value, items[1 : 1 + items[0].value]
    return group if group > 1 and len(names) == group and all(item.named and item.value == 1 for item in names) else 0


def _is_same(scene: Scene, first: Item, other: Item) -> bool:
    """Whether a second item says who the first is: "Ali Hassan, a commander", "the mayor, Ali Hassan"."""
    office = first.named and scene.reading.words[other.start] in scene.reading.lists["common.articles"]
    return office or (other.named and first.own and first.value == 1)
