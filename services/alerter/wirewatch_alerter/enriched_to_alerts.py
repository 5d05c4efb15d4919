"""The hop from `articles.enriched` to Redis: every article's sightings become incidents, alerts and their revisions.

Nothing goes to a topic from here: revisions leave by the store's stream, so that none is lost between two systems.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

import structlog

from wirewatch import redis
from wirewatch.alerts import Alert
from wirewatch.articles import EnrichedArticle
from wirewatch.hop import Handler, Hop
from wirewatch.settings import Settings
from wirewatch.topics import ARTICLES_ENRICHED
from wirewatch.wire import TRACE_HEADER, Message, child_trace, decode
from wirewatch_alerter.closing_time import closing
from wirewatch_alerter.rules_watch import HOP, RulesWatch, watching
from wirewatch_alerts.intake import take
from wirewatch_alerts.keys import Keys
from wirewatch_alerts.matching import default_limits
from wirewatch_alerts.rules import RuleSet
from wirewatch_alerts.rules_reload import RuleFiles
from wirewatch_alerts.state import Decision
from wirewatch_alerts.store import Store

_log = structlog.stdlib.get_logger("wirewatch.alerter")


def hop(files: RuleFiles) -> Hop:
    """Return the hop for rules that were read and found right; it follows their files."""
    return Hop(
        name=HOP,
        source=ARTICLES_ENRICHED,
        target=None,
        open_handler=partial(open_handler, files=files),
    )


@asynccontextmanager
async def open_handler(settings: Settings, *, files: RuleFiles) -> AsyncIterator[Handler]:
    """Open the handler: it raises `MalformedError` for what is no enriched article, `TransientError` without Redis."""
    async with redis.connect(settings) as client:
        store = Store(redis=client, keys=Keys(settings=settings), limits=default_limits())
        watch = RulesWatch(files, settings)
        async with watching(watch, store) as rules, closing(store, rules):
            yield _handler(store, rules, watch)


def _handler(
    store: Store, rules: Callable[[], RuleSet], watch: RulesWatch
) -> Callable[[Message], Awaitable[tuple[Message, ...]]]:
    async def handle(message: Message) -> tuple[Message, ...]:
        article = decode(EnrichedArticle, message)
        trace = child_trace(message.header(TRACE_HEADER))
        decision = await take(article, store=store, rules=rules(), trace=trace)
        watch.failed(decision.rule_errors)
        _tell(article, decision)
        return ()

    return handle


def _tell(article: EnrichedArticle, decision: Decision) -> None:
    for error in decision.rule_errors:
        _log.warning("rule_failed", article=article.article_id, error=error)
    for alert in decision.revisions:
        _log.info("alert_revised", article=article.article_id, **_keys(alert))
    if not decision.revisions:
        _log.debug("article_quiet", article=article.article_id, repeat=decision.repeat)


def _keys(alert: Alert) -> dict[str, object]:
    last = alert.revisions[-1]
    return {
        "alert": alert.alert_id,
        "rev": alert.rev,
        "rule": alert.rule,
        "severity": alert.severity.value,
        "changes": [change.kind.value for change in last.changes],
        "notified": last.notified,
        "why_not": last.why_not,
    }
