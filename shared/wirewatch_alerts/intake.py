"""The one way an article reaches the store: load, decide, write, and decide again where somebody else was faster."""

from msgspec.structs import replace

from wirewatch.articles import EnrichedArticle
from wirewatch.errors import TransientError
from wirewatch_alerts.decide import decide
from wirewatch_alerts.rules import RuleSet
from wirewatch_alerts.state import Decision
from wirewatch_alerts.store import Store, Written
from wirewatch_alerts.stories_store import take_stories

_TRIES = 20


async def take(article: EnrichedArticle, *, store: Store, rules: RuleSet, trace: str) -> Decision:
    """Bring one article into incidents, stories and alerts; return what it changed. Doing it again changes nothing.

    Raises `TransientError` where Redis is away, or other writers were faster twenty times.
    """
    on_incidents = await _take_incidents(article, store=store, rules=rules, trace=trace)
    on_stories = await take_stories(article, store=store, rules=rules, trace=trace)
    return replace(
        on_incidents,
        alerts=(*on_incidents.alerts, *on_stories.alerts),
        rule_errors=(*on_incidents.rule_errors, *on_stories.rule_errors),
        repeat=on_incidents.repeat and on_stories.repeat,
    )


async def _take_incidents(article: EnrichedArticle, *, store: Store, rules: RuleSet, trace: str) -> Decision:
    for _ in range(_TRIES):
        pool = await store.load(article)
        decision = decide(article, pool, rules=rules, limits=store.limits)
        if decision.repeat:
            return decision
        written = await store.write(decision, version=pool.version, trace=trace)
        if written is not Written.STALE:
            return decision
    raise TransientError(f"the state changed {_TRIES} times while article {article.article_id} was decided")
