"""What rules said as lines for people: examples and explanations in, plain text out."""

from collections.abc import Iterator, Sequence

from wirewatch.articles import EnrichedArticle
from wirewatch_alerts.evaluate import Step
from wirewatch_alerts.rules_backtest import Comparison, Firing
from wirewatch_alerts.rules_explain import Explained, not_news
from wirewatch_alerts.sentences import counted
from wirewatch_standalone.rules_examples import Tried


def tried_lines(tried: Tried) -> Iterator[str]:
    """Yield one line for an example, and the rule's trace below it where it came out otherwise."""
    where = f"{tried.file}:{tried.line}: {tried.rule}: {tried.example}"
    if tried.right:
        yield f"right  {where}: {tried.got}"
        return
    yield f"WRONG  {where}: expected {tried.expect}, got {tried.got}"
    for one in tried.explained:
        yield from (f"       {line}" for line in _rule_lines(one))


def explained_lines(article: EnrichedArticle, explained: Sequence[Explained]) -> Iterator[str]:
    """Yield what every rule says of an article, and what else the article tells of."""
    yield f"{article.entry_id}: {article.title or article.text[:80]}"
    for one in explained:
        yield from (f"  {line}" for line in _rule_lines(one))
    for told in not_news(article):
        yield f"  not news: {told}"


def comparison_lines(found: Comparison) -> Iterator[str]:
    """Yield a backtest: the rates of both rule sets, and what only one of them fires on."""
    span = f", {found.since.date()} to {found.until.date()}" if found.since and found.until else ""
    days = "1 day" if found.days == 1 else f"{found.days:g} days"
    yield f"{counted(found.articles, 'article')}, {days}{span}"
    for name, one in (("rules under test", found.tested), ("present rules", found.present)):
        yield f"{name} (hash {one.hash}): {counted(len(one.firings), 'alert')}"
        for rule, a_day in sorted(one.a_day.items()):
            count = sum(firing.rule == rule for firing in one.firings)
            failed = f", could not be decided {one.errors[rule]} times" if rule in one.errors else ""
            yield f"  {rule}: {counted(count, 'alert')}, {a_day:g} a day{failed}"
    for name, firings in (("under test", found.only_tested), ("present", found.only_present)):
        yield f"on what only the rules {name} fire: {len(firings)}"
        yield from (f"  {_firing(one)}" for one in firings)


def _firing(one: Firing) -> str:
    at = one.at.isoformat(" ", "minutes")
    return f"{at}  {one.severity.value:<8}  {one.rule}: {one.title} ({counted(one.articles, 'article')})"


def _rule_lines(one: Explained) -> Iterator[str]:
    subject = f" on {one.subject!r}" if one.subject else ""
    if one.fired and one.severity:
        yield f"{one.rule}: fires{subject}: {one.severity.value}"
        yield from (f"  holds  {_step(step)}" for step in one.steps)
    elif one.why_not:
        yield f"{one.rule}: was not asked{subject}: {one.why_not}"
    elif one.error:
        yield f"{one.rule}: could not be decided{subject}, which is no match: {one.error}"
    else:
        yield f"{one.rule}: does not fire{subject}"
        if one.failed:
            yield f"  fails  {_step(one.failed)}"


def _step(step: Step) -> str:
    return f"{step.condition}  [{step.values}]" if step.values else step.condition
