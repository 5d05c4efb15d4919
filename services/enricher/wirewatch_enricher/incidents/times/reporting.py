"""Days on which somebody only spoke. In: time words and their sentence. Out: the same, marked where they are such."""

from msgspec.structs import replace

from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Reading, Sentence, dateline_end, word_before
from wirewatch_enricher.incidents.times.timeref import TimeRef


def as_reported(reading: Reading, sentence: Sentence, ref: TimeRef) -> TimeRef:
    """Mark a reference that belongs to a verb of saying ("said on Tuesday", "on Friday denied") or to the dateline."""
    if ref.end <= dateline_end(reading, sentence):
        return replace(ref, reporting=True)
    owned = ref.end < sentence.end and reading.words[ref.end] in {"'s", "s'"}
    if owned or ref.shift is not None or word_before(reading, ref.start) == "since":
        return ref
    refuses = reading.stems["reporting.refuses"]
    for cue in (*sentence.of("say"), *(one for one in sentence.of("deny") if one.base.startswith(refuses))):
        if cue.base in reading.lists["reporting.moves"] and _by_attackers(sentence, cue):
            continue
        between = reading.words[cue.end : ref.start] if cue.end <= ref.start else reading.words[ref.end : cue.start]
        limit = 4 if cue.end <= ref.start else 1
        if (
            len(between) <= limit
            and not ("to" in between and any(act.end <= ref.start < cue.start for act in sentence.of("act.")))
            and not any(word.isalpha() and len(word) > 9 for word in between)
            and not (cue.base in reading.lists["reporting.reproaches"] and any(word.endswith("ed") for word in between))
            and not _verb_between(reading, sentence, cue, ref)
        ):
            return replace(ref, reporting=True)
    return ref


def _by_attackers(sentence: Sentence, cue: Cue) -> bool:
    return any(0 <= cue.start - who.end <= 2 for who in sentence.of("actor.gunmen", "actor.attacker", "actor.rebel"))


def _verb_between(reading: Reading, sentence: Sentence, cue: Cue, ref: TimeRef) -> bool:
    low, high = min(cue.end, ref.end), max(cue.start, ref.start)
    done_to = reading.lists["reporting.done_to"]
    told = () if cue.base in done_to or reading.words[cue.end : cue.end + 1] == ("to",) else ("target.", "victim")
    return any(low <= other.start < high for other in sentence.of("act.", "harm.", "weapon.", *told))
