"""One article and what a rule on articles says of it in, the alert on its story out. Pure.

An alert tells of a story once: copies, editions and articles on the same incident join it in silence. An article that
ties two stories together closes the later one, which is merged into the earlier.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.alerts import Alert, AlertState
from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import Codes, Incident, IncidentType, Status
from wirewatch_alerts.compose import alert_id
from wirewatch_alerts.evaluate import decide_rule, reasons
from wirewatch_alerts.facts import Facts
from wirewatch_alerts.records import Seen, report_of, source_of
from wirewatch_alerts.revise import Cause, Revised, closed, next_revision
from wirewatch_alerts.rules import Rule
from wirewatch_alerts.state import StoredAlert
from wirewatch_alerts.story import Story, Telling, joined, one_story

_NO_CODES = Codes(acled_event="", acled_sub_events=(), plover_event="")


class Heard(Struct, frozen=True, kw_only=True):
    """What a rule says of an article: what it tells, where the rule holds; the error, where it could not be decided."""

    telling: Telling | None = None
    error: str | None = None


def hear(article: EnrichedArticle, rule: Rule, facts: Facts, *, seen: Seen, incidents: Sequence[str]) -> Heard:
    """Ask a rule about an article.

    Args:
        article: the article.
        rule: a rule on articles.
        facts: those of the article.
        seen: what the rule has seen of it, this delivery included.
        incidents: the ids of the incidents that hold its sightings.
    """
    verdict = decide_rule(rule, facts)
    if verdict.severity is None or verdict.error:
        return Heard(error=f"{rule.id}: {verdict.error}" if verdict.error else None)
    telling = Telling(
        report=report_of(article, seen),
        incidents=tuple(sorted(incidents)),
        severity=verdict.severity,
        reasons=reasons(rule, facts),
    )
    return Heard(telling=telling)


def tell(telling: Telling, near: Sequence[StoredAlert], *, rule: Rule, cause: Cause) -> tuple[Revised, ...]:
    """Return what one more article changes: its story's alert, and those of stories that now are part of it."""
    known = {one.alert.alert_id: one for one in near if one.story}
    tied = [one for one in known.values() if _open(one) and one.story and one_story(one.story, telling)]
    story = joined((one.story for one in tied if one.story), telling)
    after = _alert(story, rule, cause.rules.hash)
    stored = known.get(after.alert_id)
    if stored and _open(stored) and stored.story == story:
        return ()
    base = stored if stored in tied else min(tied, key=_told_first, default=None)
    if base:
        after = _with_word(after, base.alert)
    revised = next_revision(
        after, base=base, stored=stored, rule=rule, sources=len({one.source for one in after.sources}), cause=cause
    )
    merged = (
        closed(one, heir=after.alert_id, why=f"merged into {after.alert_id}", cause=cause)
        for one in tied
        if one.alert.alert_id != after.alert_id
    )
    return replace(revised, stored=replace(revised.stored, story=story)), *merged


def _open(stored: StoredAlert) -> bool:
    return stored.alert.state is not AlertState.CLOSED


def _with_word(after: Alert, before: Alert) -> Alert:
    """Return an alert with what people said of it, or of the one that it takes over."""
    return replace(
        after,
        acknowledged_by=before.acknowledged_by,
        retracted_by=before.retracted_by,
        state=AlertState.RETRACTED if before.state is AlertState.RETRACTED else after.state,
    )


def _told_first(stored: StoredAlert) -> tuple[bool, str]:
    return not stored.told, stored.alert.alert_id


def _alert(story: Story, rule: Rule, rules_hash: str) -> Alert:
    first = story.tellings[0]
    return Alert(
        alert_id=alert_id(rule.id, story.story_id),
        rev=0,
        rule=rule.id,
        rule_title=rule.title,
        rules_hash=rules_hash,
        severity=first.severity,
        exercise=first.report.exercise,
        title=_title(first, rule),
        incident=_incident(story, _title(first, rule)),
        reasons=first.reasons,
        sources=tuple(source_of(one.report) for one in story.tellings),
        updated_at=first.report.observed_at,
    )


def _title(first: Telling, rule: Rule) -> str:
    return first.report.title or rule.title


def _incident(story: Story, title: str) -> Incident:
    """Return the stand-in for an incident: a story tells nothing of type, place or figures."""
    return Incident(
        incident_id=story.story_id,
        type=IncidentType.STORY,
        status=Status.CONFIRMED,
        title=title,
        codes=_NO_CODES,
        sightings=(),
    )
