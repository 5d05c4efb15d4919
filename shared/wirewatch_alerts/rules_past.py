"""The past as rules see it: enriched articles in, the sightings and stories that rules are asked about out.

Texts are let go once they were asked about, so that months fit in memory.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec.structs import replace

from wirewatch.articles import EnrichedArticle
from wirewatch_alerts.facts import On
from wirewatch_alerts.facts_articles import facts_of_article
from wirewatch_alerts.records import Record, Seen, records_of, see
from wirewatch_alerts.rules import Rule, RuleSet
from wirewatch_alerts.stories import hear
from wirewatch_alerts.story import WINDOW, Story, Telling, joined, one_story

Asked = tuple[str, str]
"""A rule and the hash of its rule set."""


class Past:
    """Articles come in one by one, in the order in which they were observed."""

    def __init__(self, *rule_sets: RuleSet) -> None:
        self._asked = {(rule.id, one.hash): rule for one in rule_sets for rule in one.asked(On.ARTICLE)}
        self._seen: dict[str, Seen] = {}
        self._records: dict[str, tuple[Record, ...]] = {}
        self._heard: dict[Asked, dict[str, Telling]] = {name: {} for name in self._asked}
        self._errors: Counter[Asked] = Counter()
        self.since: datetime | None = None
        self.until: datetime | None = None

    @property
    def articles(self) -> int:
        """How many different articles there were."""
        return len(self._seen)

    @property
    def records(self) -> tuple[Record, ...]:
        """The sightings that are news."""
        return tuple(record for records in self._records.values() for record in records)

    def read(self, article: EnrichedArticle) -> None:
        """Take in one article; of an edited one the newest revision counts, a repeat changes nothing."""
        before = self._seen.get(article.article_id, Seen(article_id=article.article_id))
        seen = self._seen[article.article_id] = see(before, article)
        self.since = min(self.since or article.observed_at, article.observed_at)
        self.until = max(self.until or article.observed_at, article.observed_at)
        if seen != before and seen.newest == article.revision:
            self._records[article.article_id] = records_of(article, seen)
            self._hear(article, seen)

    def heard(self, rule: Rule, rules: RuleSet) -> tuple[Telling, ...]:
        """Return the articles that a rule on articles holds on."""
        return tuple(self._heard.get((rule.id, rules.hash), {}).values())

    def errors(self, rules: RuleSet) -> dict[str, int]:
        """Return how often each rule on articles could not be decided."""
        return {rule.id: count for rule in rules.rules if (count := self._errors[rule.id, rules.hash])}

    def _hear(self, article: EnrichedArticle, seen: Seen) -> None:
        facts = facts_of_article(article) if self._asked else {}
        for name, rule in self._asked.items():
            told = hear(article, rule, facts, seen=seen, incidents=())
            if told.telling:
                self._heard[name][article.article_id] = told.telling
            if told.error:
                self._errors[name] += 1


def stories_of(heard: Iterable[Telling], held: Mapping[str, str]) -> tuple[Story, ...]:
    """Return the stories that some articles make, in the order of their first ones.

    Args:
        heard: the articles.
        held: the incident that each article reports, by article id.
    """
    ordered = sorted(heard, key=lambda one: (one.report.first_observed_at, one.report.article_id))
    over: list[Story] = []
    under_way: list[Story] = []
    for one in ordered:
        incident = held.get(one.report.article_id)
        telling = replace(one, incidents=(incident,) if incident else ())
        over += [story for story in under_way if _over(story, telling)]
        going_on = [story for story in under_way if not _over(story, telling)]
        tied = [story for story in going_on if one_story(story, telling)]
        under_way = [*(story for story in going_on if story not in tied), joined(tied, telling)]
    return tuple(sorted((*over, *under_way), key=lambda story: story.tellings[0].report.first_observed_at))


def _over(story: Story, telling: Telling) -> bool:
    return telling.report.first_observed_at - story.tellings[-1].report.first_observed_at > WINDOW
