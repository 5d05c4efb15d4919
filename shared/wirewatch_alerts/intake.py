"""The one way an article reaches the store: load, decide, write, and decide again where somebody else was faster."""

from wirewatch.articles import EnrichedArticle
from wirewatch.errors import TransientError
from wirewatch_alerts.decide import decide
from wirewatch_alerts.rules import RuleSet
from wirewatch_alerts.state import Decision
from wirewatch_alerts.store import Store, Written

_TRIES = 20


async def take(article: EnrichedArticle, *, store: Store, rules: RuleSet, trace: str) -> Decision:
    """Bring one article into incidents and alerts; return what it changed. Doing it again changes nothing.

    Raises `TransientError` where Redis is away, or other writers were faster twenty times.
    """
    for _ in range(_TRIES):
        pool = await store.load(article)
        decision = decide(article, pool, rules=rules, limits=store.limits)
        if decision.repeat:
            return decision
        written = await store.write(decision, version=pool.version, trace=trace)
        if written is not Written.STALE:
            return decision
    raise TransientError(f"the state changed {_TRIES} times while article {article.article_id} was decided")
