"""Rules on articles: one alert for each story, however many copies, editions and reports of one incident come."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from alert_articles import article
from wirewatch.alerts import AlertState, ChangeKind
from wirewatch.articles import EnrichedArticle
from wirewatch_alerts.card import card_text
from wirewatch_alerts.facts_articles import facts_of_article
from wirewatch_alerts.matching import default_limits
from wirewatch_alerts.records import Seen, see
from wirewatch_alerts.revise import Cause
from wirewatch_alerts.rules import RuleSet, load_rules
from wirewatch_alerts.state import StoredAlert
from wirewatch_alerts.stories import hear, tell

RULE = """
id: watch
title: Watch
on: article
when: article.folded.contains("embassy")
severity: low
notify: {channels: [desk]}
"""
TEXT = (
    "The embassy in Juba will close its doors on Monday, a spokesman said, and its staff will leave the country by air "
    "before the end of the week because of the fighting around the capital."
)
OTHER = (
    "Students gathered before an embassy in Accra on Friday to ask for visas; the queue was longer than ever, and the "
    "consul promised to open a second counter in spring."
)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    return watch(tmp_path_factory.mktemp("rules"))


def watch(folder: Path) -> RuleSet:
    (folder / "rule.yaml").write_text(RULE, "utf-8")
    return load_rules(folder)


def told(article_id: str, text: str = TEXT, *, hours: float = 0.0, revision: str = "1") -> EnrichedArticle:
    plain = article(article_id, hours=hours, sightings=(), revision=revision)
    return replace(plain, title=f"Embassy news {article_id}", text=text)


def run(
    articles: Sequence[EnrichedArticle], rules: RuleSet, incidents: dict[str, list[str]] | None = None
) -> list[StoredAlert]:
    """Bring articles to the one rule, in the order given; return all alerts, the last notified ones included."""
    alerts: dict[str, StoredAlert] = {}
    seen: dict[str, Seen] = {}
    (rule,) = rules.rules
    for one in articles:
        seen[one.article_id] = see(seen.get(one.article_id, Seen(article_id=one.article_id)), one)
        held = (incidents or {}).get(one.article_id, [])
        heard = hear(one, rule, facts_of_article(one), seen=seen[one.article_id], incidents=held)
        if heard.telling:
            cause = Cause(article=one, rules=rules, limits=default_limits())
            found = tell(heard.telling, tuple(alerts.values()), rule=rule, cause=cause)
            alerts |= {each.stored.alert.alert_id: each.stored for each in found}
    return sorted(alerts.values(), key=lambda each: each.alert.sources[0].observed_at)


def standing(alerts: Sequence[StoredAlert]) -> list[StoredAlert]:
    return [one for one in alerts if one.alert.state is AlertState.OPEN]


def test_a_copy_joins_in_silence(rules: RuleSet) -> None:
    """A lightly edited copy is one more source of the same alert, and notifies nobody."""
    (found,) = run([told("a"), told("b", TEXT.replace("Monday", "Tuesday"), hours=2)], rules)
    assert [(one.rev, one.notified) for one in found.alert.revisions] == [(1, True), (2, False)]
    assert [source.article_id for source in found.alert.sources] == ["a", "b"]


def test_two_stories_are_two_alerts(rules: RuleSet) -> None:
    """Another text is another story."""
    assert len(run([told("a"), told("b", OTHER)], rules)) == 2


def test_articles_on_one_incident_are_one_story(rules: RuleSet) -> None:
    """Different words on the same incident are one story."""
    articles = [told("a"), told("b", OTHER)]
    assert len(run(articles, rules, {"a": ["inc-1"], "b": ["inc-1", "inc-2"]})) == 1


def test_a_copy_after_days_is_a_story_of_its_own(rules: RuleSet) -> None:
    """What comes again on the anniversary is told again."""
    assert len(run([told("a"), told("b", hours=73)], rules)) == 2


def test_an_edition_replaces_the_one_before(rules: RuleSet) -> None:
    """A new edition of the article is no second story and no second source."""
    (found,) = run([told("a"), told("a", OTHER, hours=1, revision="2")], rules)
    assert [source.revision for source in found.alert.sources] == ["2"]


def test_a_repeat_changes_nothing(rules: RuleSet) -> None:
    """The same delivery again gives no revision."""
    (found,) = run([told("a"), told("a")], rules)
    assert found.alert.rev == 1


def test_an_article_that_ties_two_stories_merges_the_later_one(rules: RuleSet) -> None:
    """The later alert closes and names the earlier one, which tells nobody again."""
    articles = [told("a"), told("b", OTHER, hours=1), told("c", OTHER, hours=2)]
    found = run(articles, rules, {"a": ["inc-1"], "c": ["inc-1"]})
    assert [one.alert.state for one in found] == [AlertState.OPEN, AlertState.CLOSED]
    assert found[1].alert.merged_into == found[0].alert.alert_id
    assert [one.notified for one in found[0].alert.revisions] == [True, False]


def test_an_earlier_article_that_comes_late_takes_the_story_over(rules: RuleSet) -> None:
    """The id is that of the earliest article; nobody is told twice."""
    late_first = run([told("b", hours=2), told("a")], rules)
    (taken,) = standing(late_first)
    assert taken.alert.alert_id == run([told("a")], rules)[0].alert.alert_id
    assert [one.notified for one in taken.alert.revisions] == [False]


def test_what_a_person_retracted_stays_so(rules: RuleSet) -> None:
    """One more copy does not bring a retracted alert back."""
    (found,) = run([told("a")], rules)
    gone = replace(found, alert=replace(found.alert, state=AlertState.RETRACTED, retracted_by="ann"))
    copy = told("b", hours=1)
    (rule,) = rules.rules
    seen = see(Seen(article_id="b"), copy)
    telling = hear(copy, rule, facts_of_article(copy), seen=seen, incidents=()).telling
    assert telling is not None
    cause = Cause(article=copy, rules=rules, limits=default_limits())
    (after,) = tell(telling, (gone,), rule=rule, cause=cause)
    assert (after.stored.alert.state, after.stored.alert.retracted_by) == (AlertState.RETRACTED, "ann")


def test_the_card_of_a_story_tells_no_figures(rules: RuleSet) -> None:
    """It has the title, who has the story and since when, and nothing of an incident."""
    (found,) = run([told("a"), told("b", hours=1)], rules)
    shown = card_text(found.alert)
    assert ("2 articles" in shown, "Embassy news a" in shown, "killed" in shown) == (True, True, False)


def test_a_story_is_created_once(rules: RuleSet) -> None:
    """The first revision says created, the next one more source."""
    (found,) = run([told("a"), told("b", hours=1)], rules)
    kinds = [[change.kind for change in one.changes] for one in found.alert.revisions]
    assert kinds == [[ChangeKind.CREATED], [ChangeKind.SOURCES]]


STORIES = tuple(told(f"{kind}{n}", text, hours=n) for kind, text in (("a", TEXT), ("b", OTHER)) for n in range(3))


@settings(max_examples=30, deadline=None)
@given(order=st.permutations(STORIES))
def test_the_order_of_arrival_does_not_matter(
    order: list[EnrichedArticle], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Two stories of three copies each are the same two alerts, with the same sources, in any order."""
    rules = watch(tmp_path_factory.mktemp("rules"))
    final = [
        sorted(
            (one.alert.alert_id, tuple(s.article_id for s in one.alert.sources)) for one in standing(run(each, rules))
        )
        for each in (order, STORIES)
    ]
    assert final[0] == final[1]
