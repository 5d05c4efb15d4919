"""Backtests: what rules would have fired on, how often a day, and what only one of two rule sets fires on."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from alert_articles import BASRA, article
from wirewatch.alerts import Severity
from wirewatch.articles import EnrichedArticle
from wirewatch.errors import SettingsError
from wirewatch.incidents import Status
from wirewatch_alerts.rules import RuleSet, load_rules
from wirewatch_alerts.rules_backtest import Comparison, compare
from wirewatch_alerts.rules_past import Past
from wirewatch_standalone.rules_commands import rules
from wirewatch_standalone.rules_past import moment
from wirewatch_standalone.rules_view import comparison_lines

UNTIL = datetime(2025, 3, 8, 12, 0, tzinfo=UTC)
STORY = (
    article("a"),
    article("b", hours=2, status=Status.CONFIRMED, killed=3),
    article("c", hours=48, place=BASRA, targets=()),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def rule(folder: Path, rule_id: str, when: str, **fields: str) -> RuleSet:
    values = {"id": rule_id, "title": "Mine", "when": f"'{when}'", "severity": "low"} | fields
    file = folder / f"{rule_id}.yaml"
    file.write_text("".join(f"{name}: {value}\n" for name, value in values.items()), "utf-8")
    return load_rules(file)


def tried(articles: Iterable[EnrichedArticle], tested: RuleSet, present: RuleSet) -> Comparison:
    past = Past(tested, present)
    for one in articles:
        past.read(one)
    return compare(past, tested, present)


def test_rates_are_by_day(folder: Path) -> None:
    """Two alerts in two days are one a day, however many articles tell of each."""
    every = rule(folder, "every", "true")
    found = tried(STORY, every, every)
    assert (found.articles, found.days, found.tested.a_day) == (3, 2.0, {"every": 1.0})


def test_a_firing_has_its_first_moment_and_its_last_word(folder: Path) -> None:
    """The rule fires when its condition first holds, and is as severe as it came to be."""
    deadly = rule(folder, "deadly", "incident.killed > 0", severity="{high: incident.killed > 2, low: \"'a' == 'a'\"}")
    (firing,) = tried(STORY, deadly, deadly).tested.firings
    assert (firing.at, firing.severity, firing.articles) == (STORY[1].observed_at, Severity.HIGH, 2)


def test_what_only_one_rule_set_fires_on_is_told(folder: Path) -> None:
    """Both sets see the same incidents under the same ids."""
    every, deadly = rule(folder, "every", "true"), rule(folder, "deadly", "incident.killed > 0")
    found = tried(STORY, every, deadly)
    assert ([one.title for one in found.only_tested], found.only_present) == (["Thwarted drone attack: Basra"], ())


def test_copies_are_one_story(folder: Path) -> None:
    """A rule on articles fires once for each story, whatever incidents its articles report."""
    watch = rule(folder, "watch", 'article.folded.contains("consulate")', on="article")
    every = rule(folder, "every", "true")
    found = tried(STORY, watch, every)
    assert ([one.articles for one in found.tested.firings], found.only_tested) == ([3], ())


def test_repeats_and_old_editions_change_nothing(folder: Path) -> None:
    """Each article counts once, at its newest revision."""
    every = rule(folder, "every", "true")
    edited = article("a", hours=1, revision="2", killed=1)
    once = tried((*STORY, edited), every, every)
    assert once == tried((*STORY, edited, *STORY), every, every)


def test_rules_that_err_are_counted(folder: Path) -> None:
    """A rule that can't be decided fires on nothing, and says how often."""
    bad = rule(folder, "bad", "sources / 0 == 1")
    watch = rule(folder, "watch", "article.title.size() / 0 == 1", on="article")
    found = tried(STORY, bad, watch)
    assert (found.tested.errors, found.present.errors, found.tested.firings) == ({"bad": 3}, {"watch": 3}, ())


def test_lines_show_both_sets(folder: Path) -> None:
    """The lines have the rates of both, and what only one fires on."""
    every, deadly = rule(folder, "every", "true"), rule(folder, "deadly", "incident.killed > 0")
    told = "\n".join(comparison_lines(tried(STORY, every, deadly)))
    assert all(
        words in told for words in ("every: 2 alerts, 1 a day", "deadly: 1 alert, 0.5 a day", "drone attack: Basra")
    )


def test_unreadable_items_are_told_and_the_others_count(folder: Path) -> None:
    """A backtest on a file with a bad line goes on, and does not end well."""
    rule(folder, "mine", "incident.killed > 0")
    items = folder / "items.jsonl"
    items.write_text('{"title": "Rain", "text": "Rain fell.", "published": "2024-03-01T10:00:00Z"}\nno item\n')
    result = CliRunner().invoke(rules, ["backtest", str(folder), "--on", str(items), "--rules", str(folder)])
    assert (result.exit_code, "1 article, 1 day" in result.stdout, "items.jsonl:2: " in result.stderr) == (
        1,
        True,
        True,
    )


@pytest.mark.parametrize(
    ("since", "day"), [("7d", 1), ("36h", 7), ("2025-03-02", 2), ("2025-03-02T00:00:00+01:00", 2), ("1w", 1)]
)
def test_since_is_a_span_or_a_date(since: str, day: int) -> None:
    """A span counts back; a date without an offset is in that of the end."""
    assert moment(since, until=UNTIL).day == day


def test_since_that_is_neither_is_refused() -> None:
    """The message says what may be written."""
    with pytest.raises(SettingsError, match="neither a span such as 7d nor a date"):
        moment("yesterday", until=UNTIL)
