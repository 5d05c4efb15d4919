"""Days of what came after an event ("held prayers on Saturday"). In: the day found. Out: the event's own, or None."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from wirewatch_enricher.incidents.proofs import Background
from wirewatch_enricher.incidents.text.reading import Sentence
from wirewatch_enricher.incidents.times.timeref import NEWS_DAYS, TimeRef

_DEEDS = ("act.", "weapon.", "harm.")
_ATTACKS = ("act.attack", "act.air", "act.bombard", "act.shoot", "weapon.")


def own_day(scene: Background, ref: TimeRef) -> TimeRef | None:
    """Return the day before `ref` on which a deed was done, where `ref` tells only what came of it.

    "Surgeons operated on her on Friday. She had been standing at the gate on Thursday evening when a grenade landed":
    the past perfect with "when" shows which day is the event's, and so does a deed of the next sentence where its own
    tells none.
    """
    home = next((s for s in scene.reading.sentences if s.start <= ref.start < s.end), None)
    if home is None or home.in_title or ref.first is None or not ref.exact:
        return None
    attacked, done = home.clause_at(ref.start).of(*_ATTACKS), home.of(*_DEEDS)
    earlier = [
        one
        for sentence, one in _earlier(scene, home, ref.first)
        if (not attacked and _when_done(scene, sentence))
        or (not done and sentence.number <= home.number + 1 and _of_deed(scene, sentence, one))
    ]
    return earlier[0] if len({one.first for one in earlier}) == 1 else None


def _earlier(scene: Background, home: Sentence, day: date) -> Iterator[tuple[Sentence, TimeRef]]:
    """Yield the days of the week before that the event's sentences name, and the next to the one that named `day`."""
    numbers = {home.number, home.number + 1, *(sentence.number for sentence in scene.sentences)}
    for sentence in scene.reading.sentences:
        for ref in scene.refs[sentence.number] if sentence.number in numbers and not sentence.in_title else ():
            if ref.first is None or not ref.exact or ref.future or ref.reporting:
                continue
            if 0 < (day - ref.first).days < NEWS_DAYS:
                yield sentence, ref


def _when_done(scene: Background, sentence: Sentence) -> bool:
    """Whether a sentence tells what those harmed did when it happened: "the victims had been waiting on Tuesday"."""
    words = scene.reading.words[sentence.start : sentence.end]
    before = words[: words.index("when")] if "when" in words else words if sentence.of("harm.kill") else ()
    return any(pair == ("had", "been") for pair in pairwise(before)) and "since" not in words


def _of_deed(scene: Background, sentence: Sentence, ref: TimeRef) -> bool:
    clause = sentence.clause_at(ref.start)
    not_done = scene.reading.lists["aftermath.not_done"]
    return bool(clause.of(*_DEEDS)) and not_done.isdisjoint(scene.reading.words[clause.start : ref.start])
