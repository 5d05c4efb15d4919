"""The examples that rules carry: rules in, each example read by the real pipeline and held against its rule out."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wirewatch.articles import ContentType, EnrichedArticle, RawArticle
from wirewatch.errors import SettingsError
from wirewatch_alerts.rules import NO_ALERT, Rule, RuleSet, RuleTest
from wirewatch_alerts.rules_explain import Explained, explain, fired
from wirewatch_enricher.enrich import enrich
from wirewatch_standalone.archive import read_archive
from wirewatch_standalone.archive_formats import ArchiveItem

_TODAY = datetime(2025, 3, 4, 18, 0, tzinfo=UTC)
"""When an example that does not say was published: a Tuesday."""


class Tried(Struct, frozen=True, kw_only=True):
    """One example: what was expected and what came out, and the rule's trace where they differ."""

    rule: str
    file: Path
    line: int
    example: str
    expect: str
    got: str
    explained: tuple[Explained, ...] = ()

    @property
    def right(self) -> bool:
        """Tell whether the rule did as its example says."""
        return self.expect == self.got


def try_all(rules: RuleSet) -> Iterator[Tried]:
    """Run every example of every rule; raises `SettingsError` where an example's file cannot be read."""
    for rule in rules.rules:
        alone = RuleSet(rules=(rule,), hash=rules.hash)
        for test in rule.tests:
            yield _tried(rule, test, alone)


def _tried(rule: Rule, test: RuleTest, alone: RuleSet) -> Tried:
    article = example(rule, test)
    got = fired(article, alone).get(rule.id)
    tried = Tried(
        rule=rule.id,
        file=rule.file,
        line=test.line,
        example=test.article or test.title or test.text[:60],
        expect=test.expect,
        got=got.value if got else NO_ALERT,
    )
    return tried if tried.right else replace(tried, explained=explain(article, alone))


def example(rule: Rule, test: RuleTest) -> EnrichedArticle:
    """Return the article of an example, as the enricher reads it."""
    return enrich(_raw(rule, test))


def _raw(rule: Rule, test: RuleTest) -> RawArticle:
    if test.article is None:
        published = datetime.fromisoformat(test.published) if test.published else _TODAY
        item = ArchiveItem(
            entry_id=f"{rule.id}-{test.line}",
            source=test.source or "example",
            title=test.title,
            text=test.text,
            content_type=ContentType.PLAIN,
            published=published,
            language=test.language,
        )
        return item.as_article(item.entry_id, published)
    found = read_archive(rule.file.parent / test.article)
    if found.problems or len(found.articles) != 1:
        why = found.problems[0].told() if found.problems else f"has {len(found.articles)} articles, not one"
        raise SettingsError(f"{rule.file}:{test.line}: tests: {test.article}: {why}")
    return found.articles[0]
