"""Phrases of the lexicon in a text. In: its folded tokens. Out: `Cue`s, the masked ones left out."""

from collections.abc import Iterable, Mapping, Sequence, Set

from msgspec import Struct

from wirewatch_enricher.incidents.text.phrases import LIST, MASKS, REACH, Match, constructions, keys_of, tail_end

_INSIDE_ACTS = frozenset({"weapon.firearm", "weapon.vehicle", "weapon.craft"})
_STOP = "act.intercept"
_HIDING = MASKS | _INSIDE_ACTS | {_STOP}
_NO_TAGS = frozenset[str]()


class Cue(Struct, frozen=True):
    """A phrase of the lexicon in the text: its tag, base form, value, and tokens `start` to `end`."""

    tag: str
    base: str
    value: int | None
    start: int
    end: int


ByTag = Mapping[str, tuple[Cue, ...]]
"""Cues by their tag, and by its first part ("act.")."""


def index(cues: Iterable[Cue]) -> ByTag:
    """Return cues by their tag and by its first part, each in the order given."""
    found: dict[str, list[Cue]] = {}
    for cue in cues:
        for tag in keys_of(cue.tag):
            if tag in found:
                found[tag].append(cue)
            else:
                found[tag] = [cue]
    return {tag: tuple(own) for tag, own in found.items()}


def pick(by_tag: ByTag, tags: tuple[str, ...]) -> tuple[Cue, ...]:
    """Return the cues of all these tags, in the order of the text."""
    if len(tags) == 1:
        return by_tag.get(tags[0], ())
    found = [own for tag in tags if (own := by_tag.get(tag))]
    if len(found) < 2:
        return found[0] if found else ()
    return tuple(sorted((cue for own in found for cue in own), key=_position))


def _position(cue: Cue) -> tuple[int, int]:
    return cue.start, -cue.end


def find_cues(words: tuple[str, ...], language: str, matches: Sequence[Match]) -> list[Cue]:
    """Return the cues of a sentence in order; `words` are those of its text, `matches` the phrases that are in it."""
    found = [Cue(*term, start, end) for phrase, start, end in matches for term in phrase.cues]
    return _seen(found, words, language, matches)


def find_listed(words: tuple[str, ...], language: str, matches: Sequence[Match]) -> tuple[Cue, ...]:
    """Return the words of the lexicon's lists in a sentence, as cues in order."""
    found = [Cue(*term, start, end) for phrase, start, end in matches for term in phrase.terms]
    return tuple(cue for cue in _seen(found, words, language, matches) if cue.tag.startswith(LIST))


def listed_tags(words: tuple[str, ...], language: str, matches: Sequence[Match]) -> frozenset[str]:
    """Return the tags of `find_listed`, of most sentences without looking for the words."""
    tags = _NO_TAGS.union(*[phrase.lists for phrase, _, _ in matches])
    return tags if tags.isdisjoint(MASKS) else frozenset(cue.tag for cue in find_listed(words, language, matches))


def _seen(found: list[Cue], words: tuple[str, ...], language: str, matches: Sequence[Match]) -> list[Cue]:
    """Return cues in order with those that reach over a gap and those that are made, without the hidden ones."""
    if far := [
        Cue(*term, start, stop)
        for phrase, start, end in matches
        for tail, term in phrase.tails
        if (stop := tail_end(words, end, len(words), tail))
    ]:
        found = sorted({*found, *far}, key=_order)
    tags = {cue.tag for cue in found}
    if halves := {tag for tag in tags if tag.startswith(_HALVES)}:
        made = _made(found, halves, tags, words, language)
        found = [cue for cue in found if cue.tag not in halves]
        if made:
            found = sorted(made.union(found), key=_order)
            tags.update([cue.tag for cue in made])
    return found if tags.isdisjoint(_HIDING) else _not_hidden(found)


def _not_hidden(cues: Sequence[Cue]) -> list[Cue]:
    """Return cues without those under a mask, weapons within acts, and what is done to a weapon that is stopped."""
    masks = _Spans(cue for cue in cues if cue.tag in MASKS and not _by_arms(cue, cues))
    acts = _Spans(cue for cue in cues if cue.tag.startswith("act."))
    stops = [(cue.start, cue.end) for cue in cues if cue.tag == _STOP]
    return [
        cue
        for cue in cues
        if cue.tag != "mask"
        and not (masks and masks.hold(cue) and not _never_masked(cue))
        and not (cue.tag in _INSIDE_ACTS and acts.hold(cue))
        and not (
            cue.tag in {"act.shoot", "harm.injure"} and any(start < cue.end and cue.start < end for start, end in stops)
        )
        and not (cue.base in _OVER and any(0 <= cue.start - end <= _FELLED for _, end in stops))
    ]


def _by_arms(mask: Cue, cues: Sequence[Cue]) -> bool:
    """Whether a mask is about a weapon: "struck by a shell", "shells landed in", unlike "struck by the beauty"."""
    if mask.base.endswith(_OPEN):
        return any(0 <= cue.start - mask.end < REACH and cue.tag in _ARMS for cue in cues)
    return mask.base.startswith(_FALLS) and any(
        0 <= mask.start - cue.end < _FALLEN and cue.tag in _SHOT for cue in cues
    )


_OPEN = (" by", " with", " from")
_FALLS = ("land", "fell", "fall")
_FALLEN = 3
_SHOT = frozenset({"weapon.missile", "weapon.rocket", "weapon.mortar", "weapon.artillery"})
_ARMS = _SHOT | {"weapon.drone", "weapon.explosive", "weapon.grenade", "weapon.firearm", "weapon.blade", "weapon.armed"}
_OVER = frozenset({"drones over", "drone over"})
"""What is seen, but for what was shot down: "shot down nine drones over the sea"."""
_FELLED = 3


def _order(cue: Cue) -> tuple[int, int, str, str]:
    return cue.start, -cue.end, cue.tag, cue.base


def _made(cues: Sequence[Cue], halves: Set[str], tags: Set[str], words: tuple[str, ...], language: str) -> set[Cue]:
    """Return the cues that a verb and its thing make together; `halves` are the tags of such verbs and things."""
    by_verb = constructions(language)
    there = {key for tag in tags for key in keys_of(tag)}
    fitting = [by_verb[tag].what for tag in halves if tag in by_verb and by_verb[tag].may(there, there)]
    if not fitting:
        return set()
    by_tag = index(cues)
    return {
        Cue(one.tag, verb.base, None, verb.start, verb.end)
        for one in fitting
        for verb in by_tag[one.verb]
        if any(_together(verb, thing, words) for thing in pick(by_tag, (one.thing, *one.tags)))
        and (not one.beside or any(_near(verb, cue) for cue in pick(by_tag, one.beside)))
    }


_HALVES = ("verb#", "thing#")
_STOPS = frozenset({".", ";", ":"})
_BESIDE_WORDS = 25
_PASSIVE = frozenset((word,) for word in ("is", "are", "was", "were", "be", "been", "being", "get", "gets", "got"))
_AFTER_PASSIVE = frozenset(
    (word,)
    for word in (
        *("by", "in", "at", "near", "from", "on", "off", "over", "after", "during", "outside", "before", "as", "while"),
        *(",", ".", "and", "for", "again", "overnight", "down", "out", "up"),
    )
) | {()}


def _together(verb: Cue, thing: Cue, words: tuple[str, ...]) -> bool:
    """Whether a thing is what a verb is done to: "smashed the windows", "windows of the bank were smashed"."""
    first, second = (verb, thing) if verb.start <= thing.start else (thing, verb)
    if not 0 <= second.start - first.end < REACH or _STOPS & set(words[first.end : second.start]):
        return False
    before, after = words[verb.start - 1 : verb.start], words[verb.end : verb.end + 1]
    done_to = before in _PASSIVE or after in _AFTER_PASSIVE or "".join(after).isspace()
    return first is verb or (done_to and not words[verb.start].endswith("s"))


def _near(one: Cue, other: Cue) -> bool:
    first, second = sorted((one, other), key=_position)
    return second.start - first.end < _BESIDE_WORDS


class _Spans:
    """Which tokens some cues cover, and up to where."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self._reach: dict[int, tuple[int, int]] = {}
        for cue in cues:
            for at in range(cue.start, cue.end):
                self._reach[at] = max(self._reach.get(at, (0, 0)), (cue.end, -cue.start))

    def __bool__(self) -> bool:
        return bool(self._reach)

    def hold(self, cue: Cue) -> bool:
        """Whether a longer one of them holds a cue."""
        end, start = self._reach.get(cue.start, (0, 0))
        return cue.end < end or (cue.end == end and -start < cue.start)


def _never_masked(cue: Cue) -> bool:
    return cue.tag.startswith("time.") or cue.tag in {"hypo_ok", "number"}
