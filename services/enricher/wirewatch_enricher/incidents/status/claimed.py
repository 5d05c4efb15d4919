"""Whether somebody says that he did it, or nobody does. In: a sentence. Out: the cue that says so, or None.

Beside the lexicon's phrases, by order: who says, "that it had", and an act ("said on Friday that its men had planted");
a verb of claiming and the attack itself ("claimed on Friday the attack"). A "nobody" before it turns it round.
"""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from wirewatch_enricher.incidents.status.deeds import own_deed
from wirewatch_enricher.incidents.status.denial import STOPS, overlap
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Reading, Sentence

_THING_WORDS = 8
_SUBJECTS = 6


def claim_in(reading: Reading, sentence: Sentence) -> Cue | None:
    """Return the cue by which somebody claims what a sentence tells of; None where nobody does."""
    nobody = sentence.of("claim.no")
    for cue in _claims(reading, sentence):
        if not any(overlap(cue, no) for no in nobody) and not _negated(sentence, cue):
            return cue
    return None


def nobody_in(reading: Reading, sentence: Sentence) -> Cue | None:
    """Return the cue that says that nobody has claimed it, or None."""
    told = next(iter(sentence.of("claim.no")), None)
    return told or next((cue for cue in _claims(reading, sentence) if _negated(sentence, cue)), None)


def _claims(reading: Reading, sentence: Sentence) -> Iterator[Cue]:
    yield from sentence.of("claim.yes")
    for cue in sentence.of("claim.verb"):
        if cue.base in reading.lists["claimed.claims"] and _names_the_act(reading, sentence, cue):
            yield cue
    for cue in sentence.of("say", "claim.verb"):
        if cue.base in reading.lists["claimed.says"] and not _bystander(sentence, cue):
            end = own_deed(reading, sentence, cue)
            if end and not sentence.of("actor.defence", *STOPS):
                yield replace(cue, end=end)


def _names_the_act(reading: Reading, sentence: Sentence, verb: Cue) -> bool:
    """Whether what is claimed is the attack itself: "claimed on Friday the drone attack", not "claimed that"."""
    acts = [cue for cue in sentence.of("act.") if 1 <= cue.start - verb.end <= _THING_WORDS]
    if not acts:
        return False
    between = reading.words[verb.end : acts[0].start]
    return bool(set(between) & reading.lists["word.the"]) and not set(between) & reading.lists["word.that"]


def _bystander(sentence: Sentence, said: Cue) -> bool:
    """Whether who says it is police, an office or a witness: what they did is no claim."""
    before = (
        cue for cue in sentence.of("official", "target.police", "actor.crowd", "rumour_source") if cue.end <= said.start
    )
    return any(said.start - cue.end <= _SUBJECTS and cue.base not in sentence.lists["claimed.forces"] for cue in before)


def _negated(sentence: Sentence, cue: Cue) -> bool:
    """Whether nobody is the one who claims: "nobody had by the morning claimed"; or "has not yet claimed"."""
    return any(
        0 <= cue.start - no.end <= (_SUBJECTS if no.base in sentence.lists["claimed.nobody"] else 2)
        and not any(no.end <= other.start < cue.start for other in sentence.of("say", "unverified"))
        for no in sentence.of("negate")
    )


def first_claim(reading: Reading, sentences: Sequence[Sentence]) -> tuple[Sentence, Cue] | None:
    """Return the first sentence in which somebody claims it, and its cue."""
    return next(((one, cue) for one in sentences if (cue := claim_in(reading, one))), None)
