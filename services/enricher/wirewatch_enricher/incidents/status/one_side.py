"""Whether only those who say that they did it tell of an attack. In: the sentences of an event. Out: yes or no.

"A militia said that it had sent a drone at the port" is one side's word, unless an office, people on the spot or the
text itself tell of the attack as well. What an army says of its own strikes is taken for a fact.
"""

from collections.abc import Sequence

from wirewatch.articles import EntityLabel
from wirewatch_enricher.document import Mention
from wirewatch_enricher.incidents.status.claimed import claim_in
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Reading, Sentence

_SAYS = ("say", "claim.verb", "claim.yes", "unverified")
_VOICES = ("official", "target.police", "rumour_source", "actor.crowd")


def only_claimed(
    reading: Reading, sentences: Sequence[Sentence], told: frozenset[int], mentions: Sequence[Mention]
) -> bool:
    """Return whether a group's claim is all that tells of an event; `told` are the sentences that report it as news."""
    body = [one for one in sentences if one.number in told and not one.in_title]
    claims = [one for one in body if (cue := claim_in(reading, one)) and _by_group(reading, one, cue, mentions)]
    accuses = [one for one in body if one not in claims and _accuses(one)]
    others = [one for one in body if one not in claims and one not in accuses and not _only_a_bang(one)]
    if not (claims or accuses) or any(map(_from_elsewhere, others)):
        return False
    if any(_from_elsewhere(one) for one in sentences if one.number not in told and one.of("harm.kill", "harm.injure")):
        return False
    plain = any(one.in_title and not one.of(*_SAYS) for one in sentences)
    return not (plain or accuses) or any(one.of("silence") for one in reading.sentences)


def _accuses(sentence: Sentence) -> bool:
    """Whether a group is the one who tells what its enemy did: "the rebels said that army jets had bombed a market"."""
    words = sentence.tokens.words
    peaceful = sentence.lists["one_side.peaceful"]
    groups = [
        one
        for one in sentence.listed_as("word.group")
        if one.base not in peaceful or "armed" in words[max(sentence.start, one.start - 2) : one.start]
    ]
    says = sentence.of("say")
    voices = [one for one in sentence.of(*_VOICES) if one.base not in sentence.lists["one_side.of_groups"]]
    return any(_speaks(one, cue) for one in groups for cue in says) and not any(
        _speaks(one, cue) for one in voices for cue in says
    )


def _speaks(who: Cue, says: Cue) -> bool:
    return 0 <= says.start - who.end <= _SUBJECT_WORDS


_SUBJECT_WORDS = 6


def _only_a_bang(sentence: Sentence) -> bool:
    """Whether a sentence tells only that something was heard: a bang shows nobody's hand."""
    return all(cue.tag == "act.explode" for cue in sentence.of("act.")) and not sentence.of("harm.", "target.")


def _by_group(reading: Reading, sentence: Sentence, cue: Cue, mentions: Sequence[Mention]) -> bool:
    """Whether an armed group is what claims: it is named, or called one, before the claim."""
    first, last = reading.span(sentence.start, max(cue.start, sentence.start + 1))
    if _known(sentence):
        return False
    named = any(one.label is EntityLabel.GROUP and first <= one.start < last for one in mentions)
    return named or any(word.start < cue.start for word in sentence.listed_as("word.group"))


def _known(sentence: Sentence) -> bool:
    """Whether a claim is one of an attack that is known: "claimed the bombing that killed nine", "Monday's raid"."""
    words = sentence.tokens.words
    which = sentence.lists["common.which"]
    harms = [harm for harm in sentence.of("harm.kill", "harm.injure") if words[harm.start - 1] in which]
    known = sentence.lists["one_side.known"]
    return any(
        act.end <= harm.start and not known.isdisjoint(words[max(sentence.start, act.start - _BEFORE) : act.start])
        for act in sentence.of("act.", "weapon.")
        for harm in harms
    )


_BEFORE = 4


def _from_elsewhere(sentence: Sentence) -> bool:
    """Whether the text itself tells it, or somebody else than the group does."""
    says = sentence.of(*_SAYS)
    if not says:
        return True
    return any(voice.end <= cue.start for voice in sentence.of(*_VOICES) for cue in says) and not sentence.listed_as(
        "word.group"
    )
