"""The way of an article to alerts on stories in Redis: load those that may be its story, decide, write.

The index of stories is written before the alert: an entry without an alert is passed over, an alert without an entry
would be told twice. The alert itself goes the same way as those on incidents, in the one script.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from wirewatch.articles import EnrichedArticle
from wirewatch.errors import TransientError
from wirewatch_alerts.evaluate import decide_rule
from wirewatch_alerts.facts import Facts, On
from wirewatch_alerts.facts_articles import facts_of_article
from wirewatch_alerts.packing import unpack
from wirewatch_alerts.records import Seen, see
from wirewatch_alerts.revise import Cause, Revised
from wirewatch_alerts.rules import Rule, RuleSet
from wirewatch_alerts.state import Decision, StoredAlert
from wirewatch_alerts.store import Store, Written, transient
from wirewatch_alerts.stories import hear, tell
from wirewatch_alerts.story import WINDOW, Telling, buckets

_KEPT_S = int(timedelta(days=7).total_seconds())
"""An index entry is asked for by articles within the window; the rest is for those that come late."""
_TRIES = 20


async def take_stories(article: EnrichedArticle, *, store: Store, rules: RuleSet, trace: str) -> Decision:
    """Bring one article to the rules on articles, after its incidents; doing it again changes nothing.

    Raises `TransientError` where Redis is away, or other writers were faster twenty times.
    """
    asked = rules.asked(On.ARTICLE)
    facts = facts_of_article(article) if asked else {}
    verdicts = [(rule, decide_rule(rule, facts)) for rule in asked]
    errors = tuple(f"{rule.id}: {verdict.error}" for rule, verdict in verdicts if verdict.error)
    matched = [rule for rule, verdict in verdicts if verdict.matched]
    held = await _held(store, article.article_id) if matched else ()
    revised = [
        one
        for rule in matched
        for one in await _take(article, rule, facts, held, store=store, rules=rules, trace=trace)
    ]
    return Decision(alerts=tuple(one.stored for one in revised), rule_errors=errors, repeat=not revised)


async def _held(store: Store, article_id: str) -> tuple[str, ...]:
    """Return the incidents that hold an article's sightings."""
    async with transient():
        found = await store.redis.smembers(store.keys.holders(article_id))
    return tuple(one.decode() for one in found)


async def _take(
    article: EnrichedArticle,
    rule: Rule,
    facts: Facts,
    held: tuple[str, ...],
    *,
    store: Store,
    rules: RuleSet,
    trace: str,
) -> tuple[Revised, ...]:
    """Bring an article to one rule that holds on it; return what it revised."""
    for _ in range(_TRIES):
        version, before = await _seen(store, rule, article.article_id)
        seen = see(before, article)
        if seen == before or seen.newest != article.revision:
            return ()
        heard = hear(article, rule, facts, seen=seen, incidents=held)
        if heard.telling is None:
            return ()
        near = await _near(store, rule, heard.telling)
        cause = Cause(article=article, rules=rules, limits=store.limits, silences=await store.silences())
        revised = tell(heard.telling, near, rule=rule, cause=cause)
        if not revised:
            return ()
        await _index(store, rule, heard.telling, revised)
        decision = Decision(
            seen=seen,
            alerts=tuple(one.stored for one in revised),
            notices=tuple(notice for one in revised for notice in one.notices),
        )
        if await store.write(decision, version=version, trace=trace) is not Written.STALE:
            return revised
    raise TransientError(f"the state changed {_TRIES} times while article {article.article_id} was decided")


async def _seen(store: Store, rule: Rule, article_id: str) -> tuple[int, Seen]:
    """Return the version (read before all else) and what a rule has seen of an article: that which it fired on."""
    name = f"{rule.id}/{article_id}"
    async with transient():
        version = await store.redis.get(store.keys.version())
        raw = await store.redis.get(store.keys.article(name))
    return int(version or 0), unpack(raw, Seen) if raw else Seen(article_id=name)


async def _near(store: Store, rule: Rule, telling: Telling) -> tuple[StoredAlert, ...]:
    at = telling.report.first_observed_at
    least, most = ((at + sign * WINDOW).timestamp() for sign in (-1, 1))
    async with transient(), store.redis.pipeline(transaction=False) as pipe:
        for name in _names(store, rule, telling):
            pipe.zrangebyscore(name, least, most)
        answers = await pipe.execute()
        ids = sorted({member.decode() for members in answers for member in members})
        values = await store.redis.mget([store.keys.alert(one) for one in ids]) if ids else []
    return tuple(unpack(value, StoredAlert) for value in values if value is not None)


async def _index(store: Store, rule: Rule, telling: Telling, revised: Sequence[Revised]) -> None:
    """Enter an article under its story's alert; where stories were merged, all articles of the one that stays."""
    stays = revised[0].stored
    entered = stays.story.tellings if stays.story and len(revised) > 1 else (telling,)
    async with transient(), store.redis.pipeline(transaction=False) as pipe:
        for one in entered:
            for name in _names(store, rule, one):
                pipe.zadd(name, {stays.alert.alert_id: one.report.first_observed_at.timestamp()})
                pipe.expire(name, _KEPT_S)
        await pipe.execute()


def _names(store: Store, rule: Rule, telling: Telling) -> Iterator[str]:
    return (store.keys.stories(f"{rule.id}:{bucket}") for bucket in buckets(telling))
