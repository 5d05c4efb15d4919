"""What rules would have fired on: the past as read in, firings and rates out; nothing is stored, nobody is notified."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from wirewatch.alerts import Severity
from wirewatch.incidents import Instant
from wirewatch_alerts.cluster import cluster
from wirewatch_alerts.compose import Standing, standings
from wirewatch_alerts.facts import On
from wirewatch_alerts.fuse import fuse, incident_id
from wirewatch_alerts.records import Record
from wirewatch_alerts.rules import Rule, RuleSet
from wirewatch_alerts.rules_past import Past, stories_of

_DAY_S = 86_400


class Firing(Struct, frozen=True, kw_only=True):
    """One alert that a rule would have given: `at` it was created; `severity` and `articles` as they came to stand.

    `subject` is the id of the incident or story; firings of two rules on one subject are on the same.
    """

    rule: str
    at: Instant
    severity: Severity
    subject: str
    title: str
    articles: int


class Backtest(Struct, frozen=True, kw_only=True):
    """What a rule set would have fired on, how often a day by rule, and how often each could not be decided."""

    hash: str
    firings: tuple[Firing, ...]
    a_day: Mapping[str, float]
    errors: Mapping[str, int]


class Comparison(Struct, frozen=True, kw_only=True):
    """The rules under test beside the present ones, over so many articles and days (less than one counts as one).

    `only_tested` and `only_present` are the firings on what no rule of the other set fired on.
    """

    articles: int
    since: Instant | None
    until: Instant | None
    days: float
    tested: Backtest
    present: Backtest
    only_tested: tuple[Firing, ...]
    only_present: tuple[Firing, ...]


def compare(past: Past, tested: RuleSet, present: RuleSet) -> Comparison:
    """Return what some rules would have fired on, beside others; `past` must have been read with both."""
    incidents = [part.records for part in cluster(past.records)]
    one, other = backtest(past, incidents, tested), backtest(past, incidents, present)
    return Comparison(
        articles=past.articles,
        since=past.since,
        until=past.until,
        days=round(_days(past), 2),
        tested=one,
        present=other,
        only_tested=_without(one.firings, other.firings),
        only_present=_without(other.firings, one.firings),
    )


def backtest(past: Past, incidents: Sequence[Sequence[Record]], rules: RuleSet) -> Backtest:
    """Return what one rule set would have fired on, in the order of time."""
    errors = past.errors(rules)
    found = [firing for records in incidents for firing in _on_incident(records, rules, errors)]
    held = {record.report.article_id: incident_id(records) for records in incidents for record in records}
    found += [firing for rule in rules.asked(On.ARTICLE) for firing in _on_stories(past, rule, rules, held)]
    counts = {rule.id: sum(one.rule == rule.id for one in found) for rule in rules.rules}
    return Backtest(
        hash=rules.hash,
        firings=tuple(sorted(found, key=lambda one: (one.at, one.rule, one.subject))),
        a_day={rule: round(count / _days(past), 4) for rule, count in counts.items()},
        errors=errors,
    )


def _on_incident(records: Sequence[Record], rules: RuleSet, errors: dict[str, int]) -> Iterator[Firing]:
    """Yield each rule's alert on one incident, as its reports came in; counts rules that could not be decided."""
    known: dict[str, Standing] = {}
    created: dict[str, int] = {}
    for count in range(1, len(records) + 1):
        said = standings(records[:count], rules, known=known, decided=count - 1)
        known = dict(said.by_rule)
        for rule in known:
            created.setdefault(rule, count)
        for error in said.errors:
            rule = error.partition(": ")[0]
            errors[rule] = errors.get(rule, 0) + 1
    incident = fuse(records) if known else None
    for rule, standing in known.items() if incident else ():
        yield Firing(
            rule=rule,
            at=records[created[rule] - 1].report.first_observed_at,
            severity=standing.severity,
            subject=incident.incident_id if incident else "",
            title=incident.title if incident else "",
            articles=len({record.report.article_id for record in records}),
        )


def _on_stories(past: Past, rule: Rule, rules: RuleSet, held: Mapping[str, str]) -> Iterator[Firing]:
    for story in stories_of(past.heard(rule, rules), held):
        first = story.tellings[0]
        yield Firing(
            rule=rule.id,
            at=first.report.first_observed_at,
            severity=first.severity,
            subject=first.incidents[0] if first.incidents else story.story_id,
            title=first.report.title or rule.title,
            articles=len(story.tellings),
        )


def _days(past: Past) -> float:
    span_s = (past.until - past.since).total_seconds() if past.until and past.since else 0.0
    return max(1.0, span_s / _DAY_S)


def _without(firings: Sequence[Firing], others: Sequence[Firing]) -> tuple[Firing, ...]:
    known = {one.subject for one in others}
    return tuple(one for one in firings if one.subject not in known)
