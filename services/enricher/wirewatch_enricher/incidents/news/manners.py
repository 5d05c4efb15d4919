"""Whether a report speaks in figures, or of what comes again and again. In: a report. Out: yes or no."""

from wirewatch_enricher.incidents.text.cues import Cue
from wirewatch_enricher.incidents.text.reading import Reading
from wirewatch_enricher.incidents.types.triggers import Report


def figurative(report: Report) -> bool:
    """Whether a report is a figure of speech."""
    plain = report.clause.of("act.intercept") if report.clause.of(*_SHOT_DOWN) else ()
    meant = {(cue.start, cue.end) for cue in plain}
    flown = report.clause.of("weapon.drone", "weapon.aircraft")
    hurt = report.sentence.of("harm.kill") and report.clause.of("act.shoot")
    told = [cue for cue in report.sentence.of("figurative") if not (flown and "bomb" in cue.base)]
    told = [cue for cue in told if not (hurt and cue.base == "shot on")]
    return any((cue.start, cue.end) not in meant for cue in told)


_SHOT_DOWN = ("weapon.drone", "weapon.missile", "weapon.rocket", "weapon.aircraft")
"""What is shot down in earnest."""


def plural_habit(reading: Reading, report: Report) -> bool:
    """Whether a report stands for many: "attacks have become common"."""
    word = reading.words[report.trigger.end - 1]
    plural = (
        word.endswith("s")
        and report.trigger.base != word
        and report.trigger.tag in {"act.attack", "act.bombard", "act.air", "act.threat", "act.cyber"}
    )
    counted = any((cue.value or 0) > 1 for cue in report.clause.of("number"))
    generic = any(not _answers(report, cue) for cue in report.clause.of("generic", "background"))
    harm = report.sentence.in_title or report.sentence.of("harm.kill", "harm.injure")
    return generic or (plural and not counted and not harm)


def _answers(report: Report, cue: Cue) -> bool:
    """Whether words tell what a report answers, which is old, and it is not: "fired rockets in answer to the raid"."""
    return cue.start > report.trigger.start and cue.base.startswith("in ") and cue.base.endswith((" to", " for"))
