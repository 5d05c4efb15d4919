"""What is left of an attack that was stopped or failed in part. In: its sentences, their stops. Out: what they tell."""

from collections.abc import Iterable, Sequence

from wirewatch.incidents import Outcome
from wirewatch_enricher.incidents.status.denial import STOPS
from wirewatch_enricher.incidents.status.verdict import Verdict
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Sentence
from wirewatch_enricher.incidents.types.triggers import Report

_NEXT = 2


def felled_alone(
    told: Sequence[tuple[Report, Verdict]], stops: Iterable[tuple[Report, Verdict]], own: Sequence[Sentence]
) -> bool:
    """Whether one drone alone came, and was shot down: then what it does where it falls is no hit, but for a fire.

    A drone that the body tells to have hit before the first stop is another one.
    """
    felled = [report.sentence.number for report, verdict in stops if _shot_down(report, verdict)]
    hits = (report.sentence for report, _ in told if report.rule == "drone" and report.trigger.tag in _BEFORE_STOP)
    if not felled or any(not hit.in_title and hit.number < felled[0] for hit in hits):
        return False
    killed = any(one.of("harm.kill") and not one.of("nobody", "negate") for one in own)
    all_of_them = not killed and any(_all_stopped(report.sentence, verdict) for report, verdict in stops)
    return not any((_several(one) and not all_of_them) or _burns(one) for one in own)


def _all_stopped(sentence: Sentence, verdict: Verdict) -> bool:
    """Whether none of several came through: "both machines were shot down", "all three were brought down"."""
    cue = verdict.outcome_cue
    before = sentence.tokens.words[max(sentence.start, cue.start - _SUBJECT) : cue.start] if cue else ()
    partly = not sentence.lists["stopped.partly"].isdisjoint(before)
    return not partly and not sentence.lists["common.each"].isdisjoint(before)


_SUBJECT = 5


_BEFORE_STOP = frozenset({"act.explode", "act.attack", "act.bombard", "harm.kill", "harm.injure"})


def _burns(sentence: Sentence) -> bool:
    """Whether something is on fire; "killed" and "with burns" tell of people."""
    people = {(cue.start, cue.end) for cue in sentence.of("harm.kill", "harm.injure")}
    fires = [cue for cue in sentence.of("harm.fire") if (cue.start, cue.end) not in people and cue.base != "burns"]
    return bool(fires) and not sentence.of("nobody", "negate")


def _shot_down(report: Report, verdict: Verdict) -> bool:
    """Whether a report tells that a drone was shot down, and not only which one is meant ("that was shot down")."""
    cue = verdict.outcome_cue
    if cue is None or verdict.outcome is not Outcome.INTERCEPTED:
        return False
    which_words = report.sentence.lists["common.which"]
    which = which_words.isdisjoint(report.sentence.tokens.words[max(0, cue.start - 2) : cue.start])
    fallen = report.sentence.lists["verdict.fallen"]
    felled = cue.tag == "act.intercept" or cue.base in fallen or destroyed_in_flight(report.sentence, cue)
    return which and felled


def destroyed_in_flight(sentence: Sentence, cue: Cue) -> bool:
    """Whether a drone was destroyed on its way: "destroyed over the runway", "destroyed by air defences"."""
    if cue.base != "destroy":
        return False
    over = sentence.tokens.words[cue.end : cue.end + 1] in sentence.phrases["stopped.over"]
    return over or any(cue.end <= one.start for one in sentence.of("actor.defence"))


def _several(sentence: Sentence) -> bool:
    """Whether a sentence tells of several drones: "drones", "two others were intercepted"."""
    words = sentence.tokens.words
    many = any(_many(word) for cue in sentence.of("weapon.drone") for word in words[cue.start : cue.end])
    others = (one for one in sentence.listed_as("word.one_of") if one.base != "one")
    ones = (*others, *sentence.of("ordinal"))
    acts = sentence.of("act.", "weapon.drone")
    return many or any(0 <= act.start - one.end <= _NEXT for one in ones for act in acts)


def _many(word: str) -> bool:
    """Whether a word for drones is a plural, in the languages whose plurals end alike."""
    return word.endswith(_PLURALS) and word not in _NO_PLURALS


_NO_PLURALS = frozenset({"uas", "'s"})
_PLURALS = ("s", "ات", "تين", "تان", "ين", "ы", "и", "ів", "ов", "lar", "ler")


def another_went_off(sentence: Sentence) -> bool:
    """Whether one of several went off or came down: "one broke on the wall", "two burst", not the one that failed."""
    ones = (*sentence.listed_as("word.one_of"), *(cue for cue in sentence.of("number") if (cue.value or 0) > 1))
    fails = sentence.of("act.fail", *STOPS)
    return any(
        0 <= cue.start - one.end <= _NEXT and not any(one.end <= fail.start <= cue.end for fail in fails)
        for one in ones
        for cue in sentence.of("act.explode", "act.fall", "act.arson", "harm.damage", "harm.fire", "act.vandal")
    )


def only_debris(own: Sequence[Sentence]) -> bool:
    """Whether all that is told is that debris of a drone came down: "Drone debris lands beside the consulate"."""
    lands = any(
        0 <= fall.start - debris.end <= _NEXT
        for sentence in own
        for debris in sentence.of("harm.debris")
        for fall in sentence.of("act.fall")
    )
    return lands and not any(sentence.of(*_HITS) for sentence in own)


_HITS = ("harm.kill", "harm.injure", "harm.damage", "harm.fire", "act.attack", "act.explode")


def of_one(sentence: Sentence, cue: Cue, *, within: int) -> bool:
    """Whether a cue tells of one among several, past an aside as well: "one of the bombs, tins of nails, did not"."""
    words = sentence.tokens.words
    for one in sentence.listed_as("word.one_of"):
        noun = next((at for at in range(one.end, min(one.end + _NOUN, cue.start)) if words[at] == ","), one.end)
        if 0 <= cue.start - one.end <= within or 0 <= cue.start - past_aside(sentence, noun) <= 1 < cue.start - noun:
            return True
    return False


_NOUN = 5


def past_aside(sentence: Sentence, at: int) -> int:
    """Return where an aside ends that begins at a word: "a second one, launched two hours later, struck"."""
    words = sentence.tokens.words
    if words[at : at + 1] != (",",):
        return at
    return next((end + 1 for end in range(at + 1, min(sentence.end, at + _ASIDE)) if words[end] == ","), at)


_ASIDE = 12
