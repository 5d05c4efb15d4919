"""Counts that others put beside the report's own. In: figures of harm in text order. Out: the same, such counts weaker.

"At least 17 were killed, doctors said … A resident put the number of dead at 23": the title's or the lead's figure is
what the report stands by, unless a later count is called so ("the ministry now puts the toll at 19"). What only those
who fight or pass by say is a claim.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from wirewatch_enricher.incidents.casualties.harm import PLAIN, TOLL, WEAK, Harm
from wirewatch_enricher.incidents.text.reading import Reading, Sentence


def without_rivals(reading: Reading, found: Sequence[Harm]) -> tuple[Harm, ...]:
    """Return figures with counts that are only put beside those of the title or the lead as weak as a claim."""
    lead = next((one for one in reading.sentences if not one.in_title), None)
    end = lead.end if lead else 0
    own = {one.kind for one in found if one.start < end and one.strength >= PLAIN and one.value}
    return tuple(
        replace(one, strength=WEAK) if one.start >= end and one.kind in own and _put(reading, one) else one
        for one in found
    )


def _put(reading: Reading, harm: Harm) -> bool:
    """Whether somebody puts a toll at a figure, and does not say that it is newer."""
    sentence = next((one for one in reading.sentences if one.start <= harm.start < one.end), None)
    if sentence is None or harm.strength != TOLL:
        return False
    said = {*reading.words[sentence.start : harm.start]}
    later = reading.lists["rivals.later"]
    newer = said & later or reading.lists["rivals.after"] & {*reading.words[harm.end : sentence.end]}
    return bool(said & reading.lists["rivals.put"]) and not newer


def only_claimed(reading: Reading, sentence: Sentence, harm: Harm) -> bool:
    """Whether a figure is only a claim's: "claimed to have killed ten", "a claim by the group that ten were dead"."""
    before = reading.words[sentence.start : harm.start]
    claims = reading.lists["rivals.claims"]
    claimed = any(
        word in claims and (before[at + 1 : at + 2] not in _NO_CLAIM or _by_whom_that(before[at + 1 :]))
        for at, word in enumerate(before)
    )
    return claimed or _told_by_a_group(reading, sentence, harm)


def _by_whom_that(words: Sequence[str]) -> bool:
    return words[:1] == ("by",) and "that" in words[:_CLAIMANT]


_CLAIMANT = 6
_NO_CLAIM = {("by",), ("responsibility",), ("the",), ()}


def _told_by_a_group(reading: Reading, sentence: Sentence, harm: Harm) -> bool:
    """Whether only those who fight, post or pass by tell it: "the guerrillas said that six died", "a man said …"."""
    says = [cue for cue in sentence.of("say") if cue.end <= harm.start or cue.start >= harm.end]
    bands = [cue for cue in sentence.of("actor.band") if cue.base in reading.lists["rivals.bands"]]
    for cue in says:
        begin = max(sentence.start, cue.start - _SPEAKER)
        before = {*reading.words[begin : cue.start]}
        groups = reading.lists["rivals.groups"]
        observers = reading.lists["rivals.observers"]
        if (before & groups and not before & observers) or any(begin <= one.start < cue.start for one in bands):
            return True
    first = any(cue.end <= harm.start for cue in says)
    if first and reading.words[sentence.start : sentence.start + 2] in reading.phrases["rivals.anybody"]:
        return True
    posts = {"posts", "rumours", "rumors"} & set(reading.words[sentence.start : harm.start])
    return bool(posts) and "according" in reading.words[sentence.start : harm.start]


_SPEAKER = 4
