"""Whether somebody denies that an event happened. In: a `Report`. Out: the cue that denies it, or None."""

from wirewatch_enricher.incidents.status.deeds import own_deed
from wirewatch_enricher.incidents.status.doubted import leaves_open
from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Reading, Sentence
from wirewatch_enricher.incidents.types.triggers import Report

_REACH = 8
STOPS = ("act.intercept", "act.foil", "act.hinder")


def denied(reading: Reading, report: Report) -> Cue | None:
    """Return the cue that denies a report's event, or None; a denial of blame or of harm denies no event."""
    sentence, trigger = report.sentence, report.trigger
    parts = sentence.of("deny_part", "claim.no", "nobody", "no_damage", "act.fail")
    for cue in sentence.of("deny"):
        refuses = not any(overlap(cue, part) for part in parts) and not own_deed(reading, sentence, cue)
        refuses = refuses and not leaves_open(reading, sentence, cue)
        refuses = refuses and not _still_missing(report, cue) and not _not_done(reading, cue)
        if refuses and -4 <= trigger.start - cue.start <= 24:
            return cue
    refused = (
        _taken_back(report)
        or _untrue(reading, report)
        or _not_so(reading, sentence)
        or _denied_cause(sentence)
        or _denied_outright(reading, report)
    )
    if refused:
        return refused
    parts = (*parts, *sentence.of("weapon.drone"))
    for cue in report.clause.of("negate"):
        if (
            trigger.tag.startswith("harm.")
            or any(overlap(cue, part) for part in parts)
            or trigger.tag in {"act.fail", "act.fall", *STOPS}
            or leaves_open(reading, sentence, cue)
        ):
            continue
        if 0 < trigger.start - cue.start <= 3 and reading.words[cue.end] not in reading.lists["denial.no_denial"]:
            return cue
    return None


def _still_missing(report: Report, cue: Cue) -> bool:
    """Whether "no trace of" tells only that somebody who was taken is not found: "no sign of the kidnapped nuns"."""
    return report.trigger.tag == "act.abduct" and cue.base in report.sentence.lists["denial.not_found"]


def _not_done(reading: Reading, cue: Cue) -> bool:
    """Whether "it was not" says what was left undone: "it was not cancelled when the shooting came"."""
    after = reading.words[cue.end : cue.end + 1]
    struck = reading.lists["denial.struck"]
    return cue.base == "it was not" and any(word.endswith("ed") and word not in struck for word in after)


def _taken_back(report: Report) -> Cue | None:
    """Return the words by which an outlet takes its report of the event back; None where it does not."""
    sentence = report.sentence
    back = next(iter(sentence.of("takes_back")), None)
    told = back and any(cue.start < report.trigger.start for cue in sentence.listed_as("word.rumour"))
    return back if told else None


def _untrue(reading: Reading, report: Report) -> Cue | None:
    """Return the "no truth" of "the rumour that the embassy was hit has no truth": what is said of it comes after."""
    sentence, trigger = report.sentence, report.trigger
    denial = next((cue for cue in sentence.of("deny") if 0 <= cue.start - trigger.end <= _PREDICATE), None)
    said = (cue for cue in sentence.listed_as("word.rumour") if cue.end <= trigger.start) if denial else ()
    return denial if any(reading.words[cue.end] in reading.lists["denial.what_is_said"] for cue in said) else None


_PREDICATE = 24


def _not_so(reading: Reading, sentence: Sentence) -> Cue | None:
    """Return what tells of a report that the next sentence refuses whole, as "It did not" does after "A post said"."""
    said = next(iter((*sentence.of("say"), *sentence.listed_as("word.rumour"))), None)
    after = next((one for one in reading.sentences if one.number == sentence.number + 1), None)
    if said is None or after is None or after.end - after.start > _SHORT:
        return None
    words = tuple(word for word in reading.words[after.start : after.end] if word.isalpha() or "'" in word)
    it = reading.phrases["denial.it"]
    not_words = reading.phrases["denial.not"]
    return said if words[:1] in it and words[1:2] in reading.phrases["denial.is"] and words[2:] in not_words else None


_SHORT = 8


def _denied_cause(sentence: Sentence) -> Cue | None:
    """Return the "not" of "a gas leak, not a drone": another cause is named, and the weapon refused."""
    if not sentence.of("deny_cause", "accident"):
        return None
    weapons = [cue for cue in sentence.of("weapon.") if cue.tag in _REFUSED]
    pairs = ((cue, weapon) for cue in sentence.of("negate") for weapon in weapons)
    return next((cue for cue, weapon in pairs if 0 <= weapon.start - cue.end <= 1), None)


_REFUSED = frozenset(
    {"weapon.drone", "weapon.missile", "weapon.rocket", "weapon.explosive", "weapon.grenade", "weapon.aircraft"}
)


def _denied_outright(reading: Reading, report: Report) -> Cue | None:
    """Return the verb of "denies missile hit Zarqa"; not of "denies drone attack", which may only refuse the blame."""
    trigger = report.trigger
    if trigger.base in {"attack", "raid", "assault"} or not trigger.tag.startswith("act."):
        return None
    weapons = report.sentence.of(*sorted(_REFUSED))
    return next(
        (
            cue
            for cue in report.sentence.of("say")
            if cue.base == "deny" and any(_at_once(reading, cue, weapon) for weapon in weapons)
            if cue.end < trigger.start and 1 <= trigger.start - cue.end <= _REACH
        ),
        None,
    )


def _at_once(reading: Reading, cue: Cue, weapon: Cue) -> bool:
    """Whether a weapon is what is denied: "denied that a drone …", but not "denied that its drones …"."""
    between = reading.words[cue.end : weapon.start]
    whose = {"its", "their", "his", "her", "any", "it", "they", "the"} & set(between)
    return 0 <= weapon.start - cue.end <= _DENIED_WORDS and (len(between) <= _NEXT or ("that" in between and not whose))


_DENIED_WORDS, _NEXT = 7, 2


def overlap(one: Cue, other: Cue) -> bool:
    """Whether two cues share a token."""
    return one.start < other.end and other.start < one.end
