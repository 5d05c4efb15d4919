"""Why rules fire on an article, or which condition failed first: an enriched article and rules in, a trace each out."""

from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from wirewatch.alerts import Severity
from wirewatch.articles import EnrichedArticle
from wirewatch.incidents import Salience, Sighting
from wirewatch_alerts.cluster import cluster
from wirewatch_alerts.compose import subject_of
from wirewatch_alerts.evaluate import Step, decide_rule, trace
from wirewatch_alerts.facts import Facts, On, facts_of
from wirewatch_alerts.facts_articles import facts_of_article
from wirewatch_alerts.records import Seen, records_of, see
from wirewatch_alerts.rules import Rule, RuleSet

NO_NEWS = "the article reports no incident as news"
FOLLOW_UP = "the article only follows up on an incident"


class Explained(Struct, frozen=True, kw_only=True):
    """A rule's word on one incident of an article, or on the article itself.

    `steps` are its conditions; `failed` is the first that did not hold, None where it fired. `why_not` is set where the
    rule was never asked. `error`: it could not be decided, which is no match.
    """

    rule: str
    on: On
    subject: str | None
    fired: bool
    severity: Severity | None = None
    steps: tuple[Step, ...] = ()
    failed: Step | None = None
    why_not: str | None = None
    error: str | None = None


def explain(article: EnrichedArticle, rules: RuleSet) -> tuple[Explained, ...]:
    """Return what every rule says of an article, for each incident that it reports."""
    subjects = tuple(_subjects(article))
    found = (one for rule in rules.rules for one in _explained(rule, article, subjects))
    return tuple(found)


def fired(article: EnrichedArticle, rules: RuleSet) -> Mapping[str, Severity]:
    """Return the rules that fire on an article, each with the worst severity that it gives."""
    worst = {severity: rank for rank, severity in enumerate(Severity)}
    found: dict[str, Severity] = {}
    for one in explain(article, rules):
        if one.fired and one.severity:
            found[one.rule] = min(found.get(one.rule, one.severity), one.severity, key=worst.__getitem__)
    return found


def not_news(article: EnrichedArticle) -> tuple[str, ...]:
    """Return what else the article tells of, and why rules do not hear of it."""
    return tuple(_silent(one) for one in article.sightings if one.salience is not Salience.FOREGROUND)


def as_json(article: EnrichedArticle, explained: tuple[Explained, ...]) -> bytes:
    """Return the explanation of an article as one line of JSON."""
    return msgspec.json.encode({"article": article.entry_id, "title": article.title, "rules": explained})


def _subjects(article: EnrichedArticle) -> Iterator[tuple[str, Facts, bool]]:
    records = records_of(article, see(Seen(article_id=article.article_id), article))
    for part in cluster(records):
        subject = subject_of(part.records)
        yield subject.incident.title, facts_of(subject), subject.incident.foreground


def _explained(
    rule: Rule, article: EnrichedArticle, subjects: tuple[tuple[str, Facts, bool], ...]
) -> Iterator[Explained]:
    if rule.on is On.ARTICLE:
        yield _asked(rule, article.title, facts_of_article(article))
    elif not subjects:
        yield Explained(rule=rule.id, on=rule.on, subject=None, fired=False, why_not=NO_NEWS)
    for title, facts, foreground in subjects if rule.on is On.INCIDENT else ():
        if foreground:
            yield _asked(rule, title, facts)
        else:
            yield Explained(rule=rule.id, on=rule.on, subject=title, fired=False, why_not=FOLLOW_UP)


def _asked(rule: Rule, title: str, facts: Facts) -> Explained:
    verdict, steps = decide_rule(rule, facts), trace(rule, facts)
    failed = None if verdict.matched else next((one for one in steps if not one.held), None)
    return Explained(
        rule=rule.id,
        on=rule.on,
        subject=title,
        fired=verdict.matched,
        severity=verdict.severity,
        steps=steps,
        failed=failed,
        error=verdict.error,
    )


def _silent(sighting: Sighting) -> str:
    where = f", {sighting.place.name}" if sighting.place else ""
    why = f" ({'; '.join(sighting.reasons)})" if sighting.reasons else ""
    return f"{sighting.type.value}{where}: {sighting.salience.value}{why}"
